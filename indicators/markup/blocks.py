"""The parts that every page is made of: opening, source line, facts, notes, foot."""

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from indicators.charts import svg
from indicators.charts.description import Chart
from indicators.exports.glossary_links import link_terms
from indicators.freshness import due
from indicators.glossary import load_glossary
from indicators.links import FOOT_TITLES, Links
from indicators.markup.reading import reads
from indicators.markup.tables import table as table_markup
from indicators.view import Table, View


def opening(*, over: str, title: str, lede: str = "") -> str:
    """The page's first lines: where we are, the finding as heading, and what it rests on."""
    sub = f'<p class="lede">{escape(lede)}</p>' if lede else ""
    above = f'<p class="theme">{escape(over)}</p>'
    return f'<div class="uti">{above}<h1>{escape(title)}</h1>{sub}</div>'


def foot(links: Links) -> str:
    """What stands under every page."""
    pages = "".join(f"<li>{links.to_page(title, name)}</li>" for name, title in FOOT_TITLES.items())
    sources = links.to_page("Sources, dates, licences and downloads", "data_and_sources")
    return (
        '<footer class="uti foot"><p>Made from published figures. Not an official statistics '
        "publication; not endorsed by their producers or by government.</p>"
        f"<p>{sources}. This service sets no tracking cookies and sends no usage statistics.</p>"
        f'<ul class="line">{pages}</ul></footer>'
    )


def linked(markup: str, links: Links) -> str:
    """The markup with words of the glossary as links where they first stand."""
    return link_terms(markup, load_glossary(), links)


def notes(found: Iterable[str]) -> str:
    """Notes as a list; nothing where there are none."""
    items = "".join(f"<li>{escape(note)}</li>" for note in found)
    return f'<ul class="note">{items}</ul>' if items else ""


def source(view: View, links: Links, today: date | None = None) -> str:
    """Status label, source line, and the notes that the chart must not be read without.

    With the day it is read on also when the figures are due to be renewed, marked where that has
    passed.
    """
    shown = (
        f'<div class="uti"><p class="source">{escape(view.source_line)} '
        f'<span class="badge">{escape(view.status_label)}</span>{_due(view, today)}</p>'
        f"{notes(view.notes)}</div>"
    )
    return linked(shown, links)


def _due(view: View, today: date | None) -> str:
    if today is None or "next_release" not in view.data:
        return ""
    found = due(view.data)
    if found.overdue(today):
        return f' <span class="badge stale">{escape(found.words(today))}</span>'
    if found.announced and f"Next release: {found.announced}" in view.source_line:
        return ""
    return f" {escape(found.words(today))}"


def table(shown: Table, links: Links) -> str:
    return f'<div class="uti">{table_markup(shown, links)}</div>'


def facts(pairs: Iterable[tuple[str, str]], links: Links) -> str:
    """Pairs of heading and text, as a description list."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs)
    return linked(f'<div class="uti"><dl class="facts">{rows}</dl></div>', links)


def steps(found: Iterable[str]) -> str:
    """What is done, one after the other."""
    return f'<div class="uti"><ol>{"".join(f"<li>{escape(s)}</li>" for s in found)}</ol></div>'


def alternative(view: View) -> str:
    """What the chart shows, in sentences."""
    return f'<div class="uti"><p>{escape(view.alt)}</p></div>'


def heading(text: str, under: str = "") -> str:
    """A heading within the page, and a line under it where there is more to say."""
    line = f'<p class="note">{escape(under)}</p>' if under else ""
    return f'<div class="uti"><h2>{escape(text)}</h2>{line}</div>'


def drawing(chart: Chart) -> str:
    """A chart that belongs to no view, as our own SVG, with its notes."""
    return f'<div class="uti">{picture(chart)}{notes(chart.notes)}</div>'


def picture(chart: Chart, *, half: bool = False) -> str:
    """A chart as our own SVG, laid out for the width it is given, in the page's colours.

    `half`: it stands beside another, or takes no more than half of the page.
    """
    return reads(svg.responsive(chart, theme="page", half=half), chart)


def small(text: str) -> str:
    """A line of small print."""
    return f'<p class="uti note">{escape(text)}</p>'


def notice(kind: str, sentences: Sequence[str]) -> str:
    """What a reader must know, letter for letter. `kind` is told, warned or refused."""
    role = "status" if kind == "told" else "alert"
    body = f"<p>{escape(sentences[0])}</p>" if len(sentences) == 1 else _list(sentences)
    return f'<div class="uti notice {kind}" role="{role}">{body}</div>'


def listed(sentences: Iterable[str]) -> str:
    """Sentences under one another."""
    return f'<div class="uti">{_list(sentences)}</div>'


def _list(sentences: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in sentences)}</ul>"


def chart_words(title: str, subtitle: str = "") -> str:
    """What a chart says and what it shows, where the chart itself is not."""
    sub = f'<p class="note">{escape(subtitle)}</p>' if subtitle else ""
    return f'<div class="uti"><p><strong>{escape(title)}</strong></p>{sub}</div>'


def refusal(text: str) -> str:
    """Why something was not done. The first line is the sentence, the rest is shown as written."""
    first, _, rest = text.partition("\n")
    more = f'<pre tabindex="0">{escape(rest.strip(chr(10)))}</pre>' if rest.strip() else ""
    return f'<div class="uti refusal" role="alert"><p>{escape(first)}</p>{more}</div>'
