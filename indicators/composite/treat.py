"""Outliers: values far from the rest are drawn in before normalisation (winsorising).

Does not decide what an error is: a treated value stays as published everywhere but in the index.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from indicators.composite.panel import Floats
from indicators.composite.spec import IndexSpec

#: Kurtosis is not defined under four values.
FEWEST_VALUES = 4


def skewness(values: Floats) -> float:
    """Sample skewness G1 of values without gaps (three or more).

    The estimator of Excel's SKEW, e1071 type 2 and COINr (Joanes and Gill 1998,
    doi 10.1111/1467-9884.00122).
    """
    n, centred = values.size, values - values.mean()
    g = np.sqrt(n) * (centred**3).sum() / (centred**2).sum() ** 1.5
    return float(g * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: Floats) -> float:
    """Sample excess kurtosis G2 of values without gaps (four or more); same source."""
    n, centred = values.size, values - values.mean()
    r = n * (centred**4).sum() / (centred**2).sum() ** 2
    return float(((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def winsorise(column: Floats, spec: IndexSpec) -> Floats:
    """One indicator's values (NaN where missing) with outliers drawn in.

    While |skewness| and kurtosis are both over the limits, the highest value (the lowest where
    skewness is negative) is set to the next one. It stops before it would change more than
    `spec.most_winsorised` values or leave all values equal. Ties move together.
    """
    return _winsorised(column.tobytes(), _Limits.of(spec)).copy()


class _Limits(NamedTuple):
    """The choices of an index that its treatment depends on."""

    skew: float
    kurtosis: float
    most: int

    @classmethod
    def of(cls, spec: IndexSpec) -> "_Limits":
        return cls(spec.skew_limit, spec.kurtosis_limit, spec.most_winsorised)


# The same columns come again for every method and every set of weights.
@lru_cache(maxsize=512)
def _winsorised(raw: bytes, limits: _Limits) -> Floats:
    column: Floats = np.frombuffer(raw, dtype=np.float64)
    treated = column.copy()
    present = ~np.isnan(column)
    if present.sum() < FEWEST_VALUES:
        return treated
    while _is_outlying(treated[present], limits):
        end = np.max if skewness(treated[present]) >= 0 else np.min
        extreme = present & (treated == end(treated[present]))
        rest = present & ~extreme
        moved = treated.copy()
        moved[extreme] = end(treated[rest])
        flat = moved[present].min() == moved[present].max()
        if flat or (present & (moved != column)).sum() > limits.most:
            break
        treated = moved
    return treated


def treat(values: Floats, spec: IndexSpec) -> Floats:
    """Units × indicators after the treatment that `spec` names."""
    if spec.treatment == "none":
        return values
    return np.column_stack([winsorise(column, spec) for column in values.T])


def _is_outlying(values: Floats, limits: _Limits) -> bool:
    if values.min() == values.max():
        return False
    return abs(skewness(values)) > limits.skew and kurtosis(values) > limits.kurtosis
