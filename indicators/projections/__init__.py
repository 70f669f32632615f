"""Projections of indicators to a coming year: tested against the past, joint over countries.

Pure and seeded. An indicator that cannot be projected gets its reasons, not a number.
"""

from indicators.projections.backtest import BackTest, calibration
from indicators.projections.history import Eligibility, History, assess
from indicators.projections.index import (
    IndexCoverage,
    IndexProjection,
    coverage,
    project_index,
)
from indicators.projections.project import Projection, project, rank_probabilities
from indicators.projections.solve import scenarios, what_would_it_take

__all__ = [
    "BackTest",
    "Eligibility",
    "History",
    "IndexCoverage",
    "IndexProjection",
    "Projection",
    "assess",
    "calibration",
    "coverage",
    "project",
    "project_index",
    "rank_probabilities",
    "scenarios",
    "what_would_it_take",
]
