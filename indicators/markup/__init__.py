"""Views as HTML, for the app's pages, the static edition and the first paint alike.

It writes markup from what views say. It asks the warehouse nothing and knows no server.
"""
