"""Declared corrections of publishers' errors, from `data/corrections.toml`.

A correction names one cell of one vintage, what stands there and what should. It guesses nothing:
one that finds no such cell, or another value in it, is an error.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from etl.figures import SEED, Findings
from indicators.declarations import build, read_toml
from indicators.errors import CatalogueError, ValidationError, raise_all
from indicators.periods import parse_period
from indicators.settings import ROOT

CORRECTIONS_FILE = ROOT / "data" / "corrections.toml"


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


def apply_corrections(
    rows: pd.DataFrame, corrections: tuple[Correction, ...], findings: Findings
) -> pd.DataFrame:
    """The rows with corrected values; each correction that could not be used is a problem."""
    if not corrections:
        return rows
    value = rows["value"].to_numpy(np.float64, copy=True)
    for c in corrections:
        if c.source != SEED and c.vintage not in findings.vintages:
            continue
        what = f"correction of {c.indicator} {c.geo} {c.period} in vintage {c.vintage}"
        period = parse_period(c.period, c.frequency)
        found = np.flatnonzero(
            (rows["vintage_id"] == c.vintage)
            & (rows["indicator_id"] == c.indicator)
            & (rows["geo"] == c.geo)
            & (rows["frequency"] == c.frequency)
            & (rows["period_start"] == pd.Timestamp(period.start))
            & (rows["period_end"] == pd.Timestamp(period.end))
        )
        if len(found) == 0:
            findings.problems.append(f"{what}: is not used, for there is no such cell. Remove it.")
        elif not np.allclose(value[found], c.published, rtol=1e-9, atol=0):
            stands = ", ".join(repr(float(v)) for v in value[found])
            findings.problems.append(
                f"{what}: expects {c.published!r}, but {stands} stands there. "
                "Look at the publication again; remove the correction if it has been made there."
            )
        else:
            value[found] = c.corrected
    return rows.assign(value=value)
