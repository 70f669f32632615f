"""Overview: where the UK stands, in sentences and charts that need no chart library."""

import streamlit as st

from indicators import results
from indicators.catalogue import load_catalogue
from indicators.choice import Choice
from indicators.index_method import VERSIONS
from indicators.links import APP
from indicators.markup import ambition_blocks, overview
from indicators.views import overview as views
from indicators.views import sources, strategy
from indicators.views.ambition import answer, ranks
from pages.ui import show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.download import take
from pages.ui.frame import frame
from pages.ui.warehouse import warehouse

#: Words and chart of the places, as wide as above.
BESIDE = (1, 1.05)

with frame():
    catalogue, build = load_catalogue(), warehouse()
    places = remember(views.places_view, build, catalogue)
    found = remember(strategy.assessed, build, catalogue)
    moved = remember(views.movements, build, catalogue)
    standings = {v: remember(results.standing_of, build, catalogue, v) for v in VERSIONS}
    ranked = [answer.place(s, catalogue.areas, v) for v, s in standings.items()]
    intervals = [ranks.near_view(s, catalogue.areas, v) for v, s in standings.items()]
    left = [ambition_blocks.left_out(s, catalogue.areas, v) for v, s in standings.items()]

    block(overview.hero(ranked, APP), key="hero")
    block(overview.index(intervals, left), key="index")
    columns = st.columns(len(VERSIONS), gap="large")
    for version, view, column in zip(VERSIONS, intervals, columns, strict=True):
        with column:
            take(view, catalogue, Choice("overview", f"index-{version}"))
    block(overview.places(places, found, APP), key="places-chart")
    with st.columns(BESIDE, gap="large")[1]:
        take(places, catalogue, Choice("overview", "places"))
    with st.expander("Table of ranks, with the data set and date of each"):
        show.table(places.table, key="places")
    block(overview.cards(found, APP), key="cards")
    block(overview.newest(moved, APP), key="moved")
    block(overview.fresh(sources.freshness(build), APP), key="fresh")
