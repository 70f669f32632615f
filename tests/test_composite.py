"""The composite index: parity with COINr, panels computed by hand, properties, bad panels."""

import doctest
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

import indicators.composite
from indicators.composite import (
    INDEX,
    Cell,
    IndexSpec,
    IndicatorSpec,
    LeftOut,
    PillarSpec,
    TreatedCell,
    ages_of,
    build,
    component_weights,
    contributions,
    correlations,
    gap_to_place,
    improvements,
    reweighted,
    with_component_weights,
    with_missing_at_lowest,
)
from indicators.composite.hierarchy import nodes
from indicators.composite.treat import kurtosis, skewness, winsorise
from indicators.errors import NoDataError, ValidationError

FIXTURES = Path(__file__).parent / "fixtures" / "composite"

NORMALISATIONS = {
    "n_minmax": "min_max",
    "n_zscore": "z_score",
    "n_rank": "rank",
    "n_prank": "percentile_rank",
    "n_borda": "borda",
    "n_dist2max": "distance_to_leader",
}
AGGREGATIONS = {"a_amean": "arithmetic", "a_gmean": "geometric", "a_hmean": "harmonic"}
EXPECTED = pd.read_csv(FIXTURES / "expected.csv")
COMBINATIONS = sorted(
    set(EXPECTED[["panel", "normalisation", "aggregation"]].itertuples(index=False, name=None))
)


def coinr_spec(**choices: object) -> IndexSpec:
    """The framework of the fixture panels, four levels deep."""
    rows = pd.read_csv(FIXTURES / "framework.csv")
    direction = {1: "higher", -1: "lower"}
    return IndexSpec(
        indicators=tuple(
            IndicatorSpec(r.iCode, r.Parent, direction[r.Direction], float(r.Weight))
            for r in rows[rows.Type == "Indicator"].itertuples()
        ),
        pillars=tuple(
            PillarSpec(r.iCode, float(r.Weight), INDEX if r.Parent == "Index" else r.Parent)
            for r in rows[(rows.Type == "Aggregate") & (rows.iCode != "Index")].itertuples()
        ),
        **choices,
    )


def coinr_panel(name: str = "panel") -> pd.DataFrame:
    return pd.read_csv(FIXTURES / f"{name}.csv", index_col="uCode")


def test_every_combination_of_the_fixture_is_a_case():
    assert len(COMBINATIONS) == 24
    assert {c[1] for c in COMBINATIONS} == set(NORMALISATIONS)
    assert {c[2] for c in COMBINATIONS} == set(AGGREGATIONS)


@pytest.mark.parametrize(("panel", "normalisation", "aggregation"), COMBINATIONS)
def test_scores_equal_those_of_coinr(panel, normalisation, aggregation):
    how = AGGREGATIONS[aggregation]
    spec = coinr_spec(normalisation=NORMALISATIONS[normalisation], within=how, between=how)
    found = build(coinr_panel(panel), spec).scores.rename(columns={INDEX: "Index"})
    expected = EXPECTED[
        (EXPECTED.panel == panel)
        & (EXPECTED.normalisation == normalisation)
        & (EXPECTED.aggregation == aggregation)
    ].set_index("uCode")[["P1", "P2", "P3", "S1", "S2", "Index"]]
    assert list(found.index) == list(expected.index)
    np.testing.assert_allclose(found[expected.columns], expected, rtol=0, atol=1e-9)


# Panels computed by hand


def small_panel() -> pd.DataFrame:
    return pd.DataFrame(
        {"x": [10.0, 20.0, 40.0], "y": [5.0, 3.0, 1.0], "z": [0.0, 8.0, 4.0]},
        index=["A", "B", "C"],
    )


def small_spec(**choices: object) -> IndexSpec:
    given = {
        "indicators": (
            IndicatorSpec("x", "P", weight=3.0),
            IndicatorSpec("y", "P", direction="lower"),
            IndicatorSpec("z", "Q"),
        ),
        "pillars": (PillarSpec("P"), PillarSpec("Q")),
    }
    return IndexSpec(**{**given, **choices})


def test_three_by_three_min_max_arithmetic():
    found = build(small_panel(), small_spec())
    # x: 0, 100/3, 100; y, lower is better: 0, 50, 100; P = (3x + y) / 4; z: 0, 100, 50.
    np.testing.assert_allclose(found.scores["P"], [0, 37.5, 100])
    np.testing.assert_allclose(found.scores["Q"], [0, 100, 50])
    np.testing.assert_allclose(found.scores[INDEX], [0, 68.75, 75])
    assert found.ranks.to_dict() == {"A": 3, "B": 2, "C": 1}
    assert list(found.scores.columns) == [INDEX, "P", "Q"]


def test_three_by_three_with_the_second_pillar_twice_as_heavy():
    found = build(small_panel(), small_spec(pillars=(PillarSpec("P"), PillarSpec("Q", 2.0))))
    np.testing.assert_allclose(found.scores[INDEX], [0, 237.5 / 3, 200 / 3])
    assert found.ranks.to_dict() == {"A": 3, "B": 1, "C": 2}


def test_three_by_three_geometric_between_and_arithmetic_within():
    found = build(small_panel(), small_spec(between="geometric"))
    # On 1 to 100: x: 1, 34, 100; y: 1, 50.5, 100; z: 1, 100, 50.5.
    np.testing.assert_allclose(found.scores["P"], [1, (3 * 34 + 50.5) / 4, 100])
    np.testing.assert_allclose(
        found.scores[INDEX], [1, math.sqrt(38.125 * 100), math.sqrt(100 * 50.5)]
    )


def test_three_by_three_geometric_and_harmonic_within():
    geometric = build(small_panel(), small_spec(within="geometric")).scores["P"]
    np.testing.assert_allclose(geometric, [1, 34**0.75 * 50.5**0.25, 100])
    harmonic = build(small_panel(), small_spec(within="harmonic")).scores["P"]
    np.testing.assert_allclose(harmonic, [1, 4 / (3 / 34 + 1 / 50.5), 100])


def test_z_scores_take_their_mean_and_spread_from_the_specification():
    flat = IndexSpec(indicators=(IndicatorSpec("x"),), normalisation="z_score")
    panel = pd.DataFrame({"x": [1.0, 2.0, 3.0]}, index=list("ABC"))
    np.testing.assert_allclose(build(panel, flat).scores[INDEX], [8, 10, 12])
    other = IndexSpec(
        indicators=(IndicatorSpec("x"),), normalisation="z_score", z_mean=0.0, z_sd=1.0
    )
    np.testing.assert_allclose(build(panel, other).scores[INDEX], [-1, 0, 1])


@pytest.mark.parametrize(
    ("normalisation", "expected"),
    [
        ("rank", [1, 2, 2, 4]),
        ("borda", [0, 1, 1, 3]),
        ("percentile_rank", [0, 1 / 3, 1 / 3, 1]),
        ("distance_to_leader", [0, 0.25, 0.25, 1]),
        ("min_max", [0, 25, 25, 100]),
    ],
)
def test_ties_in_an_indicator(normalisation, expected):
    panel = pd.DataFrame({"x": [4.0, 5.0, 5.0, 8.0]}, index=list("ABCD"))
    spec = IndexSpec(indicators=(IndicatorSpec("x"),), normalisation=normalisation)
    found = build(panel, spec)
    np.testing.assert_allclose(found.normalised["x"], expected)
    assert found.ranks.to_list() == [4, 2, 2, 1]


def test_a_tie_that_floating_point_would_split_is_a_tie():
    # 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in the last place.
    panel = pd.DataFrame(
        {"a": [1.0, 3.0, 0.0, 10.0], "b": [2.0, 2.0, 0.0, 10.0], "c": [3.0, 1.0, 0.0, 10.0]},
        index=list("ABCD"),
    )
    spec = IndexSpec(indicators=tuple(IndicatorSpec(i) for i in "abc"))
    assert build(panel, spec).ranks.to_list() == [2, 2, 4, 1]


def test_a_difference_far_below_what_is_shown_still_ranks():
    panel = pd.DataFrame({"x": [1.0, 1.0 + 1e-8, 0.0]}, index=list("ABC"))
    spec = IndexSpec(indicators=(IndicatorSpec("x"),))
    assert build(panel, spec).ranks.to_list() == [2, 1, 3]


def test_pillars_of_uneven_depth():
    spec = IndexSpec(
        indicators=(
            IndicatorSpec("x", "top"),
            IndicatorSpec("y", "low", "lower"),
            IndicatorSpec("z", "other"),
        ),
        pillars=(
            PillarSpec("top"),
            PillarSpec("sub"),
            PillarSpec("low", 3.0, parent="sub"),
            PillarSpec("other", 1.0, parent="sub"),
        ),
    )
    found = build(small_panel(), spec).scores
    np.testing.assert_allclose(found["sub"], [0, 62.5, 87.5])
    np.testing.assert_allclose(found[INDEX], [0, (100 / 3 + 62.5) / 2, 93.75])
    assert [n.id for n in spec.nodes][-2:] == ["sub", INDEX]


# Missing values, age, coverage


def test_a_missing_value_gives_its_weight_to_the_others():
    panel = small_panel()
    panel.loc["B", "y"] = np.nan
    found = build(panel, small_spec(minimum_coverage=0.5))
    np.testing.assert_allclose(found.scores["P"], [0, 100 / 3, 100])
    assert found.missing == (Cell("B", "y"),)
    assert found.imputed == ()


def test_an_empty_pillar_gives_its_weight_to_the_others():
    panel = small_panel()
    panel.loc["B", "z"] = np.nan
    found = build(panel, small_spec(minimum_coverage=0.5))
    assert math.isnan(found.scores.loc["B", "Q"])
    assert found.scores.loc["B", INDEX] == pytest.approx(37.5)


def test_peer_mean_uses_the_own_group_only_and_is_counted():
    panel = pd.DataFrame(
        {"x": [1.0, 3.0, np.nan, 100.0, np.nan, 50.0], "y": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]},
        index=list("ABCDEF"),
    )
    spec = IndexSpec(
        indicators=(IndicatorSpec("x"), IndicatorSpec("y")),
        imputation="peer_mean",
        peers=(("A", "B", "C"), ("E",)),
        minimum_coverage=0.5,
    )
    found = build(panel, spec)
    assert [(c.unit, c.indicator, c.used, c.how) for c in found.imputed] == [
        ("C", "x", 2.0, "peer_mean")
    ]
    assert found.missing == (Cell("E", "x"),), "a group without a value is not widened"


def test_units_in_no_group_are_peers_of_one_another():
    panel = pd.DataFrame(
        {"x": [1.0, 3.0, np.nan, 100.0], "y": [1.0, 2.0, 3.0, 4.0]}, index=list("ABCD")
    )
    spec = IndexSpec(
        indicators=(IndicatorSpec("x"), IndicatorSpec("y")),
        imputation="peer_mean",
        peers=(("D",),),
        minimum_coverage=0.5,
    )
    assert build(panel, spec).imputed[0].used == 2.0


YEARS = pd.DataFrame(
    {"x": [2024, 2024, 2021], "y": [2023, 2017, 2022], "z": [2024, 2024, 2024]}, index=list("ABC")
)


def test_age_counts_back_from_the_newest_year_of_the_panel():
    ages = ages_of(YEARS)
    assert ages["x"].to_list() == [0, 0, 3]
    assert ages["y"].to_list() == [1, 7, 2]


def test_a_value_over_the_maximum_age_is_not_used_and_is_listed():
    found = build(small_panel(), small_spec(minimum_coverage=0.5), ages_of(YEARS))
    assert found.too_old == (Cell("B", "y"),)
    assert found.coverage.to_dict() == pytest.approx({"A": 1.0, "B": 2 / 3, "C": 1.0})
    np.testing.assert_allclose(found.scores["P"], [0, 100 / 3, 100])


def test_values_from_before_the_window_count_only_as_a_declared_choice():
    ages = ages_of(YEARS)
    window = small_spec(window=2, minimum_coverage=0.5)
    assert Cell("C", "x") in build(small_panel(), window, ages).missing
    earlier = build(
        small_panel(), small_spec(window=2, minimum_coverage=0.5, imputation="earlier"), ages
    )
    assert [(c.unit, c.indicator, c.used, c.how) for c in earlier.imputed] == [
        ("C", "x", 40.0, "earlier")
    ]
    assert earlier.missing == (Cell("B", "y"),)


def test_under_the_minimum_coverage_there_is_no_score_and_the_unit_is_named():
    panel = pd.DataFrame(np.arange(80.0).reshape(4, 20), index=["A", "B", "IND", "TWN"])
    panel.columns = [f"i{n}" for n in range(20)]
    panel.iloc[2, :7] = np.nan
    panel.iloc[3, :8] = np.nan
    spec = IndexSpec(indicators=tuple(IndicatorSpec(c) for c in panel.columns))
    found = build(panel, spec)
    assert found.left_out == (LeftOut("TWN", 0.6),), "13 of 20 is 65%: enough"
    assert list(found.scores.index) == ["A", "B", "IND"]
    assert found.coverage["TWN"] == pytest.approx(0.6)


def test_units_left_out_do_not_shape_the_scale():
    panel = small_panel()
    panel.loc["D"] = [1000.0, np.nan, np.nan]
    np.testing.assert_allclose(
        build(panel, small_spec()).scores[INDEX], build(small_panel(), small_spec()).scores[INDEX]
    )


def test_a_comparator_without_a_row_is_left_out_by_name():
    found = build(small_panel(), small_spec(comparators=("C", "TWN", "A", "B")))
    assert found.left_out == (LeftOut("TWN", 0.0),)
    assert list(found.scores.index) == ["C", "A", "B"]


def test_a_missing_value_set_to_the_lowest():
    panel = small_panel()
    panel.loc["B", "y"] = np.nan
    panel.loc["B", "x"] = 40.0
    found = with_missing_at_lowest(panel, small_spec(minimum_coverage=0.5), "B")
    # P is 100 without y and 75 with y at 0; Q is 100; C has P 100, Q 50.
    assert found["indicator"].to_list() == ["y", "all"]
    assert found["score"].to_list() == pytest.approx([87.5, 87.5])
    assert found["rank"].to_list() == [1, 1]
    assert build(panel, small_spec(minimum_coverage=0.5)).scores.loc["B", INDEX] == 100


def test_nothing_to_set_where_no_value_is_missing():
    assert with_missing_at_lowest(small_panel(), small_spec(), "A").empty


# Treatment


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=4, max_size=40).filter(
        lambda v: len(set(v)) > 1
    )
)
def test_skewness_and_kurtosis_are_the_usual_unbiased_ones(values):
    x = np.array(values, dtype=float)
    assert skewness(x) == pytest.approx(stats.skew(x, bias=False), rel=1e-9, abs=1e-9)
    assert kurtosis(x) == pytest.approx(stats.kurtosis(x, bias=False), rel=1e-9, abs=1e-9)


LIMITS = IndexSpec(indicators=(IndicatorSpec("x"),), treatment="winsorise")


def test_high_outliers_are_drawn_in_to_the_next_value():
    column = np.array([*range(1, 11), 30, 100], dtype=float)
    # 100 becomes 30 (skewness is then 1.71: within the limit), and it stops there.
    np.testing.assert_array_equal(winsorise(column, LIMITS), [*range(1, 11), 30, 30])


def test_low_outliers_are_drawn_in_when_skewness_is_negative():
    column = -np.array([*range(1, 11), 30, 100], dtype=float)
    np.testing.assert_array_equal(winsorise(column, LIMITS), [*range(-1, -11, -1), -30, -30])


def test_at_most_five_points_are_treated():
    column = np.array([1.0] * 60 + [50, 60, 70, 80, 90, 100, 1000])
    treated = winsorise(column, LIMITS)
    assert (treated != column).sum() <= 5
    assert treated.max() < 1000


def test_a_column_is_never_treated_until_all_are_equal():
    column = np.array([0.0] * 20 + [5.0])
    np.testing.assert_array_equal(winsorise(column, LIMITS), column)


def test_fewer_than_four_values_are_not_treated():
    column = np.array([0.0, 1.0, 1e6, np.nan])
    np.testing.assert_array_equal(winsorise(column, LIMITS), column)


def test_treated_cells_are_listed_with_the_published_value():
    panel = pd.DataFrame(
        {"x": [*range(1, 11), 30.0, 100.0], "y": [float(n) for n in range(12)]},
        index=[f"u{n}" for n in range(12)],
    )
    spec = IndexSpec(indicators=(IndicatorSpec("x"), IndicatorSpec("y")), treatment="winsorise")
    found = build(panel, spec)
    assert found.treated == (TreatedCell("u11", "x", 100.0, 30.0),)
    assert found.normalised.loc["u10", "x"] == found.normalised.loc["u11", "x"] == 100


# Bad panels and bad specifications


def bad(column: str, values: list[object]) -> pd.DataFrame:
    panel = small_panel().astype(object)
    panel[column] = values
    return panel.infer_objects()


@pytest.mark.parametrize(
    ("panel", "words"),
    [
        (bad("y", [np.nan] * 3), "indicator 'y': no usable value"),
        (bad("y", [2.0] * 3), "indicator 'y': the same value (2)"),
        (bad("y", [2.0, np.nan, np.nan]), "indicator 'y': only one"),
        (bad("z", [1.0, np.inf, 2.0]), "indicator 'z': value of B is not finite"),
        (bad("z", [1.0, -np.inf, 2.0]), "indicator 'z': value of B is not finite"),
        (bad("x", ["1", "2", "n/a"]), "indicator 'x': not numbers"),
        (bad("x", [True, False, True]), "indicator 'x': not numbers"),
        (small_panel().drop(columns="z"), "indicator 'z': there is no such column"),
        (pd.concat([small_panel()] * 2, axis=1), "indicator 'x': the column stands twice"),
        (pd.concat([small_panel(), small_panel().loc[["B"]]]), "unit 'B' stands twice"),
    ],
)
def test_a_bad_panel_is_refused_by_the_name_of_its_indicator(panel, words):
    with pytest.raises(ValidationError) as raised:
        build(panel, small_spec(minimum_coverage=0.0))
    assert words in str(raised.value)


def test_every_fault_is_listed_at_once():
    panel = small_panel()
    panel["x"], panel["z"] = np.inf, [np.nan, 1.0, -np.inf]
    with pytest.raises(ValidationError, match="2 problems") as raised:
        build(panel, small_spec())
    assert "'x'" in str(raised.value)
    assert "'z'" in str(raised.value)


def test_one_unit_cannot_be_ranked():
    with pytest.raises(ValidationError, match="indicator 'x': only one of the comparators"):
        build(small_panel().head(1), small_spec())
    panel = small_panel()
    panel.loc[["A", "C"], ["x", "y"]] = np.nan, np.nan
    panel.loc["C", "x"], panel.loc["A", "y"] = 1.0, 9.0
    with pytest.raises(NoDataError, match=r"fewer than two.*B 100%"):
        build(panel, small_spec(minimum_coverage=0.9))


def test_an_empty_panel_is_refused():
    with pytest.raises(ValidationError, match="indicator 'x': no usable value"):
        build(small_panel().head(0), small_spec())


def test_negative_values_under_a_geometric_mean_are_refused_by_name():
    spec = small_spec(normalisation="z_score", z_mean=0.0, within="geometric")
    with pytest.raises(ValidationError) as raised:
        build(small_panel(), spec)
    assert "geometric mean" in str(raised.value)
    assert "indicator 'x': A" in str(raised.value)


def test_negative_pillar_scores_are_refused_by_name():
    spec = small_spec(normalisation="z_score", z_mean=0.0, between="harmonic")
    with pytest.raises(ValidationError, match="pillar 'P': A"):
        build(small_panel(), spec)


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"indicators": ()}, "there is no indicator"),
        ({"indicators": (IndicatorSpec("x", "P", weight=0.0),)}, "indicator 'x': weight 0.0"),
        ({"indicators": (IndicatorSpec("x", "P", weight=-1.0),)}, "indicator 'x': weight -1.0"),
        ({"indicators": (IndicatorSpec("x", "P", weight=math.nan),)}, "indicator 'x': weight nan"),
        ({"indicators": (IndicatorSpec("x", "P", "up"),)}, "indicator 'x': direction 'up'"),
        ({"indicators": (IndicatorSpec("x", "R"),)}, "pillar 'R' is not declared"),
        ({"pillars": (PillarSpec("P", 0.0), PillarSpec("Q"))}, "pillar 'P': weight 0.0"),
        ({"pillars": (PillarSpec("P"), PillarSpec("Q"), PillarSpec("R"))}, "'R' is empty"),
        ({"pillars": (PillarSpec("P", parent="Z"), PillarSpec("Q"))}, "parent 'Z'"),
        (
            {"pillars": (PillarSpec("P", parent="Q"), PillarSpec("Q", parent="P"))},
            "pillar 'P': its parents lead back",
        ),
        ({"pillars": (PillarSpec("P"), PillarSpec("Q", parent="P"))}, "'P' holds both"),
        ({"pillars": (PillarSpec("P"), PillarSpec("Q"), PillarSpec("x"))}, "'x' stands twice"),
        ({"normalisation": "minmax"}, "normalisation 'minmax' is none of"),
        ({"within": "median"}, "within 'median' is none of"),
        ({"normalisation": "borda", "between": "geometric"}, "'borda' gives zeros"),
        ({"normalisation": "percentile_rank", "within": "harmonic"}, "'percentile_rank' gives"),
        ({"normalisation": "distance_to_leader", "within": "geometric"}, "gives zeros"),
        ({"normalisation": "rank", "imputation": "peer_mean"}, "a place of its own"),
        ({"minimum_coverage": 65}, "minimum_coverage 65 is not a share"),
        ({"window": 6}, "window 6 is not between"),
        ({"maximum_age": -1}, "maximum_age -1"),
        ({"comparators": ("A", "A")}, "comparator 'A' stands twice"),
        ({"peers": (("A", "B"), ("B",))}, "'B' stands twice among the peers"),
        ({"z_sd": 0.0}, "z_sd 0.0"),
        ({"most_winsorised": 0}, "most_winsorised"),
    ],
)
def test_a_bad_specification_is_refused(choices, words):
    with pytest.raises(ValidationError) as raised:
        small_spec(**choices)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        (ages_of(YEARS).drop(index="B"), "unit 'B' has no row"),
        (ages_of(YEARS).drop(columns="y"), "indicator 'y'"),
        (ages_of(YEARS) - 1, "indicator 'x': value of A, B has an age below zero"),
        (ages_of(YEARS).replace({3.0: np.nan}), "indicator 'x': value of C has no age"),
    ],
)
def test_bad_ages_are_refused(ages, words):
    with pytest.raises(ValidationError) as raised:
        build(small_panel(), small_spec(), ages)
    assert words in str(raised.value)


def test_a_unit_with_nothing_in_the_window_is_refused_by_name():
    ages = ages_of(YEARS) * 0
    ages.loc["B"] = 3
    with pytest.raises(ValidationError, match="unit 'B': every value is from before the window"):
        build(small_panel(), small_spec(window=2), ages)


# Other weights, components, coherence


def test_reweighting_takes_out_what_has_no_weight():
    spec = reweighted(small_spec(), pillars={"P": 0, "Q": 2})
    assert spec.indicator_ids == ("z",)
    assert spec.pillars == (PillarSpec("Q", 2.0),)
    spec = reweighted(small_spec(), indicators={"z": 0})
    assert [p.id for p in spec.pillars] == ["P"], "a pillar left empty goes too"


def test_reweighting_with_an_unknown_id_or_nothing_left_is_refused():
    with pytest.raises(ValidationError, match="'R' is not in the index"):
        reweighted(small_spec(), pillars={"R": 1})
    with pytest.raises(ValidationError, match="there is no indicator"):
        reweighted(small_spec(), pillars={"P": 0, "Q": 0})


def test_component_weights_of_three_indicators_of_which_two_move_together():
    first = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    other = np.array([1.0, -1.0, 0.0, 0.0, -1.0, 1.0])  # no correlation with a straight line
    panel = pd.DataFrame({"a": first, "b": 2 * first + 1, "c": other}, index=list("UVWXYZ"))
    spec = IndexSpec(indicators=tuple(IndicatorSpec(i) for i in "abc"))
    found = component_weights(build(panel, spec))
    assert found.weights == pytest.approx({"a": 0.5, "b": 0.5, "c": 0.0}, abs=1e-12)
    assert found.explained == pytest.approx(2 / 3)
    panel["b"] = -panel["b"]
    opposed = component_weights(build(panel, spec))
    assert len(opposed.opposed) == 1
    assert opposed.weights == pytest.approx({"a": 0.5, "b": 0.5, "c": 0.0}, abs=1e-12)


def test_component_weights_make_a_specification_for_pillars_and_indicators():
    result = build(coinr_panel(), coinr_spec())
    pillars = with_component_weights(result)
    assert math.fsum(p.weight for p in pillars.pillars if p.parent == INDEX) == pytest.approx(1)
    indicators = with_component_weights(result, "P2")
    weights = {i.id: i.weight for i in indicators.indicators}
    assert weights["x04"] + weights["x05"] + weights["x06"] == pytest.approx(1)
    assert weights["x09"] == 3
    with pytest.raises(ValidationError, match="'P9' is not a pillar"):
        component_weights(result, "P9")


def test_component_weights_need_three_complete_units():
    panel = small_panel()
    panel.loc["A", "y"] = np.nan
    with pytest.raises(NoDataError, match="need three units"):
        component_weights(build(panel, small_spec(minimum_coverage=0.5)), "P")


def test_contributions_and_correlations():
    result = build(coinr_panel(), coinr_spec())
    table = contributions(result).set_index("id")
    # x09 has 3 of 5 in P3, P3 is all of S2, S2 has 2 of 3 in the index.
    assert table.loc["x09", "effective_weight"] == pytest.approx(0.6 * 2 / 3)
    leaves = table.loc[list(result.spec.indicator_ids)]
    assert leaves["effective_weight"].sum() == pytest.approx(1)
    expected = result.normalised["x09"].corr(result.scores["P3"])
    assert table.loc["x09", "r_parent"] == pytest.approx(expected)
    assert leaves[leaves.parent == "P3"]["importance"].sum() == pytest.approx(1)
    pairs = correlations(result)
    assert len(pairs) == 9
    row = pairs.set_index(["first", "second"]).loc[("x01", "x03")]
    assert row["r"] == pytest.approx(result.normalised["x01"].corr(result.normalised["x03"]))
    assert set(pairs["verdict"]) <= {"opposed", "weak", "fits", "redundant"}


def test_an_indicator_that_copies_another_is_called_redundant():
    panel = coinr_panel()
    panel["x03"] = panel["x01"] * 3 + 2
    found = correlations(build(panel, coinr_spec())).set_index(["first", "second"])
    assert found.loc[("x01", "x03"), "verdict"] == "redundant"


# Properties

VALID = [
    ("min_max", "arithmetic"),
    ("min_max", "geometric"),
    ("min_max", "harmonic"),
    ("z_score", "arithmetic"),
    ("rank", "arithmetic"),
    ("rank", "geometric"),
    ("percentile_rank", "arithmetic"),
    ("borda", "arithmetic"),
    ("distance_to_leader", "arithmetic"),
]


@st.composite
def indices(draw: st.DrawFn) -> tuple[pd.DataFrame, IndexSpec]:
    """A small panel with gaps and a specification in two pillars that suits it."""
    units, columns = draw(st.integers(3, 7)), draw(st.integers(2, 6))
    number = st.integers(-1000, 1000)
    gap = st.one_of(number, st.none())
    # Two differing values in each column and one value in each row, by construction.
    full = draw(st.integers(0, columns - 1))
    table = {}
    for c in range(columns):
        first = draw(number)
        second = first + draw(st.integers(1, 500))
        rest = draw(st.lists(number if c == full else gap, min_size=units - 2, max_size=units - 2))
        table[f"i{c}"] = [first, second, *rest]
    panel = pd.DataFrame(table, index=[f"u{n}" for n in range(units)], dtype=float)
    panel = panel.loc[draw(st.permutations(list(panel.index)))]
    weight = st.integers(1, 9).map(float)
    half = columns // 2
    normalisation, how = draw(st.sampled_from(VALID))
    spec = IndexSpec(
        indicators=tuple(
            IndicatorSpec(
                c,
                "P" if n < half else "Q",
                draw(st.sampled_from(["higher", "lower"])),
                draw(weight),
            )
            for n, c in enumerate(panel.columns)
        ),
        pillars=(PillarSpec("P", draw(weight)), PillarSpec("Q", draw(weight))),
        minimum_coverage=0.0,
        normalisation=normalisation,
        within=how,
        between=how,
    )
    return panel, spec


@settings(deadline=None, max_examples=40)
@given(indices(), st.floats(1e-3, 1e3))
def test_scaling_all_weights_changes_nothing(index, factor):
    panel, spec = index
    scaled = reweighted(
        spec,
        pillars={p.id: p.weight * factor for p in spec.pillars},
        indicators={i.id: i.weight * factor for i in spec.indicators},
    )
    before, after = build(panel, spec), build(panel, scaled)
    np.testing.assert_allclose(before.scores, after.scores, rtol=1e-9, atol=1e-9)
    assert before.ranks.equals(after.ranks)


@settings(deadline=None, max_examples=40)
@given(indices(), st.floats(1e-6, 1e6), st.data())
def test_a_change_of_unit_changes_nothing(index, factor, data):
    panel, spec = index
    column = data.draw(st.sampled_from(list(panel.columns)))
    changed = panel.assign(**{column: panel[column] * factor})
    before, after = build(panel, spec), build(changed, spec)
    np.testing.assert_allclose(before.scores, after.scores, rtol=1e-9, atol=1e-9)
    assert before.ranks.equals(after.ranks)


@settings(deadline=None, max_examples=80)
@given(indices(), st.data())
def test_a_worse_value_never_raises_the_units_score(index, data):
    panel, spec = index
    places = np.argwhere(panel.notna().to_numpy())
    row, column = data.draw(st.sampled_from([tuple(p) for p in places]))
    fall = data.draw(st.integers(1, 2000))
    indicator = spec.indicators[column]
    worse = panel.copy()
    worse.iloc[row, column] -= fall if indicator.direction == "higher" else -fall
    assume(worse.nunique().min() > 1)
    unit = panel.index[row]
    before = build(panel, spec).scores.loc[unit, INDEX]
    after = build(worse, spec).scores.loc[unit, INDEX]
    assert after <= before + 1e-9 * max(1.0, abs(before))


@settings(deadline=None, max_examples=40)
@given(indices(), st.randoms())
def test_order_of_rows_and_columns_changes_nothing(index, random):
    panel, spec = index
    rows, columns = list(panel.index), list(panel.columns)
    random.shuffle(rows)
    random.shuffle(columns)
    before, after = build(panel, spec), build(panel.loc[rows, columns], spec)
    np.testing.assert_allclose(before.scores.loc[rows], after.scores, rtol=1e-9, atol=1e-9)
    assert before.ranks.loc[rows].equals(after.ranks)


@settings(deadline=None, max_examples=40)
@given(indices())
def test_the_panel_given_is_left_as_it_was(index):
    panel, spec = index
    copy = panel.copy()
    build(panel, spec)
    pd.testing.assert_frame_equal(panel, copy)


def test_the_example_of_the_package_is_true():
    found = doctest.testmod(indicators.composite, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted == 6
    assert found.failed == 0


def test_nodes_come_before_their_parents():
    found = [n.id for n in nodes(coinr_spec().indicators, coinr_spec().pillars)]
    assert found.index("P1") < found.index("S1") < found.index(INDEX)


# How far to a place


def test_gaps_to_the_second_place_by_hand():
    found = gap_to_place(build(small_panel(), small_spec()), "A", place=2).set_index("id")
    # Index 0, 68.75, 75; P 0, 37.5, 100; Q 0, 100, 50.
    assert found["mark"].to_dict() == pytest.approx({INDEX: 68.75, "P": 37.5, "Q": 50})
    assert found["gap"].to_dict() == pytest.approx({INDEX: 68.75, "P": 37.5, "Q": 50})
    assert found["rank"].to_list() == [3, 3, 3]
    leader = gap_to_place(build(small_panel(), small_spec()), "C", place=2).set_index("id")
    assert leader.loc[INDEX, "gap"] == pytest.approx(-6.25)
    assert leader.loc["Q", "gap"] == 0


def test_the_most_effective_improvements_come_first_and_stop_at_the_place():
    panel = pd.DataFrame(
        {"x": [0.0, 8.0, 10.0, 9.0], "y": [9.0, 10.0, 0.0, 8.0], "z": [0.0, 10.0, 10.0, 9.0]},
        index=list("ABCD"),
    )
    spec = IndexSpec(
        indicators=(IndicatorSpec("x"), IndicatorSpec("y"), IndicatorSpec("z", weight=2.0))
    )
    # Scores: A (0 + 90 + 0) / 4 = 22.5; B (80 + 100 + 200) / 4 = 95; C 75; D 87.5.
    # Third on z is D at 90 (a gain of 45): 67.5. Third on x is B at 80 (a gain of 20): 87.5.
    found = improvements(build(panel, spec), "A", place=3)
    assert found["indicator"].to_list() == ["z", "x"]
    assert found["needed"].to_list() == [9.0, 8.0]
    assert found["like"].to_list() == ["D", "B"]
    assert found["value"].to_list() == [0.0, 0.0]
    assert found["score"].to_list() == pytest.approx([67.5, 87.5])
    assert found["rank"].to_list() == [4, 2]
    assert improvements(build(panel, spec), "B", place=3).empty


def test_improvements_that_do_not_suffice_say_so_in_the_last_rank():
    panel = small_panel()
    panel.loc["A", ["x", "y"]] = np.nan
    result = build(panel, small_spec(minimum_coverage=0.3))
    found = improvements(result, "A", place=1)
    assert set(found["indicator"]) <= {"z"}, "an indicator without a value is not a step"
    with pytest.raises(NoDataError, match="there is no place 4"):
        improvements(result, "A", place=4)
    with pytest.raises(NoDataError, match="'X' has no score"):
        gap_to_place(result, "X")


def by_hand(normalised: pd.Series, spec: IndexSpec) -> float:
    """One unit's index with arithmetic means, in plain loops."""
    total = weight = 0.0
    for pillar in spec.pillars:
        own = [i for i in spec.indicators if i.pillar == pillar.id]
        known = [i for i in own if not math.isnan(normalised[i.id])]
        if known:
            mean = sum(i.weight * normalised[i.id] for i in known) / sum(i.weight for i in known)
            total, weight = total + pillar.weight * mean, weight + pillar.weight
    return total / weight


@settings(deadline=None, max_examples=40)
@given(indices(), st.integers(1, 3))
def test_where_two_improvements_are_listed_no_single_one_would_do(index, place):
    panel, given_spec = index
    spec = IndexSpec(
        indicators=given_spec.indicators, pillars=given_spec.pillars, minimum_coverage=0.0
    )
    result = build(panel, spec)
    for unit in result.scores.index:
        steps = improvements(result, unit, place)
        assert steps["score"].is_monotonic_increasing
        if len(steps) < 2:
            continue
        others = result.scores[INDEX].drop(unit)
        for name in result.normalised.columns:
            marks = result.normalised[name].dropna().sort_values(ascending=False)
            own = result.normalised.loc[unit].copy()
            if len(marks) < place or not own[name] < marks.iloc[place - 1]:
                continue
            own[name] = marks.iloc[place - 1]
            assert (others > by_hand(own, spec) - 1e-9).sum() >= place
