"""Where the ONS keeps a series: from its four-character id to the uris that the catalogue names.

It changes nothing, and no refresh needs it: the catalogue's references are uris already.
"""

import argparse
import re
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from etl.http import Client, user_agent
from etl.reading import json_of
from etl.sources import Request, Response
from etl.sources.ons import REFERENCE, SOURCE, london_date
from indicators.catalogue import load_catalogue
from indicators.errors import SourceError
from indicators.settings import ONS_API_URL, read


@dataclass(frozen=True, slots=True)
class Match:
    """A time series that the search found; `reference` is what the catalogue would name."""

    reference: str
    dataset: str
    title: str
    released: str


def find(arguments: argparse.Namespace) -> int:
    """Print every data set in which the series `arguments.cdid` stands; 1 where there is none.

    Raises:
        SourceError: the text cannot be such an id, no contact is set, or the service failed.
    """
    console = Console()
    cdid = arguments.cdid
    request = search_request(cdid)
    matches = found(Client(SOURCE, user_agent()).get(request), cdid)
    if not matches:
        console.print(f"The ONS knows no time series {cdid.upper()}. Check the four characters.")
        return 1
    used = {i.series: i.id for i in load_catalogue() if i.source == SOURCE.id}
    table = Table("Reference", "Data set", "Title", "Released", "Indicator")
    for match in matches:
        table.add_row(
            match.reference, match.dataset, match.title, match.released, used.get(match.reference)
        )
    console.print(table)
    return 0


def search_request(cdid: str) -> Request:
    """The request that looks up a series by its id.

    Raises:
        SourceError: the text cannot be such an id.
    """
    if not re.fullmatch(r"[A-Za-z0-9]{2,8}", cdid):
        raise SourceError(f"{cdid!r} is not the id of a series: letters and digits, as in ABMI.")
    return Request(
        address=f"{read(ONS_API_URL)}/search?content_type=timeseries&cdids={cdid.upper()}",
        indicator_ids=(),
        accept="application/json",
        starts_with=("{",),
    )


def found(response: Response, cdid: str) -> list[Match]:
    """The time series of exactly this id, one for each data set that it stands in.

    The search also returns series whose title mentions the id, so each is chosen by its uri.

    Raises:
        SourceError: the answer is not a list of search results.
    """
    body = json_of(response)
    items = (body.get("items") or []) if isinstance(body, dict) and "count" in body else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SourceError(f"{response.request.address} did not answer with search results.")
    matches = []
    for item in items:
        uri, title, released = (str(item.get(k) or "") for k in ("uri", "title", "release_date"))
        reference = REFERENCE.fullmatch(uri)
        if reference and reference["cdid"] == cdid.lower():
            matches.append(Match(uri, reference["dataset"].upper(), title, _day(released)))
    return matches


def _day(moment: str) -> str:
    try:
        return london_date(moment).isoformat()
    except (ValueError, OverflowError):
        return moment
