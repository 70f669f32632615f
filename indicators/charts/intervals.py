"""Dots with ranges as SVG: the range as a bar, the value as a dot on it, a scale above.

Draws from a `Chart` and the columns of its rows; names and words are `indicators.charts.bars`'s.
"""

from collections.abc import Iterator

from indicators.charts.columns import Columns
from indicators.charts.description import Bar, Chart, Emphasis
from indicators.charts.looks import look
from indicators.charts.markup import element, group, marker, text
from indicators.charts.scales import value_scale
from indicators.theme import Theme

#: Every how many places a scale of ranks is numbered.
_RANK_STEP = 5
#: How strongly a range is tinted, by how strongly its row is drawn.
_TINTS = {Emphasis.FOCUS: "0.45", Emphasis.COMPARATOR: "0.4", Emphasis.CONTEXT: "0.4"}


def interval_domain(chart: Chart) -> tuple[float, float]:
    """From first place to the last in any range; other scales always hold zero."""
    values = [
        value
        for bar in chart.bars
        for value in (bar.value, bar.low, bar.high, bar.target)
        if value is not None
    ]
    if chart.axis.reverse:
        return 1.0, max(2.0, *values)
    low, high = min(0.0, *values), max(0.0, *values)
    return (low, high) if low < high else (0.0, 1.0)


def interval_parts(chart: Chart, columns: Columns, theme: Theme) -> Iterator[str]:
    """The scale, then each row's range, mark to compare with, and dot."""
    bottom = columns.bottom(len(chart.bars))
    ticks = _ticks(chart, columns)
    yield group(
        (
            element("line", x1=columns.x(at), x2=columns.x(at), y1=columns.head, y2=bottom)
            for at, _ in ticks
        ),
        stroke=theme.grid,
    )
    yield group(
        (text(words, columns.x(at), columns.head - 6) for at, words in ticks),
        font_size=columns.axis_size,
        fill=theme.muted,
        text_anchor="middle",
        data_part="values",
    )
    for place, bar in enumerate(chart.bars):
        yield _row(bar, columns.y(place), columns, theme)


def _row(bar: Bar, y: float, columns: Columns, theme: Theme) -> str:
    style = look(bar, theme)
    focus = bar.emphasis is Emphasis.FOCUS
    colour = theme.bar if bar.emphasis is Emphasis.CONTEXT else style.colour
    parts = []
    if bar.low is not None and bar.high is not None:
        left, right = sorted((columns.x(bar.low), columns.x(bar.high)))
        tall = 12.0 if focus else 9.0
        parts.append(
            element(
                "rect", x=left - 3, y=y - tall / 2, width=right - left + 6, height=tall, rx=3.0,
                fill=colour, fill_opacity=_TINTS[bar.emphasis], data_part="range",
            )
        )  # fmt: skip
    if bar.target is not None:
        x = columns.x(bar.target)
        parts.append(
            element(
                "line", x1=x, x2=x, y1=y - 9, y2=y + 9, stroke=theme.ink, stroke_width=2.5,
                data_part="target",
            )
        )  # fmt: skip
    parts.append(marker(style.marker, columns.x(bar.value), y, 6.0 if focus else 4.5, fill=colour))
    return group(parts, data_geo=bar.geo)


def _ticks(chart: Chart, columns: Columns) -> list[tuple[float, str]]:
    if chart.axis.reverse:
        last = int(columns.high)
        return [(float(n), str(n)) for n in (1, *range(_RANK_STEP, last + 1, _RANK_STEP))]
    found = value_scale(columns.low, columns.high, chart.axis, 5, False).ticks
    return [(tick.at, tick.text) for tick in found if columns.low <= tick.at <= columns.high]
