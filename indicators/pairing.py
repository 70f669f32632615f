"""Two indicators side by side: which figure of each a country is compared by, and who has none.

It chooses and matches. It does not query, word headlines or draw, and fits nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import Indicator
from indicators.comparability import Figure
from indicators.errors import NoDataError
from indicators.rankings import MAX_SPREAD_YEARS, RULES
from indicators.selection import (
    COVERAGE,
    Selection,
    eligible,
    latest,
    same_period,
    up_to,
    years_between,
)

#: Fewer countries than this say nothing when two indicators are set against each other.
FEWEST = 3
_OLDEST = 5


@dataclass(frozen=True, slots=True)
class Paired:
    """One country's figures of the two indicators."""

    geo: str
    first: Figure
    second: Figure

    @property
    def years_apart(self) -> int:
        return abs(years_between(self.first.end, self.second.end))


@dataclass(frozen=True, slots=True)
class Pairing:
    """Countries with both figures, in declared order; `left_out` says why the others are not.

    `period` is the one period of all figures under the rule `same_year`, else empty.
    """

    pairs: tuple[Paired, ...]
    of: int
    left_out: tuple[tuple[str, str], ...]
    rule: str
    period: str = ""

    def row(self, geo: str) -> Paired | None:
        return next((pair for pair in self.pairs if pair.geo == geo), None)

    @property
    def apart(self) -> tuple[str, ...]:
        """The countries whose two figures lie more than two years apart."""
        return tuple(p.geo for p in self.pairs if p.years_apart > MAX_SPREAD_YEARS)

    @property
    def warning(self) -> str:
        """What to say where figures of different countries lie more than two years apart."""
        every = [f for pair in self.pairs for f in (pair.first, pair.second)]
        oldest, newest = min(every, key=lambda f: f.end), max(every, key=lambda f: f.end)
        spread = years_between(oldest.end, newest.end)
        if spread <= MAX_SPREAD_YEARS:
            return ""
        return (
            f"Figures are from {oldest.period_label} to {newest.period_label}, {spread} years "
            "apart: compare with care, or choose one year for all countries."
        )


def pair(  # noqa: PLR0913  (two indicators, each with its rows, and the rule)
    rows: pd.DataFrame,
    other_rows: pd.DataFrame,
    *,
    indicator: Indicator,
    other: Indicator,
    areas: Areas,
    frequency: str,
    rule: str = "latest",
    period: str = "",
    within: Iterable[str] | None = None,
) -> Pairing:
    """The declared countries that have a comparable figure of both indicators.

    Args:
        rows, other_rows: serving observations of the two, at the same frequency.
        rule: `latest` takes each country's newest figure of each, at most five years older than
            the newest of that indicator; `same_year` takes one period for all figures.
        period: for `same_year` the period, without it the newest that the UK and two thirds of
            the countries of the best-covered period have both for; for `latest`, nothing newer
            than it is used.

    Raises:
        NoDataError: fewer than three countries have both.
    """
    if rule not in RULES:
        raise ValueError(f"rule {rule!r} is none of {', '.join(RULES)}")
    geos = [g for g in (areas.countries if within is None else within) if g in areas.countries]
    one = eligible(rows, indicator, geos, frequency)
    two = eligible(other_rows, other, geos, frequency)
    for choice, of in ((one, indicator), (two, other)):
        if not choice.figures:
            raise NoDataError(f"No country has a figure for {of.title} that can be compared.")
    label = ""
    if rule == "same_year":
        label = period or _common(one.figures, two.figures)
        one, two = _of_period(one, label, indicator), _of_period(two, label, other)
    else:
        one = latest(up_to(one, period) if period else one, _OLDEST)
        two = latest(_not_after(two, one.figures) if period else two, _OLDEST)
    pairs = _matched(one.figures, two.figures, geos)
    if len(pairs) < FEWEST:
        when = f" for {label}" if label else ""
        raise NoDataError(
            f"Only {len(pairs)} of {len(geos)} countries have both {indicator.title} and "
            f"{other.title}{when}. Choose another indicator, or the latest figure of each country."
        )
    held = {found.geo for found in pairs}
    out = tuple((geo, _why(geo, one, two, indicator, other)) for geo in geos if geo not in held)
    return Pairing(tuple(pairs), len(geos), out, rule, label)


def _of_period(choice: Selection, label: str, indicator: Indicator) -> Selection:
    try:
        return same_period(choice, label, UK)
    except NoDataError:
        raise NoDataError(
            f"No country has {indicator.title} for {label}. Choose another year."
        ) from None


def _not_after(choice: Selection, others: list[Figure]) -> Selection:
    """Without figures that end after the newest of the other indicator's."""
    end = max(figure.end for figure in others)
    kept = [figure for figure in choice.figures if figure.end <= end]
    if not kept:
        raise NoDataError("The second indicator has no figure that early. Choose a later year.")
    gone = {f.geo: "no figure that early" for f in choice.figures}
    for figure in kept:
        gone.pop(figure.geo, None)
    return Selection(kept, choice.left_out | gone)


def _common(one: list[Figure], two: list[Figure]) -> str:
    """The newest period in which the UK and most countries have both figures."""
    first: dict[str, set[str]] = {}
    second: dict[str, set[str]] = {}
    ends = {}
    for found, held in ((one, first), (two, second)):
        for figure in found:
            held.setdefault(figure.period_label, set()).add(figure.geo)
            ends[figure.period_label] = figure.end
    both = {label: geos & second[label] for label, geos in first.items() if label in second}
    both = {label: geos for label, geos in both.items() if geos}
    if not both:
        raise NoDataError(
            "The two indicators have no figure for the same year. Choose the latest figure of "
            "each country."
        )
    with_uk = {label: geos for label, geos in both.items() if UK in geos} or both
    enough = COVERAGE * max(len(geos) for geos in with_uk.values())
    return max((lb for lb, geos in with_uk.items() if len(geos) >= enough), key=ends.__getitem__)


def _matched(one: list[Figure], two: list[Figure], geos: list[str]) -> list[Paired]:
    first, second = {f.geo: f for f in one}, {f.geo: f for f in two}
    return [Paired(geo, first[geo], second[geo]) for geo in geos if geo in first and geo in second]


def _why(geo: str, one: Selection, two: Selection, indicator: Indicator, other: Indicator) -> str:
    parts = [
        f"{of.title}: {choice.left_out[geo]}"
        for choice, of in ((one, indicator), (two, other))
        if geo in choice.left_out
    ]
    return "; ".join(parts)
