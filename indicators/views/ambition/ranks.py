"""Ranks of all comparators with their method ranges, and what every view of this page is made by.

Views from a standing. Every rank stands beside its range.
"""

from dataclasses import replace

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import load_catalogue
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind
from indicators.index_method import VERSIONS
from indicators.notes import listed
from indicators.numbers import ordinal, range_text
from indicators.recipe import Recipe
from indicators.standing import Standing
from indicators.view import Column, Table, View
from indicators.views.ambition.answer import STATUS, place, share_words

RANGE_WORDS = "dot: rank by the declared method; bar: method range, 5th to 95th percentile"
#: Places either side of the UK in a small chart.
_AROUND = 2


def sources(recipe: Recipe) -> str:
    """Whose figures an index is computed from."""
    catalogue = load_catalogue()
    names = {catalogue[i].publisher for i in recipe.spec.indicator_ids}
    told = sorted({name for publisher in names for name in publisher.split(" and ")})
    return (
        f"Source: computed here from figures of {listed(told)}; the 2030 ambition page gives the "
        "year of each."
    )


def interval_view(found: Standing, areas: Areas, version: str) -> View:
    """Every country's rank and method range, best first."""
    summary, own = found.summary, place(found, areas, version)
    bars, rows = [], []
    for geo, row in summary.iterrows():
        low, high = int(row["rank_low"]), int(row["rank_high"])
        rank = int(row["nominal_rank"])
        places = range_text(low, high)
        bars.append(
            Bar(
                geo=str(geo), label=areas[str(geo)].short, value=float(rank),
                text=f"{ordinal(rank)} ({places})" if low != high else ordinal(rank),
                emphasis=Emphasis.FOCUS if geo == UK else Emphasis.CONTEXT,
                low=float(low), high=float(high),
            )
        )  # fmt: skip
        rows.append(
            (
                areas[str(geo)].name, ordinal(rank), places, ordinal(int(row["median_rank"])),
                share_words(float(row["share_top"]), found.recipe.draws),
                share_words(float(row["share_first"]), found.recipe.draws)
                if geo in found.recipe.subset else "not in Europe",
                f"{row['nominal_score']:.1f}",
                f"{found.methods.nominal.coverage[str(geo)]:.0%}",
            )
        )  # fmt: skip
    lead = VERSIONS[version]
    headline = f"{lead[:1].upper()}{lead[1:]} the UK is {own.ranked}"
    told = "; ".join(f"{row[0]} {row[1]} ({row[2]})" for row in rows)
    chart = Chart(
        kind=Kind.INTERVAL,
        headline=headline,
        subtitle=f"Rank in the index {lead}, figures up to {_year(found)}; {RANGE_WORDS}",
        source_line=sources(found.recipe),
        alt=f"{headline}. Rank with method range of each country: {told}.",
        axis=Axis(title="rank; 1 is best", from_zero=False, reverse=True),
        bars=tuple(bars),
    )
    titles = ("Country", "Rank", "Method range", "Median rank")
    columns = (
        *(Column(title) for title in titles),
        Column(f"Share of methods with rank ≤ {found.recipe.top}"),
        Column("Share of methods with first place in Europe"),
        Column("Score", numeric=True),
        Column("Indicators with a figure", numeric=True),
    )
    focus = list(summary.index).index(UK)
    table = Table(f"The index {lead}", columns, tuple(rows), focus)
    columns_kept = ["nominal_rank", "rank_low", "rank_high", "median_rank", "share_top"]
    data = summary[[*columns_kept, "share_first", "nominal_score"]].rename_axis("geo").reset_index()
    data["coverage"] = data["geo"].map(found.methods.nominal.coverage)
    return as_view(f"index-{version}", chart, table, data)


def near_view(found: Standing, areas: Areas, version: str) -> View:
    """The same for a page with little room: the top three and the countries around the UK."""
    whole = interval_view(found, areas, version)
    own = next(n for n, bar in enumerate(whole.chart.bars) if bar.geo == UK)
    top = found.recipe.top
    kept = [bar for n, bar in enumerate(whole.chart.bars) if n < top or abs(n - own) <= _AROUND]
    left = len(whole.chart.bars) - len(kept)
    chart = replace(
        whole.chart,
        bars=tuple(kept),
        subtitle=f"The top three and the countries around the UK ({left} more are ranked); "
        + RANGE_WORDS,
    )
    return replace(whole, chart=chart, subtitle=chart.subtitle)


def _year(found: Standing) -> int:
    return found.recipe.year or found.panel.newest


def as_view(
    slug: str, chart: Chart, table: Table, data: pd.DataFrame, notes: tuple[str, ...] = ()
) -> View:
    """A view of computed results: `data` holds them as numbers, under headings of their own."""
    return View(
        slug=slug,
        headline=chart.headline,
        subtitle=chart.subtitle,
        chart=chart,
        table=table,
        source_line=chart.source_line,
        status_label=STATUS,
        alt=chart.alt,
        data=data,
        notes=notes,
    )
