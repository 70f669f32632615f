"""A view as a PowerPoint slide: a native chart with its data sheet, title, footer and notes.

Figures that may not be passed on, and kinds of chart that PowerPoint has none of, go in as the
picture: a native chart hands its data sheet on.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from indicators.catalogue import Catalogue
from indicators.charts.labels import wrap
from indicators.errors import NoDataError
from indicators.exports import png
from indicators.exports.archives import dated
from indicators.exports.citation import long
from indicators.exports.licence import indicators_of, may_pass_on
from indicators.exports.native import NATIVE
from indicators.exports.native.look import values_words
from indicators.exports.picture import Preset, draw
from indicators.exports.stamp import SERVICE, Format, Stamp, clean
from indicators.theme import LIGHT
from indicators.view import View

FORMAT = Format(
    "PowerPoint",
    "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    0,
)

FONT = "Arial"
_EDGE = Inches(0.5)
_WIDE = Inches(13.333)
_TALL = Inches(7.5)
_ROOM = Emu(_WIDE - 2 * _EDGE)
_TITLE_ONLY = 5
_PX, _POINTS = 96, 72
#: Arial is so much narrower than the widest face that text is measured for.
_ARIAL = 0.9


@dataclass(frozen=True, slots=True)
class Words:
    """What an author put in place of, or beside, the words made from the data."""

    headline: str = ""
    note: str = ""
    marking: str = ""


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """A deck of one slide."""
    deck = opened(view.headline, stamp)
    add_slide(deck, view, catalogue, stamp)
    return saved(deck)


def opened(title: str, stamp: Stamp) -> Any:
    """An empty deck, 16:9, with its title, author, language and a fixed date."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _TALL
    day = datetime(stamp.accessed.year, stamp.accessed.month, stamp.accessed.day, tzinfo=UTC)
    about = deck.core_properties
    about.title, about.author, about.language = clean(title)[:250], SERVICE, "en-GB"
    about.created = about.modified = day
    about.last_modified_by = SERVICE
    about.comments = f"Data version {stamp.build_id}"
    return deck


def saved(deck: Any) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    return dated(out.getvalue())


def add_slide(
    deck: Any,
    view: View,
    catalogue: Catalogue,
    stamp: Stamp,
    words: Words | None = None,
    *,
    native: bool = True,
) -> None:
    """One slide: headline as title, chart, source and dates as footer, caveats in the notes.

    An author's headline stands as title; the sentence made from the data then stands below it.
    """
    given = words or Words()
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    top = Inches(0.35)
    if given.marking:
        high = (_EDGE, Inches(0.12), _ROOM, Inches(0.3))
        _box(slide, "Marking", given.marking, high, 12, bold=True, centred=True)
    title = clean(given.headline or view.headline)
    tall = _title(slide, title, top)
    under = clean(view.subtitle)
    if given.headline:
        under = f"Data: {clean(view.headline)}. {under}"
    below_title = Inches(0.15 + 0.24 * _lines(under, 14))
    _box(slide, "Subtitle", under, (_EDGE, top + tall, _ROOM, below_title), 14)
    y = top + tall + below_title
    if given.note:
        _box(slide, "Note", given.note, (_EDGE, y, _ROOM, Inches(0.5)), 14)
        y += Inches(0.15 + 0.25 * _lines(given.note, 14))
    foot = [note for note in view.notes if len(note) < 220][:2]
    native = native and may_pass_on(view, catalogue)
    told = values_words(view.chart) if native else ""
    lines = [
        *([told] if told else []),
        *foot,
        f"{view.source_line} {view.status_label}.",
        stamp.line,
    ]
    tall = Inches(0.1 + 0.19 * sum(_lines(line, 10.5) for line in lines))
    below = _TALL - tall - Inches(0.35 if given.marking else 0.15)
    _chart(slide, view, stamp, (_EDGE, y, _ROOM, below - y - Inches(0.05)), native)
    _box(slide, "Source and dates", "\n".join(lines), (_EDGE, below, _ROOM, tall), 10.5)
    if given.marking:
        low = (_EDGE, _TALL - Inches(0.36), _ROOM, Inches(0.3))
        _box(slide, "Marking, foot", given.marking, low, 12, bold=True, centred=True)
    slide.notes_slide.notes_text_frame.text = clean(_notes(view, catalogue, stamp, given))


def _chart(
    slide: Any, view: View, stamp: Stamp, box: tuple[int, int, int, int], native: bool
) -> None:
    place = tuple(Emu(int(part)) for part in box)
    frame = _native(slide, view, place) if native else None
    if frame is not None:
        frame._element.xpath("./*/p:cNvPr")[0].set("descr", clean(view.alt))
        frame.name = "Chart"
        return
    size = Preset("", 1000, max(240, round(1000 * place[3] / place[2])))
    picture = png.raster(draw(view, stamp, size, framed=False))
    shape = slide.shapes.add_picture(io.BytesIO(picture), *place[:2], width=place[2])
    shape._element.nvPicPr.cNvPr.set("descr", clean(view.alt))
    shape.name = "Chart"


def _native(slide: Any, view: View, place: tuple[Emu, ...]) -> Any:
    """The chart as PowerPoint's own, or None where PowerPoint has no way to draw it."""
    try:
        return NATIVE[view.chart.kind](slide, view.chart, place)
    except (KeyError, NoDataError):
        return None


def _title(slide: Any, text: str, top: int) -> int:
    most = 28 if len(text) <= 120 else 22 if len(text) <= 200 else 18
    # A little smaller rather than a second line with a word or two.
    size = next((s for s in range(most, most - 4, -1) if _lines(text, s, bold=True) == 1), most)
    lines = _lines(text, size, bold=True)
    tall = Inches(0.15 + lines * size * 1.2 / _POINTS)
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = _EDGE, top, _ROOM, tall
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = 0
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        _type(paragraph, size, LIGHT.ink, bold=True)
    return int(tall)


def _box(
    slide: Any,
    name: str,
    text: str,
    box: tuple[int, int, int, int],
    size: float,
    *,
    bold: bool = False,
    centred: bool = False,
) -> None:
    shape = slide.shapes.add_textbox(*(Emu(int(part)) for part in box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = clean(text)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.CENTER if centred else PP_ALIGN.LEFT
        _type(paragraph, size, LIGHT.ink if bold else LIGHT.muted, bold=bold)


def _lines(text: str, size: float, *, bold: bool = False) -> int:
    """How many lines the text takes across the slide."""
    return len(wrap(clean(text), _ROOM / Inches(1) * _PX, size * _ARIAL * _PX / _POINTS, bold))


def _type(paragraph: Any, size: float, colour: str, *, bold: bool) -> None:
    for run in paragraph.runs:
        run.font.name, run.font.size, run.font.bold = FONT, Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())


def _notes(view: View, catalogue: Catalogue, stamp: Stamp, given: Words) -> str:
    parts = []
    if given.headline:
        parts.append(f"Headline edited by the author. Made from the data: {view.headline}")
    parts.append(f"What the chart shows: {view.alt}")
    caveats = [c for i in indicators_of(view, catalogue)[:3] for c in i.caveats]
    if caveats or view.notes:
        parts.append("\n".join(["Keep in mind:", *(f"- {c}" for c in (*view.notes, *caveats))]))
    parts.append(f"Cite as: {long(view, catalogue, stamp)}")
    return "\n\n".join(parts)
