"""Ranks over simulated futures, and what they say of each area.

Probabilities here are those of the simulation. It simulates nothing itself.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.projections.history import Floats

#: The prediction interval of a rank: 80%.
LOW, HIGH = 0.1, 0.9


def rank_draws(values: Floats, direction: str) -> npt.NDArray[np.int64]:
    """Ranks (1 is best, ties share the better) of draws × areas."""
    better = values if direction == "higher" else -values
    above = better[:, None, :] > better[:, :, None]
    return np.asarray(above.sum(axis=2) + 1)


def rank_table(
    ranks: npt.NDArray[np.integer], areas: tuple[str, ...], top: int, subset: tuple[str, ...]
) -> pd.DataFrame:
    """Where each area ranks over draws × areas.

    Columns: median_rank, rank_low and rank_high (80% prediction interval), probability_top (of
    rank ≤ `top`), probability_first (of first place in `subset`, shared or not; NaN outside it),
    and error (the larger Monte Carlo standard error of the two probabilities).
    """
    inside = np.array([area in subset for area in areas])
    first = np.full(len(areas), np.nan)
    if inside.any():
        among = ranks[:, inside]
        first[inside] = (among == among.min(axis=1, keepdims=True)).mean(axis=0)
    share = (ranks <= top).mean(axis=0)
    low, middle, high = np.quantile(ranks, [LOW, 0.5, HIGH], axis=0, method="inverted_cdf")
    variance = np.fmax(share * (1 - share), first * (1 - first))
    return pd.DataFrame(
        {
            "median_rank": middle.astype(int),
            "rank_low": low.astype(int),
            "rank_high": high.astype(int),
            "probability_top": share,
            "probability_first": first,
            "error": np.sqrt(variance / len(ranks)),
        },
        index=pd.Index(areas, name="area"),
    )
