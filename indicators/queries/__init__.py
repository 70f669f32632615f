"""Every SELECT of the project: questions to a warehouse, answered as tidy tables.

It ranks nothing, words nothing and writes nothing.
"""

from indicators.queries.bulk import OPEN_TABLES, open_indicators, open_table
from indicators.queries.cells import (
    first_published,
    newest_movements,
    observations,
    observations_as_at,
    observations_of,
    open_rows,
    ranking_rows,
    serving_cells,
)
from indicators.queries.declared import breaks, indicator_table, strategy_figure_table
from indicators.queries.editions import (
    freshness,
    history,
    load_log,
    republished,
    revisions,
    vintages,
)
from indicators.queries.presence import countries_held, has
from indicators.queries.statements import observations_sql

__all__ = [
    "OPEN_TABLES",
    "breaks",
    "countries_held",
    "first_published",
    "freshness",
    "has",
    "history",
    "indicator_table",
    "load_log",
    "newest_movements",
    "observations",
    "observations_as_at",
    "observations_of",
    "observations_sql",
    "open_indicators",
    "open_rows",
    "open_table",
    "ranking_rows",
    "republished",
    "revisions",
    "serving_cells",
    "strategy_figure_table",
    "vintages",
]
