"""One indicator's projection as a fan: the UK and the rivals nearest to third place.

Views from kept projections, each with its back-test. It projects nothing.
"""

from datetime import date
from typing import Any

import pandas as pd

from indicators import queries
from indicators.areas import UK
from indicators.catalogue import Catalogue, Indicator, Unit
from indicators.charts.description import (
    Axis,
    Band,
    Chart,
    Emphasis,
    Kind,
    Point,
    Segment,
    Series,
)
from indicators.notes import source_line
from indicators.numbers import format_value, range_text
from indicators.projections.backtest import TOO_FEW
from indicators.results import Candidate, Stored
from indicators.view import Column, Table, View
from indicators.views.ambition.outlook import probability
from indicators.views.ambition.ranks import as_view
from indicators.warehouse import Warehouse

#: Rivals drawn beside the UK: those nearest to third place today.
_RIVALS = 2
_FIRST_DRAWN = 2005


def score_sentence(kept: Stored) -> str:
    """The back-test beside a fan: folds, error against "no change", and coverage."""
    all_folds: Any = kept.folds.loc["all"]
    better = all_folds["mase"] < all_folds["naive_mase"]
    judged = (
        "too few past forecasts to judge the intervals"
        if all_folds["verdict"] == TOO_FEW
        else f"the 80% interval held {all_folds['coverage_80']:.0%} of outcomes and the 95% "
        f"interval {all_folds['coverage_95']:.0%}"
    )
    return (
        f"Back-test: {int(all_folds['country_folds'])} country-folds, "
        f"{int(all_folds['countries'])} countries, {int(all_folds['origins'])} past years; error "
        f"{all_folds['mase']:.2f} MASE, {'better' if better else 'not better'} than “no change” "
        f"({all_folds['naive_mase']:.2f}); {judged}."
    )


def fan_view(w: Warehouse, catalogue: Catalogue, candidate: Candidate, kept: Stored) -> View:
    """The UK and the rivals nearest to third place: history, projection and intervals."""
    indicator = catalogue[candidate.indicator]
    unit, areas, target = catalogue.unit_of(indicator), catalogue.areas, kept.target
    low_wins = candidate.history.direction == "lower"
    runs = candidate.eligibility.runs
    latest = pd.Series({g: runs[g].values[-1] for g in kept.areas}).sort_values(ascending=low_wins)
    order = [str(g) for g in latest.index]
    near = sorted((g for g in order if g != UK), key=lambda g: abs(order.index(g) - 2))[:_RIVALS]
    series, bands = [], []
    for geo in (UK, *near):
        run, fan = runs[geo], kept.fan[kept.fan["area"] == geo]
        data = [
            _point(y, v, format_value(v, unit))
            for y, v in zip(range(run.first, run.last + 1), run.values, strict=True)
            if y >= _FIRST_DRAWN
        ]
        ahead = [
            _point(int(r["year"]), r["central"], format_value(r["central"], unit))
            for r in fan.to_dict("records")
        ]
        series.append(
            Series(
                geo=geo, label=areas[geo].short,
                emphasis=Emphasis.FOCUS if geo == UK else Emphasis.COMPARATOR,
                segments=(Segment(tuple(data)), Segment(tuple(ahead), projected=True)),
                position=0 if geo == UK else near.index(geo),
            )
        )  # fmt: skip
        levels = ("95", "80") if geo == UK else ("80",)
        bands += [
            Band(
                geo, f"{level}% prediction interval",
                tuple(
                    (date(int(r["year"]), 7, 1), r[f"low_{level}"], r[f"high_{level}"])
                    for r in fan.to_dict("records")
                ),
            )
            for level in levels
        ]  # fmt: skip
    row: Any = kept.ranks.loc[UK]
    places = range_text(int(row["rank_low"]), int(row["rank_high"]))
    name = indicator.label or indicator.title
    headline = f"{name}: UK projected {places} of {len(kept.ranks)} in {target}"
    end = kept.fan[(kept.fan["area"] == UK) & (kept.fan["year"] == target)].iloc[0]
    told = (
        f"{headline} (80% prediction interval). The UK's central projection is "
        f"{format_value(end['central'], unit)}, 80% prediction interval "
        f"{format_value(end['low_80'], unit)} to {format_value(end['high_80'], unit)}. "
        f"Probability of the top three {probability(float(row['probability_top']))}."
    )
    rows = queries.observations(w, indicator.id, geos=[UK, *near])
    chart = Chart(
        kind=Kind.LINE,
        headline=headline,
        subtitle=f"{indicator.title} ({unit.label}); dashed: projection; bands: 80% prediction "
        "intervals, for the UK 95% too",
        source_line=source_line(rows, indicator=indicator),
        alt=told,
        axis=_axis(unit),
        series=tuple(series),
        bands=tuple(bands),
    )
    table = _fan_table(kept, near, catalogue, indicator)
    both = _with_projections(rows, kept)
    return as_view(f"projection-{indicator.id}", chart, table, both)


def _with_projections(rows: pd.DataFrame, kept: Stored) -> pd.DataFrame:
    """The published figures, and after them the projections, each marked as a forecast.

    A projection goes under the licence of the figures that it is computed from.
    """
    found = rows[rows["frequency"] == "A"]
    made = []
    for _, newest in found.groupby("geo", sort=False):
        last = newest.iloc[-1]
        for ahead in kept.fan[kept.fan["area"] == last["geo"]].to_dict("records"):
            year = int(ahead["year"])
            made.append(
                last.to_dict()
                | {
                    "period_start": pd.Timestamp(year, 1, 1),
                    "period_end": pd.Timestamp(year, 12, 31),
                    "period_label": str(year),
                    "value": float(ahead["central"]),
                    "lower": float(ahead["low_95"]),
                    "upper": float(ahead["high_95"]),
                    "obs_status": "F",
                    "publisher": "UK Technology Indicators",
                    "dataset": "Projection computed here, with its 95% prediction interval",
                    "read_as": "computed here",
                }
            )
    return pd.concat([found, pd.DataFrame(made, columns=found.columns)], ignore_index=True)


def _axis(unit: Unit) -> Axis:
    return Axis(
        title=unit.label,
        prefix=unit.prefix,
        suffix=unit.suffix,
        multiplier=unit.multiplier,
        words=unit.words,
    )


def _point(year: int, value: float, words: str) -> Point:
    return Point(date(year, 7, 1), str(year), float(value), words)


def _fan_table(kept: Stored, near: list[str], catalogue: Catalogue, indicator: Indicator) -> Table:
    unit, rows = catalogue.unit_of(indicator), []
    for geo in (UK, *near):
        own = kept.fan[(kept.fan["area"] == geo) & (kept.fan["year"] == kept.target)].iloc[0]
        rank: Any = kept.ranks.loc[geo]
        rows.append(
            (
                catalogue.areas[geo].name,
                format_value(own["central"], unit),
                _between(own, "80", unit),
                _between(own, "95", unit),
                format_value(own["naive"], unit),
                range_text(int(rank["rank_low"]), int(rank["rank_high"])),
                probability(float(rank["probability_top"])),
            )
        )
    titles = (
        "Country",
        "Central projection",
        "80% prediction interval",
        "95% prediction interval",
        "If nothing changes",
        "Rank (80% prediction interval)",
        "Probability of the top three",
    )
    return Table(
        f"{indicator.title}, {kept.target}", tuple(Column(t) for t in titles), tuple(rows), focus=0
    )


def _between(row: pd.Series, level: str, unit) -> str:  # type: ignore[no-untyped-def]
    return (
        f"{format_value(row[f'low_{level}'], unit)} to {format_value(row[f'high_{level}'], unit)}"
    )
