"""What third place would take, in real units, and R&D spending under plain scenarios.

Tables from kept projections and today's panel. It says what would suffice, not how to get there.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from indicators import gaps, queries
from indicators.areas import UK
from indicators.catalogue import Catalogue, Indicator
from indicators.errors import NoDataError
from indicators.index_method import load_method
from indicators.numbers import MINUS, format_value
from indicators.projections import scenarios
from indicators.standing import Standing
from indicators.view import Column, Table
from indicators.views.ambition.outlook import Outlook
from indicators.warehouse import Warehouse

#: UK R&D spending, as a share of GDP and in total: the indicators that most ask about first.
_SHARES = ("gerd_pct_gdp", "berd_pct_gdp", "herd_pct_gdp")
_RESEARCH = ("gerd_pct_gdp", "berd_pct_gdp", "gerd_ppp", "berd_ppp")


def needed_table(w: Warehouse, found: Outlook, catalogue: Catalogue) -> Table | None:
    """What the UK would need in the target year for third place, in real units."""
    if not found.kept:
        return None
    rows = []
    totals = _totals(w, catalogue, (catalogue[name] for name in found.kept))
    for name, kept in found.kept.items():
        indicator = catalogue[name]
        unit = catalogue.unit_of(indicator)
        half, most = kept.needed.to_dict("records")
        rows.append(
            (
                indicator.title,
                f"{format_value(half['latest'], unit)} ({half['latest_year']})",
                format_value(half["central"], unit),
                format_value(half["needed"], unit),
                _more(half["needed"] - half["latest"], indicator, catalogue, totals),
                format_value(most["needed"], unit),
                _yearly(half["growth"]),
                _yearly(half["past_growth"]),
            )
        )
    year = load_method().target_year
    titles = (
        "Indicator",
        "UK now",
        f"UK projected for {year}",
        "For third place with 50% probability",
        "That much more than now",
        "With 80% probability",
        "Growth a year for 50%",
        "Growth a year so far",
    )
    return Table(
        f"What third place would take in {year}", tuple(Column(t) for t in titles), tuple(rows)
    )


def research_table(w: Warehouse, found: Standing, catalogue: Catalogue) -> Table | None:
    """R&D spending as a share of GDP: the UK's gap to third place among the ranked countries."""
    ids = [name for name in _SHARES if name in found.panel.values.columns]
    totals = _totals(w, catalogue, (catalogue[name] for name in ids))
    rows = []
    for name in ids:
        indicator = catalogue[name]
        unit, top = catalogue.unit_of(indicator), found.recipe.top
        held = found.panel.values.loc[list(found.summary.index), name].dropna()
        if UK not in held or len(held) < top:
            continue
        third = held.sort_values(ascending=False, kind="stable").index[top - 1]
        mark, own = float(held[third]), float(held[UK])
        years = found.panel.years[name]
        rows.append(
            (
                indicator.title,
                f"{format_value(own, unit)} ({years[UK]:.0f})",
                f"{format_value(mark, unit)} ({catalogue.areas[str(third)].short}, "
                f"{years[third]:.0f})",
                f"{max(mark - own, 0):.2f} percentage points",
                _more(mark - own, indicator, catalogue, totals),
            )
        )
    if not rows:
        return None
    titles = ("Indicator", "UK now", "Third place now", "Gap", "In pounds of the newest GDP")
    return Table(
        f"R&D spending: the gap to third place today among the {len(found.summary)} countries "
        "that the index ranks, current prices",
        tuple(Column(t) for t in titles),
        tuple(rows),
    )


def scenario_table(w: Warehouse, catalogue: Catalogue, found: Outlook) -> Table | None:
    """UK R&D under two scenarios to the target year: no change, and growth since the break."""
    target, rows = load_method().target_year, []
    totals = _totals(w, catalogue, (catalogue[name] for name in _RESEARCH))
    for name in _RESEARCH:
        row = _scenario(found, catalogue, totals, name, target)
        if row is not None:
            rows.append(row)
    if not rows:
        return None
    titles = (
        "Indicator",
        "No change",
        "Growth since the break goes on",
        "That much more",
        "Growth counted from",
    )
    return Table(
        f"UK R&D in {target}: two scenarios, not forecasts",
        tuple(Column(t) for t in titles),
        tuple(rows),
    )


def _scenario(
    found: Outlook,
    catalogue: Catalogue,
    totals: dict[str, pd.DataFrame],
    name: str,
    target: int,
) -> tuple[str, ...] | None:
    candidate = found.candidates.get(name)
    if candidate is None:
        return None
    indicator = catalogue[name]
    unit = catalogue.unit_of(indicator)
    try:
        last: Any = scenarios(candidate.history, UK, target).iloc[-1]
    except NoDataError:
        return None
    run = candidate.eligibility.runs.get(UK)
    held = candidate.history.values[UK].dropna()
    first = candidate.history.breaks.get(UK) or (run.first if run else int(held.index[0]))
    return (
        indicator.title,
        f"{format_value(last['no_change'], unit)}, as in {int(held.index[-1])}",
        format_value(last["growth_since"], unit),
        _more(last["growth_since"] - last["no_change"], indicator, catalogue, totals),
        str(first),
    )


def _totals(
    w: Warehouse, catalogue: Catalogue, indicators: Iterable[Indicator]
) -> dict[str, pd.DataFrame]:
    """The published totals that gaps in these indicators are multiplied with."""
    names = {gaps.total_of(indicator, catalogue) for indicator in indicators} - {""}
    return {name: queries.observations(w, name) for name in names if queries.has(w, name)}


def _more(
    difference: float,
    indicator: Indicator,
    catalogue: Catalogue,
    totals: dict[str, pd.DataFrame],
) -> str:
    """A difference as an amount: pounds, patents or articles a year; or why there is none."""
    if difference <= 0:
        return "no more"
    unit = catalogue.unit_of(indicator)
    if not gaps.total_of(indicator, catalogue):
        return format_value(difference, unit) if not unit.suffix else "no total to count by"
    found = gaps.worth(difference, indicator, catalogue, totals)
    return found.text if found else "too little to count"


def _yearly(growth: float) -> str:
    return "not defined" if growth != growth else f"{growth:.1f}%".replace("-", MINUS)
