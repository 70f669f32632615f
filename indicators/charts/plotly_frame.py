"""What stands around the lines of a Plotly figure: axes, labels, dated notes, rules.

The lines themselves are `indicators.charts.plotly`'s.
"""

import math
from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

from indicators.charts.description import Chart, Emphasis
from indicators.charts.end_labels import EARLY, MOVED
from indicators.charts.layout import LineLayout
from indicators.charts.looks import look
from indicators.charts.plane import GUTTER
from indicators.charts.scales import Scale
from indicators.theme import FONT_STACK, Theme

Spec = dict[str, Any]


def line_layout_spec(chart: Chart, layout: LineLayout, theme: Theme) -> Spec:
    """The `layout` of a line chart: sizes, axes, words and rules where the SVG has them."""
    plot = layout.plot
    low, high = plot.value.low, plot.value.high
    ticks = plot.value.ticks
    text = {"family": FONT_STACK, "size": layout.axis_size, "color": theme.muted}
    base = 0 if low <= 0 <= high and not plot.reverse else (high if plot.reverse else low)
    return {
        "template": {},
        "height": round(layout.height - _key_height(layout)),
        "autosize": True,
        "margin": {
            "l": round(plot.left),
            "r": round(layout.width - plot.right),
            "t": round(plot.top),
            "b": round(layout.height - _key_height(layout) - plot.bottom),
            "autoexpand": False,
        },
        "font": text,
        "paper_bgcolor": theme.background,
        "plot_bgcolor": theme.background,
        "hovermode": "closest",
        "hoverdistance": 24,
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {
            "bgcolor": theme.surface,
            "bordercolor": theme.border,
            "font": {"family": FONT_STACK, "size": 14, "color": theme.ink},
            "align": "left",
            "namelength": -1,
        },
        "xaxis": {
            "type": "date",
            "range": [_day(plot.time.low), _day(plot.time.high)],
            "tickmode": "array",
            "tickvals": [_day(tick.at) for tick in plot.time.ticks],
            "ticktext": [tick.text for tick in plot.time.ticks],
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": theme.baseline,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": False,
        },
        "yaxis": {
            **value_range(plot.value, reverse=plot.reverse),
            "tickmode": "array",
            "tickvals": [tick.at for tick in ticks],
            "ticktext": [f"{escape(tick.text)} " for tick in ticks],
            "gridcolor": theme.grid,
            "zeroline": False,
            "fixedrange": True,
            "automargin": False,
        },
        "annotations": [*_words(layout, text), *_end_labels(layout, theme)],
        "shapes": [
            _rule(base, theme),
            *_note_rules(layout, theme),
            *_gap_rules(chart, theme),
            *_leaders(layout, theme),
        ],
    }


def value_range(scale: Scale, *, reverse: bool = False) -> Spec:
    """Type and limits of a value axis; Plotly takes the limits of a log axis as powers of ten."""
    low, high = scale.low, scale.high
    if scale.log:
        return {"type": "log", "range": [math.log10(low), math.log10(high)]}
    return {"type": "linear", "range": [high, low] if reverse else [low, high]}


def _key_height(layout: LineLayout) -> float:
    return len(layout.key) * layout.axis_line + 6 if layout.key else 0.0


def _day(at: float) -> str:
    return date.fromordinal(round(at)).isoformat()


def _up(layout: LineLayout, y: float) -> float:
    """A px position as a share of the plot's height, from its foot."""
    plot = layout.plot
    return round((plot.bottom - y) / (plot.bottom - plot.top), 5)


def _words(layout: LineLayout, font: Spec) -> Iterator[Spec]:
    """The unit, the period above the labels, and the dated notes."""
    plot = layout.plot
    above = {
        "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False, "borderpad": 0,
        "font": font,
    }  # fmt: skip
    rows = len(layout.title)
    for row, line in enumerate(layout.title):
        yield above | {
            "text": escape(line), "xref": "paper", "x": 0, "xanchor": "left",
            "xshift": -round(plot.left), "yshift": 6 + (rows - 1 - row) * layout.axis_line,
        }  # fmt: skip
    yield above | {
        "text": escape(layout.ends), "xref": "paper", "x": 1, "xanchor": "left",
        "xshift": GUTTER - 4, "yshift": 6,
    }  # fmt: skip
    for note in layout.notes:
        start = note.anchor == "start"
        yield above | {
            "text": escape(note.text), "xref": "x", "x": note.annotation.x.isoformat(),
            "xanchor": "left" if start else "right", "xshift": round(note.text_x - note.x),
            "yshift": 6 + note.level * layout.axis_line,
        }  # fmt: skip


def _end_labels(layout: LineLayout, theme: Theme) -> Iterator[Spec]:
    for label in layout.labels:
        style = look(label.series, theme)
        text = "<br>".join(escape(line) for line in label.lines)
        yield {
            "name": label.series.geo,
            "text": f"<b>{text}</b>" if style.bold else text,
            "xref": "paper", "x": 1, "xanchor": "left", "xshift": GUTTER - 4,
            "yref": "paper", "y": _up(layout, label.y), "yanchor": "middle",
            "align": "left", "showarrow": False, "borderpad": 0,
            "font": {"family": FONT_STACK, "size": layout.label_size, "color": style.text},
        }  # fmt: skip


def _rule(at: float, theme: Theme) -> Spec:
    line = {"color": theme.baseline, "width": 1}
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": at, "y1": at,
        "line": line, "layer": "below",
    }  # fmt: skip


def _note_rules(layout: LineLayout, theme: Theme) -> Iterator[Spec]:
    for note in layout.notes:
        top = layout.plot.top - 14 - note.level * layout.axis_line
        x = note.annotation.x.isoformat()
        yield {
            "type": "line", "xref": "x", "x0": x, "x1": x, "yref": "paper",
            "y0": 0, "y1": _up(layout, top), "layer": "below",
            "line": {"color": theme.faint, "width": 1, "dash": "1px,3px"},
        }  # fmt: skip


def _gap_rules(chart: Chart, theme: Theme) -> Iterator[Spec]:
    """A short dotted rule where a declared break parts a line."""
    for note in chart.annotations:
        for series in chart.series:
            named = note.geo in ("", series.geo) and series.emphasis is not Emphasis.CONTEXT
            before = [p for p in series.points if p.x < note.x]
            after = [p for p in series.points if p.x >= note.x]
            if note.is_break and note.on_chart and named and before and after:
                style = look(series, theme)
                yield {
                    "type": "line", "xref": "x", "x0": note.x.isoformat(),
                    "x1": note.x.isoformat(), "yref": "y",
                    "y0": before[-1].value, "y1": after[0].value,
                    "line": {"color": style.colour, "width": 2, "dash": "2px,3px"},
                }  # fmt: skip


def _leaders(layout: LineLayout, theme: Theme) -> Iterator[Spec]:
    """Thin rules from lines' ends to labels that had to move or stand far to the right."""
    plot = layout.plot
    for label in layout.labels:
        thin = {"color": look(label.series, theme).colour, "width": 0.75}
        if plot.right - label.end_x > EARLY:
            end = label.series.last
            yield {
                "type": "line", "xref": "x", "x0": end.x.isoformat(), "x1": _day(plot.time.high),
                "yref": "y", "y0": end.value, "y1": end.value, "layer": "below",
                "line": thin | {"dash": "1px,2px"},
            }  # fmt: skip
        if abs(label.y - label.end_y) > MOVED:
            yield {
                "type": "line", "xref": "paper", "xsizemode": "pixel", "xanchor": 1,
                "x0": 3, "x1": GUTTER - 8, "yref": "paper",
                "y0": _up(layout, label.end_y), "y1": _up(layout, label.y),
                "line": thin,
            }  # fmt: skip
