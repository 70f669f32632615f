"""A dumbbell that PowerPoint draws and edits: an earlier and a later dot an area, joined.

The line between the dots takes its ends from the sheet, so that it follows a changed number.
"""

from typing import Any

from indicators.charts.changes import later_words, usual_later
from indicators.charts.description import Change, Chart, Emphasis, Point
from indicators.charts.scales import Scale, value_scale
from indicators.exports.native import look, rows
from indicators.exports.native.bars import text_size
from indicators.exports.native.look import Place
from indicators.exports.native.rows import FIRST, Dots
from indicators.exports.native.sheet import Column

#: Of the scale, what is kept free at its lower end for words.
_ROOM = 0.09
_EARLIER, _LATER, _LINE = FIRST, FIRST + 1, FIRST + 5


def add_dumbbell(slide: Any, chart: Chart, place: Place) -> Any:
    """The chart on the slide; a pale dot is the earlier figure, a filled dot the later one."""
    changes = chart.changes
    order, blocks = rows.sorted_rows(changes)
    values = [p.value for c in changes for p in (c.earlier, c.later)]
    whole = all(value == int(value) for value in values)
    scale = value_scale(min(values), max(values), chart.axis, 7, whole)
    hidden = bool(min(values) >= 0)
    scale = _with_room(scale, [c for c in changes if c.earlier.value != c.later.value])
    columns = _columns(chart, order, scale.low)
    dots = [rows.line_of(block, _LINE) for block in blocks]
    dots += [Dots(column, block) for column in (_EARLIER, _LATER) for block in blocks]
    frame = rows.add_rows(slide, place, columns, dots)
    native = frame.chart
    numbers = look.number_format(chart.axis, [tick.at for tick in scale.ticks])
    if hidden:
        numbers = f"{numbers};"  # the room for words below zero has no numbers
    rows.set_axes(native, scale, numbers, _title(chart, columns), len(changes))
    if chart.axis.reverse:
        native.category_axis.reverse_order = True
    given = [changes[i] for i in order]
    size = text_size(len(changes), place)
    told = [(change.label, change.emphasis) for change in given]
    (names_at,) = rows.series_of(native, columns[rows.NAMES])
    rows.write_labels(names_at, told, size, "left")
    usual = usual_later(changes)
    longest_first = sorted(blocks, key=lambda block: block.first - block.last)
    lines, earlier, later = (
        rows.series_of(native, columns[place_]) for place_ in (_LINE, _EARLIER, _LATER)
    )
    for block, line, one, other in zip(longest_first, lines, earlier, later, strict=True):
        rows.stroke(line, block, 3.0 if block.emphasis is Emphasis.FOCUS else 1.75)
        rows.mark(one, block, hollow=True)
        rows.mark(other, block)
        _write((one, other), block.of(given), usual, size)
    names = [change.label for change in changes]
    ends = [_told(p, usual) for c in changes for p in (c.earlier, c.later)]
    longest = max(ends, key=len)
    rows.place_plot(native, place, names, [longest], len(names))
    return frame


def _with_room(scale: Scale, changes: list[Change]) -> Scale:
    """The scale with a step more below where words at the left of a dot would meet the names."""
    lowest = min((min(c.earlier.value, c.later.value) for c in changes), default=scale.high)
    step = scale.ticks[1].at - scale.ticks[0].at if len(scale.ticks) > 1 else 0.0
    low = scale.low
    while step and (lowest - low) / (scale.high - low) < _ROOM:
        low -= step
    return Scale(low, scale.high, scale.ticks)


def _title(chart: Chart, columns: list[Column]) -> str:
    """The unit, and which dot is which."""
    dots = f"pale dot {columns[_EARLIER].heading}, full dot {later_words(chart.changes)}"
    unit = look.unit_words(chart)
    return f"{unit}; {dots}" if unit else dots


def _columns(chart: Chart, order: list[int], low: float) -> list[Column]:
    changes = [chart.changes[i] for i in order]
    numbers = look.number_format(
        chart.axis, [p.value for c in changes for p in (c.earlier, c.later)]
    )
    earlier, later = [c.earlier for c in changes], [c.later for c in changes]
    heads = [_head(earlier, "Earlier"), _head(later, "Newest figure")]
    pairs = [(c.earlier.value, c.later.value) for c in changes]
    columns = [
        *rows.first_columns(chart.changes, order, low),
        Column(heads[0], tuple(e for e, _ in pairs), number_format=numbers),
        Column(heads[1], tuple(late for _, late in pairs), number_format=numbers),
        Column("Change", tuple(c.text for c in changes)),
    ]
    for name, points in (("Period of the earlier", earlier), ("Period of the newest", later)):
        columns.append(Column(name, tuple(p.label for p in points)))
    return [*columns, *rows.joined((_EARLIER, _LATER), columns)]


def _head(points: list[Point], many: str) -> str:
    labels = {point.label for point in points}
    return labels.pop() if len(labels) == 1 else many


def _told(point: Point, usual: str) -> str:
    return point.text if point.label == usual else f"{point.text} ({point.label})"


def _write(pair: tuple[Any, Any], changes: list[Change], usual: str, size: float) -> None:
    """Values on the outer sides of their dots; of two equal ones only the later is written."""
    up = [c.later.value >= c.earlier.value for c in changes]
    earlier: list[tuple[str, Emphasis]] = [
        ("" if c.earlier.value == c.later.value else c.earlier.text, c.emphasis) for c in changes
    ]
    later = [(_told(c.later, usual), c.emphasis) for c in changes]
    for series, words, rising in ((pair[0], earlier, "left"), (pair[1], later, "right")):
        falling = "right" if rising == "left" else "left"
        for side, wanted in ((rising, True), (falling, False)):
            shown = [
                (text if goes_up is wanted else "", emphasis)
                for (text, emphasis), goes_up in zip(words, up, strict=True)
            ]
            rows.write_labels(series, shown, size, side)
