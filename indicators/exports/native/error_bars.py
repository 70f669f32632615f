"""Error bars of a native chart with a length for each point: ranges, and lines between two dots."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Pt

#: What stands after error bars in a series, of which the schema gives the order.
_AFTER = ("c:cat", "c:xVal", "c:val", "c:yVal", "c:smooth", "c:bubbleSize")

Lengths = tuple[str, Sequence[float | None]]


def add_error_bars(  # noqa: PLR0913  (how it looks is the caller's)
    series: Any,
    direction: str,
    plus: Lengths,
    minus: Lengths,
    *,
    colour: str,
    width: float,
    opacity: float = 1.0,
) -> None:
    """Bars of `plus` and `minus` (cells and lengths) along x or y, `width` points thick."""
    bars = etree.Element(qn("c:errBars"))
    for tag, value in (
        ("errDir", direction),
        ("errBarType", "both"),
        ("errValType", "cust"),
        ("noEndCap", "1"),
    ):
        etree.SubElement(bars, qn(f"c:{tag}")).set("val", value)
    for tag, (cells, lengths) in (("plus", plus), ("minus", minus)):
        bars.append(_numbers(tag, cells, lengths))
    bars.append(_line(colour, width, opacity))
    _insert(series, bars)


def add_upright(series: Any, half: float, *, colour: str, width: float) -> None:
    """An upright line through each point, of one height: `half` up and down."""
    bars = etree.Element(qn("c:errBars"))
    for tag, value in (
        ("errDir", "y"),
        ("errBarType", "both"),
        ("errValType", "fixedVal"),
        ("noEndCap", "1"),
        ("val", str(half)),
    ):
        etree.SubElement(bars, qn(f"c:{tag}")).set("val", value)
    bars.append(_line(colour, width, 1.0))
    _insert(series, bars)


def _insert(series: Any, bars: Any) -> None:
    element = series._element
    following = next(child for child in element if child.tag in {qn(tag) for tag in _AFTER})
    following.addprevious(bars)


def _numbers(tag: str, cells: str, lengths: Sequence[float | None]) -> Any:
    found = etree.Element(qn(f"c:{tag}"))
    numbers = etree.SubElement(found, qn("c:numRef"))
    etree.SubElement(numbers, qn("c:f")).text = cells
    cache = etree.SubElement(numbers, qn("c:numCache"))
    etree.SubElement(cache, qn("c:formatCode")).text = "General"
    etree.SubElement(cache, qn("c:ptCount")).set("val", str(len(lengths)))
    for at, length in enumerate(lengths):
        if length is not None:
            point = etree.SubElement(cache, qn("c:pt"))
            point.set("idx", str(at))
            etree.SubElement(point, qn("c:v")).text = repr(float(length))
    return found


def _line(colour: str, width: float, opacity: float) -> Any:
    shape = etree.Element(qn("c:spPr"))
    line = etree.SubElement(shape, qn("a:ln"))
    line.set("w", str(Pt(width)))
    line.set("cap", "flat")
    fill = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
    fill.set("val", colour.lstrip("#").upper())
    if opacity < 1:
        etree.SubElement(fill, qn("a:alpha")).set("val", str(round(opacity * 100_000)))
    etree.SubElement(line, qn("a:round"))
    return shape
