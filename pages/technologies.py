"""Technologies: what the strategy says of each priority technology, and what is measured of it."""

import streamlit as st

from indicators.catalogue import Catalogue, load_catalogue
from indicators.choice import choice
from indicators.errors import NoDataError
from indicators.links import APP
from indicators.markup.ambition_blocks import figure
from indicators.markup.blocks import linked
from indicators.markup.technology_cards import figures, groups, quotes, unmeasured
from indicators.view import View
from indicators.views import strategy
from indicators.views import technologies as views
from indicators.views.places_charts import technology_view
from indicators.warehouse import Warehouse
from pages.ui import controls, show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.download import take
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


def places(w: Warehouse, catalogue: Catalogue, technology: str) -> View | None:
    """The UK's places on what bears on a technology; None where nothing ranks countries."""
    try:
        return technology_view(remember(views.page, w, catalogue, technology))
    except NoDataError:
        return None


def chart(technology: str, first: str) -> None:
    """Where the UK stands on the technology, with the ways to take the chart away."""
    view = remember(places, build, catalogue, technology)
    if view is not None:
        show.heading("Where the UK stands", key="places-heading")
        block(f'<div class="uti">{figure(view, half=False)}</div>', key="places")
        said = {"technology": None if technology == first else technology}
        take(view, catalogue, choice("technologies", said, "places"))


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
        if name == "figures":
            chart(chosen, next(iter(known)))
