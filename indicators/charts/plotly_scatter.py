"""Scatters as Plotly data: the same dots and names where the SVG has them.

It measures nothing and chooses no words.
"""

from html import escape
from typing import Any

from indicators.charts.description import Chart, Pair
from indicators.charts.labels import wrap
from indicators.charts.looks import look
from indicators.charts.picture import plotly_layout
from indicators.charts.plotly_frame import value_range
from indicators.charts.scatter import ORDER, RADIUS, captions, is_plain, rules, scatter_layout
from indicators.theme import Theme

Spec = dict[str, Any]


def scatter_spec(chart: Chart, width: float, theme: Theme) -> Spec:
    """`data` and `layout` of the same picture for Plotly, measured for `width` px."""
    m = scatter_layout(chart, width)
    layout = plotly_layout(m.place, captions(m, theme), rules(m, theme), theme)
    hidden = {"visible": False, "fixedrange": True, "zeroline": False}
    layout["xaxis"] = hidden | value_range(m.across, reverse=m.reverse[0])
    layout["yaxis"] = hidden | value_range(m.upward, reverse=m.reverse[1])
    data = [
        _trace(chart, pair, theme)
        for emphasis in ORDER
        for pair in chart.pairs
        if pair.emphasis is emphasis
    ]
    return {"data": data, "layout": layout}


def _trace(chart: Chart, pair: Pair, theme: Theme) -> Spec:
    style, plain = look(pair, theme), is_plain(pair)
    return {
        "type": "scatter", "mode": "markers", "name": escape(pair.label), "meta": pair.geo,
        "x": [pair.across.value], "y": [pair.up.value], "cliponaxis": False, "showlegend": False,
        "marker": {
            "color": style.colour if plain else theme.background, "symbol": style.marker,
            "size": RADIUS[pair.emphasis] * 2, "opacity": 1,
            "line": {"color": style.colour, "width": 1.0 if plain else 1.75},
        },
        "hovertext": [_hover(chart, pair)], "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _hover(chart: Chart, pair: Pair) -> str:
    across = chart.across or chart.axis
    lines = [f"<b>{escape(pair.label)}</b>"]
    for axis, point in ((chart.axis, pair.up), (across, pair.across)):
        status = f", {escape(point.status)}" if point.status else ""
        name = "<br>".join(escape(line) for line in wrap(axis.title, 300, 14))
        lines.append(f"{name}: <b>{escape(point.text)}</b> ({escape(point.label)}{status})")
    return "<br>".join(lines)
