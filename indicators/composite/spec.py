"""Every choice that makes a composite index, declared in one frozen `IndexSpec` and checked.

Computes nothing and reads no figures: the steps are the modules beside this one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.composite.hierarchy import (
    IndicatorSpec,
    Node,
    PillarSpec,
    nodes,
    repeated,
    tree_problems,
)
from indicators.errors import ValidationError, raise_all

TREATMENTS = ("none", "winsorise")
#: none: a missing cell is left out and the remaining weights rescaled.
#: peer_mean: the mean of the unit's peers.
#: earlier: the unit's own value from before the window, where one is within the maximum age.
IMPUTATIONS = ("none", "peer_mean", "earlier")
NORMALISATIONS = (
    "min_max",
    "z_score",
    "rank",
    "percentile_rank",
    "borda",
    "distance_to_leader",
)
AGGREGATIONS = ("arithmetic", "geometric", "harmonic")

#: Normalisations that see only the order of values.
ORDINAL = ("rank", "percentile_rank", "borda")
#: Normalisations that give the lowest unit a zero, which a geometric or harmonic mean cannot take.
WITH_ZERO = ("percentile_rank", "borda", "distance_to_leader")
#: Aggregations that need values above zero.
NEED_POSITIVE = ("geometric", "harmonic")


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """A composite index as a list of choices. Weights are relative: only their ratios count.

    comparators: units to compare, in order; empty means every row of the panel.
    window: age in years up to which a value counts as observed in the window; None means the
        maximum age. Values between the two are used only with imputation "earlier".
    maximum_age: age in years above which a value is never used.
    minimum_coverage: share of the indicators for which a unit needs a value no older than the
        maximum age; below it the unit gets no score and is named as left out.
    treatment: "winsorise" where |skew| > `skew_limit` and kurtosis > `kurtosis_limit`, at most
        `most_winsorised` points of an indicator.
    peers: disjoint groups of units for imputation "peer_mean"; units in none are one group.
    z_mean, z_sd: mean and standard deviation that normalisation "z_score" gives.
    within, between: the mean from indicators to their pillar; the mean from pillars upwards.

    Raises:
        ValidationError: on construction, listing every choice that is unknown or does not fit.
    """

    indicators: tuple[IndicatorSpec, ...]
    pillars: tuple[PillarSpec, ...] = ()
    comparators: tuple[str, ...] = ()
    window: int | None = None
    maximum_age: int = 5
    minimum_coverage: float = 0.65
    treatment: str = "none"
    skew_limit: float = 2.0
    kurtosis_limit: float = 3.5
    most_winsorised: int = 5
    imputation: str = "none"
    peers: tuple[tuple[str, ...], ...] = ()
    normalisation: str = "min_max"
    z_mean: float = 10.0
    z_sd: float = 2.0
    within: str = "arithmetic"
    between: str = "arithmetic"

    def __post_init__(self) -> None:
        problems = [
            *tree_problems(self.indicators, self.pillars),
            *_choice_problems(self),
            *_number_problems(self),
        ]
        raise_all(ValidationError, "index specification", problems)

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        return tuple(i.id for i in self.indicators)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every mean to take, children before parents; the index is last."""
        return nodes(self.indicators, self.pillars)

    @property
    def needs_positive(self) -> bool:
        """Whether a geometric or harmonic mean follows the normalisation."""
        return self.within in NEED_POSITIVE or (
            bool(self.pillars) and self.between in NEED_POSITIVE
        )


def invalid_choices(
    normalisation: str, within: str, between: str, imputation: str = "none"
) -> Iterator[str]:
    """Why these choices cannot be used together; nothing when they can."""
    positive = [how for how in dict.fromkeys((within, between)) if how in NEED_POSITIVE]
    if normalisation in WITH_ZERO and positive:
        yield (
            f"normalisation {normalisation!r} gives zeros, which a {positive[0]} mean cannot "
            "take; use min_max, z_score or rank, or an arithmetic mean"
        )
    if normalisation in ORDINAL and imputation == "peer_mean":
        yield (
            f"normalisation {normalisation!r} with imputation 'peer_mean' would give an imputed "
            "value a place of its own; use imputation 'none' or 'earlier'"
        )


def _choice_problems(spec: IndexSpec) -> Iterator[str]:
    allowed = {
        "treatment": TREATMENTS,
        "imputation": IMPUTATIONS,
        "normalisation": NORMALISATIONS,
        "within": AGGREGATIONS,
        "between": AGGREGATIONS,
    }
    for key, choices in allowed.items():
        if getattr(spec, key) not in choices:
            yield f"{key} {getattr(spec, key)!r} is none of {', '.join(choices)}"
    yield from invalid_choices(spec.normalisation, spec.within, spec.between, spec.imputation)
    for name in repeated(spec.comparators):
        yield f"comparator {name!r} stands twice"
    for name in repeated(unit for group in spec.peers for unit in group):
        yield f"{name!r} stands twice among the peers; groups of peers are disjoint"


def _number_problems(spec: IndexSpec) -> Iterator[str]:
    if not 0 <= spec.minimum_coverage <= 1:
        yield f"minimum_coverage {spec.minimum_coverage} is not a share between 0 and 1"
    if spec.maximum_age < 0:
        yield f"maximum_age {spec.maximum_age} is below zero"
    if spec.window is not None and not 0 <= spec.window <= spec.maximum_age:
        yield f"window {spec.window} is not between 0 and maximum_age {spec.maximum_age}"
    if spec.most_winsorised < 1:
        yield "most_winsorised is below one; use treatment 'none' to treat no point"
    for key in ("skew_limit", "kurtosis_limit", "z_sd"):
        if not (math.isfinite(getattr(spec, key)) and getattr(spec, key) > 0):
            yield f"{key} {getattr(spec, key)} is not a number above zero"
    if not math.isfinite(spec.z_mean):
        yield f"z_mean {spec.z_mean} is not a number"
