"""Small multiples as a group of native charts, a chart a panel, all on the same two axes."""

from dataclasses import replace
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from indicators.charts.description import Chart, Emphasis, Kind, Series
from indicators.charts.end_labels import end_words, usual_last
from indicators.charts.multiples import focus_of
from indicators.errors import NoDataError
from indicators.exports.native import look
from indicators.exports.native.lines import add_panel, runs_of
from indicators.exports.native.look import Place
from indicators.exports.stamp import clean
from indicators.theme import LIGHT

#: More panels than these are too small to be read from a slide.
_MOST = 20
_TALL_PANEL = 1.5
_TYPE = 10
#: Points across of the panel's own line, and of the one to compare with.
_OWN, _REFERENCE = 1.75, 0.75


def add_multiples(slide: Any, chart: Chart, place: Place) -> Any:
    """The panels on the slide as one group, in the order of the page.

    Raises:
        NoDataError: more panels than can be read.
    """
    count = len(chart.series)
    if count > _MOST:
        raise NoDataError(f"{count} small charts are too many for a slide. Take the image.")
    left, top, width, height = place
    columns = _columns(count, width / height)
    wide, tall = width // columns, height // -(-count // columns)
    focus, usual = focus_of(chart), usual_last(chart)
    frames = []
    for at, series in enumerate(chart.series):
        corner = (left + at % columns * wide, top + at // columns * tall)
        one = replace(chart, kind=Kind.LINE, series=_drawn(series, focus))
        frame = add_panel(slide, one, (*(Emu(int(e)) for e in (*corner, wide, tall)),), chart)
        _title(frame.chart, clean(f"{series.label} {end_words(series, usual)}"), series.emphasis)
        _strokes(frame.chart, one)
        frame.name = clean(series.label)
        frames.append(frame)
    return slide.shapes.add_group_shape(frames)


def _columns(count: int, shape: float) -> int:
    """So many panels side by side that each is about half as wide again as it is tall."""
    rows = max(1, round((count * _TALL_PANEL / shape) ** 0.5))
    return int(-(-count // rows))


def _drawn(series: Series, focus: Series | None) -> tuple[Series, ...]:
    """The focus again, to compare with, and the panel's own line on it."""
    return (series,) if focus is None or series is focus else (focus, series)


def _title(native: Any, words: str, emphasis: Emphasis) -> None:
    native.has_title = True
    frame = native.chart_title.text_frame
    frame.text = words
    font = frame.paragraphs[0].runs[0].font
    font.size, font.name = Pt(_TYPE + 1), look.FONT
    colour, font.bold = look.text_colour(emphasis)
    font.color.rgb = look.rgb(colour)
    native.chart_title.include_in_layout = False
    for axis in (native.value_axis, native.category_axis):
        axis.tick_labels.font.size = Pt(_TYPE - 1)


def _strokes(native: Any, chart: Chart) -> None:
    """The panel's own line strong; the one to compare with thin."""
    own = chart.series[-1]
    for (series, _), drawn in zip(runs_of(chart), native.plots[0].series, strict=True):
        line = drawn.format.line
        focus = series.emphasis is Emphasis.FOCUS
        line.color.rgb = look.rgb(LIGHT.focus if focus else LIGHT.ink)
        line.width = Pt(_REFERENCE if series is not own else _OWN)
        line.dash_style = None
        if series is not own:
            for point in drawn._element.findall(qn("c:dPt")):
                drawn._element.remove(point)
