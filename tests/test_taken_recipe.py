"""A loaded recipe moves the 2030 page's controls, and what they cannot hold is named."""

from dataclasses import replace

import pytest

from indicators.catalogue import load_catalogue
from indicators.charts import svg
from indicators.composite import PillarSpec
from indicators.errors import ValidationError
from indicators.index_method import PILLAR_TITLES, VERSIONS, default_recipe
from indicators.recipe import from_bytes, to_json
from indicators.standing import changed
from indicators.views.ambition import named
from indicators.views.ambition.taken import taken, taken_in_words
from indicators.views.ambition.yours import NAMES

CATALOGUE = load_catalogue()
WEIGHTS = dict(zip(PILLAR_TITLES, (10, 0, 25, 10, 50), strict=True))
CHOICES = {
    "normalisation": "distance_to_leader",
    "within": "arithmetic",
    "between": "arithmetic",
    "treatment": "none",
    "imputation": "peer_mean",
}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_declared_recipe_sets_the_declared_choices(version):
    found = taken(default_recipe(CATALOGUE, version, "a build"), CATALOGUE)
    assert found.not_shown == ()
    assert found.yours.version == version
    assert found.yours.weights == dict.fromkeys(PILLAR_TITLES, 20)
    assert found.yours.choices == {key: next(iter(options)) for key, options in NAMES.items()}


def test_a_recipe_saved_from_the_page_comes_back_whole():
    floats = {pillar: float(weight) for pillar, weight in WEIGHTS.items()}
    made = changed(default_recipe(CATALOGUE, "absolute"), floats, CHOICES)
    found = taken(from_bytes(to_json(made).encode(), "mine.json"), CATALOGUE)
    assert found.not_shown == ()
    assert (found.yours.version, found.yours.weights, found.yours.choices) == (
        "absolute",
        WEIGHTS,
        CHOICES,
    )


def _spec(**changes):
    recipe = default_recipe(CATALOGUE, "relative")
    return replace(recipe, spec=replace(recipe.spec, **changes))


DECLARED = default_recipe(CATALOGUE, "relative")
UNEVEN = tuple(
    PillarSpec(pillar, weight)
    for pillar, weight in zip(PILLAR_TITLES, (1.0, 1.0, 1.0, 1.0, 1.7), strict=True)
)


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (_spec(between="harmonic", normalisation="min_max"), "mean between pillars: harmonic"),
        (_spec(indicators=DECLARED.spec.indicators[1:]), "its own list of indicators"),
        (_spec(comparators=DECLARED.spec.comparators[:-1]), "its own list of countries"),
        (_spec(maximum_age=3), "limits of age and coverage"),
        (_spec(pillars=UNEVEN), "exact weights of its pillars"),
        (replace(DECLARED, year=2021), "figures up to 2021"),
        (replace(DECLARED, year=None), "figures up to the newest year"),
        (replace(DECLARED, top=5), "another place"),
        (replace(DECLARED, seed=7, draws=300), "seed 7 and 300 methods"),
    ],
)
def test_what_the_page_cannot_show_is_named(recipe, words):
    found = taken(recipe, CATALOGUE)
    assert any(words in part for part in found.not_shown)
    assert words in taken_in_words(found.not_shown)
    assert found.yours.choices["between"] in NAMES["between"]


def test_weights_that_are_rounded_add_up_to_about_a_hundred_and_are_told():
    found = taken(_spec(pillars=UNEVEN), CATALOGUE)
    assert list(found.yours.weights.values()) == [18, 18, 18, 18, 30]


def test_a_recipe_with_a_strange_indicator_sets_nothing():
    strange = (replace(DECLARED.spec.indicators[0], id="nobody"), *DECLARED.spec.indicators[1:])
    with pytest.raises(ValidationError, match="nobody"):
        taken(_spec(indicators=strange), CATALOGUE)


@pytest.mark.parametrize("name", named.CHARTS)
def test_no_name_is_cut_in_the_narrowest_drawing(seed_warehouse, name):
    chart = named.CHARTS[name](seed_warehouse, CATALOGUE, {}).chart
    drawn = svg.responsive(chart).split("chart-narrow")[1]
    assert "…</text>" not in drawn
    assert "</text>" in drawn
