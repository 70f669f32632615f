"""How far a rank depends on the method: Monte Carlo over declared alternatives.

What it gives are shares of methods, not probabilities: the draws are our choices, not chance.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.composite.build import IndexResult, build_checked
from indicators.composite.hierarchy import INDEX
from indicators.composite.panel import Flags, Floats, check_panel
from indicators.composite.spec import IndexSpec
from indicators.errors import ValidationError
from indicators.uncertainty.alternatives import Alternatives, columns, decode
from indicators.uncertainty.evaluate import (
    Refused,
    index_scores,
    rank_draws,
    standardised,
    workbench,
)

Ranks = npt.NDArray[np.int16]

#: The method range: these percentiles of a rank or score over the methods.
LOW, HIGH = 0.05, 0.95

#: 97.5th percentile of the standard normal distribution.
Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True, eq=False)
class MethodUncertainty:
    """Ranks and scores over the methods drawn, beside the nominal index.

    summary: one row a unit, in order of nominal rank: nominal_score, nominal_rank, median_rank,
        rank_low and rank_high (the method range, 5th to 95th percentile), share_top (share of
        methods with rank ≤ `top`), share_first (share with first place in `subset`; NaN for units
        outside it), and standardised nominal_standard, median_standard, standard_low,
        standard_high (distance from the units' mean in standard deviations).
    error: Monte Carlo error alone, 95%: for each of median_rank, rank_low, rank_high, share_top
        and share_first a pair of columns `_from` and `_to`. More draws narrow it; the method
        range is not narrowed by draws.
    ranks: draws × units. A refused method was not drawn.
    """

    nominal: IndexResult
    alternatives: Alternatives
    refused: tuple[Refused, ...]
    seed: int
    draws: int
    top: int
    subset: tuple[str, ...]
    summary: pd.DataFrame
    error: pd.DataFrame
    ranks: pd.DataFrame

    @property
    def distribution(self) -> pd.DataFrame:
        """Share of methods by unit (rows) and rank (columns, from 1)."""
        shares = _rank_shares(self.ranks.to_numpy())
        return pd.DataFrame(shares, index=self.ranks.columns, columns=range(1, shares.shape[1] + 1))


def monte_carlo(
    panel: pd.DataFrame,
    spec: IndexSpec,
    alternatives: Alternatives,
    *,
    seed: int,
    draws: int = 10_000,
    ages: pd.DataFrame | None = None,
    top: int = 3,
    subset: tuple[str, ...] = (),
) -> MethodUncertainty:
    """The spread of ranks over methods drawn from `alternatives`.

    Every unit meets the same draws. Coverage decides once, from the figures, who is compared, so
    that no draw changes the field. The same seed gives the same answer.

    Source: Saisana, Saltelli and Tarantola 2005, doi 10.1111/j.1467-985X.2005.00350.x.

    Raises:
        ValidationError: the panel or the alternatives cannot be used.
        NoDataError: fewer than two units have enough values.
    """
    if draws < 1:
        raise ValidationError(f"draws {draws} is below one; ask for at least one draw.")
    checked = check_panel(panel, spec, ages)
    nominal = build_checked(checked, spec)
    bench = workbench(checked, spec, alternatives)
    design = np.random.default_rng(seed).random((draws, len(columns(spec, alternatives))))
    scores = index_scores(bench, decode(design, spec, bench.alternatives))
    ranks = rank_draws(scores)
    inside = np.array([unit in subset for unit in checked.units])
    summary, error = _summaries(nominal, scores, ranks, inside, top)
    return MethodUncertainty(
        nominal=nominal,
        alternatives=alternatives,
        refused=bench.refused,
        seed=seed,
        draws=draws,
        top=top,
        subset=subset,
        summary=summary,
        error=error,
        ranks=pd.DataFrame(ranks, columns=pd.Index(checked.units, name="unit")),
    )


def _summaries(
    nominal: IndexResult,
    scores: Floats,
    ranks: Ranks,
    inside: Flags,
    top: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    standard = standardised(scores)
    own = nominal.scores[INDEX].to_numpy()
    levels = np.quantile(standard, [LOW, 0.5, HIGH], axis=0)
    cumulative = _rank_shares(ranks).cumsum(axis=1)
    draws = len(ranks)
    first = np.full(len(own), np.nan)
    if inside.any():
        among = ranks[:, inside]
        first[inside] = (among == among.min(axis=1, keepdims=True)).mean(axis=0)
    shares = {"share_top": (ranks <= top).mean(axis=0), "share_first": first}
    quantiles = {"median_rank": 0.5, "rank_low": LOW, "rank_high": HIGH}
    summary: dict[str, npt.NDArray[Any]] = {
        "nominal_score": own,
        "nominal_rank": nominal.ranks.to_numpy(),
        **{name: _quantile(cumulative, q) for name, q in quantiles.items()},
        **shares,
        "nominal_standard": standardised(own[None, :])[0],
        "median_standard": levels[1],
        "standard_low": levels[0],
        "standard_high": levels[2],
    }
    error: dict[str, npt.NDArray[Any]] = {}
    for name, q in quantiles.items():
        half = Z95 * math.sqrt(q * (1 - q) / draws)
        error[f"{name}_from"] = _quantile(cumulative, max(q - half, 0.0))
        error[f"{name}_to"] = _quantile(cumulative, min(q + half, 1.0))
    for name, share in shares.items():
        error[f"{name}_from"], error[f"{name}_to"] = _wilson(share, draws)
    order = nominal.ranks.sort_values(kind="stable").index
    units = nominal.scores.index
    return (
        pd.DataFrame(summary, index=units).loc[order],
        pd.DataFrame(error, index=units).loc[order],
    )


def _rank_shares(ranks: Ranks) -> Floats:
    """Share of draws by unit and rank."""
    units = ranks.shape[1]
    codes = (ranks.astype(np.intp) - 1) + np.arange(units) * units
    counts = np.bincount(codes.ravel(), minlength=units * units)
    shares: Floats = counts.reshape(units, units) / len(ranks)
    return shares


def _quantile(cumulative: Floats, q: float) -> npt.NDArray[np.intp]:
    """The least rank that a share of `q` of the draws does not exceed: a rank that occurred."""
    # Shares are sums of floating point numbers: 0.05 of 10,000 draws must be 500 of them.
    reached: npt.NDArray[np.intp] = np.argmax(cumulative >= q - 1e-9, axis=1)
    return reached + 1


def _wilson(share: Floats, draws: int) -> tuple[Floats, Floats]:
    """Wilson's 95% interval of a share; unlike share ± error it holds at 0 and 1 (1927)."""
    z2 = Z95**2
    middle = (share + z2 / (2 * draws)) / (1 + z2 / draws)
    half = Z95 / (1 + z2 / draws) * np.sqrt(share * (1 - share) / draws + z2 / (4 * draws**2))
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)
