"""The time axis of a native chart: periods as days where they are years or months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from indicators.charts.description import Chart, Point

_YEAR_STEPS, _MONTH_STEPS = (1, 2, 5, 10, 20), (1, 3, 6, 12, 24, 60)
_MOST_LABELS = 12
_MOST_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Times:
    """Every period in order: its label, and its cell, a day or the label itself.

    A day put in for the edge of a band has no label.
    """

    labels: tuple[str, ...]
    cells: tuple[Any, ...]
    dated: bool
    #: Whether days stand between the periods, so that the axis counts in days.
    by_day: bool = False
    number_format: str = "General"

    def place(self, point: Point) -> int:
        return self.labels.index(point.label)


def times_of(chart: Chart, extra: Sequence[date] = ()) -> Times:
    """The periods of a chart; years without a figure are put in, so that spacing is true."""
    labels = _labels(chart)
    days = _days(chart, labels)
    if not days:
        return Times(tuple(labels), tuple(labels), dated=False)
    both = sorted([*zip(days, labels, strict=True), *((day, "") for day in extra)])
    words = "yyyy" if chart.frequency == "A" else "mmm yyyy"
    return Times(
        tuple(label for _, label in both),
        tuple(day for day, _ in both),
        dated=True,
        by_day=bool(extra),
        number_format=words,
    )


def day_of(chart: Chart, middle: date) -> date | None:
    """Where a period with this middle day stands on a time axis, if it has a place there."""
    if chart.frequency == "A":
        return date(middle.year, 1, 1)
    return middle.replace(day=1) if chart.frequency == "M" else None


def _labels(chart: Chart) -> list[str]:
    known = {point.x: point.label for series in chart.series for point in series.points}
    ordered = list(dict.fromkeys(known[x] for x in sorted(known)))
    if chart.frequency == "A" and all(label.isdigit() for label in ordered):
        return [str(year) for year in range(int(ordered[0]), int(ordered[-1]) + 1)]
    return ordered


def _days(chart: Chart, labels: Sequence[str]) -> list[date]:
    """The periods as days; empty where they are neither years nor months."""
    if chart.frequency == "A" and all(label.isdigit() for label in labels):
        return [date(int(label), 1, 1) for label in labels]
    if chart.frequency == "M":
        days = {p.label: p.x.replace(day=1) for s in chart.series for p in s.points}
        found = [days[label] for label in labels]
        return found if len(set(found)) == len(found) else []
    return []


def time_axis(axis: Any, chart: Chart, times: Times, most: int = _MOST_LABELS) -> None:
    """At most so many period labels side by side; turned where each period has its own words."""
    words = axis.find(qn("c:txPr")).find(qn("a:bodyPr"))
    if axis.tag != qn("c:dateAx"):
        words.set("rot", "-2700000" if len(times.cells) > min(_MOST_LEVEL, most) else "0")
        return
    words.set("rot", "0")
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        old = axis.find(qn(tag))
        if old is not None:
            axis.remove(old)
    yearly = chart.frequency == "A"
    unit = "years" if yearly else "months"
    wanted = max(1.0, sum(bool(label) for label in times.labels) / most)
    steps = _YEAR_STEPS if yearly else _MONTH_STEPS
    step = next((s for s in steps if s >= wanted), steps[-1])
    base = "days" if times.by_day else unit
    for tag, value in (("baseTimeUnit", base), ("majorUnit", str(step)), ("majorTimeUnit", unit)):
        etree.SubElement(axis, qn(f"c:{tag}")).set("val", value)
