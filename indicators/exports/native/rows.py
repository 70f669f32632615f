"""Rows of dots that PowerPoint draws as an XY chart: names at the left, a scale above.

PowerPoint has no horizontal dot chart: each row is a height, counted from the top, and its name
and words are labels. What the dots are is the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from pptx.chart.data import XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter.utility import xl_col_to_name

from indicators.charts.description import Bar, Change, Emphasis, Pair
from indicators.charts.labels import text_width
from indicators.charts.scales import Scale
from indicators.exports.native import look, sheet
from indicators.exports.native.bars import text_size
from indicators.exports.native.look import Place
from indicators.exports.native.sheet import Column
from indicators.exports.stamp import clean
from indicators.theme import LIGHT

_ORDER = (Emphasis.CONTEXT, Emphasis.COMPARATOR, Emphasis.FOCUS)
_EMU_PER_PX = 9525
_PX_PER_POINT = 4 / 3
#: Of the frame's width, what the dots keep at least.
_LEAST_PLOT = 0.3
_TOP, _BOTTOM = 0.12, 0.02
#: Columns of the sheet that every chart of rows begins with: name, place from the top, and where
#: the names stand.
_PLACE, NAMES, FIRST = 1, 2, 3
_DOWN = xl_col_to_name(_PLACE)

Row = Bar | Change | Pair


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that look alike, from `first` to `last` of the sheet, both inside."""

    emphasis: Emphasis
    position: int
    first: int
    last: int

    def cells(self, column: int) -> str:
        return sheet.reference(column, self.first, self.last)

    def of(self, values: Sequence[Any]) -> list[Any]:
        return list(values[self.first : self.last + 1])

    @property
    def colour(self) -> str:
        return look.colour_of(self.emphasis, self.position, LIGHT.bar)


@dataclass(frozen=True, slots=True)
class Dots:
    """A series to draw: a column of the sheet over a block of rows.

    `shown` gives it markers. `down` is the column of its heights where that is not the usual one.
    """

    column: int
    block: Block
    shown: bool = True
    down: int = _PLACE


def sorted_rows(rows: Sequence[Row]) -> tuple[list[int], list[Block]]:
    """Rows in the order of the sheet, those alike together, and the blocks they make."""
    order = sorted(
        range(len(rows)), key=lambda i: (_ORDER.index(rows[i].emphasis), rows[i].position, i)
    )
    blocks: list[Block] = []
    for at, i in enumerate(order):
        emphasis, position = rows[i].emphasis, rows[i].position
        if blocks and (blocks[-1].emphasis, blocks[-1].position) == (emphasis, position):
            blocks[-1] = Block(emphasis, position, blocks[-1].first, at)
        else:
            blocks.append(Block(emphasis, position, at, at))
    return order, blocks


def first_columns(rows: Sequence[Row], order: Sequence[int], names_at: float) -> list[Column]:
    """Name, place from the top, and where on the scale the names stand."""
    return [
        Column("Area", tuple(clean(rows[i].label) for i in order)),
        Column("Row, from the top", tuple(i + 1 for i in order)),
        Column("Names stand at", (names_at,) * len(order)),
    ]


def joined(ends: tuple[int, int], columns: Sequence[Column]) -> list[Column]:
    """A line a row between two columns: three cells a row, both ends and a gap, by formulas."""
    across: list[float | None] = []
    down: list[float | None] = []
    formulas: tuple[list[str], list[str]] = ([], [])
    letters = [xl_col_to_name(place) for place in ends]
    pairs = zip(*(columns[place].cells for place in ends), columns[_PLACE].cells, strict=True)
    for at, (first, second, place) in enumerate(pairs):
        known = isinstance(first, float) and isinstance(second, float)
        across += [first, second, second] if known else [None] * 3
        down += [place, place, None] if known else [None] * 3
        for found, cells in zip(
            formulas,
            ((letters[0], letters[1], letters[1]), (_DOWN, _DOWN, "")),
            strict=True,
        ):
            found += [f"={letter}{at + 2}" if letter and known else "" for letter in cells]
    return [
        Column("Line, across", tuple(across), tuple(formulas[0])),
        Column("Line, row", tuple(down), tuple(formulas[1])),
    ]


def line_of(block: Block, column: int) -> Dots:
    """The series of a block's lines, of which `joined` put the columns from `column` on."""
    threes = replace(block, first=3 * block.first, last=3 * block.last + 1)
    return Dots(column, threes, shown=False, down=column + 1)


def stroke(series: Any, block: Block, width: float, opacity: float = 1.0) -> None:
    """The look of a block's lines, `width` points thick."""
    line = series.format.line
    line.color.rgb = look.rgb(block.colour)
    line.width = Pt(width)
    if opacity < 1:
        fill = series._element.find(f".//{qn('a:ln')}//{qn('a:srgbClr')}")
        etree.SubElement(fill, qn("a:alpha")).set("val", str(round(opacity * 100_000)))


def add_rows(
    slide: Any,
    place: Place,
    columns: Sequence[Column],
    dots: Sequence[Dots],
    words: Sequence[int] = (),
) -> Any:
    """An XY chart with a series for each of `dots`, and those that bear names and words.

    `words` are columns of places for words. The longest series come first: LibreOffice else leaves
    out the shorter ones.
    """
    every = Block(Emphasis.CONTEXT, 0, 0, len(columns[0].cells) - 1)
    given = [*dots, *(Dots(column, every, shown=False) for column in (*words, NAMES))]
    given.sort(key=lambda one: one.block.first - one.block.last)
    return add_dots(slide, place, columns, given)


def series_of(native: Any, column: Column) -> list[Any]:
    """The series that are drawn from a column, in order."""
    return [one for one in native.plots[0].series if one.name == clean(column.heading)]


def add_dots(slide: Any, place: Place, columns: Sequence[Column], dots: Sequence[Dots]) -> Any:
    """An XY chart with a series for each of `dots`, and the columns as its sheet."""
    data = XyChartData()
    for one in dots:
        series = data.add_series(clean(columns[one.column].heading))
        xs, ys = one.block.of(columns[one.column].cells), one.block.of(columns[one.down].cells)
        for x, y in zip(xs, ys, strict=True):
            series.add_data_point(x or 0.0, y or 0.0)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *place, data)
    native = frame.chart
    sheet.put(native, columns)
    look.dress(native)
    for one, series in zip(dots, native.plots[0].series, strict=True):
        element = series._element
        sheet.refer(element.find(qn("c:tx")), sheet.heading(one.column))
        for tag, column in (("c:xVal", one.column), ("c:yVal", one.down)):
            values = one.block.of(columns[column].cells)
            sheet.refer(element.find(qn(tag)), one.block.cells(column), values)
        series.format.line.fill.background()
        if not one.shown:
            series.marker.style = XL_MARKER_STYLE.NONE
    return frame


def set_axes(native: Any, scale: Scale, numbers: str, title: str, rows: int) -> None:
    """A scale above, and no axis of rows: their names are labels."""
    across, down = native.category_axis, native.value_axis
    across.minimum_scale, across.maximum_scale = scale.low, scale.high
    steps = [tick.at for tick in scale.ticks]
    if len(steps) > 1:
        across.major_unit = abs(steps[1] - steps[0])
    across.has_major_gridlines = True
    look.dress_axis(across, title)
    if title:
        look.title_at(across, 0.0)
    across.tick_labels.number_format = numbers
    across.tick_labels.number_format_is_linked = False
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    down.minimum_scale, down.maximum_scale = 0.5, rows + 0.5
    down.reverse_order = True
    down.has_major_gridlines = False
    down.visible = False


def write_labels(
    series: Any, words: Sequence[tuple[str, Emphasis]], size: float, side: str
) -> None:
    """Words beside the points of a series, at its left or right."""
    where = {"left": XL_LABEL_POSITION.LEFT, "right": XL_LABEL_POSITION.RIGHT}[side]
    for at, (text, emphasis) in enumerate(words):
        if text:
            look.label(series.points[at], text, size, *look.text_colour(emphasis))
            series.points[at].data_label.position = where


def place_plot(
    native: Any, place: Place, left: Sequence[str], right: Sequence[str], rows: int
) -> None:
    """Give the names and the words at the right the room they need; the dots have the rest."""
    wide = place[2] / _EMU_PER_PX
    size = text_size(rows, place) * _PX_PER_POINT
    before, after = (
        (max(text_width(clean(text), size, True) for text in texts) + 22) / wide if texts else 0.02
        for texts in (left, right)
    )
    spare = 1 - _LEAST_PLOT
    if before + after > spare:
        before, after = (share * spare / (before + after) for share in (before, after))
    look.plot_at(native, (before, _TOP, 1 - before - after, 1 - _TOP - _BOTTOM))


def mark(series: Any, block: Block, *, hollow: bool = False) -> None:
    """The markers of a block's series, in its colour and shape."""
    size = 10 if block.emphasis is Emphasis.FOCUS else 7
    shape = XL_MARKER_STYLE.CIRCLE
    if block.emphasis is Emphasis.COMPARATOR:
        shape = look.MARKERS[block.position % len(look.MARKERS)]
    look.set_marker(series, shape, size, block.colour, hollow=hollow)
