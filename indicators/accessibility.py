"""What checks of accessibility found, from `accessibility.toml`, for statement and tests."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from indicators.declarations import read_toml

RESULTS_FILE = Path(__file__).with_name("accessibility.toml")


@dataclass(frozen=True, slots=True)
class StreamlitViolation:
    """A violation in what Streamlit draws; `element` is part of the element's markup."""

    rule: str
    element: str
    where: str
    what: str
    way_round: str


@dataclass(frozen=True, slots=True)
class Limit:
    """Something known not to work; `criterion` is the WCAG criterion it fails, if any."""

    edition: str
    what: str
    criterion: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check made by hand."""

    date: date
    what: str


@dataclass(frozen=True, slots=True)
class Results:
    """Everything the statement says of checks."""

    standard: str
    prepared: date
    reviewed: date
    next_review: date
    tool: str
    checked: date
    own: int
    streamlit: tuple[StreamlitViolation, ...]
    keyboard: tuple[Check, ...]
    limits: tuple[Limit, ...]


@cache
def load_results() -> Results:
    """The committed results.

    Raises:
        CatalogueError: the file cannot be read.
    """
    raw: dict[str, Any] = read_toml(RESULTS_FILE)
    automatic = raw["automatic"]
    return Results(
        standard=raw["standard"],
        prepared=raw["prepared"],
        reviewed=raw["reviewed"],
        next_review=raw["next_review"],
        tool=automatic["tool"],
        checked=automatic["date"],
        own=automatic["own"],
        streamlit=tuple(StreamlitViolation(**item) for item in raw["streamlit"]),
        keyboard=tuple(Check(**item) for item in raw["keyboard"]),
        limits=tuple(Limit(**item) for item in raw["limit"]),
    )
