"""Our own SVG placed on a PDF page as vectors and text.

It knows the elements and attributes that `indicators.charts` writes, and no others.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, replace

from fpdf import FPDF
from fpdf.enums import TextMode

from indicators.charts.markup import number

FAMILY = "Inter"
_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight",
    "text-anchor", "paint-order", "opacity", "fill-opacity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where a point of the drawing stands on the page: shifted, then scaled evenly."""

    x: float
    y: float
    scale: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.x + x * self.scale, self.y + y * self.scale

    def moved(self, x: float, y: float, scale: float = 1.0) -> "_Plane":
        left, top = self.at(x, y)
        return replace(self, x=left, y=top, scale=self.scale * scale)


def place(document: FPDF, drawing: str, x: float, y: float, scale: float) -> None:
    """Draw SVG text written by this project on the current page, its corner at (x, y)."""
    # Only drawings made in this process come here, so the parser meets no foreign markup.
    root = ET.fromstring(drawing)
    document._out("0 J")  # butt ends: the library's square ones close the gaps of a dashed line
    _walk(document, root, _Plane(x, y, scale), {"fill": "#000000", "stroke": "none"}, outer=True)


def _walk(
    document: FPDF, node: ET.Element, plane: _Plane, given: dict[str, str], *, outer: bool = False
) -> None:
    name = node.tag.rsplit("}", 1)[-1]
    own = given | {k: node.attrib[k] for k in _INHERITED if k in node.attrib}
    if name == "svg" and not outer:
        inner = [float(part) for part in node.attrib["viewBox"].split()]
        grown = float(node.attrib["width"]) / inner[2]
        plane = plane.moved(_value(node, "x"), _value(node, "y"), grown)
    if name == "g" and "transform" in node.attrib:
        plane = _transformed(plane, node.attrib["transform"])
    if name in ("svg", "g"):
        for child in node:
            _walk(document, child, plane, own)
    elif name in _DRAWERS:
        _DRAWERS[name](document, node, plane, own)


def _transformed(plane: _Plane, words: str) -> _Plane:
    kind, _, rest = words.partition("(")
    if kind.strip() != "translate":
        raise ValueError(f"a chart holds the transform {words!r}, which PDF does not draw yet")
    shift = [float(part) for part in rest.rstrip(") ").replace(",", " ").split()]
    return plane.moved(shift[0], shift[1] if len(shift) > 1 else 0.0)


def _value(node: ET.Element, name: str, default: float = 0.0) -> float:
    return float(node.attrib.get(name, default))


def _ink(document: FPDF, plane: _Plane, own: dict[str, str]) -> str:
    """Set colours, width and dashes; answers what is drawn: D, F, DF, or nothing."""
    style = ""
    if own["stroke"] != "none":
        document.set_draw_color(own["stroke"])
        document.set_line_width(float(own.get("stroke-width", 1)) * plane.scale)
        _dashes(document, plane, own.get("stroke-dasharray", ""))
        style = "D"
    if own["fill"] != "none":
        document.set_fill_color(own["fill"])
        style += "F"
    return style


def _dashes(document: FPDF, plane: _Plane, words: str) -> None:
    lengths = [float(part) * plane.scale for part in words.replace(",", " ").split()]
    if not lengths:
        document.set_dash_pattern()
    else:
        shape = " ".join(number(length) for length in lengths)
        document.set_dash_pattern(0.1, 0.1)  # so that the library takes note of a change
        document._out(f"[{shape}] 0 d")


def _line(document: FPDF, node: ET.Element, plane: _Plane, own: dict[str, str]) -> None:
    if "D" in _ink(document, plane, own):
        start = plane.at(_value(node, "x1"), _value(node, "y1"))
        document.line(*start, *plane.at(_value(node, "x2"), _value(node, "y2")))
        document.set_dash_pattern()


def _corners(node: ET.Element, plane: _Plane) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in node.attrib["points"].split())
    return [plane.at(float(x), float(y)) for x, y in pairs]


def _polyline(document: FPDF, node: ET.Element, plane: _Plane, own: dict[str, str]) -> None:
    if _ink(document, plane, own | {"fill": "none"}):
        document.polyline(_corners(node, plane))
        document.set_dash_pattern()


def _polygon(document: FPDF, node: ET.Element, plane: _Plane, own: dict[str, str]) -> None:
    style = _ink(document, plane, own)
    if style:
        with document.local_context(fill_opacity=_opacity(own)):
            document.polygon(_corners(node, plane), style=style)


def _rect(document: FPDF, node: ET.Element, plane: _Plane, own: dict[str, str]) -> None:
    style = _ink(document, plane, own)
    if style:
        corner = plane.at(_value(node, "x"), _value(node, "y"))
        size = (_value(node, "width") * plane.scale, _value(node, "height") * plane.scale)
        with document.local_context(fill_opacity=_opacity(own)):
            document.rect(*corner, *size, style=style)


def _circle(document: FPDF, node: ET.Element, plane: _Plane, own: dict[str, str]) -> None:
    style = _ink(document, plane, own)
    if style:
        centre = plane.at(_value(node, "cx"), _value(node, "cy"))
        document.circle(*centre, _value(node, "r") * plane.scale, style=style)


def _opacity(own: dict[str, str]) -> float:
    return float(own.get("fill-opacity", 1)) * float(own.get("opacity", 1))


def _text(document: FPDF, node: ET.Element, plane: _Plane, own: dict[str, str]) -> None:
    words = "".join(node.itertext())
    weight = own.get("font-weight", "400")
    bold = "B" if weight == "bold" or (weight.isdigit() and int(weight) >= 600) else ""
    document.set_font(FAMILY, bold, float(own.get("font-size", 14)) * plane.scale)
    x, y = plane.at(_value(node, "x"), _value(node, "y"))
    share = {"middle": 0.5, "end": 1.0}.get(own.get("text-anchor", "start"), 0.0)
    x -= document.get_string_width(words) * share
    if own.get("stroke", "none") != "none":
        _ink(document, plane, own)
        with document.local_context(text_mode=TextMode.STROKE):
            document.text(x, y, words)
    document.set_text_color(own["fill"])
    document.text(x, y, words)


_DRAWERS: dict[str, Callable[[FPDF, ET.Element, _Plane, dict[str, str]], None]] = {
    "line": _line,
    "polyline": _polyline,
    "polygon": _polygon,
    "rect": _rect,
    "circle": _circle,
    "text": _text,
}
