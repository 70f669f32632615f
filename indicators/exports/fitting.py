"""A chart in a space of a fixed size: lines fill it, rows are scaled and, if need be, left out.

It writes SVG. What stands around the chart is `picture`'s.
"""

import math
import re
from collections.abc import Callable
from dataclasses import replace

from indicators.charts import svg
from indicators.charts.bars import natural_height
from indicators.charts.description import Bar, Change, Chart, Emphasis, Kind, Series
from indicators.charts.dumbbell import dumbbell_height
from indicators.charts.markup import number
from indicators.charts.multiples import multiples_layout

#: Rows smaller than this share of their usual size are not read from a slide.
_SMALLEST = 0.74
_FEWEST_ROWS = 5
_SIZES = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="100%"')

#: Kinds whose height follows from how many rows there are.
_HEIGHTS: dict[Kind, Callable[[Chart, float], float]] = {
    Kind.BAR: natural_height,
    Kind.DOT: natural_height,
    Kind.INTERVAL: natural_height,
    Kind.DUMBBELL: dumbbell_height,
    Kind.MULTIPLES: lambda chart, width: multiples_layout(chart, width).height,
}

Row = Bar | Change | Series


def rows_of(chart: Chart) -> tuple[Row, ...]:
    """What a chart has a row, a panel or a line for."""
    if chart.kind is Kind.DUMBBELL:
        return chart.changes
    return chart.bars or chart.series


def _with(chart: Chart, rows: tuple[Row, ...]) -> Chart:
    name = {Kind.DUMBBELL: "changes", Kind.MULTIPLES: "series"}.get(chart.kind, "bars")
    return replace(chart, **{name: rows})  # type: ignore[arg-type]


def fitted(chart: Chart, space: tuple[float, float, float, float]) -> str:
    """The chart laid out for the space: lines fill it, rows are scaled until they stand in it."""
    x, y, width, height = space
    height = max(height, 160.0)
    if chart.kind in _HEIGHTS:
        scale = _scale_of_rows(chart, width, height)
        drawn = svg.render(chart, width=math.floor(width / scale))
    else:
        drawn = svg.render(chart, width=round(width), height=round(height))
        if _size_of(drawn)[1] > height + 1:  # names without room at a line's end stand below it
            spare = round(2 * height - _size_of(drawn)[1])
            drawn = svg.render(chart, width=round(width), height=max(spare, 140))
    wide, tall = _size_of(drawn)
    scale = min(width / wide, height / tall)
    place = (
        f'x="{number(x)}" y="{number(y)}" width="{number(wide * scale)}" '
        f'height="{number(tall * scale)}"'
    )
    return re.sub(r' width="100%"', f" {place}", _bare(drawn), count=1)


def _scale_of_rows(chart: Chart, width: float, height: float) -> float:
    """The largest size at which all rows of a ranked chart stand in the space."""
    low, high = 0.3, 1.35
    for _ in range(9):
        scale = (low + high) / 2
        tall = _HEIGHTS[chart.kind](chart, math.floor(width / scale))
        low, high = (scale, high) if tall * scale <= height else (low, scale)
    return low


def legible(chart: Chart, width: float, height: float) -> Chart:
    """A chart of rows with as many of them as can be read in the space.

    The focus and the coloured rows stay; then the best places fill what is left. A lines chart
    comes back as it is.
    """
    if chart.kind not in _HEIGHTS:
        return chart
    rows, kept = rows_of(chart), chart
    order = sorted(range(len(rows)), key=lambda i: (rows[i].emphasis is Emphasis.CONTEXT, i))
    for count in range(len(rows), _FEWEST_ROWS, -1):
        chosen = set(order[:count])
        kept = _with(chart, tuple(row for i, row in enumerate(rows) if i in chosen))
        if _scale_of_rows(kept, width, height) >= _SMALLEST:
            break
    return kept


def _size_of(drawn: str) -> tuple[float, float]:
    found = _SIZES.search(drawn)
    if found is None:
        raise ValueError("a chart came without its size")
    return float(found[1]), float(found[2])


def _bare(drawn: str) -> str:
    """The inner picture without a name of its own: the outer one is what is read aloud."""
    drawn = re.sub(r"<title.*?</title><desc.*?</desc>", "", drawn, count=1, flags=re.DOTALL)
    return re.sub(r' role="img" aria-labelledby="[^"]*"', "", drawn, count=1)
