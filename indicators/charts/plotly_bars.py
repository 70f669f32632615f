"""Ranked bars and ranked dots as Plotly data and layout.

The figure around them is `indicators.charts.plotly`'s.
"""

from html import escape
from typing import Any

from indicators.charts.bars import bar_domain, measured, value_words
from indicators.charts.description import Bar, Chart, Emphasis, Kind, Mark
from indicators.charts.layout import axis_title
from indicators.charts.looks import look
from indicators.charts.plane import NARROW
from indicators.theme import FONT_STACK, Theme

Spec = dict[str, Any]


def bar_spec(chart: Chart, theme: Theme, width: int) -> Spec:
    """`data` and `layout` of a ranked chart measured for `width` px."""
    places = measured(chart, width, beside=True)
    narrow = width <= NARROW
    told = [escape(value_words(bar, narrow=narrow)) for bar in chart.bars]
    trace = {
        "x": [bar.value for bar in chart.bars],
        "y": list(range(len(chart.bars))),
        "customdata": [bar.geo for bar in chart.bars],
        "hovertext": [_hover(bar) for bar in chart.bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
        "cliponaxis": False,
    }
    shape = _dots(chart, theme) if chart.kind is Kind.DOT else _bars(chart, theme)
    low, high = bar_domain(chart)
    size = {"family": FONT_STACK, "size": places.size, "color": theme.muted}
    height = round(places.bottom(len(chart.bars)) + 4)
    layout = {
        "template": {},
        "height": height,
        "autosize": True,
        "margin": {
            "l": round(places.start), "r": round(width - places.end), "t": round(places.head),
            "b": 4, "autoexpand": False,
        },
        "font": size,
        "paper_bgcolor": theme.background,
        "plot_bgcolor": theme.background,
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "bargap": 0.38,
        "hoverlabel": {
            "bgcolor": theme.surface, "bordercolor": theme.border, "align": "left",
            "font": {"family": FONT_STACK, "size": 14, "color": theme.ink},
        },
        "xaxis": {
            "range": [low, high], "visible": False, "fixedrange": True, "zeroline": False,
        },
        "yaxis": {
            "range": [len(chart.bars) - 0.5, -0.5], "tickmode": "array", "fixedrange": True,
            "tickvals": trace["y"], "ticktext": [_name(bar) for bar in chart.bars],
            "showgrid": False, "zeroline": False, "automargin": False,
            "ticklabelstandoff": 10,
        },
        "annotations": [
            *_value_labels(chart, theme, told, size),
            {
                "text": escape(axis_title(chart)), "xref": "paper", "x": 0, "xanchor": "left",
                "xshift": -round(places.start), "yref": "paper", "y": 1, "yanchor": "bottom",
                "showarrow": False, "font": size | {"size": places.axis_size},
            },
        ],
        "shapes": [] if chart.kind is Kind.DOT else [_zero(len(chart.bars), theme)],
    }  # fmt: skip
    return {"data": [trace | shape], "layout": layout}


def _name(bar: Bar) -> str:
    name = escape(bar.label)
    name = f"<b>{name}</b>" if bar.emphasis is Emphasis.FOCUS else name
    return f"{bar.rank}  {name}" if bar.rank else name


def _hover(bar: Bar) -> str:
    extra = "".join(f"<br>{escape(part)}" for part in (bar.period, bar.status) if part)
    rank = f" ({escape(bar.rank)})" if bar.rank else ""
    return f"<b>{escape(bar.label)}</b>{rank}<br>{escape(bar.text)}{extra}"


def _colour(bar: Bar, theme: Theme) -> str:
    return theme.bar if bar.emphasis is Emphasis.CONTEXT else look(bar, theme).colour


def _bars(chart: Chart, theme: Theme) -> Spec:
    colours = [_colour(bar, theme) for bar in chart.bars]
    plain = [bar.mark is Mark.SOLID for bar in chart.bars]
    fills = [c if p else theme.background for c, p in zip(colours, plain, strict=True)]
    line = {"color": colours, "width": [0 if p else 1.5 for p in plain]}
    return {
        "type": "bar",
        "orientation": "h",
        "marker": {"color": fills, "line": line},
    }


def _dots(chart: Chart, theme: Theme) -> Spec:
    plain = [bar.mark is Mark.SOLID for bar in chart.bars]
    colours = [_colour(bar, theme) for bar in chart.bars]
    return {
        "type": "scatter",
        "mode": "markers",
        "marker": {
            "symbol": [look(bar, theme).marker for bar in chart.bars],
            "color": [c if p else theme.background for c, p in zip(colours, plain, strict=True)],
            "size": [14 if b.emphasis is Emphasis.FOCUS else 10 for b in chart.bars],
            "opacity": 1,
            "line": {"color": colours, "width": [0 if p else 1.5 for p in plain]},
        },
    }


def _value_labels(chart: Chart, theme: Theme, told: list[str], font: Spec) -> list[Spec]:
    labels = []
    for place, (bar, words) in enumerate(zip(chart.bars, told, strict=True)):
        style = look(bar, theme)
        labels.append(
            {
                "name": bar.geo,
                "text": f"<b>{words}</b>" if style.bold else words,
                "x": bar.value if chart.kind is Kind.DOT else max(bar.value, 0.0),
                "y": place, "xanchor": "left", "yanchor": "middle",
                "xshift": 8 if chart.kind is Kind.DOT else 2,
                "showarrow": False, "font": font | {"color": style.text},
            }
        )  # fmt: skip
    return labels


def _zero(rows: int, theme: Theme) -> Spec:
    return {
        "type": "line", "x0": 0, "x1": 0, "y0": -0.5, "y1": rows - 0.5,
        "line": {"color": theme.baseline, "width": 1},
    }  # fmt: skip
