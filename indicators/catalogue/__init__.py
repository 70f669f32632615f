"""The catalogue: what every indicator is, from `catalogue.toml`.

Reads and checks declarations. It holds no figures and asks no source.
"""

from indicators.catalogue.code_lists import (
    BASES,
    BREAK_KINDS,
    DERIVED,
    DIRECTIONS,
    INDEX_PILLARS,
    LICENCES,
    NO_SOURCE,
    OPEN_LICENCES,
    PRICE_BASES,
    STATISTICS_STATUSES,
)
from indicators.catalogue.collection import Catalogue
from indicators.catalogue.entries import (
    Break,
    Event,
    Formula,
    IndexRole,
    Indicator,
    Limits,
    Theme,
    Unit,
)
from indicators.catalogue.reading import CATALOGUE_FILE, load_catalogue

__all__ = [
    "BASES",
    "BREAK_KINDS",
    "CATALOGUE_FILE",
    "DERIVED",
    "DIRECTIONS",
    "INDEX_PILLARS",
    "LICENCES",
    "NO_SOURCE",
    "OPEN_LICENCES",
    "PRICE_BASES",
    "STATISTICS_STATUSES",
    "Break",
    "Catalogue",
    "Event",
    "Formula",
    "IndexRole",
    "Indicator",
    "Limits",
    "Theme",
    "Unit",
    "load_catalogue",
]
