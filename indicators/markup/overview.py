"""Sections of the Overview as markup: the answer, ranks, places, cards, newest figures."""

from collections.abc import Iterable, Sequence
from html import escape

from indicators.charts import svg
from indicators.links import Links
from indicators.markup import ambition_blocks as ambition
from indicators.markup.blocks import picture
from indicators.markup.strategy_cards import card
from indicators.view import View
from indicators.views import strategy
from indicators.views.ambition import answer
from indicators.views.overview import Movement
from indicators.views.sources import Freshness
from indicators.views.strategy import Assessed

QUESTION = "Will the UK be a top-three science and technology nation by 2030?"

#: The strategy figures that most readers ask about first.
HEADLINES = (
    "fintech_market_share",
    "unicorns_world_rank",
    "fdi_tech_jobs",
    "gii_rank",
    "data_services_exports",
    "telecoms_market_2030",
)


def hero(places: Sequence[answer.Place], links: Links) -> str:
    """The answer: two sentences of equal size, and what no poll measures."""
    more = links.to_page("How the index is made, projections, and your own weights", "ambition")
    said = ambition.paragraphs(*answer.sentences(places[0], places[1]), kind="said")
    return (
        f'<div class="uti"><p class="theme">{QUESTION}</p><h1>{escape(answer.title(places))}</h1>'
        f'{said}<p class="lede">No public poll measures the target itself, which is to be '
        f"<em>seen as</em> one of the top three by 2030. {more}</p></div>"
    )


def index(intervals: Iterable[View], left_out: Sequence[str]) -> str:
    """Ranks with their ranges in both versions, and who is left out."""
    return (
        '<div class="uti"><h2 class="hidden">The index in both versions</h2>'
        f"{ambition.pair(intervals)}{ambition.paragraphs(*left_out, kind='note')}</div>"
    )


def places(view: View, found: tuple[Assessed, ...], links: Links) -> str:
    """The UK's place on each indicator, beside the sum of the strategy's figures."""
    every = links.to_page("All figures, with the test of each", "strategy_figures")
    return (
        f'<div class="uti hero beside"><div><h2>{escape(view.headline)}</h2>'
        f'<p class="lede">{escape(strategy.summary(found))} {every}</p></div>'
        f'<figure>{picture(view.chart, half=True)}<p class="source">{escape(view.subtitle)}. '
        f"{escape(view.source_line)}</p></figure></div>"
    )


def cards(found: Iterable[Assessed], links: Links) -> str:
    """The strategy's headline figures, then and since."""
    drawn = {item.figure.id: card(item, links) for item in found if item.figure.id in HEADLINES}
    return (
        '<section class="uti"><h2>The strategy’s figures, then and since</h2>'
        '<p class="sub">What the 2023 strategy said, whether published figures bear it out, and '
        "what has happened since.</p>"
        f'<ul class="cards">{"".join(drawn[name] for name in HEADLINES)}</ul></section>'
    )


def newest(moved: Iterable[Movement], links: Links) -> str:
    """The UK figures released last, as cards."""
    items = "".join(
        f"<li><h3>{links.link(item.indicator.title, links.indicator(item.indicator.id))}</h3>"
        f"{svg.spark(item.spark, theme='page')}<p>{escape(item.sentence)}.</p>"
        f'<p class="note">{escape(item.released)}</p></li>'
        for item in moved
    )
    return (
        '<section class="uti"><h2>Newest figures</h2><p class="sub">The UK figures released last, '
        f'each beside the one before it.</p><ul class="cards">{items}</ul></section>'
    )


def fresh(found: Freshness, links: Links) -> str:
    """How old the figures are."""
    dates = links.to_page("Dates of every source", "data_and_sources")
    return (
        '<section class="uti"><h2>How fresh this is</h2>'
        f"<p>{escape(found.newest)}; {escape(found.median)}. {escape(found.how_read)} {dates}</p>"
        "</section>"
    )
