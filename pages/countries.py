"""Countries: where one country stands on everything that ranks countries, or two side by side."""

from html import escape

import streamlit as st

from indicators.areas import UK
from indicators.catalogue import Catalogue, load_catalogue
from indicators.links import APP
from indicators.markup import blocks
from indicators.markup.profile_lists import marks, section, themes
from indicators.views.profile import Profile, profile, ranked
from indicators.warehouse import Warehouse
from pages.ui import controls, show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse

#: The address's word for a profile of one country alone.
NOBODY = "none"


def profile_of(w: Warehouse, catalogue: Catalogue, geo: str, beside: str) -> Profile:
    """A profile over the ranking of all countries, which all profiles of a build share."""
    return profile(remember(ranked, w, catalogue), catalogue, geo, beside)


def sections(w: Warehouse, catalogue: Catalogue, geo: str, beside: str) -> dict[str, str]:
    """The markup of a profile by section, in reading order."""
    told = remember(profile_of, w, catalogue, geo, beside)
    shown = [catalogue.areas[area].short for area in (geo, beside) if area]
    body = "".join(section(item, APP) for item in told.sections)
    counted = f'<h2>What is counted</h2><p class="measure">{escape(told.counted)}</p>'
    return {
        "lists": f'<div class="uti">{marks(shown)}{body}</div>',
        "themes": f'<div class="uti">{themes(told.themes, APP)}</div>',
        "counted": blocks.linked(f'<section class="uti">{counted}</section>', APP),
    }


with frame():
    catalogue, build = load_catalogue(), warehouse()
    head, bar = st.container(), st.container(horizontal=True, vertical_alignment="bottom")
    with bar:
        names = {geo: catalogue.areas[geo].name for geo in catalogue.areas.countries}
        country = controls.pick("Country", "country", names, default=UK)
        others = {NOBODY: "No second country"} | names
        del others[country]
        second = controls.pick("Second country", "beside", others)
        beside = "" if second == NOBODY else second
    told = remember(profile_of, build, catalogue, country, beside)
    with head:
        opening(over="Country profile", title=told.headline, lede=told.lede)
    for name, markup in remember(sections, build, catalogue, country, beside).items():
        block(markup, key=name)
    with st.expander("Indicators left out, and why"):
        show.table(told.left_out, key="left-out")
    if told.unmoved is not None:
        with st.expander("Indicators without a five-year comparison, and why"):
            show.table(told.unmoved, key="unmoved")
