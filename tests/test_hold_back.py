"""Holding back: vintages that lose figures or move one too far wait until a person accepts them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import pipeline
from etl.accepted import Accepted, load_accepted, write_accepted
from etl.hold_back import HELD_BACK, LOADED
from etl.tables import Candidate
from indicators.catalogue import load_catalogue
from indicators.errors import CatalogueError
from tests.seeding import CATALOGUE, Seed, inputs

YEARS = range(1991, 2021)


@pytest.fixture
def seed(tmp_path) -> Seed:
    seed = Seed(tmp_path / "seed")
    rows = [f"gerd_pct_gdp,{geo},{year},A,2.5" for geo in ("GBR", "USA") for year in YEARS]
    seed.add("old", *rows, date="2025")
    return seed


def rows_of(geos=("GBR", "USA"), years=YEARS, value=2.5) -> list[str]:
    return [f"gerd_pct_gdp,{geo},{year},A,{value}" for geo in geos for year in years]


def prepare(seed: Seed, *accepted: Accepted) -> Candidate:
    path = seed.folder / "accepted.toml"
    path.unlink(missing_ok=True)
    for one in accepted:
        write_accepted(path, one)
    return pipeline.prepare(inputs(seed.folder, accepted=(path,)))


def outcome(candidate: Candidate, vintage_id: str) -> tuple[str, str]:
    (found,) = [o for o in candidate.outcomes if o.vintage_id == vintage_id]
    return found.outcome, found.reason


def serving_vintages(candidate: Candidate) -> dict[str, set[str]]:
    """Vintages that serve, by area."""
    return {
        geo: set(rows["vintage_id"]) for geo, rows in candidate.latest.groupby("geo", sort=True)
    }


def test_a_newer_full_vintage_replaces_the_older(seed):
    seed.add("new", *rows_of(value=2.6), date="2026")
    candidate = prepare(seed)
    assert outcome(candidate, "new") == (LOADED, "")
    assert serving_vintages(candidate) == {"GBR": {"new"}, "USA": {"new"}}
    assert set(candidate.observation["vintage_id"]) == {"old", "new"}


def test_one_lost_figure_in_sixty_passes_and_two_do_not(seed):
    seed.add("one", *rows_of()[1:], date="2026-01")
    assert outcome(prepare(seed), "one") == (LOADED, "")
    seed.add("two", *rows_of()[3:], date="2026-02")
    candidate = prepare(seed)
    assert outcome(candidate, "two") == (
        HELD_BACK,
        "lacks 2 of 59 figures (3%: GBR 1992, GBR 1993)",
    )
    assert serving_vintages(candidate) == {"GBR": {"one"}, "USA": {"one"}}
    assert set(candidate.observation["vintage_id"]) == {"old", "one"}


def test_a_figure_that_becomes_missing_is_lost(seed):
    missing = [f"gerd_pct_gdp,GBR,{year},A,,,,M" for year in (1991, 1992)]
    seed.add("new", *missing, *rows_of()[2:], date="2026")
    assert outcome(prepare(seed), "new")[1] == "lacks 2 of 60 figures (3%: GBR 1991, GBR 1992)"


def test_a_lost_area_is_named_though_it_be_small(seed):
    seed.add("first", *rows_of(), "gerd_pct_gdp,FRA,2020,A,2.2", date="2025-06")
    assert outcome(prepare(seed), "first") == (LOADED, "")
    seed.add("new", *rows_of(), date="2026")
    assert outcome(prepare(seed), "new") == (HELD_BACK, "has nothing for FRA")


def test_accepting_lets_it_through_and_the_lost_area_keeps_the_older_vintage(seed):
    seed.add("new", *rows_of(geos=["GBR"], value=2.6), date="2026")
    assert outcome(prepare(seed), "new")[0] == HELD_BACK
    reason = 'The 2026 edition covers the UK only ("first part").'
    candidate = prepare(seed, Accepted("gerd_pct_gdp", "new", reason))
    assert outcome(candidate, "new") == (
        LOADED,
        "has nothing for USA; lacks 30 of 60 figures (50%: USA 1991, USA 1992, USA 1993); "
        f"accepted: {reason}",
    )
    assert serving_vintages(candidate) == {"GBR": {"new"}, "USA": {"old"}}


def test_accepting_one_indicator_accepts_no_other(seed):
    seed.add("new", *rows_of(geos=["GBR"]), date="2026")
    assert outcome(prepare(seed, Accepted("vc_pct_gdp", "new", "x")), "new")[0] == HELD_BACK
    assert outcome(prepare(seed, Accepted("gerd_pct_gdp", "old", "x")), "new")[0] == HELD_BACK


@pytest.mark.parametrize(("value", "held"), [(3.125, False), (3.13, True), (1.875, False)])
def test_a_move_beyond_the_bound_is_held_back(seed, value, held):
    """The small catalogue declares no jump for this indicator, so the bound is a quarter."""
    rows = [*rows_of()[:-1], f"gerd_pct_gdp,USA,2020,A,{value}"]
    seed.add("new", *rows, date="2026")
    expected = (LOADED, "")
    if held:
        said = "1 figure moves by more than 25% of the size before (USA 2020 2.5 → 3.13)"
        expected = (HELD_BACK, said)
    assert outcome(prepare(seed), "new") == expected


def test_a_change_of_unit_is_held_back(seed):
    seed.add("new", *rows_of(value=0.0025), date="2026")
    state, reason = outcome(prepare(seed), "new")
    assert state == HELD_BACK
    assert reason.startswith("60 figures move by more than 25% of the size before (GBR 1991 2.5")


def test_a_small_value_is_judged_by_the_size_of_its_series(tmp_path):
    """From 0.01 to 0.03 says nothing in a series of the size 2, and much in one of 0.05."""
    seed = Seed(tmp_path / "seed")
    large = [f"gerd_pct_gdp,GBR,{year},A,2" for year in range(2000, 2010)]
    small = [f"gerd_pct_gdp,USA,{year},A,0.05" for year in range(2000, 2010)]
    for name, value, day in (("old", 0.01, "2025"), ("new", 0.03, "2026")):
        moved = [f"gerd_pct_gdp,{geo},2010,A,{value}" for geo in ("GBR", "USA")]
        seed.add(name, *large, *small, *moved, date=day)
    said = "1 figure moves by more than 25% of the size before (USA 2010 0.01 → 0.03)"
    assert outcome(prepare(seed), "new") == (HELD_BACK, said)


def test_the_next_vintage_is_compared_with_the_one_that_serves(seed):
    seed.add("wrong", *rows_of(value=0.0025), date="2026-01")
    seed.add("right", *rows_of(value=2.6), date="2026-02")
    candidate = prepare(seed)
    assert [outcome(candidate, v)[0] for v in ("old", "wrong", "right")] == [
        LOADED,
        HELD_BACK,
        LOADED,
    ]
    assert serving_vintages(candidate) == {"GBR": {"right"}, "USA": {"right"}}


def test_partial_cells_lie_over_the_full_vintage_before_them(seed):
    seed.add("part", *rows_of(["GBR"], [2020, 2021], 2.6), date="2026-01", coverage="partial")
    candidate = prepare(seed)
    assert outcome(candidate, "part") == (LOADED, "")
    latest = candidate.latest
    partial = latest[latest["is_partial"]]
    assert partial["period_label"].tolist() == ["2020", "2021"]
    assert set(partial["vintage_id"]) == {"part"}
    assert len(latest) == 61


def test_partial_cells_end_with_the_next_full_vintage(seed):
    seed.add("part", *rows_of(["GBR"], [2020], 2.6), date="2026-01", coverage="partial")
    seed.add("new", *rows_of(value=2.7), date="2026-02")
    candidate = prepare(seed)
    assert serving_vintages(candidate) == {"GBR": {"new"}, "USA": {"new"}}
    assert not candidate.latest["is_partial"].any()


def test_a_partial_vintage_loses_nothing_by_being_small(seed):
    seed.add("part", *rows_of(["GBR"], [2020], 2.6), date="2026-01", coverage="partial")
    (found,) = [o for o in prepare(seed).outcomes if o.vintage_id == "part"]
    assert (found.rows, found.new, found.revised, found.lost) == (1, 0, 1, 0)


def test_a_partial_vintage_that_moves_too_far_is_held_back(seed):
    seed.add("part", *rows_of(["GBR"], [2020], 5.0), date="2026-01", coverage="partial")
    assert outcome(prepare(seed), "part")[0] == HELD_BACK


def test_a_full_vintage_that_drops_a_cell_only_a_partial_one_had_loses_it(tmp_path):
    seed = Seed(tmp_path / "seed")
    seed.add("old", "gerd_pct_gdp,GBR,2020,A,2.5", date="2025-01")
    seed.add("part", "gerd_pct_gdp,GBR,2021,A,2.5", date="2025-02", coverage="partial")
    seed.add("new", "gerd_pct_gdp,GBR,2020,A,2.5", date="2025-03")
    said = "lacks 1 of 2 figures (50%: GBR 2021)"
    assert outcome(prepare(seed), "new") == (HELD_BACK, said)


def test_counts_of_new_revised_and_lost(seed):
    rows = [*rows_of()[1:-1], "gerd_pct_gdp,USA,2020,A,2.6", "gerd_pct_gdp,USA,2021,A,2.5"]
    seed.add("new", *rows, date="2026")
    (found,) = [o for o in prepare(seed).outcomes if o.vintage_id == "new"]
    assert (found.rows, found.new, found.revised, found.lost) == (60, 1, 1, 1)


@pytest.mark.parametrize(("old", "new"), [("2025-03", "2025-03-31"), ("2025", "2025-12-31")])
def test_on_one_day_the_record_s_name_decides_and_wordings_of_a_day_are_that_day(
    tmp_path, old, new
):
    seed = Seed(tmp_path / "seed")
    seed.add("b", "gerd_pct_gdp,GBR,2020,A,2.5", date=old)
    seed.add("a", "gerd_pct_gdp,GBR,2020,A,2.4", date=new)
    assert serving_vintages(prepare(seed)) == {"GBR": {"b"}}


def test_accepted_files_are_read_together_and_faults_come_at_once(tmp_path):
    first, second = tmp_path / "first.toml", tmp_path / "second.toml"
    write_accepted(first, Accepted("gerd_pct_gdp", "v1", "Right."))
    write_accepted(first, Accepted("vc_pct_gdp", "v2", 'Said "yes" \\ and\nmeant it.'))
    catalogue = load_catalogue(CATALOGUE)
    assert load_accepted((first, second), catalogue) == (
        Accepted("gerd_pct_gdp", "v1", "Right."),
        Accepted("vc_pct_gdp", "v2", 'Said "yes" \\ and\nmeant it.'),
    )
    write_accepted(second, Accepted("nonsense", "v", "x"))
    with first.open("a", encoding="utf-8") as file:
        file.write('[[accepted]]\nindicator = "gerd_pct_gdp"\nreason = ""\n')
    with pytest.raises(CatalogueError) as error:
        load_accepted((first, second), catalogue)
    assert "accepted number 3: 'vintage' is missing" in str(error.value)
    assert "there is no indicator 'nonsense'" in str(error.value)


VALUES = st.one_of(st.none(), st.sampled_from([2.0, 2.1, 2.4, 2.6, 9.0]))
CELLS = st.tuples(st.sampled_from(["GBR", "USA"]), st.integers(2010, 2014))
VINTAGE = st.tuples(st.booleans(), st.dictionaries(CELLS, VALUES, min_size=1))


def row(geo: str, year: int, value: float | None) -> str:
    return f"gerd_pct_gdp,{geo},{year},A,{',,,M' if value is None else value}"


@settings(max_examples=40, deadline=None)
@given(st.lists(VINTAGE, min_size=1, max_size=4))
def test_what_serves_follows_from_what_was_let_through(tmp_path_factory, history):
    """Per area the newest full vintage let through, then newer partial cells: said another way."""
    seed = Seed(Path(tmp_path_factory.mktemp("seed")))
    for number, (is_partial, values) in enumerate(history):
        seed.add(
            f"v{number}",
            *[row(*cell, value) for cell, value in values.items()],
            date=f"2025-{number + 1:02}",
            coverage="partial" if is_partial else "full",
        )
    candidate = prepare(seed)
    loaded = {o.vintage_id for o in candidate.outcomes if o.outcome == LOADED}
    expected = {}
    for geo in ("GBR", "USA"):
        cells: dict[int, tuple[float | None, bool]] = {}
        for number, (is_partial, values) in enumerate(history):
            mine = {year: value for (g, year), value in values.items() if g == geo}
            if f"v{number}" not in loaded or not mine:
                continue
            cells = (cells if is_partial else {}) | {y: (v, is_partial) for y, v in mine.items()}
        expected |= {(geo, str(year)): cell for year, cell in cells.items()}
    latest = candidate.latest
    found = {
        (cell["geo"], cell["period_label"]): (
            None if cell["value"] != cell["value"] else cell["value"],
            cell["is_partial"],
        )
        for cell in latest.to_dict("records")
    }
    assert found == expected
    assert loaded >= {"v0"}
