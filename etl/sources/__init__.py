"""What a source is: one module that describes requests and reads bytes, and opens nothing.

A source module has `SOURCE`, `requests(series) -> list[Request]` and `parse(response, series) ->
list[Parsed]`. Two more are optional: `follow(request, response) -> list[Request]`, the further
requests without which an answer is incomplete (next page), and `history(request, response) ->
list[Request]`, those for earlier vintages. It is found by its id: `get_source("ons")` imports
`etl.sources.ons`. The seed is read from files and so has none of these: see `etl.sources.seed`.
"""

import hashlib
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType

import pandas as pd

from indicators.catalogue import Catalogue, Unit
from indicators.errors import IndicatorsError, SourceError

#: Columns of `Parsed.rows`, in order. `area` is the publisher's own code, turned into `geo` later;
#: `period` is text that `indicators.periods.parse_period` reads at `frequency`.
ROW_COLUMNS = (
    "indicator_id",
    "area",
    "period",
    "frequency",
    "value",
    "lower",
    "upper",
    "obs_status",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `requests` requests in any `seconds` seconds."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's service, or the seed.

    `limits` are what the service asks of its callers, and `timeout` the seconds that one of its
    answers may take; both are kept by `etl.http`.
    """

    id: str
    publisher: str
    licence: str
    attribution: str
    home: str
    limits: tuple[Limit, ...] = ()
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class Series:
    """What one indicator asks of its source; `reference` is the catalogue's `series`.

    Values are multiplied by `scale` to reach the catalogue's unit. `unit` is that unit, for a
    source that states its own and so can be checked against it.
    """

    indicator_id: str
    reference: str
    frequencies: tuple[str, ...]
    scale: float = 1.0
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. `indicator_ids` are the indicators that its answer serves.

    `form` is `json` or `csv`; an answer of another form, or one that does not begin with any of
    `starts_with`, is not data. The answer to a `permanent` request never changes once given.
    """

    address: str
    indicator_ids: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    accept: str = "*/*"
    form: str = "json"
    starts_with: tuple[str, ...] = ()
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """The bytes of one answer, as kept in the snapshots folder."""

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes
    retrieved: date

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Vintage:
    """One publication of figures, as a record of where they come from.

    `date_kind` is `released`, `retrieved` or `copy dated`. `date` is the last day that the
    publisher's wording allows ("2022-04" is 30 April 2022) and `date_label` keeps the wording.
    `coverage` is `full` where it replaces whole series, `partial` where it holds single cells.
    `sha256` is of the raw bytes where they were fetched, else of the seed file (`sha256_of`).
    """

    vintage_id: str
    publisher: str
    dataset: str
    edition: str
    address: str
    date: date
    date_label: str
    date_kind: str
    read_as: str
    licence: str
    coverage: str
    sha256: str
    sha256_of: str
    source: str
    licence_note: str = ""
    next_release: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Rows of one vintage: a DataFrame with `ROW_COLUMNS`, one row an observation."""

    vintage: Vintage
    rows: pd.DataFrame


def get_source(source_id: str) -> ModuleType:
    """The module of a source.

    Raises:
        SourceError: no such module. A module that fails to import raises its own error.
    """
    name = f"etl.sources.{source_id}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as reason:
        if reason.name != name:
            raise
        raise SourceError(
            f"there is no source {source_id!r}. Sources are the modules of etl/sources/."
        ) from None


def fetched_source_ids() -> tuple[str, ...]:
    """Ids of the sources that are asked over the network: those whose module has `requests`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(name for name in names if hasattr(get_source(name), "requests"))


def series_of(catalogue: Catalogue, source_id: str) -> list[Series]:
    """What the catalogue asks of a source, in catalogue order."""
    return [
        Series(i.id, i.series, i.frequencies, i.scale, catalogue.unit_of(i))
        for i in catalogue
        if i.source == source_id
    ]


def parse_each(
    source: ModuleType, response: Response, series: Sequence[Series]
) -> tuple[list[Parsed], dict[str, str]]:
    """What an answer gives, and why for each indicator that it does not give, by indicator id.

    Whatever is wrong, one faulty series never costs the others: where reading all at once fails,
    each is read alone.
    """
    try:
        return source.parse(response, series), {}
    except Exception as reason:
        if len(series) == 1:
            return [], {series[0].indicator_id: words_of(reason)}
    parsed: list[Parsed] = []
    failed: dict[str, str] = {}
    for one in series:
        rows, faults = parse_each(source, response, [one])
        parsed += rows
        failed |= faults
    return parsed, failed


def words_of(reason: Exception) -> str:
    """A fault in words; one that is not meant to be read by a person has its kind before it."""
    known = isinstance(reason, IndicatorsError)
    return str(reason) if known else f"unexpected {type(reason).__name__}: {reason}"


def select(series: Sequence[Series], indicator_ids: Sequence[str]) -> list[Series]:
    """The series of these indicators, in the order given."""
    return [s for s in series if s.indicator_id in set(indicator_ids)]
