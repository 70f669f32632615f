"""Which choice of method matters: Sobol indices of one unit's score and rank.

They are shares of the variance between methods. They say nothing of errors in the figures.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from indicators.composite.panel import Floats, check_panel
from indicators.composite.spec import IndexSpec
from indicators.errors import NoDataError, ValidationError
from indicators.uncertainty.alternatives import Alternatives, active_factors, columns, decode
from indicators.uncertainty.evaluate import (
    Refused,
    index_scores,
    rank_draws,
    standardised,
    workbench,
)

CLEAR, UNCLEAR = "clear effect", "no clear effect"
SAME = "the same under every method"

RESAMPLES = 1_000

#: SALib's names of first and total order and the half-widths of their 95% intervals.
KEYS = ("S1", "S1_conf", "ST", "ST_conf")

Problem = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """First- and total-order Sobol indices of one unit's score and rank.

    effects: one row for each output ("score", "rank") and factor: first and total, each with the
        ends of a bootstrap 95% interval (`_low`, `_high`) and a verdict: "clear effect",
        "no clear effect" where the interval includes zero, or "the same under every method"
        where nothing varies (the indices are then NaN). The score is the distance from the units'
        mean in standard deviations.
    runs: indices built. spread: standard deviation of each output over the methods.
    """

    unit: str
    alternatives: Alternatives
    refused: tuple[Refused, ...]
    seed: int
    base: int
    runs: int
    spread: dict[str, float]
    effects: pd.DataFrame


def sensitivity(
    panel: pd.DataFrame,
    spec: IndexSpec,
    alternatives: Alternatives,
    unit: str,
    *,
    seed: int,
    base: int = 1_024,
    ages: pd.DataFrame | None = None,
) -> Sensitivity:
    """Which of the choices moves the score and rank of `unit`.

    Weights together are one factor, and so is the indicator left out. `base` (a power of two) is
    the length of the Sobol sequence; base × (factors + 2) indices are built.

    Source: Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018, as implemented in SALib.

    Raises:
        ValidationError: the panel or the alternatives cannot be used, or nothing varies.
        NoDataError: the unit has no score.
    """
    checked = check_panel(panel, spec, ages)
    if unit not in checked.units:
        raise NoDataError(f"index: {unit!r} has no score. Choose one of those that are ranked.")
    if base < 2 or base & (base - 1):
        raise ValidationError(f"base {base} is not a power of two; 1024 is customary.")
    bench = workbench(checked, spec, alternatives)
    factors = active_factors(spec, bench.alternatives)
    if not factors:
        raise ValidationError("alternatives: nothing varies. Give some choice a second option.")
    every = columns(spec, bench.alternatives)
    draw_seed, boot_seed = (int(n) for n in np.random.SeedSequence(seed).generate_state(2))
    problem, design = _design(every, factors, base, draw_seed)
    scores = index_scores(bench, decode(design, spec, bench.alternatives))
    place = checked.units.index(unit)
    outputs = {
        "score": standardised(scores)[:, place],
        "rank": rank_draws(scores)[:, place].astype(np.float64),
    }
    tables = [_indices(name, problem, factors, y, boot_seed) for name, y in outputs.items()]
    return Sensitivity(
        unit=unit,
        alternatives=alternatives,
        refused=bench.refused,
        seed=seed,
        base=base,
        runs=len(design),
        spread={name: float(y.std()) for name, y in outputs.items()},
        effects=pd.concat(tables, ignore_index=True),
    )


def _design(
    every: tuple[str, ...], factors: tuple[str, ...], base: int, seed: int
) -> tuple[Problem, Floats]:
    """SALib's statement of the problem and the design, runs × all columns; columns whose factor
    has one option stand still."""
    # SALib takes a second to import (scipy.stats): only this analysis needs it.
    from SALib.sample import sobol

    varied = [place for place, factor in enumerate(every) if factor in factors]
    problem: Problem = {
        "num_vars": len(varied),
        "names": [f"{every[place]} {place}" for place in varied],
        "groups": [every[place] for place in varied],
        "bounds": [[0.0, 1.0]] * len(varied),
    }
    design: Floats = np.full((base * (len(factors) + 2), len(every)), 0.5)
    design[:, varied] = sobol.sample(problem, base, calc_second_order=False, seed=seed)
    return problem, design


def _indices(
    output: str, problem: Problem, factors: tuple[str, ...], values: Floats, seed: int
) -> pd.DataFrame:
    if np.ptp(values) < 1e-9:
        table = _table(output, factors, dict.fromkeys(KEYS, np.full(len(factors), np.nan)))
        table[["first_verdict", "total_verdict"]] = SAME
        return table
    from SALib.analyze import sobol

    found = sobol.analyze(
        problem,
        values,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        # SALib takes a seed of 0 for no seed at all.
        seed=seed or 1,
    )
    return _table(output, factors, {key: np.asarray(found[key]) for key in KEYS})


def _table(output: str, factors: tuple[str, ...], found: dict[str, Floats]) -> pd.DataFrame:
    table = pd.DataFrame({"output": output, "factor": factors})
    for name, key in (("first", "S1"), ("total", "ST")):
        table[name] = found[key]
        table[f"{name}_low"] = found[key] - found[f"{key}_conf"]
        table[f"{name}_high"] = found[key] + found[f"{key}_conf"]
        table[f"{name}_verdict"] = np.where(table[f"{name}_low"] > 0, CLEAR, UNCLEAR)
    return table
