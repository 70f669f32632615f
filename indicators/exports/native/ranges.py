"""Dots with a range, and ranked dots, that PowerPoint draws and edits.

A range is a broad line between its ends; a value to compare with is an upright line.
"""

from typing import Any

from indicators.charts.bars import bar_domain, value_words
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Mark
from indicators.charts.scales import Scale, Tick, value_scale
from indicators.exports.native import look, rows
from indicators.exports.native.bars import text_size
from indicators.exports.native.error_bars import add_upright
from indicators.exports.native.look import Place
from indicators.exports.native.rows import FIRST, Block, Dots
from indicators.exports.native.sheet import Column
from indicators.theme import LIGHT

#: Places of the columns after those that every chart of rows has.
_VALUE, _WORDS_AT, _LOW, _HIGH, _TARGET, _LINE = range(FIRST, FIRST + 6)
_RANK_STEP = 5
_TINT = 0.4
#: Half the height of the mark to compare with, in rows.
_UPRIGHT = 0.36


def add_ranked_dots(slide: Any, chart: Chart, place: Place) -> Any:
    """Ranked dots from first place on, each with its words beside it."""
    return _add(slide, chart, place, words_beside=True)


def add_ranges(slide: Any, chart: Chart, place: Place) -> Any:
    """Dots with a range around them, and a mark to compare with where there is one."""
    return _add(slide, chart, place, words_beside=False)


def _add(slide: Any, chart: Chart, place: Place, *, words_beside: bool) -> Any:
    bars, scale = chart.bars, _scale(chart)
    order, blocks = rows.sorted_rows(bars)
    sorted_bars = [bars[i] for i in order]
    numbers = look.number_format(chart.axis, [tick.at for tick in scale.ticks])
    columns = _columns(chart, order, scale)
    lined = [block for block in blocks if len(columns) > _LINE and _ranged(block, columns)]
    dots = [rows.line_of(block, _LINE) for block in lined]
    dots += [Dots(_VALUE, block) for block in blocks]
    targets = [Block(b.emphasis, 0, at, at) for at, b in enumerate(sorted_bars) if _has_target(b)]
    dots += [Dots(_TARGET, block, shown=False) for block in targets]
    dots.append(Dots(_VALUE if words_beside else _WORDS_AT, _whole(blocks), shown=False))
    frame = rows.add_rows(slide, place, columns, dots)
    native = frame.chart
    title = look.unit_words(chart)
    rows.set_axes(native, scale, _rank_format(numbers, chart), title, len(bars))
    size = text_size(len(bars), place)
    rows.write_names(native, bars, order, size)
    words = [(value_words(bar), bar.emphasis) for bar in sorted_bars]
    rows.write_labels(native, -2, words, size, "right")
    every = list(native.plots[0].series)
    after = len(lined)
    for series, block in zip(every[:after], lined, strict=True):
        rows.stroke(series, block, 9.0 if block.emphasis is Emphasis.FOCUS else 7.0, _TINT)
    for series, block in zip(every[after : after + len(blocks)], blocks, strict=True):
        rows.mark(series, block)
        _rings(series, block, sorted_bars)
    for series in every[after + len(blocks) : -2]:
        add_upright(series, _UPRIGHT, colour=LIGHT.ink, width=2.0)
    names = [bar.label for bar in bars]
    rows.place_plot(native, place, names, [text for text, _ in words], len(bars))
    return frame


def _columns(chart: Chart, order: list[int], scale: Scale) -> list[Column]:
    """The sheet's columns; those of ranges and targets only as far as there are some."""
    bars = [chart.bars[i] for i in order]
    head = look.unit_words(chart) or "Value"
    numbers = look.number_format(chart.axis, [bar.value for bar in bars])
    columns = rows.first_columns(chart.bars, order, scale.low)
    columns += [
        Column(head, tuple(bar.value for bar in bars), number_format=numbers),
        Column("Words stand at", (scale.high,) * len(bars)),
    ]
    ranged = any(bar.low is not None for bar in bars)
    if ranged or any(_has_target(bar) for bar in bars):
        columns += [
            Column("Low", tuple(bar.low for bar in bars), number_format=numbers),
            Column("High", tuple(bar.high for bar in bars), number_format=numbers),
            Column("To compare with", tuple(bar.target for bar in bars), number_format=numbers),
        ]
    return [*columns, *rows.joined((_LOW, _HIGH), columns)] if ranged else columns


def _whole(blocks: list[Block]) -> Block:
    return Block(Emphasis.CONTEXT, 0, 0, blocks[-1].last)


def _has_target(bar: Bar) -> bool:
    return bar.target is not None


def _ranged(block: Block, columns: list[Column]) -> bool:
    return any(low is not None for low in block.of(columns[_LOW].cells))


def _rings(series: Any, block: Block, bars: list[Bar]) -> None:
    """Estimates and figures of another release are rings, as on the page."""
    for at, bar in enumerate(block.of(bars)):
        if bar.mark is not Mark.SOLID:
            shape = look.marker_of(bar.emphasis, bar.position, bar.mark)
            look.set_marker(series.points[at], shape, 8, block.colour, hollow=True)


def _scale(chart: Chart) -> Scale:
    low, high = bar_domain(chart)
    if chart.axis.reverse or low == 1.0:
        last = high + max(0.5, 0.03 * high)
        ticks = tuple(Tick(float(n), str(n)) for n in range(0, int(last) + 1, _RANK_STEP))
        return Scale(0.0, last, ticks)
    axis = Axis(chart.axis.title, multiplier=chart.axis.multiplier)
    found = value_scale(low, high, axis, 6, False)
    return Scale(min(low, found.low), max(high, found.high), found.ticks)


def _rank_format(numbers: str, chart: Chart) -> str:
    """There is no place 0, so that end of a scale of ranks has no number."""
    return "0;;" if chart.axis.reverse or bar_domain(chart)[0] == 1.0 else numbers
