"""Ranks made again for past years: the UK and those near third place, with method ranges.

A view from kept back years. It joins no rank of one method to that of another.
"""

from datetime import date

from indicators.areas import UK, Areas
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
from indicators.index_method import VERSIONS
from indicators.notes import listed, place_name
from indicators.numbers import ordinal, range_text
from indicators.standing import BackYears, Standing
from indicators.view import Column, Table, View
from indicators.views.ambition.ranks import as_view, sources

#: Rivals that are drawn in colour: those nearest to third place.
_COLOURED = 3


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
    names = [UK, *(str(g) for g in newest.sort_values("rank").index if g != UK)]
    words = {
        (int(r["year"]), str(r["geo"])): f"{ordinal(r['rank'])} ({range_text(r['low'], r['high'])})"
        for r in table.to_dict("records")
    }
    years = sorted({year for year, _ in words}, reverse=True)
    rows = tuple((str(year), *(words[year, geo] for geo in names)) for year in years)
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
    return as_view(f"back-years-{version}", chart, shown, table, tuple(notes))
