"""Reads charts back from what was drawn: values and days from positions, words with their boxes.

The scales are taken from the drawn ticks alone, so that a wrong scale shows as wrong values.
"""

import re
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

from indicators.charts.labels import text_width

SVG = "{http://www.w3.org/2000/svg}"
_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
_SIZES = {"tn": 1e12, "bn": 1e9, "m": 1e6}


@dataclass(frozen=True)
class Words:
    """One text, the box it takes at most, and the middle of its figures."""

    text: str
    part: str
    left: float
    top: float
    right: float
    bottom: float
    middle: float

    def overlaps(self, other: "Words") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def number(text: str) -> float:
    """The number in a tick: "£2.5bn" is 2,500,000,000."""
    found = re.fullmatch(r"(−?)\D*?([\d,]+(?:\.\d+)?)(tn|bn|m)?%?", text)
    assert found, f"not a number: {text!r}"
    value = float(found[2].replace(",", "")) * _SIZES.get(found[3] or "", 1.0)
    return -value if found[1] else value


class Drawn:
    """A parsed SVG."""

    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)
        _, _, self.width, self.height = map(float, self.root.get("viewBox").split())
        self.words = list(self._words(self.root, {}, (0.0, 0.0)))

    def _words(self, node, inherited, shift):
        moved = re.fullmatch(r"translate\((\S+) (\S+)\)", node.get("transform", ""))
        if moved:
            shift = (shift[0] + float(moved[1]), shift[1] + float(moved[2]))
        own = {k: v for k, v in node.attrib.items() if k not in ("x", "y")}
        given = inherited | own
        if node.tag == f"{SVG}text":
            size, bold = float(given["font-size"]), given.get("font-weight") == "700"
            width = text_width(node.text, size, bold)
            x, y = float(node.get("x")) + shift[0], float(node.get("y")) + shift[1]
            left = x - _SHARES[given.get("text-anchor", "start")] * width
            part = given.get("data-part") or ("label" if "data-label" in given else "")
            top, bottom, middle = (y + share * size for share in (-0.74, 0.22, -0.35))
            yield Words(node.text, part, left, top, left + width, bottom, middle)
        for child in node:
            yield from self._words(child, given, shift)

    def part(self, name):
        return [words for words in self.words if words.part == name]

    def group(self, geo):
        return next(g for g in self.root.iter(f"{SVG}g") if g.get("data-geo") == geo)

    @property
    def geos(self):
        return [g.get("data-geo") for g in self.root.iter(f"{SVG}g") if g.get("data-geo")]

    def value_at(self, y):
        """The value at a height, by two drawn ticks: a gridline stands by each of their texts."""
        ticks = self.part("values")
        low, high = ticks[0], ticks[-1]
        per_px = (number(high.text) - number(low.text)) / (high.middle - low.middle)
        return number(low.text) + (y - low.middle) * per_px

    def day_at(self, x, days):
        """The day at a place, by two drawn tick marks whose days are given as text → day."""
        texts = self.part("periods")
        marks = [(words.left + words.right) / 2 for words in texts]
        first, last = days[texts[0].text].toordinal(), days[texts[-1].text].toordinal()
        per_px = (last - first) / (marks[-1] - marks[0])
        return date.fromordinal(round(first + (x - marks[0]) * per_px))

    def lines(self, geo):
        """The points of each drawn polyline of an area."""
        return [
            [tuple(map(float, pair.split(","))) for pair in line.get("points").split()]
            for line in self.group(geo).iter(f"{SVG}polyline")
        ]

    def spots(self, geo):
        """The centres of an area's round markers."""
        return [
            (float(c.get("cx")), float(c.get("cy"))) for c in self.group(geo).iter(f"{SVG}circle")
        ]
