"""Where countries stand on many indicators at once, and how far each has moved in five years.

It chooses which indicators count, ranks and compares. It does not query, and words only reasons.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median

import pandas as pd

from indicators.catalogue import BASES, Catalogue, Indicator
from indicators.comparability import Figure, severed
from indicators.errors import NoDataError
from indicators.notes import CAUTIOUS, status_words
from indicators.places import RankRow, ranked
from indicators.rankings import NO_ERROR as NO_ERROR
from indicators.rankings import Ranking, ranking_of
from indicators.selection import by_period, eligible, latest, well_covered

#: A place among fewer countries says little, so such an indicator is not counted.
FEWEST_RANKED = 10

#: How far back a move is measured, and how many days its start may lie from there.
MOVE_YEARS = 5
_NEAR_DAYS = 366

#: A figure this many years older than the newest country's is not ranked.
MAX_AGE_YEARS = 5

#: Basis → the words readers meet, in the order of a page. Neither is the better one.
BASIS_WORDS = {basis: words for basis, words in BASES.items() if basis}

NO_SERIES = "no public series exists"
UK_ONLY = "figures for the UK only"
NOT_COMPARABLE = "not comparable between countries"
NO_DIRECTION = "neither a higher nor a lower value is better"
MADE_BY_OTHERS = "a ranking or score made by others"
REPEATED = "another count of something that is counted already"
TOO_FEW = f"fewer than {FEWEST_RANKED} countries can be ranked"


@dataclass(frozen=True, eq=False)
class Standing:
    """Every country's place on one indicator, and the figures to measure moves with.

    `basis` is relative or absolute; `periods` maps a period label to geo → figure, oldest first,
    and holds only figures that may be compared.
    """

    indicator: Indicator
    basis: str
    frequency: str
    ranking: Ranking
    periods: Mapping[str, Mapping[str, Figure]]

    @cached_property
    def places(self) -> Mapping[str, "Place"]:
        """Country → its place, for the countries ranked."""
        rows = self.ranking.rows
        others = len(rows) - 1
        shared = Counter(row.rank for row in rows)
        return {
            row.geo: Place(
                standing=self,
                row=row,
                behind=(others - (row.rank - 1) - (shared[row.rank] - 1)) / others,
                ahead=(row.rank - 1) / others,
            )
            for row in rows
        }

    @cached_property
    def covered(self) -> frozenset[str]:
        """Labels of the periods that most countries have."""
        return frozenset(well_covered({k: dict(v) for k, v in self.periods.items()}))


@dataclass(frozen=True, eq=False)
class Standings:
    """The indicators counted, in catalogue order, and every other one with the reason why not."""

    counted: tuple[Standing, ...]
    left_out: tuple[tuple[Indicator, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One country's place. `behind` and `ahead` are shares of the other countries, 0 to 1.

    Countries that share its place are neither: 6th with fourteen others of 20 has nobody behind.
    """

    standing: Standing
    row: RankRow
    behind: float
    ahead: float

    @property
    def n(self) -> int:
        return self.standing.ranking.n


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """One country at two periods, ranked both times among the same `n` countries.

    `growth` is the change of its value as a share of the earlier one, `middle_growth` the median
    of the same over all `n`; None where a value at or below zero leaves no meaning.
    """

    standing: Standing
    before: RankRow
    after: RankRow
    n: int
    growth: float | None
    middle_growth: float | None
    marks: tuple[str, ...]

    @property
    def places(self) -> int:
        """Places gained; negative where places were lost."""
        return self.before.rank - self.after.rank


def reason_not_counted(indicator: Indicator, catalogue: Catalogue) -> str:
    """Why an indicator is not counted whatever its figures; empty where it may be."""
    tests = (
        (not indicator.available, NO_SERIES),
        (indicator.coverage != "international", UK_ONLY),
        (catalogue.unit_of(indicator).ordinal, MADE_BY_OTHERS),
        (not indicator.rankable, NOT_COMPARABLE),
        (indicator.direction == "neither", NO_DIRECTION),
        (not catalogue.basis_of(indicator), MADE_BY_OTHERS),
        (bool(indicator.repeats), REPEATED),
    )
    return next((reason for applies, reason in tests if applies), "")


def candidates(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators that count if their figures allow it."""
    return tuple(i for i in catalogue if not reason_not_counted(i, catalogue))


def standings(rows: Mapping[str, pd.DataFrame], catalogue: Catalogue) -> Standings:
    """Rank every country on every indicator that counts.

    Args:
        rows: indicator id → serving observations, for `candidates`; an absent id has none.

    Each country's latest figure is taken, at most five years older than the newest of all.
    """
    counted, left_out = [], []
    for indicator in catalogue:
        reason = reason_not_counted(indicator, catalogue)
        found = None
        if not reason:
            found = _standing(rows.get(indicator.id), indicator, catalogue)
            reason = "" if found is not None else TOO_FEW
        if found is None:
            left_out.append((indicator, reason))
        else:
            counted.append(found)
    return Standings(tuple(counted), tuple(left_out))


def _standing(
    rows: pd.DataFrame | None, indicator: Indicator, catalogue: Catalogue
) -> Standing | None:
    if rows is None:
        return None
    held = set(rows.loc[rows["value"].notna(), "frequency"])
    frequency = next((f for f in indicator.frequencies if f in held), "")
    countries = list(catalogue.areas.countries)
    choice = eligible(rows, indicator, countries, frequency)
    if not choice.figures:
        return None
    ranking = ranking_of(latest(choice, MAX_AGE_YEARS), indicator, "latest", countries)
    if ranking.n < FEWEST_RANKED:
        return None
    periods = by_period(choice.figures)
    return Standing(indicator, catalogue.basis_of(indicator), frequency, ranking, periods)


def places(found: Standings, geo: str, basis: str = "") -> tuple[Place, ...]:
    """One country's places, in catalogue order; with a basis, only those on it."""
    wanted = (s for s in found.counted if basis in ("", s.basis))
    return tuple(s.places[geo] for s in wanted if geo in s.places)


def strongest(held: tuple[Place, ...], limit: int = 5) -> tuple[Place, ...]:
    """The places with the largest share of the other countries behind, best first."""
    ordered = sorted(held, key=lambda item: (-item.behind, item.ahead, -item.n))
    return tuple(ordered[:limit])


def weakest(held: tuple[Place, ...], limit: int = 5) -> tuple[Place, ...]:
    """The places with the largest share of the other countries ahead, weakest first."""
    ordered = sorted(held, key=lambda item: (-item.ahead, item.behind, -item.n))
    return tuple(ordered[:limit])


def move(standing: Standing, geo: str) -> Move:
    """How far a country has moved in the five years before its newest well-covered period.

    Both times the same countries are ranked: those with a figure that may be compared in both
    periods and no declared break between them. The earlier period is the one five years before, or
    the nearest within a year of that.

    Raises:
        NoDataError: there is no such pair; the message is the reason, as half a sentence.
    """
    first, last = _ends(standing, geo)
    indicator = standing.indicator
    earlier, later = standing.periods[first], standing.periods[last]
    broken = severed(indicator, geo, earlier[geo].start, later[geo].start)
    if broken is not None:
        raise NoDataError(f"a break in {broken.at.label} lies between {first} and {last}")
    same = [
        other
        for other in later
        if other in earlier
        and severed(indicator, other, earlier[other].start, later[other].start) is None
    ]
    if len(same) < FEWEST_RANKED:
        raise NoDataError(
            f"fewer than {FEWEST_RANKED} countries can be compared between {first} and {last}"
        )
    before = {row.geo: row for row in ranked([earlier[other] for other in same], indicator)}
    after = {row.geo: row for row in ranked([later[other] for other in same], indicator)}
    growths = {other: _growth(earlier[other].value, later[other].value) for other in same}
    known = [value for value in growths.values() if value is not None]
    return Move(
        standing=standing,
        before=before[geo],
        after=after[geo],
        n=len(same),
        growth=growths[geo],
        middle_growth=median(known) if known else None,
        marks=tuple(_marks(earlier[geo], later[geo], before[geo], after[geo])),
    )


def _ends(standing: Standing, geo: str) -> tuple[str, str]:
    """Labels of the two periods between which a country's move is measured."""
    if standing.indicator.display == "points":
        raise NoDataError("figures of different editions are not compared")
    held = standing.periods.items()
    own = [label for label, areas in held if label in standing.covered and geo in areas]
    if not own:
        raise NoDataError("it has no figure in a year that most countries have")
    last = own[-1]
    end = standing.periods[last][geo].start
    target = date(end.year - MOVE_YEARS, end.month, 1)

    def distance(label: str) -> int:
        return abs((standing.periods[label][geo].start - target).days)

    first = min(own, key=distance)
    if first == last or distance(first) > _NEAR_DAYS:
        raise NoDataError(f"it has no figure about {MOVE_YEARS} years before {last}")
    return first, last


def _growth(before: float, after: float) -> float | None:
    return after / before - 1 if before > 0 and after >= 0 else None


def _marks(earlier: Figure, later: Figure, before: RankRow, after: RankRow) -> Iterator[str]:
    """What a reader must know of the two figures: vintages that differ, publisher's estimates."""
    if earlier.vintage_id != later.vintage_id:
        yield (
            f"{earlier.period_label} is from {earlier.vintage_label}, "
            f"{later.period_label} from {later.vintage_label}"
        )
    for row in (before, after):
        if "estimated" in row.mark_reason:
            yield f"{row.period_label} is the publisher's estimate"
        elif row.obs_status in CAUTIOUS:
            yield f"{row.period_label} is {status_words(row.obs_status)}"


def moves(found: Standings, geo: str) -> tuple[tuple[Move, ...], tuple[tuple[Standing, str], ...]]:
    """A country's moves on the indicators that rank it today; the second part has those it has no
    move on, each with the reason."""
    moved, unmoved = [], []
    for standing in found.counted:
        if geo not in standing.places:
            continue
        try:
            moved.append(move(standing, geo))
        except NoDataError as reason:
            unmoved.append((standing, str(reason)))
    return tuple(moved), tuple(unmoved)
