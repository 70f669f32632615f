"""Countries: where one country stands on everything that ranks countries, or two side by side."""

from html import escape

import streamlit as st

from indicators.areas import UK
from indicators.catalogue import Catalogue, load_catalogue
from indicators.choice import choice
from indicators.errors import NoDataError
from indicators.links import APP
from indicators.markup import blocks
from indicators.markup.ambition_blocks import figure
from indicators.markup.profile_lists import marks, section, themes
from indicators.standings import BASIS_WORDS
from indicators.view import View
from indicators.views.places_charts import country_view
from indicators.views.profile import Profile, profile, ranked, source
from indicators.warehouse import Warehouse
from pages.ui import controls, show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.download import take
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
    counted += f'<p class="source">{escape(source(remember(ranked, w, catalogue)))}</p>'
    return {
        "lists": f'<div class="uti">{marks(shown)}{body}</div>',
        "themes": f'<div class="uti">{themes(told.themes, APP)}</div>',
        "counted": blocks.linked(f'<section class="uti">{counted}</section>', APP),
    }


def places(w: Warehouse, catalogue: Catalogue, geo: str, beside: str, basis: str) -> View | None:
    """All places of a basis as one chart; None where there are none."""
    try:
        return country_view(remember(ranked, w, catalogue), catalogue, geo, beside, basis)
    except NoDataError:
        return None


def chart(basis: str, said: dict[str, str | None]) -> None:
    """The chart of one basis with the ways to take it away."""
    view = remember(places, build, catalogue, country, beside, basis)
    if view is not None:
        block(f'<div class="uti">{figure(view)}</div>', key=f"chart-{basis}")
        take(view, catalogue, choice("countries", said, f"places-{basis}"))


def charts(said: dict[str, str | None]) -> None:
    """Every place in one chart, for each basis."""
    show.heading(
        "Every place in one chart",
        key="charts",
        under="Each indicator that ranks countries, best place first.",
    )
    for basis, column in zip(BASIS_WORDS, st.columns(len(BASIS_WORDS), gap="large"), strict=True):
        with column:
            chart(basis, said)


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
        if name == "lists":
            charts({"country": None if country == UK else country, "beside": beside or None})
    with st.expander("Indicators left out, and why"):
        show.table(told.left_out, key="left-out")
    if told.unmoved is not None:
        with st.expander("Indicators without a five-year comparison, and why"):
            show.table(told.unmoved, key="unmoved")
