"""The charts of the basket as cards: order, words, and the files made from them."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import streamlit as st

from indicators.briefing import Briefing, moved
from indicators.catalogue import Catalogue
from indicators.exports.stamp import Stamp
from indicators.markup import blocks
from indicators.publishing.briefing import pack
from indicators.publishing.charts import Filled
from pages.ui import basket, notice, show
from pages.ui.block import block

_KEY = "briefing files"


def card(place: int, chart: Filled, catalogue: Catalogue, *, last: int) -> None:
    """One chart: its sentence, the author's words, and where it stands."""
    address = chart.item.chart.address
    asked = chart.item.chart.parameters.get("indicator", "")
    name = catalogue[asked].title if asked in catalogue else address
    key = address
    with st.container(border=True, key=f"card-{place}"):
        title = f"{place + 1}. {chart.view.headline if chart.view else name}"
        subtitle = chart.view.subtitle if chart.view else ""
        block(blocks.chart_words(title, subtitle), key=f"words-{key}")
        if chart.view is None:
            notice.warn(chart.problem, key=f"problem-{key}")
        else:
            headline = st.text_input(
                f"Headline of chart {place + 1} in your words (optional)",
                value=chart.item.headline,
                max_chars=300,
                key=f"headline-{key}",
                placeholder=chart.view.headline,
                help="The sentence made from the data stays beside it, and yours is marked as "
                "edited.",
            ).strip()
            note = st.text_area(
                f"Note to chart {place + 1} (optional)",
                value=chart.item.note,
                max_chars=600,
                key=f"note-{key}",
                height=80,
            ).strip()
            if headline:
                st.caption("Your headline is marked as edited in every file.")
            _keep_words(place, headline, note)
        with st.container(horizontal=True, gap="small"):
            if st.button(f"Move chart {place + 1} up", key=f"up-{key}", disabled=place == 0):
                _replaced(moved(basket.basket(), place, -1))
            if st.button(f"Move chart {place + 1} down", key=f"down-{key}", disabled=place == last):
                _replaced(moved(basket.basket(), place, 1))
            if st.button(f"Remove chart {place + 1}", key=f"remove-{key}"):
                items = list(basket.basket().items)
                del items[place]
                _replaced(replace(basket.basket(), items=tuple(items)))
            show.link("Open the chart", address, key=f"open-{key}")


def files(
    briefing: Briefing, charts: tuple[Filled, ...], catalogue: Catalogue, stamp: Stamp
) -> None:
    """A button that makes all files with a progress bar, then one that hands them over."""
    made = st.session_state.get(_KEY)
    if st.button("Make PowerPoint, Word, PDF and Excel"):
        bar = st.progress(0.0, "Starting")
        out = io.BytesIO()
        found = pack(
            briefing, charts, catalogue, stamp, lambda share, words: bar.progress(share, words)
        )
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in found.items():
                archive.writestr(name, content)
        bar.empty()
        made = (briefing, stamp.build_id, found, out.getvalue())
        st.session_state[_KEY] = made
    if not made or made[:2] != (briefing, stamp.build_id):
        return
    with st.container(horizontal=True, gap="small"):
        st.download_button("All files (ZIP)", made[3], "briefing.zip", on_click="ignore")
        for name, content in made[2].items():
            if name.startswith("briefing."):
                st.download_button(name.split(".")[1].upper(), content, name, on_click="ignore")
    if "READ ME.txt" in made[2]:
        notice.warn(*made[2]["READ ME.txt"].decode().strip().split("\n\n"), key="left-out")


def _tell(bar: Any, share: float, told: str) -> None:
    bar.progress(share, told)


def _keep_words(place: int, headline: str, note: str) -> None:
    items = list(basket.basket().items)
    changed = replace(items[place], headline=headline, note=note)
    if changed != items[place]:
        items[place] = changed
        basket.change(items=tuple(items))


def _replaced(briefing: Briefing) -> None:
    basket.keep(briefing)
    st.rerun()
