"""The 2030 page's parts on the coming years: projections, scenarios and what it would take."""

from collections.abc import Mapping

import streamlit as st

from indicators.catalogue import Catalogue
from indicators.index_method import VERSIONS, load_method
from indicators.links import APP
from indicators.markup import ambition_blocks as blocks
from indicators.markup.tables import table as markup
from indicators.standing import Standing
from indicators.view import Table
from indicators.views.ambition import fans, named, needed, outlook, pillars
from indicators.warehouse import Warehouse
from pages.ui import address, ambition_charts, controls, show
from pages.ui.block import block
from pages.ui.cache import remember


def projections(w: Warehouse, catalogue: Catalogue, found: outlook.Outlook) -> None:
    """Probabilities, fans with their back-tests, and what is not projected."""
    target = load_method().target_year
    table = outlook.probability_table(found, catalogue)
    calibrated = outlook.calibration_sentence(w) if found.complete else ""
    block(
        blocks.section(
            "Projections, indicator by indicator",
            f"All countries move, not only the UK. Probabilities are those of {target}, simulated "
            "from what happened after past forecasts.",
            markup(table, APP) if table else blocks.paragraphs(outlook.COMMAND),
            blocks.paragraphs(calibrated, kind="note"),
            anchor="indicators-ahead",
        ),
        key="projections",
    )
    if found.kept:
        _fans(w, catalogue, found)
    scenarios = needed.scenario_table(w, catalogue, found)
    if scenarios:
        block(
            f'<div class="uti">{markup(scenarios, APP)}<p class="note">Scenarios are arithmetic on '
            "the years since the break. They have no interval and no probability.</p></div>",
            key="scenarios",
        )
    with st.expander("Indicators that are not projected, and why"):
        show.table(outlook.not_projected_table(found, catalogue), key="not-projected")


@st.fragment
def _fans(w: Warehouse, catalogue: Catalogue, found: outlook.Outlook) -> None:
    """The fans of one version at a time: a fragment, so that the other parts stay as they are."""
    version = controls.one_of(
        "Projections of figures", "fans", {v: blocks.name(v) for v in VERSIONS}
    )
    views = [
        (remember(named.projection, w, catalogue, name), fans.score_sentence(kept))
        for name, kept in found.kept.items()
        if version in found.candidates[name].versions
    ]
    ambition_charts.small(views, catalogue)
    address.settle_part()


def what_it_takes(
    w: Warehouse,
    catalogue: Catalogue,
    found: outlook.Outlook,
    standings: Mapping[str, Standing],
) -> None:
    """What third place would take: by indicator in the target year, and in the index today."""
    told: list[Table | None] = [
        needed.needed_table(w, found, catalogue),
        needed.research_table(w, standings["relative"], catalogue),
        *(pillars.improvements_table(s, catalogue, v) for v, s in standings.items()),
    ]
    block(
        blocks.section(
            "What would it take",
            "By indicator: the UK value that reaches third place while rivals move as projected. "
            "For R&D spending, which cannot be projected: today's gap, in pounds a year. For the "
            "index today: the fewest improvements, in order, that close the gap while all others "
            "stand still; places after a step are by the declared method.",
            *(markup(table, APP) for table in told if table),
            anchor="needed",
        ),
        key="needed",
    )
