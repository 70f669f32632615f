"""Whole publications from views: briefings as documents, decks and workbooks."""
