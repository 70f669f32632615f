"""Dots with a range, and ranked dots, that PowerPoint draws and edits.

A range is a broad line between its ends; a value to compare with is an upright line.
"""

from dataclasses import replace
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
    given = [bars[i] for i in order]
    columns = _columns(chart, order, scale, words_beside=words_beside)
    lined = [block for block in blocks if len(columns) > _LINE and _ranged(block, columns)]
    dots = [rows.line_of(block, _LINE) for block in lined]
    dots += [Dots(_VALUE, block) for block in blocks]
    dots += [Dots(_TARGET, block, shown=False) for block in _runs(list(map(_has_target, given)))]
    frame = rows.add_rows(slide, place, columns, dots, (_WORDS_AT,))
    native = frame.chart
    numbers = look.number_format(chart.axis, [tick.at for tick in scale.ticks])
    title = look.unit_words(chart)
    rows.set_axes(native, scale, _rank_format(numbers, chart), title, len(bars))
    words = [(value_words(bar), bar.emphasis) for bar in given]
    names = [(bar.label, bar.emphasis) for bar in given]
    size = text_size(len(bars), place)
    for place_, told_, side in ((rows.NAMES, names, "left"), (_WORDS_AT, words, "right")):
        (series,) = rows.series_of(native, columns[place_])
        rows.write_labels(series, told_, size, side)
    _dress(native, columns, (blocks, lined), given)
    told = [text for text, _ in words]
    rows.place_plot(native, place, [name for name, _ in names], told, len(bars))
    return frame


def _dress(
    native: Any,
    columns: list[Column],
    blocks: tuple[list[Block], list[Block]],
    bars: list[Bar],
) -> None:
    """Markers, ranges and marks to compare with; series of a column stand longest first."""
    whole, lined = (sorted(some, key=_shortness) for some in blocks)
    for series, block in zip(rows.series_of(native, columns[_VALUE]), whole, strict=True):
        rows.mark(series, block)
        _rings(series, block, bars)
    if lined:
        for series, block in zip(rows.series_of(native, columns[_LINE]), lined, strict=True):
            width = 9.0 if block.emphasis is Emphasis.FOCUS else 7.0
            rows.stroke(series, block, width, _TINT)
    if len(columns) > _TARGET:
        for series in rows.series_of(native, columns[_TARGET]):
            add_upright(series, _UPRIGHT, colour=LIGHT.ink, width=2.0)


def _shortness(block: Block) -> int:
    return block.first - block.last


def _columns(chart: Chart, order: list[int], scale: Scale, *, words_beside: bool) -> list[Column]:
    """The sheet's columns; those of ranges and targets only as far as there are some."""
    bars = [chart.bars[i] for i in order]
    head = look.unit_words(chart) or "Value"
    numbers = look.number_format(chart.axis, [bar.value for bar in bars])
    columns = rows.first_columns(chart.bars, order, scale.low)
    columns += [
        Column(head, tuple(bar.value for bar in bars), number_format=numbers),
        Column("Words stand at", tuple(bar.value if words_beside else scale.high for bar in bars)),
    ]
    ranged = any(bar.low is not None for bar in bars)
    if ranged or any(_has_target(bar) for bar in bars):
        columns += [
            Column("Low", tuple(bar.low for bar in bars), number_format=numbers),
            Column("High", tuple(bar.high for bar in bars), number_format=numbers),
            Column("To compare with", tuple(bar.target for bar in bars), number_format=numbers),
        ]
    return [*columns, *rows.joined((_LOW, _HIGH), columns)] if ranged else columns


def _runs(wanted: list[bool]) -> list[Block]:
    """The stretches of rows that are wanted."""
    found: list[Block] = []
    for at in (at for at, one in enumerate(wanted) if one):
        if found and found[-1].last == at - 1:
            found[-1] = replace(found[-1], last=at)
        else:
            found.append(Block(Emphasis.CONTEXT, 0, at, at))
    return found


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
