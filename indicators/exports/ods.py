"""A view as an OpenDocument spreadsheet, from the same model as the Excel workbook.

Cover, contents, notes, and one table a sheet.
"""

import io
import zipfile
from typing import Any

from odf.dc import Creator, Date, Language, Title
from odf.element import Element
from odf.namespaces import nsdict
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import (
    DefaultStyle,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TextProperties,
)
from odf.table import (
    Table,
    TableCell,
    TableColumn,
    TableHeaderRows,
    TableRow,
)
from odf.text import P

from indicators.catalogue import Catalogue
from indicators.exports.archives import dated
from indicators.exports.stamp import SERVICE, Format, Stamp, clean
from indicators.exports.workbook import Book, Sheet, book
from indicators.view import View

FORMAT = Format(
    "OpenDocument spreadsheet",
    "ods",
    "application/vnd.oasis.opendocument.spreadsheet",
    46,
    is_data=True,
)


_MANIFEST = "META-INF/manifest.xml"

# odfpy declares the namespaces that any document of the process has used so far. All of them from
# the start: the same workbook is then the same file, whatever was made before it.
Element.namespaces.update(nsdict)


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """The workbook of one view.

    Raises:
        LicenceError: no figure of the view may be passed on.
    """
    return written(book((view,), catalogue, stamp), stamp)


def written(content: Book, stamp: Stamp) -> bytes:
    """A workbook as ODS bytes."""
    document = OpenDocumentSpreadsheet()
    document.meta.addElement(Title(text=clean(content.title)))
    document.meta.addElement(Creator(text=SERVICE))
    document.meta.addElement(Date(text=f"{stamp.accessed.isoformat()}T00:00:00"))
    document.meta.addElement(Language(text="en-GB"))
    styles = _styles(document)
    intro = ["What this shows", *content.intro, "About these figures", *content.about]
    _page(document, styles, "Cover", content.title, intro, {0, len(content.intro) + 1})
    listed = [[sheet.name, sheet.title] for sheet in content.sheets]
    notes = [[f"note {n}", text] for n, text in enumerate(content.notes, start=1)]
    for name, columns, rows in (
        ("Contents", ("Worksheet", "Title"), listed),
        ("Notes", ("Note number", "Note text"), notes),
    ):
        if rows:
            lead = [f"{name}. This worksheet has one table."]
            _table(document, styles, name, lead, (columns, rows))
    for sheet in content.sheets:
        _sheet(document, styles, sheet)
    out = io.BytesIO()
    document.save(out)
    made = out.getvalue()
    return dated(made, {_MANIFEST: _with_version(made)})


def _with_version(content: bytes) -> bytes:
    """The list of parts with the version that the format asks for, which its writer leaves out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.read(_MANIFEST)
    return told.replace(b"<manifest:manifest ", b'<manifest:manifest manifest:version="1.2" ', 1)


def _styles(document: Any) -> dict[str, Any]:
    found = {}
    for name, size, weight in (("title", "16pt", "bold"), ("head", "11pt", "bold"),
                               ("cell", "11pt", "normal")):  # fmt: skip
        style = Style(name=name, family="table-cell")
        # The format has them in this order: cell, paragraph, text.
        style.addElement(TableCellProperties(wrapoption="wrap" if name == "head" else "no-wrap"))
        style.addElement(ParagraphProperties(textalign="start"))
        style.addElement(TextProperties(fontsize=size, fontweight=weight, fontfamily="Arial"))
        found[name] = style
    for name, width in (("wide", "18cm"), ("usual", "4.5cm")):
        style = Style(name=name, family="table-column")
        style.addElement(TableColumnProperties(columnwidth=width))
        found[name] = style
    wrapped = Style(name="text", family="table-cell")
    wrapped.addElement(TableCellProperties(wrapoption="wrap"))
    wrapped.addElement(TextProperties(fontsize="11pt", fontfamily="Arial"))
    found["text"] = wrapped
    for style in found.values():
        document.automaticstyles.addElement(style)
    document.styles.addElement(_usual_cell())
    return found


def _usual_cell() -> Any:
    """How a cell looks that no style of ours names; programs expect a document to say so."""
    usual = DefaultStyle(family="table-cell")
    usual.addElement(TextProperties(fontsize="11pt", fontfamily="Arial"))
    return usual


def _page(
    document: Any,
    styles: dict[str, Any],
    name: str,
    title: str,
    lines: list[str],
    headings: set[int],
) -> None:
    table = Table(name=name)
    table.addElement(TableColumn(stylename=styles["wide"]))
    table.addElement(_row([title], styles["title"]))
    for place, line in enumerate(lines):
        table.addElement(_row([line], styles["head" if place in headings else "text"]))
    document.spreadsheet.addElement(table)


def _sheet(document: Any, styles: dict[str, Any], sheet: Sheet) -> None:
    lead = [sheet.title, "This worksheet has one table.", sheet.source]
    rows = (tuple(sheet.table.columns), sheet.table.to_numpy(dtype=object).tolist())
    _table(document, styles, sheet.name, lead, rows)


def _table(
    document: Any,
    styles: dict[str, Any],
    name: str,
    lead: list[str],
    content: tuple[tuple[str, ...], list[list[Any]]],
) -> None:
    columns, rows = content
    table = Table(name=name)
    for place in range(len(columns)):
        kind = "wide" if name in ("Contents", "Notes") and place else "usual"
        table.addElement(TableColumn(stylename=styles[kind]))
    for place, line in enumerate(lead):
        table.addElement(_row([line], styles["title" if place == 0 else "cell"]))
    head = TableHeaderRows()
    head.addElement(_row(list(columns), styles["head"]))
    table.addElement(head)
    for row in rows:
        table.addElement(_row(row, styles["text" if name in ("Contents", "Notes") else "cell"]))
    document.spreadsheet.addElement(table)


def _row(cells: list[Any], style: Any) -> Any:
    row = TableRow()
    for value in cells:
        if isinstance(value, float):
            cell = TableCell(stylename=style, valuetype="float", value=repr(value))
            text = repr(value)
        else:
            cell = TableCell(stylename=style, valuetype="string")
            text = clean(str(value))
        cell.addElement(P(text=text))
        row.addElement(cell)
    return row
