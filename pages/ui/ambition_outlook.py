"""The 2030 page's parts on the coming years: projections, scenarios and what it would take."""

from dataclasses import dataclass

import streamlit as st

from indicators import results
from indicators.catalogue import Catalogue
from indicators.index_method import VERSIONS, load_method
from indicators.links import APP
from indicators.markup import ambition_blocks as blocks
from indicators.markup.tables import table as markup
from indicators.view import Table
from indicators.views.ambition import fans, named, needed, outlook, pillars
from indicators.warehouse import Warehouse
from pages.ui import address, ambition_charts, controls, show
from pages.ui.block import block
from pages.ui.cache import remember


@dataclass(frozen=True)
class _Ahead:
    """What is said of the coming years: markup, and the table of what is not projected."""

    probabilities: str
    scenarios: str
    not_projected: Table
    what_it_takes: str


def _ahead(w: Warehouse, catalogue: Catalogue, kept: tuple[str, ...], _calibrated: bool) -> _Ahead:
    found = remember(outlook.outlook, w, catalogue, kept)
    target = load_method().target_year
    table = outlook.probability_table(found, catalogue)
    calibrated = outlook.calibration_sentence(w) if found.complete else ""
    probabilities = blocks.section(
        "Projections, indicator by indicator",
        f"All countries move, not only the UK. Probabilities are those of {target}, simulated "
        "from what happened after past forecasts.",
        markup(table, APP) if table else blocks.paragraphs(outlook.COMMAND),
        blocks.paragraphs(calibrated, kind="note"),
        anchor="indicators-ahead",
    )
    scenarios = needed.scenario_table(w, catalogue, found)
    told = (
        f'<div class="uti">{markup(scenarios, APP)}<p class="note">Scenarios are arithmetic on '
        "the years since the break. They have no interval and no probability.</p></div>"
        if scenarios
        else ""
    )
    left = outlook.not_projected_table(found, catalogue)
    return _Ahead(probabilities, told, left, _what_it_takes(w, catalogue, found))


def _what_it_takes(w: Warehouse, catalogue: Catalogue, found: outlook.Outlook) -> str:
    """What third place would take: by indicator in the target year, and in the index today."""
    standings = {v: results.standing_of(w, catalogue, v) for v in VERSIONS}
    told: list[Table | None] = [
        needed.needed_table(w, found, catalogue),
        needed.research_table(w, standings["relative"], catalogue),
        *(pillars.improvements_table(s, catalogue, v) for v, s in standings.items()),
    ]
    return blocks.section(
        "What would it take",
        "By indicator: the UK value that reaches third place while rivals move as projected. "
        "For R&D spending, which cannot be projected: today's gap, in pounds a year. For the "
        "index today: the fewest improvements, in order, that close the gap while all others "
        "stand still; places after a step are by the declared method.",
        *(markup(table, APP) for table in told if table),
        anchor="needed",
    )


def ahead(w: Warehouse, catalogue: Catalogue, kept: tuple[str, ...]) -> None:
    """Probabilities, fans with their back-tests, what is not projected, and what it would take.

    `kept` names the projections that are kept, which grow in number while they are computed.
    """
    told = remember(_ahead, w, catalogue, kept, results.is_calibrated(w.build_id))
    block(told.probabilities, key="projections")
    if kept:
        _fans(w, catalogue, kept)
    if told.scenarios:
        block(told.scenarios, key="scenarios")
    with st.expander("Indicators that are not projected, and why"):
        show.table(told.not_projected, key="not-projected")
    block(told.what_it_takes, key="needed")


@st.fragment
def _fans(w: Warehouse, catalogue: Catalogue, kept: tuple[str, ...]) -> None:
    """The fans of one version at a time: a fragment, so that the other parts stay as they are."""
    version = controls.one_of(
        "Projections of figures", "fans", {v: blocks.name(v) for v in VERSIONS}
    )
    found = remember(outlook.outlook, w, catalogue, kept)
    views = [
        (remember(named.projection, w, catalogue, name), fans.score_sentence(stored))
        for name, stored in found.kept.items()
        if version in found.candidates[name].versions
    ]
    ambition_charts.small(views, catalogue)
    address.settle_part()
