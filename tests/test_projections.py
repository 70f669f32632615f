"""Projections: what is exact stays exact, intervals are honest, and refusals give their reasons."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.holtwinters import Holt

from indicators.composite import INDEX, IndexSpec, IndicatorSpec, PillarSpec, build
from indicators.errors import NoDataError, ValidationError
from indicators.projections import (
    History,
    assess,
    backtest,
    calibration,
    coverage,
    project,
    project_index,
    rank_probabilities,
    scenarios,
    what_would_it_take,
)
from indicators.projections import folds as folds_module
from indicators.projections.backtest import back_test
from indicators.projections.folds import NAIVE, choose, make_folds, spread, total_sd
from indicators.projections.history import Scale
from indicators.projections.models import FAMILIES, forecast
from indicators.projections.project import _shocks
from indicators.projections.ranking import rank_draws, rank_table

YEARS = np.arange(2012, 2025)
AREAS = ("GBR", "USA", "CHN", "DEU")


def history(columns: dict[str, np.ndarray], **given: object) -> History:
    table = pd.DataFrame(columns, index=YEARS[-len(next(iter(columns.values()))) :])
    return History("made_up", table, **given)


def request(**given: object) -> dict[str, object]:
    plain = {"focus": "GBR", "comparators": AREAS, "as_at": 2026, "until": 2030, "seed": 1}
    return {**plain, **given}


@pytest.fixture
def only_drift(monkeypatch):
    """One family, so that statistical tests need no fitting."""
    monkeypatch.setattr(folds_module, "FAMILIES", ("drift",))
    monkeypatch.setattr(backtest, "FAMILIES", ("drift",))


# Exact series


@pytest.fixture(scope="module")
def lines():
    """Straight lines with different slopes."""
    t = YEARS - 2012.0
    return project(
        history({"GBR": 10 + t, "USA": 40 + 0 * t, "CHN": 5 + 3 * t, "DEU": 30 - t}), **request()
    )


def test_a_straight_line_continues_exactly(lines):
    assert lines.back_test.chosen == "drift"
    for area, start, slope in (("GBR", 10, 1), ("CHN", 5, 3), ("DEU", 30, -1)):
        own = lines.fan[lines.fan.area == area].set_index("year")
        for year in range(2025, 2031):
            assert own.loc[year, "central"] == pytest.approx(start + slope * (year - 2012))
            assert own.loc[year, "high_95"] - own.loc[year, "low_95"] == pytest.approx(0, abs=1e-9)
        assert own.loc[2030, "naive"] == start + slope * 12


def test_a_constant_stays(lines):
    own = lines.fan[lines.fan.area == "USA"]
    np.testing.assert_allclose(own[["central", "low_95", "high_95", "naive"]], 40)


def test_lines_rank_as_they_must(lines):
    # In 2030: CHN 59, USA 40, GBR 28, DEU 12.
    table = rank_probabilities(lines, 2030, subset=("GBR", "DEU"))
    assert table["median_rank"].to_dict() == {"GBR": 3, "USA": 2, "CHN": 1, "DEU": 4}
    assert table.loc["GBR", "probability_top"] == 1
    assert table.loc["GBR", "probability_first"] == 1
    assert math.isnan(table.loc["USA", "probability_first"])
    assert table["error"].max() == 0


def test_what_it_takes_with_rivals_on_straight_lines(lines):
    table = what_would_it_take(lines, 2030, place=2).set_index("probability")
    for probability in (0.5, 0.8):
        row = table.loc[probability]
        # The second of the rivals in 2030 is the USA at 40; GBR was 22 in 2024.
        assert row["needed"] == pytest.approx(40)
        assert (row["latest"], row["latest_year"]) == (22, 2024)
        assert row["change"] == pytest.approx(18)
        assert row["per_year"] == pytest.approx(3)
        assert row["growth"] == pytest.approx(((40 / 22) ** (1 / 6) - 1) * 100)
        assert row["past_growth"] == pytest.approx(((22 / 10) ** (1 / 12) - 1) * 100)
        assert row["central"] == pytest.approx(28)


def test_what_it_takes_where_lower_is_better(lines):
    lower = replace(lines, history=replace(lines.history, direction="lower"))
    assert what_would_it_take(lower, 2030, place=1)["needed"].to_list() == pytest.approx([12, 12])
    assert rank_probabilities(lower, 2030)["median_rank"].to_dict()["DEU"] == 1


@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_the_needed_value_reaches_the_place_as_often_as_stated(shares, direction):
    projection = replace(shares, history=replace(shares.history, direction=direction))
    rivals = projection.at(2030)[:, [n for n, a in enumerate(shares.areas) if a != "GBR"]]
    for row in what_would_it_take(projection, 2030, place=2).itertuples():
        ahead = rivals > row.needed if direction == "higher" else rivals < row.needed
        assert (ahead.sum(axis=1) <= 1).mean() == pytest.approx(row.probability, abs=0.01)


def test_what_it_takes_is_refused_where_the_place_is_certain(lines):
    with pytest.raises(NoDataError, match="3 rivals are projected, so place 4 is certain"):
        what_would_it_take(lines, 2030, place=4)
    with pytest.raises(NoDataError, match="projected for 2025 to 2030, not for 2031"):
        what_would_it_take(lines, 2031)


def test_steady_growth_continues_exactly_on_the_log_scale():
    t = YEARS - 2012.0
    found = project(
        history({"GBR": 10 * 1.04**t, "USA": 50 * 1.02**t, "CHN": 3 * 1.2**t}, low=0.0),
        **request(),
    )
    own = found.fan[(found.fan.area == "GBR") & (found.fan.year == 2030)].iloc[0]
    assert own["central"] == pytest.approx(10 * 1.04**18)
    assert own["low_80"] == pytest.approx(own["high_80"])


# Series with noise


def noisy(seed: int = 3, areas: tuple[str, ...] = AREAS, years: int = 13) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {a: 60 + np.cumsum(rng.normal(1, 2, years)) for a in areas}


@pytest.fixture(scope="module")
def shares():
    """Shares close to their limit of 100, on the logit scale, with all families."""
    columns = {a: 100 - 400 / (10 + v) for a, v in noisy().items()}
    return project(history(columns, low=0.0, high=100.0), **request())


def test_intervals_widen_with_the_horizon(shares):
    for area in AREAS:
        own = shares.fan[shares.fan.area == area]
        for level in ("80", "95"):
            low, high = (
                shares.history.scale.forward(own[f"{end}_{level}"].to_numpy())
                for end in ("low", "high")
            )
            assert (np.diff(high - low) >= -1e-9).all()
            assert (high - low)[-1] > (high - low)[0] > 0
        assert (own["low_95"] < own["low_80"]).all()
        assert (own["high_95"] > own["high_80"]).all()
        assert own["central"].between(own["low_80"], own["high_80"]).all()


def test_limits_hold(shares):
    assert shares.draws.min() > 0
    assert shares.draws.max() < 100
    assert shares.fan["high_95"].max() < 100
    assert shares.fan["low_95"].min() > 0


def test_the_fan_is_that_of_the_draws(shares):
    for place, area in enumerate(shares.areas):
        own = shares.fan[(shares.fan.area == area) & (shares.fan.year == 2030)].iloc[0]
        drawn = shares.at(2030)[:, place]
        assert (drawn < own["low_80"]).mean() == pytest.approx(0.1, abs=0.03)
        assert (drawn > own["high_80"]).mean() == pytest.approx(0.1, abs=0.03)


def test_the_same_seed_gives_the_same_answer(shares):
    again = project(shares.history, **request())
    np.testing.assert_array_equal(again.draws, shares.draws)
    pd.testing.assert_frame_equal(again.back_test.folds, shares.back_test.folds)
    pd.testing.assert_frame_equal(again.fan, shares.fan)


def test_probabilities_come_from_the_draws(shares):
    table = rank_probabilities(shares, 2030)
    values = shares.at(2030)
    place = shares.areas.index("GBR")
    wins = (values > values[:, [place]]).sum(axis=1) + 1
    assert table.loc["GBR", "probability_top"] == (wins <= 3).mean()
    p = (wins <= 3).mean()
    assert table.loc["GBR", "error"] == pytest.approx(math.sqrt(p * (1 - p) / len(wins)))


@pytest.mark.usefixtures("only_drift")
def test_an_area_with_a_newer_value_keeps_it():
    columns = noisy()
    columns["USA"][-1] = np.nan
    found = project(history(columns), **request())
    assert found.years == tuple(range(2024, 2031))
    assert set(found.at(2024)[:, found.areas.index("GBR")]) == {columns["GBR"][-1]}
    assert found.at(2024)[:, found.areas.index("USA")].std() > 0
    assert found.fan[found.fan.area == "GBR"].year.min() == 2025


# The back-test uses only what was known


def test_a_forecast_does_not_look_ahead():
    columns = noisy(years=12)
    changed = {a: v.copy() for a, v in columns.items()}
    for values in changed.values():
        values[-2:] += 30
    first, second = (
        make_folds(assess(history(c), focus="GBR", comparators=AREAS, as_at=2026).runs, Scale(), 6)
        for c in (columns, changed)
    )
    known = len(first.years) - 2
    for family in (*FAMILIES, NAIVE):
        np.testing.assert_array_equal(
            first.point[family][:, :known], second.point[family][:, :known]
        )
    for year in first.years[:known]:
        assert choose(first, year) == choose(second, year)
        before, after = (spread(f, "drift", year) for f in (first, second))
        assert (before is None) == (after is None)
        if before is not None:
            np.testing.assert_array_equal(before.rms, after.rms)


@pytest.mark.usefixtures("only_drift")
def test_errors_and_scales_of_a_line_by_hand():
    t = np.arange(12.0)
    runs = assess(
        history({"GBR": 2 * t, "USA": 50 - t}), focus="GBR", comparators=("USA",), as_at=2024
    ).runs
    folds = make_folds(runs, Scale(), 5)
    assert folds.years == tuple(range(2017, 2025))
    errors = folds.mase_errors(NAIVE)
    # No change misses a slope of 2 by 2h, over a mean yearly change of 2.
    np.testing.assert_allclose(errors[0, 0], [1, 2, 3, 4, 5])
    np.testing.assert_allclose(errors[1, 0], [1, 2, 3, 4, 5])
    assert np.isnan(errors[0, -1]).all(), "nothing is known after the last value"
    np.testing.assert_allclose(np.nan_to_num(folds.mase_errors("drift")), 0, atol=1e-12)
    judged = back_test(folds, 1)
    assert judged.folds.loc["all", "mase"] == pytest.approx(0, abs=1e-12)
    assert judged.folds.loc["3", "naive_mase"] == pytest.approx(3)
    assert judged.beats_naive


@pytest.mark.usefixtures("only_drift")
def test_a_long_history_is_judged_on_its_last_twenty_years():
    values = np.random.default_rng(1).normal(size=(45, 2)).cumsum(axis=0)
    table = pd.DataFrame(values, index=range(1980, 2025), columns=["GBR", "USA"])
    runs = assess(History("x", table), focus="GBR", comparators=("USA",), as_at=2024).runs
    folds = make_folds(runs, Scale(), 5)
    assert folds.years[0] == 2004
    from_start = forecast("drift", values[:25, 0], 1)
    assert folds.point["drift"][0, 0, 0] == from_start.point[0]


@pytest.mark.usefixtures("only_drift")
def test_coverage_of_random_walks_is_near_nominal():
    rng = np.random.default_rng(8)
    walks = rng.normal(0.5, 1, (26, 16)).cumsum(axis=0)
    areas = [f"a{n}" for n in range(16)]
    table = pd.DataFrame(walks, index=range(1999, 2025), columns=areas)
    found = assess(History("x", table), focus="a0", comparators=tuple(areas), as_at=2024)
    row = back_test(make_folds(found.runs, Scale(), 6), 1).folds.loc["all"]
    assert row["country_folds"] > 200
    assert 0.72 < row["coverage_80"] < 0.88
    assert 0.90 < row["coverage_95"] <= 0.99
    assert row["coverage_80_low"] < row["coverage_80"] < row["coverage_80_high"]
    assert row["verdict"] == ""


@pytest.mark.usefixtures("only_drift")
def test_coverage_is_the_share_of_judged_forecasts_inside():
    rng = np.random.default_rng(4)
    areas = [f"a{n}" for n in range(8)]
    tests = {}
    for name in ("x", "y"):
        table = pd.DataFrame(
            rng.normal(0, 1, (16, 8)).cumsum(axis=0), index=range(2009, 2025), columns=areas
        )
        runs = assess(History(name, table), focus="a0", comparators=tuple(areas), as_at=2024).runs
        tests[name] = back_test(make_folds(runs, Scale(), 5), 1)
    judged = tests["x"].judged
    known = judged[judged["inside_80"].notna()]
    row = tests["x"].folds.loc["3"]
    third = known[known["horizon"] == 3]
    assert row["coverage_80"] == third["inside_80"].mean()
    assert row["country_folds"] == len(third)
    assert row["mase"] == pytest.approx(judged[judged["horizon"] == 3]["mase"].mean())
    # From 2013 on five values are there; an interval needs ten errors: 8 areas by 2014, 16 by 2015.
    assert known["origin"].min() == 2015
    assert judged["origin"].min() == 2014
    pooled = calibration(tests, 1).loc["all"]
    both = pd.concat([t.judged for t in tests.values()])
    assert pooled["coverage_95"] == pytest.approx(both["inside_95"].mean())
    assert pooled["country_folds"] == sum(
        t.folds.loc["all", "country_folds"] for t in tests.values()
    )
    assert pooled["countries"] == 8


@pytest.mark.usefixtures("only_drift")
def test_under_thirty_country_folds_there_is_no_coverage():
    runs = assess(
        history(noisy(areas=AREAS[:2], years=11)), focus="GBR", comparators=AREAS[:2], as_at=2024
    ).runs
    table = back_test(make_folds(runs, Scale(), 5), 1).folds
    assert (table["country_folds"] < 30).all()
    assert set(table["verdict"]) == {"too few to judge"}
    assert table["coverage_80"].isna().all()


@pytest.mark.usefixtures("only_drift")
def test_the_spread_at_a_horizon_is_that_of_its_errors_and_grows_beyond_them():
    rng = np.random.default_rng(2)
    walks = rng.normal(0, 1, (14, 5)).cumsum(axis=0)
    areas = [f"a{n}" for n in range(5)]
    table = pd.DataFrame(walks, index=range(2011, 2025), columns=areas)
    found = assess(History("x", table), focus="a0", comparators=tuple(areas), as_at=2024)
    folds = make_folds(found.runs, Scale(), 12)
    pooled = spread(folds, "drift", 2024)
    errors = folds.scaled_errors("drift")
    assert pooled.rms[0] == pytest.approx(np.sqrt(np.nanmean(errors[:, :, 0] ** 2)))
    # 14 points leave 14 − 4 − h origins: two of five areas at horizon 8, one at horizon 9.
    counts = np.isfinite(errors).sum(axis=(0, 1))
    assert counts[:9].tolist() == [45, 40, 35, 30, 25, 20, 15, 10, 5]
    assert pooled.rms[8] == pytest.approx(max(pooled.rms[7], own_rms(errors, 7) * math.sqrt(9 / 8)))
    assert pooled.shape.mean() == pytest.approx(0, abs=1e-12)
    assert pooled.shape.std() == pytest.approx(1)
    assert len(pooled.blocks) == 9


def own_rms(errors: np.ndarray, place: int) -> float:
    return float(np.sqrt(np.nanmean(errors[:, :, place] ** 2)))


def test_the_model_is_believed_where_it_is_wider():
    class Pooled:
        rms = np.array([1.0, 2.0, 3.0])

    found = total_sd(Pooled, np.array([2.0]), np.array([[1.0, 9.0, np.nan]]))
    np.testing.assert_array_equal(found, [[2.0, 9.0, 9.0]])


def test_errors_of_one_year_stay_together():
    class Pooled:
        blocks = (np.array([-1.0, -1.1]), np.array([1.0, 1.1, 1.2]))
        shape = np.concatenate(blocks)

    shocks = _shocks(Pooled, 6, 5_000, 1)
    assert ((shocks < 0).all(axis=1) | (shocks > 0).all(axis=1)).all()
    assert (shocks[:, 0] < 0).mean() == pytest.approx(2 / 5, abs=0.02)
    assert set(np.unique(shocks)) == {-1.1, -1.0, 1.0, 1.1, 1.2}
    # Another indicator with other areas meets the same years in the same draws.
    np.testing.assert_array_equal(_shocks(Pooled, 2, 5_000, 1)[:, 0] < 0, shocks[:, 0] < 0)


# Models


def test_drift_and_naive_by_hand():
    z = np.array([1.0, 2.0, 4.0, 4.0, 7.0])
    drift = forecast("drift", z, 2)
    np.testing.assert_allclose(drift.point, [8.5, 10.0])
    # Changes 1, 2, 0, 3 about a mean of 1.5: squares sum to 5, over 5 − 2.
    sigma = math.sqrt(5 / 3)
    np.testing.assert_allclose(
        drift.sd, [sigma * math.sqrt(1 + 1 / 4), sigma * math.sqrt(2 * (1 + 2 / 4))]
    )
    naive = forecast("naive", z, 4)
    np.testing.assert_array_equal(naive.point, [7, 7, 7, 7])
    np.testing.assert_allclose(naive.sd, math.sqrt(14 / 4) * np.sqrt([1, 2, 3, 4]))


def test_damped_trend_has_the_published_variance():
    z = np.cumsum(np.random.default_rng(6).normal(0.4, 1, 24))
    found = forecast("damped_trend", z, 6)
    fit = Holt(z, damped_trend=True, initialization_method="estimated").fit()
    a, phi = fit.params["smoothing_level"], fit.params["damping_trend"]
    b = a * fit.params["smoothing_trend"]
    np.testing.assert_allclose(found.point, fit.forecast(6))
    h = np.arange(1, 7)
    # Hyndman and Athanasopoulos, Forecasting: Principles and Practice, table 8.8, (A,Ad,N).
    factor = (
        1
        + a**2 * (h - 1)
        + b * phi * h / (1 - phi) ** 2 * (2 * a * (1 - phi) + b * phi)
        - b
        * phi
        * (1 - phi**h)
        / ((1 - phi) ** 2 * (1 - phi**2))
        * (2 * a * (1 - phi**2) + b * phi * (1 + 2 * phi - phi**h))
    )
    np.testing.assert_allclose(found.sd**2 / found.sd[0] ** 2, factor, rtol=1e-6)


@pytest.mark.parametrize("family", [*FAMILIES, NAIVE])
def test_a_constant_series_stays_in_every_family(family):
    found = forecast(family, np.full(8, 3.5), 4)
    np.testing.assert_array_equal(found.point, [3.5] * 4)
    np.testing.assert_array_equal(found.sd, [0.0] * 4)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_forecasts_a_short_noisy_series(family):
    found = forecast(family, np.array([1.0, 1.2, 1.1, 1.5, 1.4]), 8)
    assert np.isfinite(found.point).all()
    assert (found.sd > 0).all()
    assert (np.diff(found.sd) >= 0).all()


# Scales


@settings(deadline=None)
@given(st.floats(0.001, 0.999), st.floats(-1e3, 1e3), st.floats(0.1, 1e3))
def test_scales_undo_themselves(share, low, width):
    value = np.array([low + share * width])
    for scale in (Scale(), Scale(low), Scale(low, low + width)):
        assert scale.back(scale.forward(value)) == pytest.approx(value, rel=1e-9, abs=1e-6)
    far = Scale(low, low + width).back(np.array([-50.0, 50.0]))
    assert low <= far[0] <= far[1] <= low + width + 1e-9


def test_which_scale():
    assert [Scale().kind, Scale(0.0).kind, Scale(0.0, 100.0).kind] == ["linear", "log", "logit"]


# What is not projected, and why


def test_too_few_points_are_refused_with_the_reason():
    short = history({a: np.arange(1.0, 10.0) for a in AREAS})
    with pytest.raises(NoDataError) as raised:
        project(short, **request())
    assert "9 annual points in a row (2016 to 2024); 10 are needed" in str(raised.value)
    assert "0 of 3 comparators" in str(raised.value)


def test_years_before_a_break_do_not_count():
    found = assess(
        history(noisy(), breaks={"GBR": 2018}), focus="GBR", comparators=AREAS, as_at=2026
    )
    assert not found.projected
    assert found.reasons == (
        "GBR: 7 annual points in a row since the break before 2018 (2018 to 2024); 10 are needed",
    )
    assert list(found.runs) == ["USA", "CHN", "DEU"]
    kept = assess(
        history(noisy(), breaks={"GBR": 2015}), focus="GBR", comparators=AREAS, as_at=2026
    )
    assert kept.projected
    assert kept.runs["GBR"].first == 2015


def test_a_gap_is_not_bridged():
    columns = noisy()
    columns["CHN"][3] = np.nan
    found = assess(history(columns), focus="GBR", comparators=AREAS, as_at=2026)
    assert found.left_out == {"CHN": "9 annual points in a row (2016 to 2024); 10 are needed"}
    assert found.projected, "two of three rivals are two thirds"


def test_under_two_thirds_of_the_comparators_are_too_few():
    columns = noisy()
    columns["CHN"][:8] = np.nan
    columns["DEU"][:] = np.nan
    found = assess(history(columns), focus="GBR", comparators=(*AREAS, "FRA"), as_at=2026)
    assert found.left_out["DEU"] == found.left_out["FRA"] == "no values"
    assert found.reasons == (
        "1 of 4 comparators have 10 annual points in a row since their last break, the newest from "
        "2022 or later; two thirds are needed",
    )


def test_old_figures_are_not_projected():
    found = assess(history(noisy()), focus="GBR", comparators=AREAS, as_at=2029)
    assert found.left_out["GBR"] == "the newest value is from 2024, more than 4 years before 2029"
    assert assess(history(noisy()), focus="GBR", comparators=AREAS, as_at=2028).projected


def test_a_value_on_the_limit_is_not_projected():
    columns = noisy()
    columns["USA"] = columns["USA"] * 0
    found = assess(history(columns, low=0.0), focus="GBR", comparators=AREAS, as_at=2026)
    assert found.left_out == {"USA": "a value stands on a limit, which the log scale cannot take"}


def test_no_rivals_no_projection():
    found = assess(history(noisy()), focus="GBR", comparators=("GBR",), as_at=2026)
    assert "0 of 0 comparators" in found.reasons[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"index": [str(y) for y in YEARS]}, "rows are not calendar years"),
        ({"index": [2012, *YEARS[:-1]]}, "a year stands twice"),
        ({"columns": ["GBR", "GBR"]}, "an area stands twice"),
    ],
)
def test_a_bad_table_is_refused(change, words):
    table = pd.DataFrame(np.ones((13, 2)), index=YEARS, columns=["GBR", "USA"])
    table = table.set_axis(change.get("index", YEARS), axis=0)
    table = table.set_axis(change.get("columns", table.columns), axis=1)
    with pytest.raises(ValidationError, match="'x'") as raised:
        History("x", table)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"direction": "neither"}, "direction 'neither'"),
        ({"high": 1.0}, "a high limit without a low one"),
        ({"low": 1.0, "high": 1.0}, "low limit 1.0 is not below"),
    ],
)
def test_bad_declarations_are_refused(given, words):
    with pytest.raises(ValidationError) as raised:
        history(noisy(), **given)
    assert words in str(raised.value)


def test_values_that_are_not_finite_or_not_numbers_are_refused():
    table = pd.DataFrame({"GBR": [1.0, np.inf], "USA": ["a", "b"]}, index=[2020, 2021])
    with pytest.raises(ValidationError, match="2 problems"):
        History("x", table)


@pytest.mark.usefixtures("only_drift")
def test_a_year_that_is_past_is_refused():
    with pytest.raises(ValidationError, match="cannot project to 2024"):
        project(history(noisy()), **request(until=2024))


# Scenarios


def test_scenarios_of_a_series_too_short_to_project():
    table = pd.DataFrame({"GBR": [2.0, 2.1, 4.0, 4.4, 4.84]}, index=[2016, 2017, 2018, 2019, 2020])
    found = scenarios(History("x", table, low=0.0, breaks={"GBR": 2018}), "GBR", 2022)
    assert found["year"].to_list() == [2021, 2022]
    assert found["no_change"].to_list() == [4.84, 4.84]
    assert found["growth_since"].to_list() == pytest.approx([4.84 * 1.1, 4.84 * 1.21])


def test_scenarios_are_refused_without_two_values_or_on_a_limit():
    table = pd.DataFrame({"GBR": [2.0, 0.0]}, index=[2019, 2020])
    with pytest.raises(NoDataError, match="without two annual values"):
        scenarios(History("x", table, breaks={"GBR": 2020}), "GBR", 2030)
    with pytest.raises(NoDataError, match="stands on a limit"):
        scenarios(History("x", table, low=0.0), "GBR", 2030)
    with pytest.raises(NoDataError, match="no scenario to 2020"):
        scenarios(History("x", table), "GBR", 2020)


def test_rank_table_by_hand():
    ranks = rank_draws(np.array([[3.0, 1.0, 3.0], [1.0, 2.0, 3.0]]), "higher")
    assert ranks.tolist() == [[1, 3, 1], [3, 2, 1]]
    assert rank_draws(np.array([[3.0, 1.0, 3.0]]), "lower").tolist() == [[2, 1, 2]]
    table = rank_table(ranks, ("A", "B", "C"), 1, ("A", "B"))
    assert table["probability_top"].to_list() == [0.5, 0.0, 1.0]
    assert table["probability_first"].to_list()[:2] == [0.5, 0.5]


# The index in a coming year


def spec() -> IndexSpec:
    return IndexSpec(
        indicators=(
            IndicatorSpec("x", "P", weight=3.0),
            IndicatorSpec("y", "P"),
            IndicatorSpec("z", "Q"),
        ),
        pillars=(PillarSpec("P"), PillarSpec("Q")),
    )


def test_how_much_of_an_index_can_be_projected():
    found = coverage(spec(), {"x", "z"})
    assert found.share == pytest.approx(0.375 + 0.5)
    assert (found.missing, found.empty_pillars, found.reason) == (("y",), (), "")
    found = coverage(spec(), {"x", "y"})
    assert found.share == pytest.approx(0.5)
    assert found.empty_pillars == ("Q",)
    assert found.reason == "no indicator of the pillar Q can be projected"
    found = coverage(spec(), {"y"})
    assert found.reason == (
        "the indicators that can be projected carry 12% of its weight and no indicator of the "
        "pillar Q can be projected"
    )
    half = IndexSpec(indicators=(IndicatorSpec("x"), IndicatorSpec("y")))
    assert coverage(half, {"x"}).reason == "", "half the weight is enough"
    deep = replace(spec(), pillars=(PillarSpec("P"), PillarSpec("S"), PillarSpec("Q", parent="S")))
    assert coverage(deep, {"x", "y"}).empty_pillars == ("Q", "S")


def test_the_index_of_lines_is_known(lines):
    up = lines
    down = replace(up, draws=100 - up.draws)
    panel = pd.DataFrame(
        {
            "x": [22.0, 40.0, 41.0, 18.0],
            "y": [1.0, 2.0, 3.0, 4.0],
            "z": [78.0, 60.0, 59.0, 82.0],
        },
        index=list(AREAS),
    )
    weights = replace(spec(), pillars=(PillarSpec("P", 3.0), PillarSpec("Q")))
    found = project_index({"x": up, "z": down}, weights, panel, 2030, subset=("GBR", "DEU"))
    assert found.today.spec.indicator_ids == ("x", "z")
    assert found.coverage.missing == ("y",)
    # The index follows x, three times as heavy: in 2024 CHN 41, USA 40, GBR 22, DEU 18.
    assert found.table["rank_today"].to_dict() == {"GBR": 3, "USA": 2, "CHN": 1, "DEU": 4}
    assert found.table["median_rank"].to_dict() == {"GBR": 3, "USA": 2, "CHN": 1, "DEU": 4}
    assert found.table["probability_top"].to_dict() == {"GBR": 1, "USA": 1, "CHN": 1, "DEU": 0}
    assert found.table.loc["GBR", "probability_first"] == 1
    assert found.draws == 2_000


def test_each_draw_of_the_index_is_the_index_of_that_draw(shares):
    few = replace(shares, draws=shares.draws[:60])
    other = replace(few, draws=few.draws[:, ::-1] ** 1.5)
    panel = pd.DataFrame(
        {"x": [60.0, 70.0, 75.0, 80.0], "y": [1.0, 2.0, 3.0, 4.0], "z": [3.0, 1.0, 4.0, 2.0]},
        index=list(AREAS),
    )
    found = project_index({"x": few, "z": other}, spec(), panel, 2030, top=1, subset=AREAS[:2])
    assert found.draws == 60
    ranks = []
    for d in range(60):
        drawn = pd.DataFrame({"x": few.at(2030)[d], "z": other.at(2030)[d]}, index=list(few.areas))
        ranks.append(build(drawn, found.today.spec).ranks)
    table = pd.DataFrame(ranks)
    for area in AREAS:
        assert found.table.loc[area, "probability_top"] == (table[area] == 1).mean()
    ahead = (table["GBR"] <= table["USA"]).mean()
    assert found.table.loc["GBR", "probability_first"] == ahead


def test_no_index_where_too_little_is_projected(lines):
    panel = pd.DataFrame(np.arange(12.0).reshape(4, 3), index=list(AREAS), columns=list("xyz"))
    with pytest.raises(NoDataError, match="no index for 2030: the indicators .* carry 38% of its"):
        project_index({"x": lines}, spec(), panel, 2030)


def test_units_without_projections_are_left_out_by_name(lines):
    panel = pd.DataFrame(np.arange(15.0).reshape(5, 3), index=[*AREAS, "FRA"], columns=list("xyz"))
    found = project_index({"x": lines, "z": lines}, spec(), panel, 2030)
    assert [left.unit for left in found.left_out] == ["FRA"]
    assert list(found.table.index) == list(AREAS)
    assert list(found.today.scores.index) == list(AREAS)
    assert INDEX in found.today.scores
