"""The rows behind a view as CSV, each with its provenance; and the rows of a reader's query.

Nothing is rounded. A cell that a spreadsheet would run as a formula is written as text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from indicators.catalogue import Catalogue
from indicators.view import View

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
)
#: The full-width signs are read as formulas where the spreadsheet's language is East Asian.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def write(view: View, catalogue: Catalogue) -> bytes:
    """The view's rows as UTF-8 CSV with a byte-order mark, so that Excel reads £ correctly."""
    units = {i.id: catalogue.unit_of(i).label for i in catalogue}
    rows = view.data.rename(columns={"date_label": "date"})
    rows = rows.assign(unit=rows["indicator_id"].map(units))
    return write_rows(COLUMNS, rows[list(COLUMNS)].itertuples(index=False))


def write_rows(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Any rows under their headings, in the same form; the headings are cells like the others."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in columns])
    for record in rows:
        writer.writerow([_cell(value) for value in record])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if hasattr(value, "date"):
        return str(value.date())
    text = str(value)
    if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
