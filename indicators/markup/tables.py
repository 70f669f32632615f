"""Tables as HTML that a screen reader can walk: caption, column and row headings.

It writes markup only; the look is the style sheet's.
"""

from html import escape

from indicators.links import Links
from indicators.view import Table

#: A column with no longer text than this is not broken into lines: a day, a period, most countries.
#: One with longer text than a few words is never so narrow that each word takes a line.
_SHORT, _LONG = len("30 September 2026"), 30


def table(shown: Table, links: Links) -> str:
    """The table in a frame that scrolls inside itself on a narrow screen."""
    kinds = tuple(_kind(shown, at) for at in range(len(shown.columns)))
    head = "".join(
        f'<th scope="col"{_numeric(column.numeric)}>{escape(column.title)}</th>'
        for column in shown.columns
    )
    body = "".join(_row(shown, index, kinds, links) for index in range(len(shown.rows)))
    label = escape(shown.caption, quote=True)
    return (
        f'<div class="table-frame" role="region" aria-label="{label}" tabindex="0">'
        f"<table><caption>{escape(shown.caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(shown: Table, index: int, kinds: tuple[str, ...], links: Links) -> str:
    first, *rest = shown.rows[index]
    cells = "".join(
        f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds[1:], rest, strict=True)
    )
    focus = ' class="focus"' if index == shown.focus else ""
    heading = escape(first)
    if shown.indicators:
        heading = links.link(first, links.indicator(shown.indicators[index]))
    return f'<tr{focus}><th scope="row"{kinds[0]}>{heading}</th>{cells}</tr>'


def _kind(shown: Table, at: int) -> str:
    """The class of a column's cells."""
    if shown.columns[at].numeric:
        return _numeric(True)
    longest = max((len(row[at]) for row in shown.rows), default=0)
    return ' class="short"' if longest <= _SHORT else ' class="long"' if longest > _LONG else ""


def _numeric(numeric: bool) -> str:
    return ' class="figure"' if numeric else ""
