"""Standings: which indicators count, places and their shares, and moves over five years."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import Break, load_catalogue
from indicators.errors import NoDataError
from indicators.standings import (
    MADE_BY_OTHERS,
    NO_DIRECTION,
    NO_SERIES,
    NOT_COMPARABLE,
    REPEATED,
    TOO_FEW,
    UK_ONLY,
    candidates,
    move,
    moves,
    places,
    reason_not_counted,
    standings,
    strongest,
    weakest,
)
from tests.serving_rows import catalogue, indicator, serving

#: Eleven countries: enough for a place to count.
GEOS = ("GBR", "USA", "CHN", "JPN", "DEU", "FRA", "KOR", "CAN", "ITA", "CHE", "SWE")


def years(**values: tuple[float, ...]) -> dict[str, dict[str, float]]:
    """Values of one country for 2018 and 2023, or for 2023 alone."""
    return {
        geo: dict(zip(("2018", "2023"), held, strict=True)) if len(held) == 2 else {"2023": held[0]}
        for geo, held in values.items()
    }


def one(**changes: object):
    return indicator(**({"breaks": ()} | changes))


def standing(values, item=None, **row_changes):
    item = item or one()
    found = standings({item.id: serving(values, **row_changes)}, catalogue(item))
    return found.counted[0]


#: 2018 and 2023. The UK rises from 4th to 2nd among the eleven.
BOTH = years(
    GBR=(7.0, 9.5),
    USA=(10.0, 10.0),
    CHN=(9.0, 9.0),
    JPN=(8.0, 8.0),
    DEU=(6.0, 6.0),
    FRA=(5.0, 5.0),
    KOR=(4.0, 4.0),
    CAN=(3.0, 3.0),
    ITA=(2.0, 2.0),
    CHE=(1.0, 1.0),
    SWE=(0.5, 0.5),
)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"source": "none", "unavailable": "nobody counts it"}, NO_SERIES),
        ({"coverage": "uk"}, UK_ONLY),
        ({"rankable": False}, NOT_COMPARABLE),
        ({"unit": "rank", "direction": "lower"}, MADE_BY_OTHERS),
        ({"unit": "score"}, MADE_BY_OTHERS),
        ({"direction": "neither"}, NO_DIRECTION),
        ({"repeats": "gerd_ppp"}, REPEATED),
    ],
)
def test_what_does_not_count_has_its_reason(changes, reason):
    item = one(**changes)
    assert reason_not_counted(item, catalogue(item)) == reason


def test_size_is_no_strength():
    """GDP and population say how large a country is; nothing that says so is counted."""
    real = load_catalogue()
    counted = {i.id for i in candidates(real)}
    assert counted.isdisjoint({"gdp_usd", "population", "population_msti", "ip_payments"})
    assert all(real[name].direction != "neither" for name in counted)
    assert all(not real[name].repeats for name in counted)


def test_fewer_than_ten_countries_are_not_enough():
    item = one()
    ten = {geo: {"2023": 1.0 + i} for i, geo in enumerate(GEOS[:10])}
    enough = standings({item.id: serving(ten)}, catalogue(item))
    assert [s.ranking.n for s in enough.counted] == [10]
    nine = {geo: ten[geo] for geo in GEOS[:9]}
    short = standings({item.id: serving(nine)}, catalogue(item))
    assert short.counted == ()
    assert short.left_out == ((item, TOO_FEW),)
    assert standings({}, catalogue(item)).left_out == ((item, TOO_FEW),)


def test_a_place_has_its_shares_of_the_others():
    found = standing(BOTH)
    place = found.places["GBR"]
    assert (place.row.rank, place.n) == (2, 11)
    assert (place.ahead, place.behind) == (0.1, 0.9)
    assert (found.basis, found.frequency) == ("relative", "A")


def test_countries_that_share_a_place_are_neither_ahead_nor_behind():
    shared = {geo: {"2023": 0.0} for geo in GEOS} | {"USA": {"2023": 5.0}}
    found = standing(shared)
    place = found.places["GBR"]
    assert (place.row.rank, place.row.tied) == (2, True)
    assert (place.ahead, place.behind) == (0.1, 0.0)
    assert found.places["USA"].behind == 1.0


def test_strongest_goes_by_the_share_behind_and_weakest_by_the_share_ahead():
    """4th of 11 with nobody level is stronger than joint 2nd with nobody behind."""
    a, b, c = one(id="a"), one(id="b"), one(id="c")
    level = {geo: {"2023": 0.0} for geo in GEOS} | {"USA": {"2023": 5.0}}
    last = {geo: {"2023": 10.0 - i} for i, geo in enumerate(GEOS[1:])} | {"GBR": {"2023": 0.0}}
    fourth = years(GBR=(7.5,), USA=(10.0,), CHN=(9.0,), JPN=(8.0,))
    fourth |= {geo: {"2023": 1.0 + i / 10} for i, geo in enumerate(GEOS[4:])}
    rows = {
        "a": serving(level, indicator_id="a"),
        "b": serving(fourth, indicator_id="b"),
        "c": serving(last, indicator_id="c"),
    }
    held = places(standings(rows, catalogue(a, b, c)), "GBR")
    assert [p.row.rank for p in held] == [2, 4, 11]
    assert [p.standing.indicator.id for p in strongest(held)] == ["b", "a", "c"]
    assert [p.standing.indicator.id for p in weakest(held, 2)] == ["c", "b"]


def test_places_are_chosen_by_basis():
    share, count = one(id="share"), one(id="count", unit="count")
    rows = {name: serving(BOTH, indicator_id=name) for name in ("share", "count")}
    found = standings(rows, catalogue(share, count))
    assert [p.standing.indicator.id for p in places(found, "GBR", "absolute")] == ["count"]
    assert len(places(found, "GBR")) == 2
    assert places(found, "NZL") == ()


def test_a_move_ranks_the_same_countries_twice():
    found = move(standing(BOTH), "GBR")
    assert (found.before.rank, found.after.rank, found.n, found.places) == (4, 2, 11, 2)
    assert found.growth == pytest.approx(9.5 / 7.0 - 1)
    assert found.middle_growth == 0.0
    assert found.marks == ()


def test_a_country_that_comes_or_goes_moves_nobody():
    """India enters on top in 2023 and Sweden is not in 2018: neither is in the comparison."""
    values = BOTH | {"IND": {"2023": 99.0}, "SWE": {"2018": 99.0}}
    found = standing(values)
    assert found.places["GBR"].row.rank == 4, "both are ahead today, each by its newest figure"
    assert (move(found, "GBR").before.rank, move(found, "GBR").after.rank) == (4, 2)
    assert move(found, "GBR").n == 10


def test_no_move_across_a_break_of_the_country_itself():
    item = one(breaks=(Break("GBR", "2021", "level_shift", "new method"),))
    with pytest.raises(NoDataError, match="a break in 2021 lies between 2018 and 2023"):
        move(standing(BOTH, item), "GBR")
    assert move(standing(BOTH, item), "USA").n == 10, "the UK is out of the others' comparison"


def test_a_break_at_the_start_is_not_between():
    item = one(breaks=(Break("GBR", "2018", "level_shift", "new method"),))
    assert move(standing(BOTH, item), "GBR").places == 2


def test_editions_are_not_compared():
    with pytest.raises(NoDataError, match="different editions are not compared"):
        move(standing(BOTH, one(display="points")), "GBR")


def test_five_years_are_five_years_within_one():
    near = {g: {"2019": v["2018"], "2023": v["2023"]} for g, v in BOTH.items()}
    assert move(standing(near), "GBR").before.period_label == "2019"
    far = {g: {"2020": v["2018"], "2023": v["2023"]} for g, v in BOTH.items()}
    with pytest.raises(NoDataError, match="no figure about 5 years before 2023"):
        move(standing(far), "GBR")
    exact = {
        g: {"2017": 0.1, "2019": 0.1, "2018": v["2018"], "2023": v["2023"]} for g, v in BOTH.items()
    }
    assert move(standing(exact), "GBR").before.period_label == "2018"


def test_the_newest_period_is_one_that_most_countries_have():
    early = BOTH | {"GBR": {"2018": 7.0, "2023": 9.5, "2024": 99.0}}
    assert move(standing(early), "GBR").after.period_label == "2023"


def test_fewer_than_ten_in_both_years_are_not_compared():
    values = {geo: dict(v) for geo, v in BOTH.items()}
    for geo in ("SWE", "CHE"):
        del values[geo]["2018"]
    with pytest.raises(NoDataError, match="fewer than 10 countries can be compared"):
        move(standing(values), "GBR")


def test_growth_from_nothing_means_nothing():
    values = BOTH | {"GBR": {"2018": 0.0, "2023": 9.5}}
    found = move(standing(values), "GBR")
    assert found.growth is None
    assert found.middle_growth == 0.0


def test_vintages_that_differ_and_estimates_are_marked():
    item = one(breaks=(Break("all", "2023", "estimated", "the last year"),))
    rows = serving(BOTH)
    older = (rows["geo"] == "GBR") & (rows["period_label"] == "2018")
    rows.loc[older, ["vintage_id", "edition"]] = ["oecd-msti-2025", "spring 2025"]
    found = standings({item.id: rows}, catalogue(item)).counted[0]
    assert move(found, "GBR").marks == (
        "2018 is from spring 2025, 2023 from spring 2026",
        "2023 is the publisher's estimate",
    )


def test_provisional_figures_are_marked():
    rows = serving(BOTH, statuses={("GBR", "2023"): "P"})
    item = one()
    found = standings({item.id: rows}, catalogue(item)).counted[0]
    assert move(found, "GBR").marks == ("2023 is provisional",)


def test_moves_tell_what_moved_and_why_the_rest_did_not():
    line, points = one(id="line"), one(id="points", display="points")
    rows = {name: serving(BOTH, indicator_id=name) for name in ("line", "points")}
    moved, unmoved = moves(standings(rows, catalogue(line, points)), "GBR")
    assert [m.standing.indicator.id for m in moved] == ["line"]
    assert [(s.indicator.id, why) for s, why in unmoved] == [
        ("points", "figures of different editions are not compared")
    ]


VALUES = st.lists(st.integers(min_value=1, max_value=40), min_size=22, max_size=22)


def as_years(values: list[int]) -> dict[str, dict[str, float]]:
    pairs = zip(values[::2], values[1::2], strict=True)
    return {g: {"2018": float(a), "2023": float(b)} for g, (a, b) in zip(GEOS, pairs, strict=True)}


@settings(max_examples=30)
@given(VALUES)
def test_shares_add_up_to_everybody(values):
    found = standing(as_years(values))
    for geo, place in found.places.items():
        level = sum(row.rank == place.row.rank and row.geo != geo for row in found.ranking.rows) / (
            place.n - 1
        )
        assert place.ahead + place.behind + level == pytest.approx(1.0)


@settings(max_examples=20)
@given(VALUES, st.sampled_from([0.001, 3.0, 1e6]))
def test_the_unit_does_not_matter(values, factor):
    """In pence or pounds, a country stands where it stands and has moved as it has moved."""
    plain = standing(as_years(values))
    scaled = standing(
        {g: {y: v * factor for y, v in held.items()} for g, held in as_years(values).items()}
    )
    for geo in GEOS:
        one_move, other = move(plain, geo), move(scaled, geo)
        assert (one_move.before.rank, one_move.places) == (other.before.rank, other.places)
        assert one_move.growth == pytest.approx(other.growth)
        assert one_move.middle_growth == pytest.approx(other.middle_growth)


@settings(max_examples=20)
@given(VALUES)
def test_nobody_moves_where_nothing_changes(values):
    still = {g: {"2018": v["2018"], "2023": v["2018"]} for g, v in as_years(values).items()}
    assert all(move(standing(still), geo).places == 0 for geo in GEOS)
