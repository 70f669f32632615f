"""Reads and checks `catalogue.toml`."""

from functools import cache
from pathlib import Path

from indicators.areas import load_areas
from indicators.catalogue.checks import problems_of
from indicators.catalogue.collection import Catalogue
from indicators.catalogue.derived import inherit_breaks
from indicators.catalogue.entries import Event, Indicator, Theme, Unit
from indicators.declarations import build_all, read_toml
from indicators.errors import CatalogueError, raise_all

CATALOGUE_FILE = Path(__file__).parent.with_name("catalogue.toml")


@cache
def load_catalogue(path: Path = CATALOGUE_FILE) -> Catalogue:
    """Read and check the catalogue.

    Raises:
        CatalogueError: every problem of the file in one message, each with its indicator's id.
    """
    tables = read_toml(path)
    areas = load_areas()
    known = {"theme", "unit", "event", "indicator"}
    problems = [f"unknown table {t!r}" for t in tables.keys() - known]
    themes = build_all(Theme, tables.get("theme", []), "theme", problems)
    units = build_all(Unit, tables.get("unit", []), "unit", problems)
    events = build_all(Event, tables.get("event", []), "event", problems, key="label")
    indicators = build_all(Indicator, tables.get("indicator", []), "indicator", problems)
    problems += problems_of(units, events, themes, indicators, areas)
    indicators = inherit_breaks(indicators, problems)
    raise_all(CatalogueError, str(path), problems)
    return Catalogue(themes, units, events, indicators, areas)
