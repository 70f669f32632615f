"""Dumbbells: two dots an area, the earlier hollow, the later solid, joined; values at both ends.

Measured once for a size, then drawn as SVG and as Plotly data. It orders and words nothing.
"""

from dataclasses import dataclass
from html import escape
from typing import Any

from indicators.charts.changes import later_words, usual_later
from indicators.charts.description import Change, Chart, Emphasis, Point
from indicators.charts.labels import shorten, text_width, wrap
from indicators.charts.layout import axis_title
from indicators.charts.looks import look
from indicators.charts.markup import element, group, marker
from indicators.charts.picture import (
    Caption,
    Rectangle,
    Rule,
    hidden_axis,
    plotly_layout,
    svg_captions,
    svg_rules,
)
from indicators.charts.plane import NARROW
from indicators.charts.scales import Scale, value_scale
from indicators.theme import FONT_SIZES, NARROW_FONT_SIZES, Theme

Spec = dict[str, Any]

#: Of the width, what the dots keep at least; where names and values leave less, a row has two
#: lines: words above, dots below; and three where a name and its values are wider than the chart.
_LEAST_PLOT = 0.36
_MOST_NAME = 0.3
#: Between a name and its values on one line.
_APART = 10.0
#: Where words above dots begin: clear of the line of zero, which mostly stands at the edge.
_INDENT = 14.0
#: From a dot's centre to its value.
_BESIDE = 11.0


@dataclass(frozen=True, slots=True)
class _Layout:
    place: Rectangle
    scale: Scale
    row: float
    stacked: bool
    #: The height of a line of values under the name, where they have one of their own.
    under: float
    size: int
    axis_size: int
    title: tuple[str, ...]
    usual: str

    def x(self, value: float) -> float:
        return self.place.left + self.scale.share(value) * (self.place.right - self.place.left)

    def y(self, at: int) -> float:
        """The height of a row's dots."""
        tall = self.row - self.under
        return self.place.top + (at + 1) * self.row - (0.26 if self.stacked else 0.5) * tall

    @property
    def words(self) -> float:
        """How far above its dots the lowest line of a row's words stands."""
        return (self.row - self.under) * 0.48


def _told(point: Point, usual: str) -> str:
    return point.text if point.label == usual else f"{point.text} ({point.label})"


def _both(change: Change, usual: str) -> str:
    return f"{change.earlier.text} to {_told(change.later, usual)}"


def _one_line(change: Change, usual: str, size: float) -> float:
    """The width of a name and its values beside each other."""
    bold = change.emphasis is Emphasis.FOCUS
    words = (change.label, _both(change, usual))
    return sum(text_width(text, size, bold) for text in words) + _APART


def _measured(chart: Chart, width: float) -> _Layout:
    sizes = NARROW_FONT_SIZES if width <= NARROW else FONT_SIZES
    size, axis_size = sizes["label"], sizes["axis"]
    usual = usual_later(chart.changes)
    texts = [
        text_width(_told(point, label), size, c.emphasis is Emphasis.FOCUS)
        for c in chart.changes
        for point, label in ((c.earlier, c.earlier.label), (c.later, usual))
    ]
    names = max(text_width(c.label, size, c.emphasis is Emphasis.FOCUS) for c in chart.changes)
    side = max(texts) + _BESIDE
    left = min(names, width * _MOST_NAME) + 10 + side
    stacked = width - left - side < width * _LEAST_PLOT
    left, right = (8.0, width - 8) if stacked else (left, width - side)
    row = (44.0 if width <= NARROW else 50.0) if stacked else (23.0 if width <= NARROW else 27.0)
    widest = max(_one_line(c, usual, size) for c in chart.changes)
    under = size * 1.35 if stacked and widest > width - _INDENT else 0.0
    row += under
    title = wrap(axis_title(chart), width, axis_size)
    top = (len(title) + 2) * axis_size * 1.4 + 10
    bottom = top + row * len(chart.changes)
    values = [p.value for c in chart.changes for p in (c.earlier, c.later)]
    whole = all(value == int(value) for value in values)
    scale = value_scale(min(values), max(values), chart.axis, 4 if width <= NARROW else 7, whole)
    place = Rectangle(left, top, right, bottom, width, bottom + 6)
    return _Layout(place, scale, row, stacked, under, size, axis_size, title, usual)


def dumbbell_height(chart: Chart, width: float) -> float:
    """The height in px that the rows need at this width."""
    return _measured(chart, width).place.height


def dumbbell_svg(chart: Chart, width: float, theme: Theme) -> str:
    """Everything inside the picture, back to front."""
    m = _measured(chart, width)
    rows = [_row(c, m, at, theme) for at, c in enumerate(chart.changes)]
    keys = [
        marker("circle", x, y, 4.5, fill=theme.background if hollow else theme.muted,
               stroke=theme.muted, stroke_width=1.5)
        for x, y, hollow in _key_dots(chart, m)
    ]  # fmt: skip
    return "".join(
        (svg_rules(_rules(m, theme)), *svg_captions(_captions(chart, m, theme)), *keys, *rows)
    )


def _row(change: Change, m: _Layout, at: int, theme: Theme) -> str:
    colour, y, size = _colour(change, theme), m.y(at), _radius(change)
    ends = m.x(change.earlier.value), m.x(change.later.value)
    return group(
        (
            element("line", x1=ends[0], x2=ends[1], y1=y, y2=y, stroke=colour,
                    stroke_width=_width(change)),
            marker("circle", ends[0], y, size - 0.5, fill=theme.background, stroke=colour,
                   stroke_width=1.75),
            marker("circle", ends[1], y, size, fill=colour),
        ),
        data_geo=change.geo,
    )  # fmt: skip


def _colour(change: Change, theme: Theme) -> str:
    return look(change, theme).colour


def _radius(change: Change) -> float:
    return 6.5 if change.emphasis is Emphasis.FOCUS else 5.0


def _width(change: Change) -> float:
    return 4.0 if change.emphasis is Emphasis.FOCUS else 2.0


def _rules(m: _Layout, theme: Theme) -> list[Rule]:
    place = m.place
    return [
        Rule(
            m.x(t.at),
            place.top,
            m.x(t.at),
            place.bottom,
            theme.baseline if t.at == 0 else theme.grid,
        )
        for t in m.scale.ticks
    ]


def _key_words(chart: Chart) -> tuple[str, str]:
    return chart.changes[0].earlier.label, later_words(chart.changes)


def _key_y(m: _Layout) -> float:
    return m.axis_size * 0.7


def _key_dots(chart: Chart, m: _Layout) -> tuple[tuple[float, float, bool], ...]:
    first = text_width(_key_words(chart)[0], m.axis_size)
    return ((6.0, _key_y(m), True), (16 + first + 20, _key_y(m), False))


def _captions(chart: Chart, m: _Layout, theme: Theme) -> list[Caption]:
    line = m.axis_size * 1.4
    found = [
        Caption(words, dot[0] + 10, dot[1], m.axis_size, theme.muted, part="key")
        for words, dot in zip(_key_words(chart), _key_dots(chart, m), strict=True)
    ]
    found += [
        Caption(words, 0, line * (at + 1.5), m.axis_size, theme.muted, part="unit")
        for at, words in enumerate(m.title)
    ]
    y = m.place.top - line * 0.5 - 2
    for tick in m.scale.ticks:
        half = text_width(tick.text, m.axis_size) / 2
        x = min(max(m.x(tick.at), half), m.place.width - half)
        found.append(Caption(tick.text, x, y, m.axis_size, theme.muted, "middle", part="values"))
    for at, change in enumerate(chart.changes):
        found += _row_captions(change, m, at, theme)
    return found


def _row_captions(change: Change, m: _Layout, at: int, theme: Theme) -> list[Caption]:
    style, size = look(change, theme), m.size
    ink = style.text
    y = m.y(at)
    if m.stacked:
        above, told = y - m.words, _both(change, m.usual)
        bold = style.bold
        named = Caption(change.label, _INDENT, above - m.under, size, ink, bold=bold, part="name")
        if m.under:
            return [named, Caption(told, _INDENT, above, size, ink, bold=bold, part="value")]
        value = Caption(told, m.place.width, above, size, ink, "end", bold, part="value")
        return [named, value]
    early, late = change.earlier.text, _told(change.later, m.usual)
    ends = sorted(((change.earlier.value, 0, early), (change.later.value, 1, late)))
    (low, _, left), (high, _, right) = ends
    name = shorten(change.label, m.place.width * _MOST_NAME, size, style.bold)
    return [
        Caption(name, 0, y, size, ink, bold=style.bold, part="name"),
        Caption(left, m.x(low), y, size, ink, "end", style.bold, -_BESIDE, "value"),
        Caption(right, m.x(high), y, size, ink, "start", style.bold, _BESIDE, "value"),
    ]


def dumbbell_spec(chart: Chart, width: float, theme: Theme) -> Spec:
    """`data` and `layout` of the same picture for Plotly, measured for `width` px."""
    m = _measured(chart, width)
    layout = plotly_layout(m.place, _captions(chart, m, theme), _rules(m, theme), theme)
    heights = [m.y(at) for at in range(len(chart.changes))]
    layout["xaxis"] = hidden_axis((m.scale.low, m.scale.high))
    layout["yaxis"] = hidden_axis((m.place.bottom, m.place.top))
    # The key's dots stand above the plot, where no trace reaches.
    layout["shapes"] += [_key_shape(dot, m, theme) for dot in _key_dots(chart, m)]
    data: list[Spec] = []
    for change, y in zip(chart.changes, heights, strict=True):
        colour, size = _colour(change, theme), _radius(change) * 2
        data.append(
            {
                "type": "scatter", "mode": "lines+markers", "name": escape(change.label),
                "meta": change.geo, "cliponaxis": False, "showlegend": False,
                "x": [change.earlier.value, change.later.value], "y": [y, y],
                "line": {"color": colour, "width": _width(change)},
                "marker": {
                    "color": [theme.background, colour], "size": [size - 1, size], "opacity": 1,
                    "line": {"color": colour, "width": [1.75, 0]},
                },
                "hovertext": [_hover(change, p) for p in (change.earlier, change.later)],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )  # fmt: skip
    return {"data": data, "layout": layout}


def _key_shape(dot: tuple[float, float, bool], m: _Layout, theme: Theme) -> Spec:
    x, y, hollow = dot
    x -= m.place.left
    up = (m.place.bottom - y) / (m.place.bottom - m.place.top)
    return {
        "type": "circle", "xref": "paper", "xsizemode": "pixel", "xanchor": 0,
        "yref": "paper", "ysizemode": "pixel", "yanchor": round(up, 5),
        "x0": round(x - 4.5, 1), "x1": round(x + 4.5, 1), "y0": -4.5, "y1": 4.5,
        "fillcolor": theme.background if hollow else theme.muted,
        "line": {"color": theme.muted, "width": 1.5},
    }  # fmt: skip


def _hover(change: Change, point: Point) -> str:
    status = f"<br>{escape(point.status)}" if point.status else ""
    return (
        f"<b>{escape(change.label)}</b><br>{escape(point.label)}: {escape(point.text)}{status}"
        f"<br>{escape(change.text[:1].upper() + change.text[1:])}"
    )
