"""Where countries stand on many indicators at once.

It chooses which indicators count, and ranks. It does not query, and words only reasons; how far a
country has moved is in `moves`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from indicators.catalogue import BASES, Catalogue, Indicator
from indicators.comparability import Figure
from indicators.places import RankRow
from indicators.rankings import NO_ERROR as NO_ERROR
from indicators.rankings import Ranking, ranking_of
from indicators.revisions import Ranges, within
from indicators.selection import by_period, eligible, latest, well_covered

#: A place among fewer countries says little, so such an indicator is not counted.
FEWEST_RANKED = 10

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


def standings(
    rows: Mapping[str, pd.DataFrame], catalogue: Catalogue, ranges: Ranges | None = None
) -> Standings:
    """Rank every country on every indicator that counts.

    Args:
        rows: indicator id → serving observations, for `candidates`; an absent id has none.
        ranges: revision ranges, which give places their range where the publisher gives none.

    Each country's latest figure is taken, at most five years older than the newest of all.
    """
    counted, left_out = [], []
    for indicator in catalogue:
        reason = reason_not_counted(indicator, catalogue)
        found = None
        if not reason:
            found = _standing(rows.get(indicator.id), indicator, catalogue, ranges or {})
            reason = "" if found is not None else TOO_FEW
        if found is None:
            left_out.append((indicator, reason))
        else:
            counted.append(found)
    return Standings(tuple(counted), tuple(left_out))


def _standing(
    rows: pd.DataFrame | None, indicator: Indicator, catalogue: Catalogue, ranges: Ranges
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
    found = ranges.get((indicator.id, frequency))
    ranking = ranking if found is None else within(ranking, found, indicator)
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
