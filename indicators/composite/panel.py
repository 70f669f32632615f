"""The figures an index is made from, checked: who has enough of them, and how old they are.

Takes a table of units × indicators as given. It reads no warehouse and changes no value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.composite.spec import IndexSpec
from indicators.errors import NoDataError, ValidationError, raise_all

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: How many units a message names before it says how many more there are.
NAMED = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the panel."""

    unit: str
    indicator: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit without a score, and the share of the indicators it has a usable value for."""

    unit: str
    coverage: float


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Checked figures of the units that get a score.

    values: units × indicators, missing as NaN; nothing older than the maximum age.
    old: units × indicators, true where the value is from before the window.
    coverage: share of usable indicators of every unit, left out or not.
    too_old: cells that had a value, not used because of its age.
    """

    units: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    old: Flags
    coverage: dict[str, float]
    left_out: tuple[LeftOut, ...]
    too_old: tuple[Cell, ...]


def ages_of(years: pd.DataFrame) -> pd.DataFrame:
    """Age of each value in years, counted back from the newest year anywhere in `years`.

    `years` (units × indicators) holds the calendar year of each value, missing where there is
    none. This is how the maximum age of a value is meant: against the panel, not the calendar.
    """
    newest = float(np.nanmax(years.to_numpy(dtype=float, na_value=np.nan)))
    return years.astype(float).rsub(newest)


def check_panel(frame: pd.DataFrame, spec: IndexSpec, ages: pd.DataFrame | None = None) -> Panel:
    """The panel's usable figures, and who is left out.

    frame: units × indicators; columns that `spec` does not name are ignored, a comparator
        without a row has no values. ages: the same shape, in years; without it every value is
        of age zero.

    Raises:
        ValidationError: columns are missing, not numbers, not finite, wholly missing or constant;
            every fault is listed with its indicator.
        NoDataError: fewer than two units have enough values.
    """
    raise_all(ValidationError, "panel", _frame_problems(frame, spec))
    units = spec.comparators or tuple(str(unit) for unit in frame.index)
    values = _numbers(frame, units, spec)
    age = np.zeros_like(values) if ages is None else _ages(ages, frame, units, spec)
    raise_all(ValidationError, "panel", _value_problems(values, age, units, spec))
    usable = ~np.isnan(values) & ~(age > spec.maximum_age)
    too_old = ~np.isnan(values) & ~usable
    values = np.where(usable, values, np.nan)
    raise_all(ValidationError, "panel", column_problems(values, spec, "comparators"))
    shares = usable.mean(axis=1)
    # A share such as 13/20 must reach a minimum of 0.65 in floating point too.
    enough = (shares > 0) & (shares >= spec.minimum_coverage - 1e-12)
    coverage = dict(zip(units, shares.tolist(), strict=True))
    left_out = tuple(
        LeftOut(u, coverage[u]) for u, fine in zip(units, enough, strict=True) if not fine
    )
    if enough.sum() < 2:
        raise NoDataError(_too_few(coverage, spec))
    window = spec.maximum_age if spec.window is None else spec.window
    return Panel(
        units=tuple(u for u, fine in zip(units, enough, strict=True) if fine),
        indicators=spec.indicator_ids,
        values=values[enough],
        old=(usable & (age > window))[enough],
        coverage=coverage,
        left_out=left_out,
        too_old=tuple(Cell(units[r], spec.indicator_ids[c]) for r, c in np.argwhere(too_old)),
    )


def column_problems(values: Floats, spec: IndexSpec, who: str) -> Iterator[str]:
    """Indicators (columns) that cannot tell units apart: no value, one value, all equal."""
    for name, column in zip(spec.indicator_ids, values.T, strict=True):
        present = column[~np.isnan(column)]
        if present.size == 0:
            yield f"indicator {name!r}: no usable value for any of the {who}; take it out"
        elif present.size == 1:
            yield f"indicator {name!r}: only one of the {who} has a value; take it out"
        elif present.min() == present.max():
            yield (
                f"indicator {name!r}: the same value ({present[0]:g}) for all {present.size} "
                f"{who} that have one; it ranks nobody, take it out"
            )


def _frame_problems(frame: pd.DataFrame, spec: IndexSpec) -> Iterator[str]:
    for name in spec.indicator_ids:
        if name not in frame.columns:
            yield f"indicator {name!r}: there is no such column"
        elif (frame.columns == name).sum() > 1:
            yield f"indicator {name!r}: the column stands twice"
        elif not pd.api.types.is_numeric_dtype(frame[name]) or pd.api.types.is_bool_dtype(
            frame[name]
        ):
            yield f"indicator {name!r}: not numbers but {frame[name].dtype}"
    for unit in frame.index[frame.index.duplicated()].unique():
        yield f"unit {unit!r} stands twice"


def _numbers(frame: pd.DataFrame, units: tuple[str, ...], spec: IndexSpec) -> Floats:
    """Units × indicators as floats, in the order of the specification."""
    table = frame[list(spec.indicator_ids)].to_numpy(dtype=np.float64, na_value=np.nan)
    place = {str(unit): number for number, unit in enumerate(frame.index)}
    values: Floats = np.full((len(units), table.shape[1]), np.nan)
    for row, unit in enumerate(units):
        if unit in place:
            values[row] = table[place[unit]]
    return values


def _ages(
    ages: pd.DataFrame, frame: pd.DataFrame, units: tuple[str, ...], spec: IndexSpec
) -> Floats:
    raise_all(ValidationError, "ages of the panel", _frame_problems(ages, spec))
    unknown = [u for u in frame.index if u not in ages.index]
    raise_all(ValidationError, "ages of the panel", (f"unit {u!r} has no row" for u in unknown))
    return _numbers(ages, units, spec)


def _value_problems(
    values: Floats, age: Floats, units: tuple[str, ...], spec: IndexSpec
) -> Iterator[str]:
    faults = {
        "is not finite": np.isinf(values),
        "has no age": ~np.isnan(values) & np.isnan(age),
        "has an age below zero or not finite": ~np.isnan(values) & ((age < 0) | np.isinf(age)),
    }
    for words, found in faults.items():
        for column in np.flatnonzero(found.any(axis=0)):
            where = named([units[row] for row in np.flatnonzero(found[:, column])])
            yield f"indicator {spec.indicator_ids[column]!r}: value of {where} {words}"


def _too_few(coverage: dict[str, float], spec: IndexSpec) -> str:
    shares = named([f"{unit} {share:.0%}" for unit, share in coverage.items()])
    return (
        f"index: fewer than two units have {spec.minimum_coverage:.0%} of the "
        f"{len(spec.indicators)} indicators ({shares or 'the panel has no rows'}). "
        "Add units or figures, or lower minimum_coverage."
    )


def named(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
