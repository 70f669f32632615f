"""The index on the page: each published rank is computed again by an independent slow path."""

import json
import time
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from indicators import standing
from indicators.__main__ import main
from indicators.catalogue import load_catalogue
from indicators.errors import ValidationError
from indicators.index_method import VERSIONS, default_recipe, load_method, members
from indicators.recipe import from_dict, to_dict
from indicators.views.ambition import answer, ranks

CATALOGUE = load_catalogue()


@pytest.fixture(scope="module", params=tuple(VERSIONS))
def found(request, module_warehouse):
    return request.param, answer.nominal(module_warehouse, CATALOGUE, request.param)


@pytest.fixture(scope="module")
def module_warehouse(tmp_path_factory):
    from etl import pipeline
    from indicators.warehouse import Warehouse

    built = Warehouse(pipeline.build(folder=tmp_path_factory.mktemp("builds")).path)
    yield built
    built.close()


def by_hand(panel, spec):
    """Scores by loops over plain lists: coverage, winsorising, min-max, two plain means."""
    young = {
        i: {
            g: float(panel.values.loc[g, i])
            for g in panel.values.index
            if panel.values.loc[g, i] == panel.values.loc[g, i]
            and panel.ages.loc[g, i] <= spec.maximum_age
        }
        for i in spec.indicator_ids
    }
    pillars = {p.id: [i.id for i in spec.indicators if i.pillar == p.id] for p in spec.pillars}
    field = [
        g
        for g in spec.comparators
        if sum(g in young[i] for i in spec.indicator_ids) >= 0.65 * len(spec.indicator_ids)
        and all(any(g in young[i] for i in inside) for inside in pillars.values())
    ]
    scaled = {}
    for i in spec.indicator_ids:
        values = {g: young[i][g] for g in field if g in young[i]}
        for _ in range(5):
            known = np.array(list(values.values()))
            skew = stats.skew(known, bias=False)
            if not (abs(skew) > 2 and stats.kurtosis(known, bias=False) > 3.5):
                break
            worst = max(values.values()) if skew > 0 else min(values.values())
            rest = [v for v in values.values() if v != worst]
            nearest = max(rest) if skew > 0 else min(rest)
            values = {g: nearest if v == worst else v for g, v in values.items()}
        low, high = min(values.values()), max(values.values())
        scaled[i] = {g: 100 * (v - low) / (high - low) for g, v in values.items()}
    scores = {}
    for g in field:
        means = []
        for inside in pillars.values():
            held = [scaled[i][g] for i in inside if g in scaled[i]]
            means.append(sum(held) / len(held))
        scores[g] = sum(means) / len(means)
    return scores


def test_every_rank_again_by_hand(found):
    version, made = found
    scores = by_hand(made.panel, made.recipe.spec)
    expected = {g: 1 + sum(other > own for other in scores.values()) for g, own in scores.items()}
    shown = made.summary["nominal_rank"].to_dict()
    assert shown == expected
    for geo, score in scores.items():
        assert made.summary.loc[geo, "nominal_score"] == pytest.approx(score, abs=1e-9)
    chart = ranks.interval_view(made, CATALOGUE.areas, version).chart
    assert {bar.geo: int(bar.value) for bar in chart.bars} == expected


def test_every_rank_is_written_with_its_method_range(found):
    version, made = found
    view = ranks.interval_view(made, CATALOGUE.areas, version)
    for bar in view.chart.bars:
        row = made.summary.loc[bar.geo]
        assert (bar.low, bar.high) == (row["rank_low"], row["rank_high"])
    own = answer.place(made, CATALOGUE.areas, version)
    assert f"method range {own.places}" in view.headline
    assert own.low <= own.rank <= own.high
    assert "chance" not in view.alt + view.subtitle
    assert "probability" not in view.alt + view.subtitle


def test_the_method_range_from_the_draws(found):
    _, made = found
    draws = made.methods.ranks["GBR"].to_numpy()
    row = made.summary.loc["GBR"]
    low, high = np.quantile(draws, [0.05, 0.95], method="inverted_cdf")
    assert (row["rank_low"], row["rank_high"]) == (low, high)
    assert row["share_top"] == np.mean(draws <= 3)
    europe = [g for g in made.methods.ranks if g in made.recipe.subset]
    first = made.methods.ranks[europe].min(axis=1).to_numpy() == draws
    assert row["share_first"] == pytest.approx(first.mean())


def test_left_out_countries_are_named(found):
    _, made = found
    told = answer.left_out(made, CATALOGUE.areas)
    out = {item.unit for item in made.left_out}
    assert {"IND", "TWN"} <= out
    assert all(CATALOGUE.areas[geo].name in told for geo in out)
    assert out | set(made.summary.index) == set(CATALOGUE.areas.countries)


def test_back_years_end_in_the_same_index_of_the_same_indicators(found, module_warehouse):
    version, made = found
    back = answer.back(module_warehouse, CATALOGUE, version)
    assert set(back.indicators) | set(back.dropped) == set(made.recipe.spec.indicator_ids)
    reduced = standing.only(
        replace(made.recipe.spec, comparators=tuple(back.table["geo"].unique())), back.indicators
    )
    scores = by_hand(made.panel, reduced)
    last = back.table[back.table["year"] == load_method().year].set_index("geo")["rank"]
    assert last.to_dict() == {
        g: 1 + sum(other > own for other in scores.values()) for g, own in scores.items()
    }
    counts = back.table.groupby("year")["geo"].nunique()
    assert counts.nunique() == 1, "every year compares the same countries"


def test_the_recipe_gives_the_same_digits_again(found, module_warehouse):
    _, made = found
    text = json.dumps(to_dict(made.recipe))
    again = standing.standing(module_warehouse, CATALOGUE, from_dict(json.loads(text)))
    assert again.summary.equals(made.summary)
    assert again.methods.ranks.equals(made.methods.ranks)


def test_a_recipe_with_a_strange_indicator_is_refused(module_warehouse):
    recipe = default_recipe(CATALOGUE, "relative")
    table = to_dict(recipe)
    table["spec"]["indicators"][0]["id"] = "no_such_thing"
    with pytest.raises(ValidationError, match="no_such_thing"):
        standing.standing(module_warehouse, CATALOGUE, from_dict(table))


def test_weights_move_the_result_within_a_second(found):
    _, made = found
    weights = {p.id: 20.0 for p in made.recipe.spec.pillars} | {"invention": 60.0}
    began = time.perf_counter()
    moved = standing.on_panel(made.panel, standing.changed(made.recipe, weights, {}))
    assert time.perf_counter() - began < 1
    assert not moved.methods.nominal.scores["index"].equals(made.methods.nominal.scores["index"])


def test_a_weight_of_zero_takes_a_pillar_out(found):
    _, made = found
    weights = {p.id: 20.0 for p in made.recipe.spec.pillars} | {"invention": 0.0}
    moved = standing.on_panel(made.panel, standing.changed(made.recipe, weights, {}))
    assert "invention" not in moved.methods.nominal.scores
    with pytest.raises(ValidationError, match="every pillar has weight zero"):
        standing.changed(made.recipe, dict.fromkeys(weights, 0.0), {})


def test_presets_are_whole_and_every_member_has_a_pillar():
    for preset in load_method().presets:
        assert sum(preset.weights.values()) == 100
    for version in VERSIONS:
        spec = default_recipe(CATALOGUE, version).spec
        assert spec.indicator_ids == tuple(i.id for i in members(CATALOGUE, version))
        assert len(spec.pillars) == 5


@pytest.fixture
def shell(seed_warehouse, capsys):  # noqa: ARG001
    def run(*arguments):
        code = main(list(arguments))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_command_prints_what_the_page_shows(shell, found):
    version, made = found
    code, out, _ = shell("index", "--version", version, "--json")
    told = json.loads(out)
    assert code == 0
    assert {r["unit"]: r["nominal_rank"] for r in told["summary"]} == {
        str(g): r for g, r in made.summary["nominal_rank"].items()
    }
    assert told["recipe"]["seed"] == made.recipe.seed
    assert told["build"]


def test_the_command_reads_a_saved_recipe(shell, tmp_path):
    recipe = replace(default_recipe(CATALOGUE, "absolute"), draws=200, seed=7)
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(to_dict(recipe)))
    first, second = (shell("index", "--recipe", str(path), "--json") for _ in range(2))
    assert first == second
    assert json.loads(first[1])["recipe"]["draws"] == 200
    toml = tmp_path / "bad.toml"
    toml.write_text("format = 1\nnonsense = 2\n")
    code, _, err = shell("index", "--recipe", str(toml))
    assert code == 1
    assert "nonsense" in err


def test_the_command_says_why_an_indicator_is_not_projected(shell):
    code, out, err = shell("project", "--indicator", "gerd_pct_gdp")
    assert (code, out) == (1, "")
    assert "6 annual points in a row since the break before 2018" in err
