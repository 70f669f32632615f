"""The reasonable other methods of making an index, declared, and how draws pick among them.

Turns uniform numbers into methods. It builds no index.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from indicators.composite.hierarchy import Node
from indicators.composite.panel import Floats
from indicators.composite.spec import (
    AGGREGATIONS,
    IMPUTATIONS,
    NORMALISATIONS,
    TREATMENTS,
    IndexSpec,
    invalid_choices,
)
from indicators.errors import ValidationError, raise_all

Choices = npt.NDArray[np.intp]

#: What varies, in the order of the columns of a design; weights take one column a child.
FACTORS = ("normalisation", "aggregation", "treatment", "imputation", "left_out", "weights")

#: Normalisations drawn by default. Distance to leader is absent because under an arithmetic mean
#: it ranks exactly as min–max does, and under other means it is not valid: drawing it too would
#: only count min–max twice. Borda differs from rank by a constant.
REASONABLE = ("min_max", "z_score", "rank", "percentile_rank")


@dataclass(frozen=True, slots=True)
class Method:
    """A normalisation with the means that follow it."""

    normalisation: str
    within: str
    between: str


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The methods over which a rank is examined. Options of a choice are equally likely.

    methods: valid pairs of normalisation and aggregation.
    imputations: those not valid with a drawn normalisation are not drawn with it.
    weight_variation: coefficient of variation of the weights of pillars (of indicators where the
        index has no pillars); zero keeps the weights.
    leave_one_out: leave out no indicator or any one of them, all equally likely.

    Raises:
        ValidationError: on construction, listing every option that is unknown or does not fit.
    """

    methods: tuple[Method, ...]
    treatments: tuple[str, ...] = ("none", "winsorise")
    imputations: tuple[str, ...] = ("none", "peer_mean")
    weight_variation: float = 0.25
    leave_one_out: bool = True

    def __post_init__(self) -> None:
        raise_all(ValidationError, "alternatives", _problems(self))

    def aggregations(self, normalisation: str) -> tuple[Method, ...]:
        """The methods that begin with this normalisation."""
        return tuple(m for m in self.methods if m.normalisation == normalisation)

    @property
    def normalisations(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.normalisation for m in self.methods))

    def imputations_with(self, method: Method) -> tuple[str, ...]:
        """The imputations that are valid with a method."""
        return tuple(
            i
            for i in self.imputations
            if not any(invalid_choices(method.normalisation, method.within, method.between, i))
        )


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One method a row. `left_out` is the number of an indicator, −1 for none; `imputation`
    counts among those valid with the row's method; `weights` are draws × children by node."""

    method: Choices
    treatment: Choices
    imputation: Choices
    left_out: Choices
    weights: dict[str, Floats]


def reasonable_alternatives(spec: IndexSpec) -> Alternatives:
    """The default alternatives for an index: four normalisations with arithmetic and geometric
    means within and between pillars where valid, treatment on and off, missing values left
    missing, taken from peers or (where the window is shorter than the maximum age) from an
    earlier year, weights with a coefficient of variation of 0.25, one or no indicator left out.
    """
    means = ("arithmetic", "geometric")
    pairs = product(means, means) if spec.pillars else ((mean, mean) for mean in means)
    methods = tuple(
        Method(normalisation, within, between)
        for normalisation, (within, between) in product(REASONABLE, tuple(pairs))
        if not any(invalid_choices(normalisation, within, between))
    )
    earlier = spec.window is not None and spec.window < spec.maximum_age
    return Alternatives(
        methods=methods,
        imputations=("none", "peer_mean", "earlier") if earlier else ("none", "peer_mean"),
        leave_one_out=len(spec.indicators) > 1,
    )


def varied_nodes(spec: IndexSpec, alternatives: Alternatives) -> tuple[Node, ...]:
    """The nodes whose children's weights are drawn: those over pillars; without pillars, the
    index over its indicators."""
    if alternatives.weight_variation == 0:
        return ()
    return tuple(
        n for n in spec.nodes if len(n.children) > 1 and (not n.over_indicators or not spec.pillars)
    )


def columns(spec: IndexSpec, alternatives: Alternatives) -> tuple[str, ...]:
    """The factor of each column of a design for these alternatives."""
    drawn = sum(len(n.children) for n in varied_nodes(spec, alternatives))
    return FACTORS[:-1] + ("weights",) * drawn


def active_factors(spec: IndexSpec, alternatives: Alternatives) -> tuple[str, ...]:
    """The factors that have more than one option."""
    by_normalisation = [alternatives.aggregations(n) for n in alternatives.normalisations]
    several = {
        "normalisation": len(alternatives.normalisations) > 1,
        "aggregation": any(len(methods) > 1 for methods in by_normalisation),
        "treatment": len(alternatives.treatments) > 1,
        "imputation": any(len(alternatives.imputations_with(m)) > 1 for m in alternatives.methods),
        "left_out": alternatives.leave_one_out,
        "weights": bool(varied_nodes(spec, alternatives)),
    }
    return tuple(factor for factor in FACTORS if several[factor])


def decode(uniform: Floats, spec: IndexSpec, alternatives: Alternatives) -> Draws:
    """Methods from a design of independent uniform numbers, draws × `columns`.

    Every pair of normalisation and aggregation is equally likely, although the normalisation is
    picked first: it is picked in proportion to its number of pairs.
    """
    counts = [len(alternatives.aggregations(n)) for n in alternatives.normalisations]
    starts = np.concatenate([[0], np.cumsum(counts)])
    position = uniform[:, 0] * starts[-1]
    group = np.searchsorted(starts, position, side="right") - 1
    method = starts[group] + _pick(uniform[:, 1], np.array(counts)[group])
    ordered = [m for n in alternatives.normalisations for m in alternatives.aggregations(n)]
    place = np.array([alternatives.methods.index(m) for m in ordered])[method]
    valid = np.array([len(alternatives.imputations_with(m)) for m in alternatives.methods])
    left_out = np.full(len(uniform), -1)
    if alternatives.leave_one_out:
        left_out = _pick(uniform[:, 4], len(spec.indicators) + 1) - 1
    return Draws(
        method=place,
        treatment=_pick(uniform[:, 2], len(alternatives.treatments)),
        imputation=_pick(uniform[:, 3], valid[place]),
        left_out=left_out,
        weights=_weights(uniform[:, len(FACTORS) - 1 :], spec, alternatives),
    )


def concentration(weights: tuple[float, ...], variation: float) -> float:
    """The concentration of a Dirichlet distribution with these means whose components have this
    coefficient of variation (root mean square over components; exact for each where the weights
    are equal).

    A component of mean w has squared variation (1 − w) / (w (c + 1)) at concentration c.
    """
    return math.fsum((1 - w) / w for w in weights) / len(weights) / variation**2 - 1


def _weights(uniform: Floats, spec: IndexSpec, alternatives: Alternatives) -> dict[str, Floats]:
    """Dirichlet weights by inverting gamma distributions, one uniform number a child."""
    drawn: dict[str, Floats] = {}
    first = 0
    for node in varied_nodes(spec, alternatives):
        total = concentration(node.weights, alternatives.weight_variation)
        if total <= 0:
            raise ValidationError(
                f"alternatives: a weight_variation of {alternatives.weight_variation} is more than "
                f"the {len(node.children)} weights under {node.id!r} can have; choose less."
            )
        numbers = uniform[:, first : first + len(node.children)]
        shapes = tuple(total * weight for weight in node.weights)
        drawn[node.id] = _dirichlet(shapes, np.ascontiguousarray(numbers).tobytes())
        first += len(node.children)
    return drawn


# Where a reader moves the weights of pillars, those within them stay as they are. An entry of
# 10,000 draws of four weights takes 0.6 MB.
@lru_cache(maxsize=24)
def _dirichlet(shapes: tuple[float, ...], raw: bytes) -> Floats:
    """Weights (draws × children, read-only) from uniform numbers in row order."""
    numbers = np.frombuffer(raw, dtype=np.float64).reshape(-1, len(shapes))
    # A uniform number of exactly 0 or 1 would give a weight of zero or infinity.
    inside = np.clip(numbers, 1e-12, 1 - 1e-12)
    gammas: Floats = gammaincinv(np.array(shapes), inside)
    weights: Floats = gammas / gammas.sum(axis=1, keepdims=True)
    weights.flags.writeable = False
    return weights


def _pick(uniform: Floats, options: Choices | int) -> Choices:
    places: Choices = (uniform * options).astype(np.intp)
    last: Choices = np.asarray(options, dtype=np.intp) - 1
    return np.where(places < last, places, last)


def _problems(alternatives: Alternatives) -> Iterator[str]:
    for key, options, known in (
        ("treatments", alternatives.treatments, TREATMENTS),
        ("imputations", alternatives.imputations, IMPUTATIONS),
    ):
        yield from _option_problems(key, options, known)
    if not alternatives.methods:
        yield "methods is empty; give at least one"
    if len(set(alternatives.methods)) < len(alternatives.methods):
        yield "a method stands twice; options are equally likely, so each stands once"
    for m in alternatives.methods:
        yield from _option_problems("normalisation", (m.normalisation,), NORMALISATIONS)
        yield from _option_problems("within, between", (m.within, m.between), AGGREGATIONS, True)
        yield from invalid_choices(m.normalisation, m.within, m.between)
        if alternatives.imputations and not alternatives.imputations_with(m):
            yield f"no imputation is valid with normalisation {m.normalisation!r}; add 'none'"
    variation = alternatives.weight_variation
    if not (math.isfinite(variation) and variation >= 0):
        yield f"weight_variation {variation} is not a number of zero or more"


def _option_problems(
    key: str, options: tuple[str, ...], known: tuple[str, ...], repeats: bool = False
) -> Iterator[str]:
    if not options:
        yield f"{key} is empty; give at least one option"
    for option in options:
        if option not in known:
            yield f"{key}: {option!r} is none of {', '.join(known)}"
    if not repeats and len(set(options)) < len(options):
        yield f"{key}: an option stands twice; options are equally likely, so each stands once"
