"""CSV on the Web metadata for the CSV file of a view (W3C, Metadata Vocabulary for Tabular Data).

It describes the file; the figures are in the CSV.
"""

import json
from typing import Any

from indicators.catalogue import Catalogue
from indicators.exports.citation import publishers
from indicators.exports.csv import COLUMNS, computed, tidy
from indicators.exports.formats import safe_name
from indicators.exports.licence import has_rows, indicators_of
from indicators.exports.stamp import Format, Stamp
from indicators.view import View

FORMAT = Format("CSV-W metadata", "csv-metadata.json", "application/csvm+json", 43, is_data=True)

_MEANINGS = {
    "indicator_id": ("Indicator", "string"),
    "geo": ("Area: ISO 3166 alpha-3, ISO 3166-2 for the UK's nations, or a group", "string"),
    "period_label": ("Period as readers see it", "string"),
    "period_start": ("First day of the period", "date"),
    "period_end": ("Last day of the period", "date"),
    "frequency": ("Frequency: SDMX code, or FY, R3, MY", "string"),
    "value": ("Value in the unit of the row; blank where missing or withheld", "double"),
    "lower": ("Lower end of the publisher's 95% interval", "double"),
    "upper": ("Upper end of the publisher's 95% interval", "double"),
    "obs_status": ("Observation status, SDMX code; blank where the source gave none", "string"),
    "unit": ("Unit", "string"),
    "publisher": ("Publisher", "string"),
    "dataset": ("Data set", "string"),
    "edition": ("Edition", "string"),
    "date_kind": ("What the date is of: released, retrieved or copy dated", "string"),
    "date": ("Date as worded by the publisher or the copy", "string"),
    "read_as": ("How the figure was read", "string"),
    "licence": ("Licence", "string"),
    "address": ("Address of the source", "anyURI"),
    "withheld": ("Why a figure is not passed on", "string"),
}


def write(view: View, catalogue: Catalogue, stamp: Stamp, url: str = "") -> bytes:
    """The metadata document as UTF-8 JSON. `url` is where the CSV stands, seen from the document.

    Raises:
        LicenceError: no figure of the view may be passed on, so there is no CSV to describe.
    """
    rowed = has_rows(view)
    licences = (
        sorted({str(one) for one in tidy(view, catalogue)["licence"].dropna()}) if rowed else []
    )
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": url or safe_name(view.slug, "csv"),
        "dc:title": view.headline,
        "dc:description": view.alt,
        "dc:publisher": publishers(view, catalogue),
        "dc:source": view.source_line,
        "dc:license": ", ".join(licences),
        "dc:identifier": stamp.link,
        "dc:modified": {"@value": stamp.accessed.isoformat(), "@type": "date"},
        "dc:hasVersion": stamp.build_id,
        "dc:subject": [i.title for i in indicators_of(view, catalogue)],
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": _ROWS if rowed else _computed(view),
    }
    if not licences:
        del document["dc:license"]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _computed(view: View) -> dict[str, Any]:
    """The columns of a computed view: numbers where every cell is one, else text."""
    titles, rows = computed(view)
    return {
        "columns": [
            {"name": f"column_{place}", "titles": title, "datatype": _datatype(cells)}
            for place, (title, cells) in enumerate(
                zip(titles, zip(*rows, strict=True), strict=True), start=1
            )
        ]
    }


def _datatype(cells: tuple[object, ...]) -> str:
    numbers = all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)
    return "number" if numbers else "string"


def _column(name: str) -> dict[str, Any]:
    meaning, datatype = _MEANINGS[name]
    return {"name": name, "titles": name, "dc:description": meaning, "datatype": datatype}


_ROWS = {
    "columns": [_column(name) for name in COLUMNS],
    "primaryKey": ["indicator_id", "geo", "frequency", "period_start", "period_end"],
}
