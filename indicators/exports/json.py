"""The rows behind a view as JSON, with what describes them.

Nothing is rounded; a missing or withheld figure is null.
"""

import json
from typing import Any

import pandas as pd

from indicators.catalogue import STATISTICS_STATUSES, Catalogue
from indicators.exports.citation import long
from indicators.exports.csv import computed, tidy
from indicators.exports.licence import has_rows, indicators_of
from indicators.exports.stamp import Format, Stamp
from indicators.view import View

FORMAT = Format("JSON", "json", "application/json", 44, is_data=True)


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """The view's rows and metadata as UTF-8 JSON.

    Raises:
        LicenceError: no figure of the view may be passed on.
    """
    text = json.dumps(
        document(view, catalogue, stamp), ensure_ascii=False, indent=1, allow_nan=False
    )
    return (text + "\n").encode("utf-8", "replace")


def document(view: View, catalogue: Catalogue, stamp: Stamp) -> dict[str, Any]:
    """The view's metadata with its rows under `rows`.

    Raises:
        LicenceError: no figure of the view may be passed on.
    """
    return described(view, catalogue, stamp) | {"rows": _records(view, catalogue)}


def _records(view: View, catalogue: Catalogue) -> list[dict[str, Any]]:
    """The rows by column; of a computed view its results."""
    if not has_rows(view):
        titles, rows = computed(view)
        found = pd.DataFrame(list(rows), columns=list(titles), dtype=object)
    else:
        found = tidy(view, catalogue)
        for name in ("period_start", "period_end"):
            found[name] = found[name].dt.strftime("%Y-%m-%d")
    return [
        {str(name): None if value != value else value for name, value in record.items()}
        for record in found.to_dict("records")
    ]


def described(view: View, catalogue: Catalogue, stamp: Stamp) -> dict[str, Any]:
    """What describes a view, without its rows."""
    return {
        "headline": view.headline,
        "subtitle": view.subtitle,
        "source": view.source_line,
        "status": view.status_label,
        "text_alternative": view.alt,
        "notes": list(view.notes),
        "indicators": [
            {
                "id": i.id,
                "title": i.title,
                "description": i.long,
                "unit": catalogue.unit_of(i).label,
                "price_basis": i.price_basis,
                "publisher": i.publisher,
                "status": STATISTICS_STATUSES[i.statistics_status],
                "licence": i.licence,
                "licence_notice": i.licence_notice,
                "caveats": list(i.caveats),
                "next_release": i.next_release,
            }
            for i in indicators_of(view, catalogue)
        ],
        "data_version": stamp.build_id,
        "address": stamp.link,
        **({} if stamp.as_built else {"accessed": stamp.accessed.isoformat()}),
        "citation": long(view, catalogue, stamp),
    }
