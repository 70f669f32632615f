"""The warehouse's door: locked against reading and writing files, shared by threads, always new."""

import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from etl import pipeline
from indicators import queries
from indicators.errors import NoDataError, WarehouseError
from indicators.warehouse import (
    POINTER,
    Warehouse,
    current_path,
    open_duckdb_path,
    open_parquet_path,
    serving,
)
from tests.seeding import Seed, inputs


@pytest.fixture
def seed(tmp_path) -> Seed:
    seed = Seed(tmp_path / "seed")
    seed.add("first", "gerd_pct_gdp,GBR,2020,A,2.5", date="2025")
    return seed


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "warehouse"


def value(w: Warehouse) -> float:
    return float(queries.observations(w, "gerd_pct_gdp")["value"].iloc[0])


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_blob('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM glob('{folder}/*')",
        "COPY observation TO '{folder}/stolen.csv'",
        "COPY (SELECT 1) TO '{folder}/stolen.parquet' (FORMAT parquet)",
        "EXPORT DATABASE '{folder}/stolen'",
        "ATTACH '{folder}/other.duckdb' AS other",
        "ATTACH ':memory:' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET threads = 64",
        "SET temp_directory = '{folder}'",
        "SET lock_configuration = false",
        "RESET enable_external_access",
        "DELETE FROM observation",
        "UPDATE vintage SET publisher = 'me'",
        "DROP VIEW open_observation",
        "CREATE TABLE mine (a INTEGER)",
    ],
)
def test_statements_that_reach_out_or_write_are_refused(warehouse, tmp_path, statement):
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WarehouseError, match="did not answer"):
        warehouse.fetch(statement.format(secret=secret, folder=tmp_path))
    assert sorted(tmp_path.iterdir()) == [secret]
    assert queries.has(warehouse, "gerd_pct_gdp")


def test_nothing_spills_to_disk(warehouse):
    found = warehouse.fetch("SELECT current_setting('temp_directory') AS place")
    assert found["place"].tolist() == [""]


def test_a_second_door_to_one_file_opens_and_is_locked_too(warehouse):
    second = Warehouse(warehouse.path)
    assert second.build_id == warehouse.build_id
    with pytest.raises(WarehouseError):
        second.fetch("SET threads = 64")
    second.close()
    assert queries.has(warehouse, "gerd_pct_gdp")


def test_many_threads_open_one_file_at_once(seed, folder):
    path = pipeline.build(inputs(seed.folder), folder).path
    start = threading.Barrier(8)

    def use(_number: int) -> float:
        start.wait()
        return value(Warehouse(path))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(use, range(8))) == [2.5] * 8


def test_threads_share_one_warehouse(warehouse):
    expected = queries.observations(warehouse, "vc_pct_gdp")["value"].tolist()
    start = threading.Barrier(8)

    def use(_number: int) -> bool:
        start.wait()
        return all(
            queries.observations(warehouse, "vc_pct_gdp")["value"].tolist() == expected
            for _ in range(10)
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(8)))


def test_a_statement_that_fails_leaves_the_thread_its_cursor(warehouse):
    for _ in range(3):
        with pytest.raises(WarehouseError):
            warehouse.fetch("SELECT 1/'x' FROM observation")
        assert queries.has(warehouse, "gerd_pct_gdp")


def test_a_new_build_is_picked_up_and_the_old_one_goes_on_for_who_holds_it(seed, folder):
    pipeline.build(inputs(seed.folder), folder)
    old = serving(folder)
    assert serving(folder) is old
    seed.add("second", "gerd_pct_gdp,GBR,2020,A,2.6", date="2026")
    pipeline.build(inputs(seed.folder), folder)
    new = serving(folder)
    assert new.build_id != old.build_id
    assert (value(old), value(new)) == (2.5, 2.6)
    assert serving(folder) is new


def test_a_build_that_went_bad_is_mended_under_its_name_and_picked_up(seed, folder):
    built = pipeline.build(inputs(seed.folder), folder)
    held = serving(folder)
    assert value(held) == 2.5
    content = built.path.read_bytes()
    built.path.unlink()
    built.path.write_bytes(content[:16_384])
    del held
    gc.collect()
    with pytest.raises(WarehouseError, match="cannot be read as a warehouse"):
        serving(folder)
    assert pipeline.build(inputs(seed.folder), folder).reused is False
    assert value(serving(folder)) == 2.5


def test_no_build_yet_says_how_to_make_one(folder):
    with pytest.raises(WarehouseError, match=r"there is no warehouse .* Run `python -m etl build`"):
        serving(folder)


@pytest.mark.parametrize("name", ["gone.duckdb", "", "../outside.duckdb", "\ufffd\x00"])
def test_a_pointer_to_nothing_says_what_to_do(folder, name):
    folder.mkdir()
    (folder.parent / "outside.duckdb").write_bytes(b"x")
    (folder / POINTER).write_text(name, encoding="utf-8")
    with pytest.raises(WarehouseError, match=r"which is not there\. Run `python -m etl build`"):
        current_path(folder)


def test_a_pointer_that_cannot_be_read(folder):
    (folder / POINTER).mkdir(parents=True)
    with pytest.raises(WarehouseError, match="cannot be read"):
        current_path(folder)


@pytest.mark.parametrize("content", [b"", b"not a database", b"\x00" * 20_000])
def test_a_file_that_is_no_warehouse(tmp_path, content):
    path = tmp_path / "x.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseError, match=r"cannot be read as a warehouse .* etl build"):
        Warehouse(path)


def test_a_warehouse_of_another_version(tmp_path):
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE build AS SELECT 'x' AS build_id, 0 AS schema_version")
    with pytest.raises(WarehouseError, match="another version of this project"):
        Warehouse(path)


def test_a_damaged_block_is_an_error_and_never_a_wrong_number(tmp_path, warehouse):
    """Whichever block is overwritten, the answer is the right one or an error."""
    content = bytearray(warehouse.path.read_bytes())
    expected = queries.observations(warehouse, "gerd_pct_gdp")["value"].tolist()
    refused = 0
    for number, at in enumerate(range(8192, len(content), 200_000)):
        damaged = content.copy()
        damaged[at : at + 64] = bytes(byte ^ 0xFF for byte in damaged[at : at + 64])
        path = tmp_path / f"{number}.duckdb"
        path.write_bytes(damaged)
        try:
            found = queries.observations(Warehouse(path), "gerd_pct_gdp")["value"].tolist()
        except (WarehouseError, NoDataError):
            refused += 1
        else:
            assert found == expected
    assert refused > 0


def test_missing_values_and_days(warehouse):
    found = warehouse.fetch(
        "SELECT NULL::DATE AS day, NULL::DOUBLE AS value, NULL::VARCHAR AS word"
    )
    assert found.isna().all(axis=None)
    assert found["day"].dtype.kind == "M"
    found = warehouse.fetch("SELECT DATE '1688-01-01' AS early, DATE '2400-01-01' AS late")
    assert found["early"].dt.year.tolist() == [1688]
    assert found["late"].dt.year.tolist() == [2400]


def test_the_open_files_stand_beside_the_build(warehouse):
    assert open_duckdb_path(warehouse.path).name == f"{warehouse.build_id}-open.duckdb"
    assert open_parquet_path(warehouse.path).name == f"{warehouse.build_id}-open.parquet"
    with duckdb.connect(str(open_duckdb_path(warehouse.path)), read_only=True) as bulk:
        tables = sorted(name for (name,) in bulk.sql("SHOW TABLES").fetchall())
        ((terms,),) = bulk.sql("SELECT terms FROM about").fetchall()
        ((version,),) = bulk.sql(
            "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal"
        ).fetchall()
    assert tables == [
        "about",
        "geography",
        "indicator",
        "latest_observation",
        "observation",
        "series_break",
        "vintage",
    ]
    assert "Open Government Licence v3.0" in terms
    assert version.startswith("v1.4.0")
