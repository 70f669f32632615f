"""Peer groups that are computed: economies like one country in income and size.

Declared groups are in `areas.toml`. It draws and ranks nothing.
"""

import math

import pandas as pd

from indicators.areas import UK, Areas, PeerGroup
from indicators.comparability import figures
from indicators.errors import NoDataError
from indicators.notes import place_name

SIMILAR = "similar"
#: What the two measures are, in the catalogue.
INCOME, SIZE = "gdp_per_head_usd", "gdp_usd"
#: How many economies stand beside the one they are like.
COUNT = 7
_COVERAGE = 2 / 3


def similar_economies(
    income: pd.DataFrame, size: pd.DataFrame, *, areas: Areas, geo: str = UK, count: int = COUNT
) -> PeerGroup:
    """The countries nearest to one in GDP per head and in GDP, both counted equally.

    Distance is the root of the summed squares of the two differences of logarithms, so twice as
    rich is as far away as half as rich. The year is the newest in which the country and two thirds
    of the best-covered year's countries have both.

    Args:
        income, size: serving rows of GDP per head and of GDP, in one currency and price basis.

    Raises:
        NoDataError: no year has both for the country.
    """
    both = _both(income, size, areas)
    years = {year: held for year, held in both.items() if geo in held}
    if not years:
        raise NoDataError(
            f"{areas[geo].name} has no GDP per head and GDP for the same year, so no economies "
            "like it can be found. Choose countries by name."
        )
    enough = _COVERAGE * max(len(held) for held in years.values())
    year = max(year for year, held in years.items() if len(held) >= enough)
    here = years[year]
    ordered = sorted((other for other in here if other != geo), key=lambda o: _apart(here, geo, o))
    return PeerGroup(
        id=SIMILAR,
        title="Similar economies",
        noun="similar economies",
        rule=(
            f"The {count} countries nearest to {place_name(areas, geo)} in GDP per head and in GDP "
            f"in {year} (World Bank, current US dollars), both counted equally by ratio."
        ),
        members=(geo, *ordered[:count]),
    )


def _both(
    income: pd.DataFrame, size: pd.DataFrame, areas: Areas
) -> dict[str, dict[str, tuple[float, float]]]:
    """Year → country → (GDP per head, GDP), where both are above zero."""
    rich, large = (
        {(f.period_label, f.geo): f.value for f in figures(rows, "A")[0] if f.value > 0}
        for rows in (income, size)
    )
    years: dict[str, dict[str, tuple[float, float]]] = {}
    for (year, geo), value in rich.items():
        if geo in areas.countries and (year, geo) in large:
            years.setdefault(year, {})[geo] = value, large[year, geo]
    return years


def _apart(here: dict[str, tuple[float, float]], one: str, other: str) -> float:
    return math.hypot(*(math.log(a / b) for a, b in zip(here[one], here[other], strict=True)))
