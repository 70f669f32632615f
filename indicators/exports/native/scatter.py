"""A scatter that PowerPoint draws and edits: a dot an area, read off two value axes."""

from typing import Any

from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.util import Pt

from indicators.charts.description import Axis, Chart, Mark, Pair
from indicators.charts.layout import scale_words
from indicators.charts.scales import value_scale
from indicators.charts.scatter import scatter_layout
from indicators.exports.native import look, rows
from indicators.exports.native.look import Place
from indicators.exports.native.rows import Dots
from indicators.exports.native.sheet import Column
from indicators.exports.stamp import clean
from indicators.theme import LIGHT

_ACROSS, _UP = 1, 2
#: Where names are kept clear of one another, the page's own places for this width are asked.
_WIDTH = 900.0
_PLOT = (0.07, 0.08, 0.88, 0.76)
_SIDES = {
    "start": XL_LABEL_POSITION.RIGHT,
    "end": XL_LABEL_POSITION.LEFT,
    "middle": XL_LABEL_POSITION.ABOVE,
}


def add_scatter(slide: Any, chart: Chart, place: Place) -> Any:
    """The chart on the slide; dots without room for a name have it in the data sheet."""
    pairs = chart.pairs
    order, blocks = rows.sorted_rows(pairs)
    across = chart.across or chart.axis
    given = [pairs[i] for i in order]
    columns = _columns(given, across, chart.axis)
    dots = [Dots(_ACROSS, block, down=_UP) for block in blocks]
    frame = rows.add_dots(slide, place, columns, dots)
    native = frame.chart
    _axis(native.category_axis, across, [p.across.value for p in pairs], 8)
    _axis(native.value_axis, chart.axis, [p.up.value for p in pairs], 6)
    native.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    native.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    look.plot_at(native, _PLOT)
    sides = {name.pair.geo: name.anchor for name in scatter_layout(chart, _WIDTH).names}
    for series, block in zip(native.plots[0].series, blocks, strict=True):
        rows.mark(series, block)
        for at, pair in enumerate(block.of(given)):
            point = series.points[at]
            if Mark.SOLID is not pair.across.mark or Mark.SOLID is not pair.up.mark:
                look.set_marker(point, XL_MARKER_STYLE.CIRCLE, 8, block.colour, hollow=True)
            if pair.geo in sides:
                look.label(point, pair.label, 11, *look.text_colour(pair.emphasis))
                point.data_label.position = _SIDES[sides[pair.geo]]
    return frame


def _columns(pairs: list[Pair], across: Axis, up: Axis) -> list[Column]:
    return [
        Column("Area", tuple(clean(p.label) for p in pairs)),
        Column(
            _title(across) or "Across",
            tuple(p.across.value for p in pairs),
            number_format=look.number_format(across, [p.across.value for p in pairs]),
        ),
        Column(
            _title(up) or "Up",
            tuple(p.up.value for p in pairs),
            number_format=look.number_format(up, [p.up.value for p in pairs]),
        ),
        Column("Period across", tuple(p.across.label for p in pairs)),
        Column("Period up", tuple(p.up.label for p in pairs)),
    ]


def _title(axis: Axis) -> str:
    return look.unit_of(axis, scale_words(axis, off_zero=not axis.from_zero and not axis.reverse))


def _axis(drawn: Any, axis: Axis, values: list[float], count: int) -> None:
    whole = all(value == int(value) for value in values)
    drawn.has_major_gridlines = True
    look.dress_axis(drawn, _title(axis))
    look.set_scale(drawn, axis, value_scale(min(values), max(values), axis, count, whole))
    drawn.format.line.color.rgb = look.rgb(LIGHT.baseline)
    drawn.format.line.width = Pt(0.75)
