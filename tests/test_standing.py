"""The index on the page: each published rank is computed again by an independent slow path."""

import json
import time
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from indicators import panels, results, standing
from indicators.__main__ import main
from indicators.catalogue import load_catalogue
from indicators.errors import ValidationError
from indicators.index_method import VERSIONS, default_recipe, load_method, members
from indicators.recipe import from_bytes, from_dict, to_dict, to_json
from indicators.variants import NEWEST, WITH_TOO_OLD, WITHOUT_OLDEST, variants
from indicators.views.ambition import answer, back_years, coverage, pillars, ranks

CATALOGUE = load_catalogue()


@pytest.fixture(scope="module", params=tuple(VERSIONS))
def found(request, module_warehouse):
    return request.param, results.standing_of(module_warehouse, CATALOGUE, request.param)


@pytest.fixture(scope="module")
def module_warehouse(tmp_path_factory):
    from etl import pipeline
    from indicators.warehouse import Warehouse

    built = Warehouse(pipeline.build(folder=tmp_path_factory.mktemp("builds")).path)
    yield built
    built.close()


def scaled_by_hand(panel, spec):
    """Figures on the common scale by loops over plain lists: coverage, winsorising, min-max."""
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
    return field, pillars, scaled


def pillars_by_hand(panel, spec):
    """Scores in each pillar: plain means of what is there."""
    field, pillars, scaled = scaled_by_hand(panel, spec)
    means = {}
    for name, inside in pillars.items():
        means[name] = {}
        for g in field:
            held = [scaled[i][g] for i in inside if g in scaled[i]]
            means[name][g] = sum(held) / len(held)
    return means


def by_hand(panel, spec):
    """Scores: plain means of the pillars."""
    means = pillars_by_hand(panel, spec)
    field = next(iter(means.values()))
    return {g: sum(own[g] for own in means.values()) / len(means) for g in field}


def ranked(scores):
    return {g: 1 + sum(other > own for other in scores.values()) for g, own in scores.items()}


def test_every_rank_again_by_hand(found):
    version, made = found
    scores = by_hand(made.panel, made.recipe.spec)
    expected = ranked(scores)
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


def test_every_rank_of_every_back_year_again_by_hand(found, module_warehouse):
    version, made = found
    back = results.back_years_of(module_warehouse, CATALOGUE, version)
    spec = made.recipe.spec
    assert set(back.indicators) | set(back.dropped) == set(spec.indicator_ids)
    field = tuple(back.table["geo"].unique())
    assert set(field) | set(back.left_out) == set(made.summary.index)
    reduced = standing.only(replace(spec, comparators=field), back.indicators)
    rows = panels.read_rows(module_warehouse, back.indicators)
    for year, own in back.table.groupby("year"):
        panel = panels.assemble(rows, CATALOGUE, back.indicators, year=int(year))
        assert own.set_index("geo")["rank"].to_dict() == ranked(by_hand(panel, reduced)), year
        assert (own["low"] <= own["high"]).all()
    assert set(back.table["year"]) == set(range(load_method().first_back_year, 2025))
    view = back_years.bump_view(made, back, CATALOGUE.areas, version)
    uk = next(series for series in view.chart.series if series.geo == "GBR")
    shown = [point.value for segment in uk.segments for point in segment.points]
    assert shown == back.table[back.table["geo"] == "GBR"]["rank"].tolist()


def test_every_rank_in_a_pillar_again_by_hand(found):
    version, made = found
    view = pillars.pillar_view(made, version)
    for bar in view.chart.bars:
        scores = pillars_by_hand(made.panel, made.recipe.spec)[bar.geo]
        assert bar.value == pytest.approx(scores["GBR"], abs=1e-9)
        assert bar.target == pytest.approx(sorted(scores.values())[-3], abs=1e-9)
        rank = ranked(scores)["GBR"]
        assert bar.text.startswith(str(rank))
        assert bar.text.endswith(f"of {len(scores)}")


def test_every_rank_after_an_improvement_again_by_hand(found):
    version, made = found
    field, members_of, scaled = scaled_by_hand(made.panel, made.recipe.spec)
    table = pillars.improvements_table(made, CATALOGUE, version)
    titles = {CATALOGUE[i].title: i for i in made.recipe.spec.indicator_ids}
    for row in table.rows:
        indicator = titles[row[1]]
        third = sorted(scaled[indicator].values())[-3]
        assert scaled[indicator]["GBR"] < third
        scaled[indicator]["GBR"] = third
        scores = {}
        for g in field:
            held = {
                p: [scaled[i][g] for i in ids if g in scaled[i]] for p, ids in members_of.items()
            }
            scores[g] = sum(sum(v) / len(v) for v in held.values()) / len(held)
        assert row[-1].startswith(str(ranked(scores)["GBR"]))
    assert table.rows[-1][-1] == "3rd"


def test_every_rank_with_missing_figures_at_the_lowest_again_by_hand(found):
    version, made = found
    names = {CATALOGUE.areas[geo].name: geo for geo in made.summary.index}
    told = {names[row[0]]: row for row in coverage.lowest_table(made, CATALOGUE, version).rows}
    assert set(told) == {geo for geo, _ in made.missing}
    for geo, row in told.items():
        _, members_of, scaled = scaled_by_hand(made.panel, made.recipe.spec)
        scores = by_hand(made.panel, made.recipe.spec)
        held = [[scaled[i].get(geo, 0.0) for i in ids] for ids in members_of.values()]
        scores[geo] = sum(sum(v) / len(v) for v in held) / len(held)
        assert row[4] == f"{scores[geo]:.1f}"
        assert row[5].startswith(str(ranked(scores)[geo]))
        assert float(row[4]) <= float(row[2])
    sentence = coverage.lowest_sentence(made, CATALOGUE, version)
    assert "the UK has a figure for every indicator" in sentence


def test_missing_figures_are_listed_with_their_reason(found):
    version, made = found
    rows = coverage.missing_table(made, CATALOGUE, version).rows
    assert len(rows) == len(made.missing) == len(made.methods.nominal.missing)
    assert all(row[2] for row in rows)
    assert str(len(rows)) in coverage.filled(made)


def test_the_place_with_other_figures_again_by_hand(found, module_warehouse):
    version, made = found
    spec = made.recipe.spec
    changes = {v.change: v for v in variants(module_warehouse, CATALOGUE, made.recipe)}
    extra = load_method().too_old[version]
    rows = panels.read_rows(module_warehouse, (*spec.indicator_ids, extra))
    newest = panels.assemble(rows, CATALOGUE, spec.indicator_ids)
    dropped = changes[NEWEST].changed
    kept = [i for i in spec.indicator_ids if i not in dropped]
    scores = by_hand(newest, standing.only(spec, kept))
    assert changes[NEWEST].rank == ranked(scores)["GBR"]
    for name in dropped:
        assert (newest.ages[name].dropna() > spec.maximum_age).all()
    old = changes.get(WITHOUT_OLDEST)
    assert (old is not None) == (version == "relative")
    if old:
        kept = [i for i in spec.indicator_ids if i not in old.changed]
        assert old.rank == ranked(by_hand(made.panel, standing.only(spec, kept)))["GBR"]
    added = changes[WITH_TOO_OLD]
    assert (added.changed, added.year) == ((extra,), 2017)
    panel = panels.assemble(rows, CATALOGUE, (*spec.indicator_ids, extra), year=made.recipe.year)
    ages = panel.ages.assign(**{extra: 0.0})
    wider = replace(spec, indicators=(*spec.indicators, replace(spec.indicators[0], id=extra)))
    assert added.rank == ranked(by_hand(replace(panel, ages=ages), wider))["GBR"]
    shown = coverage.other_figures({version: tuple(changes.values())}, CATALOGUE).rows
    assert [row[2].split(" of ")[0] for row in shown] == [f"{v.rank}th" for v in changes.values()]


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


@pytest.mark.parametrize("content", [b"x" * 100_001, b"{", b"[" * 5000, b"{}", b"\xff"])
def test_a_file_that_is_no_recipe_is_refused(content):
    with pytest.raises(ValidationError, match="recipe"):
        from_bytes(content, "mine.json")


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


def test_a_saved_recipe_gives_the_same_digits_as_json_and_as_toml(shell, tmp_path):
    recipe = replace(default_recipe(CATALOGUE, "absolute"), draws=200, seed=7)
    as_json, as_toml = tmp_path / "mine.json", tmp_path / "mine.toml"
    as_json.write_text(to_json(recipe))
    as_toml.write_text(toml_of(to_dict(recipe)))
    told = [shell("index", "--recipe", str(path), "--json") for path in (as_json, as_json, as_toml)]
    assert told[0] == told[1] == told[2]
    assert json.loads(told[0][1])["recipe"]["draws"] == 200
    code, out, _ = shell("index", "--recipe", str(as_toml))
    assert code == 0
    assert "seed 7, 200 methods drawn" in out
    assert "min_max scale, arithmetic mean within" in out
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\nnonsense = 2\n")
    code, _, err = shell("index", "--recipe", str(bad))
    assert code == 1
    assert "nonsense" in err


def toml_of(table):
    """Tables within lists inline, as one writes a small recipe by hand."""
    return "".join(f"{key} = {inline(value)}\n" for key, value in table.items())


def inline(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(v) for v in value) + "]"
    return json.dumps(value)


def test_the_command_says_why_an_indicator_is_not_projected(shell):
    code, out, err = shell("project", "--indicator", "gerd_pct_gdp")
    assert (code, out) == (1, "")
    assert "6 annual points in a row since the break before 2018" in err
