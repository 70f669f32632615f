"""Indicators: find one, choose how to see it, and take it away."""

import streamlit as st

from indicators.catalogue import load_catalogue
from indicators.errors import NoDataError
from indicators.views import indicator as views
from indicators.views.indicator.asked import MAKERS, TABLE
from pages.ui import choices, controls, finding, show
from pages.ui.cache import remember
from pages.ui.download import downloads
from pages.ui.frame import frame, opening
from pages.ui.tabs import tabs
from pages.ui.warehouse import warehouse

with frame():
    catalogue, build = load_catalogue(), warehouse()
    head = st.container(key="head")
    with st.container(key="finding", horizontal=True, vertical_alignment="bottom"):
        query = controls.text("Find", "q", "Words or a question")
        indicator = controls.indicator(catalogue, remember(views.offered, build, catalogue))
    finding.results(build, catalogue, query)
    chosen, choice = choices.choose(build, catalogue, indicator)
    theme = catalogue.themes_by_id[indicator.theme].title
    try:
        view = remember(MAKERS[chosen.kind], build, catalogue, chosen.question)
    except NoDataError:
        with head:
            opening(over=theme, title=indicator.title)
        raise
    with head:
        opening(over=theme, title=view.headline, lede=view.subtitle)
    if chosen.kind == TABLE:
        show.table(view.table, key="table")
    else:
        show.chart(view, key="chart")
    show.source(view, key="source")
    downloads(view, catalogue, choice)
    show.alternative(view, key="alternative")
    tabs(build, catalogue, chosen, view, choice)
