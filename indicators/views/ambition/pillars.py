"""The UK's pillars against third place, and the fewest improvements that would close the gap.

Today's figures only. It forecasts nothing.
"""

from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind
from indicators.composite import INDEX, gap_to_place, improvements
from indicators.index_method import PILLAR_TITLES, VERSIONS
from indicators.numbers import format_value, ordinal
from indicators.standing import Standing
from indicators.view import Column, Table, View
from indicators.views.ambition.ranks import as_view, sources

#: Names that a narrow chart has room for.
_SHORT = {"frontier_technology": "Frontier tech", "commercial_strength": "Commercial"}


def pillar_view(found: Standing, version: str) -> View:
    """The UK's score in each pillar against the score that holds third place there."""
    top = found.recipe.top
    gaps = gap_to_place(found.methods.nominal, UK, top)
    bars, rows = [], []
    for record in gaps.to_dict("records"):
        if record["id"] == INDEX:
            continue
        title = PILLAR_TITLES.get(record["id"], record["id"])
        label = _SHORT.get(record["id"], title)
        rank, of = int(record["rank"]), int(found.methods.nominal.scores[record["id"]].count())
        bars.append(
            Bar(
                geo=record["id"], label=label, value=float(record["score"]),
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
    return as_view(f"pillars-{version}", chart, table, gaps, (note,))


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
