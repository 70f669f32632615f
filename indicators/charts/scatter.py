"""Scatters as SVG: a dot an area, read off two value axes, with its name where there is room.

Measured once for a size; the Plotly renderer stands on the same places. It fits nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicators.charts.description import Axis, Chart, Emphasis, Mark, Pair
from indicators.charts.labels import text_width, wrap
from indicators.charts.layout import scale_words
from indicators.charts.looks import look
from indicators.charts.markup import group, marker
from indicators.charts.picture import (
    Caption,
    Rectangle,
    Rule,
    svg_captions,
    svg_rules,
)
from indicators.charts.plane import NARROW
from indicators.charts.scales import Scale, value_scale
from indicators.theme import FONT_SIZES, NARROW_FONT_SIZES, Theme

_HEIGHT, _HEIGHT_NARROW = 470.0, 360.0
_LEAST_PLOT = 120.0
RADIUS = {Emphasis.FOCUS: 7.5, Emphasis.COMPARATOR: 5.5, Emphasis.CONTEXT: 4.5}
ORDER = (Emphasis.CONTEXT, Emphasis.COMPARATOR, Emphasis.FOCUS)
#: From a dot's edge to its name.
_BESIDE = 4.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a dot and the place where it is written; `anchor` as in SVG."""

    pair: Pair
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class ScatterLayout:
    """A scatter measured for one width. `up` stands above the plot, `along` and `key` below."""

    place: Rectangle
    across: Scale
    upward: Scale
    reverse: tuple[bool, bool]
    size: int
    axis_size: int
    up: tuple[str, ...]
    along: tuple[str, ...]
    key: tuple[str, ...]
    names: tuple[Name, ...]

    def x(self, value: float) -> float:
        share = self.across.share(value)
        share = 1 - share if self.reverse[0] else share
        return self.place.left + share * (self.place.right - self.place.left)

    def y(self, value: float) -> float:
        share = self.upward.share(value)
        share = share if self.reverse[1] else 1 - share
        return self.place.top + share * (self.place.bottom - self.place.top)

    @property
    def axis_line(self) -> float:
        return self.axis_size * 1.35


def scatter_layout(chart: Chart, width: float, height: float | None = None) -> ScatterLayout:
    """Measure a scatter for `width` px, and as tall as is asked for unless dots go without names.

    Their list below adds to the height.
    """
    narrow = width <= NARROW
    sizes = NARROW_FONT_SIZES if narrow else FONT_SIZES
    size, axis_size = sizes["label"] - 1, sizes["axis"]
    across = chart.across or chart.axis
    scale_x = _scale([p.across.value for p in chart.pairs], across, 4 if narrow else 8)
    scale_y = _scale([p.up.value for p in chart.pairs], chart.axis, 5 if narrow else 7)
    line = axis_size * 1.35
    up = wrap(_words(chart.axis, "↑"), width, axis_size)
    along = wrap(_words(across, "→"), width, axis_size)
    left = max(text_width(tick.text, axis_size) for tick in scale_y.ticks) + 8
    top = len(up) * line + 10
    edge = max(text_width(scale_x.ticks[-1].text, axis_size) / 2 + 2, 10.0)
    below = line + 10 + len(along) * line
    usual = _HEIGHT_NARROW if narrow else _HEIGHT
    plot = max((height or usual) - top - below, _LEAST_PLOT)
    reverse = across.reverse, chart.axis.reverse
    place = Rectangle(left, top, width - edge, top + plot, width, top + plot + below)
    bare = ScatterLayout(place, scale_x, scale_y, reverse, size, axis_size, up, along, (), ())
    names, unnamed = _names(chart.pairs, bare)
    key: tuple[str, ...] = ()
    if unnamed:
        told = ", ".join(pair.label for pair in unnamed)
        key = wrap(f"Dots without a name, from left to right: {told}.", width, axis_size)
        tall = place.height + len(key) * line + 4
        place = Rectangle(left, top, place.right, place.bottom, width, tall)
    return ScatterLayout(
        place, scale_x, scale_y, reverse, size, axis_size, up, along, key, tuple(names)
    )


def _scale(values: Sequence[float], axis: Axis, count: int) -> Scale:
    whole = all(value == int(value) for value in values)
    return value_scale(min(values), max(values), axis, count, whole)


def _words(axis: Axis, arrow: str) -> str:
    words = scale_words(axis, off_zero=not axis.from_zero and not axis.reverse)
    return f"{arrow} {words}"


def _names(pairs: Sequence[Pair], m: ScatterLayout) -> tuple[list[Name], list[Pair]]:
    """Each name at the first free place around its dot; the focus and the coloured choose first."""
    order = sorted(pairs, key=lambda p: (-ORDER.index(p.emphasis), p.position, p.geo))
    taken: list[Box] = [_dot_box(pair, m) for pair in pairs]
    placed, unnamed = [], []
    for pair in order:
        own = _dot_box(pair, m)
        found = None
        for name, box in _places(pair, m):
            inside = box[0] >= 0 and box[2] <= m.place.width and box[1] >= m.place.top - 8
            clear = not any(_overlap(box, other) for other in taken if other != own)
            if inside and box[3] <= m.place.bottom and clear:
                found = name
                taken.append(box)
                break
        if found is None:
            unnamed.append(pair)
        else:
            placed.append(found)
    unnamed.sort(key=lambda p: (m.x(p.across.value), p.geo))
    return placed, unnamed


def _dot_box(pair: Pair, m: ScatterLayout) -> Box:
    x, y, r = m.x(pair.across.value), m.y(pair.up.value), RADIUS[pair.emphasis]
    return x - r, y - r, x + r, y + r


def _places(pair: Pair, m: ScatterLayout) -> Iterator[tuple[Name, Box]]:
    """Places for a name around its dot, the best first: right, left, above, below, corners."""
    x, y, r = m.x(pair.across.value), m.y(pair.up.value), RADIUS[pair.emphasis]
    wide = text_width(pair.label, m.size, pair.emphasis is Emphasis.FOCUS)
    tall, off = m.size * 1.1, r + _BESIDE
    for dx, dy, anchor in (
        (off, 0.0, "start"),
        (-off, 0.0, "end"),
        (0.0, -(r + tall / 2 + 1), "middle"),
        (0.0, r + tall / 2 + 1, "middle"),
        (off * 0.7, -(r + tall * 0.4), "start"),
        (off * 0.7, r + tall * 0.4, "start"),
        (-off * 0.7, -(r + tall * 0.4), "end"),
        (-off * 0.7, r + tall * 0.4, "end"),
    ):
        begin = x + dx - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        box = (begin, y + dy - tall / 2, begin + wide, y + dy + tall / 2)
        yield Name(pair, x + dx, y + dy, anchor), box


def _overlap(one: Box, other: Box) -> bool:
    return not (
        one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    )


def scatter_svg(
    chart: Chart, width: float, theme: Theme, height: float | None = None
) -> tuple[str, float]:
    """Everything inside the picture, back to front, and how tall it is."""
    m = scatter_layout(chart, width, height)
    dots = [
        group([_dot(pair, m, theme)], data_geo=pair.geo)
        for emphasis in ORDER
        for pair in chart.pairs
        if pair.emphasis is emphasis
    ]
    parts = (svg_rules(rules(m, theme)), *dots, *svg_captions(captions(m, theme)))
    return "".join(parts), m.place.height


def is_plain(pair: Pair) -> bool:
    """Whether both figures are as the rest: neither an estimate nor from another release."""
    return pair.across.mark is Mark.SOLID and pair.up.mark is Mark.SOLID


def _dot(pair: Pair, m: ScatterLayout, theme: Theme) -> str:
    style, plain = look(pair, theme), is_plain(pair)
    return marker(
        style.marker, m.x(pair.across.value), m.y(pair.up.value), RADIUS[pair.emphasis],
        fill=style.colour if plain else theme.background, stroke=style.colour,
        stroke_width=1.0 if plain else 1.75,
    )  # fmt: skip


def rules(m: ScatterLayout, theme: Theme) -> list[Rule]:
    place = m.place
    found = [
        Rule(m.x(t.at), place.top, m.x(t.at), place.bottom,
             theme.baseline if t.at == 0 else theme.grid)
        for t in m.across.ticks
    ]  # fmt: skip
    found += [
        Rule(place.left, m.y(t.at), place.right, m.y(t.at),
             theme.baseline if t.at == 0 else theme.grid)
        for t in m.upward.ticks
    ]  # fmt: skip
    return found


def captions(m: ScatterLayout, theme: Theme) -> list[Caption]:
    place, line, size = m.place, m.axis_line, m.axis_size
    found = [
        Caption(words, 0, line * (at + 0.5), size, theme.muted, part="unit")
        for at, words in enumerate(m.up)
    ]
    found += [
        Caption(t.text, place.left - 8, m.y(t.at), size, theme.muted, "end", part="values")
        for t in m.upward.ticks
    ]
    y = place.bottom + line * 0.8
    found += [
        Caption(t.text, m.x(t.at), y, size, theme.muted, "middle", part="across")
        for t in m.across.ticks
    ]
    found += [
        Caption(words, place.right, y + line * (at + 1), size, theme.muted, "end", part="unit")
        for at, words in enumerate(m.along)
    ]
    y += line * (len(m.along) + 1) + 4
    found += [
        Caption(words, 0, y + line * at, size, theme.muted, part="key")
        for at, words in enumerate(m.key)
    ]
    for name in m.names:
        style = look(name.pair, theme)
        found.append(
            Caption(name.pair.label, name.x, name.y, m.size, style.text, name.anchor, style.bold,
                    part="name")
        )  # fmt: skip
    return found
