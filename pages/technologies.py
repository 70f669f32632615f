"""Technologies: what the strategy says of each priority technology, and what is measured of it."""

import streamlit as st

from indicators.catalogue import load_catalogue
from indicators.links import APP
from indicators.markup.technology_cards import figures, groups, quotes, unmeasured
from indicators.views import strategy
from indicators.views import technologies as views
from pages.ui import controls, show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse

with frame():
    catalogue, build = load_catalogue(), warehouse()
    known = views.technologies(catalogue)
    head, bar = st.container(), st.container()
    with bar:
        titles = {name: technology.short for name, technology in known.items()}
        chosen = controls.one_of("Technology", "technology", titles)
    page = remember(views.page, build, catalogue, chosen)
    assessed = remember(strategy.assessed, build, catalogue)
    with head:
        opening(over="Priority technologies and data", title=page.headline, lede=page.lede)
    block(quotes(page), key="quotes")
    block(show.linked(figures(page, assessed, APP)), key="figures")
    block(show.linked(groups(page, APP)), key="indicators")
    block(show.linked(unmeasured(page)), key="unmeasured")
