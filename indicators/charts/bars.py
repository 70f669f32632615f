"""Ranked bars and ranked dots as SVG: rank, name, bar from zero, value in words.

Draws from a `Chart`. The frame around it is `indicators.charts.svg`'s.
"""

from collections.abc import Iterator

from indicators.charts.columns import Columns
from indicators.charts.description import Bar, Chart, Emphasis, Kind, Mark
from indicators.charts.intervals import interval_domain, interval_parts
from indicators.charts.labels import shorten, text_width, wrap
from indicators.charts.layout import axis_title
from indicators.charts.looks import look
from indicators.charts.markup import element, group, marker, text
from indicators.charts.plane import NARROW
from indicators.theme import FONT_SIZES, NARROW_FONT_SIZES, Theme

_MOST_NAME = 0.34
#: Of the width, what the bars or dots themselves keep at least.
_LEAST_PLOT = 0.24
_MOST_VALUE = 0.4
#: The most that a dot or a range reaches out before its place.
_DOT_ROOM = 8.0


def _title(chart: Chart, width: float) -> tuple[str, ...]:
    sizes = NARROW_FONT_SIZES if width <= NARROW else FONT_SIZES
    return wrap(axis_title(chart), width, sizes["axis"])


def value_words(bar: Bar, *, narrow: bool = False) -> str:
    """The value with its period where that is not the usual one, and what is to be known of it.

    On a phone the open bar and the notes tell the latter.
    """
    extra = ", ".join(part for part in (bar.period, "" if narrow else bar.status) if part)
    return f"{bar.text} ({extra})" if extra else bar.text


def bar_domain(chart: Chart) -> tuple[float, float]:
    """Where bars begin and the longest ends: always with zero; dots from first place on."""
    values = [bar.value for bar in chart.bars]
    if chart.kind is Kind.DOT:
        return 1.0, max(2.0, *values)
    if chart.kind is Kind.INTERVAL:
        return interval_domain(chart)
    low, high = min(0.0, *values), max(0.0, *values)
    return (low, high) if low < high else (0.0, 1.0)


def measured(chart: Chart, width: float, *, beside: bool = False) -> Columns:
    """The columns of a chart `width` px wide.

    Names stand beside the bars where they and the values are whole there; else above them, unless
    they are to stand `beside` them come what may.
    """
    sizes = NARROW_FONT_SIZES if width <= NARROW else FONT_SIZES
    size, axis_size = sizes["label"], sizes["axis"]
    ranks = max((text_width(bar.rank, axis_size) for bar in chart.bars), default=0.0)
    name = ranks + 10 if ranks else 0.0
    names = max(text_width(b.label, size, b.emphasis is Emphasis.FOCUS) for b in chart.bars)
    # A range has short words beside it, so that names may take more room.
    values = max(
        text_width(value_words(b, narrow=width <= NARROW), size, b.emphasis is Emphasis.FOCUS)
        for b in chart.bars
    )
    # Until where the longest bar may reach: to the words after it there is a gap, on both sides of
    # which a dot or a range stands out.
    gap = 18 if chart.kind is Kind.INTERVAL else 14 if chart.kind is Kind.DOT else 10
    end = width - min(values, width * _MOST_VALUE) - gap
    # Names may take more than their share where values leave room.
    room = max(width * _MOST_NAME, end - width * _LEAST_PLOT - name - 12)
    lines = len(_title(chart, width))
    # Ranges are read off a scale: its numbers take a line of their own.
    lines += chart.kind is Kind.INTERVAL
    head = lines * axis_size * 1.35 + (6 if lines else 0)
    row = 22.0 if width <= NARROW else 26.0
    low, high = bar_domain(chart)
    if beside or (names <= room and values <= width * _MOST_VALUE):
        start = name + min(names, room) + 12
        return Columns(name, start, end, low, high, head, row, size, axis_size)
    above = size * 1.35
    start = 0.0 if chart.kind is Kind.BAR else _DOT_ROOM
    end = width - min(values, width * (1 - _LEAST_PLOT) - start) - gap
    return Columns(name, start, end, low, high, head, row + above, size, axis_size, above)


def natural_height(chart: Chart, width: float) -> float:
    """The height in px that the rows need at this width."""
    return measured(chart, width).bottom(len(chart.bars)) + 4


def bar_parts(chart: Chart, width: float, theme: Theme) -> Iterator[str]:
    """Everything inside a ranked chart, top to bottom."""
    columns = measured(chart, width)
    yield group(
        (
            text(line, 0, (row + 0.8) * columns.axis_size * 1.35)
            for row, line in enumerate(_title(chart, width))
        ),
        font_size=columns.axis_size,
        fill=theme.muted,
        data_part="unit",
    )
    if chart.kind is Kind.INTERVAL:
        yield from interval_parts(chart, columns, theme)
    for place, bar in enumerate(chart.bars):
        yield _row(chart, bar, columns.y(place), columns, theme, width)
    if chart.kind is Kind.BAR:
        x, bottom = columns.x(0), columns.bottom(len(chart.bars))
        yield element(
            "line", x1=x, x2=x, y1=columns.head, y2=bottom, stroke=theme.baseline,
            data_part="zero",
        )  # fmt: skip


def _row(chart: Chart, bar: Bar, y: float, columns: Columns, theme: Theme, width: float) -> str:
    style = look(bar, theme)
    base = y + columns.size * 0.35
    focus = bar.emphasis is Emphasis.FOCUS
    if columns.above:
        # Clear of the line of first place or zero.
        left = columns.start + 6 if chart.kind is Kind.INTERVAL else columns.name
        anchor, line = None, y - columns.tall / 2 - columns.above * 0.15
    else:
        left, anchor, line = columns.start - 10, "end", base
    room = width - left if columns.above else columns.start - 11 - columns.name
    name = shorten(bar.label, room, columns.size, focus)
    end = columns.x(bar.value)
    after = max(end, columns.x(max(0.0, columns.low))) + (12 if chart.kind is Kind.DOT else 7)
    if chart.kind is Kind.INTERVAL:
        after = columns.end + 14
    told = shorten(value_words(bar, narrow=width <= NARROW), width - after, columns.size, focus)
    parts = [
        text(bar.rank, 0, line, fill=theme.muted, font_size=columns.axis_size) if bar.rank else "",
        text(name, left, line, text_anchor=anchor),
        "" if chart.kind is Kind.INTERVAL else _shape(chart, bar, y, columns, theme),
        text(told, after, base),
    ]
    return group(
        parts,
        font_size=columns.size,
        fill=style.text,
        font_weight="700" if style.bold else None,
        data_geo=bar.geo,
    )


def _shape(chart: Chart, bar: Bar, y: float, columns: Columns, theme: Theme) -> str:
    style = look(bar, theme)
    colour = theme.bar if bar.emphasis is Emphasis.CONTEXT else style.colour
    plain = bar.mark is Mark.SOLID
    fill = colour if plain else theme.background
    edge = None if plain else colour
    if chart.kind is Kind.DOT:
        x = columns.x(bar.value)
        guide = element("line", x1=columns.start, x2=x, y1=y, y2=y, stroke=theme.grid)
        size = 7.0 if bar.emphasis is Emphasis.FOCUS else 5.0
        return guide + marker(style.marker, x, y, size, fill=fill, stroke=edge, stroke_width=1.5)
    left, right = sorted((columns.x(0), columns.x(bar.value)))
    tall = columns.tall * 0.62
    return element(
        "rect", x=left, y=y - tall / 2, width=max(right - left, 0.5), height=tall, fill=fill,
        stroke=edge, stroke_width=None if plain else 1.5,
        stroke_dasharray=None if plain else "3 2",
    )  # fmt: skip
