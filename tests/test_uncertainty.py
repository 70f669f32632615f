"""Ranks under many methods: against a slow path, by property, and recipes that reproduce them."""

import json
import math
import statistics
import tomllib
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.composite import INDEX, IndexSpec, IndicatorSpec, PillarSpec, build
from indicators.composite.panel import check_panel
from indicators.errors import NoDataError, ValidationError
from indicators.recipe import Recipe, from_dict, to_dict
from indicators.uncertainty import (
    Alternatives,
    Method,
    monte_carlo,
    reasonable_alternatives,
    sensitivity,
)
from indicators.uncertainty.alternatives import columns, concentration, decode, varied_nodes
from indicators.uncertainty.evaluate import index_scores, rank_draws, standardised, workbench

MEAN = Method("min_max", "arithmetic", "arithmetic")


def panel_of(units: int = 9, seed: int = 5) -> pd.DataFrame:
    """Skewed figures with an outlier and gaps; six indicators."""
    rng = np.random.default_rng(seed)
    panel = pd.DataFrame(
        np.round(rng.lognormal(1, 0.6, (units, 6)), 3),
        index=[f"u{n}" for n in range(units)],
        columns=list("abcdef"),
    )
    panel.loc["u2", "a"] = 90.0
    panel.loc["u3", "b"] = panel.loc["u4", "e"] = panel.loc["u5", "f"] = np.nan
    return panel


def ages_for(panel: pd.DataFrame) -> pd.DataFrame:
    ages = panel * 0.0
    ages.loc["u6", "c"], ages.loc["u7", "a"], ages.loc["u0", "d"] = 4, 3, 5
    return ages


SPEC = IndexSpec(
    indicators=(
        IndicatorSpec("a", "P", weight=2.0),
        IndicatorSpec("b", "P", "lower"),
        IndicatorSpec("c", "Q"),
        IndicatorSpec("d", "Q", "lower", 3.0),
        IndicatorSpec("e", "R"),
        IndicatorSpec("f", "R"),
    ),
    pillars=(
        PillarSpec("P", parent="S"),
        PillarSpec("Q", 2.0, parent="S"),
        PillarSpec("R"),
        PillarSpec("S", 3.0),
    ),
    window=2,
    peers=(("u0", "u1", "u2", "u3", "u4"),),
)


# An independent slow path: plain loops over lists, sharing nothing with the package but the
# decoded draws.


def slow_column(values, ages, treatment, imputation, peers):
    kept = {
        u: v
        for u, v in values.items()
        if not math.isnan(v) and (ages[u] <= 2 or (imputation == "earlier" and ages[u] <= 5))
    }
    if treatment == "winsorise":
        kept = slow_winsorise(kept)
    filled = dict(kept)
    if imputation == "peer_mean":
        for u in values.keys() - kept.keys():
            known = [kept[p] for p in kept if (p in peers) == (u in peers)]
            if known:
                filled[u] = statistics.fmean(known)
    return filled


def slow_winsorise(kept):
    kept, first, changed = dict(kept), dict(kept), 0
    while True:
        x = list(kept.values())
        n, m = len(x), statistics.fmean(x)
        m2, m3, m4 = (sum((v - m) ** p for v in x) / n for p in (2, 3, 4))
        skew = m3 / m2**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
        kurt = ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
        if abs(skew) <= 2 or kurt <= 3.5 or changed >= 5:
            return kept
        x.sort(reverse=skew >= 0)
        following = next(v for v in x if v != x[0])
        kept = {u: following if v == x[0] else v for u, v in kept.items()}
        changed = sum(first[u] != v for u, v in kept.items())


def slow_normalise(kept, direction, method):
    x = {u: v * direction for u, v in kept.items()}
    low, high = min(x.values()), max(x.values())
    positive = method.within != "arithmetic" or method.between != "arithmetic"
    if method.normalisation == "min_max":
        floor = 1 if positive else 0
        return {u: floor + (100 - floor) * (v - low) / (high - low) for u, v in x.items()}
    if method.normalisation == "z_score":
        m, s = statistics.fmean(x.values()), statistics.stdev(x.values())
        return {u: 10 + 2 * (v - m) / s for u, v in x.items()}
    below = {u: sum(w < v for w in x.values()) for u, v in x.items()}
    if method.normalisation == "rank":
        return {u: b + 1 for u, b in below.items()}
    assert method.normalisation == "percentile_rank"
    return {u: b / (len(x) - 1) for u, b in below.items()}


def slow_mean(pairs, how):
    total = sum(w for w, _ in pairs)
    if not pairs or total == 0:
        return None
    if how == "arithmetic":
        return sum(w * x for w, x in pairs) / total
    assert how == "geometric"
    return math.prod(x ** (w / total) for w, x in pairs)


def slow_index(panel, ages, method, treatment, imputation, left_out, weights):
    """Index scores by unit for the framework of SPEC."""
    peers, normalised = SPEC.peers[0], {}
    for i in SPEC.indicators:
        column = slow_column(
            panel[i.id].to_dict(), ages[i.id].to_dict(), treatment, imputation, peers
        )
        normalised[i.id] = slow_normalise(column, 1 if i.direction == "higher" else -1, method)
    scores = {}
    for u in panel.index:
        pillar = {}
        for p in "PQR":
            own = [i for i in SPEC.indicators if i.pillar == p and i.id != left_out]
            pairs = [(i.weight, normalised[i.id][u]) for i in own if u in normalised[i.id]]
            pillar[p] = slow_mean(pairs, method.within)
        for node, children in (("S", "PQ"), (INDEX, "RS")):
            pairs = [(weights[c], pillar[c]) for c in children if pillar[c] is not None]
            pillar[node] = slow_mean(pairs, method.between)
        scores[u] = pillar[INDEX]
    return scores


def test_every_rank_equals_that_of_a_slow_independent_path():
    panel, draws = panel_of(), 400
    ages = ages_for(panel)
    alternatives = reasonable_alternatives(SPEC)
    assert alternatives.imputations == ("none", "peer_mean", "earlier")
    result = monte_carlo(panel, SPEC, alternatives, seed=11, draws=draws, ages=ages)
    assert result.refused == ()
    design = np.random.default_rng(11).random((draws, len(columns(SPEC, alternatives))))
    chosen = decode(design, SPEC, alternatives)
    met = set()
    for d in range(draws):
        method = alternatives.methods[chosen.method[d]]
        treatment = alternatives.treatments[chosen.treatment[d]]
        imputation = alternatives.imputations_with(method)[chosen.imputation[d]]
        left_out = "abcdef"[chosen.left_out[d]] if chosen.left_out[d] >= 0 else None
        weights = dict(zip("PQ", chosen.weights["S"][d], strict=True))
        weights |= dict(zip("RS", chosen.weights[INDEX][d], strict=True))
        scores = slow_index(panel, ages, method, treatment, imputation, left_out, weights)
        ranks = {u: 1 + sum(o > s + 1e-9 for o in scores.values()) for u, s in scores.items()}
        assert result.ranks.loc[d].to_dict() == ranks, (method, treatment, imputation, left_out)
        met |= {method, ("treatment", treatment), ("imputation", imputation), left_out}
    assert len(met) == 13 + 2 + 3 + 7, "every option was drawn"


def test_summary_is_what_the_draws_say():
    panel = panel_of()
    result = monte_carlo(
        panel, SPEC, reasonable_alternatives(SPEC), seed=3, draws=999, subset=("u1", "u2", "u8")
    )
    for unit in panel.index:
        own, row = sorted(result.ranks[unit]), result.summary.loc[unit]
        # 5% of 999 is 49.95: the 50th smallest is the first that this share does not exceed.
        assert (row["rank_low"], row["median_rank"], row["rank_high"]) == (
            own[49],
            own[499],
            own[949],
        )
        assert row["share_top"] == sum(r <= 3 for r in own) / 999
        assert row["nominal_rank"] == build(panel, SPEC).ranks[unit]
    best = result.ranks[["u1", "u2", "u8"]].min(axis=1)
    assert result.summary.loc["u2", "share_first"] == (result.ranks["u2"] == best).mean()
    assert math.isnan(result.summary.loc["u0", "share_first"])
    shares = result.summary.loc[["u1", "u2", "u8"], "share_first"]
    assert shares.sum() >= 1
    distribution = result.distribution
    np.testing.assert_allclose(distribution.sum(axis=1), 1)
    assert distribution.loc["u4", 2] == (result.ranks["u4"] == 2).mean()
    assert list(result.summary["nominal_rank"]) == sorted(result.summary["nominal_rank"])


def test_standardised_scores_do_not_depend_on_the_scale():
    scores = np.array([[1.0, 2.0, 3.0], [100.0, 200.0, 300.0], [5.0, 5.0, 5.0]])
    np.testing.assert_allclose(standardised(scores), [[-1, 0, 1], [-1, 0, 1], [0, 0, 0]])


# Zero spread


def test_identical_alternatives_give_zero_spread():
    panel = panel_of()
    one = Alternatives((MEAN,), ("none",), ("none",), weight_variation=0.0, leave_one_out=False)
    result = monte_carlo(panel, SPEC, one, seed=1, draws=200)
    summary = result.summary
    for column in ("median_rank", "rank_low", "rank_high"):
        assert (summary[column] == summary["nominal_rank"]).all()
    for column in ("median_standard", "standard_low", "standard_high"):
        np.testing.assert_allclose(summary[column], summary["nominal_standard"], atol=1e-12)
    assert set(summary["share_top"]) == {0.0, 1.0}
    with pytest.raises(ValidationError, match="nothing varies"):
        sensitivity(panel, SPEC, one, "u0", seed=1)


def test_a_choice_between_options_that_give_the_same_has_no_effect():
    panel = panel_of()
    panel.loc["u2", "a"] = 5.0
    assert build(panel, replace(SPEC, treatment="winsorise")).treated == ()
    same = Alternatives((MEAN,), ("none", "winsorise"), ("none",), 0.25, leave_one_out=False)
    found = sensitivity(panel, SPEC, same, "u0", seed=1, base=64).effects.set_index(
        ["output", "factor"]
    )
    row = found.loc[("score", "treatment")]
    assert row["first"] == row["total"] == 0
    assert row["first_verdict"] == row["total_verdict"] == "no clear effect"
    row = found.loc[("score", "weights")]
    assert row["first"] == pytest.approx(1, abs=0.15)
    assert row["total_verdict"] == "clear effect"


def test_where_nothing_moves_the_output_the_result_says_so():
    # u0 is first in every indicator: its rank is one under any method.
    panel = panel_of()
    panel.loc["u0"] = [500, 0.001, 500, 0.001, 500, 500]
    found = sensitivity(panel, SPEC, reasonable_alternatives(SPEC), "u0", seed=2, base=32)
    rank = found.effects[found.effects["output"] == "rank"]
    assert set(rank["first_verdict"]) == {"the same under every method"}
    assert rank["total"].isna().all()
    assert found.spread["rank"] == 0


# Seeds, common draws, properties


def test_the_same_seed_gives_the_same_answer_and_another_does_not():
    panel, alternatives = panel_of(), reasonable_alternatives(SPEC)
    first, second, other = (
        monte_carlo(panel, SPEC, alternatives, seed=s, draws=300) for s in (7, 7, 8)
    )
    pd.testing.assert_frame_equal(first.ranks, second.ranks)
    pd.testing.assert_frame_equal(first.summary, second.summary)
    assert not first.ranks.equals(other.ranks)
    effects = [
        sensitivity(panel, SPEC, alternatives, "u1", seed=s, base=32).effects for s in (0, 0, 1)
    ]
    pd.testing.assert_frame_equal(effects[0], effects[1])
    assert not effects[0].equals(effects[2])


def test_every_unit_meets_the_same_draws():
    panel, alternatives = panel_of(), reasonable_alternatives(SPEC)
    given_order = monte_carlo(panel, SPEC, alternatives, seed=7, draws=300)
    backwards = monte_carlo(panel.iloc[::-1], SPEC, alternatives, seed=7, draws=300)
    pd.testing.assert_frame_equal(
        given_order.ranks[list(panel.index)], backwards.ranks[list(panel.index)]
    )


def test_more_draws_than_fit_in_one_piece_change_nothing(monkeypatch):
    panel, alternatives = panel_of(), reasonable_alternatives(SPEC)
    whole = monte_carlo(panel, SPEC, alternatives, seed=7, draws=300)
    monkeypatch.setattr("indicators.uncertainty.evaluate.CHUNK", 7)
    pieces = monte_carlo(panel, SPEC, alternatives, seed=7, draws=300)
    pd.testing.assert_frame_equal(whole.ranks, pieces.ranks)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.01, 100), st.sampled_from("abcdef"))
def test_scaling_weights_or_units_changes_nothing(factor, column):
    panel = panel_of()
    alternatives = replace(reasonable_alternatives(SPEC), treatments=("none",))
    plain = monte_carlo(panel, SPEC, alternatives, seed=9, draws=200)
    scaled_spec = replace(
        SPEC,
        indicators=tuple(replace(i, weight=i.weight * factor) for i in SPEC.indicators),
        pillars=tuple(replace(p, weight=p.weight * factor) for p in SPEC.pillars),
    )
    scaled = monte_carlo(panel, scaled_spec, alternatives, seed=9, draws=200)
    pd.testing.assert_frame_equal(plain.ranks, scaled.ranks)
    changed = panel.assign(**{column: panel[column] * factor})
    moved = monte_carlo(changed, SPEC, alternatives, seed=9, draws=200)
    pd.testing.assert_frame_equal(plain.ranks, moved.ranks)


# What is drawn


def test_all_options_are_equally_likely():
    alternatives = replace(
        reasonable_alternatives(SPEC),
        methods=(
            MEAN,
            Method("min_max", "geometric", "geometric"),
            Method("rank", *("arithmetic",) * 2),
        ),
    )
    n = 120_000
    drawn = decode(
        np.random.default_rng(4).random((n, len(columns(SPEC, alternatives)))), SPEC, alternatives
    )
    np.testing.assert_allclose(np.bincount(drawn.method) / n, [1 / 3] * 3, atol=0.006)
    np.testing.assert_allclose(np.bincount(drawn.treatment) / n, [0.5] * 2, atol=0.006)
    np.testing.assert_allclose(np.bincount(drawn.left_out + 1) / n, [1 / 7] * 7, atol=0.006)
    ranked = drawn.method == 2
    assert set(drawn.imputation[ranked]) == {0, 1}, "none and earlier: a peer mean has no rank"
    np.testing.assert_allclose(
        np.bincount(drawn.imputation[~ranked]) / (~ranked).sum(), [1 / 3] * 3, atol=0.006
    )


def test_drawn_weights_have_the_nominal_mean_and_the_declared_variation():
    equal = replace(SPEC, pillars=tuple(PillarSpec(p) for p in "PQR"), window=None)
    alternatives = reasonable_alternatives(equal)
    n = 60_000
    design = np.random.default_rng(4).random((n, len(columns(equal, alternatives))))
    weights = decode(design, equal, alternatives).weights
    assert list(weights) == [INDEX]
    np.testing.assert_allclose(weights[INDEX].sum(axis=1), 1)
    np.testing.assert_allclose(weights[INDEX].mean(axis=0), 1 / 3, atol=0.002)
    variation = weights[INDEX].std(axis=0) / weights[INDEX].mean(axis=0)
    np.testing.assert_allclose(variation, 0.25, atol=0.005)
    # A Dirichlet's components: correlation −1 / (k − 1) when equal.
    assert np.corrcoef(weights[INDEX].T)[0, 1] == pytest.approx(-0.5, abs=0.01)


def test_unequal_weights_have_the_declared_variation_on_average():
    # Means 0.25 and 0.75: squared variations 3 / (c + 1) and (1/3) / (c + 1), mean 0.0625.
    assert concentration((0.25, 0.75), 0.25) == pytest.approx((3 + 1 / 3) / 2 / 0.0625 - 1)
    assert concentration((0.2,) * 5, 0.25) == pytest.approx(63)


def test_without_pillars_the_weights_of_indicators_are_drawn():
    flat = IndexSpec(indicators=tuple(IndicatorSpec(c) for c in "abcdef"))
    alternatives = reasonable_alternatives(flat)
    assert {(m.within, m.between) for m in alternatives.methods} == {
        ("arithmetic", "arithmetic"),
        ("geometric", "geometric"),
    }
    assert [n.id for n in varied_nodes(flat, alternatives)] == [INDEX]
    assert len(columns(flat, alternatives)) == 5 + 6
    assert [n.id for n in varied_nodes(SPEC, reasonable_alternatives(SPEC))] == ["S", INDEX]


def test_leaving_out_the_only_indicator_of_a_pillar_gives_its_weight_to_the_others():
    panel = panel_of()[["a", "b"]].fillna(1.0)
    spec = IndexSpec(
        indicators=(IndicatorSpec("a", "P"), IndicatorSpec("b", "Q")),
        pillars=(PillarSpec("P"), PillarSpec("Q")),
    )
    alternatives = Alternatives((MEAN,), ("none",), ("none",), 0.0, leave_one_out=True)
    bench = workbench(check_panel(panel, spec), spec, alternatives)
    design = np.full((3, len(columns(spec, alternatives))), 0.5)
    design[:, 4] = [0.1, 0.5, 0.9]
    scores = index_scores(bench, decode(design, spec, alternatives))
    normal = build(panel, spec).normalised
    np.testing.assert_allclose(scores[0], normal.mean(axis=1))
    np.testing.assert_allclose(scores[1], normal["b"])
    np.testing.assert_allclose(scores[2], normal["a"])


# Monte Carlo error


def test_the_error_of_a_share_is_wilsons_interval():
    panel = panel_of()
    one = Alternatives((MEAN,), ("none",), ("none",), weight_variation=0.0, leave_one_out=False)
    error = monte_carlo(panel, SPEC, one, seed=1, draws=100).error
    # 0 of 100 and 100 of 100, as tabled: 0 to 0.0370, 0.9630 to 1.
    for low, high in set(zip(error["share_top_from"], error["share_top_to"], strict=True)):
        assert (round(low, 4), round(high, 4)) in {(0.0, 0.037), (0.963, 1.0)}


def test_the_error_narrows_with_draws_and_the_method_range_does_not():
    panel, alternatives = panel_of(), reasonable_alternatives(SPEC)
    few, many = (monte_carlo(panel, SPEC, alternatives, seed=1, draws=n) for n in (200, 20_000))
    width = [(r.error["share_top_to"] - r.error["share_top_from"]).max() for r in (few, many)]
    assert width[1] < width[0] / 8
    for unit in panel.index:
        low, high = few.error.loc[unit, ["share_top_from", "share_top_to"]]
        assert low - 0.03 <= many.summary.loc[unit, "share_top"] <= high + 0.03
        between = many.error.loc[unit]
        assert between["rank_high_from"] <= many.summary.loc[unit, "rank_high"]
        assert many.summary.loc[unit, "rank_high"] <= between["rank_high_to"]


# Sobol indices


def exact_indices(panel, spec, alternatives, unit):
    """First- and total-order indices of the standardised score by enumerating every method."""
    bench = workbench(check_panel(panel, spec), spec, alternatives)
    sizes = (3, 2, 2, len(spec.indicators) + 1)  # methods are three normalisations × two means
    cells = list(product(*(range(n) for n in sizes)))
    design = np.full((len(cells), len(columns(spec, alternatives))), 0.5)
    for row, (n, a, t, out) in enumerate(cells):
        design[row, :5] = (n + 0.5) / 3, (a + 0.5) / 2, (t + 0.5) / 2, 0.5, (out + 0.5) / sizes[3]
    scores = index_scores(bench, decode(design, spec, alternatives))
    y = standardised(scores)[:, bench.panel.units.index(unit)].reshape(sizes)
    first, total = {}, {}
    for axis, name in enumerate(("normalisation", "aggregation", "treatment", "left_out")):
        others = tuple(k for k in range(4) if k != axis)
        first[name] = y.mean(axis=others).var() / y.var()
        total[name] = y.var(axis=axis).mean() / y.var()
    return first, total


def test_indices_agree_with_the_exact_ones_of_a_discrete_design():
    panel = panel_of()
    methods = tuple(
        Method(n, a, a) for n in ("min_max", "z_score", "rank") for a in ("arithmetic", "geometric")
    )
    alternatives = Alternatives(methods, imputations=("none",), weight_variation=0.0)
    first, total = exact_indices(panel, SPEC, alternatives, "u2")
    found = sensitivity(panel, SPEC, alternatives, "u2", seed=5, base=2_048)
    table = found.effects[found.effects["output"] == "score"].set_index("factor")
    assert list(table.index) == ["normalisation", "aggregation", "treatment", "left_out"]
    for name in table.index:
        assert table.loc[name, "first"] == pytest.approx(first[name], abs=0.06)
        assert table.loc[name, "total"] == pytest.approx(total[name], abs=0.06)
        assert table.loc[name, "first_low"] <= table.loc[name, "first"]
    assert found.runs == 2_048 * 6


def test_an_index_whose_interval_includes_zero_has_no_clear_effect():
    effects = sensitivity(
        panel_of(), SPEC, reasonable_alternatives(SPEC), "u2", seed=5, base=128
    ).effects
    for name in ("first", "total"):
        clear = effects[f"{name}_low"] > 0
        assert set(effects[clear][f"{name}_verdict"]) <= {"clear effect"}
        assert set(effects[~clear][f"{name}_verdict"]) <= {"no clear effect"}
    assert "no clear effect" in set(effects["first_verdict"])
    assert "clear effect" in set(effects["first_verdict"])


# What is refused


def test_a_method_the_panel_does_not_allow_is_not_drawn_and_is_named():
    panel = pd.DataFrame(
        {"a": [*np.linspace(0, 1, 59), -400.0], "b": np.linspace(0, 1, 60)},
        index=[f"u{n}" for n in range(60)],
    )
    spec = IndexSpec(indicators=(IndicatorSpec("a"), IndicatorSpec("b")))
    z_geometric = Method("z_score", "geometric", "geometric")
    alternatives = Alternatives((MEAN, z_geometric), ("none",), ("none",))
    result = monte_carlo(panel, spec, alternatives, seed=1, draws=50)
    assert [r.method for r in result.refused] == [z_geometric]
    assert "indicator 'a', u59" in result.refused[0].reason
    with pytest.raises(ValidationError, match="none of the methods suits"):
        monte_carlo(panel, spec, replace(alternatives, methods=(z_geometric,)), seed=1, draws=50)


def test_a_unit_that_some_draw_leaves_without_values_is_named():
    panel = panel_of()[["a", "b"]]
    spec = IndexSpec(indicators=(IndicatorSpec("a"), IndicatorSpec("b")), minimum_coverage=0.5)
    alternatives = Alternatives((MEAN,), ("none",), ("none",))
    with pytest.raises(ValidationError, match="u3 has no value left"):
        monte_carlo(panel, spec, alternatives, seed=1, draws=100)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"methods": ()}, "methods is empty"),
        ({"methods": (MEAN, MEAN)}, "a method stands twice"),
        ({"methods": (Method("minmax", "arithmetic", "arithmetic"),)}, "'minmax' is none of"),
        ({"methods": (Method("borda", "geometric", "arithmetic"),)}, "'borda' gives zeros"),
        ({"treatments": ()}, "treatments is empty"),
        ({"treatments": ("none", "trim")}, "'trim' is none of"),
        ({"treatments": ("none", "none")}, "an option stands twice"),
        (
            {
                "methods": (Method("rank", "arithmetic", "arithmetic"),),
                "imputations": ("peer_mean",),
            },
            "no imputation is valid with normalisation 'rank'",
        ),
        ({"weight_variation": -0.1}, "weight_variation -0.1"),
        ({"weight_variation": math.nan}, "weight_variation nan"),
    ],
)
def test_bad_alternatives_are_refused(choices, words):
    with pytest.raises(ValidationError) as raised:
        Alternatives(**{"methods": (MEAN,), **choices})
    assert words in str(raised.value)


def test_other_bad_requests_are_refused():
    panel, alternatives = panel_of(), reasonable_alternatives(SPEC)
    with pytest.raises(ValidationError, match="draws 0"):
        monte_carlo(panel, SPEC, alternatives, seed=1, draws=0)
    with pytest.raises(ValidationError, match="base 1000 is not a power of two"):
        sensitivity(panel, SPEC, alternatives, "u1", seed=1, base=1000)
    with pytest.raises(NoDataError, match="'GBR' has no score"):
        sensitivity(panel, SPEC, alternatives, "GBR", seed=1)
    with pytest.raises(ValidationError, match="more than the 2 weights"):
        monte_carlo(panel, SPEC, replace(alternatives, weight_variation=1.5), seed=1, draws=5)
    single = IndexSpec(indicators=(IndicatorSpec("a"),))
    with pytest.raises(ValidationError, match="leave_one_out needs two"):
        monte_carlo(panel, single, Alternatives((MEAN,)), seed=1, draws=5)


def test_ranks_of_many_draws_share_the_better_place():
    scores = np.array([[3.0, 1.0, 3.0, 2.0], [0.0, 0.0, 0.0, 0.0]])
    assert rank_draws(scores).tolist() == [[1, 4, 1, 3], [1, 1, 1, 1]]


# Recipes


def recipe() -> Recipe:
    return Recipe(
        spec=SPEC,
        alternatives=reasonable_alternatives(SPEC),
        seed=2_023,
        draws=250,
        unit="u1",
        subset=("u1", "u2"),
        year=2024,
    )


def test_a_recipe_survives_json_exactly():
    text = json.dumps(to_dict(recipe()))
    assert from_dict(json.loads(text)) == recipe()
    awkward = replace(
        recipe(),
        year=None,
        spec=replace(
            SPEC,
            window=None,
            minimum_coverage=0.1 + 0.2,
            pillars=(*SPEC.pillars[:3], PillarSpec("S", 1 / 3)),
        ),
    )
    assert from_dict(json.loads(json.dumps(to_dict(awkward)))) == awkward
    bare = replace(
        awkward,
        seed=0,
        alternatives=Alternatives((MEAN,), ("none",), ("none",), 0.0, leave_one_out=False),
        spec=replace(SPEC, minimum_coverage=0.0, maximum_age=0, window=0, z_mean=0.0, peers=()),
    )
    assert from_dict(json.loads(json.dumps(to_dict(bare)))) == bare
    assert None not in to_dict(awkward).values()


def test_a_recipe_reproduces_its_result_to_the_digit():
    panel, first = panel_of(), recipe()
    second = from_dict(json.loads(json.dumps(to_dict(first))))
    results = [
        monte_carlo(panel, r.spec, r.alternatives, seed=r.seed, draws=r.draws, subset=r.subset)
        for r in (first, second)
    ]
    pd.testing.assert_frame_equal(results[0].summary, results[1].summary, check_exact=True)
    pd.testing.assert_frame_equal(results[0].error, results[1].error, check_exact=True)


def test_a_recipe_by_hand_in_toml_takes_defaults():
    found = from_dict(
        tomllib.loads("""
            seed = 1
            unit = "u1"
            [spec]
            normalisation = "z_score"
            [[spec.indicators]]
            id = "a"
            weight = 2
            [[spec.indicators]]
            id = "b"
            direction = "lower"
            [alternatives]
            leave_one_out = false
            [[alternatives.methods]]
            normalisation = "min_max"
            within = "arithmetic"
            between = "arithmetic"
        """)
    )
    assert found.spec.indicators == (
        IndicatorSpec("a", weight=2.0),
        IndicatorSpec("b", INDEX, "lower"),
    )
    assert found.alternatives == Alternatives((MEAN,), leave_one_out=False)
    assert (found.draws, found.base, found.top) == (10_000, 1_024, 3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sede": 1}, "unknown key 'sede'"),
        ({"seed": "1"}, "seed: expected int, found str '1'"),
        ({"seed": True}, "seed: expected int, found bool"),
        ({"seed": -1}, "seed -1 is below zero"),
        ({"draws": 0}, "draws 0 is below one"),
        ({"base": 1000}, "base 1000 is not a power of two"),
        ({"format": 2}, "format 2 is not known"),
        ({"year": None}, "year: expected int, found NoneType"),
        ({"spec": {"indicators": "abc"}}, "indicators: expected a list"),
        ({"spec": {"indicators": [{"id": "a", "weight": 0}]}}, "indicator 'a': weight 0.0"),
        ({"unit": "GBR", "spec": {"indicators": [{"id": "a"}], "comparators": ["USA"]}}, "'GBR'"),
    ],
)
def test_a_bad_recipe_is_refused(change, words):
    with pytest.raises(ValidationError) as raised:
        from_dict({**to_dict(recipe()), **change})
    assert words in str(raised.value)


@pytest.mark.parametrize("table", [None, [], "recipe", {}, {"spec": None}])
def test_what_is_not_a_recipe_is_refused(table):
    with pytest.raises(ValidationError, match="recipe"):
        from_dict(table)
