"""The inside of a line chart as SVG: grid, axes, dated notes, lines, marks, end labels.

Draws from a `Chart` and its layout. The frame around it is `indicators.charts.svg`'s.
"""

from collections.abc import Iterator

from indicators.charts.description import Chart, Emphasis, Mark, Series
from indicators.charts.end_labels import EARLY, MOVED, Label
from indicators.charts.layout import LineLayout
from indicators.charts.looks import Look, look
from indicators.charts.markup import element, group, marker, path, text
from indicators.charts.plane import GUTTER, Plot
from indicators.charts.svg_grid import grid, notes
from indicators.theme import Theme

#: Drawn in this order, so that the focus lies on top.
_ORDER = (Emphasis.CONTEXT, Emphasis.COMPARATOR, Emphasis.FOCUS)

#: Points of a line are marked one by one up to this many.
_FEW_POINTS = 12

#: Dash of a projection, in px; longer gaps than any comparator's.
_PROJECTED = "7 6"


def line_parts(chart: Chart, layout: LineLayout, theme: Theme) -> Iterator[str]:
    """Everything inside a line chart, back to front."""
    yield from grid(layout, theme)
    yield from notes(chart, layout, theme)
    yield from _bands(chart, layout.plot, theme)
    for emphasis in _ORDER:
        for series in (s for s in chart.series if s.emphasis is emphasis):
            style = look(series, theme, labelled=series.geo in layout.labelled)
            yield _series(series, style, layout.plot, theme)
    yield from _end_labels(layout, theme)
    bottom = layout.plot.bottom + layout.axis_line + 8
    yield group(
        (
            text(line, 0, bottom + (row + 1) * layout.axis_line)
            for row, line in enumerate(layout.key)
        ),
        font_size=layout.axis_size,
        fill=theme.muted,
        data_part="key",
    )


def _bands(chart: Chart, plot: Plot, theme: Theme) -> Iterator[str]:
    for band in chart.bands:
        upper = [(plot.x(day), plot.y(high)) for day, _, high in band.edges]
        lower = [(plot.x(day), plot.y(low)) for day, low, _ in reversed(band.edges)]
        owner = next((s for s in chart.series if s.geo == band.geo), None)
        colour = look(owner, theme).colour if owner else theme.focus
        yield element(
            "polygon", points=path(upper + lower), fill=colour, fill_opacity="0.18",
            data_band=band.geo,
        )  # fmt: skip


def _series(series: Series, style: Look, plot: Plot, theme: Theme) -> str:
    dash = " ".join(map(str, style.dash)) or None
    lines = (
        element(
            "polyline",
            points=path((plot.x(p.x), plot.y(p.value)) for p in segment.points),
            stroke_dasharray=_PROJECTED if segment.projected else None,
        )
        for segment in series.segments
        if len(segment.points) > 1
    )
    return group(
        (
            group(
                lines,
                fill="none",
                stroke=style.colour,
                stroke_width=style.width,
                stroke_dasharray=dash,
                stroke_linejoin="round",
                stroke_linecap=None if dash else "round",
            ),
            *_marks(series, style, plot, theme),
        ),
        data_geo=series.geo,
        data_alone=alone_places(series, plot) or None,
    )


def alone_places(series: Series, plot: Plot) -> str:
    """Where the points lie that no line joins: `place,x,y` of each, for a script to find them."""
    places = {id(point): place for place, point in enumerate(series.points)}
    alone = (segment.points[0] for segment in series.segments if len(segment.points) == 1)
    return " ".join(f"{places[id(p)]},{path([(plot.x(p.x), plot.y(p.value))])}" for p in alone)


def _marks(series: Series, style: Look, plot: Plot, theme: Theme) -> Iterator[str]:
    """Markers: every point that is not plain, every point alone, and each line's end."""
    focus = series.emphasis is Emphasis.FOCUS
    few = focus and len(series.points) <= _FEW_POINTS
    last = series.last
    drawn: dict[Mark, list[str]] = {}
    for segment in series.segments:
        for point in segment.points:
            ends = point is last
            if segment.projected and not ends:
                continue
            if ends or few or len(segment.points) == 1 or point.mark is not Mark.SOLID:
                spot = (plot.x(point.x), plot.y(point.value))
                drawn.setdefault(point.mark, []).append(_mark(point.mark, style, spot, ends, focus))
    for mark, shapes in drawn.items():
        if mark is Mark.SOLID:
            yield group(shapes, fill=style.colour)
        else:
            yield group(
                shapes,
                fill=theme.background,
                stroke=style.colour,
                stroke_width=1.5,
                data_mark=mark.value,
            )


def _mark(mark: Mark, style: Look, spot: tuple[float, float], ends: bool, focus: bool) -> str:
    small, large = (3.6, 5.0) if focus else (1.9, 3.2)
    size = large if ends else small
    if mark is Mark.SOLID:
        return marker(style.marker, *spot, size)
    kind = "diamond" if mark is Mark.OTHER_RELEASE else style.marker
    return marker(kind, *spot, max(size, 2.8))


def _end_labels(layout: LineLayout, theme: Theme) -> Iterator[str]:
    size = layout.label_size
    yield text(
        layout.ends, layout.plot.right + GUTTER - 4, layout.plot.top - 12,
        font_size=layout.axis_size, fill=theme.muted, data_part="ends",
    )  # fmt: skip
    for label in layout.labels:
        style = look(label.series, theme)
        x = layout.plot.right + GUTTER - 4
        first = label.y - (len(label.lines) - 1) * size * 0.57 + size * 0.35
        rows = (text(line, x, first + row * size * 1.14) for row, line in enumerate(label.lines))
        yield from _leader(label, layout, style)
        yield group(
            rows,
            font_size=size,
            fill=style.text,
            font_weight="700" if style.bold else None,
            data_label=label.series.geo,
        )


def _leader(label: Label, layout: LineLayout, style: Look) -> Iterator[str]:
    """A thin rule from a line's end to its label, where the eye would not find it alone."""
    right = layout.plot.right
    ends_early = right - label.end_x > EARLY
    if abs(label.y - label.end_y) <= MOVED and not ends_early:
        return
    corners = [(right + 3, label.end_y), (right + GUTTER - 7, label.y)]
    if ends_early:
        corners.insert(0, (label.end_x + 7, label.end_y))
    yield element(
        "polyline",
        points=path(corners),
        fill="none",
        stroke=style.colour,
        stroke_width=0.75,
        stroke_dasharray="1 2" if ends_early else None,
    )
