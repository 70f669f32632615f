"""Checks on the figures: keys, frequencies, numbers, limits, statuses and known values.

Every problem is collected. It changes no figure and does not compare vintages: see
`etl.hold_back`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from etl.figures import SEED, Findings
from etl.reading import OBS_STATUSES
from indicators.catalogue import Catalogue
from indicators.declarations import build, read_toml
from indicators.errors import CatalogueError, ValidationError, raise_all
from indicators.periods import parse_period
from indicators.settings import ROOT

KNOWN_VALUES_FILE = ROOT / "data" / "known_values.toml"


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A figure that a named vintage must hold, looked up by a person in the publication.

    No other vintage is judged by it. `source` is the id of the vintage's source: only a vintage
    of the seed must be there.
    """

    indicator: str
    vintage: str
    geo: str
    period: str
    value: float
    frequency: str = "A"
    tolerance: float = 0.0
    source: str = SEED


def load_known_values(path: Path = KNOWN_VALUES_FILE) -> tuple[KnownValue, ...]:
    """The known values.

    Raises:
        CatalogueError: every problem of the file in one message.
    """
    tables = read_toml(path)
    problems = [f"unknown table {t!r}" for t in tables.keys() - {"known_value"}]
    values = []
    for position, table in enumerate(tables.get("known_value", []), start=1):
        value = build(KnownValue, table, f"known_value number {position}", problems)
        if value is not None:
            values.append(value)
            try:
                parse_period(value.period, value.frequency)
            except ValidationError as reason:
                problems.append(f"known_value number {position}: {reason}")
    raise_all(CatalogueError, str(path), problems)
    return tuple(values)


def check_indicators(rows: pd.DataFrame, catalogue: Catalogue, findings: Findings) -> pd.DataFrame:
    """The rows of catalogue indicators that are not derived; any others are reported."""
    ids = set(rows["indicator_id"].unique())
    unknown = ids - set(catalogue.by_id)
    computed = {i.id for i in catalogue.derived} & ids
    without = {i.id for i in catalogue if not i.available} & ids
    for names, fault in (
        (unknown, "the indicator is not in indicators/catalogue.toml"),
        (computed, "the indicator is derived, so it is computed and not loaded"),
        (without, "the catalogue says that the indicator has no public series"),
    ):
        if names:
            findings.add(rows[rows["indicator_id"].isin(names)], fault)
    return rows[rows["indicator_id"].isin(ids - unknown - computed - without)]


def check_keys(rows: pd.DataFrame, findings: Findings) -> None:
    """A cell stands once in a vintage (once in each answer that the vintage came in)."""
    double = rows.duplicated(["cell", "order", "part"], keep="first")
    findings.add(rows[double], "the same indicator, area and period stands twice in the vintage")


def check_values(rows: pd.DataFrame, catalogue: Catalogue, findings: Findings) -> None:
    """Frequencies, finite numbers, limits, intervals and observation statuses."""
    value = rows["value"].to_numpy(np.float64)
    missing = np.isnan(value)
    findings.add(rows[np.isinf(value)], "the value is not finite", "value")
    _check_frequencies(rows, catalogue, findings)
    check_limits(rows, catalogue, findings)
    lower, upper = (rows[c].to_numpy(np.float64) for c in ("lower", "upper"))
    apart = (lower > value) | (upper < value) | (np.isnan(lower) != np.isnan(upper))
    findings.add(rows[apart], "the interval is incomplete or does not hold the value", "value")
    status = rows["obs_status"]
    findings.add(
        rows[status.notna() & ~status.isin(OBS_STATUSES)],
        f"the observation status is none of {', '.join(OBS_STATUSES)}",
        "obs_status",
    )
    findings.add(
        rows[missing != (status == "M").to_numpy(bool)],
        "a missing value has status M, and only a missing value",
    )


def _check_frequencies(rows: pd.DataFrame, catalogue: Catalogue, findings: Findings) -> None:
    for indicator_id, frequency in rows[["indicator_id", "frequency"]].drop_duplicates().values:
        if frequency not in catalogue[indicator_id].frequencies:
            mine = (rows["indicator_id"] == indicator_id) & (rows["frequency"] == frequency)
            findings.add(rows[mine], "the catalogue does not declare this frequency", "frequency")


def check_limits(rows: pd.DataFrame, catalogue: Catalogue, findings: Findings) -> None:
    """No value beyond the limits that the catalogue declares."""
    low, high = _limits(rows["indicator_id"], catalogue)
    value = rows["value"].to_numpy(np.float64)
    beyond = rows[(value < low) | (value > high)]
    findings.add(beyond, "the value is outside its limits", "value")
    findings.out_of_range.append(beyond)


def _limits(ids: pd.Series, catalogue: Catalogue) -> tuple[np.ndarray, np.ndarray]:
    codes, names = pd.factorize(ids)
    limits = [catalogue[name].limits for name in names]
    low = np.array([-np.inf if limit.low is None else limit.low for limit in limits])
    high = np.array([np.inf if limit.high is None else limit.high for limit in limits])
    return low[codes], high[codes]


def check_known_values(
    rows: pd.DataFrame, known: tuple[KnownValue, ...], findings: Findings
) -> None:
    """Each known value stands in the vintage it names."""
    for k in known:
        what = f"known value {k.indicator} {k.geo} {k.period} in vintage {k.vintage}"
        if k.vintage not in findings.vintages:
            if k.source == SEED:
                findings.problems.append(f"{what}: there is no such vintage")
            continue
        period = parse_period(k.period, k.frequency)
        cell = rows[
            (rows["vintage_id"] == k.vintage)
            & (rows["indicator_id"] == k.indicator)
            & (rows["geo"] == k.geo)
            & (rows["frequency"] == k.frequency)
            & (rows["period_start"] == pd.Timestamp(period.start))
            & (rows["period_end"] == pd.Timestamp(period.end))
        ]
        found = float(cell["value"].iloc[0]) if len(cell) else float("nan")
        if not abs(found - k.value) <= max(k.tolerance, 1e-9 * abs(k.value)):
            fault = f"{what}: {found!r} stands there, not {k.value!r}"
            if findings.vintages[k.vintage].source == SEED:
                findings.problems.append(fault)
            else:
                findings.refused.setdefault((k.indicator, k.vintage), []).append(fault)
