"""Queries of strangers, answered from the open rows in a process of their own that can be spent.

It holds no queries of the project: those are in `indicators.queries`.
"""
