"""Other weights for an index: changed by hand, or taken from the figures (principal components).

Makes specifications. It builds no index from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from indicators.composite.build import IndexResult
from indicators.composite.hierarchy import INDEX, Node, PillarSpec
from indicators.composite.spec import IndexSpec
from indicators.errors import NoDataError, ValidationError, raise_all


@dataclass(frozen=True, slots=True)
class ComponentWeights:
    """Weights of one node's children from the first principal component.

    weights: by child, sum one. explained: share of the children's variance that the component
    carries. opposed: children that move against the component; a weight above zero for one of
    them says that it differs, not that it agrees. units: how many units were complete.
    """

    node: str
    weights: dict[str, float]
    explained: float
    opposed: tuple[str, ...]
    units: int


def reweighted(
    spec: IndexSpec,
    *,
    pillars: Mapping[str, float] | None = None,
    indicators: Mapping[str, float] | None = None,
) -> IndexSpec:
    """The same index with other weights. A weight of zero takes the pillar or indicator out,
    with everything under it and any pillar that is left empty.

    Raises:
        ValidationError: an id is unknown, a weight is not usable, or nothing is left.
    """
    given, known = {**(pillars or {}), **(indicators or {})}, {p.id for p in spec.pillars}
    unknown = [*(pillars or {}).keys() - known, *(indicators or {}).keys() - {*spec.indicator_ids}]
    raise_all(
        ValidationError,
        "new weights",
        (f"{name!r} is not in the index; correct the id" for name in sorted(unknown)),
    )
    changed = [replace(p, weight=float(given.get(p.id, p.weight))) for p in spec.pillars]
    parts = [replace(i, weight=float(given.get(i.id, i.weight))) for i in spec.indicators]
    standing = _standing(tuple(p for p in changed if p.weight != 0))
    parts = [i for i in parts if i.weight != 0 and i.pillar in {INDEX, *(p.id for p in standing)}]
    filled = {i.pillar for i in parts}
    for _ in standing:
        filled |= {p.parent for p in standing if p.id in filled}
    return replace(
        spec,
        pillars=tuple(p for p in standing if p.id in filled),
        indicators=tuple(parts),
    )


def component_weights(result: IndexResult, node_id: str = INDEX) -> ComponentWeights:
    """Weights for the children of a pillar or of the index from their first principal component.

    A child's weight is its squared loading on the first component of the children's correlation
    matrix over the units that have all of them; squared loadings sum to one.
    Source: OECD/JRC Handbook (2008), section 6.1, with one component.

    Raises:
        NoDataError: fewer than three units have all the children, or a child does not vary.
        ValidationError: there is no such pillar.
    """
    node = next((n for n in result.spec.nodes if n.id == node_id), None)
    if node is None:
        raise ValidationError(f"{node_id!r} is not a pillar of the index; correct the id.")
    table = (result.normalised if node.over_indicators else result.scores)[list(node.children)]
    complete = table.dropna().to_numpy(dtype=float)
    if len(node.children) == 1:
        return ComponentWeights(node.id, {node.children[0]: 1.0}, 1.0, (), len(complete))
    _need_variation(complete, node)
    values, vectors = np.linalg.eigh(np.corrcoef(complete, rowvar=False))
    loadings = vectors[:, -1] * (1.0 if vectors[:, -1].sum() >= 0 else -1.0)
    return ComponentWeights(
        node=node.id,
        weights=dict(zip(node.children, (loadings**2).tolist(), strict=True)),
        explained=float(values[-1] / values.sum()),
        opposed=tuple(c for c, loading in zip(node.children, loadings, strict=True) if loading < 0),
        units=len(complete),
    )


def with_component_weights(result: IndexResult, node_id: str = INDEX) -> IndexSpec:
    """The specification of `result` with `component_weights` for one node's children."""
    found = component_weights(result, node_id).weights
    if any(p.id in found for p in result.spec.pillars):
        return reweighted(result.spec, pillars=found)
    return reweighted(result.spec, indicators=found)


def _standing(pillars: tuple[PillarSpec, ...]) -> tuple[PillarSpec, ...]:
    """The pillars whose line of parents still reaches the index."""
    reached = {INDEX}
    for _ in pillars:
        reached |= {p.id for p in pillars if p.parent in reached}
    return tuple(p for p in pillars if p.id in reached)


def _need_variation(complete: np.ndarray, node: Node) -> None:
    if len(complete) < 3:
        raise NoDataError(
            f"{node.id}: principal components need three units with all of "
            f"{', '.join(node.children)}; {len(complete)} have them. Choose other weights."
        )
    still = [c for c, s in zip(node.children, np.ptp(complete, axis=0), strict=True) if s == 0]
    if still:
        raise NoDataError(
            f"{node.id}: {', '.join(still)} does not vary among the {len(complete)} units that "
            "have every value. Choose other weights."
        )
