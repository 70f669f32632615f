"""A reader's question → a `View`, or the tables of a page. One module a page."""
