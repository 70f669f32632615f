"""2030 as projections: fans, what would it take, what is not projected and why, and scenarios.

Words and views from kept projections. It projects nothing and gives no number where none can be.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd

from indicators import panels, queries, results
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
from indicators.errors import NoDataError
from indicators.index_method import PILLAR_TITLES, VERSIONS, default_recipe, load_method
from indicators.notes import source_line
from indicators.numbers import MINUS, format_value, ordinal, range_text
from indicators.projections import IndexCoverage, coverage, project_index, scenarios
from indicators.projections.backtest import TOO_FEW
from indicators.results import Candidate, Stored
from indicators.view import Column, Table, View
from indicators.views.ambition.ranks import as_view
from indicators.warehouse import Warehouse

FAMILIES = {"drift": "drift", "damped_trend": "damped trend", "theta": "theta"}
#: Rivals drawn beside the UK: those nearest to third place today.
_RIVALS = 2
_FIRST_DRAWN = 2005


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What can be said about the target year. `kept` is empty until projections are computed."""

    candidates: dict[str, Candidate]
    kept: dict[str, Stored]

    @property
    def projectable(self) -> tuple[str, ...]:
        return tuple(n for n, c in self.candidates.items() if c.eligibility.projected)

    @property
    def complete(self) -> bool:
        return all(name in self.kept for name in self.projectable)


def outlook(w: Warehouse, catalogue: Catalogue, kept_names: tuple[str, ...]) -> Outlook:
    """The projections kept so far.

    `kept_names` are those of `results.kept_names`: they change while projections are being
    computed, so that a cached answer is not given for longer than it holds.
    """
    found = results.candidates(w, catalogue)
    kept = {
        n: s for n in found if n in kept_names and (s := results.stored(w.build_id, n)) is not None
    }
    return Outlook(found, kept)


def index_coverage(found: Outlook, catalogue: Catalogue, version: str) -> IndexCoverage:
    """Whether the index of a version can be projected at all."""
    return coverage(default_recipe(catalogue, version).spec, found.projectable)


def index_sentence(w: Warehouse, found: Outlook, catalogue: Catalogue, version: str) -> str:
    """The index in the target year as a projection, or why there is none."""
    method, held = load_method(), index_coverage(found, catalogue, version)
    lead = VERSIONS[version][:1].upper() + VERSIONS[version][1:]
    if held.reason:
        reason = held.reason
        for pillar, title in PILLAR_TITLES.items():
            reason = reason.replace(f"{pillar}, ", f"{title.lower()} and ")
            reason = reason.replace(pillar, title.lower())
        return (
            f"{lead}: no probability can be given for {method.target_year}, because {reason}. "
            "At least half of the weight and an indicator in every pillar are needed."
        )
    if not found.complete:
        return f"{lead}: not computed yet for this build. {COMMAND}"
    recipe = default_recipe(catalogue, version)
    panel = panels.read_panel(w, catalogue, recipe.spec.indicator_ids, year=recipe.year)
    chosen = {i: found.kept[i] for i in recipe.spec.indicator_ids if i in found.kept}
    made = project_index(
        chosen, recipe.spec, panel.values, method.target_year,  # type: ignore[arg-type]
        ages=panel.ages, top=method.top, subset=recipe.subset,
    )  # fmt: skip
    row: Any = made.table.loc[UK]
    return (
        f"{lead}: on the {len(chosen)} indicators that can be projected the UK ranks "
        f"{ordinal(int(row['rank_today']))} today and is projected to rank "
        f"{range_text(int(row['rank_low']), int(row['rank_high']))} in {made.year} (80% prediction "
        f"interval); probability of the top three {row['probability_top']:.0%}, of first place in "
        f"Europe {row['probability_first']:.0%}."
    )


COMMAND = (
    "Projections take some minutes to compute: run `python -m indicators compute` (`make run` does "
    "so in the background)."
)


def summary(found: Outlook) -> str:
    """What the projections say one by one, in a sentence."""
    target, of = load_method().target_year, len(found.candidates)
    if not found.kept:
        return (
            f"{len(found.projectable)} of the {of} indicators can be projected one by one to "
            f"{target}. {COMMAND}"
        )
    likely = [s for s in found.kept.values() if _top(s) >= 0.5]
    more = (
        ""
        if found.complete
        else f" {len(found.projectable) - len(found.kept)} are not computed yet."
    )
    return (
        f"One by one {len(found.kept)} of the {of} indicators are projected to {target}; on "
        f"{len(likely)} of them the UK is more likely than not to be in the top three.{more}"
    )


def probability_table(found: Outlook, catalogue: Catalogue) -> Table | None:
    """Each projected indicator: rank interval and probability in the target year, back-test."""
    if not found.kept:
        return None
    rows = []
    ordered = sorted(found.kept.items(), key=lambda item: -_top(item[1]))
    for name, kept in ordered:
        row: Any = kept.ranks.loc[UK]
        score: Any = kept.folds.loc["all"]
        rows.append(
            (
                catalogue[name].title,
                "size" if "relative" in found.candidates[name].versions else "total",
                f"{range_text(int(row['rank_low']), int(row['rank_high']))} of {len(kept.ranks)}",
                probability(float(row["probability_top"])),
                probability(float(row["probability_first"])),
                FAMILIES.get(kept.chosen, kept.chosen),
                f"{score['mase']:.2f} against {score['naive_mase']:.2f}",
                _coverage(score),
            )
        )
    titles = (
        "Indicator",
        "Relative to size or in total",
        "UK rank (80% prediction interval)",
        "Probability of the top three",
        "Probability of first in Europe",
        "Family",
        "Back-test error (MASE) against “no change”",
        "Outcomes inside the 80% interval",
    )
    year = load_method().target_year
    return Table(f"The UK in {year}", tuple(Column(t) for t in titles), tuple(rows))


def _top(kept: Stored) -> float:
    return float(cast(float, kept.ranks.at[UK, "probability_top"]))


def probability(value: float) -> str:
    """A probability in words that do not claim more than the draws show."""
    if value != value:
        return "not counted"
    if value < 0.01:
        return "under 1%"
    return "over 99%" if value > 0.99 else f"{value:.0%}"


def _coverage(score: pd.Series) -> str:
    if score["verdict"] == TOO_FEW:
        return TOO_FEW
    low, high = score["coverage_80_low"], score["coverage_80_high"]
    return f"{score['coverage_80']:.0%} ({low:.0%} to {high:.0%})"


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
    return as_view(
        f"projection-{indicator.id}", chart, _fan_table(kept, near, catalogue, indicator)
    )


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


def needed_table(w: Warehouse, found: Outlook, catalogue: Catalogue) -> Table | None:
    """What the UK would need in the target year for third place, in real units."""
    if not found.kept:
        return None
    rows = []
    gdp = _gdp(w, catalogue)
    for name, kept in found.kept.items():
        indicator = catalogue[name]
        unit = catalogue.unit_of(indicator)
        half, most = kept.needed.to_dict("records")
        words = format_value(half["needed"], unit)
        extra = ""
        if unit.id.startswith("pct_gdp") and gdp is not None and name.startswith(("gerd", "berd")):
            extra = _in_pounds(half["needed"] - half["latest"], gdp)
        rows.append(
            (
                indicator.title,
                f"{format_value(half['latest'], unit)} ({half['latest_year']})",
                words + extra,
                format_value(most["needed"], unit),
                _yearly(half["growth"]),
                _yearly(half["past_growth"]),
                format_value(half["central"], unit),
            )
        )
    titles = (
        "Indicator",
        "UK now",
        "For third place with 50% probability",
        "With 80% probability",
        "Growth a year for 50%",
        "Growth a year so far",
        "UK central projection",
    )
    year = load_method().target_year
    return Table(
        f"What third place would take in {year}", tuple(Column(t) for t in titles), tuple(rows)
    )


def _yearly(growth: float) -> str:
    return "not defined" if growth != growth else f"{growth:.1f}%".replace("-", MINUS)


def _gdp(w: Warehouse, catalogue: Catalogue) -> tuple[float, str] | None:
    """The UK's newest annual GDP in £ million at current prices, and its year."""
    try:
        rows = queries.observations(w, "uk_gdp_current", frequency="A")
    except NoDataError:
        return None
    rows = rows[(rows["geo"] == UK) & rows["value"].notna()].sort_values("period_start")
    if rows.empty:
        return None
    unit = catalogue.unit_of(catalogue["uk_gdp_current"])
    newest = rows.iloc[-1]
    return float(newest["value"]) * unit.multiplier / 1e6, str(newest["period_label"])


def _in_pounds(points: float, gdp: tuple[float, str]) -> str:
    """A change in percentage points of GDP as money: " (£3.0 billion a year more ...)"."""
    billion = points / 100 * gdp[0] / 1000
    more = "more" if billion >= 0 else "less"
    return f" (£{abs(billion):.1f} billion a year {more}, at the GDP of {gdp[1]})"


def not_projected_table(found: Outlook, catalogue: Catalogue) -> Table:
    """Every indicator of the index that is not projected, with the reasons."""
    rows = []
    for name, candidate in found.candidates.items():
        if candidate.eligibility.projected:
            continue
        indicator = catalogue[name]
        if "A" not in indicator.frequencies:
            why = "The figures are not annual: dated counts, not a yearly series."
        else:
            why = "; ".join(candidate.eligibility.reasons).replace("GBR:", "UK:") + "."
        rows.append((indicator.title, why))
    return Table("Not projected, and why", (Column("Indicator"), Column("Why")), tuple(rows))


def scenario_table(w: Warehouse, catalogue: Catalogue, found: Outlook) -> Table | None:
    """UK R&D under two scenarios to the target year: no change, and growth since the break."""
    target, rows = load_method().target_year, []
    gdp = _gdp(w, catalogue)
    for name in ("gerd_pct_gdp", "berd_pct_gdp", "gerd_ppp", "berd_ppp"):
        candidate = found.candidates.get(name)
        if candidate is None or (name in found.kept and name != "berd_pct_gdp"):
            continue
        indicator = catalogue[name]
        unit = catalogue.unit_of(indicator)
        try:
            table = scenarios(candidate.history, UK, target)
        except NoDataError:
            continue
        last = table.iloc[-1]
        run_first = candidate.history.breaks.get(UK)
        extra = ""
        if unit.id.startswith("pct_gdp") and gdp is not None:
            extra = _in_pounds(last["growth_since"] - last["no_change"], gdp)
        rows.append(
            (
                indicator.title,
                f"{format_value(last['no_change'], unit)}, as in {int(table['year'].iloc[0]) - 1}",
                format_value(last["growth_since"], unit) + extra,
                str(run_first) if run_first else "the first year held",
            )
        )
    if not rows:
        return None
    titles = ("Indicator", "No change", "Growth since the break goes on", "Growth counted from")
    return Table(
        f"UK R&D in {target}: two scenarios, not forecasts",
        tuple(Column(t) for t in titles),
        tuple(rows),
    )


def calibration_sentence(w: Warehouse) -> str:
    """How the intervals have done over all projected indicators, pooled."""
    table = results.pooled_calibration(w.build_id)
    if table is None:
        return ""
    row: Any = table.loc["all"]
    better = row["mase"] < row["naive_mase"]
    return (
        f"Over all projected indicators ({int(row['country_folds']):,} country-folds, "
        f"{int(row['origins'])} past years) the 80% intervals held {row['coverage_80']:.0%} of "
        f"outcomes ({row['coverage_80_low']:.0%} to {row['coverage_80_high']:.0%}) and the 95% "
        f"intervals {row['coverage_95']:.0%} ({row['coverage_95_low']:.0%} to "
        f"{row['coverage_95_high']:.0%}); the mean error was {row['mase']:.2f} MASE, "
        f"{'better' if better else 'not better'} than {row['naive_mase']:.2f} for “no change”."
    )
