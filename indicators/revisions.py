"""How far figures of an indicator have moved when they were revised, and what that does to places.

The revision range is not an error of the figures: it says what past revisions did to figures as
recent as these. It does not query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from indicators.catalogue import Indicator
from indicators.numbers import format_growth
from indicators.places import RankRow, lower_is_better
from indicators.rankings import NO_ERROR, Ranking

#: A range is given from this many revisions on.
FEWEST = 30
#: Figures are pooled that were at most this many years old when they were first held.
RECENT_YEARS = 5
#: The ends of the range.
_LOW, _HIGH = 0.05, 0.95

#: Follows a range of places in a sentence.
WITHIN = "within past revisions"


@dataclass(frozen=True, slots=True)
class RevisionRange:
    """The 5th and 95th percentile of relative revisions; both ends take in no change at all.

    `n` figures were published again, in `rounds` pairs of vintages.
    """

    low: float
    high: float
    n: int
    rounds: int

    @property
    def seen(self) -> str:
        return "one revision observed" if self.rounds == 1 else f"{self.rounds} revisions observed"

    @property
    def words(self) -> str:
        """What ranges of places are, in short, as part of a sentence."""
        return f"rank ranges are revision ranges ({self.seen}); {NO_ERROR}"

    @property
    def note(self) -> str:
        """What the range is and what it rests on, as a sentence."""
        return (
            "Revision ranges: the places that countries could take if these figures moved as "
            f"earlier ones did, by {format_growth(self.low)} to {format_growth(self.high)} (5th to "
            f"95th percentile of {self.n} figures up to {RECENT_YEARS} years old that were "
            f"published again; {self.seen}). They are no error of the figures."
        )


#: Ranges by indicator and frequency.
Ranges = Mapping[tuple[str, str], RevisionRange]


def revision_range(pairs: pd.DataFrame, frequency: str) -> RevisionRange | None:
    """The range over all areas and recent years of one indicator; None where too few are held.

    Args:
        pairs: what `queries.republished` gives. Two files of one edition, one of them rounded, are
            no revision.
    """
    found = pairs[(pairs["frequency"] == frequency) & (pairs["old"] > 0)]
    old, new = (_release(found, which) for which in ("old", "new"))
    age = pd.to_datetime(found["old_date"]).dt.year - pd.to_datetime(found["period_end"]).dt.year
    kept = (old != new) & (age <= RECENT_YEARS)
    found = found[kept]
    if len(found) < FEWEST:
        return None
    moved = found["new"] / found["old"] - 1
    rounds = len(set(zip(old[kept], new[kept], strict=True)))
    low, high = float(moved.quantile(_LOW)), float(moved.quantile(_HIGH))
    return RevisionRange(min(low, 0.0), max(high, 0.0), len(found), rounds)


def _release(pairs: pd.DataFrame, which: str) -> pd.Series:
    """The edition of each vintage without its remarks, or else the vintage itself."""
    edition = pairs[f"{which}_edition"].astype(str).str.split(",").str[0].str.strip()
    return edition.where(edition != "", pairs[f"{which}_vintage"].astype(str))


def within(ranking: Ranking, found: RevisionRange, indicator: Indicator) -> Ranking:
    """The ranking with the places that each country could take if figures moved as in the past.

    As for publishers' intervals, countries whose ranges overlap are not told apart. A ranking with
    intervals of the publisher, or with a value at or below zero, is given back as it is.
    """
    rows = ranking.rows
    if any(row.best is not None or row.value <= 0 for row in rows):
        return ranking
    low_wins = lower_is_better(indicator)
    edges = {row.geo: _edges(row.value, found, low_wins) for row in rows}
    return replace(
        ranking,
        rows=tuple(_ranged(row, rows, edges) for row in rows),
        error_words=found.words,
        range_words=WITHIN,
        range_note=found.note,
    )


def _edges(value: float, found: RevisionRange, low_wins: bool) -> tuple[float, float]:
    low, high = value * (1 + found.low), value * (1 + found.high)
    return (-high, -low) if low_wins else (low, high)


def _ranged(
    row: RankRow, rows: Sequence[RankRow], edges: dict[str, tuple[float, float]]
) -> RankRow:
    low, high = edges[row.geo]
    better = sum(edges[other.geo][0] > high for other in rows)
    worse = sum(edges[other.geo][1] < low for other in rows)
    return replace(row, best=1 + better, worst=len(rows) - worse)
