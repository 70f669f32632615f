"""The open Parquet file, read by engines that are not DuckDB: equal to the warehouse."""

import polars
import pyarrow.dataset
import pyarrow.parquet
import pytest

from indicators.settings import ROOT
from indicators.warehouse import open_parquet_path

COLUMNS = """
    indicator_id, geo, frequency, period_start, period_end, period_label, value, lower, upper,
    obs_status, vintage_id
"""
KEY = ["indicator_id", "geo", "frequency", "period_start", "period_end", "vintage_id"]
#: What the documented statements for Trino declare, and nothing that an engine may not know.
TYPES = {"varchar": "string", "date": "date32[day]", "double": "double", "boolean": "bool"}


@pytest.fixture
def path(seed_warehouse):
    return open_parquet_path(seed_warehouse.path)


@pytest.fixture
def held(seed_warehouse):
    """The open rows as the warehouse has them."""
    return seed_warehouse.fetch(f"SELECT {COLUMNS} FROM open_observation ORDER BY {', '.join(KEY)}")


def rows_of(frame):
    names = [c.strip() for c in COLUMNS.split(",")]
    return [
        tuple(None if v != v else v for v in row)
        for row in frame[names].astype(object).itertuples(index=False)
    ]


def test_polars_reads_the_same_rows(path, held):
    read = polars.read_parquet(path).sort(KEY).to_pandas()
    read = read.astype({"period_start": "datetime64[s]", "period_end": "datetime64[s]"})
    held = held.astype({"period_start": "datetime64[s]", "period_end": "datetime64[s]"})
    assert len(read) == len(held) > 1000
    assert rows_of(read) == rows_of(held)


def test_pyarrow_filters_without_reading_all(path, held):
    found = pyarrow.dataset.dataset(path, format="parquet").to_table(
        filter=pyarrow.dataset.field("indicator_id") == "gerd_pct_gdp"
    )
    expected = held[held["indicator_id"] == "gerd_pct_gdp"]
    assert found.num_rows == len(expected) > 0
    assert sorted(found["value"].to_pylist()) == sorted(expected["value"].tolist())


def test_only_open_licences_are_in_it(path):
    licences = set(polars.read_parquet(path)["licence"].unique())
    assert licences <= {"OGL-3.0", "CC-BY-4.0", "public domain"}
    assert licences


def test_the_documented_table_is_the_file(path):
    """The columns that operations.md declares for Trino, in their order and types."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    declared = text.split("hive.indicators.observation (")[1].split(")\nWITH")[0]
    columns = [part.split() for part in declared.replace("\n", " ").split(",")]
    schema = pyarrow.parquet.read_schema(path)
    assert [(name, TYPES[kind]) for name, kind in columns] == [
        (field.name, str(field.type)) for field in schema
    ]


def test_newest_marks_the_serving_cells(path, seed_warehouse):
    serving = seed_warehouse.fetch("SELECT count(*) AS n FROM open_latest_observation")["n"][0]
    assert polars.read_parquet(path)["newest"].sum() == serving
