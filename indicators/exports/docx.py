"""A view as a Word document: headline, picture, number table, what to keep in mind, source.

Real heading styles and marked header rows, so that Word's navigation and a screen reader find them.
"""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from indicators.catalogue import Catalogue
from indicators.exports import png
from indicators.exports.archives import dated
from indicators.exports.citation import long
from indicators.exports.columns import shares
from indicators.exports.licence import indicators_of, may_pass_on
from indicators.exports.picture import Preset, draw
from indicators.exports.pptx import Words
from indicators.exports.stamp import SERVICE, Format, Stamp, clean
from indicators.theme import LIGHT
from indicators.view import Table, View

FORMAT = Format(
    "Word",
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    41,
)

FONT = "Arial"
#: Rows and columns of a table that can still be read on a page; more are in the data formats.
_MOST_ROWS = 30
_MOST_COLUMNS = 7
_TABLE_TYPE = 9.5
_WIDTH = Cm(17)
#: Px of a picture as wide as the text, and how many of them stand in a point.
_PX = 760
PX_PER_POINT = _PX / _WIDTH.pt


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """A document of one section."""
    document = opened(view.headline, stamp)
    add_section(document, view, catalogue, stamp)
    return saved(document)


def opened(title: str, stamp: Stamp, marking: str = "") -> Any:
    """An empty A4 document with our styles, its title, language and a fixed date."""
    document = Document()
    _drop_old_styles(document)
    about = document.core_properties
    about.title, about.author, about.language = clean(title)[:250], SERVICE, "en-GB"
    about.created = about.modified = datetime(
        stamp.accessed.year, stamp.accessed.month, stamp.accessed.day, tzinfo=UTC
    )
    about.last_modified_by = SERVICE
    about.comments = f"Data version {stamp.build_id}"
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    for name, size in (("Normal", 11), ("Heading 1", 18), ("Heading 2", 13)):
        _style(document, name, size)
    for part in (page.header, page.footer) if marking else ():
        line = part.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(clean(marking)).bold = True
    return document


def _drop_old_styles(document: Any) -> None:
    """Leave out the library's copy of its styles for Word 2007, which differs from ours."""
    for key, link in list(document.part.rels.items()):
        if link.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(key)


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return dated(out.getvalue())


def add_section(
    document: Any,
    view: View,
    catalogue: Catalogue,
    stamp: Stamp,
    words: Words | None = None,
    *,
    table: bool = True,
    new_page: bool = False,
) -> None:
    """Headline, picture, table, caveats and source of one view.

    An author's headline heads the section; the sentence made from the data then stands below it.
    """
    given = words or Words()
    heading = document.add_heading(clean(given.headline or view.headline), level=1)
    heading.paragraph_format.page_break_before = new_page
    if given.headline:
        edited = document.add_paragraph()
        edited.add_run("Headline edited by the author. From the data: ").italic = True
        edited.add_run(clean(view.headline) + ".")
    document.add_paragraph(clean(view.subtitle))
    if given.note:
        document.add_paragraph(clean(given.note))
    picture = png.raster(draw(view, stamp, "page", framed=False))
    document.add_picture(io.BytesIO(picture), width=_WIDTH)
    _describe(document, view)
    if table:
        _figures(document, view, catalogue)
    caveats = [c for i in indicators_of(view, catalogue)[:3] for c in i.caveats]
    remarks = list(dict.fromkeys((*view.notes, *caveats)))
    if remarks:
        document.add_heading("Keep in mind", level=2)
        for remark in remarks:
            document.add_paragraph(clean(remark), style="List Bullet")
    document.add_heading("Source", level=2)
    document.add_paragraph(clean(f"{view.source_line} {view.status_label}."))
    document.add_paragraph(clean(f"Cite as: {long(view, catalogue, stamp)}"))


def add_summary(document: Any, title: str, under: str, lines: list[str]) -> None:
    """A title, and the headlines that follow as a list: what a reader in a hurry takes away."""
    heading = document.add_heading(clean(title), level=1)
    heading.paragraph_format.space_before = Pt(0)
    _tight(document.add_paragraph(clean(under)))
    for line in lines:
        _tight(document.add_paragraph(clean(line), style="List Bullet"))


def add_brief(document: Any, view: View, stamp: Stamp, words: Words, height: float) -> None:
    """Headline, note and a picture with its source, `height` px tall where it is 760 wide."""
    heading = document.add_heading(clean(words.headline or view.headline), level=2)
    heading.paragraph_format.space_before = Pt(8)
    if words.headline:
        _tight(
            document.add_paragraph(clean(f"Headline edited by the author. Data: {view.headline}."))
        )
    if words.note:
        _tight(document.add_paragraph(clean(words.note)))
    picture = png.raster(draw(view, stamp, Preset("", _PX, round(height)), framed=False))
    document.add_picture(io.BytesIO(picture), width=_WIDTH)
    _tight(document.paragraphs[-1])
    _describe(document, view)


def _tight(paragraph: Any) -> None:
    paragraph.paragraph_format.space_after = Pt(3)


def _describe(document: Any, view: View) -> None:
    """The text alternative of the picture added last."""
    drawing = document.paragraphs[-1]._element.find(".//" + qn("wp:docPr"))
    drawing.set("descr", clean(view.alt))
    drawing.set("title", clean(view.headline)[:250])


def _figures(document: Any, view: View, catalogue: Catalogue) -> None:
    document.add_heading("Figures", level=2)
    if not may_pass_on(view, catalogue):
        document.add_paragraph(
            "Some of these figures may not be passed on as data: their licence does not allow it. "
            "The picture above may be shown with its source."
        )
        return
    shown = view.table
    columns = range(min(len(shown.columns), _MOST_COLUMNS))
    rows = shown.rows[:_MOST_ROWS]
    lead = document.add_paragraph()
    lead.add_run(clean(shown.caption)).bold = True
    lead.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(columns))
    table.autofit = False
    for column, share in zip(
        table.columns, shares(shown, len(columns), _WIDTH.pt, _TABLE_TYPE), strict=True
    ):
        column.width = Cm(share * _WIDTH.cm)
    _rules(table)
    _fill(table.rows[0], [shown.columns[c].title for c in columns], shown, bold=True)
    _mark_header(table.rows[0])
    for place, row in enumerate(rows):
        added = table.add_row()
        _fill(added, [row[c] for c in columns], shown, bold=place == shown.focus)
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column in table.columns:
        for cell in column.cells:
            cell.width = column.width
    left = []
    if len(shown.rows) > len(rows):
        left.append(f"{len(shown.rows) - len(rows)} more rows")
    if len(shown.columns) > len(columns):
        names = ", ".join(c.title for c in shown.columns[_MOST_COLUMNS:])
        left.append(f"more columns ({names})")
    if left:
        document.add_paragraph(clean(f"The spreadsheet of this chart has {' and '.join(left)}."))


def _fill(row: Any, cells: list[str], shown: Table, *, bold: bool) -> None:
    for cell, text, column in zip(row.cells, cells, shown.columns, strict=False):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(clean(text))
        run.font.size = Pt(_TABLE_TYPE)
        run.bold = bold
        paragraph.paragraph_format.space_after = Pt(1)
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rules(table: Any) -> None:
    """Hairlines between rows and none between columns."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", "BFC5C9")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    # The schema has an order: borders stand before the layout and the look of the table.
    after = {qn("w:tblLayout"), qn("w:tblCellMar"), qn("w:tblLook")}
    next(child for child in properties if child.tag in after).addprevious(borders)


def _mark_header(row: Any) -> None:
    """Repeat the row on every page and say that it is a heading."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))


def _style(document: Any, name: str, size: float) -> None:
    style = document.styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(LIGHT.ink.lstrip("#"))
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(key), FONT)
