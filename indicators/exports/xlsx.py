"""A view as an Excel workbook to the Government Analysis Function's rules for accessibility.

Cover, contents, notes, and one table a sheet. What the tables hold is `workbook`'s.
"""

import io
import warnings
from datetime import datetime
from typing import Any

import gptables
import pandas as pd

from indicators.catalogue import Catalogue
from indicators.exports.stamp import SERVICE, Format, Stamp
from indicators.exports.workbook import Book, book
from indicators.view import View

FORMAT = Format(
    "Excel", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    40, is_data=True,
)  # fmt: skip


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """The workbook of one view.

    Raises:
        LicenceError: no figure of the view may be passed on.
    """
    return written(book((view,), catalogue, stamp), stamp)


def written(content: Book, stamp: Stamp) -> bytes:
    """A workbook as XLSX bytes with a fixed date; text is never run as a formula or a link."""
    sheets = {
        sheet.name: gptables.GPTable(
            table=sheet.table,
            table_name=f"figures_{place}",
            title=sheet.title,
            instructions="This worksheet has one table. " + _remarks(content),
            source=sheet.source,
            index_columns={},
        )
        for place, sheet in enumerate(content.sheets, start=1)
    }
    cover = gptables.Cover(
        title=content.title,
        intro=list(content.intro),
        about=list(content.about),
    )
    notes = (
        pd.DataFrame(
            {
                "Note number": [f"note {n}" for n in range(1, len(content.notes) + 1)],
                "Note text": list(content.notes),
            }
        )
        if content.notes
        else None
    )
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unreferenced notes hold for the whole workbook
        made = gptables.produce_workbook(
            filename=out,
            sheets=sheets,
            cover=cover,
            notes_table=notes,
            workbook_options={
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
            },
        )
        day = stamp.accessed
        made.set_properties(
            {
                "title": content.title[:250],
                "author": SERVICE,
                "comments": f"Data version {stamp.build_id}",
                "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001
            }
        )
        _cover_heights(made.get_worksheet_by_name("Cover"), content)
        made.close()
    return out.getvalue()


def _remarks(content: Book) -> str:
    return "The Notes worksheet says what to keep in mind." if content.notes else ""


def _cover_heights(cover: Any, content: Book) -> None:
    """Rows as high as their wrapped text: not every program finds that out by itself."""
    lines = [(content.title, 52, 22), ("", 85, 18), *((text, 95, 14) for text in content.intro)]
    lines += [("", 85, 18), *((text, 95, 14) for text in content.about)]
    for row, (text, most, height) in enumerate(lines):
        cover.set_row(row, height * max(1, -(-len(text) // most)) + 3)
