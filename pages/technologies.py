"""Technologies: what the strategy says of each priority technology, and what is measured of it."""

import streamlit as st

from indicators.catalogue import Catalogue, load_catalogue
from indicators.links import APP
from indicators.markup.blocks import linked
from indicators.markup.technology_cards import figures, groups, quotes, unmeasured
from indicators.views import strategy
from indicators.views import technologies as views
from indicators.warehouse import Warehouse
from pages.ui import controls
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse


def sections(w: Warehouse, catalogue: Catalogue, technology: str) -> dict[str, str]:
    """The markup of a technology by section, in reading order."""
    page = remember(views.page, w, catalogue, technology)
    assessed = remember(strategy.assessed, w, catalogue)
    return {
        "quotes": quotes(page),
        "figures": linked(figures(page, assessed, APP), APP),
        "indicators": linked(groups(page, APP), APP),
        "unmeasured": linked(unmeasured(page), APP),
    }


with frame():
    catalogue, build = load_catalogue(), warehouse()
    known = views.technologies(catalogue)
    head, bar = st.container(), st.container()
    with bar:
        titles = {name: technology.short for name, technology in known.items()}
        chosen = controls.one_of("Technology", "technology", titles)
    page = remember(views.page, build, catalogue, chosen)
    with head:
        opening(over="Priority technologies and data", title=page.headline, lede=page.lede)
    for name, markup in remember(sections, build, catalogue, chosen).items():
        block(markup, key=name)
