"""Ranks: ties, direction, missing, exclusion, mixed years and vintages, gaps, ranks over time."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import Break
from indicators.errors import NoDataError, ValidationError
from indicators.rankings import (
    INTERVAL_WORDS,
    LARGEST_FIRST,
    NO_ERROR,
    Gap,
    gap_to,
    rank,
    rank_by_period,
)
from tests.serving_rows import GERD, areas, indicator, serving

FIVE = ("GBR", "USA", "DEU", "JPN", "KOR")


def ranked(rows, *, of=None, **arguments):
    arguments.setdefault("frequency", "A")
    return rank(rows, indicator=of or indicator(), areas=areas(), **arguments)


def places(ranking):
    return [(row.geo, row.rank, row.tied) for row in ranking.rows]


def one_year(values, **arguments):
    return ranked(serving({geo: {"2023": v} for geo, v in values.items()}), **arguments)


def test_newest_figures_best_first_and_everyone_else_named():
    ranking = ranked(serving(GERD))
    assert places(ranking) == [
        ("KOR", 1, False),
        ("USA", 2, False),
        ("JPN", 3, False),
        ("DEU", 4, False),
        ("GBR", 5, False),
    ]
    assert (ranking.n, ranking.of) == (5, 26)
    assert ranking.reason("CHN") == "no figure in this series"
    assert ranking.reason("GBR") == ""
    assert ranking.error_words == NO_ERROR
    assert ranking.order_words == ""
    assert len(ranking.left_out) == 21


def test_groups_stand_beside_the_ranks_and_take_none():
    ranking = ranked(serving(GERD))
    assert "OECD" not in [row.geo for row in ranking.rows]
    assert [(row.geo, row.rank, row.value) for row in ranking.groups] == [("OECD", 0, 2.70)]


def test_equal_values_share_the_better_rank():
    ranking = one_year({"GBR": 4.0, "USA": 4.0, "DEU": 5.0, "FRA": 3.0})
    assert places(ranking) == [
        ("DEU", 1, False),
        ("GBR", 2, True),
        ("USA", 2, True),
        ("FRA", 4, False),
    ]


def test_ranks_come_from_unrounded_values():
    ranking = one_year({"GBR": 2.7504, "USA": 2.7496})
    assert places(ranking) == [("GBR", 1, False), ("USA", 2, False)]


@pytest.mark.parametrize(
    ("changes", "first", "words"),
    [
        ({"direction": "higher"}, "USA", ""),
        ({"direction": "lower"}, "GBR", ""),
        ({"direction": "neither"}, "USA", LARGEST_FIRST),
        ({"direction": "neither", "unit": "rank"}, "GBR", ""),
        ({"direction": "higher", "unit": "rank"}, "GBR", ""),
    ],
)
def test_direction_comes_from_the_catalogue(changes, first, words):
    ranking = one_year({"GBR": 1.0, "USA": 2.0}, of=indicator(**changes))
    assert ranking.rows[0].geo == first
    assert ranking.order_words == words


def test_one_country_is_first_of_one():
    ranking = one_year({"GBR": 1.0})
    assert (places(ranking), ranking.n) == ([("GBR", 1, False)], 1)


def test_no_country_is_an_error():
    with pytest.raises(NoDataError, match="No country has a figure"):
        ranked(serving({"GBR": {"2023": None}, "OECD": {"2023": 2.7}}))


def test_a_missing_value_is_never_carried_forward_in_one_year():
    rows = serving({"GBR": {"2022": 2.7, "2023": None}, "USA": {"2023": 3.4}, "DEU": {"2023": 3.1}})
    ranking = ranked(rows, rule="same_year", period="2023")
    assert [row.geo for row in ranking.rows] == ["USA", "DEU"]
    assert ranking.reason("GBR") == "no figure for 2023"


def test_a_country_shown_as_missing_says_so():
    ranking = ranked(serving({"GBR": {"2023": None}, "USA": {"2023": 3.4}}))
    assert ranking.reason("GBR") == "the publisher shows no value for 2023"


def test_latest_uses_each_countrys_newest_and_warns_when_years_lie_apart():
    rows = serving({"GBR": {"2023": 2.7}, "USA": {"2020": 3.4}, "DEU": {"2017": 3.1}})
    ranking = ranked(rows)
    assert [(row.geo, row.period_label) for row in ranking.rows] == [
        ("USA", "2020"),
        ("GBR", "2023"),
    ]
    assert ranking.reason("DEU") == "newest figure is for 2017, 6 years older than the newest"
    assert ranking.period_spread_years == 3
    assert ranking.warning.startswith("Figures are from 2020 to 2023, 3 years apart")
    assert ranked(rows, max_age_years=6).n == 3
    assert ranked(rows, max_age_years=2).warning == ""


def test_latest_up_to_a_period_uses_nothing_newer():
    ranking = ranked(serving(GERD), period="2020")
    assert {row.period_label for row in ranking.rows} == {"2020"}
    assert ranking.row("GBR").value == 2.87
    with pytest.raises(NoDataError, match="1950"):
        ranked(serving(GERD), period="1950")


def test_same_year_takes_the_newest_well_covered_year_that_the_uk_has():
    rows = serving(
        {
            "GBR": {"2022": 1.0, "2023": 1.0, "2024": 1.0},
            "USA": {"2022": 2.0, "2023": 2.0, "2024": 2.0, "2025": 2.0},
            "DEU": {"2022": 3.0, "2023": 3.0, "2025": 3.0},
            "FRA": {"2022": 4.0, "2023": 4.0, "2025": 4.0},
        }
    )
    ranking = ranked(rows, rule="same_year")
    assert {row.period_label for row in ranking.rows} == {"2023"}
    assert (ranking.n, ranking.period_spread_years) == (4, 0)
    with pytest.raises(NoDataError, match="2010"):
        ranked(rows, rule="same_year", period="2010")


def test_incomplete_years_are_passed_over_and_unstable_countries_left_out():
    marked = indicator(
        breaks=(
            Break("all", "2022", "incomplete", "patents still arriving"),
            Break("DEU", "2025", "unstable", "definition settled in 2025"),
            Break("FRA", "2010", "not_comparable", "national definition"),
        )
    )
    rows = serving({geo: {"2021": 1.0, "2022": 9.0} for geo in ("GBR", "DEU", "FRA")})
    ranking = ranked(rows, of=marked)
    assert [(row.geo, row.period_label) for row in ranking.rows] == [("GBR", "2021")]
    assert ranking.reason("DEU") == "2022 is unstable in these years: definition settled in 2025"
    assert ranking.reason("FRA") == "2022 is not comparable with the rest: national definition"


def test_another_vintage_is_ranked_but_marked():
    rows = pd.concat(
        [
            serving({g: GERD[g] for g in FIVE}),
            serving({"AUT": {"2023": 3.26}}, vintage_id="oecd-msti-2025", edition="spring 2025"),
        ]
    )
    ranking = ranked(rows)
    assert (
        ranking.row("AUT").mark_reason == "from the vintage spring 2025; most are from spring 2026"
    )
    assert ranking.row("AUT").vintage_label == "spring 2025"
    assert {ranking.row(geo).mark_reason for geo in FIVE} == {""}


def test_publishers_estimates_are_ranked_and_marked():
    marked = indicator(breaks=(Break("all", "2023", "estimated", "nowcast"),))
    assert {row.mark_reason for row in ranked(serving(GERD), of=marked).rows} == {
        "estimated: nowcast"
    }


def test_within_a_peer_group():
    ranking = ranked(serving(GERD), within=areas().peer_groups[0].members)
    assert [row.geo for row in ranking.rows] == ["USA", "JPN", "DEU", "GBR"]
    assert (ranking.n, ranking.of) == (4, 7)
    assert [geo for geo, _ in ranking.left_out] == ["FRA", "CAN", "ITA"]


def test_rank_ranges_only_from_the_publishers_intervals():
    values = {"GBR": {"2022": 500.0}, "JPN": {"2022": 547.0}, "KOR": {"2022": 528.0}}
    bounds = {"GBR": (495.0, 505.0), "JPN": (541.0, 553.0), "KOR": (521.0, 535.0)}
    apart = ranked(serving(values, intervals=bounds))
    assert [(row.geo, row.best, row.worst) for row in apart.rows] == [
        ("JPN", 1, 1),
        ("KOR", 2, 2),
        ("GBR", 3, 3),
    ]
    assert apart.error_words == INTERVAL_WORDS
    overlapping = ranked(serving(values, intervals=bounds | {"KOR": (503.0, 545.0)}))
    assert [(row.geo, row.best, row.worst) for row in overlapping.rows] == [
        ("JPN", 1, 2),
        ("KOR", 1, 3),
        ("GBR", 2, 3),
    ]
    one_without = ranked(serving(values, intervals={k: bounds[k] for k in ("GBR", "JPN")}))
    assert {row.best for row in one_without.rows} == {None}
    assert one_without.error_words == NO_ERROR


def test_what_may_not_be_ranked_is_refused():
    with pytest.raises(NoDataError, match="is not ranked"):
        ranked(serving(GERD), of=indicator(rankable=False))
    with pytest.raises(ValidationError, match="newest"):
        ranked(serving(GERD), rule="newest")


def test_gaps_are_in_the_indicators_unit():
    ranking = ranked(serving(GERD))
    third = gap_to(ranking, 3)
    assert (third.place, third.rival, third.rival_value, third.reached) == (3, "JPN", 3.44, False)
    assert third.difference == pytest.approx(0.69)
    assert gap_to(ranking, 1).rival == "KOR"
    assert gap_to(ranking, 5) is None
    assert gap_to(ranking, 3, geo="CHN") is None
    assert gap_to(ranking, 6) is None


def test_the_lead_where_the_place_is_reached():
    ranking = one_year({"GBR": 9.0, "USA": 10.0, "DEU": 7.0, "FRA": 6.0})
    assert gap_to(ranking, 3) == Gap(3, "FRA", 6.0, 3.0, True)
    assert gap_to(one_year({"GBR": 9.0, "USA": 9.0, "FRA": 6.0}), 1) == Gap(
        1, "FRA", 6.0, 3.0, True
    )


def test_ranks_over_time_keep_the_same_countries():
    rows = serving(
        {
            "GBR": {"2019": 2.6, "2020": 2.9, "2021": 2.8},
            "USA": {"2019": 3.1, "2020": 2.8, "2021": 3.4},
            "DEU": {"2019": 3.1, "2020": 3.1, "2021": 3.1},
            "CHE": {"2019": 3.2, "2021": 3.3},
            "JPN": {"2018": 3.2},
        }
    )
    arguments = {"indicator": indicator(), "areas": areas(), "frequency": "A"}
    over_time = rank_by_period(rows, **arguments)
    assert [(label, r.row("GBR").rank, r.n) for label, r in over_time] == [
        ("2019", 3, 3),
        ("2020", 2, 3),
        ("2021", 3, 3),
    ]
    assert over_time[0][1].reason("CHE") == "not in every period shown"
    assert over_time[1][1].reason("CHE") == "no figure for 2020"
    everyone = rank_by_period(rows, same_countries=False, **arguments)
    assert [(r.row("GBR").rank, r.n) for _, r in everyone] == [(4, 4), (2, 3), (4, 4)]
    with pytest.raises(NoDataError, match="Fewer than three"):
        rank_by_period(rows[rows["geo"].isin(["GBR", "USA"])], **arguments)


VALUES = st.dictionaries(
    st.sampled_from(areas().countries), st.sampled_from([1.0, 2.5, 2.5000001, 7.0]), min_size=1
)


@given(VALUES, st.sampled_from(["higher", "lower"]))
def test_a_rank_is_one_more_than_the_number_of_better_countries(values, direction):
    ranking = one_year(values, of=indicator(direction=direction))
    for row in ranking.rows:
        better = [
            v
            for v in values.values()
            if (v > row.value if direction == "higher" else v < row.value)
        ]
        assert row.rank == 1 + len(better)
        assert row.tied == (list(values.values()).count(row.value) > 1)
    assert ranking.n + len(ranking.left_out) == ranking.of
    assert [row.rank for row in ranking.rows] == sorted(row.rank for row in ranking.rows)
