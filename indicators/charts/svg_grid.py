"""What lies behind the lines of an SVG chart: gridlines, axes, dated notes and their rules.

The lines themselves are `indicators.charts.svg_lines`'s.
"""

from collections.abc import Iterator

from indicators.charts.description import Annotation, Chart, Emphasis, Series
from indicators.charts.labels import text_width
from indicators.charts.layout import LineLayout
from indicators.charts.looks import Look, look
from indicators.charts.markup import element, group, text
from indicators.charts.plane import Plot
from indicators.theme import Theme


def grid(layout: LineLayout, theme: Theme) -> Iterator[str]:
    """The unit, gridlines at the value ticks, the base line, and the periods under it."""
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


def notes(chart: Chart, layout: LineLayout, theme: Theme) -> Iterator[str]:
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
