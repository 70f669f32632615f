"""The rows behind a view as Parquet, with what describes them in the file's metadata."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq

from indicators.catalogue import Catalogue
from indicators.exports.csv import computed, tidy
from indicators.exports.json import described
from indicators.exports.licence import has_rows
from indicators.exports.stamp import Format, Stamp
from indicators.view import View

FORMAT = Format("Parquet", "parquet", "application/vnd.apache.parquet", 45, is_data=True)


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """The view's rows; the metadata key `view` holds the description as JSON.

    A view that is computed from many figures has its results instead.

    Raises:
        LicenceError: no figure of the view may be passed on.
    """
    if has_rows(view):
        table = pa.Table.from_pandas(tidy(view, catalogue), preserve_index=False)
    else:
        titles, rows = computed(view)
        table = pa.table(dict(zip(titles, zip(*rows, strict=True), strict=True)))
    text = json.dumps(described(view, catalogue, stamp), ensure_ascii=False)
    kept = (table.schema.metadata or {}) | {b"view": text.encode("utf-8", "replace")}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(kept), out)
    return out.getvalue()
