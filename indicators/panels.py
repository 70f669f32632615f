"""The figures an index or a projection is made from: units × indicators, and areas × years.

Takes each country's newest figure that its indicator's declarations allow. It treats, imputes and
ranks nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from indicators import queries
from indicators.catalogue import Catalogue, Indicator
from indicators.comparability import SEVERING, Figure
from indicators.composite import ages_of
from indicators.errors import NoDataError
from indicators.places import lower_is_better
from indicators.projections import History
from indicators.selection import Selection, eligible
from indicators.warehouse import Warehouse

#: Status flags of the source: forecasts are no observations; a break parts a series.
FORECAST, BROKEN = "F", "B"


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One figure a country and indicator, with where it is from.

    values: countries × indicators, NaN where there is none. years: calendar year of each, NaN
    alike. ages: years before the newest in the panel. cells: one row a value: geo, indicator,
    value, lower and upper (the publisher's 95% interval, missing where it gives none), year,
    period_label, vintage_id, is_partial and other_vintage (the figure is from another vintage than
    most of its indicator). reasons: (geo, indicator) → why there is no figure.
    """

    values: pd.DataFrame
    years: pd.DataFrame
    ages: pd.DataFrame
    cells: pd.DataFrame
    reasons: dict[tuple[str, str], str]

    @property
    def newest(self) -> int:
        return int(self.years.max().max())


def read_rows(w: Warehouse, ids: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The rows of each indicator that the build has figures of."""
    return {name: queries.observations(w, name) for name in ids if queries.has(w, name)}


def assemble(
    rows: dict[str, pd.DataFrame],
    catalogue: Catalogue,
    ids: Iterable[str],
    *,
    year: int | None = None,
) -> Panel:
    """The panel of these indicators for every country, from figures up to the end of `year`.

    A figure that a declaration keeps out of ranks, or that the source flags as a forecast, is
    passed over for the one before it.

    Raises:
        NoDataError: none of the indicators has a figure up to that year.
    """
    return select(usable(rows, catalogue, ids), catalogue, year=year)


def usable(
    rows: dict[str, pd.DataFrame], catalogue: Catalogue, ids: Iterable[str]
) -> dict[str, Selection]:
    """For each indicator every figure that may be compared, whatever its year."""
    geos = catalogue.areas.countries
    found = {}
    for name in ids:
        if name in rows:
            indicator = catalogue[name]
            found[name] = eligible(rows[name], indicator, geos, indicator.frequencies[0])
        else:
            found[name] = Selection([], dict.fromkeys(geos, "no figure in this series"))
    return found


def select(
    choices: dict[str, Selection], catalogue: Catalogue, *, year: int | None = None
) -> Panel:
    """The panel from usable figures up to the end of `year`; see `assemble`."""
    ids, geos = tuple(choices), catalogue.areas.countries
    found: list[dict[str, object]] = []
    reasons: dict[tuple[str, str], str] = {}
    for name, choice in choices.items():
        newest, why = _newest(choice, year)
        reasons |= {(geo, name): reason for geo, reason in why.items()}
        found += _cells(name, newest)
    if not found:
        raise NoDataError(f"index: no figure up to {year} for any of {', '.join(ids)}.")
    cells = pd.DataFrame(found)
    values, years = (
        cells.pivot(index="geo", columns="indicator", values=column)
        .reindex(index=list(geos), columns=list(ids))
        .astype(float)
        for column in ("value", "year")
    )
    return Panel(values, years, ages_of(years), cells, reasons)


def read_panel(
    w: Warehouse, catalogue: Catalogue, ids: Iterable[str], *, year: int | None = None
) -> Panel:
    """`assemble` for a build."""
    ids = tuple(ids)
    return assemble(read_rows(w, ids), catalogue, ids, year=year)


def _newest(choice: Selection, year: int | None) -> tuple[dict[str, Figure], dict[str, str]]:
    """Each country's newest usable figure up to a year, and why the others have none."""
    newest: dict[str, Figure] = {}
    reasons = dict(choice.left_out)
    for figure in choice.figures:
        if figure.obs_status == FORECAST:
            reasons.setdefault(figure.geo, "the publisher's figures are forecasts")
        elif year is not None and figure.end.year > year:
            reasons.setdefault(figure.geo, f"no figure up to {year}")
        else:
            newest[figure.geo] = figure
    return newest, {geo: reason for geo, reason in reasons.items() if geo not in newest}


def _cells(name: str, newest: dict[str, Figure]) -> list[dict[str, object]]:
    usual = pd.Series([f.vintage_id for f in newest.values()]).mode()
    return [
        {
            "geo": geo,
            "indicator": name,
            "value": figure.value,
            "lower": figure.lower,
            "upper": figure.upper,
            "year": figure.end.year,
            "period_label": figure.period_label,
            "vintage_id": figure.vintage_id,
            "is_partial": figure.is_partial,
            "other_vintage": figure.vintage_id != usual.iloc[0],
        }
        for geo, figure in newest.items()
    ]


def history(
    rows: pd.DataFrame | None, indicator: Indicator, geos: tuple[str, ...], unit_suffix: str
) -> History:
    """The annual figures of one indicator as `projections.History`.

    Excluded and forecast figures are not in it; a run starts after the last declared break or the
    last figure that the source flags as one. Shares (per cent) keep both limits of the catalogue,
    levels the low one alone: their high one only catches faulty figures.
    """
    kept: list[Figure] = []
    if rows is not None and "A" in indicator.frequencies:
        choice = eligible(rows, indicator, geos, "A")
        kept = [figure for figure in choice.figures if figure.obs_status != FORECAST]
    table: dict[str, dict[int, float]] = {geo: {} for geo in geos}
    breaks: dict[str, int] = {}
    for figure in kept:
        table[figure.geo][figure.end.year] = figure.value
        if figure.obs_status == BROKEN:
            breaks[figure.geo] = figure.end.year
    for geo in geos:
        declared = [b.at.start.year for b in indicator.breaks_for(geo) if b.kind in SEVERING]
        # A break declared for a year without figures yet parts nothing.
        before = [year for year in declared if table[geo] and year <= max(table[geo])]
        if before or geo in breaks:
            breaks[geo] = max([*before, *([breaks[geo]] if geo in breaks else [])])
    values = pd.DataFrame({geo: pd.Series(table[geo], dtype=float) for geo in geos})
    values.index = values.index.astype(int)
    return History(
        indicator=indicator.id,
        values=values.sort_index(),
        direction="lower" if lower_is_better(indicator) else "higher",
        low=indicator.limits.low,
        high=indicator.limits.high if unit_suffix == "%" else None,
        breaks=breaks,
    )
