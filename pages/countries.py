"""Countries: where one country stands on everything that ranks countries, or two side by side."""

from html import escape

import streamlit as st

from indicators.areas import UK
from indicators.catalogue import load_catalogue
from pages.ui import controls, show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.profile_lists import marks, profile_of, section, themes
from pages.ui.warehouse import warehouse

#: The address's word for a profile of one country alone.
NOBODY = "none"

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
    profile = remember(profile_of, build, catalogue, country, beside)
    with head:
        opening(over="Country profile", title=profile.headline, lede=profile.lede)
    shown = [catalogue.areas[geo].short for geo in (country, beside) if geo]
    body = "".join(section(item, theme=show.theme()) for item in profile.sections)
    block(f'<div class="uti">{marks(shown, theme=show.theme())}{body}</div>', key="lists")
    block(f'<div class="uti">{themes(profile.themes)}</div>', key="themes")
    counted = f'<p class="measure">{escape(profile.counted)}</p>'
    heading = "<h2>What is counted</h2>"
    block(show.linked(f'<section class="uti">{heading}{counted}</section>'), key="counted")
    with st.expander("Indicators left out, and why"):
        show.table(profile.left_out, key="left-out")
    if profile.unmoved is not None:
        with st.expander("Indicators without a five-year comparison, and why"):
            show.table(profile.unmoved, key="unmoved")
