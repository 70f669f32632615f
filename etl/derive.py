"""Derived indicators: numerator over denominator, from the serving cells of both.

A value is computed only where both parts have one for the same area, period and frequency.
Nothing is interpolated or carried forward.
"""

import hashlib
from dataclasses import dataclass

import pandas as pd

from etl.figures import SEED, Findings
from etl.hold_back import LOADED, REFUSED, Outcome
from etl.sources import Vintage
from indicators.catalogue import DERIVED, Catalogue, Indicator

#: From the freest licence to the strictest.
LICENCE_ORDER = (
    "public domain",
    "OGL-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "all rights reserved",
    "not verified",
)
#: The status of a computed value is that of the part that needs the most care.
STATUS_ORDER = ("B", "F", "E", "P")
READ_AS = "computed from published figures"
PUBLISHER = "UK Technology Indicators"

_CELL = ["geo", "frequency", "period_start", "period_end"]


@dataclass(frozen=True, slots=True)
class Derived:
    """The serving rows with those of derived indicators, their vintages and outcomes."""

    serving: pd.DataFrame
    vintages: dict[str, Vintage]
    outcomes: tuple[Outcome, ...]


def add_derived(serving: pd.DataFrame, catalogue: Catalogue, findings: Findings) -> Derived:
    """Compute every derived indicator, each after those it is computed from.

    Values beyond the indicator's limits are a problem where every part is of the seed, and
    otherwise keep that indicator out of the build.
    """
    vintages = dict(findings.vintages)
    outcomes = []
    needed = {part for i in catalogue.derived if i.formula for part in i.formula.parts}
    used_rows = serving[serving["indicator_id"].isin(needed)]
    parts = {str(name): rows for name, rows in used_rows.groupby("indicator_id", sort=False)}
    computed = [serving]
    for indicator in catalogue.derived:
        rows = _compute(indicator, parts)
        if rows is None:
            continue
        used = sorted({*rows.pop("vintage_above"), *rows.pop("vintage_below")})
        vintage = _vintage(indicator, [vintages[name] for name in used])
        vintages[vintage.vintage_id] = vintage
        beyond = _beyond(indicator, rows)
        if not beyond:
            parts[indicator.id] = rows.assign(vintage_id=vintage.vintage_id)
            computed.append(parts[indicator.id])
        elif all(vintages[name].source == SEED for name in used):
            findings.problems.append(f"{indicator.id}: {beyond}")
        outcomes.append(_outcome(vintage, indicator.id, len(rows), beyond))
    return Derived(pd.concat(computed, ignore_index=True), vintages, tuple(outcomes))


def _beyond(indicator: Indicator, rows: pd.DataFrame) -> str:
    """What is wrong with values outside the declared limits; empty where none is."""
    low, high = indicator.limits.low, indicator.limits.high
    outside = rows[
        (rows["value"] < (float("-inf") if low is None else low))
        | (rows["value"] > (float("inf") if high is None else high))
    ]
    if outside.empty:
        return ""
    row = outside.iloc[0]
    return (
        f"{len(outside)} computed values are outside its limits, "
        f"such as {row['geo']} {row['period_label']}: {row['value']:.6g}"
    )


def _outcome(vintage: Vintage, indicator_id: str, rows: int, beyond: str) -> Outcome:
    return Outcome(
        indicator_id,
        vintage.vintage_id,
        vintage.date,
        rows=rows,
        new=0 if beyond else rows,
        revised=0,
        lost=0,
        outcome=REFUSED if beyond else LOADED,
        reason=beyond,
    )


def _compute(indicator: Indicator, parts: dict[str, pd.DataFrame]) -> pd.DataFrame | None:
    """Rows of one derived indicator, or None where no cell has both parts."""
    formula = indicator.formula
    if formula is None or not {formula.numerator, formula.denominator} <= parts.keys():
        return None
    above = parts[formula.numerator].dropna(subset="value")
    below = parts[formula.denominator].dropna(subset="value")
    below = below[below["value"] != 0]
    on = _CELL
    if formula.denominator_geo:
        below = below[below["geo"] == formula.denominator_geo].drop(columns="geo")
        on = _CELL[1:]
    below = below[[*on, "value", "obs_status", "vintage_id", "is_partial"]]
    both = above.merge(below, on=on, suffixes=("_above", "_below"))
    both = both[both["frequency"].isin(indicator.frequencies)]
    if both.empty:
        return None
    rows = both[[*_CELL, "period_label", "vintage_id_above", "vintage_id_below"]].rename(
        columns={"vintage_id_above": "vintage_above", "vintage_id_below": "vintage_below"}
    )
    return rows.assign(
        indicator_id=indicator.id,
        value=both["value_above"] / both["value_below"] * formula.multiplier,
        lower=float("nan"),
        upper=float("nan"),
        obs_status=_status(both["obs_status_above"], both["obs_status_below"]),
        is_partial=both["is_partial_above"] | both["is_partial_below"],
    )


def _status(above: pd.Series, below: pd.Series) -> pd.Series:
    """A only where both parts say A; a status that was not given stays not given."""
    status = above.where((above == "A") & (below == "A"))
    for code in reversed(STATUS_ORDER):
        status = status.mask((above == code) | (below == code), code)
    return status


def _vintage(indicator: Indicator, used: list[Vintage]) -> Vintage:
    newest = max(used, key=lambda v: (v.date, v.vintage_id))
    inputs = "\n".join([repr(indicator.formula), *(f"{v.vintage_id} {v.sha256}" for v in used)])
    named = "; ".join(f"{v.publisher}, {v.dataset}: {v.licence}" for v in used)
    return Vintage(
        vintage_id=f"derived_{indicator.id}",
        publisher=PUBLISHER,
        dataset=indicator.formula.words if indicator.formula else "",
        edition="",
        address="",
        date=newest.date,
        date_label=newest.date_label,
        date_kind=newest.date_kind,
        read_as=READ_AS,
        licence=max((v.licence for v in used), key=LICENCE_ORDER.index),
        coverage="full",
        sha256=hashlib.sha256(inputs.encode()).hexdigest(),
        sha256_of="parts",
        source=DERIVED,
        licence_note=f"Computed from {named}.",
    )
