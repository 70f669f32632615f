"""Weighted means from indicators up to the index, for one set of weights or for many at once.

Missing values are left out and the weights of the others rescaled. It ranks; it does not
normalise.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from indicators.composite.hierarchy import Node
from indicators.composite.panel import Flags, Floats, named
from indicators.composite.spec import NEED_POSITIVE
from indicators.errors import ValidationError

#: Scores closer than this share of the largest score are equal: the noise of adding floating
#: point numbers in another order, far below any difference between figures.
TIE = 1e-11

#: A mean is `back(weighted arithmetic mean of forward(x))`.
TRANSFORMS: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    "arithmetic": (np.positive, np.positive),
    "geometric": (np.log, np.exp),
    "harmonic": (np.reciprocal, np.reciprocal),
}


def node_weights(nodes: tuple[Node, ...], draws: int = 1) -> dict[str, Floats]:
    """The nominal weights of each node, draws × children."""
    return {n.id: np.tile(np.array(n.weights), (draws, 1)) for n in nodes}


def aggregate(
    normalised: Floats,
    indicators: tuple[str, ...],
    units: tuple[str, ...],
    nodes: tuple[Node, ...],
    weights: Mapping[str, Floats],
    within: str,
    between: str,
) -> dict[str, Floats]:
    """Score of every node, draws × units; NaN where a unit has nothing below the node.

    normalised: units × indicators. weights: for each node, draws × children, not below zero.

    Raises:
        ValidationError: a value of zero or less under a geometric or harmonic mean, naming the
            indicator or pillar and the units.
    """
    column = {name: number for number, name in enumerate(indicators)}
    scores: dict[str, Floats] = {}
    for node in nodes:
        how = within if node.over_indicators else between
        if node.over_indicators:
            values = normalised[:, [column[child] for child in node.children]]
        else:
            values = np.stack([scores[child] for child in node.children], axis=-1)
        if how in NEED_POSITIVE:
            _refuse_not_positive(values, node, how, units)
        scores[node.id] = _means(values, weights[node.id], how)
    return scores


def ranks(scores: Floats) -> npt.NDArray[np.int16]:
    """Rank of each score along the last axis: 1 for the highest, ties share the better rank,
    0 where there is no score.

    From unrounded scores; only differences that are noise of the arithmetic (`TIE`) are ties.
    """
    margin = TIE * np.nanmax(np.abs(scores), axis=-1, keepdims=True)
    above = (scores[..., None, :] > (scores + margin)[..., :, None]).sum(axis=-1)
    return np.where(np.isnan(scores), 0, above + 1).astype(np.int16)


def _means(values: Floats, weights: Floats, how: str) -> Floats:
    """Weighted means over the last axis of `values` (units × children, or draws × units ×
    children) with `weights` (draws × children): draws × units."""
    forward, back = TRANSFORMS[how]
    present = ~np.isnan(values)
    filled = np.where(present, forward(np.where(present, values, 1.0)), 0.0)
    if values.ndim == 2:
        total, weight = weights @ filled.T, weights @ present.T.astype(np.float64)
    else:
        total = np.einsum("duc,dc->du", filled, weights)
        weight = np.einsum("duc,dc->du", present.astype(np.float64), weights)
    means = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    return back(means)


def _refuse_not_positive(values: Floats, node: Node, how: str, units: tuple[str, ...]) -> None:
    wrong = values <= 0
    if not wrong.any():
        return
    noun = "indicator" if node.over_indicators else "pillar"
    by_child: Flags = np.any(wrong.reshape(-1, len(units), len(node.children)), axis=0)
    lines = [
        f"  - {noun} {child!r}: {named([units[u] for u in np.flatnonzero(by_child[:, c])])}"
        for c, child in enumerate(node.children)
        if by_child[:, c].any()
    ]
    raise ValidationError(
        f"{node.id}: a {how} mean cannot take values of zero or less. Use an arithmetic mean, or a "
        "normalisation that gives positive values (min_max, rank):\n" + "\n".join(lines)
    )
