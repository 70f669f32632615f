"""What published rows give for one declared reading of a strategy figure.

It takes values, growth and ranks from rows. What they say about the figure is decided in
`strategy`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from indicators.catalogue import Catalogue, Indicator
from indicators.comparability import Figure, exclusion, figures
from indicators.errors import NoDataError
from indicators.numbers import format_value, format_with_phrase, rank_text
from indicators.periods import parse_period
from indicators.rankings import Ranking, rank
from indicators.strategy_figures import Check, Follow, Nearest

Reading = Check | Follow | Nearest
Frames = Mapping[str, pd.DataFrame]

WORLD = "WLD"

#: A rank among fewer countries is not evidence of a place in the world or in Europe.
FEWEST_COUNTRIES = 3

#: Kinds of declared stretch whose figures are passed over as the newest.
_PASSED_OVER = ("incomplete", "unstable")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One published or computed number: the value compared, and the text readers see.

    For a rank `value` is the place; for growth and shares it is per cent, and `parts` are the two
    figures it comes from.
    """

    indicator_id: str
    period_label: str
    start: date
    value: float
    text: str
    vintage_ids: tuple[str, ...]
    vintage_label: str
    parts: tuple["Evidence", ...] = ()

    @property
    def dated_text(self) -> str:
        """ "US$11.6 billion in 2021"."""
        return f"{self.text} in {self.period_label}"


def _of_area(frames: Frames, reading: Reading, geo: str = "") -> list[Figure]:
    rows = frames.get(reading.indicator)
    if rows is None or rows.empty:
        return []
    known, _ = figures(rows[rows["geo"] == (geo or reading.geo)], reading.frequency)
    return known


def take(frames: Frames, reading: Reading, period: str, catalogue: Catalogue) -> Evidence | None:
    """What the rows give for one period; None where they have no figure for it."""
    label = parse_period(period, reading.frequency).label
    found = next((f for f in _of_area(frames, reading) if f.period_label == label), None)
    if found is None:
        return None
    if reading.measure == "rank":
        return _rank(frames, reading, label, catalogue)
    if reading.measure == "share":
        return _share(frames, reading, found, catalogue)
    return _value(found, reading, catalogue)


def newest(frames: Frames, reading: Reading, catalogue: Catalogue) -> Evidence | None:
    """The newest that the rows give, passing over figures declared incomplete or unstable."""
    if reading.measure == "rank":
        return _rank(frames, reading, None, catalogue)
    indicator = catalogue[reading.indicator]
    for found in reversed(_of_area(frames, reading)):
        mark = exclusion(indicator, reading.geo, found.start)
        if mark is None or mark.kind not in _PASSED_OVER:
            if reading.measure == "share":
                return _share(frames, reading, found, catalogue)
            return _value(found, reading, catalogue)
    return None


def growth(frames: Frames, reading: Check, catalogue: Catalogue) -> Evidence | None:
    """Growth in per cent from the first of the reading's periods to the last."""
    ends = [take(frames, reading, period, catalogue) for period in reading.periods]
    first, last = ends[0], ends[-1]
    if first is None or last is None or first.value <= 0:
        return None
    value = (last.value / first.value - 1) * 100
    return Evidence(
        indicator_id=reading.indicator,
        period_label=f"{first.period_label} to {last.period_label}",
        start=last.start,
        value=value,
        text=format_value(value, catalogue.units_by_id["pct"], decimals=0),
        vintage_ids=tuple(dict.fromkeys(first.vintage_ids + last.vintage_ids)),
        vintage_label=last.vintage_label,
        parts=(first, last),
    )


def _value(found: Figure, reading: Reading, catalogue: Catalogue) -> Evidence:
    unit = catalogue.unit_of(catalogue[reading.indicator])
    return Evidence(
        indicator_id=reading.indicator,
        period_label=found.period_label,
        start=found.start,
        value=found.value,
        text=format_with_phrase(found.value, unit),
        vintage_ids=(found.vintage_id,),
        vintage_label=found.vintage_label,
    )


def _share(
    frames: Frames, reading: Reading, found: Figure, catalogue: Catalogue
) -> Evidence | None:
    """The area's share of the world's figure for the same period, in per cent."""
    world = _of_area(frames, reading, WORLD)
    whole = next((f for f in world if f.period_label == found.period_label), None)
    if whole is None or whole.value <= 0:
        return None
    value = found.value / whole.value * 100
    return Evidence(
        indicator_id=reading.indicator,
        period_label=found.period_label,
        start=found.start,
        value=value,
        text=format_with_phrase(value, catalogue.units_by_id["pct_world"]),
        vintage_ids=tuple(dict.fromkeys((found.vintage_id, whole.vintage_id))),
        vintage_label=found.vintage_label,
        parts=(_value(found, reading, catalogue), _value(whole, reading, catalogue)),
    )


def _rank(
    frames: Frames, reading: Reading, label: str | None, catalogue: Catalogue
) -> Evidence | None:
    rows = frames.get(reading.indicator)
    if rows is None or rows.empty:
        return None
    ranking = _ranking(rows, catalogue[reading.indicator], reading, label, catalogue)
    row = ranking.row(reading.geo) if ranking is not None else None
    if ranking is None or row is None or ranking.n < FEWEST_COUNTRIES:
        return None
    found = next(f for f in _of_area(frames, reading) if f.period_label == row.period_label)
    where = " in Europe" if reading.within == "europe" else ""
    return Evidence(
        indicator_id=reading.indicator,
        period_label=row.period_label,
        start=row.period_start,
        value=float(row.rank),
        text=f"{rank_text(row.rank, ranking.n, row.tied)} countries{where}",
        vintage_ids=(found.vintage_id,),
        vintage_label=found.vintage_label,
    )


def _ranking(
    rows: pd.DataFrame,
    indicator: Indicator,
    reading: Reading,
    label: str | None,
    catalogue: Catalogue,
) -> Ranking | None:
    areas = catalogue.areas
    within = None
    if reading.within == "europe":
        within = [area.geo for area in areas.areas if area.europe]
    try:
        return rank(
            rows,
            indicator=indicator,
            areas=areas,
            frequency=reading.frequency,
            rule="same_year",
            period=label,
            within=within,
        )
    except NoDataError:
        return None
