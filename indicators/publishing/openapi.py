"""The OpenAPI 3.1 description of the addresses, from the declarations that serve them."""

from collections.abc import Mapping
from typing import Any, Protocol

from indicators.exports.csv import COLUMNS
from indicators.exports.formats import format_of
from indicators.exports.stamp import SERVICE
from indicators.publishing.answers import KINDS, PROBLEM
from indicators.publishing.files import SUFFIXES, parameters_of
from indicators.publishing.parameters import CHART, Parameter, V
from indicators.publishing.site.edition import Site

#: Of the addresses, not of the data or the software: raised as docs/api.md says.
API_VERSION = "1.0.0"

Table = dict[str, Any]

_TITLES = {
    400: "A parameter is unknown or wrong; `parameters` names each.",
    403: "The figures may not be passed on as data; the picture may be shown.",
    404: "There is no such address, indicator, figure or data version.",
    405: "Addresses are read only: GET, HEAD and OPTIONS.",
    410: "The data version was made by another version of the software.",
    422: "The figures do not answer what was asked.",
    500: "A fault of the service.",
    503: "Too many files are being made; Retry-After says when to ask again.",
}


_PAGES = {
    "indicators": "One indicator as a page",
    "embed": "The chart of one indicator as a page for frames",
}


class Described(Protocol):
    """What is needed of a document's declaration."""

    @property
    def summary(self) -> str: ...
    @property
    def media_type(self) -> str: ...


def description(site: Site, documents: Mapping[str, Described]) -> Table:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": SERVICE,
            "version": API_VERSION,
            "summary": "Published figures on UK science and technology, at stable addresses.",
            "description": "Errors are problem documents of RFC 9457. Every answer has an ETag. "
            "`v` fixes the data version; `as_at` gives figures as they had been published by a "
            "day. Addresses and parameters of this version are kept; new ones may be added. "
            "The file docs/api.md of the project says more.",
            "license": {"name": "MIT (software); each figure has the licence of its publisher"},
        },
        "servers": [{"url": site.base or "/"}],
        "tags": [
            {"name": "indicators", "description": "One indicator, by the format of its suffix"},
            {"name": "documents", "description": "A whole build"},
        ],
        "paths": _paths(documents),
        "components": _components(),
    }


def _paths(documents: Mapping[str, Described]) -> Table:
    found: Table = {}
    for path, document in documents.items():
        kind = document.media_type.split(";")[0]
        name = path.strip("/").replace("/", "_").replace(".", "_")
        found[path] = _operations(name, document.summary, kind, (V,), ("documents", (404, 410)))
    for suffix, name in SUFFIXES.items():
        declared = format_of(name)
        statuses = (403, 404, 410, 422) if declared.is_data else (404, 410, 422)
        found[f"/indicators/{{id}}.{suffix}"] = _operations(
            "indicator_" + suffix.replace(".", "_").replace("-", "_"),
            f"The chart of one indicator or its figures: {declared.label}",
            declared.mime,
            parameters_of(suffix),
            ("indicators", statuses),
        )
    for folder, summary in _PAGES.items():
        found[f"/{folder}/{{id}}"] = _operations(
            f"{folder}_page", summary, "text/html", (*CHART, V), ("indicators", (404, 410))
        )
    found["/indicators/{id}.atom"] = _operations(
        "indicator_atom", "New and revised figures of one series, as an Atom feed",
        "application/atom+xml", (V,), ("indicators", (404, 410)),
    )  # fmt: skip
    return found


def _operations(
    name: str,
    summary: str,
    media_type: str,
    parameters: tuple[Parameter, ...],
    about: tuple[str, tuple[int, ...]],
) -> Table:
    tag, statuses = about
    refs = [{"$ref": f"#/components/parameters/{p.name}"} for p in parameters]
    path = [{"$ref": "#/components/parameters/id"}] if tag == "indicators" else []
    return {
        "parameters": path + refs,
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": [tag],
            "responses": {
                "200": {
                    "description": summary,
                    "headers": {
                        h: {"$ref": f"#/components/headers/{h.replace('-', '')}"} for h in _HEADERS
                    },
                    "content": {media_type: {"schema": _schema(name, media_type)}},
                },
                "304": {"description": "It has not changed since the ETag or day that was sent."},
                **{
                    str(status): {"$ref": f"#/components/responses/{KINDS[status]}"}
                    for status in (400, *statuses, 503)
                },
            },
        },
    }


def _schema(name: str, media_type: str) -> Table:
    if name == "indicator_json":
        return {"$ref": "#/components/schemas/Series"}
    if media_type.endswith("json"):
        return {"type": "object"}
    return {"type": "string"}


_HEADERS = {
    "ETag": "Strong validator: of the build, the address, and the software that makes the file.",
    "Last-Modified": "Day of the newest vintage in the build.",
    "Data-Version": "The build that the answer is from.",
    "Newer-Data": "The newest build, where an older one was asked for.",
}


def _components() -> Table:
    every = {p.name: p for suffix in SUFFIXES for p in parameters_of(suffix)}
    return {
        "parameters": {
            "id": {
                "name": "id",
                "in": "path",
                "required": True,
                "description": "Id of an indicator, as /catalogue.json lists them.",
                "schema": {"type": "string", "pattern": "^[a-z0-9_]+$"},
                "example": "gerd_pct_gdp",
            },
            **{p.name: _parameter(p) for p in every.values()},
        },
        "headers": {
            name.replace("-", ""): {"description": words, "schema": {"type": "string"}}
            for name, words in _HEADERS.items()
        },
        "responses": {
            name: {
                "description": _TITLES[status],
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
            for status, name in KINDS.items()
        },
        "schemas": {"Problem": _PROBLEM, "Series": _series()},
    }


def _parameter(p: Parameter) -> Table:
    return {
        "name": p.name,
        "in": "query",
        "required": False,
        "description": p.description,
        "schema": dict(p.schema),
        **({"example": p.example} if p.example else {}),
    }


_PROBLEM = {
    "type": "object",
    "description": "A problem document of RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


def _series() -> Table:
    texts = ("headline", "subtitle", "source", "status", "text_alternative", "data_version",
             "address", "citation")  # fmt: skip
    cell: Table = {"type": ["string", "null"]}
    number: Table = {"type": ["number", "null"]}
    columns = {c: number if c in ("value", "lower", "upper") else cell for c in COLUMNS}
    return {
        "type": "object",
        "required": [*texts, "rows", "newer_data"],
        "properties": {
            **{name: {"type": "string"} for name in texts},
            "notes": {"type": "array", "items": {"type": "string"}},
            "indicators": {"type": "array", "items": {"type": "object"}},
            "newer_data": {
                "type": ["object", "null"],
                "properties": {"data_version": {"type": "string"}},
            },
            "rows": {
                "type": "array",
                "items": {"type": "object", "required": list(COLUMNS), "properties": columns},
            },
        },
    }
