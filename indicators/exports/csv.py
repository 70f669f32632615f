"""The rows behind a view as CSV, each with its provenance; and the rows of a reader's query.

Nothing is rounded. A cell that a spreadsheet would run as a formula is written as text. Figures
that may not be passed on are blank, and the row says so.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.exports.licence import has_rows, passed_on
from indicators.exports.stamp import Format, Stamp
from indicators.view import View

FORMAT = Format("CSV", "csv", "text/csv", 42, is_data=True)

COLUMNS = (
    "indicator_id",
    "geo",
    "period_label",
    "period_start",
    "period_end",
    "frequency",
    "value",
    "lower",
    "upper",
    "obs_status",
    "unit",
    "publisher",
    "dataset",
    "edition",
    "date_kind",
    "date",
    "read_as",
    "licence",
    "address",
    "withheld",
)
#: The full-width signs are read as formulas where the spreadsheet's language is East Asian.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def write(view: View, catalogue: Catalogue, stamp: Stamp | None = None) -> bytes:  # noqa: ARG001
    """The view's rows as UTF-8 CSV with a byte-order mark, so that Excel reads £ correctly.

    A view that is computed from many figures has its results instead: see `computed`.

    Raises:
        LicenceError: no figure of the view may be passed on.
    """
    if not has_rows(view):
        return write_rows(*computed(view))
    return write_rows(COLUMNS, tidy(view, catalogue).itertuples(index=False))


def computed(view: View) -> tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]:
    """What is data of a view that is computed from many figures: headings and rows.

    Its results as numbers, under headings of their own; its table as shown where it has none.
    """
    if view.data.empty:
        return as_shown(view)
    titles = tuple(str(name) for name in view.data)
    return titles, tuple(view.data.astype(object).itertuples(index=False, name=None))


def as_shown(view: View) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The headings, each of them different, and the rows of the view's table, all text."""
    found: list[str] = []
    for title in (column.title for column in view.table.columns):
        again = sum(one == title or one.startswith(f"{title} (") for one in found)
        found.append(f"{title} ({again + 1})" if again else title)
    return tuple(found), view.table.rows


def write_rows(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Any rows under their headings, in the same form; the headings are cells like the others."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in columns])
    for record in rows:
        writer.writerow([_cell(value) for value in record])
    return out.getvalue().encode("utf-8-sig")


def tidy(view: View, catalogue: Catalogue) -> pd.DataFrame:
    """The rows that every data format holds, with the columns of `COLUMNS`.

    Raises:
        LicenceError: no figure of the view may be passed on.
    """
    units = {i.id: catalogue.unit_of(i).label for i in catalogue}
    rows = passed_on(view, catalogue).rename(columns={"date_label": "date"})
    rows = rows.assign(unit=rows["indicator_id"].map(units))
    return rows[list(COLUMNS)].reset_index(drop=True)


def text_cell(text: str) -> str:
    """Text that no spreadsheet runs as a formula."""
    formula = text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula else text


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if hasattr(value, "date"):
        return str(value.date())
    return text_cell(str(value))
