"""Small multiples as Plotly data: a pair of axes for each panel, where the SVG has it.

It measures nothing and chooses no words.
"""

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any

from indicators.charts.description import Chart, Mark, Point, Series
from indicators.charts.multiples import (
    MultiplesLayout,
    captions,
    colour,
    focus_of,
    line_width,
    marked,
    multiples_layout,
    rules,
)
from indicators.charts.picture import Rectangle, plotly_layout
from indicators.charts.plane import Plot
from indicators.charts.plotly_frame import value_range
from indicators.theme import Theme

Spec = dict[str, Any]


def multiples_spec(chart: Chart, width: float, theme: Theme) -> Spec:
    """`data` and `layout` of the same picture for Plotly, a pair of axes for each panel."""
    m = multiples_layout(chart, width)
    place = Rectangle(0, 0, width, m.height, width, m.height)
    layout = plotly_layout(place, captions(m, theme), rules(chart, m, theme), theme)
    focus = focus_of(chart)
    data: list[Spec] = []
    for at, panel in enumerate(m.panels, start=1):
        name = "" if at == 1 else str(at)
        layout |= _axes(panel.plot, m, name)
        on = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
        if focus is not None and panel.series is not focus:
            line = {"color": theme.focus, "width": 1}
            data += [
                _trace(focus, segment.points, on, opacity=0.55) | {"mode": "lines", "line": line}
                for segment in focus.segments
                if len(segment.points) > 1
            ]
        data += _panel_traces(panel.series, on, theme)
    return {"data": data, "layout": layout}


def _panel_traces(series: Series, on: Spec, theme: Theme) -> Iterator[Spec]:
    tone = colour(series, theme)
    for segment in series.segments:
        if len(segment.points) > 1:
            line = {"color": tone, "width": line_width(series)}
            yield _trace(series, segment.points, on) | {"mode": "lines", "line": line}
    points = tuple(marked(series))
    yield _trace(series, points, on) | {
        "mode": "markers",
        "marker": {
            "color": [tone if p.mark is Mark.SOLID else theme.background for p in points],
            "symbol": ["diamond" if p.mark is Mark.OTHER_RELEASE else "circle" for p in points],
            "size": [7 if p is series.last else 5 for p in points],
            "opacity": 1,
            "line": {"color": tone, "width": [1.5 if p.mark is not Mark.SOLID else 0
                                                for p in points]},
        },
    }  # fmt: skip


def _trace(series: Series, points: tuple[Point, ...], on: Spec, **more: object) -> Spec:
    return {
        "type": "scatter", "name": escape(series.label), "meta": series.geo, "showlegend": False,
        "cliponaxis": False, "x": [p.x.isoformat() for p in points],
        "y": [p.value for p in points],
        "hovertext": [_hover(series, p) for p in points],
        "hovertemplate": "%{hovertext}<extra></extra>", **on, **more,
    }  # fmt: skip


def _hover(series: Series, point: Point) -> str:
    status = f"<br>{escape(point.status)}" if point.status else ""
    return f"<b>{escape(series.label)}</b><br>{escape(point.label)}: {escape(point.text)}{status}"


def _axes(plot: Plot, m: MultiplesLayout, name: str) -> Spec:
    value, hidden = plot.value, {"visible": False, "fixedrange": True, "zeroline": False}
    limits = value_range(value, reverse=plot.reverse)
    days = [date.fromordinal(round(at)).isoformat() for at in (plot.time.low, plot.time.high)]
    return {
        f"xaxis{name}": {
            **hidden, "type": "date", "range": days, "anchor": f"y{name}",
            "domain": [round(plot.left / m.width, 5), round(plot.right / m.width, 5)],
        },
        f"yaxis{name}": {
            **hidden, **limits, "anchor": f"x{name}",
            "domain": [round(1 - plot.bottom / m.height, 5), round(1 - plot.top / m.height, 5)],
        },
    }  # fmt: skip
