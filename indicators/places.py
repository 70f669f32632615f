"""Places from values: order, ties, rank ranges, and marks on figures unlike the rest.

It takes the figures it is given. Which figures those are is chosen in `selection`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from indicators.catalogue import Indicator
from indicators.comparability import Figure


@dataclass(frozen=True, slots=True)
class RankRow:
    """One country's place. `mark_reason` says why its figure is not like the others, or is empty.

    `best` and `worst` are the ends of its rank range, where the publisher gives intervals.
    """

    geo: str
    rank: int
    tied: bool
    value: float
    period_label: str
    period_start: date
    obs_status: str | None
    vintage_label: str
    mark_reason: str = ""
    best: int | None = None
    worst: int | None = None


def lower_is_better(indicator: Indicator) -> bool:
    """Whether first place goes to the smallest value: by the catalogue, and always for ranks."""
    return indicator.direction == "lower" or indicator.unit == "rank"


def _marks(kept: list[Figure], indicator: Indicator) -> dict[str, str]:
    """Why a figure is unlike the others: another vintage, or a publisher's estimate."""
    usual_id, usual = Counter((f.vintage_id, f.vintage_label) for f in kept).most_common(1)[0][0]
    marks = {}
    for figure in kept:
        parts = []
        if figure.vintage_id != usual_id:
            kind = "partial release" if figure.is_partial else "vintage"
            parts.append(f"from the {kind} {figure.vintage_label}; most are from {usual}")
        for mark in indicator.breaks_for(figure.geo):
            if mark.kind == "estimated" and figure.start >= mark.at.start:
                parts.append(f"estimated: {mark.note}" if mark.note else "estimated")
        marks[figure.geo] = "; ".join(parts)
    return marks


def _range(figure: Figure, kept: list[Figure], low_wins: bool) -> tuple[int, int] | None:
    """Places a country may hold when overlapping intervals are not told apart.

    After Goldstein and Spiegelhalter (1996): best is one more than the countries wholly better,
    worst is all but those wholly worse.
    """

    def edges(other: Figure) -> tuple[float, float]:
        low, high = float(other.lower or 0), float(other.upper or 0)
        return (-high, -low) if low_wins else (low, high)

    low, high = edges(figure)
    better = sum(edges(other)[0] > high for other in kept)
    worse = sum(edges(other)[1] < low for other in kept)
    return 1 + better, len(kept) - worse


def ranked(kept: list[Figure], indicator: Indicator) -> list[RankRow]:
    """The figures as rows, best first; equal values share the better place."""
    low_wins = lower_is_better(indicator)
    marks = _marks(kept, indicator)
    with_error = all(f.lower is not None and f.upper is not None for f in kept)
    ordered = sorted(kept, key=lambda f: ((f.value if low_wins else -f.value), f.geo))
    rows, place = [], 1
    for _, run in groupby(ordered, key=lambda f: f.value):
        equal = list(run)
        for figure in equal:
            best, worst = (_range(figure, kept, low_wins) if with_error else None) or (None, None)
            rows.append(
                RankRow(
                    geo=figure.geo,
                    rank=place,
                    tied=len(equal) > 1,
                    value=figure.value,
                    period_label=figure.period_label,
                    period_start=figure.start,
                    obs_status=figure.obs_status,
                    vintage_label=figure.vintage_label,
                    mark_reason=marks[figure.geo],
                    best=best,
                    worst=worst,
                )
            )
        place += len(equal)
    return rows
