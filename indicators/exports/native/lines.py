"""Lines over time that PowerPoint draws, with gaps where a series is parted; and ranks over time.

Bands of a projection are `bands`'s.
"""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.oxml.ns import qn
from pptx.util import Pt

from indicators.charts.description import Chart, Emphasis, Mark, Point, Segment, Series
from indicators.charts.end_labels import end_words, usual_last
from indicators.charts.scales import Scale, value_scale
from indicators.errors import NoDataError
from indicators.exports.native import bands as fan
from indicators.exports.native import look, sheet
from indicators.exports.native.look import Place
from indicators.exports.native.sheet import Column
from indicators.exports.native.times import Times, time_axis, times_of
from indicators.exports.stamp import clean
from indicators.theme import LIGHT, LINE_WIDTHS

#: The plot inside its frame as shares of it; the rest is for ticks and the labels at line ends.
_PLOT = (0.07, 0.04, 0.73, 0.80)
_LABEL_GAP = 0.058
_POINTS = 0.75
#: Period labels of a whole chart, and of a panel, which also has few ticks.
_PERIODS, _FEW_PERIODS, _FEW_TICKS = 12, 3, 4

Run = tuple[Series, Segment]


def add_lines(slide: Any, chart: Chart, place: Place) -> Any:
    """A line chart; each unbroken run is a series of its own, so that a break stays a gap.

    Raises:
        NoDataError: PowerPoint has no way to draw the chart's bands.
    """
    if chart.axis.log and chart.bands:
        raise NoDataError("Ranges are not stacked on a log axis. Take the image.")
    times = times_of(chart, fan.extra_days(chart))
    runs = runs_of(chart)
    columns = _columns(chart, runs, times)
    found = fan.bands_of(chart, times, runs, len(columns))
    frame = _frame(slide, chart, place, columns, times)
    native = frame.chart
    edges = [edge for band in chart.bands for at in band.edges for edge in at[1:]]
    scale = _axes(native, chart, times, [*_values(chart), *edges], 7)
    look.dress_axis(native.value_axis, look.unit_words(chart))
    look.plot_at(native, _PLOT)
    drawn = list(native.plots[0].series)
    for (series, segment), line in zip(runs, drawn, strict=True):
        _draw_run(line, series, segment, times)
    _label_ends(drawn, chart, runs, times, scale)
    sheet.put(native, (*columns, *found.columns))
    fan.draw(native, chart, times, found, sheet.reference(0, 0, len(times.cells) - 1))
    return frame


def add_panel(slide: Any, chart: Chart, place: Place, whole: Chart) -> Any:
    """A small chart of some series of `whole`, on the axes that hold all of it, without labels."""
    times, runs = times_of(whole), runs_of(chart)
    columns = _columns(chart, runs, times)
    frame = _frame(slide, chart, place, columns, times)
    _axes(frame.chart, whole, times, _values(whole), 4)
    look.dress_axis(frame.chart.value_axis, "")
    for (series, segment), line in zip(runs, frame.chart.plots[0].series, strict=True):
        _draw_run(line, series, segment, times)
    sheet.put(frame.chart, columns)
    return frame


def runs_of(chart: Chart) -> list[Run]:
    """Every unbroken run with its series, in the order in which they are drawn."""
    return [(series, segment) for series in chart.series for segment in series.segments]


def _columns(chart: Chart, runs: Sequence[Run], times: Times) -> list[Column]:
    numbers = look.number_format(chart.axis, _values(chart))
    first = Column("Period", times.cells, number_format=times.number_format)
    return [
        first,
        *(
            Column(_run_name(*run), tuple(_cells(run[1], times)), number_format=numbers)
            for run in runs
        ),
    ]


def _frame(slide: Any, chart: Chart, place: Place, columns: Sequence[Column], times: Times) -> Any:
    data = CategoryChartData(number_format=look.number_format(chart.axis, _values(chart)))
    data.categories = list(times.cells)
    if times.dated:
        data.categories.number_format = times.number_format
    for column in columns[1:]:
        data.add_series(clean(column.heading), column.cells)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *place, data)
    look.dress(frame.chart)
    frame.chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")
    return frame


def _cells(segment: Segment, times: Times) -> list[float | None]:
    values = {point.label: point.value for point in segment.points}
    return [values.get(label) for label in times.labels]


def _run_name(series: Series, segment: Segment) -> str:
    if len(series.segments) == 1:
        return series.label
    first, last = segment.points[0].label, segment.points[-1].label
    when = first if first == last else f"{first} to {last}"
    return f"{series.label}, {'projection, ' if segment.projected else ''}{when}"


def _values(chart: Chart) -> list[float]:
    return [p.value for s in chart.series for p in s.points]


def _axes(native: Any, chart: Chart, times: Times, values: Sequence[float], count: int) -> Scale:
    """Value axis with our own ticks, category axis with as many labels as stand side by side."""
    whole = all(v == int(v) for v in values)
    value, category = native.value_axis, native.category_axis
    scale = value_scale(min(values), max(values), chart.axis, count, whole)
    scale = look.set_scale(value, chart.axis, scale)
    if chart.axis.reverse:
        value.crosses = XL_AXIS_CROSSES.MAXIMUM
    category.format.line.color.rgb = look.rgb(LIGHT.baseline)
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_labels.font.size = Pt(12)
    category.tick_labels.font.color.rgb = look.rgb(LIGHT.muted)
    time_axis(category._element, chart, times, _PERIODS if count > _FEW_TICKS else _FEW_PERIODS)
    return scale


def _draw_run(drawn: Any, series: Series, segment: Segment, times: Times) -> None:
    colour = look.colour_of(series.emphasis, series.position, LIGHT.context)
    drawn.smooth = False
    _stroke(drawn.format.line, series, colour, projected=segment.projected)
    drawn.marker.style = XL_MARKER_STYLE.NONE
    for point in segment.points:
        if point is series.last or point.mark is not Mark.SOLID or len(segment.points) == 1:
            _marker(drawn.points[times.place(point)], point, series, colour, segment.projected)


def _stroke(line: Any, series: Series, colour: str, *, projected: bool) -> None:
    line.color.rgb = look.rgb(colour)
    line.width = Pt(LINE_WIDTHS[series.emphasis.value] * _POINTS)
    if projected:
        line.dash_style = DASH.DASH
    elif series.emphasis is Emphasis.COMPARATOR:
        line.dash_style = look.DASHES[series.position % len(look.DASHES)]


def _marker(drawn: Any, point: Point, series: Series, colour: str, projected: bool) -> None:
    shape = look.marker_of(series.emphasis, series.position, point.mark)
    size = 8 if series.emphasis is Emphasis.FOCUS else 6
    hollow = point.mark in (Mark.ESTIMATED, Mark.HOLLOW)
    look.set_marker(drawn, shape, size, colour, hollow=hollow)
    # The line that leads to the point is the point's own, and would else lose its look.
    _stroke(drawn.format.line, series, colour, projected=projected)


def _label_ends(
    drawn: Sequence[Any], chart: Chart, runs: Sequence[Run], times: Times, scale: Scale
) -> None:
    """Name and newest value at each line's end, moved apart where they would overlap."""
    usual = usual_last(chart)
    ends = []
    for at, (series, segment) in enumerate(runs):
        if series.last in segment.points:
            share = scale.share(series.last.value)
            ends.append((1 - share if chart.axis.reverse else share, at))
    ends.sort()
    spread = _spread([share for share, _ in ends])
    for (share, at), moved in zip(ends, spread, strict=True):
        series, _ = runs[at]
        point = drawn[at].points[times.place(series.last)]
        words = f"{series.label} {end_words(series, usual)}"
        look.label(point, words, 12, *look.text_colour(series.emphasis))
        point.data_label.position = XL_LABEL_POSITION.RIGHT
        if abs(moved - share) > 0.002:
            _shift(point.data_label._get_or_add_dLbl(), (share - moved) * _PLOT[3])


def _spread(shares: Sequence[float]) -> list[float]:
    """Heights at least a label apart, as near to where they were as that allows."""
    placed = list(shares)
    for _ in range(60):
        for i in range(len(placed) - 1):
            lack = _LABEL_GAP - (placed[i + 1] - placed[i])
            if lack > 1e-6:
                placed[i] -= lack / 2
                placed[i + 1] += lack / 2
    return placed


def _shift(label: Any, down: float) -> None:
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    etree.SubElement(manual, qn("c:x")).set("val", "0.004")
    etree.SubElement(manual, qn("c:y")).set("val", f"{down:.4f}")
    label.find(qn("c:idx")).addnext(layout)
