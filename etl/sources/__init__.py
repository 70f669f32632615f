"""What a source is: one module that describes requests and reads bytes, and opens nothing.

A source module has `SOURCE`, `requests(series) -> list[Request]`, `parse(response, series) ->
list[Parsed]` and, where a reply leads to further requests, `follow(request, response) ->
list[Request]`. It is found by its id: `get_source("ons")` imports `etl.sources.ons`. The seed is
read from files and so has neither: see `etl.sources.seed`.
"""

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType

import pandas as pd

from indicators.errors import SourceError

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
class Source:
    """A publisher's service, or the seed."""

    id: str
    publisher: str
    licence: str
    attribution: str
    home: str


@dataclass(frozen=True, slots=True)
class Series:
    """What one indicator asks of its source; `reference` is the catalogue's `series`.

    Values are multiplied by `scale` to reach the catalogue's unit.
    """

    indicator_id: str
    reference: str
    frequencies: tuple[str, ...]
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Request:
    """One GET. `indicator_ids` are the indicators that its answer serves."""

    address: str
    indicator_ids: tuple[str, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    accept: str = "*/*"


@dataclass(frozen=True, slots=True)
class Response:
    """The bytes of one answer, as kept in the snapshots folder."""

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes
    retrieved: date


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


def select(series: Sequence[Series], indicator_ids: Sequence[str]) -> list[Series]:
    """The series of these indicators, in the order given."""
    return [s for s in series if s.indicator_id in set(indicator_ids)]
