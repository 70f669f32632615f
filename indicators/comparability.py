"""Which figures of an indicator may be compared with one another, from its declared breaks.

It reads rows and declarations. It does not rank, draw or word anything but the reasons.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from indicators.catalogue import Break, Indicator

#: Kinds that keep a figure out of ranks and headlines from their period on.
EXCLUDED_FROM = ("incomplete", "not_comparable")
#: Kinds before whose period a figure is kept out.
EXCLUDED_BEFORE = ("unstable",)
#: Kinds across which no comparison is made.
SEVERING = ("break", "level_shift")

_WORDS = {
    "incomplete": "incomplete",
    "not_comparable": "not comparable with the rest",
    "unstable": "unstable in these years",
}


class Figure(NamedTuple):
    """One published figure with what is needed to compare and cite it.

    A named tuple because a ranking makes thousands: a frozen dataclass takes six times as long.
    """

    geo: str
    value: float
    start: date
    end: date
    period_label: str
    obs_status: str | None
    vintage_id: str
    vintage_label: str
    is_partial: bool
    lower: float | None = None
    upper: float | None = None


def vintage_label(edition: object, date_label: object) -> str:
    """What readers call a vintage: its edition, or else its date."""
    for words in (edition, date_label):
        if isinstance(words, str) and words.strip():
            return words.strip()
    return "date not given"


def figures(rows: pd.DataFrame, frequency: str | None = None) -> tuple[list[Figure], list[Figure]]:
    """Rows as figures in time order: those with a value, and those shown as missing (value NaN).

    Every sentence and chart begins here, so it works on arrays: a data frame sorts, selects and
    iterates some ten times as slowly.
    """
    starts = rows["period_start"].to_numpy("datetime64[D]")
    ends = rows["period_end"].to_numpy("datetime64[D]")
    order = np.lexsort((ends, starts))
    if frequency is not None:
        order = order[(rows["frequency"] == frequency).to_numpy(dtype=bool)[order]]

    def column(name: str, kind: Any = object) -> list[Any]:
        values: list[Any] = rows[name].to_numpy(dtype=kind)[order].tolist()
        return values

    labels: dict[tuple[object, object], str] = {}
    known: list[Figure] = []
    missing: list[Figure] = []
    for geo, value, start, end, label, status, vintage, edition, day, partial, low, high in zip(
        column("geo"),
        column("value", float),
        starts[order].astype(object).tolist(),
        ends[order].astype(object).tolist(),
        column("period_label"),
        column("obs_status"),
        column("vintage_id"),
        column("edition"),
        column("date_label"),
        column("is_partial", bool),
        column("lower", float),
        column("upper", float),
        strict=True,
    ):
        words = labels.get((edition, day))
        if words is None:
            words = labels[edition, day] = vintage_label(edition, day)
        figure = Figure(
            geo,
            value,
            start,
            end,
            label,
            status if isinstance(status, str) and status else None,
            vintage,
            words,
            partial,
            None if low != low else low,
            None if high != high else high,
        )
        (missing if value != value else known).append(figure)
    return known, missing


def excluding(indicator: Indicator, geo: str) -> tuple[Break, ...]:
    """The declarations that keep some of an area's figures out of ranks and headlines.

    One that names the area stands before one that holds for all.
    """
    kinds = (*EXCLUDED_FROM, *EXCLUDED_BEFORE)
    marks = [mark for mark in indicator.breaks_for(geo) if mark.kind in kinds]
    return tuple(sorted(marks, key=lambda mark: mark.geo == "all"))


def first_excluding(marks: Iterable[Break], start: date) -> Break | None:
    """The first of these declarations that a figure of this start falls under."""
    for mark in marks:
        if mark.kind in EXCLUDED_FROM and start >= mark.at.start:
            return mark
        if mark.kind in EXCLUDED_BEFORE and start < mark.at.start:
            return mark
    return None


def exclusion(indicator: Indicator, geo: str, start: date) -> Break | None:
    """The declaration that keeps a figure out of ranks and headlines; None when nothing does."""
    return first_excluding(excluding(indicator, geo), start)


def reason_words(mark: Break) -> str:
    """Why a figure is kept out, for readers: the kind and the declaration's own note."""
    return f"{_WORDS[mark.kind]}: {mark.note}" if mark.note else _WORDS[mark.kind]


def severed(indicator: Indicator, geo: str, earlier: date, later: date) -> Break | None:
    """The declared break that lies between two dates of one area, the newest first."""
    between = [
        mark
        for mark in indicator.breaks_for(geo)
        if mark.kind in SEVERING and earlier < mark.at.start <= later
    ]
    return between[-1] if between else None


def newest_stretch(of_area: Iterable[Figure], indicator: Indicator) -> list[Figure]:
    """One area's newest run of figures that may be compared, oldest first.

    Figures that a declaration excludes are left out. A missing year inside does not end it. Dated
    points of different editions (`display = "points"`) are not compared: there the run is one.
    """
    usable = [f for f in of_area if exclusion(indicator, f.geo, f.start) is None]
    if not usable:
        return []
    newest = usable[-1]
    if indicator.display == "points":
        return [newest]
    return [f for f in usable if severed(indicator, f.geo, f.start, newest.start) is None]
