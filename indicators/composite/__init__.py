"""A composite index from declared choices: `build(panel, spec)` and what goes with it.

Pure: it reads no warehouse, draws no page and keeps no state.

>>> import pandas as pd
>>> panel = pd.DataFrame(
...     {"spending": [2.7, 3.5, 1.4], "articles": [1.6, 1.3, 1.2], "cost": [4.0, 2.0, 1.0]},
...     index=["GBR", "USA", "ITA"],
... )
>>> spec = IndexSpec(
...     indicators=(
...         IndicatorSpec("spending", "inputs", weight=2),
...         IndicatorSpec("cost", "inputs", direction="lower"),
...         IndicatorSpec("articles", "results"),
...     ),
...     pillars=(PillarSpec("inputs"), PillarSpec("results")),
... )
>>> result = build(panel, spec)
>>> result.scores.round(1)
      index  inputs  results
unit
GBR    70.6    41.3    100.0
USA    56.9    88.9     25.0
ITA    16.7    33.3      0.0
>>> result.ranks.to_dict()
{'GBR': 1, 'USA': 2, 'ITA': 3}
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
