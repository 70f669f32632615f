"""Lists and tables of a country profile as markup."""

from collections.abc import Sequence
from html import escape

from indicators.charts.strip import WHO, key, strip
from indicators.exports.glossary_links import link_terms
from indicators.glossary import load_glossary
from indicators.links import Links
from indicators.markup.tables import table
from indicators.views.profile_words import Line, Listing, Section, ThemePart


def section(item: Section, links: Links) -> str:
    """A heading, a sentence, and the lists side by side."""
    lists = "".join(_listing(one, links) for one in item.lists)
    lede = f'<p class="sub">{escape(item.lede)}</p>' if item.lede else ""
    lede = link_terms(lede, load_glossary(), links)
    return f'<section><h2>{escape(item.title)}</h2>{lede}<div class="pair">{lists}</div></section>'


def marks(names: Sequence[str]) -> str:
    """Which mark on the rows of dots is whose; empty for one country, whose mark needs no key."""
    if len(names) < len(WHO):
        return ""
    told = zip(WHO, names, strict=True)
    parts = (f"<span>{key(kind, theme='page')} {escape(name)}</span>" for kind, name in told)
    note = "<span>Each row of dots is every ranked country, best on the left.</span>"
    return f'<p class="marks">{"".join(parts)}{note}</p>'


def _listing(item: Listing, links: Links) -> str:
    if not item.lines:
        return f'<div><h3>{escape(item.title)}</h3><p class="note">{escape(item.empty)}</p></div>'
    lines = "".join(_line(line, links) for line in item.lines)
    return f'<div><h3>{escape(item.title)}</h3><ol class="places">{lines}</ol></div>'


def _line(line: Line, links: Links) -> str:
    drawing = strip(line.strip, theme="page") if line.strip else ""
    beside = f'<span class="other">{escape(line.beside)}</span>' if line.beside else ""
    marks = "".join(f'<span class="mark">{escape(mark)}</span>' for mark in line.marks)
    title = links.link(line.indicator.title, links.indicator(line.indicator.id))
    return (
        f'<li><p class="lead"><strong>{escape(line.lead)}</strong>{drawing}{beside}</p>'
        f'<p>{title}</p><p class="note">{escape(line.detail)}{marks}</p></li>'
    )


def themes(items: Sequence[ThemePart], links: Links) -> str:
    """One line a theme, which opens to its table."""
    parts = (
        f"<details><summary><strong>{escape(item.title)}</strong> "
        f"<span>{escape(item.summary)}</span></summary>{table(item.table, links)}</details>"
        for item in items
    )
    return f"<section><h2>By theme</h2>{''.join(parts)}</section>"
