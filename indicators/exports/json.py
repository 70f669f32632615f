"""The rows behind a view as JSON, with what describes them.

Nothing is rounded; a missing or withheld figure is null.
"""

import json
from typing import Any

from indicators.catalogue import STATISTICS_STATUSES, Catalogue
from indicators.exports.citation import long
from indicators.exports.csv import tidy
from indicators.exports.licence import indicators_of
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
    rows = tidy(view, catalogue)
    for name in ("period_start", "period_end"):
        rows[name] = rows[name].dt.strftime("%Y-%m-%d")
    records = [
        {name: None if value != value else value for name, value in record.items()}
        for record in rows.to_dict("records")
    ]
    return described(view, catalogue, stamp) | {"rows": records}


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
