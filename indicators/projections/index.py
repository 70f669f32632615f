"""The index in a coming year, from the indicators that can be projected, beside today's.

Refuses where too little of the index can be projected. It projects no indicator itself.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.composite import INDEX, IndexResult, IndexSpec, build, reweighted
from indicators.composite.aggregate import aggregate, node_weights, ranks
from indicators.composite.build import prepare
from indicators.composite.normalise import normalise
from indicators.composite.panel import Floats, LeftOut, Panel
from indicators.errors import NoDataError
from indicators.projections.project import Projection
from indicators.projections.ranking import rank_table

#: Share of the index's nominal weight that the projected indicators must carry.
LEAST_WEIGHT = 0.5
DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class IndexCoverage:
    """How much of an index can be projected.

    share: of the nominal weight. missing: indicators that are not projected. empty_pillars: those
    without any projected indicator. reason: why there is no index in a coming year; empty when
    there is one.
    """

    share: float
    missing: tuple[str, ...]
    empty_pillars: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class IndexProjection:
    """The index of the projected indicators in a coming year, beside today's on the same ones.

    today: the index of the same indicators and units from today's figures. left_out: units for
    which too few indicators are projected. table: one row a unit: rank_today and the columns
    of `rank_table`.
    """

    year: int
    coverage: IndexCoverage
    today: IndexResult
    left_out: tuple[LeftOut, ...]
    draws: int
    table: pd.DataFrame


def coverage(spec: IndexSpec, projected: Collection[str]) -> IndexCoverage:
    """Whether the projected indicators carry enough of the index to speak of its future."""
    effective: dict[str, float] = {INDEX: 1.0}
    holds: dict[str, bool] = {}
    for node in reversed(spec.nodes):
        for child, weight in zip(node.children, node.weights, strict=True):
            effective[child] = effective[node.id] * weight
    for node in spec.nodes:
        holds[node.id] = any(c in projected or holds.get(c, False) for c in node.children)
    share = sum(effective[i] for i in spec.indicator_ids if i in projected)
    empty = tuple(name for name, held in holds.items() if not held and name != INDEX)
    reasons = []
    if share < LEAST_WEIGHT - 1e-12:
        reasons.append(f"the indicators that can be projected carry {share:.0%} of its weight")
    if empty:
        noun = "pillar" if len(empty) == 1 else "pillars"
        reasons.append(f"no indicator of the {noun} {', '.join(empty)} can be projected")
    return IndexCoverage(
        share=float(share),
        missing=tuple(i for i in spec.indicator_ids if i not in projected),
        empty_pillars=empty,
        reason=" and ".join(reasons),
    )


def project_index(
    projections: Mapping[str, Projection],
    spec: IndexSpec,
    panel: pd.DataFrame,
    year: int,
    *,
    ages: pd.DataFrame | None = None,
    top: int = 3,
    subset: tuple[str, ...] = (),
) -> IndexProjection:
    """The index in `year`, drawn jointly from the projections of its indicators.

    A draw of the index takes the same-numbered draw of every indicator: made with one seed they
    share the past year whose errors they take, so that a bad year is bad for all. The method is
    that of `spec`; what the choice of method does is another question, answered apart.

    Raises:
        NoDataError: the projected indicators carry less than half the weight, leave a pillar
            empty, or leave fewer than two units.
        ValidationError: the panel cannot be used.
    """
    found = coverage(spec, projections.keys())
    if found.reason:
        raise NoDataError(f"no index for {year}: {found.reason}. See the indicators one by one.")
    reduced = reweighted(spec, indicators=dict.fromkeys(found.missing, 0.0))
    units = tuple(build(panel, reduced, ages).scores.index)
    future = _future(projections, reduced, units, year)
    shares = np.isfinite(future[0]).mean(axis=1)
    kept = shares >= spec.minimum_coverage - 1e-12
    if kept.sum() < 2:
        raise NoDataError(
            f"no index for {year}: fewer than two units are projected in enough of it."
        )
    field = tuple(unit for unit, fine in zip(units, kept, strict=True) if fine)
    reduced = replace(reduced, comparators=field)
    today = build(panel, reduced, ages)
    scores = np.stack([_index(draw, field, reduced) for draw in future[:, kept]])
    table = rank_table(ranks(scores), field, top, subset)
    table.insert(0, "rank_today", today.ranks)
    return IndexProjection(
        year=year,
        coverage=found,
        today=today,
        left_out=tuple(
            LeftOut(u, float(s)) for u, s, k in zip(units, shares, kept, strict=True) if not k
        ),
        draws=len(scores),
        table=table,
    )


def _future(
    projections: Mapping[str, Projection], spec: IndexSpec, units: tuple[str, ...], year: int
) -> Floats:
    """Draws × units × indicators in `year`; NaN where a unit's indicator is not projected."""
    chosen = [projections[name] for name in spec.indicator_ids]
    draws = min(DRAWS, *(len(p.draws) for p in chosen))
    values = np.full((draws, len(units), len(chosen)), np.nan)
    for column, projection in enumerate(chosen):
        drawn = projection.at(year)[:draws]
        for place, unit in enumerate(units):
            if unit in projection.areas:
                values[:, place, column] = drawn[:, projection.areas.index(unit)]
    return values


def _index(values: Floats, units: tuple[str, ...], spec: IndexSpec) -> Floats:
    panel = Panel(
        units=units,
        indicators=spec.indicator_ids,
        values=values,
        old=np.zeros(values.shape, dtype=bool),
        coverage={},
        left_out=(),
        too_old=(),
    )
    normalised = normalise(prepare(panel, spec).imputed, spec)
    scores: Floats = aggregate(
        normalised,
        spec.indicator_ids,
        units,
        spec.nodes,
        node_weights(spec.nodes),
        spec.within,
        spec.between,
    )[INDEX][0]
    return scores
