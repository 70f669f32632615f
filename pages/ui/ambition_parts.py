"""Parts of the 2030 page that have controls or tables to open: projections, weights, polls."""

import re
from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.errors import IndicatorsError
from indicators.index_method import PILLAR_TITLES, VERSIONS, load_method
from indicators.links import APP
from indicators.markup import ambition_blocks as blocks
from indicators.markup import tables as markup
from indicators.markup.blocks import picture
from indicators.polls import read_polls, template
from indicators.settings import ROOT
from indicators.standing import Standing, changed, on_panel, standing
from indicators.view import Table, View
from indicators.views.ambition import answer, future, ranks, seen
from indicators.warehouse import Warehouse
from pages.ui import controls, show, weights
from pages.ui.block import block
from pages.ui.cache import remember

NAMES = {
    "normalisation": {
        "min_max": "Min–max",
        "z_score": "Z-score",
        "rank": "Rank",
        "percentile_rank": "Percentile rank",
        "distance_to_leader": "Distance to leader",
    },
    "within": {"arithmetic": "Arithmetic", "geometric": "Geometric"},
    "between": {"arithmetic": "Arithmetic", "geometric": "Geometric"},
    "treatment": {"winsorise": "Drawn in", "none": "As published"},
    "imputation": {"none": "Left missing", "peer_mean": "Mean of peer countries"},
}
LABELS = {
    "normalisation": "One scale by",
    "within": "Mean within pillars",
    "between": "Mean between pillars",
    "treatment": "Outlying figures",
    "imputation": "Missing figures",
}

DOCUMENTS = {"methods": "Methods in full", "assumptions": "Assumptions with ratings"}

METHOD = (
    "<p>The steps, formulas, references and the assumptions with ratings of their quality and "
    "impact can be opened below.</p><ul>"
    "<li>The index measures what published figures measure, not how the UK is seen.</li>"
    "<li>A method range says how far a rank depends on our choices. It says nothing about errors "
    "in the figures, for which most publishers give no interval.</li>"
    "<li>Universities in the world top 100, supercomputers and unicorns count in absolute terms "
    "only, venture capital and highly cited articles relative to size only: the other form is not "
    "published for enough countries.</li>"
    "<li>Figures end in different years. The table above gives each year; none is more than five "
    "years older than the newest.</li>"
    "<li>Projections assume that the future resembles the past. Their intervals come from past "
    "errors on figures as now published, so later revisions are not in them.</li>"
    "<li>Every result can be made again from a saved recipe: "
    "<code>python -m indicators index --recipe FILE</code>.</li></ul>"
)


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


def tables(label: str, views: Sequence[View]) -> None:
    """The tables behind some charts, closed until asked for."""
    with st.expander(label):
        for view in views:
            show.table(view.table, key=f"table-{view.slug}")


def projections(w: Warehouse, catalogue: Catalogue, found: future.Outlook) -> None:
    """Probabilities, fans with their back-tests, and what is not projected."""
    target = load_method().target_year
    table = future.probability_table(found, catalogue)
    calibrated = future.calibration_sentence(w) if found.complete else ""
    block(
        blocks.section(
            "Projections, indicator by indicator",
            f"All countries move, not only the UK. Probabilities are those of {target}, simulated.",
            markup.table(table, APP) if table else blocks.paragraphs(future.COMMAND),
            blocks.paragraphs(calibrated, kind="note"),
        ),
        key="projections",
    )
    if found.kept:
        version = controls.one_of(
            "Projections of figures", "fans", {v: blocks.name(v) for v in VERSIONS}
        )
        views = []
        for name, kept in found.kept.items():
            candidate = found.candidates[name]
            if version in candidate.versions:
                views.append(
                    (future.fan_view(w, catalogue, candidate, kept), future.score_sentence(kept))
                )
        block(f'<div class="uti">{blocks.fans(views)}</div>', key=f"fans-{version}")
        tables("Tables of the projections", [view for view, _ in views])
    scenarios = future.scenario_table(w, catalogue, found)
    block(
        '<div class="uti">'
        + (markup.table(scenarios, APP) if scenarios else "")
        + '<p class="note">Scenarios are arithmetic on the years since the break. They have no '
        "interval and no probability.</p></div>",
        key="scenarios",
    )
    with st.expander("Indicators that are not projected, and why"):
        show.table(future.not_projected_table(found, catalogue), key="not-projected")


def needed(
    w: Warehouse, catalogue: Catalogue, found: future.Outlook, standings: Mapping[str, Standing]
) -> None:
    """What third place would take: by indicator in the target year, and in the index today."""
    steps = [
        ranks.improvements_table(standing, catalogue, version)
        for version, standing in standings.items()
    ]
    told: list[Table] = [
        table for table in (future.needed_table(w, found, catalogue), *steps) if table
    ]
    block(
        blocks.section(
            "What would it take",
            "First by indicator: the UK value that reaches third place while rivals move as "
            "projected. Then in the index today: the fewest improvements, in order, that close the "
            "gap while all others stand still. Places after a step are by the declared method.",
            *(markup.table(table, APP) for table in told),
            anchor="needed",
        ),
        key="needed",
    )


@st.fragment
def your_weights(w: Warehouse, catalogue: Catalogue, standings: Mapping[str, Standing]) -> None:
    """Weights and choices of method; the result and its range move together."""
    block(
        blocks.section(
            "Your weights",
            "Move the weights or change the method. The address holds your choices, so a copied "
            "link shows the same result.",
            anchor="weights",
        ),
        key="weights-head",
    )
    version = controls.one_of("Version", "version", {v: blocks.name(v) for v in VERSIONS})
    presets = {p.id: (p.title, p.weights) for p in load_method().presets}
    principal = remember(answer.components, w, catalogue, version)
    presets["pca"] = ("Principal component", principal)
    chosen = weights.pillar_weights(PILLAR_TITLES, presets)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choices = {key: controls.pick(LABELS[key], key, NAMES[key]) for key in NAMES}
    base = standings[version]
    try:
        recipe = changed(base.recipe, {k: float(v) for k, v in chosen.items()}, choices)
        _result(on_panel(base.panel, recipe), catalogue, version, "yours")
        weights.save_recipe(recipe, version)
    except IndicatorsError as fault:
        st.warning(str(fault))
    try:
        loaded = weights.load_recipe()
        if loaded is not None:
            if loaded.build_id and loaded.build_id != w.build_id:
                st.info("The recipe was made with other figures, so its result may differ here.")
            _result(standing(w, catalogue, loaded), catalogue, version, "loaded")
    except IndicatorsError as fault:
        st.warning(str(fault))


def _result(found: Standing, catalogue: Catalogue, version: str, name: str) -> None:
    place = answer.place(found, catalogue.areas, version)
    lead = "By the recipe you loaded" if name == "loaded" else "With these choices"
    view = ranks.interval_view(found, catalogue.areas, version)
    block(
        f'<div class="uti"><p class="said" role="status">{lead} the UK is {escape(place.ranked)}; '
        f"share of methods with rank ≤ {found.recipe.top}: {escape(place.share_top)}.</p>"
        f"{picture(view.chart)}"
        f'<p class="source">{escape(view.source_line)} Seed {found.recipe.seed}, '
        f"{found.recipe.draws:,} methods.</p></div>",
        key=f"result-{name}",
    )


def coverage(w: Warehouse, catalogue: Catalogue, standings: Mapping[str, Standing]) -> None:
    """Which figures are missing, how old the UK's are, and what that does to the result."""
    block(
        blocks.section(
            "What the index is made from",
            "",
            blocks.paragraphs(
                *(f"{blocks.name(v)}. {answer.filled(s)}" for v, s in standings.items()),
                *remember(answer.other_panels, w, catalogue),
            ),
            anchor="coverage",
        ),
        key="coverage",
    )
    with st.expander("Every indicator: year of the UK figure, its age, and who has one"):
        for version, found in standings.items():
            show.table(answer.ages_table(found, catalogue, version), key=f"ages-{version}")


def polls(context: Table) -> None:
    """The plain statement, context, and polls that a reader brings."""
    block(
        blocks.section(
            "Seen as",
            "",
            blocks.paragraphs(answer.TARGET + " " + answer.NO_POLL),
            markup.table(context, APP),
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
    if view is None:
        show.table(seen.polls_table(found), key="polls-table")
    else:
        block(f'<div class="uti">{blocks.figure(view)}</div>', key="polls-chart")
        show.table(view.table, key="polls-table")
