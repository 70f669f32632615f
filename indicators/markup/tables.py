"""Tables as HTML that a screen reader can walk: caption, column and row headings.

It writes markup only; the look is the style sheet's.
"""

from html import escape

from indicators.links import Links
from indicators.view import Table


def table(shown: Table, links: Links) -> str:
    """The table in a frame that scrolls inside itself on a narrow screen."""
    head = "".join(
        f'<th scope="col"{_numeric(column.numeric)}>{escape(column.title)}</th>'
        for column in shown.columns
    )
    body = "".join(_row(shown, index, links) for index in range(len(shown.rows)))
    label = escape(shown.caption, quote=True)
    return (
        f'<div class="table-frame" role="region" aria-label="{label}" tabindex="0">'
        f"<table><caption>{escape(shown.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(shown: Table, index: int, links: Links) -> str:
    first, *rest = shown.rows[index]
    cells = "".join(
        f"<td{_numeric(column.numeric)}>{escape(cell)}</td>"
        for column, cell in zip(shown.columns[1:], rest, strict=True)
    )
    focus = ' class="focus"' if index == shown.focus else ""
    numeric = _numeric(shown.columns[0].numeric)
    heading = escape(first)
    if shown.indicators:
        heading = links.link(first, links.indicator(shown.indicators[index]))
    return f'<tr{focus}><th scope="row"{numeric}>{heading}</th>{cells}</tr>'


def _numeric(numeric: bool) -> str:
    return ' class="figure"' if numeric else ""
