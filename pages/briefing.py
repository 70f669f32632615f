"""Briefing: charts put together in order, with an author's words, as files in one go."""

from dataclasses import replace
from datetime import date

import streamlit as st

from indicators import briefing as briefings
from indicators.catalogue import Catalogue, load_catalogue
from indicators.choice import Choice
from indicators.errors import ValidationError
from indicators.exports.stamp import Stamp
from indicators.markup import blocks
from indicators.publishing import briefing as publishing
from indicators.publishing.charts import changes, filled
from indicators.view import View
from indicators.views.charts import view_of
from indicators.warehouse import Warehouse
from pages.ui import basket, basket_cards, basket_upload, notice
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse


def kept(w: Warehouse, catalogue: Catalogue, choice: Choice) -> View:
    """The view of a chart, made once for all runs of the page."""
    return remember(view_of, w, catalogue, choice)


with frame():
    catalogue, build = load_catalogue(), warehouse()
    opening(
        over="Take charts away",
        title="Your briefing",
        lede="Add charts with “Add to briefing” under any chart, put them in order, and make "
        "slides, a document and a workbook in one go.",
    )
    notice.tell(
        "Put nothing above OFFICIAL here. Your headlines, notes and marking stay in this session "
        "and in the file you save; they are in no link and in no log.",
        key="marking",
    )
    basket_upload.from_address()
    current = basket.basket()
    charts = filled(build, catalogue, current, kept)
    changed = changes(charts)
    if changed:
        st.header("What changed since the briefing was saved")
        block(blocks.listed(changed), key="changed")
    if not charts:
        st.write("Your briefing is empty. Open a chart and choose “Add to briefing” below it.")
    for place, chart in enumerate(charts):
        basket_cards.card(place, chart, catalogue, last=len(charts) - 1)
    # The cards have put the newest words in the basket.
    current = basket.basket()
    charts = tuple(
        replace(chart, item=item) for chart, item in zip(charts, current.items, strict=True)
    )
    if charts:
        st.header("Make the files")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            template = st.selectbox(
                "Template",
                list(briefings.TEMPLATES),
                index=list(briefings.TEMPLATES).index(current.template),
                format_func=lambda key: briefings.TEMPLATES[key],
            )
            marking = st.text_input(
                "Marking line (optional)",
                value=current.marking,
                max_chars=60,
                placeholder="OFFICIAL",
            ).strip()
        current = replace(current, template=template, marking=marking)
        basket.keep(current)
        stamp = Stamp(build.build_id, "/briefing", date.today())
        basket_cards.files(current, charts, catalogue, stamp)
        st.header("Share or keep it")
        try:
            st.write("Link to the charts and their order, without your words:")
            shared = replace(stamp, address=briefings.to_link(current)).link
            st.code(shared, language=None, wrap_lines=True)
        except ValidationError as too_long:
            notice.warn(str(too_long), key="too-long")
        recipe = briefings.to_json(publishing.saved(current, charts, build.build_id))
        st.download_button(
            "Save briefing as a file",
            data=recipe,
            file_name="briefing-recipe.json",
            mime="application/json",
            on_click="ignore",
        )
        if st.button("Empty the briefing"):
            basket.keep(briefings.Briefing())
            st.query_params.clear()
            st.rerun()
    st.header("Refresh this briefing")
    basket_upload.offer()
