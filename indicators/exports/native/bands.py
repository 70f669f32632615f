"""Bands of a fan that PowerPoint draws: a clear area up to the lowest edge, and areas on it.

The areas of the focus are stacked; ranges of other areas are broad error bars on their lines,
since two stacks in one chart would stand on each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from xlsxwriter.utility import xl_col_to_name

from indicators.charts.description import Band, Chart, Emphasis, Segment, Series
from indicators.errors import NoDataError
from indicators.exports.native import sheet
from indicators.exports.native.error_bars import add_error_bars
from indicators.exports.native.look import colour_of
from indicators.exports.native.sheet import Column
from indicators.exports.native.times import Times, day_of
from indicators.theme import LIGHT

_OPACITY = 0.18
_BROAD = 9.0
_DAY = timedelta(days=1)


def _stack(chart: Chart) -> list[Band]:
    """The bands of the focus, the widest first.

    Raises:
        NoDataError: they do not lie inside one another, so that they cannot be stacked.
    """
    focus = {s.geo for s in chart.series if s.emphasis is Emphasis.FOCUS}
    bands = [band for band in chart.bands if band.geo in focus]
    bands.sort(key=lambda band: -sum(high - low for _, low, high in band.edges))
    for outer, inner in zip(bands, bands[1:], strict=False):
        within = [day for day, _, _ in outer.edges] == [day for day, _, _ in inner.edges] and all(
            wide[1] <= narrow[1] and narrow[2] <= wide[2]
            for wide, narrow in zip(outer.edges, inner.edges, strict=True)
        )
        if not within:
            raise NoDataError("The ranges of this chart cannot be stacked. Take the image.")
    return bands


def extra_days(chart: Chart) -> list[date]:
    """The days just outside a band that begins or ends inside the chart, where its edge is upright.

    Raises:
        NoDataError: the bands are not on a time axis.
    """
    bands = _stack(chart)
    if not bands:
        return []
    first, last = bands[0].edges[0][0], bands[0].edges[-1][0]
    days = [p.x for s in chart.series for p in s.points]
    ends = [(first, -_DAY)] if min(days) < first else []
    ends += [(last, _DAY)] if last < max(days) else []
    found = []
    for middle, by in ends:
        day = day_of(chart, middle)
        if day is None:
            raise NoDataError("The ranges of this chart have no time axis. Take the image.")
        found.append(day + by)
    return found


Run = tuple[Series, Segment]
Edges = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """An area of the stack: its place among the columns of the sheet and what is drawn."""

    place: int
    column: Column


@dataclass(frozen=True, slots=True)
class Whisker:
    """A range around the points of one run: where its two lengths stand in the sheet."""

    run: int
    up: Layer
    down: Layer
    colour: str


@dataclass(frozen=True, slots=True)
class Bands:
    """Everything that is drawn for a chart's bands, with the columns it needs in the sheet."""

    columns: tuple[Column, ...]
    layers: tuple[Layer, ...]
    whiskers: tuple[Whisker, ...]


def bands_of(chart: Chart, times: Times, runs: Sequence[Run], start: int) -> Bands:
    """The chart's bands as columns of a sheet that has `start` columns before them.

    Raises:
        NoDataError: PowerPoint has no way to draw them.
    """
    columns: list[Column] = []

    def add(name: str, cells: Edges, formula: str = "") -> Layer:
        formulas = tuple("" if cell is None else formula for cell in cells)
        columns.append(Column(name, cells, formulas))
        return Layer(start + len(columns) - 1, columns[-1])

    def edges(band: Band) -> tuple[Layer, Layer]:
        found, name = _edges(chart, band, times), f"{_name(chart, band.geo)}, {band.name}"
        low = add(f"{name}, low", tuple(e[0] if e else None for e in found))
        return low, add(f"{name}, high", tuple(e[1] if e else None for e in found))

    stack = _stack(chart)
    pairs = [edges(band) for band in stack]
    ladder = [low for low, _ in pairs] + [high for _, high in reversed(pairs)]
    layers = [
        add(f"Drawn: {'clear base' if n == 0 else f'layer {n}'}", *_between(ladder, n))
        for n in range(len(ladder))
    ]
    whiskers = []
    for band in (b for b in chart.bands if not any(b is own for own in stack)):
        low, high = edges(band)
        at, column = _run_of(chart, band, times, runs)
        line = Layer(at + 1, column)  # the periods stand in the first column
        whiskers.append(
            Whisker(
                at,
                add("Drawn: range up", *_difference(high, line)),
                add("Drawn: range down", *_difference(line, low)),
                _colour(chart, band.geo),
            )
        )
    return Bands(tuple(columns), tuple(layers), tuple(whiskers))


def draw(native: Any, chart: Chart, times: Times, bands: Bands, periods: str) -> None:
    """Put areas behind the lines of a chart and ranges on them; `periods` is the time column."""
    lines = list(native.plots[0].series)
    for whisker in bands.whiskers:
        up, down = ((_whole(layer), layer.column.cells) for layer in (whisker.up, whisker.down))
        add_error_bars(
            lines[whisker.run], "y", up, down,  # type: ignore[arg-type]
            colour=whisker.colour, width=_BROAD, opacity=_OPACITY,
        )  # fmt: skip
    if bands.layers:
        drawn = native._chartSpace.chart.plotArea.find(qn("c:lineChart"))
        areas = _areas(chart, times, bands, (len(lines), periods))
        axes = [node.get("val") for node in drawn.findall(qn("c:axId"))]
        drawn.addprevious(
            parse_xml(
                f"<c:areaChart {nsdecls('c', 'a')}>"
                f'<c:grouping val="stacked"/><c:varyColors val="0"/>{areas}'
                + "".join(f'<c:axId val="{axis}"/>' for axis in axes)
                + "</c:areaChart>"
            )
        )


def _areas(chart: Chart, times: Times, bands: Bands, after: tuple[int, str]) -> str:
    count, periods = after
    focus = next(s for s in chart.series if s.emphasis is Emphasis.FOCUS)
    colour = colour_of(focus.emphasis, focus.position, LIGHT.context).lstrip("#").upper()
    times_xml = f"<c:cat>{_cached(periods, times.cells, times.number_format)}</c:cat>"
    parts = []
    for number, layer in enumerate(bands.layers):
        depth = min(number, len(bands.layers) - number)
        tint = round(100_000 * (1 - (1 - _OPACITY) ** depth))
        fill = (
            f'<a:solidFill><a:srgbClr val="{colour}"><a:alpha val="{tint}"/></a:srgbClr>'
            "</a:solidFill>"
            if depth
            else "<a:noFill/>"
        )
        parts.append(
            f'<c:ser><c:idx val="{count + number}"/><c:order val="{count + number}"/>'
            f"<c:tx><c:strRef><c:f>{sheet.heading(layer.place)}</c:f><c:strCache>"
            f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{layer.column.heading}</c:v></c:pt>'
            "</c:strCache></c:strRef></c:tx>"
            f"<c:spPr>{fill}<a:ln><a:noFill/></a:ln></c:spPr>{times_xml}"
            f"<c:val>{_cached(_whole(layer), layer.column.cells)}</c:val></c:ser>"
        )
    return "".join(parts)


def _cached(cells: str, values: Sequence[Any], code: str = "General") -> str:
    if any(isinstance(value, str) for value in values):
        points, kind, head = values, "str", ""
    else:
        points = [_number(value) for value in values]
        kind, head = "num", f"<c:formatCode>{code}</c:formatCode>"
    inner = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>'
        for at, value in enumerate(points)
        if value is not None
    )
    return (
        f"<c:{kind}Ref><c:f>{cells}</c:f><c:{kind}Cache>{head}"
        f'<c:ptCount val="{len(values)}"/>{inner}</c:{kind}Cache></c:{kind}Ref>'
    )


def _number(value: Any) -> Any:
    """A day as spreadsheets count it, a number as it is."""
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def _whole(layer: Layer) -> str:
    return sheet.reference(layer.place, 0, len(layer.column.cells) - 1)


def _between(ladder: Sequence[Layer], number: int) -> tuple[Edges, str]:
    """What is drawn from one edge to the next above it; from nothing to the lowest."""
    upper = ladder[number]
    if number == 0:
        # Where there is no band the base waits at its nearest edge, so that no sliver is drawn.
        known = [v for v in upper.column.cells if isinstance(v, float)]
        begins = upper.column.cells[0] is not None
        rest = known[-1] if begins else known[0]
        cells = tuple(v if isinstance(v, float) else rest for v in upper.column.cells)
        letter = xl_col_to_name(upper.place)
        return cells, f"=IF(ISNUMBER({letter}{{r}}),{letter}{{r}},{rest!r})"
    return _difference(upper, ladder[number - 1], empty=0.0)


def _difference(upper: Layer, lower: Layer, empty: float | None = None) -> tuple[Edges, str]:
    cells = tuple(
        a - b if isinstance(a, float) and isinstance(b, float) else empty
        for a, b in zip(upper.column.cells, lower.column.cells, strict=True)
    )
    return cells, f"={xl_col_to_name(upper.place)}{{r}}-{xl_col_to_name(lower.place)}{{r}}"


def _run_of(chart: Chart, band: Band, times: Times, runs: Sequence[Run]) -> tuple[int, Column]:
    """The run that a range lies around, and its column."""
    days = {day for day, _, _ in band.edges}
    for at, (series, segment) in enumerate(runs):
        if series.geo == band.geo and days <= {p.x for p in segment.points}:
            known = {point.label: point.value for point in segment.points}
            return at, Column("", tuple(known.get(label) for label in times.labels))
    raise NoDataError(f"The range of {_name(chart, band.geo)} has no line. Take the image.")


def _colour(chart: Chart, geo: str) -> str:
    owner = next(s for s in chart.series if s.geo == geo)
    return colour_of(owner.emphasis, owner.position, LIGHT.context)


def _name(chart: Chart, geo: str) -> str:
    return next((s.label for s in chart.series if s.geo == geo), geo)


def _edges(chart: Chart, band: Band, times: Times) -> list[tuple[float, float] | None]:
    """The band at each cell of the time axis; nothing where it has no edge."""
    known = {_at(chart, day, times): (float(low), float(high)) for day, low, high in band.edges}
    return [known.get(cell) for cell in times.cells]


def _at(chart: Chart, middle: date, times: Times) -> Any:
    if times.dated:
        return day_of(chart, middle)
    return next(p.label for s in chart.series for p in s.points if p.x == middle)
