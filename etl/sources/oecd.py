"""The OECD's SDMX service: one request for each dataflow, for all countries and series wanted.

A series reference is `agency,dataflow,version/key`, with `{areas}` where the reference area stands
in the key. It asks nothing itself, and it never joins two versions of a dataflow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.reading import start_of, tidy
from etl.sdmx import Table
from etl.sources import Limit, Parsed, Request, Response, Series, Source, Vintage
from indicators.areas import load_areas
from indicators.errors import SourceError
from indicators.settings import OECD_API_URL, read

SOURCE = Source(
    id="oecd",
    publisher="OECD",
    licence="CC-BY-4.0",
    attribution="Source: OECD, licensed under CC BY 4.0",
    home="https://data-explorer.oecd.org",
    limits=(Limit(1, 2), Limit(60, 3600)),
    timeout=75,
)

#: The first year asked for: the first of the oldest series, Main Science and Technology Indicators.
FIRST_YEAR = 1981

AREAS = "{areas}"

_REFERENCE = re.compile(r"(?P<flow>[^,/\s]+,[^,/\s]+,[^,/\s]+)/(?P<key>[^/?\s]+)")
_STRUCTURE = re.compile(r"(?P<agency>[^:]+):(?P<dataflow>[^(]+)\((?P<version>[^)]+)\)")


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference in its parts: `parts` are those of the key, `area` the place of the areas."""

    flow: str
    parts: tuple[str, ...]
    area: int


def _reference(series: Series) -> _Reference:
    match = _REFERENCE.fullmatch(series.reference)
    parts = tuple(match["key"].split(".")) if match else ()
    if match is None or parts.count(AREAS) != 1:
        raise SourceError(
            f"indicator {series.indicator_id}: {series.reference!r} is not an OECD reference. Its "
            "form is agency,dataflow,version/key, with {areas} once in the key, as in "
            "OECD.STI.STP,DSD_MSTI@DF_MSTI,1.3/{areas}.A.G.PT_B1GQ.._Z."
        )
    return _Reference(match["flow"], parts, parts.index(AREAS))


def requests(series: Sequence[Series]) -> list[Request]:
    """One request for each dataflow: the union of the keys, for every country and group.

    Raises:
        SourceError: a reference is not of the form the module's docstring gives.
    """
    # Keys of another shape are asked for apart: a wrong one must not spoil the rest.
    flows: dict[tuple[str, int, int], list[tuple[Series, _Reference]]] = {}
    for one in series:
        reference = _reference(one)
        shape = (reference.flow, len(reference.parts), reference.area)
        flows.setdefault(shape, []).append((one, reference))
    return [_request(flow, group) for (flow, _, _), group in flows.items()]


def _request(flow: str, group: list[tuple[Series, _Reference]]) -> Request:
    key = ".".join(_union(place) for place in zip(*(r.parts for _, r in group), strict=True))
    return Request(
        address=f"{read(OECD_API_URL)}/data/{flow}/{key}?startPeriod={FIRST_YEAR}"
        "&dimensionAtObservation=AllDimensions&format=csvfilewithlabels",
        indicator_ids=tuple(one.indicator_id for one, _ in group),
        # Without a language the service can answer 500 (languageTag1).
        headers={"Accept-Language": "en"},
        form="csv",
        starts_with=("STRUCTURE", "DATAFLOW"),
    )


def _union(parts: Sequence[str]) -> str:
    """One place of the key: every code that a series names there, or any where one names none."""
    if AREAS in parts:
        return "+".join(load_areas().international_codes(SOURCE.id))
    if "" in parts:
        return ""
    return "+".join(dict.fromkeys(code for part in parts for code in part.split("+")))


def parse(response: Response, series: Sequence[Series]) -> list[Parsed]:
    """The rows of every series of the answer's dataflow; a series without any is left out.

    A part of a key that is empty stands for any code, and so must turn out to be one code only.

    Raises:
        SourceError: the service refused the request; the answer is of another version, cut short
            or of another shape; a series fits rows of more than one kind (price base and so on).
    """
    address = response.request.address
    wanted = [(one, _reference(one)) for one in series]
    wanted = [(one, r) for one, r in wanted if f"/data/{r.flow}/" in address]
    if not wanted or (response.status == 404 and b"NoRecordsFound" in response.body[:1000]):
        return []
    if response.status != 200:
        raise SourceError(_refusal(response))
    table = Table(response)
    structure = _structure(table, wanted[0][1].flow)
    rows = tidy(_rows(table, wanted), structure[0])
    return [] if rows.empty else [Parsed(_vintage(response, table, structure), rows)]


def _refusal(response: Response) -> str:
    meaning = {
        404: "has no such dataflow or version",
        413: "was asked for too much at once",
        422: "was asked with a key of the wrong length",
    }.get(response.status, "refused the request")
    return (
        f"the OECD {meaning}: {response.request.address} answered {response.status}, "
        f"{start_of(response.body)}. Correct the reference in indicators/catalogue.toml."
    )


def _structure(table: Table, flow: str) -> re.Match[str]:
    """The structure that answered, once it is the one asked for: `agency:dataflow(version)`."""
    found = table.structures
    match = _STRUCTURE.fullmatch(found[0])
    if len(found) > 1 or match is None or ",".join(match.groups()) != flow:
        raise SourceError(
            f"asked for {flow}, the OECD answered with {', '.join(found[:3])}. Another version is "
            "another vintage: name the right one in indicators/catalogue.toml."
        )
    return match


def _rows(table: Table, wanted: Sequence[tuple[Series, _Reference]]) -> pd.DataFrame:
    """The rows that fit each series' key at its frequencies, series after series."""
    places = []
    for one, reference in wanted:
        key = [None if part in ("", AREAS) else part.split("+") for part in reference.parts]
        where = f"indicator {one.indicator_id}, {one.reference}"
        places.append(table.places(key, one.frequencies, reference.area, where))
    # A fault below is put down to its series when each is read alone: see `parse_each`.
    rows = table.rows(np.concatenate(places), ", ".join(one.indicator_id for one, _ in wanted))
    counts = [len(found) for found in places]
    rows["indicator_id"] = np.repeat([one.indicator_id for one, _ in wanted], counts)
    rows["value"] *= np.repeat([one.scale for one, _ in wanted], counts)
    return rows


def _vintage(response: Response, table: Table, structure: re.Match[str]) -> Vintage:
    agency, dataflow, version = structure.groups()
    day = response.retrieved
    return Vintage(
        vintage_id=f"oecd_{dataflow.split('@')[-1].lower()}_{version}_{day}",
        publisher=SOURCE.publisher,
        dataset=table.name or dataflow,
        edition=f"version {version}",
        address=f"{SOURCE.home}/vis?df[ds]=dsDisseminateFinalDMZ&df[id]="
        f"{dataflow.replace('@', '%40')}&df[ag]={agency}&df[vs]={version}",
        date=day,
        date_label=day.isoformat(),
        date_kind="retrieved",
        read_as="fetched from the publisher",
        licence=SOURCE.licence,
        coverage="full",
        sha256=response.sha256,
        sha256_of="raw bytes",
        source=SOURCE.id,
    )
