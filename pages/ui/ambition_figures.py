"""The 2030 page's parts on its figures: what the index is made from, polls, and the documents."""

import re
from dataclasses import dataclass
from functools import cache

import streamlit as st

from indicators import results
from indicators.catalogue import Catalogue
from indicators.documents import Document, documents
from indicators.errors import IndicatorsError
from indicators.index_method import VERSIONS
from indicators.links import APP
from indicators.markup import ambition_blocks as blocks
from indicators.markup.tables import table as markup
from indicators.polls import read_polls, template
from indicators.view import Table
from indicators.views.ambition import answer, coverage, seen
from indicators.warehouse import Warehouse
from pages.ui import ambition_charts, notice, show
from pages.ui.block import block
from pages.ui.cache import remember


@dataclass(frozen=True)
class _Figures:
    """What is said of the figures: a section's markup, and tables to open by their keys."""

    section: str
    missing: dict[str, Table]
    ages: dict[str, Table]


def _figures(w: Warehouse, catalogue: Catalogue) -> _Figures:
    standings = {v: results.standing_of(w, catalogue, v) for v in VERSIONS}
    changes = {v: results.variants_of(w, catalogue, v) for v in VERSIONS}
    section = blocks.section(
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
    )
    missing = {
        f"{name}-{version}": table
        for version, found in standings.items()
        for name, make in (("missing", coverage.missing_table), ("lowest", coverage.lowest_table))
        if (table := make(found, catalogue, version))
    }
    ages = {f"ages-{v}": coverage.ages_table(s, catalogue, v) for v, s in standings.items()}
    return _Figures(section, missing, ages)


def figures(w: Warehouse, catalogue: Catalogue) -> None:
    """Which figures are missing, how old the UK's are, and what that does to the result."""
    told = remember(_figures, w, catalogue)
    block(told.section, key="coverage")
    for label, tables in (
        ("Missing figures, and scores with them at the lowest value", told.missing),
        ("Every indicator: year of the UK figure, its age, and who has one", told.ages),
    ):
        with st.expander(label):
            for key, table in tables.items():
                show.table(table, key=key)


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
        notice.warn(str(fault), key="polls-unread")
        return
    view = seen.polls_view(found)
    if view is None:
        show.table(seen.polls_table(found), key="polls-table")
    else:
        ambition_charts.one(view, catalogue, again=False)


@cache
def _inside(document: Document) -> str:
    """A document as part of this page."""
    body = document.body.replace("](methods.md)", "](#method)")
    # One h1 a page: the document's headings step down below the section's.
    return re.sub(r"^#", "##", body, flags=re.MULTILINE)


def in_full() -> None:
    """The methods and the assumptions in full."""
    for document in documents().values():
        with st.expander(document.label):
            st.markdown(_inside(document))
