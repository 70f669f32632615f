"""Declared corrections of publishers' errors, from `data/corrections.toml`.

A correction names one cell of one vintage, what stands there and what should. The build makes them,
and the page of corrections lists them.
"""

from dataclasses import dataclass, field
from pathlib import Path

from indicators.declarations import build, read_toml
from indicators.errors import CatalogueError, ValidationError, raise_all
from indicators.periods import parse_period
from indicators.settings import ROOT

CORRECTIONS_FILE = ROOT / "data" / "corrections.toml"
#: The source of vintages that come with the service.
SEED = "seed"


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell of one vintage, the value published in error and the right one.

    `source` is the id of the vintage's source: one of a fetched vintage may find it absent.
    """

    indicator: str
    vintage: str
    geo: str
    period: str
    published: float = field(metadata={"key": "from"})
    corrected: float = field(metadata={"key": "to"})
    reason: str
    frequency: str = "A"
    source: str = SEED


def load_corrections(path: Path = CORRECTIONS_FILE) -> tuple[Correction, ...]:
    """The declared corrections.

    Raises:
        CatalogueError: every problem of the file in one message.
    """
    tables = read_toml(path)
    problems = [f"unknown table {t!r}" for t in tables.keys() - {"correction"}]
    corrections = []
    for position, table in enumerate(tables.get("correction", []), start=1):
        where = f"correction number {position}"
        correction = build(Correction, table, where, problems)
        if correction is None:
            continue
        corrections.append(correction)
        if not correction.reason:
            problems.append(f"{where}: reason is empty")
        try:
            parse_period(correction.period, correction.frequency)
        except ValidationError as reason:
            problems.append(f"{where}: {reason}")
    raise_all(CatalogueError, str(path), problems)
    return tuple(corrections)
