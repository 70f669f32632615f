"""Queries: literal rows in, literal rows out; nothing found is an error that says what to do."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import pipeline
from indicators import queries
from indicators.catalogue import LICENCES, OPEN_LICENCES
from indicators.errors import NoDataError
from indicators.warehouse import Warehouse, open_duckdb_path, open_parquet_path
from tests.seeding import Seed, catalogue_with, inputs

Builder = Callable[..., Warehouse]


def built(seed: Seed, **changes: object) -> Warehouse:
    return Warehouse(
        pipeline.build(inputs(seed.folder, **changes), seed.folder.parent / "builds").path
    )


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The named columns as tuples; missing as None, days as ISO text."""
    part = frame[list(columns)].copy()
    for name in columns:
        if part[name].dtype.kind == "M":
            part[name] = part[name].dt.strftime("%Y-%m-%d")
    part = part.astype(object)
    return [tuple(row) for row in part.where(part.notna(), None).to_numpy().tolist()]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Warehouse:
    """Two full vintages and a partial one of GERD; services exports by quarter; unicorns."""
    seed = Seed(tmp_path_factory.mktemp("small") / "seed")
    seed.add(
        "gerd_2024",
        "gerd_pct_gdp,GBR,2017,A,2.32,,,A",
        "gerd_pct_gdp,GBR,2018,A,2.70,2.6,2.8,",
        "gerd_pct_gdp,GBR,2019,A,2.67",
        "gerd_pct_gdp,USA,2019,A,3.10",
        "gerd_pct_gdp,EU27,2019,A,2.20",
        date="2024-03",
        edition="2024",
    )
    seed.add(
        "gerd_2025",
        "gerd_pct_gdp,GBR,2017,A,2.32,,,A",
        "gerd_pct_gdp,GBR,2018,A,2.71",
        "gerd_pct_gdp,GBR,2019,A,2.65",
        "gerd_pct_gdp,GBR,2020,A,2.94,,,P",
        "gerd_pct_gdp,GBR,2021,A,,,,M",
        "gerd_pct_gdp,USA,2019,A,3.15",
        "gerd_pct_gdp,USA,2020,A,3.42",
        "gerd_pct_gdp,EU27,2019,A,2.20",
        "gerd_pct_gdp,EU27,2020,A,2.25",
        date="2025-03-20",
        next_release="March 2026",
        edition="2025",
    )
    seed.add(
        "gerd_note",
        "gerd_pct_gdp,GBR,2020,A,2.90",
        date="2025-08",
        date_kind="copy dated",
        coverage="partial",
        read_as="quoted on a page",
    )
    seed.add(
        "ukea",
        "services_exports,GBR,2019,A,300000",
        "services_exports,GBR,2020,A,280000",
        "services_exports,GBR,2020-Q1,Q,70000",
        "services_exports,GBR,2020-Q2,Q,65000",
        publisher="ONS",
        dataset="UK Economic Accounts",
        licence="OGL-3.0",
        date="2021-06-30",
    )
    seed.add(
        "unicorns",
        "unicorns,GBR,2022-04,M,43",
        "unicorns,GBR,2025-09,M,57",
        publisher="CB Insights",
        dataset="Unicorns",
        licence="all rights reserved",
        date="2025-09",
        read_as="computed from the publisher's list",
    )
    return built(seed)


CELL = ("geo", "frequency", "period_label", "value", "obs_status", "vintage_id", "is_partial")

SERVING_GERD = [
    ("EU27", "A", "2019", 2.2, None, "gerd_2025", False),
    ("EU27", "A", "2020", 2.25, None, "gerd_2025", False),
    ("GBR", "A", "2017", 2.32, "A", "gerd_2025", False),
    ("GBR", "A", "2018", 2.71, None, "gerd_2025", False),
    ("GBR", "A", "2019", 2.65, None, "gerd_2025", False),
    ("GBR", "A", "2020", 2.9, None, "gerd_note", True),
    ("GBR", "A", "2021", None, "M", "gerd_2025", False),
    ("USA", "A", "2019", 3.15, None, "gerd_2025", False),
    ("USA", "A", "2020", 3.42, None, "gerd_2025", False),
]

COLUMNS = [
    "indicator_id",
    "geo",
    "period_start",
    "period_end",
    "period_label",
    "frequency",
    "value",
    "lower",
    "upper",
    "obs_status",
    "vintage_id",
    "is_partial",
    "vintage_date",
    "date_label",
    "date_kind",
    "read_as",
    "publisher",
    "dataset",
    "edition",
    "address",
    "licence",
    "redistributable",
    "next_release",
]


def test_observations_are_the_serving_cells(small):
    found = queries.observations(small, "gerd_pct_gdp")
    assert rows(found, *CELL) == SERVING_GERD
    assert list(found.columns) == COLUMNS
    for column in ("period_start", "period_end", "vintage_date"):
        assert found[column].dtype.kind == "M", column
    assert found["is_partial"].dtype == bool
    assert found["redistributable"].dtype == bool


def test_every_observation_carries_its_provenance(small):
    found = queries.observations(small, "gerd_pct_gdp", geos=["GBR"])
    provenance = ("vintage_date", "date_label", "date_kind", "read_as", "edition", "next_release")
    assert rows(found, *provenance)[3:4] == [
        ("2025-08-31", "2025-08", "copy dated", "quoted on a page", "", "")
    ]
    assert rows(found, *provenance)[0] == (
        "2025-03-20",
        "2025-03-20",
        "released",
        "copy of the publisher's file",
        "2025",
        "March 2026",
    )
    assert set(found["publisher"]) == {"OECD"}
    assert found["redistributable"].all()


def test_observations_of_some_areas_and_one_frequency(small):
    found = queries.observations(small, "services_exports", geos=["GBR", "USA"], frequency="Q")
    assert rows(found, "geo", "period_label", "period_start", "period_end", "value") == [
        ("GBR", "Q1 2020", "2020-01-01", "2020-03-31", 70000.0),
        ("GBR", "Q2 2020", "2020-04-01", "2020-06-30", 65000.0),
    ]
    assert set(queries.observations(small, "services_exports")["frequency"]) == {"A", "Q"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"indicator_id": "nonsense"}, "There are no figures of nonsense in this build."),
        ({"indicator_id": "perception"}, "There are no figures of perception in this build."),
        (
            {"indicator_id": "gerd_pct_gdp", "geos": ["FRA", "JPN"]},
            "There are no figures of gerd_pct_gdp for FRA, JPN. It has others: widen the choice.",
        ),
        (
            {"indicator_id": "gerd_pct_gdp", "geos": []},
            "There are no figures of gerd_pct_gdp for no area at all. It has others",
        ),
        (
            {"indicator_id": "gerd_pct_gdp", "frequency": "Q"},
            "There are no figures of gerd_pct_gdp at frequency Q. It has others",
        ),
    ],
)
def test_no_observations_is_an_error_with_advice(small, arguments, sentence):
    with pytest.raises(NoDataError) as error:
        queries.observations(small, **arguments)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 3, 31), ["2.32 2.7 2.67", "3.1", "gerd_2024"]),
        (date(2025, 3, 19), ["2.32 2.7 2.67", "3.1", "gerd_2024"]),
        (date(2025, 3, 20), ["2.32 2.71 2.65 2.94 nan", "3.15 3.42", "gerd_2025"]),
        (date(2025, 8, 31), ["2.32 2.71 2.65 2.9 nan", "3.15 3.42", "gerd_2025 gerd_note"]),
        (date(2099, 1, 1), ["2.32 2.71 2.65 2.9 nan", "3.15 3.42", "gerd_2025 gerd_note"]),
    ],
)
def test_figures_as_published_on_a_day(small, on, expected):
    found = queries.observations_as_at(small, "gerd_pct_gdp", on)
    by_area = [
        " ".join(f"{v:g}" for v in found[found["geo"] == geo]["value"]) for geo in ("GBR", "USA")
    ]
    assert [*by_area, " ".join(sorted(set(found["vintage_id"])))] == expected
    assert list(found.columns) == COLUMNS


def test_nothing_published_yet_is_an_error(small):
    with pytest.raises(NoDataError, match=r"dated 30 March 2024 or earlier are held"):
        queries.observations_as_at(small, "gerd_pct_gdp", date(2024, 3, 30))


def test_as_at_today_is_what_serves(warehouse):
    for indicator_id in ("gerd_pct_gdp", "vc_pct_gdp", "services_exports", "unicorns"):
        pd.testing.assert_frame_equal(
            queries.observations_as_at(warehouse, indicator_id, date(2099, 1, 1)),
            queries.observations(warehouse, indicator_id),
        )


def test_ranking_rows_are_values_of_countries(small):
    found = queries.ranking_rows(small, "gerd_pct_gdp", "A")
    assert rows(found, "geo", "period_label", "value", "is_partial") == [
        ("GBR", "2017", 2.32, False),
        ("GBR", "2018", 2.71, False),
        ("GBR", "2019", 2.65, False),
        ("USA", "2019", 3.15, False),
        ("GBR", "2020", 2.9, True),
        ("USA", "2020", 3.42, False),
    ]
    with pytest.raises(NoDataError, match="gerd_pct_gdp at frequency Q"):
        queries.ranking_rows(small, "gerd_pct_gdp", "Q")


def test_vintages_of_all_and_of_one(small):
    assert rows(queries.vintages(small), "vintage_id", "rows", "indicators") == [
        ("unicorns", 2, 1),
        ("gerd_note", 1, 1),
        ("gerd_2025", 9, 1),
        ("gerd_2024", 5, 1),
        ("ukea", 4, 1),
    ]
    found = queries.vintages(small, "gerd_pct_gdp")
    assert rows(found, "vintage_id", "date", "coverage", "sha256_of") == [
        ("gerd_note", "2025-08-31", "partial", "seed file"),
        ("gerd_2025", "2025-03-20", "full", "seed file"),
        ("gerd_2024", "2024-03-31", "full", "seed file"),
    ]
    with pytest.raises(NoDataError):
        queries.vintages(small, "perception")


REVISION = ("indicator_id", "geo", "period_label", "old", "new", "old_vintage", "new_vintage")


def test_revisions_are_changed_values_of_one_cell_newest_first(small):
    found = queries.revisions(small)
    assert rows(found, *REVISION) == [
        ("gerd_pct_gdp", "GBR", "2020", 2.94, 2.9, "gerd_2025", "gerd_note"),
        ("gerd_pct_gdp", "GBR", "2019", 2.67, 2.65, "gerd_2024", "gerd_2025"),
        ("gerd_pct_gdp", "GBR", "2018", 2.7, 2.71, "gerd_2024", "gerd_2025"),
        ("gerd_pct_gdp", "USA", "2019", 3.1, 3.15, "gerd_2024", "gerd_2025"),
    ]
    labels = ("old_date", "old_label", "old_kind", "new_date", "new_label", "new_kind")
    assert rows(found, *labels)[0] == (
        "2025-03-20",
        "2025-03-20",
        "released",
        "2025-08-31",
        "2025-08",
        "copy dated",
    )


def test_revisions_of_one_indicator(small):
    assert len(queries.revisions(small, "gerd_pct_gdp")) == 4
    assert queries.revisions(small, "unicorns").empty


def _two_editions(folder, decimals):
    """Twelve years in two editions, the later one rounded; 2019 moved by 0.0004, 2020 by 0.0021."""
    exact = {year: 1.23456 + 0.001 * (year - 2010) for year in range(2010, 2022)}
    moved = exact | {2019: exact[2019] + 0.0004, 2020: exact[2020] + 0.0021}
    seed = Seed(folder / "seed")
    for name, values, digits in (("exact", exact, 8), ("rounded", moved, decimals)):
        rows = [f"gerd_pct_gdp,ESP,{year},A,{value:.{digits}f}" for year, value in values.items()]
        seed.add(name, *rows, date="2025-03" if name == "exact" else "2026-03", edition=name)
    return built(seed)


@pytest.mark.parametrize(("decimals", "years"), [(8, ["2020", "2019"]), (3, ["2020"]), (1, [])])
def test_what_rounding_explains_is_no_revision(tmp_path, decimals, years):
    found = queries.revisions(_two_editions(tmp_path, decimals))
    assert list(found["period_label"]) == years


def test_the_real_revision_of_uk_gerd(warehouse):
    found = queries.revisions(warehouse, "gerd_pct_gdp")
    uk = found[(found["geo"] == "GBR") & (found["period_label"] == "2021")]
    assert rows(uk, "old", "new", "old_vintage", "new_vintage") == [
        (2.89967533, 2.853168705, "msti_2025_spring", "msti_2026_spring")
    ]


def test_newest_movements_of_the_uk(small):
    """GERD is left out: its newest value is of another vintage than the one before it."""
    found = queries.newest_movements(small, 10)
    columns = ("indicator_id", "frequency", "period_label", "value", "previous_label", "change")
    assert rows(found, *columns) == [
        ("unicorns", "M", "Sep 2025", 57.0, "Apr 2022", 14.0),
        ("services_exports", "A", "2020", 280000.0, "2019", -20000.0),
    ]
    assert len(queries.newest_movements(small, 1)) == 1


def gerd_with(tmp_path: Path, mark: str) -> Warehouse:
    catalogue = catalogue_with(tmp_path, ('period = "2018"\nkind = "break"', mark))
    seed = Seed(tmp_path / "seed")
    seed.add("gerd", *[f"gerd_pct_gdp,{g},{y},A,2.5" for g in ("GBR", "USA") for y in (2018, 2019)])
    return built(seed, catalogue=catalogue)


@pytest.mark.parametrize(
    ("mark", "stands"),
    [
        ('period = "2018"\nkind = "break"', True),
        ('period = "2019"\nkind = "break"', False),
        ('period = "2019"\nkind = "level_shift"', False),
        ('period = "2019"\nkind = "incomplete"', False),
        ('period = "2015"\nkind = "not_comparable"', False),
        ('period = "2020"\nkind = "incomplete"', True),
        ('period = "2019"\nkind = "unstable"', False),
        ('period = "2018"\nkind = "unstable"', True),
        ('period = "2019"\nkind = "estimated"', True),
        ('period = "2019"\nkind = "real"', True),
    ],
)
def test_no_movement_is_told_across_a_break(tmp_path, mark, stands):
    w = gerd_with(tmp_path, mark)
    if stands:
        assert rows(queries.newest_movements(w, 5), "indicator_id") == [("gerd_pct_gdp",)]
    else:
        with pytest.raises(NoDataError, match="No indicator has two comparable values for GBR"):
            queries.newest_movements(w, 5)
    assert rows(queries.newest_movements(w, 5, geo="USA"), "indicator_id") == [("gerd_pct_gdp",)]


def test_freshness_by_dataset_with_ages(small):
    found = queries.freshness(small, today=date(2025, 9, 30))
    columns = ("publisher", "dataset", "vintage_id", "indicators", "newest_period", "age_days")
    assert rows(found, *columns) == [
        ("CB Insights", "Unicorns", "unicorns", 1, "2025-09-30", 0),
        (
            "OECD",
            "Main Science and Technology Indicators",
            "gerd_note",
            1,
            "2020-12-31",
            30,
        ),
        ("ONS", "UK Economic Accounts", "ukea", 1, "2020-12-31", 1553),
    ]


def test_the_load_log(small):
    found = queries.load_log(small)
    columns = ("indicator_id", "vintage_id", "rows", "new", "revised", "lost", "outcome")
    assert rows(found, *columns) == [
        ("unicorns", "unicorns", 2, 2, 0, 0, "loaded"),
        ("gerd_pct_gdp", "gerd_note", 1, 0, 1, 0, "loaded"),
        ("gerd_pct_gdp", "gerd_2025", 9, 3, 3, 0, "loaded"),
        ("gerd_pct_gdp", "gerd_2024", 5, 5, 0, 0, "loaded"),
        ("services_exports", "ukea", 4, 4, 0, 0, "loaded"),
    ]


def test_breaks_of_an_indicator(small):
    assert rows(queries.breaks(small, "gerd_pct_gdp"), "geo", "period_start", "kind", "note") == [
        ("GBR", "2018-01-01", "break", "New method for higher education from 2018.")
    ]
    assert queries.breaks(small, "unicorns").empty


def test_the_indicator_table_tells_what_is_held(small):
    found = queries.indicator_table(small)
    columns = ("indicator_id", "values", "areas", "first_period", "last_period", "newest_vintage")
    assert rows(found, *columns) == [
        ("gerd_pct_gdp", 8, 3, "2017-01-01", "2020-12-31", "2025-08-31"),
        ("vc_pct_gdp", 0, 0, None, None, None),
        ("services_exports", 4, 1, "2019-01-01", "2020-12-31", "2021-06-30"),
        ("telecoms_exports", 0, 0, None, None, None),
        ("telecoms_share", 0, 0, None, None, None),
        ("unicorns", 2, 1, "2022-04-01", "2025-09-30", "2025-09-30"),
        ("ai_articles", 0, 0, None, None, None),
        ("perception", 0, 0, None, None, None),
    ]
    gerd = found.iloc[0]
    assert (gerd["title"], gerd["theme_title"]) == ("R&D spending, share of GDP", "Research")
    assert (gerd["unit_label"], gerd["frequencies"]) == ("% of GDP", "A")
    assert gerd["caveats"] == "UK methods changed in 2014 and 2018."


def test_has(small):
    assert queries.has(small, "gerd_pct_gdp")
    assert not queries.has(small, "vc_pct_gdp")
    assert not queries.has(small, "nonsense")


def test_serving_cells_of_everything(small):
    found = queries.serving_cells(small)
    assert len(found) == 15
    assert rows(found[found["indicator_id"] == "gerd_pct_gdp"], *CELL) == SERVING_GERD


def test_open_rows_are_all_vintages_of_open_figures(small):
    found = queries.open_rows(small)
    assert found["vintage_id"].value_counts().to_dict() == {
        "gerd_2025": 9,
        "gerd_2024": 5,
        "ukea": 4,
        "gerd_note": 1,
    }


def test_no_open_row_is_an_error(tmp_path):
    seed = Seed(tmp_path / "seed")
    seed.add("unicorns", "unicorns,GBR,2022-04,M,43", licence="all rights reserved")
    with pytest.raises(NoDataError, match="under an open licence"):
        queries.open_rows(built(seed))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["gerd_pct_gdp", "unicorns"]), st.sampled_from(LICENCES)),
        min_size=1,
        max_size=6,
    )
)
def test_only_open_rows_ever_reach_a_bulk_file(tmp_path_factory, vintages):
    """Whatever the licences: view, DuckDB file and Parquet hold exactly the rows open twice over.

    Of the two indicators the catalogue says that one may be redistributed and the other not.
    """
    seed = Seed(tmp_path_factory.mktemp("licences") / "seed")
    expected = set()
    for number, (indicator_id, licence) in enumerate(vintages):
        frequency, period = ("A", "2020") if indicator_id == "gerd_pct_gdp" else ("M", "2020-01")
        row = f"{indicator_id},GBR,{period},{frequency},2.5"
        seed.add(f"v{number}", row, licence=licence, date=f"20{10 + number}")
        if licence in ("OGL-3.0", "CC-BY-4.0", "public domain") and indicator_id == "gerd_pct_gdp":
            expected.add(f"v{number}")
    w = built(seed)
    found = w.fetch("SELECT vintage_id FROM open_observation")
    assert set(found["vintage_id"]) == expected
    with duckdb.connect(str(open_duckdb_path(w.path)), read_only=True) as bulk:
        for table in ("observation", "vintage"):
            held = bulk.sql(f"SELECT vintage_id FROM {table}").fetchall()
            assert {name for (name,) in held} == expected, table
        assert {
            name for (name,) in bulk.sql("SELECT vintage_id FROM latest_observation").fetchall()
        } <= expected
        named = {name for (name,) in bulk.sql("SELECT indicator_id FROM indicator").fetchall()}
        assert named == ({"gerd_pct_gdp"} if expected else set())
    parquet = pd.read_parquet(open_parquet_path(w.path))
    assert set(parquet["vintage_id"]) == expected
    assert set(parquet["licence"]) <= set(OPEN_LICENCES)
    w.close()
