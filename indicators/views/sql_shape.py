"""What a query's answer looks like: which column holds figures, which dates, which names.

It reads columns by name and type and guesses nothing else. It draws nothing.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indicators.sandbox.query import Answer, Cell

_NUMBERS = ("INT", "INTEGER", "FLOAT", "DOUBLE", "DECIMAL", "BIGNUM")
#: Columns that tell of a row but do not say which series it belongs to.
_ASIDE = ("period_label", "frequency", "obs_status", "vintage_id", "edition", "date_label")
#: Columns that name areas. They are preferred, where they differ from row to row.
AREA_NAMES = ("geo", "area", "short", "name")
_FIGURES = ("value", "lower", "upper")

#: Years and sizes beyond these are not figures: they stand in the table only.
_YEARS = (1000, 2999)
_SIZES = (1e-30, 1e30)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as far as it is drawn. `value` is None where it is missing or not finite."""

    name: str
    geo: str
    value: float | None


@dataclass(frozen=True, slots=True)
class DatedRow(Row):
    """A row with its day."""

    day: date


def is_number(kind: str) -> bool:
    """Whether a DuckDB type holds single numbers."""
    return kind.split("(")[0].endswith(_NUMBERS)


def value_column(answer: Answer) -> int | None:
    """The one column of numbers, or the one called value; a year or a place is not a value.

    None also where figures of several indicators, and so perhaps of several units, share it.
    """
    numbers = [
        place
        for place, (name, kind) in enumerate(_columns(answer))
        if is_number(kind) and name not in ("year", "position")
    ]
    place = _only(numbers, [p for p in numbers if _columns(answer)[p][0] == "value"])
    return None if place is None or _mixes_units(answer, place) else place


def date_column(answer: Answer) -> int | None:
    """The one column of dates or years that differ, or `period_start` where there are several."""
    dates = [
        place
        for place, (name, kind) in enumerate(_columns(answer))
        if (kind.startswith(("DATE", "TIMESTAMP")) or (is_number(kind) and name == "year"))
        and _varies(answer, place)
    ]
    return _only(dates, [p for p in dates if _columns(answer)[p][0] == "period_start"])


def name_column(answer: Answer) -> int | None:
    """The column of differing texts that names a series or a bar, areas before others."""
    texts = [
        place
        for place, (name, kind) in enumerate(_columns(answer))
        if kind == "VARCHAR" and name not in _ASIDE and _varies(answer, place)
    ]
    preferred = [p for n in AREA_NAMES for p in texts if _columns(answer)[p][0] == n]
    return next(iter((*preferred, *texts)), None)


def the_indicator(answer: Answer) -> str | None:
    """The one indicator that an answer names, if it also names areas."""
    names = [name for name, _ in _columns(answer)]
    if "indicator_id" not in names or "geo" not in names:
        return None
    found = {row[names.index("indicator_id")] for row in answer.rows}
    return str(found.pop()) if len(found) == 1 else None


def plain_rows(answer: Answer, value: int) -> list[Row]:
    """The rows of a ranked chart, in the order of the answer."""
    name, geo = name_column(answer), _geo_column(answer)
    return [Row(_text(row, name), _text(row, geo), finite(row[value])) for row in answer.rows]


def dated_rows(answer: Answer, value: int, when: int) -> list[DatedRow] | None:
    """The rows of a chart over time; None where one has no date that can be drawn."""
    days = [_day(row[when]) for row in answer.rows]
    return (
        [
            DatedRow(row.name, row.geo, row.value, day)
            for row, day in zip(plain_rows(answer, value), days, strict=True)
            if day is not None
        ]
        if None not in days
        else None
    )


def finite(cell: Cell) -> float | None:
    """A finite number, or None."""
    try:
        value = math.nan if cell is None else float(cell)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def drawable(values: Sequence[float]) -> bool:
    """Whether there are values, none of them beyond all measure."""
    return bool(values) and all(v == 0 or _SIZES[0] <= abs(v) <= _SIZES[1] for v in values)


def _columns(answer: Answer) -> list[tuple[str, str]]:
    """Names, without regard to capitals as in SQL, and types."""
    return [(n.lower(), kind) for n, kind in zip(answer.columns, answer.types, strict=True)]


def _only(found: list[int], named: list[int]) -> int | None:
    for some in (named, found):
        if len(some) == 1:
            return some[0]
    return None


def _varies(answer: Answer, place: int) -> bool:
    return len({row[place] for row in answer.rows}) > 1


def _mixes_units(answer: Answer, value: int) -> bool:
    return _columns(answer)[value][0] in _FIGURES and any(
        name in ("indicator_id", "title") and _varies(answer, place)
        for place, (name, _) in enumerate(_columns(answer))
    )


def _geo_column(answer: Answer) -> int | None:
    return next((p for p, (name, _) in enumerate(_columns(answer)) if name == "geo"), None)


def _text(row: tuple[Cell, ...], place: int | None) -> str:
    return "" if place is None else str(row[place])


def _day(cell: Cell) -> date | None:
    """The day of a date, of a time, or of a year (its first)."""
    text = f"{cell}-01-01" if isinstance(cell, int) else str(cell)
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", text)
    if match is None or not _YEARS[0] <= int(match[1]) <= _YEARS[1]:
        return None
    return date(int(match[1]), int(match[2]), int(match[3]))
