"""The data sheet inside a native chart: one plain table, with formulas where a column is computed.

It writes the workbook that PowerPoint opens under "Edit data"; the chart's own copy of the numbers
is checked against it by the tests.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pptx.oxml.ns import qn
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from indicators.exports.stamp import SERVICE, clean

_NAME = "Sheet1"
#: The same in every file, so that a chart gives the same bytes on any day.
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001

Cell = float | str | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and a cell a row.

    `formulas` are as many as the cells, or none; `{r}` in one is the row's number, and an empty one
    leaves the cell a plain value.
    """

    heading: str
    cells: tuple[Cell, ...]
    formulas: tuple[str, ...] = ()
    number_format: str = "General"


def reference(column: int, first: int, last: int) -> str:
    """The cells of a column from one row to another, both inside, rows counted from 0."""
    letter = xl_col_to_name(column)
    return f"{_NAME}!${letter}${first + 2}:${letter}${last + 2}"


def heading(column: int) -> str:
    """The cell of a column's heading."""
    return f"{_NAME}!${xl_col_to_name(column)}$1"


def put(native: Any, columns: Sequence[Column]) -> None:
    """Make the table the chart's data sheet."""
    native.part.chart_workbook.update_from_xlsx_blob(_written(columns))


def _written(columns: Sequence[Column]) -> bytes:
    out = io.BytesIO()
    with Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"author": SERVICE, "created": _MADE})
        sheet = book.add_worksheet(_NAME)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for place, column in enumerate(columns):
            kind = book.add_format({"num_format": column.number_format})
            sheet.set_column(place, place, 22 if place == 0 else 16)
            sheet.write_string(0, place, clean(column.heading), bold)
            formulas = column.formulas or ("",) * len(column.cells)
            for row, cell in enumerate(column.cells):
                _cell(sheet, (row + 1, place), cell, formulas[row], kind)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _cell(sheet: Any, at: tuple[int, int], cell: Cell, formula: str, kind: Any) -> None:
    if cell is None:
        return
    if formula:
        sheet.write_formula(*at, formula.format(r=at[0] + 1), kind, cell)
    elif isinstance(cell, str):
        sheet.write_string(*at, clean(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), kind)  # noqa: DTZ001
    else:
        sheet.write_number(*at, cell, kind)


def refer(element: Any, cells: str, values: Sequence[Cell] = ()) -> None:
    """Point the reference inside an element of the chart (`c:tx`, `c:xVal` and so on) at cells.

    Those of `values` that are missing are taken out of the chart's own copy: they are gaps.
    """
    element.find(f".//{qn('c:f')}").text = cells
    for point in element.findall(f".//{qn('c:pt')}"):
        if values and values[int(point.get("idx"))] is None:
            point.getparent().remove(point)
