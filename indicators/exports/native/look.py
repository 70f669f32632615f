"""What every native chart shares: type, colours, markers, labels, number formats, places.

Values and words are the description's. It adds no chart.
"""

import math
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.oxml.ns import qn
from pptx.util import Pt

from indicators.charts.description import Axis, Chart, Emphasis, Kind, Mark
from indicators.charts.end_labels import when_words
from indicators.charts.layout import axis_title
from indicators.charts.scales import Scale
from indicators.exports.stamp import clean
from indicators.theme import LIGHT

FONT = "Arial"
DASHES = (DASH.DASH, DASH.ROUND_DOT, DASH.DASH_DOT, DASH.SQUARE_DOT, DASH.LONG_DASH_DOT)
MARKERS = (
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.X,
    XL_MARKER_STYLE.PLUS,
)
_SIZES = {1e3: "thousand", 1e6: "million", 1e9: "billion"}

#: A log axis over more than this counts in tens, else in twos.
_TENFOLD = 30
#: Left, top, width and height on the slide.
Place = tuple[Any, ...]


def dress(native: Any) -> None:
    """No legend and no title inside; our face; axis numbers that the format allows."""
    native.has_legend = False
    native.has_title = False
    native.font.name, native.font.size = FONT, Pt(12)
    native.font.color.rgb = rgb(LIGHT.ink)
    # The library's own numbers for axes are below zero, which the schema does not allow.
    for old, new in zip(dict.fromkeys(_axis_numbers(native)), ("111111", "222222"), strict=False):
        for tag in ("c:axId", "c:crossAx"):
            for node in native._chartSpace.iter(qn(tag)):
                if node.get("val") == old:
                    node.set("val", new)


def _axis_numbers(native: Any) -> list[str]:
    return [node.get("val") for node in native._chartSpace.iter(qn("c:axId"))]


def rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.lstrip("#").upper())


def colour_of(emphasis: Emphasis, position: int, context: str) -> str:
    """The colour of an area's data; `context` where it is drawn as context."""
    if emphasis is Emphasis.FOCUS:
        return LIGHT.focus
    if emphasis is Emphasis.COMPARATOR:
        return LIGHT.comparators[position % len(LIGHT.comparators)]
    return context


def marker_of(emphasis: Emphasis, position: int, mark: Mark) -> Any:
    """The shape of a marker: what tells comparators apart without colour."""
    if mark is Mark.OTHER_RELEASE:
        return XL_MARKER_STYLE.DIAMOND
    if emphasis is Emphasis.COMPARATOR and mark is Mark.SOLID:
        return MARKERS[position % len(MARKERS)]
    return XL_MARKER_STYLE.CIRCLE


def set_marker(drawn: Any, style: Any, size: int, colour: str, *, hollow: bool) -> None:
    """A marker of a series or of a point, filled or pale inside."""
    drawn.marker.style, drawn.marker.size = style, size
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = rgb(pale(colour) if hollow else colour)
    drawn.marker.format.line.color.rgb = rgb(colour)
    drawn.marker.format.line.width = Pt(1.5)


def label(point: Any, text: str, size: float, colour: str, bold: bool) -> None:
    """The words beside one point."""
    frame = point.data_label.text_frame
    frame.text = clean(text)
    frame.word_wrap = False
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.name = Pt(size), bold, FONT
    font.color.rgb = rgb(colour)


def text_colour(emphasis: Emphasis) -> tuple[str, bool]:
    """Colour and weight of an area's words."""
    focus = emphasis is Emphasis.FOCUS
    return (LIGHT.focus_text if focus else LIGHT.ink), focus


def number_format(axis: Axis, values: Sequence[float]) -> str:
    """As many decimals as the values need, two at most, with the unit's own signs."""
    largest = max((abs(v) for v in values), default=0.0)
    needed = next((d for d in (0, 1) if all(abs(v - round(v, d)) < 1e-9 for v in values)), 2)
    decimals = 0 if largest >= 1000 else min(needed, 1) if largest >= 20 else needed
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    quoted = [f'"{part}"' if part else "" for part in (axis.prefix, axis.suffix)]
    if axis.multiplier != 1.0:
        quoted = ["", ""]  # stored in millions: the unit over the axis says so
    return f"{quoted[0]}{number}{quoted[1]}"


def set_scale(drawn: Any, axis: Axis, scale: Scale) -> Scale:
    """Limits, ticks and numbers of a value axis; gives back the scale that PowerPoint draws."""
    ticks = [tick.at for tick in scale.ticks]
    drawn.tick_labels.number_format = "0;;" if axis.reverse else number_format(axis, ticks)
    drawn.tick_labels.number_format_is_linked = False
    # Places count from 1, in steps from 0, which has no number.
    low = 0.0 if axis.reverse else scale.low
    if axis.log:
        low = _log(drawn, scale)
    elif len(ticks) > 1:
        drawn.major_unit = abs(ticks[-1] - ticks[-2])
    drawn.minimum_scale, drawn.maximum_scale = low, scale.high
    drawn.reverse_order = axis.reverse
    return Scale(low, scale.high, scale.ticks, scale.log)


def _log(drawn: Any, scale: Scale) -> float:
    """A log axis. PowerPoint counts up from its lower end in powers, so that is one of them."""
    base = 10 if scale.high / scale.low > _TENFOLD else 2
    node = etree.Element(qn("c:logBase"))
    node.set("val", str(base))
    drawn._element.find(qn("c:scaling")).insert(0, node)
    drawn.major_unit = base
    return float(base ** math.floor(math.log(scale.low, base) + 1e-9))


def unit_words(chart: Chart) -> str:
    """The unit over the value axis; where values are stored in millions, it says so."""
    return unit_of(chart.axis, axis_title(chart))


def values_words(chart: Chart) -> str:
    """What the values beside bars and lines are; "" where the chart says so itself."""
    if chart.kind is Kind.BAR:
        return f"Values: {unit_words(chart)}." if unit_words(chart) else ""
    return when_words(chart) if chart.series else ""


def unit_of(axis: Axis, title: str) -> str:
    """An axis title with the size of the unit, where values are stored in thousands or more."""
    size = _SIZES.get(axis.multiplier, "")
    if not size:
        return title
    unit = f"{axis.prefix} {size}".strip()
    return f"{unit}, {title[:1].lower()}{title[1:]}" if title else unit


def dress_axis(axis: Any, title: str) -> None:
    """A value axis: hairline grid, no line of its own, grey numbers, the unit as title."""
    axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.grid)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(12)
    axis.tick_labels.font.color.rgb = rgb(LIGHT.muted)
    axis.has_title = bool(title)
    if title:
        frame = axis.axis_title.text_frame
        frame.text = clean(title)
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(11), False, FONT
        font.color.rgb = rgb(LIGHT.muted)


def title_at(axis: Any, top: float) -> None:
    """Move an axis title to the upper left corner, where it is read first."""
    title = axis._element.find(qn("c:title"))
    old = title.find(qn("c:layout"))
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in (("xMode", "edge"), ("yMode", "edge"), ("x", "0.0"), ("y", str(top))):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)
    if old is not None:
        title.replace(old, layout)
    else:
        title.find(qn("c:tx")).addnext(layout)


def pale(colour: str, share: float = 0.3) -> str:
    """A colour mixed with white: what marks an estimate, also where outlines are not drawn."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def plot_at(native: Any, shares: tuple[float, float, float, float]) -> None:
    """Where the data stand inside the frame, as shares of it: left, top, width, height."""
    area = native._chartSpace.chart.plotArea
    layout = area.find(qn("c:layout"))
    if layout is None:
        layout = etree.SubElement(area, qn("c:layout"))
        area.insert(0, layout)
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    parts = [("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge")]
    parts += [(name, f"{share:.4f}") for name, share in zip("xywh", shares, strict=True)]
    for name, value in parts:
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)
