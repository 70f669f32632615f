"""A briefing as PDF: landscape slides, or A4 pages with picture, words and table.

Pictures are vectors. What stands on them is `indicators.exports.picture`'s.
"""

from dataclasses import replace

from fpdf import FPDF

from indicators.briefing import TEMPLATES, Briefing
from indicators.catalogue import Catalogue
from indicators.exports.columns import shares
from indicators.exports.licence import indicators_of, may_pass_on
from indicators.exports.pdf import FAMILY, POINTS, opened
from indicators.exports.picture import PRESETS, Preset, draw
from indicators.exports.stamp import Stamp, clean, stamp_of
from indicators.exports.vectors import place
from indicators.publishing.charts import Filled
from indicators.publishing.note import note_of
from indicators.theme import LIGHT
from indicators.view import View

_A4 = (595.28, 841.89)
_EDGE = 54.0
_ROOM = _A4[0] - 2 * _EDGE
#: Px across of a picture in a note.
_LOW = 760
_MOST_ROWS = 40
#: Points that a table needs to begin on a page.
_LEAST_TABLE = 110.0
_MOST_COLUMNS = 7
_TABLE_TYPE = 8.5


def pdf_pages(
    briefing: Briefing, charts: tuple[Filled, ...], catalogue: Catalogue, stamp: Stamp
) -> bytes:
    """All charts of the briefing; those without a view are passed over."""
    title = f"UK technology indicators: {TEMPLATES[briefing.template].lower()}"
    deck = briefing.template == "deck"
    slide = PRESETS["slide"]
    size = (slide.width * POINTS, slide.height * POINTS) if deck else _A4
    document = opened(title, stamp, size, briefing.marking)
    if not deck:
        document.set_margins(_EDGE, _EDGE, _EDGE)
    if briefing.template == "note":
        _note(document, charts, stamp)
    for chart in (c for c in charts if c.view is not None and briefing.template != "note"):
        own = stamp_of(stamp.build_id, chart.item.chart, stamp.accessed)
        if deck:
            _slide(document, chart, own)
        else:
            _annex(document, briefing, chart, catalogue, own)
    return bytes(document.output())


def _slide(document: FPDF, chart: Filled, stamp: Stamp) -> None:
    document.add_page()
    view = chart.view
    assert view is not None  # noqa: S101  # passed over by the caller
    if chart.item.headline:
        under = f"Edited by the author. Data: {view.headline}. {view.subtitle}"
        view = replace(view, headline=chart.item.headline, subtitle=under)
    if chart.item.note:
        view = replace(view, subtitle=f"{view.subtitle}. {chart.item.note}")
    place(document, draw(view, stamp), 0, 0, POINTS)


def _note(document: FPDF, charts: tuple[Filled, ...], stamp: Stamp) -> None:
    """One page: all headlines, and as many charts as can be read on it."""
    note = note_of(charts, stamp, _LOW / _ROOM)
    document.add_page()
    document.set_xy(_EDGE, _EDGE - 14)
    _words(document, note.title, 18, bold=True, after=2)
    _words(document, note.under, 9.5, after=6)
    for line in note.lines:
        _words(document, f"• {line}", 10.5, after=1)
    for chart in note.drawn:
        own = stamp_of(stamp.build_id, chart.item.chart, stamp.accessed)
        document.set_y(document.get_y() + 6)
        _picture(document, chart, own, Preset("", _LOW, round(note.height)), 13)


def _annex(
    document: FPDF, briefing: Briefing, chart: Filled, catalogue: Catalogue, stamp: Stamp
) -> None:
    document.add_page()
    document.set_xy(_EDGE, _EDGE)
    _picture(document, chart, stamp, PRESETS["page"], 17)
    view = chart.view
    assert view is not None  # noqa: S101  # passed over by the caller
    caveats = [c for i in indicators_of(view, catalogue)[:3] for c in i.caveats]
    document.set_auto_page_break(True, _EDGE)
    for remark in dict.fromkeys((*view.notes, *caveats)):
        _words(document, f"• {remark}", 9.5, after=2)
    if briefing.template == "data" and may_pass_on(view, catalogue):
        _table(document, view)
    document.set_auto_page_break(False)


def _picture(document: FPDF, chart: Filled, stamp: Stamp, size: Preset, type_size: float) -> None:
    view = chart.view
    assert view is not None  # noqa: S101  # passed over by the caller
    _words(document, chart.item.headline or view.headline, type_size, bold=True, after=3)
    if chart.item.headline:
        _words(document, f"Headline edited by the author. Data: {view.headline}.", 9.5)
    _words(document, view.subtitle, 9.5, after=4)
    if chart.item.note:
        _words(document, chart.item.note, 11, after=4)
    scale = _ROOM / size.width
    y = document.get_y()
    place(document, draw(view, stamp, size, framed=False), _EDGE, y, scale)
    document.set_xy(_EDGE, y + size.height * scale + 10)


def _words(document: FPDF, text: str, size: float, *, bold: bool = False, after: float = 2) -> None:
    document.set_font(FAMILY, "B" if bold else "", size)
    document.set_text_color(LIGHT.ink if bold else LIGHT.muted)
    document.set_x(_EDGE)
    document.multi_cell(_ROOM, size * 1.3, clean(text), align="L", new_x="LMARGIN", new_y="NEXT")
    document.set_y(document.get_y() + after)


def _table(document: FPDF, view: View) -> None:
    shown = view.table
    columns = shown.columns[:_MOST_COLUMNS]
    document.set_y(document.get_y() + 8)
    if document.get_y() > _A4[1] - _EDGE - _LEAST_TABLE:
        document.add_page()  # a caption stands with its table
        document.set_y(_EDGE)
    _words(document, shown.caption, 11, bold=True)
    document.set_font(FAMILY, "", _TABLE_TYPE)
    document.set_text_color(LIGHT.ink)
    document.set_draw_color(LIGHT.border)
    document.set_line_width(0.5)
    align = tuple("RIGHT" if column.numeric else "LEFT" for column in columns)
    with document.table(
        width=_ROOM,
        col_widths=shares(shown, len(columns), _ROOM, _TABLE_TYPE),
        text_align=align,
        borders_layout="HORIZONTAL_LINES",
        line_height=12,
    ) as table:
        table.row([clean(column.title) for column in columns])
        for row in shown.rows[:_MOST_ROWS]:
            table.row([clean(cell) for cell in row[:_MOST_COLUMNS]])
    left = len(shown.rows) - _MOST_ROWS
    if left > 0 or len(shown.columns) > _MOST_COLUMNS:
        _words(document, "The spreadsheet of this chart has all rows and columns.", 9.5)
