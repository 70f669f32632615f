"""Where countries stand in the index by a recipe: today, in back years, and what moves the place.

Joins the figures of a build to the index's own modules. It words nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd

from indicators import panels
from indicators.catalogue import Catalogue
from indicators.composite import IndexSpec, PillarSpec, build, with_component_weights
from indicators.composite.panel import LeftOut
from indicators.errors import NoDataError, ValidationError, raise_all
from indicators.index_method import load_method
from indicators.recipe import Recipe
from indicators.uncertainty import (
    MethodUncertainty,
    Sensitivity,
    monte_carlo,
    reasonable_alternatives,
    sensitivity,
)
from indicators.warehouse import Warehouse


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """An index by a recipe, with the spread of its ranks over methods and the figures in it."""

    recipe: Recipe
    panel: panels.Panel
    methods: MethodUncertainty

    @property
    def summary(self) -> pd.DataFrame:
        return self.methods.summary

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        return self.methods.nominal.left_out

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Cells (geo, indicator) of the ranked countries that stayed empty."""
        return tuple((cell.unit, cell.indicator) for cell in self.methods.nominal.missing)


@dataclass(frozen=True, slots=True, eq=False)
class BackYears:
    """The index made again for past years from the figures that each year has.

    indicators: those with enough figures in every year; the only ones used. table: one row a year
    and country: year, geo, rank, low, high (method range). left_out: countries ranked today that
    lack figures in some year.
    """

    indicators: tuple[str, ...]
    dropped: tuple[str, ...]
    table: pd.DataFrame
    left_out: tuple[str, ...]


def check_recipe(recipe: Recipe, catalogue: Catalogue) -> None:
    """Raises ValidationError where a recipe names an indicator or area that is not here."""
    unknown = [i for i in recipe.spec.indicator_ids if i not in catalogue]
    strange = [g for g in (*recipe.spec.comparators, *recipe.subset) if g not in catalogue.areas]
    raise_all(
        ValidationError,
        "recipe",
        [
            *(f"indicator {i!r} is not in the catalogue; correct the id" for i in unknown),
            *(f"area {g!r} is not declared; correct the code" for g in dict.fromkeys(strange)),
        ],
    )


def standing(w: Warehouse, catalogue: Catalogue, recipe: Recipe) -> Standing:
    """The index by a recipe, and how far its ranks depend on the method.

    Raises:
        ValidationError: the recipe does not fit the catalogue or the figures.
        NoDataError: too few countries have enough figures.
    """
    check_recipe(recipe, catalogue)
    panel = panels.read_panel(w, catalogue, recipe.spec.indicator_ids, year=recipe.year)
    return on_panel(panel, recipe)


def on_panel(panel: panels.Panel, recipe: Recipe) -> Standing:
    """The index by a recipe from figures already read: for weights that move under a reader's hand.

    The panel holds at least the recipe's indicators, up to the recipe's year.
    """
    return Standing(recipe, panel, _methods(panel, recipe))


def influence(w: Warehouse, catalogue: Catalogue, recipe: Recipe) -> Sensitivity:
    """Which choices of method move the score and rank of the recipe's country in focus."""
    check_recipe(recipe, catalogue)
    panel = panels.read_panel(w, catalogue, recipe.spec.indicator_ids, year=recipe.year)
    return sensitivity(
        panel.values,
        recipe.spec,
        recipe.alternatives,
        recipe.unit,
        seed=recipe.seed,
        base=recipe.base,
        ages=panel.ages,
    )


def back_years(w: Warehouse, catalogue: Catalogue, recipe: Recipe) -> BackYears:
    """The index of each year from the first declared one on: same method, same indicators, same
    countries.

    An indicator is used when, in every year, at least the minimum coverage of today's countries
    has a figure that is not too old; a country when it is ranked in every year.

    Raises:
        NoDataError: no indicator goes back far enough, or fewer than two countries do.
    """
    check_recipe(recipe, catalogue)
    spec = recipe.spec
    rows = panels.read_rows(w, spec.indicator_ids)
    last = recipe.year
    choices = panels.usable(rows, catalogue, spec.indicator_ids)
    newest = panels.select(choices, catalogue, year=last)
    field = tuple(str(g) for g in build(newest.values, spec, newest.ages).scores.index)
    years = range(load_method().first_back_year, (last or newest.newest) + 1)
    made = {y: panels.select(choices, catalogue, year=y) for y in years}
    kept = [i for i in spec.indicator_ids if all(_enough(p, i, field, spec) for p in made.values())]
    if not kept:
        raise NoDataError(f"No indicator of the index goes back to {years[0]} for enough of them.")
    reduced = only(replace(spec, comparators=field), kept)
    scored = [set(build(p.values, reduced, p.ages).scores.index) for p in made.values()]
    common = tuple(geo for geo in field if all(geo in some for some in scored))
    reduced = replace(reduced, comparators=common)
    again = replace(recipe, spec=reduced, alternatives=reasonable_alternatives(reduced))
    parts = []
    for year, panel in made.items():
        summary = _methods(panel, again).summary
        parts.append(
            pd.DataFrame(
                {
                    "year": year,
                    "geo": summary.index,
                    "rank": summary["nominal_rank"].astype(int).to_numpy(),
                    "low": summary["rank_low"].astype(int).to_numpy(),
                    "high": summary["rank_high"].astype(int).to_numpy(),
                }
            )
        )
    return BackYears(
        indicators=tuple(kept),
        dropped=tuple(i for i in spec.indicator_ids if i not in kept),
        table=pd.concat(parts, ignore_index=True),
        left_out=tuple(geo for geo in field if geo not in common),
    )


def only(spec: IndexSpec, indicators: Iterable[str]) -> IndexSpec:
    """The index of some of its indicators; a pillar that is left empty goes too."""
    kept = tuple(i for i in spec.indicators if i.id in set(indicators))
    filled = {i.pillar for i in kept}
    return replace(spec, indicators=kept, pillars=tuple(p for p in spec.pillars if p.id in filled))


def changed(recipe: Recipe, weights: dict[str, float], choices: dict[str, str]) -> Recipe:
    """A recipe with other weights of pillars (zero takes one out) and other choices of method.

    Raises:
        ValidationError: every weight is zero, or the choices do not go together.
    """
    if not any(weight > 0 for weight in weights.values()):
        raise ValidationError("weights: every pillar has weight zero. Give one of them more.")
    spec = recipe.spec
    pillars = tuple(
        PillarSpec(p.id, float(weights.get(p.id, p.weight)), p.parent)
        for p in spec.pillars
        if weights.get(p.id, p.weight) > 0
    )
    held = {p.id for p in pillars}
    spec = replace(
        spec,
        pillars=pillars,
        indicators=tuple(i for i in spec.indicators if i.pillar in held),
        **cast(dict[str, Any], choices),
    )
    return replace(recipe, spec=spec, alternatives=reasonable_alternatives(spec))


def component_preset(w: Warehouse, catalogue: Catalogue, recipe: Recipe) -> dict[str, float]:
    """Weights of the pillars, in per cent, from the first principal component."""
    panel = panels.read_panel(w, catalogue, recipe.spec.indicator_ids, year=recipe.year)
    result = build(panel.values, recipe.spec, panel.ages)
    found = {p.id: p.weight for p in with_component_weights(result).pillars}
    return {p.id: 100 * found.get(p.id, 0.0) for p in recipe.spec.pillars}


def _methods(panel: panels.Panel, recipe: Recipe) -> MethodUncertainty:
    return monte_carlo(
        panel.values,
        recipe.spec,
        recipe.alternatives,
        seed=recipe.seed,
        draws=recipe.draws,
        ages=panel.ages,
        top=recipe.top,
        subset=recipe.subset,
    )


def _enough(panel: panels.Panel, indicator: str, field: tuple[str, ...], spec: IndexSpec) -> bool:
    usable = panel.values.loc[list(field), indicator].where(
        panel.ages.loc[list(field), indicator] <= spec.maximum_age
    )
    return usable.notna().mean() >= spec.minimum_coverage and usable.nunique() > 1
