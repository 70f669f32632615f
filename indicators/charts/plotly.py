"""Charts as Plotly figures, for reading single values by pointer.

The same data, order, colours, dashes and labels as the SVG, from the same layout. Built from plain
dicts: `plotly.express` costs twenty times as much. It chooses no words and no data.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import plotly.graph_objects as go

from indicators.charts.description import Chart, Emphasis, Kind, Mark, Point, Series
from indicators.charts.dumbbell import dumbbell_spec
from indicators.charts.layout import LineLayout, line_layout
from indicators.charts.looks import Look, look
from indicators.charts.plotly_bars import bar_spec
from indicators.charts.plotly_frame import line_layout_spec
from indicators.charts.plotly_multiples import multiples_spec
from indicators.charts.plotly_scatter import scatter_spec
from indicators.theme import THEMES, Theme

Spec = dict[str, Any]

#: The widths the two layouts are measured for; the figure itself fills its container.
WIDE, PHONE = 1040, 360
_HEIGHTS = {WIDE: 430, PHONE: 340}

_DRAWN = {
    Kind.DUMBBELL: dumbbell_spec,
    Kind.MULTIPLES: multiples_spec,
    Kind.SCATTER: scatter_spec,
}
_ORDER = (Emphasis.CONTEXT, Emphasis.COMPARATOR, Emphasis.FOCUS)
_UNSAFE = re.compile(r"[^a-z0-9]+")


def figure(
    chart: Chart, *, theme: str = "light", narrow: bool = False, height: int | None = None
) -> go.Figure:
    """The chart as a figure of fixed height; `narrow` is the layout for a phone.

    Show it without Streamlit's own theme (`theme=None`), which would change its colours. What the
    SVG writes under the plot is given by `key`, for the page to set as text.
    """
    return go.Figure(spec(chart, theme=theme, narrow=narrow, height=height))


def spec(
    chart: Chart, *, theme: str = "light", narrow: bool = False, height: int | None = None
) -> Spec:
    """The figure as plain data: `data` and `layout`."""
    colours = THEMES[theme]
    if chart.kind is Kind.INTERVAL or any(g.projected for s in chart.series for g in s.segments):
        raise ValueError("ranges and projections are drawn as SVG only; use `svg.render`")
    drawn = _DRAWN.get(chart.kind)
    if drawn is not None:
        return drawn(chart, PHONE if narrow else WIDE, colours)
    if chart.kind is not Kind.LINE:
        return bar_spec(chart, colours, PHONE if narrow else WIDE)
    layout = _measured(chart, narrow, height)
    order = [s for emphasis in _ORDER for s in chart.series if s.emphasis is emphasis]
    traces = [*_bands(chart, colours)]
    for series in order:
        style = look(series, colours, labelled=series.geo in layout.labelled)
        traces += [*_lines(series, style), *_markers(series, style, colours)]
    return {"data": traces, "layout": line_layout_spec(chart, layout, colours)}


def key(chart: Chart, *, narrow: bool = False, height: int | None = None) -> str:
    """What stands under a line chart: the grey lines that found no room for a label."""
    if chart.kind is not Kind.LINE:
        return ""
    return " ".join(_measured(chart, narrow, height).key)


def config(filename: str) -> Spec:
    """Settings for the viewer: no tool bar, no zoom; images are saved under a safe file name."""
    stem = _UNSAFE.sub("-", filename.lower()).strip("-")[:80].strip("-") or "chart"
    return {
        "displayModeBar": False,
        "displaylogo": False,
        "scrollZoom": False,
        "doubleClick": False,
        "showTips": False,
        "showAxisDragHandles": False,
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "filename": stem, "scale": 2},
    }


def _measured(chart: Chart, narrow: bool, height: int | None) -> LineLayout:
    width = PHONE if narrow else WIDE
    return line_layout(chart, width, height or _HEIGHTS[width])


def _hover(series: Series, point: Point) -> str:
    status = f"<br>{escape(point.status)}" if point.status else ""
    name, period = escape(series.label), escape(point.label)
    return f"<b>{name}</b><br>{period}: {escape(point.text)}{status}"


def _trace(series: Series, points: Iterable[Point], *, hover: bool) -> Spec:
    shown = list(points)
    told = {
        "hovertext": [_hover(series, point) for point in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    return {
        "type": "scatter",
        "name": escape(series.label),
        "meta": series.geo,
        "x": [point.x.isoformat() for point in shown],
        "y": [point.value for point in shown],
        "showlegend": False,
        "connectgaps": False,
        "cliponaxis": False,
        **(told if hover else {"hoverinfo": "skip"}),
    }


def _bands(chart: Chart, theme: Theme) -> Iterator[Spec]:
    """A filled outline for each range over time, behind the lines."""
    for band in chart.bands:
        owner = next((s for s in chart.series if s.geo == band.geo), None)
        upper = [(day.isoformat(), high) for day, _, high in band.edges]
        lower = [(day.isoformat(), low) for day, low, _ in reversed(band.edges)]
        outline = upper + lower
        yield {
            "type": "scatter", "mode": "lines", "fill": "toself", "meta": f"band {band.geo}",
            "x": [day for day, _ in outline], "y": [value for _, value in outline],
            "fillcolor": look(owner, theme).colour if owner else theme.focus, "opacity": 0.18,
            "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False,
        }  # fmt: skip


def _lines(series: Series, style: Look) -> Iterator[Spec]:
    """A trace for each segment, so that nothing can join two."""
    dash = ",".join(f"{length}px" for length in style.dash) or "solid"
    for segment in series.segments:
        if len(segment.points) > 1:
            line = {"color": style.colour, "width": style.width, "dash": dash, "shape": "linear"}
            yield _trace(series, segment.points, hover=True) | {"mode": "lines", "line": line}


def _markers(series: Series, style: Look, theme: Theme) -> Iterator[Spec]:
    """Traces of points alone, of marked points, and of the line's end."""
    focus = series.emphasis is Emphasis.FOCUS
    alone = {s.points[0] for s in series.segments if len(s.points) == 1}
    for mark in Mark:
        found = [
            point
            for point in series.points
            if point.mark is mark
            and (point in alone or point is series.last or mark is not Mark.SOLID)
        ]
        if found:
            large, small = (10, 7) if focus else (7, 4)
            open_ = mark is not Mark.SOLID
            symbol = "diamond" if mark is Mark.OTHER_RELEASE else style.marker
            marker = {
                "color": theme.background if open_ else style.colour,
                "symbol": symbol,
                "size": [
                    large if point is series.last else max(small, 6 if open_ else 0)
                    for point in found
                ],
                "opacity": 1,
                "line": {"color": style.colour, "width": 1.5 if open_ else 0},
            }
            yield _trace(series, found, hover=True) | {"mode": "markers", "marker": marker}
