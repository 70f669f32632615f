"""Ranks with their method ranges: all comparators, back years, pillars, and what moves the rank.

Views from a standing. Every rank stands beside its range.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import Catalogue, load_catalogue
from indicators.charts.description import (
    Axis,
    Band,
    Bar,
    Chart,
    Emphasis,
    Kind,
    Point,
    Segment,
    Series,
)
from indicators.composite import INDEX, gap_to_place, improvements
from indicators.index_method import PILLAR_TITLES, VERSIONS
from indicators.notes import listed, place_name
from indicators.numbers import format_value, ordinal, range_text
from indicators.recipe import Recipe
from indicators.standing import BackYears, Standing
from indicators.uncertainty import Sensitivity
from indicators.uncertainty.sensitivity import CLEAR, SAME
from indicators.view import Column, Table, View
from indicators.views.ambition.answer import STATUS, place, share_words

RANGE_WORDS = "dot: rank by the declared method; bar: method range, 5th to 95th percentile"
#: Choices of method in words for readers.
CHOICES = {
    "normalisation": "Common scale",
    "aggregation": "Type of mean",
    "treatment": "Outliers",
    "imputation": "Missing figures",
    "left_out": "Indicator left out",
    "weights": "Weights",
}
#: The same inside a sentence, after "What matters most is".
CHOICE_PHRASES = {
    "normalisation": "how figures are put on a common scale",
    "aggregation": "how they are averaged",
    "treatment": "whether outlying figures are drawn in",
    "imputation": "how missing figures are treated",
    "left_out": "which indicator is left out",
    "weights": "how much each pillar weighs",
}
#: Places either side of the UK in a small chart.
_AROUND = 2
#: Rivals that are drawn in colour: those nearest to third place.
_COLOURED = 3


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
    return as_view(f"index-{version}", chart, table)


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


def bump_view(found: Standing, back: BackYears, areas: Areas, version: str) -> View:
    """Ranks made again for each back year, with method ranges; the UK and those near third."""
    table = back.table
    last = int(table["year"].max())
    newest = table[table["year"] == last].set_index("geo")
    near = (newest["rank"] - found.recipe.top).abs().sort_values(kind="stable").index
    coloured = [str(geo) for geo in near if geo != UK][:_COLOURED]
    series, bands = [], []
    for geo in (UK, *coloured):
        own = table[table["geo"] == geo].sort_values("year")
        points = tuple(
            Point(date(int(r["year"]), 7, 1), str(r["year"]), float(r["rank"]), ordinal(r["rank"]))
            for r in own.to_dict("records")
        )
        series.append(
            Series(
                geo=geo, label=areas[geo].short,
                emphasis=Emphasis.FOCUS if geo == UK else Emphasis.COMPARATOR,
                segments=(Segment(points),),
                position=0 if geo == UK else coloured.index(geo),
            )
        )  # fmt: skip
    uk = table[table["geo"] == UK].sort_values("year").to_dict("records")
    edges = tuple((date(r["year"], 7, 1), float(r["low"]), float(r["high"])) for r in uk)
    bands.append(Band(UK, "method range of the UK", edges))
    first = uk[0]
    count, field = len(back.indicators), newest.shape[0]
    headline = (
        f"On the {count} indicators that go back to {first['year']}, the UK went from "
        f"{ordinal(first['rank'])} to {ordinal(uk[-1]['rank'])} of {field}"
    )
    if first["rank"] == uk[-1]["rank"]:
        headline = (
            f"On the {count} indicators that go back to {first['year']}, the UK was "
            f"{ordinal(first['rank'])} of {field} then and in {last}"
        )
    told = "; ".join(
        f"{r['year']}: {ordinal(r['rank'])}, method range {range_text(r['low'], r['high'])}"
        for r in uk
    )
    chart = Chart(
        kind=Kind.LINE,
        headline=headline,
        subtitle=f"Rank in the index {VERSIONS[version]}, made again for each year by one method "
        f"among the same {field} countries; band: method range of the UK",
        source_line=sources(found.recipe),
        alt=f"{headline}. The UK's rank: {told}.",
        axis=Axis(title="rank; 1 is best", from_zero=False, reverse=True),
        series=tuple(series),
        bands=tuple(bands),
    )
    rows = tuple(
        (
            str(year),
            *(
                _rank_words(table, int(year), geo)
                for geo in (UK, *(g for g in newest.sort_values("rank").index if g != UK))
            ),
        )
        for year in sorted(table["year"].unique(), reverse=True)
    )
    names = [UK, *(str(g) for g in newest.sort_values("rank").index if g != UK)]
    columns = (Column("Year"), *(Column(areas[geo].short) for geo in names))
    shown = Table(f"Rank (method range) by year, {VERSIONS[version]}", columns, rows)
    notes = [
        "Not the same index as today's: it rests on fewer indicators, so its ranks are not to be "
        "compared with those above. Each year uses the figures of that year or at most five years "
        "before, as they are now published."
    ]
    if back.left_out:
        names_left = listed(place_name(areas, geo) for geo in back.left_out)
        notes.append(f"Not in every year, so left out here: {names_left}.")
    return as_view(f"index-back-years-{version}", chart, shown, tuple(notes))


def pillar_view(found: Standing, version: str) -> View:
    """The UK's score in each pillar against the score that holds third place there."""
    top = found.recipe.top
    gaps = gap_to_place(found.methods.nominal, UK, top)
    bars, rows = [], []
    for record in gaps.to_dict("records"):
        if record["id"] == INDEX:
            continue
        title = PILLAR_TITLES.get(record["id"], record["id"])
        rank, of = int(record["rank"]), int(found.methods.nominal.scores[record["id"]].count())
        bars.append(
            Bar(
                geo=record["id"], label=title, value=float(record["score"]),
                text=f"{ordinal(rank)} of {of}", emphasis=Emphasis.FOCUS, target=record["mark"],
            )
        )  # fmt: skip
        gap = record["gap"]
        gap_words = f"{gap:.1f} short" if gap > 0 else "place held"
        rows.append(
            (title, f"{record['score']:.1f}", f"{record['mark']:.1f}", gap_words, f"{rank} of {of}")
        )
    short = [r for r in gaps.to_dict("records") if r["id"] != INDEX and r["gap"] > 0]
    widest = max(short, key=lambda r: r["gap"], default=None)
    headline = (
        f"The UK's widest gap to third place is in "
        f"{PILLAR_TITLES.get(widest['id'], widest['id']).lower()}"
        if widest
        else "The UK is in the top three in every pillar"
    )
    told = "; ".join(f"{r[0]}: UK {r[1]}, third place {r[2]} ({r[4]})" for r in rows)
    chart = Chart(
        kind=Kind.INTERVAL,
        headline=headline,
        subtitle=f"Score in each pillar, {VERSIONS[version]}, by the declared method; dot: UK; "
        "upright line: the score that holds third place there",
        source_line=sources(found.recipe),
        alt=f"{headline}. {told}. The method range belongs to the index as a whole.",
        axis=Axis(title="score, 0 to 100"),
        bars=tuple(bars),
    )
    titles = ("Pillar", "UK score", "Third place's score", "Gap", "UK rank by the declared method")
    table = Table(
        f"The UK's pillars, {VERSIONS[version]}", tuple(Column(t) for t in titles), tuple(rows)
    )
    note = (
        "Ranks inside a pillar are by the declared method alone; the method range is computed for "
        "the index."
    )
    return as_view(f"pillars-{version}", chart, table, (note,))


def improvements_table(found: Standing, catalogue: Catalogue, version: str) -> Table | None:
    """The least set of improvements that brings the UK to third; None when it is there."""
    steps = improvements(found.methods.nominal, UK, found.recipe.top)
    if steps.empty:
        return None
    treated = {(t.unit, t.indicator): t.published for t in found.methods.nominal.treated}
    rows = []
    for number, step in enumerate(steps.to_dict("records"), start=1):
        indicator = catalogue[step["indicator"]]
        unit = catalogue.unit_of(indicator)
        drawn_in = (step["like"], indicator.id) in treated
        value = treated.get((UK, indicator.id), step["value"])
        rows.append(
            (
                str(number),
                indicator.title,
                format_value(value, unit),
                format_value(step["needed"], unit) + (" (drawn in)" if drawn_in else ""),
                catalogue.areas[step["like"]].short,
                ordinal(step["rank"]),
            )
        )
    titles = ("Step", "Indicator", "UK now", "As much as", "Country", "UK rank after the step")
    return Table(
        f"What would bring the UK to third {VERSIONS[version]}",
        tuple(Column(t) for t in titles),
        tuple(rows),
    )


def influence_view(found: Sensitivity, version: str) -> View:
    """How much of the variance of the UK's rank between methods each choice is behind."""
    effects = found.effects[found.effects["output"] == "rank"]
    if (effects["first_verdict"] == SAME).all():
        headline = "The UK's rank is the same under every method"
    else:
        best = effects.sort_values("total", ascending=False).iloc[0]
        headline = f"What matters most is {CHOICE_PHRASES[best['factor']]}"
    bars, rows = [], []
    for effect in effects.sort_values("total", ascending=False).to_dict("records"):
        first, total = effect["first_verdict"] == CLEAR, effect["total_verdict"] == CLEAR
        words = f"{100 * effect['total']:.0f}%" if total else "no clear effect"
        if effect["total"] != effect["total"]:
            words, effect = "no difference", effect | {"total": 0.0, "first": 0.0}
        bars.append(
            Bar(
                geo=effect["factor"], label=CHOICES[effect["factor"]],
                value=100 * effect["total"], text=words,
                emphasis=Emphasis.FOCUS if total else Emphasis.CONTEXT,
                low=100 * effect["total_low"] if total else None,
                high=100 * effect["total_high"] if total else None,
            )
        )  # fmt: skip
        rows.append(
            (
                CHOICES[effect["factor"]],
                _share(effect, "first") if first else "no clear effect",
                _share(effect, "total") if total else "no clear effect",
            )
        )
    told = "; ".join(f"{row[0]}: {row[2]}" for row in rows)
    chart = Chart(
        kind=Kind.INTERVAL,
        headline=headline,
        subtitle=f"Share of the variance of the UK's rank between methods, {VERSIONS[version]}, "
        "that would remain if only this choice were open; bar: 95% interval of the estimate",
        source_line=f"Source: computed here; Sobol indices of total order, {found.runs:,} runs.",
        alt=f"{headline}. {told}.",
        axis=Axis(title="% of method variance", suffix="%"),
        bars=tuple(bars),
    )
    titles = (
        "Choice",
        "Share that goes if it is settled (first order)",
        "Share that remains if only it is open (total order)",
    )
    table = Table(
        f"Which choices move the UK's rank {VERSIONS[version]}",
        tuple(Column(t) for t in titles),
        tuple(rows),
    )
    note = "Shares of the variance between methods: they say nothing about errors in the figures."
    return as_view(f"influence-{version}", chart, table, (note,))


def _share(effect: Mapping[Any, Any], name: str) -> str:
    low, high = max(0.0, effect[f"{name}_low"]), effect[f"{name}_high"]
    return f"{effect[name]:.0%} (95% interval {low:.0%} to {high:.0%})"


def _year(found: Standing) -> int:
    return found.recipe.year or found.panel.newest


def _rank_words(table: pd.DataFrame, year: int, geo: str) -> str:
    row = table[(table["year"] == year) & (table["geo"] == geo)].iloc[0]
    return f"{ordinal(int(row['rank']))} ({range_text(int(row['low']), int(row['high']))})"


def as_view(slug: str, chart: Chart, table: Table, notes: tuple[str, ...] = ()) -> View:
    return View(
        slug=slug,
        headline=chart.headline,
        subtitle=chart.subtitle,
        chart=chart,
        table=table,
        source_line=chart.source_line,
        status_label=STATUS,
        alt=chart.alt,
        data=pd.DataFrame(list(table.rows), columns=[c.title for c in table.columns]),
        notes=notes,
    )
