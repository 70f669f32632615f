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
from indicators.views.ambition import answer, coverage, seen
from indicators.warehouse import Warehouse
from pages.ui import ambition_charts, show
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


def polls(w: Warehouse, catalogue: Catalogue) -> None:
    """The plain statement, context, and polls that a reader brings."""
    block(
        blocks.section(
            "Seen as",
            "",
            blocks.paragraphs(answer.TARGET + " " + answer.NO_POLL),
            markup(remember(seen.context_table, w, catalogue), APP),
            anchor="seen",
        ),
        key="seen",
    )
    general, own = st.columns(2, gap="large")
    with general:
        ambition_charts.one(remember(seen.context_view, w, catalogue), catalogue)
    with own:
        _own_polls(catalogue)


@st.fragment
def _own_polls(catalogue: Catalogue) -> None:
    """Template, upload, and the UK's reported rank over time against the target."""
    block(
        '<div class="uti"><h3>Your own polls</h3><p class="note">A poll that asks which countries '
        "lead in science and technology would measure the target. Add its results to see the UK's "
        "reported rank over time against third place.</p></div>",
        key="own-polls",
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
    if view is None:
        show.table(seen.polls_table(found), key="polls-table")
    else:
        ambition_charts.one(view, catalogue, again=False)


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
