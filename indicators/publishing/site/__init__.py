"""The static edition: every page's content as plain HTML that needs no script and no server.

`pages.page` makes one page, `publish.publish` a whole folder. Figures come from the views, markup
from `indicators.markup`; what is here is the document around them. `first_paint` makes the
first sight of each page of the app from the same parts.
"""
