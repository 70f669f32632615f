"""Whether the parts of an index belong together: correlations, and what each part contributes.

Describes a built index. It changes no weight and drops no indicator.
"""

import numpy as np
import pandas as pd

from indicators.composite.build import IndexResult
from indicators.composite.hierarchy import INDEX

#: Bounds of Pearson's r that COINr marks by default.
OPPOSED, WEAK, REDUNDANT = -0.4, 0.3, 0.9

#: Fewer pairs than this say nothing about a correlation.
FEWEST_PAIRS = 5


def correlations(result: IndexResult) -> pd.DataFrame:
    """Pearson correlations of normalised indicators that stand in the same pillar.

    Columns: pillar, first, second, r (NaN under five pairs of values), pairs, verdict
    ("opposed" below −0.4, "weak" from −0.4 to 0.3, "fits", "redundant" above 0.9,
    "too few values").
    """
    rows = []
    for node in result.spec.nodes:
        if not node.over_indicators:
            continue
        for number, first in enumerate(node.children):
            for second in node.children[number + 1 :]:
                r, pairs = _pearson(result.normalised[first], result.normalised[second])
                rows.append((node.id, first, second, r, pairs, _verdict(r)))
    return pd.DataFrame(rows, columns=["pillar", "first", "second", "r", "pairs", "verdict"])


def contributions(result: IndexResult) -> pd.DataFrame:
    """What each indicator and pillar is meant to contribute, and what it does.

    Columns: id, parent, weight (share among its siblings), effective_weight (share of the whole
    index: the product of shares up to it), r_parent and r_index (Pearson), importance (r² with
    the parent as a share of its siblings' r²: compare it with `weight`), verdict on r_parent.
    A part can have a large weight and little importance, or the reverse.
    Source: Paruolo, Saisana and Saltelli 2013, doi 10.1111/j.1467-985X.2012.01059.x, with the
    linear measure of importance.
    """
    effective, rows = {INDEX: 1.0}, []
    index = result.scores[INDEX]
    for node in reversed(result.spec.nodes):
        table = result.normalised if node.over_indicators else result.scores
        parent = result.scores[node.id]
        with_parent = [_pearson(table[child], parent)[0] for child in node.children]
        total = np.nansum(np.square(with_parent))
        for child, weight, r in zip(node.children, node.weights, with_parent, strict=True):
            effective[child] = effective[node.id] * weight
            r_index = _pearson(table[child], index)[0]
            importance = r * r / total if total > 0 else np.nan
            rows.append(
                (child, node.id, weight, effective[child], r, r_index, importance, _verdict(r))
            )
    columns = ["id", "parent", "weight", "effective_weight", "r_parent", "r_index", "importance"]
    return pd.DataFrame(rows, columns=[*columns, "verdict"])


def _pearson(first: pd.Series, second: pd.Series) -> tuple[float, int]:
    both = first.notna() & second.notna()
    x, y = first[both].to_numpy(dtype=float), second[both].to_numpy(dtype=float)
    if len(x) < FEWEST_PAIRS or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan"), len(x)
    return float(np.corrcoef(x, y)[0, 1]), len(x)


def _verdict(r: float) -> str:
    if np.isnan(r):
        return "too few values"
    if r < OPPOSED:
        return "opposed"
    if r < WEAK:
        return "weak"
    return "redundant" if r > REDUNDANT else "fits"
