"""The Office for National Statistics: time series, one request each, from its website's service.

A series reference is the full uri of a time series in one data set. It asks nothing itself, and
it does not use the older service at api.ons.gov.uk, which was closed in November 2024.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from etl.reading import json_of, numbers, start_of, tidy
from etl.sources import Limit, Parsed, Request, Response, Series, Source, Vintage
from indicators.areas import UK
from indicators.catalogue import Unit
from indicators.errors import SourceError
from indicators.settings import ONS_API_URL, read

SOURCE = Source(
    id="ons",
    publisher="Office for National Statistics",
    licence="OGL-3.0",
    attribution="Source: Office for National Statistics licensed under the Open Government "
    "Licence v3.0",
    home="https://www.ons.gov.uk",
    limits=(Limit(120, 10), Limit(200, 60)),
    timeout=45,
)

#: Release times are given in UTC: an evening in June is the next day's date in London.
LONDON = ZoneInfo("Europe/London")

#: What a unit as the ONS words it multiplies by. Others are not checked.
MULTIPLIERS = {"%": 1.0, "m": 1e6, "bn": 1e9, "000's": 1e3, "000s": 1e3, "thousands": 1e3}

#: The uri of a time series in a data set: what the catalogue names.
REFERENCE = re.compile(r"(/[a-z0-9]+)+/timeseries/(?P<cdid>[a-z0-9]+)/(?P<dataset>[a-z0-9]+)")
_VERSION = re.compile(r"(?P<reference>.+)/previous/(?P<version>v\d+)")
_WINDOW = re.compile(r"(?P<first>[A-Z]{3}) ?- ?(\d{4} )?(?P<last>[A-Z]{3})$")
POINT_LISTS = ("years", "quarters", "months")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def requests(series: Sequence[Series]) -> list[Request]:
    """One request for each time series.

    Raises:
        SourceError: a reference is not the uri of a time series in a data set.
    """
    wanted: dict[str, list[str]] = {}
    for one in series:
        if not REFERENCE.fullmatch(one.reference):
            raise SourceError(
                f"indicator {one.indicator_id}: {one.reference!r} is not the uri of an ONS time "
                "series, as in /economy/.../timeseries/abmi/ukea. `python -m etl find CDID` "
                "lists the uris of a series."
            )
        wanted.setdefault(one.reference, []).append(one.indicator_id)
    return [_request(uri, tuple(ids)) for uri, ids in wanted.items()]


def _request(uri: str, indicator_ids: tuple[str, ...], permanent: bool = False) -> Request:
    return Request(
        address=f"{read(ONS_API_URL)}/data?uri={uri}",
        indicator_ids=indicator_ids,
        accept="application/json",
        starts_with=("{",),
        permanent=permanent,
    )


def history(request: Request, response: Response) -> list[Request]:
    """Requests for the earlier vintages that the answer lists, oldest first."""
    versions = json_of(response).get("versions")
    listed = versions if isinstance(versions, list) else []
    uris = [str(version.get("uri", "")) for version in listed if isinstance(version, dict)]
    return [
        _request(uri, request.indicator_ids, permanent=True)
        for uri in uris
        if (match := _VERSION.fullmatch(uri)) and match["reference"] == _uri(request)
    ]


def _uri(request: Request) -> str:
    return parse_qs(urlsplit(request.address).query).get("uri", [""])[0]


def parse(response: Response, series: Sequence[Series]) -> list[Parsed]:
    """The rows of one time series, for every indicator that refers to it, at its frequencies.

    Raises:
        SourceError: the answer is not the time series asked for, its unit contradicts the
            catalogue's, a point cannot be read, or it has no point at the declared frequencies.
    """
    uri = _uri(response.request)
    version = _VERSION.fullmatch(uri)
    reference = version["reference"] if version else uri
    wanted = [one for one in series if one.reference == reference]
    if not wanted:
        return []
    body = _time_series(response, reference)
    description = body["description"]
    points = pd.DataFrame(_points(body), columns=["period", "frequency", "text"])
    values = numbers(points.pop("text"), reference)
    frames = []
    for one in wanted:
        _check_unit(description, one)
        chosen = points["frequency"].isin(one.frequencies)
        if not chosen.any():
            has = ", ".join(points["frequency"].unique()) or "none at all"
            raise SourceError(
                f"{reference} has no value at {', '.join(one.frequencies)}, the frequencies of "
                f"indicator {one.indicator_id}; it has {has}."
            )
        rows = points[chosen].assign(
            indicator_id=one.indicator_id, area=UK, value=values[chosen] * one.scale
        )
        frames.append(rows)
    vintage = _vintage(response, body, reference, version["version"] if version else "")
    return [Parsed(vintage, tidy(pd.concat(frames), reference))]


def _time_series(response: Response, reference: str) -> dict[str, Any]:
    if response.status == 404:
        raise SourceError(
            f"the ONS has no time series {reference}. `python -m etl find "
            f"{reference.split('/')[-2].upper()}` lists where it is now."
        )
    body: dict[str, Any] = json_of(response)
    description = body.get("description") if isinstance(body, dict) else None
    if not isinstance(description, dict) or body.get("type") != "timeseries":
        raise SourceError(
            f"{response.request.address} did not answer with a time series but with "
            f"{start_of(response.body)}."
        )
    cdid = reference.split("/")[-2]
    given = str(description.get("cdid", "")).lower(), str(body.get("uri", "")).lower()
    if given[0] != cdid or not given[1].startswith(reference):
        raise SourceError(f"asked for {reference}, the ONS answered with {given[0]} at {given[1]}.")
    return body


def _points(body: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Period, frequency and value text of every point."""
    rolling = body["description"].get("monthLabelStyle") == "three month average"
    for name in POINT_LISTS:
        for point in _list(body, name):
            try:
                period, frequency = _period(name, point["date"].strip(), point.get("label") or "")
                if rolling and frequency == "M":
                    raise ValueError("its label does not name the three months of the average")
                if not isinstance(point["value"], str):
                    raise TypeError("its value is not a text")
            except (AttributeError, KeyError, TypeError, ValueError) as reason:
                raise SourceError(
                    f"{body['uri']}: a point of {name!r} cannot be read: {point!r:.200} ({reason})."
                ) from None
            yield period, frequency, point["value"]


def _list(body: dict[str, Any], name: str) -> list[Any]:
    points = body.get(name) or []
    if not isinstance(points, list):
        raise SourceError(f"{body['uri']}: {name!r} is not a list.")
    return points


def _period(name: str, text: str, label: str) -> tuple[str, str]:
    """Period and frequency of a point: `2025`, `2025 Q4`, `2000 JAN`, or the window of three
    months around a month where the label names one (`1971 JAN-MAR`)."""
    if name == "years":
        return text, "A"
    if name == "quarters":
        return text.replace(" ", "-"), "Q"
    year, month = int(text[:4]), _MONTHS.index(text[5:]) + 1
    window = _WINDOW.search(label.strip().upper())
    if window is None:
        return f"{year}-{month:02}", "M"
    first, last = (_MONTHS.index(window[end]) + 1 for end in ("first", "last"))
    if (first % 12 + 1, last) != (month, month % 12 + 1):
        raise ValueError("its label is not the three months around its date")
    return f"{year + (month == 12)}-{last:02}", "R3"


def _check_unit(description: dict[str, Any], series: Series) -> None:
    """Refuse a unit that contradicts the catalogue's; one that the ONS leaves blank passes."""
    unit, currency = (str(description.get(key) or "").strip() for key in ("unit", "preUnit"))
    if series.unit is None or not (unit or currency):
        return
    expected: Unit = series.unit
    multiplier = MULTIPLIERS.get(unit.lower())
    contradicts = (
        currency != expected.prefix
        or (unit == "%") != (expected.suffix == "%")
        or (
            multiplier is not None
            and not np.isclose(multiplier, expected.multiplier * series.scale, rtol=1e-9)
        )
    )
    if contradicts:
        raise SourceError(
            f"indicator {series.indicator_id}: the ONS gives {series.reference} in "
            f"{(currency + ' ' + unit).strip()!r}; the catalogue says {expected.label!r} at scale "
            f"{series.scale:g}. Correct the unit or the scale in indicators/catalogue.toml."
        )


def _vintage(response: Response, body: dict[str, Any], reference: str, version: str) -> Vintage:
    description = body["description"]
    released = _release_date(body, reference)
    cdid, dataset = reference.split("/")[-2:]
    return Vintage(
        vintage_id=f"ons_{cdid}_{dataset}_{released}",
        publisher=SOURCE.publisher,
        dataset=f"{dataset.upper()}, series {cdid.upper()}",
        edition=version,
        address=f"{SOURCE.home}{reference}",
        date=released,
        date_label=released.isoformat(),
        date_kind="released",
        read_as="fetched from the publisher",
        licence=SOURCE.licence,
        coverage="full",
        sha256=response.sha256,
        sha256_of="raw bytes",
        source=SOURCE.id,
        next_release="" if version else str(description.get("nextRelease") or ""),
    )


def _release_date(body: dict[str, Any], reference: str) -> date:
    """The date of release in London; where the ONS gives none, that of the newest change."""
    changes = (str(p.get("updateDate") or "") for name in POINT_LISTS for p in _list(body, name))
    text = body["description"].get("releaseDate") or max(changes, default="")
    try:
        return london_date(text)
    except (TypeError, ValueError, OverflowError):
        raise SourceError(f"{reference}: its release date {text!r} is not a date.") from None


def london_date(text: str) -> date:
    """The date in London of a moment given in UTC, as `2026-06-29T23:00:00.000Z`."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(LONDON).date()
