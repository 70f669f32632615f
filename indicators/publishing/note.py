"""What stands on a one-page note: headlines, and as many charts as can be read on the page.

Measures a page of A4 in points. It makes no file.
"""

from dataclasses import dataclass

from indicators.charts.labels import wrap
from indicators.exports.stamp import SERVICE, Stamp
from indicators.publishing.charts import Filled

_TITLE = "UK technology indicators: note"
#: Points of a page of A4 between its margins, and of its lines.
_TALL, _WIDE = 690.0, 480.0
_LINE, _HEADING = 16.0, 20.0
#: Lower than this a chart is not read; higher it pushes the words apart.
_LOWEST, _HIGHEST = 165.0, 380.0
_MOST_DRAWN = 2
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Note:
    """The note's words, and the charts that it draws, each `height` px tall."""

    title: str
    under: str
    lines: tuple[str, ...]
    drawn: tuple[Filled, ...]
    height: float


def note_of(charts: tuple[Filled, ...], stamp: Stamp, px: float) -> Note:
    """The note of the charts that have a view; `px` of a picture stand in a point of the page."""
    told = [c.item.headline or c.view.headline for c in charts if c.view is not None]
    lines = [f"{words.rstrip('.')}." for words in told[:_MOST_TOLD]] if len(told) > 1 else []
    if len(told) > _MOST_TOLD:
        lines.append(f"{len(told) - _MOST_TOLD} more charts are in the recipe of this note.")
    day = f"{stamp.accessed.day} {stamp.accessed:%B %Y}"
    under = f"{day}. {SERVICE}, data version {stamp.version}."
    rest = _TALL - 2 * _HEADING - sum(_height(line) for line in (under, *lines))
    usable = tuple(chart for chart in charts if chart.view is not None)
    count, tall = min(_MOST_DRAWN, len(usable)), 0.0
    while count:
        tall = (rest - sum(_around(chart) for chart in usable[:count])) / count
        if tall >= _LOWEST or count == 1:
            break
        count -= 1
    tall = min(_HIGHEST, max(tall, _LOWEST))
    return Note(_TITLE, under, tuple(lines), usable[:count], tall * px)


def _around(chart: Filled) -> float:
    """Points that the words over a chart take."""
    if chart.view is None:
        return 0.0
    headline = chart.item.headline or chart.view.headline
    told = len(wrap(headline, _WIDE, 13, True)) * _HEADING + _height(chart.view.subtitle)
    if chart.item.headline:
        told += _height(f"Headline edited by the author. Data: {chart.view.headline}.")
    return told + (_height(chart.item.note) if chart.item.note else 0.0) + 14


def _height(text: str) -> float:
    return len(wrap(text, _WIDE, 11)) * _LINE
