"""The 2030 page's parts on its figures: what the index is made from, polls, and the documents."""

import re
from collections.abc import Mapping

import streamlit as st

from indicators import results
from indicators.catalogue import Catalogue
from indicators.errors import IndicatorsError
from indicators.links import APP
from indicators.markup import ambition_blocks as blocks
from indicators.markup.tables import table as markup
from indicators.polls import read_polls, template
from indicators.settings import ROOT
from indicators.standing import Standing
from indicators.view import Table
from indicators.views.ambition import answer, coverage, seen
from indicators.warehouse import Warehouse
from pages.ui import show
from pages.ui.block import block
from pages.ui.cache import remember


def figures(w: Warehouse, catalogue: Catalogue, standings: Mapping[str, Standing]) -> None:
    """Which figures are missing, how old the UK's are, and what that does to the result."""
    changes = {v: remember(results.variants_of, w, catalogue, v) for v in standings}
    block(
        blocks.section(
            "What the index is made from",
            "Which figures are missing, how old the UK's are, and what that does to the result.",
            blocks.paragraphs(
                *(f"{blocks.name(v)}. {coverage.filled(s)}" for v, s in standings.items()),
                coverage.errors(standings),
            ),
            markup(coverage.other_figures(changes, catalogue), APP),
            blocks.paragraphs(
                "Losing a bad figure can raise a score, because its weight goes to the others.",
                *(coverage.lowest_sentence(s, catalogue, v) for v, s in standings.items()),
            ),
            anchor="coverage",
        ),
        key="coverage",
    )
    with st.expander("Missing figures, and scores with them at the lowest value"):
        for version, found in standings.items():
            for name, made in (
                ("missing", coverage.missing_table(found, catalogue, version)),
                ("lowest", coverage.lowest_table(found, catalogue, version)),
            ):
                if made:
                    show.table(made, key=f"{name}-{version}")
    with st.expander("Every indicator: year of the UK figure, its age, and who has one"):
        for version, found in standings.items():
            show.table(coverage.ages_table(found, catalogue, version), key=f"ages-{version}")


def polls(context: Table) -> None:
    """The plain statement, context, and polls that a reader brings."""
    block(
        blocks.section(
            "Seen as",
            "",
            blocks.paragraphs(answer.TARGET + " " + answer.NO_POLL),
            markup(context, APP),
            anchor="seen",
        ),
        key="seen",
    )
    st.download_button(
        "Template for poll results (CSV)",
        data=template(),
        file_name="poll-results.csv",
        mime="text/csv",
        on_click="ignore",
        key="poll-template",
    )
    given = st.file_uploader(
        "Add poll results (CSV, at most 100 kB; not kept after your visit)",
        type=["csv"],
        key="polls",
        max_upload_size=1,
    )
    if given is None:
        return
    try:
        found = read_polls(given.getvalue())
    except IndicatorsError as fault:
        st.warning(str(fault))
        return
    view = seen.polls_view(found)
    if view is not None:
        drawing = blocks.figure(view)
        block(f'<div class="uti">{drawing}</div>', key="polls-chart")
    show.table(seen.polls_table(found), key="polls-table")


def documents() -> None:
    """The methods and the assumptions in full, from the documents that ship with the code."""
    for label, name in (
        ("Methods in full", "methods"),
        ("Assumptions with ratings", "assumptions"),
    ):
        text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        body = text.split("\n", 1)[1].replace("](methods.md)", "](#method)")
        with st.expander(label):
            # One h1 a page: the document's headings step down below the section's.
            st.markdown(re.sub(r"^#", "##", body, flags=re.MULTILINE))
