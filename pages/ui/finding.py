"""The search box of the Indicators page: what fits the reader's words, as links.

The matching is `indicators.search`; the first hits are answered with their headline.
"""

from html import escape
from urllib.parse import urlencode

from indicators.catalogue import Catalogue
from indicators.search import Found, Index
from indicators.search_words import words_of
from indicators.strategy_figures import load_strategy_figures
from indicators.views import indicator as views
from indicators.warehouse import Warehouse
from pages.ui.block import block
from pages.ui.cache import remember

#: Hits that are answered with a figure; the others with what they measure.
ANSWERED = 3


def results(build: Warehouse, catalogue: Catalogue, query: str) -> None:
    """What fits the query, under the box; nothing where nothing was typed."""
    if query:
        block(remember(_markup, build, catalogue, query), key="found")


def _index(build: Warehouse, catalogue: Catalogue) -> Index:  # noqa: ARG001  (kept by build)
    return Index(catalogue, load_strategy_figures())


def _markup(build: Warehouse, catalogue: Catalogue, query: str) -> str:
    found = remember(_index, build, catalogue).search(query)
    if not found.hits:
        return f'<div class="uti found" role="status"><p>{escape(_nothing(query))}</p></div>'
    items = "".join(_item(build, catalogue, found, place) for place in range(len(found.hits)))
    count = len(found.hits)
    told = f"{count} {'indicator fits' if count == 1 else 'indicators fit'}"
    read_as = f"; read as “{escape(found.read_as)}”" if found.read_as else ""
    return (
        f'<nav class="uti found" aria-label="Indicators found">'
        f'<p role="status">{told} “{escape(query)}”{read_as}</p><ul>{items}</ul></nav>'
    )


def _item(build: Warehouse, catalogue: Catalogue, found: Found, place: int) -> str:
    hit = found.hits[place]
    indicator = catalogue[hit.indicator_id]
    theme = catalogue.themes_by_id[indicator.theme].title
    why = f" · {escape(hit.why)}" if hit.why else ""
    if hit.indicator_id in remember(views.offered, build, catalogue):
        href = f"/indicators?{urlencode({'indicator': indicator.id})}"
        title = f'<a href="{href}" data-page>{escape(indicator.title)}</a>'
        answer = (
            remember(views.answer, build, catalogue, indicator.id)
            if place < ANSWERED
            else indicator.short
        )
    else:
        title = f"<strong>{escape(indicator.title)}</strong>"
        answer = f"No figures are held. {indicator.unavailable}".strip()
    return (
        f'<li><p>{title} <span class="sub">{escape(theme)}{why}</span></p>'
        f"<p>{escape(answer)}</p></li>"
    )


def _nothing(query: str) -> str:
    if words_of(query):
        return f"Nothing fits “{query}”. Try another word, or choose from the list."
    return "Type a word or a question, such as “How many unicorns does the UK have?”"
