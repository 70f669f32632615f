"""The rows behind a view as CSV, each with its provenance.

Nothing is rounded. A cell that a spreadsheet would run as a formula is written as text.
"""

import csv
import io

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
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(view: View, catalogue: Catalogue) -> bytes:
    """The view's rows as UTF-8 CSV with a byte-order mark, so that Excel reads £ correctly."""
    units = {i.id: catalogue.unit_of(i).label for i in catalogue}
    rows = view.data.rename(columns={"date_label": "date"})
    rows = rows.assign(unit=rows["indicator_id"].map(units))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in rows[list(COLUMNS)].itertuples(index=False):
        writer.writerow([_cell(value) for value in record])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return repr(value)
    if hasattr(value, "date"):
        return str(value.date())
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
