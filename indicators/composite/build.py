"""An index built step by step: check, treat, impute, normalise, aggregate, rank.

The same steps serve one index and the many of an uncertainty analysis. It reads nothing and
keeps nothing between calls.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.composite.aggregate import aggregate, node_weights, ranks
from indicators.composite.hierarchy import INDEX
from indicators.composite.impute import impute, observed
from indicators.composite.normalise import lowest, normalise
from indicators.composite.panel import (
    Cell,
    Flags,
    Floats,
    LeftOut,
    Panel,
    check_panel,
    column_problems,
)
from indicators.composite.spec import IndexSpec
from indicators.composite.treat import treat
from indicators.errors import NoDataError, ValidationError, raise_all


@dataclass(frozen=True, slots=True)
class TreatedCell:
    """A value drawn in as an outlier, in the indicator's unit."""

    unit: str
    indicator: str
    published: float
    used: float


@dataclass(frozen=True, slots=True)
class ImputedCell:
    """A missing cell filled by the declared rule `how`, in the indicator's unit."""

    unit: str
    indicator: str
    used: float
    how: str


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Figures after treatment and imputation, units × indicators."""

    panel: Panel
    treated: Floats
    imputed: Floats


@dataclass(frozen=True, slots=True, eq=False)
class IndexResult:
    """An index and the account of how it came about.

    scores: units × (index, then pillars), unrounded; NaN where a unit has nothing in a pillar.
    ranks: rank of each unit in the index among those scored; ties share the better rank.
    values: units × indicators as used, after treatment and imputation, in their own units.
    normalised: units × indicators on the common scale, higher always better.
    coverage: share of the indicators with a usable value, for every unit.
    left_out: units below the minimum coverage. missing: cells that stayed empty (their weight
    went to the others). too_old: cells whose value was older than the maximum age.
    """

    spec: IndexSpec
    scores: pd.DataFrame
    ranks: pd.Series
    values: pd.DataFrame
    normalised: pd.DataFrame
    coverage: pd.Series
    left_out: tuple[LeftOut, ...]
    treated: tuple[TreatedCell, ...]
    imputed: tuple[ImputedCell, ...]
    missing: tuple[Cell, ...]
    too_old: tuple[Cell, ...]


def build(panel: pd.DataFrame, spec: IndexSpec, ages: pd.DataFrame | None = None) -> IndexResult:
    """The index that `spec` declares, from a panel of units × indicators.

    ages: age of each value in years, the same shape (`ages_of` makes it from years); without it
    every value is of age zero.

    Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008),
    doi 10.1787/9789264043466-en. Scores agree with COINr 1.1 for the same choices.

    Raises:
        ValidationError: the panel cannot be used; every fault is listed with its indicator.
        NoDataError: fewer than two units have enough values.
    """
    return build_checked(check_panel(panel, spec, ages), spec)


def build_checked(panel: Panel, spec: IndexSpec) -> IndexResult:
    """The index from figures that `check_panel` has passed."""
    prepared = prepare(panel, spec)
    normalised = normalise(prepared.imputed, spec)
    scores = _scores(normalised, panel, spec)
    units = pd.Index(panel.units, name="unit")
    order = [INDEX, *(p.id for p in spec.pillars)]
    return IndexResult(
        spec=spec,
        scores=pd.DataFrame({name: scores[name][0] for name in order}, index=units),
        ranks=pd.Series(ranks(scores[INDEX])[0], index=units, name="rank", dtype="int64"),
        values=pd.DataFrame(prepared.imputed, index=units, columns=list(panel.indicators)),
        normalised=pd.DataFrame(normalised, index=units, columns=list(panel.indicators)),
        coverage=pd.Series(panel.coverage, name="coverage").rename_axis("unit"),
        left_out=panel.left_out,
        treated=_treated_cells(prepared, spec),
        imputed=_imputed_cells(prepared, spec),
        missing=_cells(panel, np.isnan(prepared.imputed)),
        too_old=panel.too_old,
    )


def prepare(panel: Panel, spec: IndexSpec) -> Prepared:
    """Treatment, then imputation.

    Raises:
        ValidationError: once values from before the window are set aside, an indicator tells no
            units apart or a unit has no value left.
    """
    values = observed(panel.values, panel.old, spec)
    raise_all(
        ValidationError,
        "panel",
        [*column_problems(values, spec, "scored units"), *_unit_problems(values, panel)],
    )
    treated = treat(values, spec)
    return Prepared(panel, treated, impute(treated, panel.units, spec))


def with_missing_at_lowest(
    panel: pd.DataFrame, spec: IndexSpec, unit: str, ages: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What the score and rank of `unit` would be with values it lacks set to the lowest.

    Losing a bad value can raise a score, because the weights of the others are rescaled. Each
    row sets one missing or imputed indicator of the unit to the lowest normalised value that any
    unit has; the last, `all`, sets all of them. Columns: indicator, score, rank. The other units
    stay as they are. No row when the unit has every value.

    Raises:
        NoDataError: the unit has no score.
    """
    checked = check_panel(panel, spec, ages)
    if unit not in checked.units:
        raise NoDataError(f"index: {unit!r} has no score. Choose one of those that are ranked.")
    normalised = normalise(prepare(checked, spec).imputed, spec)
    row = checked.units.index(unit)
    gaps = np.flatnonzero(np.isnan(observed(checked.values, checked.old, spec)[row]))
    trials = {spec.indicator_ids[gap]: [gap] for gap in gaps}
    if trials:
        trials["all"] = list(gaps)
    bottom, found = lowest(normalised), []
    for name, columns in trials.items():
        trial = normalised.copy()
        trial[row, columns] = bottom[columns]
        scores = _scores(trial, checked, spec)[INDEX][0]
        found.append((name, float(scores[row]), int(ranks(scores)[row])))
    return pd.DataFrame(found, columns=["indicator", "score", "rank"])


def _scores(normalised: Floats, panel: Panel, spec: IndexSpec) -> dict[str, Floats]:
    nodes = spec.nodes
    return aggregate(
        normalised,
        panel.indicators,
        panel.units,
        nodes,
        node_weights(nodes),
        spec.within,
        spec.between,
    )


def _unit_problems(values: Floats, panel: Panel) -> Iterator[str]:
    for row in np.flatnonzero(np.isnan(values).all(axis=1)):
        yield (
            f"unit {panel.units[row]!r}: every value is from before the window; widen the window "
            "or use imputation 'earlier'"
        )


def _cells(panel: Panel, where: Flags) -> tuple[Cell, ...]:
    return tuple(Cell(panel.units[r], panel.indicators[c]) for r, c in np.argwhere(where))


def _treated_cells(prepared: Prepared, spec: IndexSpec) -> tuple[TreatedCell, ...]:
    panel = prepared.panel
    before = observed(panel.values, panel.old, spec)
    changed = ~np.isnan(before) & (before != prepared.treated)
    return tuple(
        TreatedCell(
            panel.units[r], panel.indicators[c], float(before[r, c]), float(prepared.treated[r, c])
        )
        for r, c in np.argwhere(changed)
    )


def _imputed_cells(prepared: Prepared, spec: IndexSpec) -> tuple[ImputedCell, ...]:
    panel = prepared.panel
    filled = np.isnan(prepared.treated) & ~np.isnan(prepared.imputed)
    if spec.imputation == "earlier":
        filled = panel.old
    return tuple(
        ImputedCell(
            panel.units[r], panel.indicators[c], float(prepared.imputed[r, c]), spec.imputation
        )
        for r, c in np.argwhere(filled)
    )
