"""Seen as: general perception rankings as context, and polls that a reader brings.

None of the rankings held measures the target. It judges no poll.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from indicators import queries
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.charts.description import (
    Axis,
    Chart,
    Emphasis,
    Kind,
    Point,
    Segment,
    Series,
)
from indicators.errors import NoDataError
from indicators.notes import listed
from indicators.numbers import format_date, format_value, ordinal
from indicators.polls import Poll
from indicators.view import Column, Table, View
from indicators.views.ambition.ranks import as_view
from indicators.warehouse import Warehouse

#: Countries polled that are drawn apart; the table holds all.
_MOST_DRAWN = 6
TARGET = 3
#: General rankings of perception, none of them of science and technology alone.
_CONTEXT = {
    "nation_brands_rank": "Nation Brands",
    "soft_power_rank": "Soft Power",
    "uk_attractiveness_rank": "Young G20",
}
#: Name of their chart.
CONTEXT = "perception"


def context_table(w: Warehouse, catalogue: Catalogue) -> Table:
    """General rankings and surveys of how the UK is seen, newest first."""
    rows = []
    for indicator in catalogue.in_theme("rankings_perceptions"):
        if not queries.has(w, indicator.id) or indicator.id.startswith("gii"):
            continue
        found = queries.observations(w, indicator.id, geos=[UK])
        found = found[found["value"].notna()].sort_values("period_start")
        if found.empty:
            continue
        newest, unit = found.iloc[-1], catalogue.unit_of(indicator)
        rows.append(
            (
                indicator.title,
                format_value(float(newest["value"]), unit),
                str(newest["period_label"]),
                indicator.short,
            )
        )
    titles = ("Ranking or survey", "UK", "When", "What it measures instead")
    return Table(
        "How the UK is seen in general: context, not the target",
        tuple(Column(title) for title in titles),
        tuple(rows),
    )


def context_view(w: Warehouse, catalogue: Catalogue) -> View:
    """The UK's place in general rankings of perception, as dated points that nothing joins.

    Raises:
        NoDataError: this build holds none of them.
    """
    found = {name: rows for name in _CONTEXT if len(rows := _ranks(w, catalogue, name))}
    if not found:
        raise NoDataError("No general ranking of how the UK is seen is held in this build.")
    series = tuple(
        Series(
            geo=name, label=_CONTEXT[name],
            emphasis=Emphasis.COMPARATOR,
            segments=tuple(Segment((_point(row),)) for row in held.to_dict("records")),
            position=place,
        )
        for place, (name, held) in enumerate(found.items())
    )  # fmt: skip
    values = pd.concat([held["value"] for held in found.values()])
    best, worst = int(values.min()), int(values.max())
    headline = (
        f"General rankings put the UK between {ordinal(best)} and {ordinal(worst)}; none of them "
        "asks about science and technology"
    )
    lines = tuple(
        (catalogue[name].title, str(row["period_label"]), ordinal(int(row["value"])))
        for name, held in found.items()
        for row in held.to_dict("records")
    )
    told = "; ".join(f"{title}, {when}: {place}" for title, when, place in lines)
    data = pd.concat(found.values(), ignore_index=True)
    names = listed(sorted({catalogue[name].publisher for name in found}))
    chart = Chart(
        kind=Kind.LINE,
        headline=headline,
        subtitle="The UK's place in each edition held; editions are not joined, and rankings of "
        "different sets of countries are not compared",
        source_line=f"Source: {names}; the dates are on the page of each ranking.",
        alt=f"{headline}. {told}.",
        axis=Axis(title="rank; 1 is best", from_zero=False, reverse=True),
        series=series,
    )
    columns = (Column("Ranking"), Column("Edition"), Column("UK"))
    table = Table("General rankings of how the UK is seen", columns, lines)
    return as_view(CONTEXT, chart, table, data)


def _ranks(w: Warehouse, catalogue: Catalogue, name: str) -> pd.DataFrame:
    if name not in catalogue or not queries.has(w, name):
        return pd.DataFrame()
    rows = queries.observations(w, name, geos=[UK])
    return rows[rows["value"].notna()].sort_values("period_start")


def _point(row: Mapping[Any, Any]) -> Point:
    day = row["period_end"]
    day = day.date() if hasattr(day, "date") else day
    return Point(day, str(row["period_label"]), float(row["value"]), ordinal(int(row["value"])))


def polls_view(polls: Sequence[Poll]) -> View | None:
    """The UK's reported rank over time in each country polled, against third place."""
    ranked = [(poll, poll.uk_rank) for poll in polls if poll.uk_rank is not None]
    if not ranked:
        return None
    countries = list(dict.fromkeys(poll.country_polled for poll, _ in ranked))[:_MOST_DRAWN]
    days = [_middle(poll) for poll, _ in ranked]
    series = [_target(min(days), max(days))]
    for place, country in enumerate(countries):
        points = tuple(
            Point(
                _middle(p),
                format_date(p.fielded_to),
                float(rank),
                ordinal(rank),
            )
            for p, rank in ranked
            if p.country_polled == country
        )
        series.append(
            Series(
                geo=country, label=country,
                emphasis=Emphasis.FOCUS if place == 0 else Emphasis.COMPARATOR,
                segments=tuple(Segment((point,)) for point in points), position=max(place - 1, 0),
            )
        )  # fmt: skip
    reached = sum(rank <= TARGET for _, rank in ranked)
    headline = f"The UK is reported among the top three in {reached} of {len(ranked)} polls"
    told = "; ".join(
        f"{p.country_polled}, {format_date(p.fielded_to)}: {ordinal(rank)}" for p, rank in ranked
    )
    sources = ", ".join(dict.fromkeys(poll.source for poll, _ in ranked))
    chart = Chart(
        kind=Kind.LINE,
        headline=headline,
        subtitle="UK rank as reported in each poll of the file; polls are not joined",
        source_line=f"Source: {sources}, from the file of this visit.",
        alt=f"{headline}. {told}.",
        axis=Axis(title="reported rank of the UK", from_zero=False, reverse=True),
        frequency="D",
        series=tuple(series),
    )
    return as_view("polls", chart, polls_table(polls), pd.DataFrame(map(asdict, polls)))


def polls_table(polls: Sequence[Poll]) -> Table:
    """Every poll of the file, oldest first."""
    titles = (
        "Fielded",
        "Polled in",
        "Sample",
        "Question",
        "UK rank",
        "UK share",
        "First",
        "Source",
    )
    rows = tuple(
        (
            f"{format_date(p.fielded_from)} to {format_date(p.fielded_to)}",
            p.country_polled,
            f"{p.sample:,}",
            p.question,
            ordinal(p.uk_rank) if p.uk_rank else "not given",
            f"{p.uk_share:g}%" if p.uk_share is not None else "not given",
            p.top_nation or "not given",
            p.source,
        )
        for p in polls
    )
    return Table("Polls in the file", tuple(Column(t) for t in titles), rows)


def _middle(poll: Poll) -> date:
    return poll.fielded_from + (poll.fielded_to - poll.fielded_from) / 2


def _target(first: date, last: date) -> Series:
    ends = tuple(
        Point(day, format_date(day), float(TARGET), ordinal(TARGET))
        for day in dict.fromkeys((first, last))
    )
    return Series("target", "Target: top three", Emphasis.CONTEXT, (Segment(ends),))
