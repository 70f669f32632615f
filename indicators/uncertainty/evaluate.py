"""Index scores under many methods at once, by the same steps that build one index.

Draws that share normalisation, means, treatment and imputation share one normalised panel; only
weights differ among them, so a thousand are a few matrix products.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicators.composite.aggregate import aggregate, node_weights, ranks
from indicators.composite.build import prepare
from indicators.composite.hierarchy import INDEX
from indicators.composite.normalise import normalise
from indicators.composite.panel import Floats, Panel, named
from indicators.composite.spec import IndexSpec
from indicators.errors import ValidationError
from indicators.uncertainty.alternatives import Alternatives, Choices, Draws, Method

#: Draws taken through the means or the ranking at a time: bounds memory, not results.
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A declared method that this panel does not allow, and why. It is not drawn."""

    method: Method
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Workbench:
    """Normalised panels (units × indicators) by method, treatment and imputation.

    `alternatives` are the declared ones less the methods in `refused`.
    """

    panel: Panel
    spec: IndexSpec
    alternatives: Alternatives
    refused: tuple[Refused, ...]
    normalised: dict[tuple[Method, str, str], Floats]


def workbench(panel: Panel, spec: IndexSpec, alternatives: Alternatives) -> Workbench:
    """Every normalised panel the alternatives can ask for.

    Raises:
        ValidationError: the panel does not fit the alternatives, or allows none of the methods.
    """
    if alternatives.leave_one_out and len(spec.indicators) < 2:
        raise ValidationError(
            "alternatives: leave_one_out needs two indicators; add one or set it to false."
        )
    made: dict[tuple[Method, str, str], Floats] = {}
    shared: dict[tuple[str, bool, str, str], Floats] = {}
    refused = []
    for method in alternatives.methods:
        own: dict[tuple[Method, str, str], Floats] = {}
        for treatment in alternatives.treatments:
            for imputation in alternatives.imputations_with(method):
                changed = _changed(spec, method, treatment, imputation)
                key = (method.normalisation, changed.needs_positive, treatment, imputation)
                if key not in shared:
                    shared[key] = normalise(prepare(panel, changed).imputed, changed)
                own[method, treatment, imputation] = shared[key]
        reason = _not_positive(own, spec, method, panel)
        if reason:
            refused.append(Refused(method, reason))
        else:
            made |= own
    allowed = tuple(m for m in alternatives.methods if m not in {r.method for r in refused})
    if not allowed:
        raise ValidationError(
            f"alternatives: none of the methods suits the panel. {refused[0].reason}"
        )
    return Workbench(panel, spec, replace(alternatives, methods=allowed), tuple(refused), made)


def index_scores(bench: Workbench, draws: Draws) -> Floats:
    """The index under each draw, draws × units.

    Raises:
        ValidationError: a unit has no value left under some draw, naming it.
    """
    alternatives = bench.alternatives
    found = np.full((len(draws.method), len(bench.panel.units)), np.nan)
    for m, method in enumerate(alternatives.methods):
        for t, treatment in enumerate(alternatives.treatments):
            for i, imputation in enumerate(alternatives.imputations_with(method)):
                same = (draws.method == m) & (draws.treatment == t) & (draws.imputation == i)
                rows = np.flatnonzero(same)
                normalised = bench.normalised[method, treatment, imputation]
                for start in range(0, len(rows), CHUNK):
                    some = rows[start : start + CHUNK]
                    found[some] = _scores(bench, draws, some, normalised, method)
    gone = np.flatnonzero(np.isnan(found).any(axis=0))
    if gone.size:
        raise ValidationError(
            f"index: {named([bench.panel.units[u] for u in gone])} has no value left under some of "
            "the alternatives. Raise minimum_coverage, widen the window, or leave no indicator out."
        )
    return found


def rank_draws(scores: Floats) -> npt.NDArray[np.int16]:
    """Rank of every unit under every draw (draws × units), in chunks."""
    found: npt.NDArray[np.int16] = np.empty(scores.shape, dtype=np.int16)
    for start in range(0, len(scores), CHUNK):
        found[start : start + CHUNK] = ranks(scores[start : start + CHUNK])
    return found


def standardised(scores: Floats) -> Floats:
    """Scores as distances from the units' mean in standard deviations, row by row.

    Methods give scores on different scales; this makes them comparable between draws.
    """
    spread: Floats = scores.std(axis=1, ddof=1, keepdims=True)
    centred: Floats = scores - scores.mean(axis=1, keepdims=True)
    return np.divide(centred, spread, out=np.zeros_like(scores), where=spread > 0)


def _scores(
    bench: Workbench, draws: Draws, rows: Choices, normalised: Floats, method: Method
) -> Floats:
    nodes, ids = bench.spec.nodes, bench.spec.indicator_ids
    weights = node_weights(nodes, len(rows))
    weights |= {name: drawn[rows] for name, drawn in draws.weights.items()}
    left_out = draws.left_out[rows]
    for node in nodes:
        if node.over_indicators:
            numbers = np.array([ids.index(child) for child in node.children])
            weights[node.id] = np.where(
                left_out[:, None] == numbers[None, :], 0.0, weights[node.id]
            )
    scores = aggregate(
        normalised, ids, bench.panel.units, nodes, weights, method.within, method.between
    )
    return scores[INDEX]


def _changed(spec: IndexSpec, method: Method, treatment: str, imputation: str) -> IndexSpec:
    return replace(
        spec,
        normalisation=method.normalisation,
        within=method.within,
        between=method.between,
        treatment=treatment,
        imputation=imputation,
    )


def _not_positive(
    panels: dict[tuple[Method, str, str], Floats], spec: IndexSpec, method: Method, panel: Panel
) -> str:
    """Why a method with a geometric or harmonic mean does not suit the panel, or nothing.

    Stricter than one index needs: with other weights or an indicator left out, a pillar's score
    may be as low as its lowest indicator.
    """
    first = next(iter(panels))
    if not _changed(spec, *first).needs_positive:
        return ""
    for values in panels.values():
        low = np.argwhere(values <= 0)
        if len(low):
            unit, indicator = panel.units[low[0][0]], panel.indicators[low[0][1]]
            return (
                f"Normalisation {method.normalisation!r} gives zero or less for indicator "
                f"{indicator!r}, {unit}: a geometric or harmonic mean cannot take it."
            )
    return ""
