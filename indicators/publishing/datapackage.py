"""The open part of a build as a Frictionless data package: tables as CSV, and their description.

Only rows under open licences are in it. It follows Data Package 1.0 (specs.frictionlessdata.io).
"""

import hashlib
import uuid
from typing import Any

import pandas as pd

from indicators import queries
from indicators.exports.csv import write_rows
from indicators.exports.stamp import SERVICE
from indicators.publishing.answers import dumped
from indicators.warehouse import DDL, Warehouse

TABLES = {
    "latest_observation": "The figures that serve: one row an indicator, area and period.",
    "observation": "Every figure of every vintage held, revised ones too.",
    "indicator": "What each indicator is.",
    "vintage": "Where figures are from: publisher, data set, date, licence, checksum.",
    "series_break": "Declared breaks, and stretches that are not like the rest of a series.",
    "geography": "Areas and their codes.",
}

_KEYS = {
    "latest_observation": ["indicator_id", "geo", "frequency", "period_start", "period_end"],
    "observation": [
        "indicator_id", "geo", "frequency", "period_start", "period_end", "vintage_id",
    ],
    "indicator": ["indicator_id"],
    "vintage": ["vintage_id"],
    "geography": ["geo"],
}  # fmt: skip
_FOREIGN = {
    "latest_observation": ("indicator", "vintage", "geography"),
    "observation": ("indicator", "vintage", "geography"),
    "series_break": ("indicator",),
}
_LICENCES = (
    ("OGL-UK-3.0", "Open Government Licence v3.0",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    ("CC-BY-4.0", "Creative Commons Attribution 4.0",
     "https://creativecommons.org/licenses/by/4.0/"),
)  # fmt: skip
#: Names in the ids of packages; it must never change.
_NAMESPACE = uuid.UUID("6f0f5a5e-54a5-5d0c-9a53-6a5f0c2b7e11")

_MEANINGS = {
    "value": "In the unit of the indicator; empty where missing.",
    "lower": "Lower end of the publisher's 95% interval.",
    "upper": "Upper end of the publisher's 95% interval.",
    "obs_status": "Observation status, SDMX code; empty where the source gave none.",
    "geo": "ISO 3166 alpha-3, EU27, OECD, WLD, or ISO 3166-2 for nations of the UK.",
    "frequency": "SDMX code, or FY, R3, MY.",
    "sha256": "Checksum of what was read; sha256_of says of what.",
    "is_partial": "Whether the vintage holds single cells and not whole series.",
}


def table_csv(w: Warehouse, name: str) -> bytes:
    """One table as UTF-8 CSV, without a byte-order mark. `name` is a key of `TABLES`."""
    rows = queries.open_table(w, name)
    made = write_rows(list(rows.columns), rows.itertuples(index=False))
    return made.removeprefix(b"\xef\xbb\xbf")


def package(w: Warehouse, base: str, pinned: str) -> bytes:
    """The package's description. `pinned` is the query that fixes the data version, or nothing."""
    document = {
        "profile": "data-package",
        "name": "uk-technology-indicators",
        "id": str(uuid.uuid5(_NAMESPACE, w.build_id)),
        "title": SERVICE,
        "description": "Published figures on UK science and technology among other countries: the "
        "part that may be passed on. Name the publisher and data set of each figure that you use, "
        "and say if you changed it. Not an official statistics publication.",
        "version": w.build_id,
        "created": f"{w.newest_vintage.isoformat()}T00:00:00Z",
        "homepage": f"{base}/" if base else "",
        "keywords": ["science", "technology", "United Kingdom", "indicators", "R&D"],
        "licenses": [{"name": n, "title": t, "path": p} for n, t, p in _LICENCES],
        "sources": _sources(w),
        "resources": [_resource(w, name, pinned) for name in TABLES],
    }
    return dumped({key: value for key, value in document.items() if value})


def _sources(w: Warehouse) -> list[dict[str, str]]:
    held = queries.open_table(w, "vintage")
    pairs = held[held["source"] != "derived"].drop_duplicates(["publisher", "dataset"])
    named = pairs.sort_values(["publisher", "dataset"]).to_dict("records")
    return [
        {"title": f"{one['publisher']}, {one['dataset']}"}
        | ({"path": one["address"]} if one["address"] else {})
        for one in named
    ]


def _resource(w: Warehouse, name: str, pinned: str) -> dict[str, Any]:
    content = table_csv(w, name)
    rows = queries.open_table(w, name)
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": TABLES[name],
        "path": f"data/{name}.csv{pinned}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(name, rows),
    }


def _schema(name: str, rows: pd.DataFrame) -> dict[str, Any]:
    declared = _types(name)
    schema: dict[str, Any] = {
        "fields": [_field(column, declared[column]) for column in rows.columns],
        "missingValues": [""],
    }
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    if name in _FOREIGN:
        schema["foreignKeys"] = [
            {"fields": key, "reference": {"resource": other, "fields": key}}
            for other, key in ((other, _KEYS[other][0]) for other in _FOREIGN[name])
        ]
    return schema


def _field(column: str, kind: str) -> dict[str, str]:
    meaning = _MEANINGS.get(column, "")
    return {"name": column, "type": kind} | ({"description": meaning} if meaning else {})


_KINDS = {
    "VARCHAR": "string", "DOUBLE": "number", "INTEGER": "integer", "BOOLEAN": "boolean",
    "DATE": "date",
}  # fmt: skip


def _types(name: str) -> dict[str, str]:
    """Column → type of a table, from the statement that makes it."""
    body = DDL.split(f"CREATE TABLE {name} (", 1)[1].split(");", 1)[0]
    words = [part.split() for part in body.replace("\n", " ").split(",")]
    return {column: _KINDS[kind] for column, kind, *_ in words}
