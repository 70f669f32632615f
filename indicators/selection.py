"""Which figure each country enters a comparison with, and why a country has none.

It chooses; ranking and wording are done elsewhere.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from indicators.catalogue import Indicator
from indicators.comparability import (
    Figure,
    excluding,
    figures,
    first_excluding,
    reason_words,
)
from indicators.errors import NoDataError

#: A period is compared when at least this share of the best-covered period's countries have it.
COVERAGE = 2 / 3

#: Why an area is left out that has not one figure.
NO_FIGURE = "no figure in this series"


@dataclass(slots=True)
class Selection:
    """The figures to compare, at most one an area, and the reason for every area without one."""

    figures: list[Figure]
    left_out: dict[str, str] = field(default_factory=dict)
    period_label: str | None = None


def years_between(earlier: date, later: date) -> int:
    """Whole calendar years from one date's year to the other's."""
    return later.year - earlier.year


def eligible(
    rows: pd.DataFrame, indicator: Indicator, geos: Sequence[str], frequency: str
) -> Selection:
    """Every figure of these areas that may be compared, in time order (several an area)."""
    known, missing = figures(rows[rows["geo"].isin(geos)], frequency)
    usable: list[Figure] = []
    reasons: dict[str, str] = {}
    for figure in missing:
        reasons[figure.geo] = f"the publisher shows no value for {figure.period_label}"
    marks = {geo: excluding(indicator, geo) for geo in geos}
    for figure in known:
        mark = first_excluding(marks[figure.geo], figure.start)
        if mark is None:
            usable.append(figure)
        else:
            reasons[figure.geo] = f"{figure.period_label} is {reason_words(mark)}"
    held = {figure.geo for figure in usable}
    without = {geo: reasons.get(geo, NO_FIGURE) for geo in geos if geo not in held}
    return Selection(usable, without)


def up_to(choice: Selection, period_label: str) -> Selection:
    """The same without figures newer than a period."""
    ends = [figure.end for figure in choice.figures if figure.period_label == period_label]
    if not ends:
        raise NoDataError(f"No country has a figure for {period_label}. Choose another period.")
    kept = [figure for figure in choice.figures if figure.end <= ends[0]]
    held = {figure.geo for figure in kept}
    later = {f.geo: f"no figure up to {period_label}" for f in choice.figures if f.geo not in held}
    return Selection(kept, choice.left_out | later)


def latest(choice: Selection, max_age_years: int) -> Selection:
    """Each area's newest figure, unless it is too old beside the newest of all."""
    newest = max(figure.end for figure in choice.figures)
    last = {figure.geo: figure for figure in choice.figures}
    kept, reasons = [], dict(choice.left_out)
    for geo, figure in last.items():
        age = years_between(figure.end, newest)
        if age > max_age_years:
            reasons[geo] = (
                f"newest figure is for {figure.period_label}, {age} years older than the newest"
            )
        else:
            kept.append(figure)
    return Selection(kept, reasons)


def same_period(choice: Selection, period_label: str | None, focus: str) -> Selection:
    """Every area's figure for one period; without a label the newest that is well covered.

    That is the newest period that `focus` has (where it has any) and two thirds of the countries of
    the best-covered period.
    """
    label = period_label or _common_period(choice.figures, focus)
    kept = [figure for figure in choice.figures if figure.period_label == label]
    if not kept:
        raise NoDataError(f"No country has a figure for {label} to rank. Choose another period.")
    held = {figure.geo for figure in kept}
    reasons = {f.geo: f"no figure for {label}" for f in choice.figures if f.geo not in held}
    return Selection(kept, choice.left_out | reasons, label)


def well_covered(held: dict[str, dict[str, Figure]]) -> list[str]:
    """The period labels that two thirds of the best-covered period's countries have."""
    enough = COVERAGE * max((len(areas) for areas in held.values()), default=0)
    return [label for label, areas in held.items() if len(areas) >= enough]


def by_period(found: list[Figure]) -> dict[str, dict[str, Figure]]:
    """Period label → geo → figure, oldest period first."""
    periods: dict[str, dict[str, Figure]] = {}
    for figure in sorted(found, key=lambda f: (f.start, f.end)):
        periods.setdefault(figure.period_label, {})[figure.geo] = figure
    return periods


def _common_period(found: list[Figure], focus: str) -> str:
    counts = Counter(figure.period_label for figure in found)
    of_focus = {label: areas for label, areas in by_period(found).items() if focus in areas}
    candidates = of_focus or by_period(found)
    enough = COVERAGE * max(counts[label] for label in candidates)
    return next(label for label in reversed(list(candidates)) if counts[label] >= enough)
