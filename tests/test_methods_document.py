"""What the methods and assumptions say of the shipped figures is what is computed from them."""

import re

import pytest

from indicators import results
from indicators.areas import UK
from indicators.catalogue import load_catalogue
from indicators.composite.spec import AGGREGATIONS, NORMALISATIONS
from indicators.index_method import VERSIONS, load_method
from indicators.numbers import ordinal
from indicators.settings import ROOT
from indicators.uncertainty.sensitivity import CLEAR
from indicators.variants import NEWEST, WITH_TOO_OLD, WITHOUT_OLDEST
from indicators.views.ambition import outlook

CATALOGUE = load_catalogue()
METHOD = load_method()


def words(name):
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", text)


METHODS, ASSUMPTIONS = words("methods"), words("assumptions")


@pytest.fixture
def found(seed_warehouse):
    return {v: results.standing_of(seed_warehouse, CATALOGUE, v) for v in VERSIONS}


def test_the_declared_choices_are_the_ones_in_the_methods():
    assert f"figures up to {METHOD.year}, at most five years older" in METHODS
    assert METHOD.maximum_age == 5
    assert f"at least {METHOD.minimum_coverage:.0%}" in METHODS
    assert f"By default {METHOD.draws:,} others are built" in METHODS
    assert f"length N = {METHOD.base:,}" in METHODS
    assert f"For each year from {METHOD.first_back_year}" in METHODS
    assert {"min_max", "z_score", "rank", "borda", "percentile_rank"} <= set(NORMALISATIONS)
    assert {"arithmetic", "geometric", "harmonic"} == set(AGGREGATIONS)


def test_missing_and_outlying_figures_are_counted(found):
    cells = {v: len(s.summary) * len(s.recipe.spec.indicators) for v, s in found.items()}
    missing = {v: len(s.missing) for v, s in found.items()}
    assert (
        f"{missing['relative']} of {cells['relative']} cells relative to size, "
        f"{missing['absolute']} of {cells['absolute']} in absolute terms"
    ) in ASSUMPTIONS
    treated = found["absolute"].methods.nominal.treated
    assert f"In absolute terms {len(treated)} figures, nearly all of the United States" in (
        ASSUMPTIONS
    )
    large = sum(cell.unit in ("USA", "CHN") for cell in treated)
    assert large >= 0.8 * len(treated)


def test_the_choice_that_matters_most_is_named_with_its_share(seed_warehouse):
    share = {}
    for version in VERSIONS:
        effects = results.influence_of(seed_warehouse, CATALOGUE, version).effects
        ranked = effects[effects["output"] == "rank"].set_index("factor")
        share[version] = ranked["total"].map("{:.0%}".format)
        assert ranked["total"].idxmax() == "normalisation"
        filled = ranked.loc["imputation"]
        assert filled["total_verdict"] != CLEAR or filled["total"] < 0.015
    relative, absolute = share["relative"], share["absolute"]
    assert (
        f"{relative['normalisation']} of that variance relative to size, "
        f"{absolute['normalisation']} in absolute terms"
    ) in ASSUMPTIONS
    assert f"behind {relative['weights']} of the variance of the UK's rank relative" in ASSUMPTIONS
    assert f"and {absolute['weights']} in absolute terms" in ASSUMPTIONS


def test_the_place_with_other_figures_is_stated(seed_warehouse, found):
    held = {
        v: {c.change: c for c in results.variants_of(seed_warehouse, CATALOGUE, v)}
        for v in VERSIONS
    }
    own = {v: int(s.summary.loc[UK, "nominal_rank"]) for v, s in found.items()}
    newest = held["relative"][NEWEST]
    assert (
        f"The UK is then {ordinal(newest.rank)} instead of {ordinal(own['relative'])} relative to "
        f"size, and {ordinal(own['absolute'])} as before in absolute terms"
    ) in ASSUMPTIONS
    assert held["absolute"][NEWEST].rank == own["absolute"]
    added = held["relative"][WITH_TOO_OLD]
    assert (
        f"with them the UK would be {ordinal(added.rank)} relative to size and "
        f"{ordinal(held['absolute'][WITH_TOO_OLD].rank)} in absolute terms"
    ) in ASSUMPTIONS
    assert held["relative"][WITHOUT_OLDEST].rank == newest.rank


def test_back_years_rest_on_the_stated_number_of_indicators(seed_warehouse):
    counts = [len(results.back_years_of(seed_warehouse, CATALOGUE, v).indicators) for v in VERSIONS]
    assert f"They rest on {counts[0]} and {counts[1]} of 18 indicators" in ASSUMPTIONS


def test_how_much_of_the_index_can_be_projected_is_stated(seed_warehouse):
    ahead = outlook.outlook(seed_warehouse, CATALOGUE, ())
    shares = {v: outlook.index_coverage(ahead, CATALOGUE, v).share for v in VERSIONS}
    assert (
        f"carry {shares['relative']:.0%} of the weight of the index relative to size, and "
        f"{shares['absolute']:.0%} in absolute terms"
    ) in METHODS
    assert f"{len(ahead.projectable)} indicators pooled" in METHODS
    assert all(share < 0.5 for share in shares.values())
    assert "So no probability is given for the index in 2030." in METHODS
