"""The World Bank: one request an indicator, for every country and group at once, page by page.

A series reference is the World Bank's indicator code. It asks nothing itself. One request an
indicator, because the service refuses a whole request for one code that it does not know.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from etl.reading import json_of, start_of, tidy
from etl.sources import Limit, Parsed, Request, Response, Series, Source, Vintage
from indicators.areas import load_areas
from indicators.errors import SourceError
from indicators.settings import WORLDBANK_API_URL, read

SOURCE = Source(
    id="worldbank",
    publisher="World Bank",
    licence="CC-BY-4.0",
    attribution="Source: World Bank, licensed under CC BY 4.0",
    home="https://data.worldbank.org",
    # The service names no limit.
    limits=(Limit(2, 1), Limit(60, 60)),
    timeout=60,
)

PER_PAGE = 20_000

#: The service's own codes of the aggregates for which `countryiso3code` may come empty.
AGGREGATES = {"EU": "EUU", "OE": "OED", "1W": "WLD"}

#: Databases by the `sourceid` of the answer.
DATABASES = {"2": "World Development Indicators"}

_CODE = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)+")


def requests(series: Sequence[Series]) -> list[Request]:
    """The first page of each indicator.

    Raises:
        SourceError: a reference is not a World Bank indicator code.
    """
    countries = ";".join(load_areas().international_codes(SOURCE.id))
    wanted: dict[str, list[str]] = {}
    for one in series:
        if not _CODE.fullmatch(one.reference):
            raise SourceError(
                f"indicator {one.indicator_id}: {one.reference!r} is not a World Bank indicator "
                "code, as in GB.XPD.RSDV.GD.ZS."
            )
        wanted.setdefault(one.reference, []).append(one.indicator_id)
    return [
        _request(
            f"{read(WORLDBANK_API_URL)}/country/{countries}/indicator/{code}"
            f"?format=json&per_page={PER_PAGE}&page=1",
            tuple(ids),
        )
        for code, ids in wanted.items()
    ]


def _request(address: str, indicator_ids: tuple[str, ...]) -> Request:
    return Request(address, indicator_ids, accept="application/json", starts_with=("[",))


def follow(request: Request, response: Response) -> list[Request]:
    """The next page, while there is one.

    Raises:
        SourceError: the answer is not the page that was asked for.
    """
    header, _ = _page(response)
    page = _page_of(request)
    if page >= header["pages"]:
        return []
    address = re.sub(r"page=\d+$", f"page={page + 1}", request.address)
    return [_request(address, request.indicator_ids)]


def _page_of(request: Request) -> int:
    match = re.search(r"&page=(\d+)$", request.address)
    return int(match[1]) if match else 1


def parse(response: Response, series: Sequence[Series]) -> list[Parsed]:
    """The rows of one page, for every indicator that refers to it.

    The service answers with a null for every year asked for. Nulls before an area's first value
    on the page and after its last one say that nothing is published, and are left out; a null
    between two values is a gap, and stays as a missing value.

    Raises:
        SourceError: the service refused the request, or the page is not whole, is of another
            indicator, or has a row that cannot be read.
    """
    wanted = [s for s in series if f"/indicator/{s.reference}?" in response.request.address]
    if not wanted:
        return []
    header, items = _page(response)
    code = wanted[0].reference
    points = pd.DataFrame(
        [_point(item, code) for item in items],
        columns=["area", "period", "value", "obs_status"],
    )
    points = _without_edges(points.astype({"value": "float64"}))
    if points.empty:
        return []
    frames = [
        points.assign(
            indicator_id=one.indicator_id, frequency="A", value=points["value"] * one.scale
        )
        for one in wanted
        if "A" in one.frequencies
    ]
    if not frames:
        raise SourceError(
            f"indicator {wanted[0].indicator_id}: the World Bank gives {code} by year, which the "
            "catalogue's frequencies do not have."
        )
    return [Parsed(_vintage(response, header, code), tidy(pd.concat(frames), code))]


def _page(response: Response) -> tuple[dict[str, Any], list[Any]]:
    """The header and the items of a page, once they agree with each other and with the request."""
    body = json_of(response)
    address = response.request.address
    header = body[0] if isinstance(body, list) and body else None
    if isinstance(header, dict) and "message" in header:
        raise SourceError(f"the World Bank refused {address}: {_message(header['message'])}.")
    try:
        if not isinstance(header, dict):
            raise TypeError("it has no header")
        total = int(header["total"])
        if total == 0:
            return {**header, "pages": 0}, []
        page, pages, per_page = (int(header[key]) for key in ("page", "pages", "per_page"))
        items = body[1]
        whole = max(0, min(per_page, total - (page - 1) * per_page))
        if not isinstance(items, list) or len(items) != whole:
            raise ValueError(f"not the {whole} rows that it announces")
        if page != _page_of(response.request):
            raise ValueError(f"it is page {page}")
    except (IndexError, KeyError, OverflowError, TypeError, ValueError) as reason:
        raise SourceError(
            f"{address} is not a whole World Bank page ({reason}); it begins "
            f"{start_of(response.body)}."
        ) from None
    return {**header, "pages": pages}, items


def _message(messages: object) -> str:
    found = messages if isinstance(messages, list) else [messages]
    texts = [f"{m.get('key')}: {m.get('value')}" if isinstance(m, dict) else str(m) for m in found]
    return "; ".join(texts)[:300]


def _point(item: Any, code: str) -> tuple[str, str, float | None, str | None]:
    """Area, period, value and status of one item."""
    try:
        value, given, period = item["value"], item["indicator"]["id"], item["date"]
        country = item["country"]["id"]
        area = item["countryiso3code"] or AGGREGATES.get(country, country)
        if given != code:
            raise ValueError(f"it is of indicator {given}")
        if isinstance(value, bool) or not isinstance(value, int | float | None):
            raise TypeError("its value is not a number")
        if not (isinstance(area, str) and area and isinstance(period, str)):
            raise TypeError("it has no area or date")
        status = item.get("obs_status") or None
        if not isinstance(status, str | None):
            raise TypeError("its status is not a text")
        return area, period, None if value is None else float(value), status
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as reason:
        raise SourceError(f"{code}: a row cannot be read: {item!r:.200} ({reason}).") from None


def _without_edges(points: pd.DataFrame) -> pd.DataFrame:
    given = points[points["value"].notna()].groupby("area")["period"]
    first, last = points["area"].map(given.min()), points["area"].map(given.max())
    return points[(points["period"] >= first) & (points["period"] <= last)]


def _vintage(response: Response, header: dict[str, Any], code: str) -> Vintage:
    """The vintage of a page: dated by the database's last update, else by its retrieval."""
    text, kind = str(header.get("lastupdated") or ""), "released"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day, kind = response.retrieved, "retrieved"
    database = str(header.get("sourceid") or "")
    return Vintage(
        vintage_id=f"worldbank_{code.lower()}_{day}",
        publisher=SOURCE.publisher,
        dataset=DATABASES.get(database, f"World Bank database {database}".strip()),
        edition="",
        address=f"{SOURCE.home}/indicator/{code}",
        date=day,
        date_label=day.isoformat(),
        date_kind=kind,
        read_as="fetched from the publisher",
        licence=SOURCE.licence,
        coverage="full",
        sha256=response.sha256,
        sha256_of="raw bytes",
        source=SOURCE.id,
    )
