"""A loaded recipe as the choices of the 2030 page, and what of it the page has no control for.

It computes no index and draws no control.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from indicators.catalogue import Catalogue
from indicators.composite import IndexSpec
from indicators.index_method import PILLAR_TITLES, default_recipe
from indicators.recipe import Recipe
from indicators.standing import changed, check_recipe
from indicators.views.ambition.yours import LABELS, MOST, NAMES, Weights, Yours, version_of

#: Whole weights of which one is at least this stand as they are; smaller ones are made per cent.
_LEAST = 5
#: Parts of an index that have no control, in words; `spec` fields in none are limits.
_OWN = {"indicators": "its own list of indicators", "comparators": "its own list of countries"}
_LIMITS = "limits of age and coverage, peers, or numbers of its treatment and scale"


@dataclass(frozen=True, slots=True)
class Taken:
    """The choices to set, and in words each part of the recipe that the page cannot show."""

    yours: Yours
    not_shown: tuple[str, ...]


def taken(recipe: Recipe, catalogue: Catalogue) -> Taken:
    """What the page's controls can hold of a recipe, and what they cannot.

    Raises:
        ValidationError: it names an indicator or area that is not here, or its choices do not go
            together with the page's for the others.
    """
    check_recipe(recipe, catalogue)
    version = version_of(recipe, catalogue)
    choices = {
        key: text if (text := getattr(recipe.spec, key)) in options else next(iter(options))
        for key, options in NAMES.items()
    }
    weights = _weights(recipe.spec)
    floats = {pillar: float(weight) for pillar, weight in weights.items()}
    shown = changed(default_recipe(catalogue, version), floats, choices)
    return Taken(Yours(version, weights, choices), tuple(_not_shown(recipe, shown)))


def taken_in_words(not_shown: Sequence[str]) -> str:
    """That the controls were set by the recipe, and what of it they do not show."""
    if not not_shown:
        return "The recipe has set the controls above, and they show all of it."
    return (
        "The recipe has set the controls above as far as they go. They do not show: "
        f"{'; '.join(not_shown)}. The result by the whole recipe is below."
    )


def _weights(spec: IndexSpec) -> Weights:
    """Weights of the pillars as whole numbers up to 100; a pillar that it lacks has none."""
    held = {pillar.id: pillar.weight for pillar in spec.pillars if pillar.id in PILLAR_TITLES}
    most = max(held.values(), default=0.0)
    if not all(w == round(w) for w in held.values()) or not _LEAST <= most <= MOST:
        total = sum(held.values()) or 1.0
        held = {pillar: 100 * weight / total for pillar, weight in held.items()}
    return {pillar: round(held.get(pillar, 0.0)) for pillar in PILLAR_TITLES}


def _not_shown(recipe: Recipe, shown: Recipe) -> Iterator[str]:
    for key, options in NAMES.items():
        if (text := getattr(recipe.spec, key)) not in options:
            yield f"{LABELS[key].lower()}: {text.replace('_', ' ')}"
    if _shares(recipe.spec) != _shares(shown.spec):
        yield "exact weights of its pillars, or pillars of its own"
    other = {
        field.name
        for field in fields(IndexSpec)
        if getattr(recipe.spec, field.name) != getattr(shown.spec, field.name)
    } - {"pillars", *NAMES}
    yield from (words for name, words in _OWN.items() if name in other)
    if other - set(_OWN):
        yield _LIMITS
    if recipe.year != shown.year:
        yield f"figures up to {recipe.year or 'the newest year'}"
    if (recipe.top, recipe.unit, recipe.subset) != (shown.top, shown.unit, shown.subset):
        yield "another place, country or part of the world asked about"
    if (recipe.seed, recipe.draws) != (shown.seed, shown.draws):
        yield f"seed {recipe.seed} and {recipe.draws:,} methods"
    if recipe.alternatives != shown.alternatives:
        yield "the methods that its range is drawn from"


def _shares(spec: IndexSpec) -> tuple[tuple[str, str | None, float], ...]:
    total = sum(pillar.weight for pillar in spec.pillars) or 1.0
    return tuple((p.id, p.parent, round(p.weight / total, 9)) for p in spec.pillars)
