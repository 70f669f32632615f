"""Native PowerPoint charts from our chart description: lines with gaps, and ranked bars.

Colours, order and numbers are the description's. Slides and words are `pptx`'s.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
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

from indicators.charts.bars import value_words
from indicators.charts.description import Axis, Chart, Emphasis, Mark, Point, Segment, Series
from indicators.charts.end_labels import end_words, usual_last
from indicators.charts.layout import axis_title
from indicators.charts.scales import value_scale
from indicators.theme import LIGHT, LINE_WIDTHS

_FONT = "Arial"
_DASHES = (DASH.DASH, DASH.ROUND_DOT, DASH.DASH_DOT, DASH.SQUARE_DOT, DASH.LONG_DASH_DOT)
_MARKERS = (
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.X,
    XL_MARKER_STYLE.PLUS,
)
#: The plot inside its frame as shares of it; the rest is for ticks and the labels at line ends.
_PLOT = (0.07, 0.04, 0.73, 0.80)
_SIZES = {1e3: "thousand", 1e6: "million", 1e9: "billion"}
_LABEL_GAP = 0.058

Place = tuple[Any, ...]


def add_lines(slide: Any, chart: Chart, place: Place) -> Any:
    """A line chart; each unbroken run is a series of its own, so that a break stays a gap."""
    periods = _periods(chart)
    data = CategoryChartData(number_format=_number_format(chart.axis, _values(chart)))
    dated = _dated(chart, periods)
    data.categories = dated or periods
    if dated:
        data.categories.number_format = "yyyy" if chart.frequency == "A" else "mmm yyyy"
    runs = [(s, segment) for s in chart.series for segment in s.segments]
    for series, segment in runs:
        values = {point.label: point.value for point in segment.points}
        data.add_series(_run_name(series, segment), [values.get(label) for label in periods])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *place, data)
    native = frame.chart
    _dress(native)
    scale = _axes(native, chart, periods)
    native._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")
    _inner_plot(native)
    for (series, segment), drawn in zip(runs, native.plots[0].series, strict=True):
        _draw_run(drawn, series, segment, periods)
    _label_ends(native, chart, runs, periods, scale)
    return frame


def add_bars(slide: Any, chart: Chart, place: Place) -> Any:
    """Ranked bars from zero, best on top, each with its value in words."""
    data = CategoryChartData(number_format=_number_format(chart.axis, _values(chart)))
    data.categories = [f"{bar.rank}  {bar.label}".strip() for bar in chart.bars]
    data.add_series(_unit_words(chart) or "Value", [bar.value for bar in chart.bars])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    native = frame.chart
    _dress(native)
    size = 12 if len(chart.bars) <= 15 else 10 if len(chart.bars) <= 26 else 8
    category, value = native.category_axis, native.value_axis
    category.reverse_order = True
    category.tick_labels.font.size = Pt(size)
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.format.line.color.rgb = _rgb(LIGHT.baseline)
    category.major_tick_mark = XL_TICK_MARK.NONE
    value.visible = False
    value.has_major_gridlines = False
    value.minimum_scale = min(0.0, *(bar.value for bar in chart.bars))
    plot = native.plots[0]
    plot.gap_width = 40
    plot.vary_by_categories = False
    for place_in, bar in enumerate(chart.bars):
        point = plot.series[0].points[place_in]
        colour = _colour(bar.emphasis, bar.position, LIGHT.bar)
        if bar.mark is Mark.SOLID:
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = _rgb(colour)
        else:
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = _rgb(LIGHT.background)
            point.format.line.color.rgb = _rgb(colour)
            point.format.line.dash_style = DASH.DASH
        focus = bar.emphasis is Emphasis.FOCUS
        _label(point, value_words(bar), size, LIGHT.focus_text if focus else LIGHT.ink, focus)
        point.data_label.position = XL_LABEL_POSITION.OUTSIDE_END
    return frame


def _unit_words(chart: Chart) -> str:
    """The unit over the value axis; where values are stored in millions, it says so."""
    title, axis = axis_title(chart), chart.axis
    size = _SIZES.get(axis.multiplier, "")
    if not size:
        return title
    unit = f"{axis.prefix} {size}".strip()
    return f"{unit}, {title[:1].lower()}{title[1:]}" if title else unit


def _periods(chart: Chart) -> list[str]:
    """Every period in order; years without a figure are put in, so that spacing is true."""
    labels = {point.x: point.label for series in chart.series for point in series.points}
    ordered = list(dict.fromkeys(labels[x] for x in sorted(labels)))
    if chart.frequency == "A" and all(label.isdigit() for label in ordered):
        return [str(year) for year in range(int(ordered[0]), int(ordered[-1]) + 1)]
    return ordered


def _dated(chart: Chart, periods: Sequence[str]) -> list[date]:
    """The periods as days for a time axis; empty where they are not years or months."""
    if chart.frequency == "A" and all(label.isdigit() for label in periods):
        return [date(int(label), 1, 1) for label in periods]
    if chart.frequency == "M":
        days = {p.label: p.x.replace(day=1) for s in chart.series for p in s.points}
        found = [days[label] for label in periods]
        return found if len(set(found)) == len(found) else []
    return []


def _time_axis(axis: Any, chart: Chart, count: int) -> None:
    """As many period labels as stand side by side; turned where each period has its own words."""
    words = axis.find(qn("c:txPr")).find(qn("a:bodyPr"))
    if axis.tag != qn("c:dateAx"):
        words.set("rot", "-2700000" if count > 8 else "0")
        return
    words.set("rot", "0")
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        old = axis.find(qn(tag))
        if old is not None:
            axis.remove(old)
    unit = "years" if chart.frequency == "A" else "months"
    wanted = max(1.0, count / 12)
    steps = (1, 2, 5, 10, 20) if unit == "years" else (1, 3, 6, 12, 24, 60)
    step = next((s for s in steps if s >= wanted), steps[-1])
    for tag, value in (("baseTimeUnit", unit), ("majorUnit", str(step)), ("majorTimeUnit", unit)):
        etree.SubElement(axis, qn(f"c:{tag}")).set("val", value)


def _run_name(series: Series, segment: Segment) -> str:
    if len(series.segments) == 1:
        return series.label
    first, last = segment.points[0].label, segment.points[-1].label
    return f"{series.label}, {first}" if first == last else f"{series.label}, {first} to {last}"


def _values(chart: Chart) -> list[float]:
    return [p.value for s in chart.series for p in s.points] + [b.value for b in chart.bars]


def _number_format(axis: Axis, values: Sequence[float]) -> str:
    """As many decimals as the values need, two at most, with the unit's own signs."""
    largest = max((abs(v) for v in values), default=0.0)
    needed = next((d for d in (0, 1) if all(abs(v - round(v, d)) < 1e-9 for v in values)), 2)
    decimals = 0 if largest >= 1000 else min(needed, 1) if largest >= 20 else needed
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    quoted = [f'"{part}"' if part else "" for part in (axis.prefix, axis.suffix)]
    if axis.multiplier != 1.0:
        quoted = ["", ""]  # stored in millions: the unit over the axis says so
    return f"{quoted[0]}{number}{quoted[1]}"


def _dress(native: Any) -> None:
    native.has_legend = False
    native.has_title = False
    native.font.name, native.font.size = _FONT, Pt(12)
    native.font.color.rgb = _rgb(LIGHT.ink)


def _axes(native: Any, chart: Chart, periods: Sequence[str]) -> tuple[float, float]:
    """Value axis with our own ticks, category axis with as many labels as stand side by side."""
    values = [p.value for s in chart.series for p in s.points]
    whole = all(v == int(v) for v in values)
    scale = value_scale(min(values), max(values), chart.axis, 7, whole)
    ticks = [tick.at for tick in scale.ticks]
    value, category = native.value_axis, native.category_axis
    value.minimum_scale, value.maximum_scale = scale.low, scale.high
    if len(ticks) > 1:
        value.major_unit = abs(ticks[1] - ticks[0])
    value.tick_labels.number_format = _number_format(chart.axis, ticks)
    value.tick_labels.number_format_is_linked = False
    value.major_gridlines.format.line.color.rgb = _rgb(LIGHT.grid)
    value.format.line.fill.background()
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.has_title = bool(_unit_words(chart))
    if value.has_title:
        frame = value.axis_title.text_frame
        frame.text = _unit_words(chart)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(11), False, _FONT
        font.color.rgb = _rgb(LIGHT.muted)
    if chart.axis.reverse:
        value.reverse_order = True
        value.crosses = XL_AXIS_CROSSES.MAXIMUM
    category.format.line.color.rgb = _rgb(LIGHT.baseline)
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.major_tick_mark = XL_TICK_MARK.NONE
    for axis in (value, category):
        axis.tick_labels.font.size = Pt(12)
        axis.tick_labels.font.color.rgb = _rgb(LIGHT.muted)
    _time_axis(category._element, chart, len(periods))
    return scale.low, scale.high


def _inner_plot(native: Any) -> None:
    area = native._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = etree.SubElement(area, qn("c:layout"))
        area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    parts = [("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge")]
    parts += [(name, str(share)) for name, share in zip("xywh", _PLOT, strict=True)]
    for name, value in parts:
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)


def _draw_run(drawn: Any, series: Series, segment: Segment, periods: Sequence[str]) -> None:
    colour = _rgb(_colour(series.emphasis, series.position, LIGHT.context))
    drawn.smooth = False
    line = drawn.format.line
    line.color.rgb = colour
    line.width = Pt(LINE_WIDTHS[series.emphasis.value] * 0.75)
    if series.emphasis is Emphasis.COMPARATOR:
        line.dash_style = _DASHES[series.position % len(_DASHES)]
    drawn.marker.style = XL_MARKER_STYLE.NONE
    for point in segment.points:
        if point is series.last or point.mark is not Mark.SOLID or len(segment.points) == 1:
            _marker(drawn.points[periods.index(point.label)], point, series, colour)


def _marker(drawn: Any, point: Point, series: Series, colour: Any) -> None:
    style = XL_MARKER_STYLE.CIRCLE
    if series.emphasis is Emphasis.COMPARATOR and point.mark is Mark.SOLID:
        style = _MARKERS[series.position % len(_MARKERS)]
    if point.mark is Mark.OTHER_RELEASE:
        style = XL_MARKER_STYLE.DIAMOND
    drawn.marker.style = style
    drawn.marker.size = 8 if series.emphasis is Emphasis.FOCUS else 6
    hollow = point.mark in (Mark.ESTIMATED, Mark.HOLLOW)
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = _rgb(LIGHT.background) if hollow else colour
    drawn.marker.format.line.color.rgb = colour
    # The line that leads to the point is the point's own, and would else lose its look.
    line = drawn.format.line
    line.color.rgb = colour
    line.width = Pt(LINE_WIDTHS[series.emphasis.value] * 0.75)
    if series.emphasis is Emphasis.COMPARATOR:
        line.dash_style = _DASHES[series.position % len(_DASHES)]


def _label_ends(
    native: Any,
    chart: Chart,
    runs: Sequence[tuple[Series, Segment]],
    periods: Sequence[str],
    scale: tuple[float, float],
) -> None:
    """Name and newest value at each line's end, moved apart where they would overlap."""
    low, high = scale
    span = (high - low) or 1.0
    usual = usual_last(chart)
    ends = []
    for at, (series, segment) in enumerate(runs):
        if series.last in segment.points:
            share = (series.last.value - low) / span
            ends.append((1 - share if chart.axis.reverse else share, at))
    ends.sort()
    spread = _spread([share for share, _ in ends])
    for (share, at), moved in zip(ends, spread, strict=True):
        series, _ = runs[at]
        point = native.plots[0].series[at].points[periods.index(series.last.label)]
        focus = series.emphasis is Emphasis.FOCUS
        colour = LIGHT.focus_text if focus else LIGHT.ink
        _label(point, f"{series.label} {end_words(series, usual)}", 12, colour, focus)
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


def _label(point: Any, text: str, size: int, colour: str, bold: bool) -> None:
    frame = point.data_label.text_frame
    frame.text = text
    frame.word_wrap = False
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.name = Pt(size), bold, _FONT
    font.color.rgb = _rgb(colour)


def _colour(emphasis: Emphasis, position: int, context: str) -> str:
    if emphasis is Emphasis.FOCUS:
        return LIGHT.focus
    if emphasis is Emphasis.COMPARATOR:
        return LIGHT.comparators[position % len(LIGHT.comparators)]
    return context


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.lstrip("#").upper())
