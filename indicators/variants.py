"""The place of the country in focus with other figures: the newest there are, without the oldest
of its own, or with one that is left out because its own figure is too old.

The method stays that of the recipe. It words nothing.
"""

from dataclasses import dataclass, replace
from typing import Any, cast

from indicators import panels
from indicators.catalogue import INDEX_PILLARS, Catalogue
from indicators.composite import IndicatorSpec
from indicators.index_method import load_method, members
from indicators.places import lower_is_better
from indicators.recipe import Recipe
from indicators.standing import Standing, on_panel, only
from indicators.uncertainty import reasonable_alternatives
from indicators.warehouse import Warehouse

#: A figure of this age, in years, is old: one more and the default recipe does not use it.
OLD = 4

NEWEST, WITHOUT_OLDEST, WITH_TOO_OLD = "newest", "without_oldest", "with_too_old"


@dataclass(frozen=True, slots=True)
class Variant:
    """The place with other figures. `changed`: the indicators that are dropped, or added.

    year: of the newest figure; where an indicator is added, of the country's own figure for it.
    """

    change: str
    year: int
    changed: tuple[str, ...]
    rank: int
    of: int
    low: int
    high: int


def variants(w: Warehouse, catalogue: Catalogue, recipe: Recipe) -> tuple[Variant, ...]:
    """The recipe's country with other figures, each change by itself; those that change nothing
    are not given."""
    newest, dropped = with_newest(w, catalogue, recipe)
    found = [_variant(NEWEST, newest, newest.panel.newest, dropped)]
    old = without_oldest(w, catalogue, recipe)
    if old is not None:
        found.append(_variant(WITHOUT_OLDEST, old[0], old[0].panel.newest, old[1]))
    for version, name in load_method().too_old.items():
        if recipe.spec.indicator_ids == tuple(i.id for i in members(catalogue, version)):
            added = with_too_old(w, catalogue, recipe, name)
            if added is not None:
                year = int(cast(Any, added.panel.years.at[recipe.unit, name]))
                found.append(_variant(WITH_TOO_OLD, added, year, (name,)))
    return tuple(found)


def with_newest(
    w: Warehouse, catalogue: Catalogue, recipe: Recipe
) -> tuple[Standing, tuple[str, ...]]:
    """The index from the newest figures there are, whatever the recipe's last year.

    Indicators for which no country then has a figure young enough are dropped, and named.
    """
    panel = panels.read_panel(w, catalogue, recipe.spec.indicator_ids)
    young = (panel.ages <= recipe.spec.maximum_age) & panel.values.notna()
    kept = [i for i in recipe.spec.indicator_ids if panel.values[i].where(young[i]).nunique() > 1]
    spec = only(recipe.spec, kept)
    again = replace(
        recipe, spec=spec, alternatives=reasonable_alternatives(spec), year=panel.newest
    )
    dropped = tuple(i for i in recipe.spec.indicator_ids if i not in kept)
    return on_panel(panel, again), dropped


def without_oldest(
    w: Warehouse, catalogue: Catalogue, recipe: Recipe, *, age: int = OLD
) -> tuple[Standing, tuple[str, ...]] | None:
    """The index without the indicators whose figure of the country in focus is `age` years old or
    older, named; None where there is none such or nothing else."""
    panel = panels.read_panel(w, catalogue, recipe.spec.indicator_ids, year=recipe.year)
    old = tuple(
        i
        for i in recipe.spec.indicator_ids
        if float(cast(Any, panel.ages.at[recipe.unit, i])) >= age
    )
    if not old or len(old) == len(recipe.spec.indicators):
        return None
    spec = only(recipe.spec, [i for i in recipe.spec.indicator_ids if i not in old])
    again = replace(recipe, spec=spec, alternatives=reasonable_alternatives(spec))
    return on_panel(panel, again), old


def with_too_old(w: Warehouse, catalogue: Catalogue, recipe: Recipe, name: str) -> Standing | None:
    """The index with one more indicator in research inputs, its figures used in spite of their age.

    None where the recipe's country has no figure for it, or one that is young enough.
    """
    indicator, spec = catalogue[name], recipe.spec
    panel = panels.read_panel(w, catalogue, (*spec.indicator_ids, name), year=recipe.year)
    if not float(cast(Any, panel.ages.at[recipe.unit, name])) > spec.maximum_age:
        return None
    ages = panel.ages.assign(**{name: panel.ages[name].clip(upper=spec.maximum_age)})
    direction = "lower" if lower_is_better(indicator) else "higher"
    added = IndicatorSpec(id=name, pillar=INDEX_PILLARS[0], direction=direction)
    wider = replace(spec, indicators=(*spec.indicators, added))
    again = replace(recipe, spec=wider, alternatives=reasonable_alternatives(wider))
    return on_panel(replace(panel, ages=ages), again)


def _variant(change: str, found: Standing, year: int, changed: tuple[str, ...]) -> Variant:
    row: Any = found.summary.loc[found.recipe.unit]
    return Variant(
        change=change,
        year=year,
        changed=changed,
        rank=int(row["nominal_rank"]),
        of=len(found.summary),
        low=int(row["rank_low"]),
        high=int(row["rank_high"]),
    )
