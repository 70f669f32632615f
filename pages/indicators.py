"""Indicators: choose one, see it over time or ranked, and take it away."""

import streamlit as st

from indicators.catalogue import load_catalogue
from indicators.views import indicator as views
from pages.ui import controls, show
from pages.ui.download import downloads
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse

SHOW = {"line": "Over time", "rank": "Ranked"}

with frame():
    catalogue, build = load_catalogue(), warehouse()
    head, bar = st.container(), st.container()
    with bar:
        chosen = controls.indicator(catalogue, views.offered(build, catalogue))
        frequencies, areas = views.held(build, chosen)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            frequency = controls.frequency(frequencies)
            kind = "line"
            if chosen.rankable and chosen.coverage == "international":
                kind = controls.one_of("Show", "view", SHOW)
            compare = controls.areas(catalogue.areas, areas, views.DEFAULT_PEERS)
    question = views.Question(chosen, frequency, compare)
    make = views.rank_view if kind == "rank" else views.line_view
    view = make(build, catalogue, question)
    with head:
        opening(
            over=catalogue.themes_by_id[chosen.theme].title,
            title=view.headline,
            lede=view.subtitle,
        )
    show.chart(view, key="chart")
    show.source(view, key="source")
    downloads(view, catalogue)
    show.alternative(view, key="alternative")
    in_table, about, revised = st.tabs(["Table", "Definition and caveats", "Revisions"])
    with in_table:
        show.table(view.table, key="table")
    with about:
        show.facts(views.definition(catalogue, chosen), key="definition")
    with revised:
        revisions = views.revisions_table(build, catalogue, question)
        if revisions is None:
            st.write("No figure shown here has changed between the vintages held.")
        else:
            show.table(revisions, key="revisions")
