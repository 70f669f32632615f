"""The OECD's SDMX service: one request for each dataflow, for all countries and series wanted.

A series reference is `agency,dataflow,version/key`, with `{areas}` where the reference area stands
in the key. It asks nothing itself, and it never joins two versions of a dataflow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from etl.reading import numbers, start_of, table_of, tidy
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

#: Columns that every answer must have, besides the dimensions of its key.
COLUMNS = ("REF_AREA", "FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "UNIT_MULT")

#: Codes stand in columns named like this; the columns named in words repeat them as labels.
_CODE = r"[A-Z][A-Z0-9_]*"
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
    table = table_of(response, COLUMNS, optional=_CODE)
    structure = _structure(table, wanted[0][1].flow, address)
    frames = [rows for one, r in wanted for rows in [_select(table, one, r)] if len(rows)]
    if not frames:
        return []
    return [Parsed(_vintage(response, table, structure), tidy(pd.concat(frames), structure[0]))]


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


def _structure(table: pd.DataFrame, flow: str, address: str) -> re.Match[str]:
    """The structure that answered, once it is the one asked for: `agency:dataflow(version)`."""
    column = "STRUCTURE_ID" if "STRUCTURE_ID" in table else "DATAFLOW"
    if column not in table:
        raise SourceError(f"{address} lacks the column STRUCTURE_ID, so its version is unknown.")
    found = table[column].unique()
    if not len(found):
        raise SourceError(f"{address} answered with a header and no rows.")
    match = _STRUCTURE.fullmatch(found[0])
    if len(found) > 1 or match is None or ",".join(match.groups()) != flow:
        raise SourceError(
            f"asked for {flow}, the OECD answered with {', '.join(found[:3])}. Another version is "
            "another vintage: name the right one in indicators/catalogue.toml."
        )
    return match


def _select(table: pd.DataFrame, series: Series, reference: _Reference) -> pd.DataFrame:
    """The rows that fit a series' key at its frequencies, with their values scaled."""
    where = f"indicator {series.indicator_id}, {series.reference}"
    dimensions = _dimensions(table)
    if len(dimensions) != len(reference.parts) or dimensions[reference.area] != "REF_AREA":
        raise SourceError(
            f"{where}: the key has {len(reference.parts)} parts with the areas in place "
            f"{reference.area + 1}; the dataflow has {', '.join(dimensions)}."
        )
    fits = table["FREQ"].isin(series.frequencies)
    for dimension, part in zip(dimensions, reference.parts, strict=True):
        if part not in ("", AREAS):
            fits &= table[dimension].isin(part.split("+"))
    rows = table[fits]
    if rows.empty:
        _check_order(table, dimensions, reference, where)
    for dimension in dimensions:
        kinds = rows[dimension].unique()
        if dimension not in ("REF_AREA", "FREQ") and len(kinds) > 1:
            raise SourceError(
                f"{where}: fits rows with {dimension} {', '.join(sorted(kinds))}. Name one in the "
                "key: they are different series and must not be mixed."
            )
    factor = _factors(rows["UNIT_MULT"], where) * series.scale
    return pd.DataFrame(
        {
            "indicator_id": series.indicator_id,
            "area": rows["REF_AREA"],
            # SDMX writes half-years 2025-S1.
            "period": rows["TIME_PERIOD"].str.replace("-S", "-H"),
            "frequency": rows["FREQ"],
            "value": numbers(rows["OBS_VALUE"], where) * factor,
            "obs_status": rows["OBS_STATUS"],
        }
    )


def _check_order(
    table: pd.DataFrame, dimensions: list[str], reference: _Reference, where: str
) -> None:
    """Refuse an answer whose columns stand in another order than the parts of the key."""
    codes = {dimension: set(table[dimension].unique()) for dimension in dimensions}
    for dimension, part in zip(dimensions, reference.parts, strict=True):
        asked = set(part.split("+")) - {"", AREAS}
        elsewhere = [other for other in dimensions if asked & codes[other]]
        if asked and elsewhere and not asked & codes[dimension]:
            raise SourceError(
                f"{where}: {part} stands in {', '.join(elsewhere)}, not in {dimension}. The parts "
                "of the key must be in the order of the dataflow's dimensions."
            )


def _dimensions(table: pd.DataFrame) -> list[str]:
    """The dimensions in the order of the key: the code columns that stand before the period."""
    before = table.columns[: table.columns.get_loc("TIME_PERIOD")]
    return [
        c
        for c in before
        if c not in ("STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATAFLOW")
    ]


def _factors(multipliers: pd.Series, where: str) -> pd.Series:
    """Ten to the power that UNIT_MULT gives; a blank one is zero."""
    powers = {}
    for text in multipliers.unique():
        if not re.fullmatch(r"-?\d{1,2}|", text):
            raise SourceError(f"{where}: UNIT_MULT {text!r} is not a power of ten.")
        powers[text] = 10.0 ** int(text or 0)
    return multipliers.map(powers).astype("float64")


def _vintage(response: Response, table: pd.DataFrame, structure: re.Match[str]) -> Vintage:
    agency, dataflow, version = structure.groups()
    name = table["STRUCTURE_NAME"].iloc[0] if "STRUCTURE_NAME" in table else ""
    day = response.retrieved
    return Vintage(
        vintage_id=f"oecd_{dataflow.split('@')[-1].lower()}_{version}_{day}",
        publisher=SOURCE.publisher,
        dataset=name or dataflow,
        edition=structure[0],
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
