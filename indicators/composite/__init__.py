"""A composite index from declared choices: `build(panel, spec)` and what goes with it.

Pure: it reads no warehouse, draws no page and keeps no state.
"""

from indicators.composite.build import (
    ImputedCell,
    IndexResult,
    TreatedCell,
    build,
    with_missing_at_lowest,
)
from indicators.composite.coherence import contributions, correlations
from indicators.composite.gaps import gap_to_place, improvements
from indicators.composite.hierarchy import INDEX, IndicatorSpec, PillarSpec
from indicators.composite.panel import Cell, LeftOut, ages_of
from indicators.composite.spec import (
    AGGREGATIONS,
    IMPUTATIONS,
    NORMALISATIONS,
    TREATMENTS,
    IndexSpec,
)
from indicators.composite.weights import (
    ComponentWeights,
    component_weights,
    reweighted,
    with_component_weights,
)

__all__ = [
    "AGGREGATIONS",
    "IMPUTATIONS",
    "INDEX",
    "NORMALISATIONS",
    "TREATMENTS",
    "Cell",
    "ComponentWeights",
    "ImputedCell",
    "IndexResult",
    "IndexSpec",
    "IndicatorSpec",
    "LeftOut",
    "PillarSpec",
    "TreatedCell",
    "ages_of",
    "build",
    "component_weights",
    "contributions",
    "correlations",
    "gap_to_place",
    "improvements",
    "reweighted",
    "with_component_weights",
    "with_missing_at_lowest",
]
