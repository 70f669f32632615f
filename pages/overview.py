"""Overview: where the UK stands, in sentences and charts that need no chart library."""

from html import escape

import streamlit as st

from indicators import results
from indicators.catalogue import load_catalogue
from indicators.charts import svg
from indicators.index_method import VERSIONS
from indicators.views import overview, sources, strategy
from indicators.views.ambition import answer, ranks
from pages.ui import ambition_blocks as blocks
from pages.ui import show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame
from pages.ui.strategy_cards import card, indicator_address
from pages.ui.warehouse import warehouse

#: The strategy figures that most readers ask about first.
HEADLINES = (
    "fintech_market_share",
    "unicorns_world_rank",
    "fdi_tech_jobs",
    "gii_rank",
    "data_services_exports",
    "telecoms_market_2030",
)

with frame():
    catalogue, build = load_catalogue(), warehouse()
    places = remember(overview.places_view, build, catalogue)
    found = remember(strategy.assessed, build, catalogue)
    moved = remember(overview.movements, build, catalogue)
    fresh = sources.freshness(build)
    standings = {v: remember(results.standing_of, build, catalogue, v) for v in VERSIONS}
    ranked = [answer.place(s, catalogue.areas, v) for v, s in standings.items()]
    intervals = [ranks.near_view(s, catalogue.areas, v) for v, s in standings.items()]
    left = [
        f"{blocks.name(v)}. {answer.left_out(s, catalogue.areas)}" for v, s in standings.items()
    ]

    block(
        '<div class="uti"><p class="theme">Will the UK be a top-three science and technology '
        f"nation by 2030?</p><h1>{escape(answer.title(ranked))}</h1>"
        f"{blocks.paragraphs(*answer.sentences(ranked[0], ranked[1]), kind='said')}"
        '<p class="lede">No public poll measures the target itself, which is to be '
        "<em>seen as</em> one of the top three by 2030. "
        '<a href="/ambition" data-page>How the index is made, projections, and your own weights'
        "</a></p></div>",
        key="hero",
    )
    block(
        f'<div class="uti"><h2 class="hidden">The index in both versions</h2>'
        f"{blocks.pair(intervals, theme=show.theme())}"
        f"{blocks.paragraphs(*left, kind='note')}</div>",
        key="index",
    )
    block(
        f'<div class="uti hero beside"><div><h2>{escape(places.headline)}</h2>'
        f'<p class="lede">{escape(strategy.summary(found))} '
        '<a href="/strategy_figures" data-page>All figures, with the test of each</a></p></div>'
        f"<figure>{show.picture(places)}"
        f'<p class="source">{escape(places.subtitle)}. {escape(places.source_line)}</p>'
        "</figure></div>",
        key="places-chart",
    )
    with st.expander("Table of ranks, with the data set and date of each"):
        show.table(places.table, key="places")

    cards = {item.figure.id: card(item) for item in found}
    block(
        '<section class="uti"><h2>The strategy’s figures, then and since</h2>'
        '<p class="sub">What the 2023 strategy said, whether published figures bear it out, and '
        "what has happened since.</p>"
        f'<ul class="cards">{"".join(cards[name] for name in HEADLINES)}</ul></section>',
        key="cards",
    )
    items = "".join(
        f'<li><h3><a href="{indicator_address(item.indicator.id)}" data-page>'
        f"{escape(item.indicator.title)}</a></h3>{svg.spark(item.spark, theme=show.theme())}"
        f'<p>{escape(item.sentence)}.</p><p class="note">{escape(item.released)}</p></li>'
        for item in moved
    )
    block(
        '<section class="uti"><h2>Newest figures</h2><p class="sub">The UK figures released last, '
        f'each beside the one before it.</p><ul class="cards">{items}</ul></section>',
        key="moved",
    )
    block(
        '<section class="uti"><h2>How fresh this is</h2>'
        f"<p>{escape(fresh.newest)}; {escape(fresh.median)}. {escape(fresh.how_read)} "
        '<a href="/data_and_sources" data-page>Dates of every source</a></p></section>',
        key="fresh",
    )
