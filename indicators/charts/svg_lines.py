"""The inside of a line chart as SVG: grid, axes, dated notes, lines, marks, end labels.

Draws from a `Chart` and its layout. The frame around it is `indicators.charts.svg`'s.
"""

from collections.abc import Iterator

from indicators.charts.description import Annotation, Chart, Emphasis, Mark, Series
from indicators.charts.end_labels import EARLY, MOVED, Label
from indicators.charts.labels import text_width
from indicators.charts.layout import LineLayout
from indicators.charts.looks import Look, look
from indicators.charts.markup import element, group, marker, path, text
from indicators.charts.plane import GUTTER, Plot
from indicators.theme import Theme

#: Drawn in this order, so that the focus lies on top.
_ORDER = (Emphasis.CONTEXT, Emphasis.COMPARATOR, Emphasis.FOCUS)

#: Points of a line are marked one by one up to this many.
_FEW_POINTS = 12


def line_parts(chart: Chart, layout: LineLayout, theme: Theme) -> Iterator[str]:
    """Everything inside a line chart, back to front."""
    yield from _grid(layout, theme)
    yield from _notes(chart, layout, theme)
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


def _grid(layout: LineLayout, theme: Theme) -> Iterator[str]:
    plot, size = layout.plot, layout.axis_size
    foot = plot.top - 12 - (len(layout.title) - 1) * layout.axis_line
    yield group(
        (text(line, 0.0, foot + row * layout.axis_line) for row, line in enumerate(layout.title)),
        font_size=size,
        fill=theme.muted,
        data_part="unit",
    )
    ticks = plot.value.ticks
    yield group(
        (
            element("line", x1=plot.left, x2=plot.right, y1=plot.y(tick.at), y2=plot.y(tick.at))
            for tick in ticks
            if tick.at != 0
        ),
        stroke=theme.grid,
    )
    base = plot.y(0) if plot.value.low <= 0 <= plot.value.high and not plot.reverse else plot.bottom
    yield element("line", x1=plot.left, x2=plot.right, y1=base, y2=base, stroke=theme.baseline)
    yield group(
        (text(tick.text, plot.left - 8, plot.y(tick.at) + size * 0.35) for tick in ticks),
        font_size=size,
        fill=theme.muted,
        text_anchor="end",
        data_part="values",
    )
    yield group(
        (
            element("line", x1=plot.x(t.at), x2=plot.x(t.at), y1=plot.bottom, y2=plot.bottom + 5)
            for t in plot.time.ticks
        ),
        stroke=theme.baseline,
    )
    yield group(
        (_period(t.text, plot.x(t.at), plot.bottom + size + 8, layout) for t in plot.time.ticks),
        font_size=size,
        fill=theme.muted,
        text_anchor="middle",
        data_part="periods",
    )


def _period(words: str, x: float, y: float, layout: LineLayout) -> str:
    """A tick's words, centred under it unless they would leave the picture."""
    half = text_width(words, layout.axis_size) / 2
    if x < half:
        return text(words, 0.0, y, text_anchor="start")
    if x + half > layout.width:
        return text(words, layout.width, y, text_anchor="end")
    return text(words, x, y)


def _notes(chart: Chart, layout: LineLayout, theme: Theme) -> Iterator[str]:
    """Dotted rules from the words above the plot down to the axis; words lie over other rules."""
    plot, line = layout.plot, layout.axis_line
    foots = [plot.top - 12 - note.level * line for note in layout.notes]
    yield group(
        (
            element("line", x1=note.x, x2=note.x, y1=foot - line * 0.55, y2=plot.bottom)
            for note, foot in zip(layout.notes, foots, strict=True)
        ),
        stroke=theme.faint,
        stroke_dasharray="1 3",
    )
    yield group(
        (
            text(
                note.text, note.text_x, foot, text_anchor=note.anchor,
                data_part="break" if note.annotation.is_break else "event",
            )
            for note, foot in zip(layout.notes, foots, strict=True)
        ),
        font_size=layout.axis_size,
        fill=theme.muted,
        stroke=theme.background,
        stroke_width=4,
        stroke_linejoin="round",
        paint_order="stroke",
    )  # fmt: skip
    shown = [s for s in chart.series if s.emphasis is not Emphasis.CONTEXT]
    for annotation in chart.annotations:
        if annotation.is_break and annotation.on_chart:
            for series in shown:
                if annotation.geo in ("", series.geo):
                    yield from _gap_rule(annotation, series, plot, look(series, theme))


def _gap_rule(annotation: Annotation, series: Series, plot: Plot, style: Look) -> Iterator[str]:
    """A short dotted rule where the declared break parts the line."""
    before = [p for p in series.points if p.x < annotation.x]
    after = [p for p in series.points if p.x >= annotation.x]
    if before and after:
        x = plot.x(annotation.x)
        ends = sorted((plot.y(before[-1].value), plot.y(after[0].value)))
        yield element(
            "line", x1=x, x2=x, y1=ends[0] - 9, y2=ends[1] + 9,
            stroke=style.colour, stroke_width=2, stroke_dasharray="2 3",
        )  # fmt: skip


def _bands(chart: Chart, plot: Plot, theme: Theme) -> Iterator[str]:
    for band in chart.bands:
        upper = [(plot.x(day), plot.y(high)) for day, _, high in band.edges]
        lower = [(plot.x(day), plot.y(low)) for day, low, _ in reversed(band.edges)]
        yield element(
            "polygon", points=path(upper + lower), fill=theme.focus, fill_opacity="0.18",
            data_band=band.geo,
        )  # fmt: skip


def _series(series: Series, style: Look, plot: Plot, theme: Theme) -> str:
    dash = " ".join(map(str, style.dash)) or None
    lines = (
        element(
            "polyline",
            points=path((plot.x(p.x), plot.y(p.value)) for p in segment.points),
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
    )


def _marks(series: Series, style: Look, plot: Plot, theme: Theme) -> Iterator[str]:
    """Markers: every point that is not plain, every point alone, and each line's end."""
    focus = series.emphasis is Emphasis.FOCUS
    few = focus and len(series.points) <= _FEW_POINTS
    last = series.last
    drawn: dict[Mark, list[str]] = {}
    for segment in series.segments:
        for point in segment.points:
            ends = point is last
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
