"""Ranked bars that PowerPoint draws: from zero, best on top, each with its value in words."""

import math
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.oxml.ns import qn
from pptx.util import Pt

from indicators.charts.bars import value_words
from indicators.charts.description import Bar, Chart, Mark
from indicators.exports.native import look, sheet
from indicators.exports.native.look import Place
from indicators.exports.stamp import clean
from indicators.theme import LIGHT

#: A chart's rows take about this share of its height, and type this share of a row.
_SHARE_OF_ROWS, _SHARE_OF_TYPE = 0.9, 0.86
_SMALLEST, _LARGEST = 7.0, 12.0
_EMU_PER_POINT = 12_700


def add_bars(slide: Any, chart: Chart, place: Place) -> Any:
    """The chart on the slide; its data sheet has a row for each bar."""
    values = [bar.value for bar in chart.bars]
    numbers = look.number_format(chart.axis, values)
    names = [clean(f"{bar.rank}  {bar.label}".strip()) for bar in chart.bars]
    head = look.unit_words(chart) or "Value"
    data = CategoryChartData(number_format=numbers)
    data.categories = names
    data.add_series(clean(head), values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    native = frame.chart
    sheet.put(
        native,
        (
            sheet.Column("Area", tuple(names)),
            sheet.Column(head, tuple(values), number_format=numbers),
        ),
    )
    look.dress(native)
    size = text_size(len(chart.bars), place)
    _axes(native, values, size)
    plot = native.plots[0]
    plot.gap_width = 40
    plot.vary_by_categories = False
    for at, bar in enumerate(chart.bars):
        _bar(plot.series[0].points[at], bar, size)
    return frame


def text_size(rows: int, place: Place) -> float:
    """Points of type at which so many rows stand in a chart of this height."""
    row: float = place[3] / _EMU_PER_POINT * _SHARE_OF_ROWS / rows
    return max(_SMALLEST, min(_LARGEST, float(math.floor(row * _SHARE_OF_TYPE * 2)) / 2))


def _axes(native: Any, values: list[float], size: float) -> None:
    category, value = native.category_axis, native.value_axis
    category.reverse_order = True
    category.tick_labels.font.size = Pt(size)
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.format.line.color.rgb = look.rgb(LIGHT.baseline)
    category.major_tick_mark = XL_TICK_MARK.NONE
    every = etree.Element(qn("c:tickLblSkip"))
    every.set("val", "1")
    category._element.find(qn("c:noMultiLvlLbl")).addprevious(every)
    value.visible = False
    value.has_major_gridlines = False
    value.minimum_scale = min(0.0, *values)


def _bar(point: Any, bar: Bar, size: float) -> None:
    colour = look.colour_of(bar.emphasis, bar.position, LIGHT.bar)
    plain = bar.mark is Mark.SOLID
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = look.rgb(colour if plain else LIGHT.background)
    if not plain:
        point.format.line.color.rgb = look.rgb(colour)
        point.format.line.dash_style = DASH.DASH
    look.label(point, value_words(bar), size, *look.text_colour(bar.emphasis))
    point.data_label.position = XL_LABEL_POSITION.OUTSIDE_END
