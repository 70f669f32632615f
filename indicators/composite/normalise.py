"""Indicators in different units brought to one scale, higher always better.

Formulas as in the OECD/JRC Handbook on Constructing Composite Indicators (2008), chapter 5, and
in COINr. It knows nothing of weights.
"""

from collections.abc import Callable

import numpy as np

from indicators.composite.hierarchy import DIRECTIONS
from indicators.composite.panel import Floats
from indicators.composite.spec import IndexSpec


def normalise(values: Floats, spec: IndexSpec) -> Floats:
    """Units × indicators on the scale of `spec.normalisation`; missing stays missing.

    No column may be constant or empty (`panel.column_problems` finds those).
    """
    directions: Floats = np.array([DIRECTIONS[i.direction] for i in spec.indicators])
    return METHODS[spec.normalisation](values * directions, spec)


def lowest(normalised: Floats) -> Floats:
    """The lowest normalised value of each indicator, one per column."""
    bottom: Floats = np.nanmin(normalised, axis=0)
    return bottom


def _min_max(x: Floats, spec: IndexSpec) -> Floats:
    """0 to 100; 1 to 100 where a geometric or harmonic mean follows, which cannot take a zero."""
    floor = 1.0 if spec.needs_positive else 0.0
    return _share_of_range(x) * (100.0 - floor) + floor


def _z_score(x: Floats, spec: IndexSpec) -> Floats:
    """Mean `z_mean`, sample standard deviation `z_sd` (10 and 2 by custom)."""
    middle: Floats = np.nanmean(x, axis=0)
    spread: Floats = np.nanstd(x, axis=0, ddof=1)
    standard: Floats = (x - middle) / spread
    return spec.z_mean + spec.z_sd * standard


def _rank(x: Floats, _: IndexSpec) -> Floats:
    """1 for the lowest, n for the highest; ties share the lower number (as in COINr)."""
    below = (x[:, None, :] > x[None, :, :]).sum(axis=1)
    return np.where(np.isnan(x), np.nan, below + 1.0)


def _percentile_rank(x: Floats, spec: IndexSpec) -> Floats:
    """Share of the other units that are below, 0 to 1."""
    others: Floats = np.sum(~np.isnan(x), axis=0) - 1.0
    return _borda(x, spec) / others


def _borda(x: Floats, spec: IndexSpec) -> Floats:
    """Number of units below."""
    return _rank(x, spec) - 1.0


def _distance_to_leader(x: Floats, _: IndexSpec) -> Floats:
    """1 for the leader, 0 for the last: one less the distance to the leader over the range."""
    return _share_of_range(x)


def _share_of_range(x: Floats) -> Floats:
    low: Floats = np.nanmin(x, axis=0)
    high: Floats = np.nanmax(x, axis=0)
    return (x - low) / (high - low)


METHODS: dict[str, Callable[[Floats, IndexSpec], Floats]] = {
    "min_max": _min_max,
    "z_score": _z_score,
    "rank": _rank,
    "percentile_rank": _percentile_rank,
    "borda": _borda,
    "distance_to_leader": _distance_to_leader,
}
