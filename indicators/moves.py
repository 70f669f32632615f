"""How far countries have moved in five years, in places and in values, on the same footing.

It compares what `standings` ranked. It does not query, and words only reasons and marks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from indicators.comparability import Figure, severed
from indicators.errors import NoDataError
from indicators.notes import CAUTIOUS, status_words
from indicators.places import RankRow, ranked
from indicators.standings import FEWEST_RANKED, Standing, Standings

#: How far back a move is measured, and how many days its start may lie from there.
MOVE_YEARS = 5
_NEAR_DAYS = 366


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
