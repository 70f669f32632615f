"""Missing cells: left missing, or filled by a declared rule and counted.

Fills for the index alone. An imputed value never leaves it.
"""

import numpy as np

from indicators.composite.panel import Flags, Floats
from indicators.composite.spec import IndexSpec


def observed(values: Floats, old: Flags, spec: IndexSpec) -> Floats:
    """The unit's own values that the index may use: those from before the window only with
    imputation "earlier"."""
    return values if spec.imputation == "earlier" else np.where(old, np.nan, values)


def impute(values: Floats, units: tuple[str, ...], spec: IndexSpec) -> Floats:
    """Units × indicators with missing cells filled where `spec.imputation` is "peer_mean".

    The fill is the mean of the unit's group of peers (units in no group form one). Where no peer
    has a value the cell stays missing: the group is not widened.
    """
    if spec.imputation != "peer_mean":
        return values
    filled = values.copy()
    group_of = {unit: number for number, group in enumerate(spec.peers) for unit in group}
    groups = np.array([group_of.get(unit, -1) for unit in units])
    for number in np.unique(groups):
        rows = np.flatnonzero(groups == number)
        members = values[rows]
        count = (~np.isnan(members)).sum(axis=0)
        total = np.nansum(members, axis=0)
        mean = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
        filled[rows] = np.where(np.isnan(members), mean, members)
    return filled
