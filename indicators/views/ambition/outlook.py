"""The year 2030: what can be projected, how well it is tested, and what cannot be and why.

Words and tables from kept projections. It projects nothing and gives no number where none can be.
"""

from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

from indicators import panels, results
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.index_method import PILLAR_TITLES, VERSIONS, default_recipe, load_method
from indicators.notes import listed
from indicators.numbers import ordinal, range_text
from indicators.projections import IndexCoverage, coverage, project_index
from indicators.projections.backtest import TOO_FEW
from indicators.results import Candidate, Stored
from indicators.view import Column, Table
from indicators.warehouse import Warehouse

#: More likely than not.
EVEN = 0.5
FAMILIES = {"drift": "drift", "damped_trend": "damped trend", "theta": "theta"}

#: What the app says while projections are being computed.
COMMAND = (
    "Projections for these figures are still being computed, which takes some minutes. "
    "(To start it: python -m indicators compute.)"
)


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


def index_sentence(
    w: Warehouse, found: Outlook, catalogue: Catalogue, version: str, *, waiting: str = COMMAND
) -> str:
    """The index in the target year as a projection, or why there is none.

    `waiting` is what an edition says where projections are not computed yet.
    """
    method, held = load_method(), index_coverage(found, catalogue, version)
    lead = VERSIONS[version][:1].upper() + VERSIONS[version][1:]
    if held.reason:
        reason = held.reason
        for pillar, title in PILLAR_TITLES.items():
            reason = reason.replace(f"{pillar}, ", f"{title.lower()} and ")
            reason = reason.replace(pillar, title.lower())
        return (
            f"{lead}: no probability can be given for the UK's place in the index in "
            f"{method.target_year}, because {reason}. At least half of the weight and an indicator "
            "in every pillar are needed."
        )
    if not found.complete:
        return f"{lead}: not computed yet for this build. {waiting}".rstrip()
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


def summary(found: Outlook, catalogue: Catalogue, *, waiting: str = COMMAND) -> str:
    """What the projections say one by one: on which the UK is likely to be in the top three.

    `waiting` is what an edition says where projections are not computed yet.
    """
    target, of = load_method().target_year, len(found.candidates)
    if not found.kept:
        return (
            f"{len(found.projectable)} of the {of} indicators can be projected one by one to "
            f"{target}. {waiting}".rstrip()
        )
    likely = [n for n, s in found.kept.items() if _top(s) >= EVEN]
    names = listed(catalogue[n].noun for n in sorted(likely, key=lambda n: -_top(found.kept[n])))
    missing = len(found.projectable) - len(found.kept)
    more = f" {missing} more {'is' if missing == 1 else 'are'} not computed yet." if missing else ""
    even = "more likely than not to be in the top three"
    told = (
        f"on {'one' if len(likely) == 1 else len(likely)} of them the UK is {even}: {names}"
        if likely
        else f"on none of them is the UK {even}"
    )
    return (
        f"One by one, {len(found.kept)} of the {of} indicators are projected to {target}; {told}."
        f"{more}"
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
                "relative" if "relative" in found.candidates[name].versions else "absolute",
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
        "Version",
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
