"""What stands between the network and the pages: first HTML, files, headers, limits, metrics.

Each module is one concern; `stack.py` puts them in order. Nothing here draws a page.
"""
