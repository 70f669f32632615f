"""Ranks of countries on one indicator: who is compared, who is left out, how far apart they are.

It does not word headlines, draw, or combine indicators; groups such as the EU27 are never ranked.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import Indicator
from indicators.comparability import Figure
from indicators.errors import NoDataError, ValidationError
from indicators.numbers import range_text, rank_text
from indicators.places import RankRow as RankRow
from indicators.places import ranked
from indicators.selection import (
    Selection,
    by_period,
    eligible,
    latest,
    same_period,
    up_to,
    well_covered,
    years_between,
)

RULES = ("latest", "same_year")

#: Latest-available comparisons whose years lie further apart than this are warned about.
MAX_SPREAD_YEARS = 2

NO_ERROR = "no error published"
INTERVAL_WORDS = (
    "Rank ranges come from the publisher's 95% intervals: "
    "countries whose intervals overlap are not told apart."
)
LARGEST_FIRST = "Largest first; a larger value is neither better nor worse."

_FEWEST_OVER_TIME = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """Countries best first: `n` are ranked of `of`, and `left_out` says why the others are not.

    `groups` are the EU27, the OECD and the world with their figures, for comparison only
    (rank 0). `order_words` says what first place means where the catalogue gives no direction, and
    `among` what the places are counted among. `range_words` follow a range of places that is not
    the publisher's interval, and `range_note` says what it rests on.
    """

    rows: tuple[RankRow, ...]
    n: int
    of: int
    left_out: tuple[tuple[str, str], ...]
    rule: str
    period_spread_years: int
    error_words: str = NO_ERROR
    order_words: str = ""
    groups: tuple[RankRow, ...] = ()
    among: str = "countries"
    range_words: str = ""
    range_note: str = ""

    def row(self, geo: str) -> RankRow | None:
        """The row of one country, or None where it is not ranked."""
        return next((row for row in self.rows if row.geo == geo), None)

    def reason(self, geo: str) -> str:
        """Why a country is left out; empty where it is ranked."""
        return dict(self.left_out).get(geo, "")

    @property
    def period_labels(self) -> tuple[str, str]:
        """The oldest and newest period ranked."""
        in_order = sorted(self.rows, key=lambda row: row.period_start)
        return in_order[0].period_label, in_order[-1].period_label

    @property
    def warning(self) -> str:
        """What to say where figures lie more than two years apart; else empty."""
        if self.period_spread_years <= MAX_SPREAD_YEARS:
            return ""
        first, last = self.period_labels
        return (
            f"Figures are from {first} to {last}, {self.period_spread_years} years apart: "
            "compare with care, or choose one year for all countries."
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a country is from a place. `difference` is unrounded, positive, in the stored unit.

    Where the place is reached, `rival` is the first country behind it and `difference` the lead.
    """

    place: int
    rival: str
    rival_value: float
    difference: float
    reached: bool


def place_text(ranking: Ranking, row: RankRow, among: str = "") -> str:
    """A place with its range where there is one: "9th of 20 (8th to 10th)".

    A range that is not the publisher's says so. `among` follows the number of countries.
    """
    text = f"{rank_text(row.rank, ranking.n, row.tied)} {among}".rstrip()
    if row.best is None or row.worst is None or row.best == row.worst:
        return text
    words = f"{range_text(row.best, row.worst)} {ranking.range_words}".strip()
    return f"{text} ({words})"


def _order_words(indicator: Indicator) -> str:
    neutral = indicator.direction == "neither" and indicator.unit != "rank"
    return LARGEST_FIRST if neutral else ""


def _check(indicator: Indicator, rule: str) -> None:
    if rule not in RULES:
        raise ValidationError(f"ranking rule {rule!r} is none of {', '.join(RULES)}.")
    if not indicator.rankable:
        raise NoDataError(
            f"{indicator.title} is not ranked: its figures are not comparable between countries. "
            "Choose the line or table instead."
        )


def rank(
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    areas: Areas,
    frequency: str,
    rule: str = "latest",
    period: str | None = None,
    max_age_years: int = 5,
    within: Iterable[str] | None = None,
) -> Ranking:
    """Rank the declared countries on one indicator.

    Args:
        rows: serving observations of the indicator (`queries.observations`), all areas and periods.
        rule: `latest` takes each country's newest figure, at most `max_age_years` older than the
            newest of all; `same_year` takes one period for all.
        period: a period label. For `same_year` the period; without it the newest that the UK and
            two thirds of the countries have. For `latest`, nothing newer than it is used.
        within: geo codes to compare (a peer group's members); without it every declared country.

    Ranks come from unrounded values; equal values share the better rank. Figures declared
    incomplete, not comparable or unstable are left out, and an older comparable figure is used
    in their place where the rule allows.

    Raises:
        NoDataError: the indicator is not rankable, or no country has a figure to rank.
        ValidationError: an unknown rule.
    """
    _check(indicator, rule)
    geos = _countries(areas, within)
    choice = eligible(rows, indicator, geos, frequency)
    if not choice.figures:
        raise NoDataError(f"No country has a figure for {indicator.title} that can be ranked.")
    if rule == "same_year":
        choice = same_period(choice, period, UK)
    else:
        choice = latest(up_to(choice, period) if period else choice, max_age_years)
    groups = [area.geo for area in areas.areas if area.kind == "group"]
    return ranking_of(
        choice, indicator, rule, geos, eligible(rows, indicator, groups, frequency).figures
    )


def _countries(areas: Areas, within: Iterable[str] | None) -> list[str]:
    wanted = areas.countries if within is None else tuple(within)
    return [geo for geo in wanted if geo in areas.countries]


def _group_rows(found: list[Figure], choice: Selection) -> tuple[RankRow, ...]:
    """Groups beside the ranking: their figure for its period, or their newest not after it."""
    end = max(figure.end for figure in choice.figures)
    label = choice.period_label
    wanted = [f for f in found if (f.end <= end if label is None else f.period_label == label)]
    return tuple(
        RankRow(f.geo, 0, False, f.value, f.period_label, f.start, f.obs_status, f.vintage_label)
        for f in {f.geo: f for f in wanted}.values()
    )


def ranking_of(
    choice: Selection,
    indicator: Indicator,
    rule: str,
    geos: list[str],
    groups: Iterable[Figure] = (),
) -> Ranking:
    """The ranking of figures chosen already, one a country, out of the countries `geos`."""
    placed = ranked(choice.figures, indicator)
    starts = [row.period_start for row in placed]
    held = {row.geo for row in placed}
    return Ranking(
        rows=tuple(placed),
        n=len(placed),
        of=len(geos),
        left_out=tuple((geo, choice.left_out[geo]) for geo in geos if geo not in held),
        rule=rule,
        period_spread_years=years_between(min(starts), max(starts)),
        error_words=INTERVAL_WORDS if placed[0].best is not None else NO_ERROR,
        order_words=_order_words(indicator),
        groups=_group_rows(list(groups), choice),
    )


def gap_to(ranking: Ranking, place: int, *, geo: str = UK) -> Gap | None:
    """How far `geo` is from `place` (1 for first, 3 for third), in the indicator's own unit.

    None where `geo` is not ranked, where fewer than `place` countries are, or where the place is
    reached and nobody stands behind it.
    """
    own = ranking.row(geo)
    if own is None or ranking.n < place:
        return None
    reached = own.rank <= place
    others = (
        [row for row in ranking.rows if row.rank > place] if reached else [ranking.rows[place - 1]]
    )
    if not others:
        return None
    rival = others[0]
    return Gap(place, rival.geo, rival.value, abs(rival.value - own.value), reached)


def rank_by_period(
    rows: pd.DataFrame,
    *,
    indicator: Indicator,
    areas: Areas,
    frequency: str,
    within: Iterable[str] | None = None,
    geo: str = UK,
    same_countries: bool = True,
) -> tuple[tuple[str, Ranking], ...]:
    """(period label, its ranking), oldest first, for the well-covered periods that `geo` has.

    With `same_countries` only countries with a figure in every one of those periods are ranked, so
    that a place is not won or lost because others come and go; the rest are named in `left_out`.
    Ranks on two sides of a declared break are not comparable: see `comparability.severed`.

    Raises:
        NoDataError: the indicator is not rankable, or fewer than three countries can be compared.
    """
    _check(indicator, "same_year")
    geos = _countries(areas, within)
    choice = eligible(rows, indicator, geos, frequency)
    periods = {k: v for k, v in by_period(choice.figures).items() if geo in v}
    periods = {label: periods[label] for label in well_covered(periods)}
    always = set(geos).intersection(*periods.values())
    compared = always if same_countries else set(geos)
    result = []
    for label, held in periods.items():
        out = {g: f"no figure for {label}" for g in geos if g not in held}
        out |= {g: "not in every period shown" for g in held if g not in compared}
        chosen = Selection(
            [f for g, f in held.items() if g in compared], out | choice.left_out, label
        )
        if len(chosen.figures) >= _FEWEST_OVER_TIME:
            result.append((label, ranking_of(chosen, indicator, "same_year", geos)))
    if not result:
        raise NoDataError(
            f"Fewer than three countries have figures for {indicator.title} in every year. "
            "Compare one year instead."
        )
    return tuple(result)
