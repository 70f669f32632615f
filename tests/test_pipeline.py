"""Builds: same inputs, same build; whatever goes wrong, the build before goes on serving."""

import os
import signal
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl import load, pipeline
from indicators import queries
from indicators.errors import CatalogueError, IndicatorsError, ValidationError, WarehouseError
from indicators.warehouse import Warehouse, current_path, open_duckdb_path, open_parquet_path
from tests.seeding import CATALOGUE, Seed, answer, copy_of_seed, inputs, stand_in_source

ROOT = Path(__file__).resolve().parent.parent
TABLES = (
    "build",
    "indicator",
    "geography",
    "series_break",
    "vintage",
    "observation",
    "latest_observation",
    "load_log",
    "strategy_figure",
)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "warehouse"


@pytest.fixture
def seed(tmp_path) -> Seed:
    """A real seed folder that can be changed."""
    copy_of_seed(tmp_path / "seed")
    seed = Seed(tmp_path / "seed")
    records = pd.read_csv(seed.folder / "vintages.csv", dtype=str, keep_default_na=False)
    seed.records = {record["vintage_id"]: record for record in records.to_dict("records")}
    return seed


def everything(path: Path) -> dict[str, pd.DataFrame]:
    w = Warehouse(path)
    tables = {table: w.fetch(f"SELECT * FROM {table}") for table in TABLES}
    w.close()
    return tables


def uk_gerd(folder: Path) -> list[float]:
    w = Warehouse(current_path(folder))
    values = queries.observations(w, "gerd_pct_gdp", geos=["GBR"])["value"].tolist()
    w.close()
    return values


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if ".part" in p.name)


def test_the_same_inputs_give_the_same_rows_and_id(seed, tmp_path):
    first = pipeline.build(inputs(seed.folder), tmp_path / "one")
    second = pipeline.build(inputs(copy_of_seed(tmp_path / "elsewhere")), tmp_path / "two")
    assert first.build_id == second.build_id
    assert first.path.name == f"{first.build_id}.duckdb"
    ones, twos = everything(first.path), everything(second.path)
    for table in TABLES:
        pd.testing.assert_frame_equal(ones[table], twos[table])
    assert open_parquet_path(first.path).read_bytes() == open_parquet_path(second.path).read_bytes()


def test_another_process_another_day_gives_the_same_id(seed, tmp_path):
    """Hash seeds and clocks differ there."""
    built = pipeline.build(inputs(seed.folder), tmp_path / "one")
    run_in_child(seed, tmp_path / "two", "", PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert current_path(tmp_path / "two").name == built.path.name


def test_an_existing_build_is_reused(seed, folder):
    first = pipeline.build(inputs(seed.folder), folder)
    before = first.path.stat().st_mtime_ns
    second = pipeline.build(inputs(seed.folder), folder)
    assert (first.reused, second.reused) == (False, True)
    assert second.path.stat().st_mtime_ns == before


@pytest.mark.parametrize("missing", [open_duckdb_path, open_parquet_path])
def test_a_build_without_its_open_files_is_made_again(seed, folder, missing):
    path = pipeline.build(inputs(seed.folder), folder).path
    missing(path).unlink()
    assert pipeline.build(inputs(seed.folder), folder).reused is False
    assert missing(path).is_file()


@pytest.mark.parametrize("content", [b"", b"half a file", b"\x00" * 16_384])
def test_a_damaged_build_of_that_id_is_made_again(seed, folder, content):
    path = pipeline.build(inputs(seed.folder), folder).path
    path.unlink()
    path.write_bytes(content)
    assert pipeline.build(inputs(seed.folder), folder).reused is False
    assert len(uk_gerd(folder)) == 7


def test_a_build_beside_an_open_one_of_the_same_id_leaves_it_alone(seed, folder):
    path = pipeline.build(inputs(seed.folder), folder).path
    reader = Warehouse(path)
    assert pipeline.build(inputs(seed.folder), folder).reused is True
    assert queries.has(reader, "gerd_pct_gdp")


def change_seed(seed: Seed) -> dict[str, object]:
    path = seed.folder / "open" / "msti_2026_spring.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2.75", "2.76"), encoding="utf-8")
    return {}


def change_record(seed: Seed) -> dict[str, object]:
    seed.records["msti_2026_spring"]["edition"] = "spring of 2026"
    seed.write_records()
    return {}


def change_catalogue(seed: Seed) -> dict[str, object]:
    path = seed.folder.parent / "catalogue.toml"
    path.write_text(CATALOGUE.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    return {"catalogue": path}


def change_file(name: str):
    def change(seed: Seed) -> dict[str, object]:
        path = seed.folder.parent / f"{name}.toml"
        path.write_text("# a remark\n", encoding="utf-8")
        return {name: (path,) if name == "accepted" else path}

    return change


def change_code(seed: Seed) -> dict[str, object]:
    path = seed.folder.parent / "derive.py"
    path.write_text("# another way\n", encoding="utf-8")
    return {"code": (path,)}


CHANGES = [
    change_code,
    change_seed,
    change_record,
    change_catalogue,
    *[change_file(n) for n in ("areas", "strategy", "corrections", "known_values", "accepted")],
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_input_enters_the_build_id(seed, change):
    before = inputs(seed.folder).build_id
    assert inputs(seed.folder).build_id == before
    assert inputs(seed.folder, **change(seed)).build_id != before


def test_where_the_files_stand_does_not_enter_the_build_id(seed, tmp_path, monkeypatch):
    before = inputs(seed.folder).build_id
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(tmp_path / "elsewhere"))
    moved = inputs(copy_of_seed(tmp_path / "moved"), accepted=(tmp_path / "none.toml",))
    assert moved.build_id == before


def test_kept_answers_enter_the_build_id(seed):
    ids = {
        inputs(seed.folder, responses=responses).build_id
        for responses in (
            {},
            {"ons": [answer("a", date(2026, 1, 1), "x")]},
            {"ons": [answer("b", date(2026, 1, 1), "x")]},
            {"ons": [answer("a", date(2026, 1, 2), "x")]},
            {"ons": [answer("a", date(2026, 1, 1), "x", address="https://other.example")]},
            {"oecd": [answer("a", date(2026, 1, 1), "x")]},
        )
    }
    assert len(ids) == 6


def break_seed(seed: Seed) -> dict[str, object]:
    seed.add("wrong", "gerd_pct_gdp,GBR,2020,A,99", date="2026-12")
    return {}


def break_record(seed: Seed) -> dict[str, object]:
    seed.records["msti_2026_spring"]["licence"] = "free"
    seed.write_records()
    return {}


def corrupt_catalogue(seed: Seed) -> dict[str, object]:
    path = seed.folder.parent / "catalogue.toml"
    path.write_bytes(CATALOGUE.read_bytes()[:1000])
    return {"catalogue": path}


def corrupt_seed(seed: Seed) -> dict[str, object]:
    path = seed.folder / "open" / "msti_2026_spring.csv"
    path.write_bytes(path.read_bytes()[:700] + b"\x00\xff\x00")
    return {}


def lose_seed(seed: Seed) -> dict[str, object]:
    (seed.folder / "vintages.csv").unlink()
    return {}


def unused_correction(seed: Seed) -> dict[str, object]:
    path = seed.folder.parent / "corrections.toml"
    path.write_text(
        '[[correction]]\nindicator = "gerd_pct_gdp"\nvintage = "msti_2026_spring"\ngeo = "GBR"\n'
        'period = "1950"\nfrom = 1.0\nto = 2.0\nreason = "x"\n',
        encoding="utf-8",
    )
    return {"corrections": path}


FAULTS = [break_seed, break_record, corrupt_catalogue, corrupt_seed, lose_seed, unused_correction]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_build_that_fails_leaves_the_one_before_serving(seed, folder, fault):
    built = pipeline.build(inputs(seed.folder), folder)
    files = sorted(folder.iterdir())
    before = uk_gerd(folder)
    with pytest.raises((ValidationError, CatalogueError)):
        pipeline.build(inputs(seed.folder, **fault(seed)), folder)
    assert current_path(folder) == built.path
    assert uk_gerd(folder) == before
    assert sorted(folder.iterdir()) == files


def test_problems_of_seed_correction_and_known_value_come_in_one_message(seed, tmp_path):
    changes = unused_correction(seed) | break_seed(seed)
    known = tmp_path / "known.toml"
    known.write_text(
        '[[known_value]]\nindicator = "gerd_pct_gdp"\nvintage = "msti_2026_spring"\n'
        'geo = "GBR"\nperiod = "2023"\nvalue = 9.9\n',
        encoding="utf-8",
    )
    with pytest.raises(ValidationError) as error:
        pipeline.prepare(inputs(seed.folder, known_values=known, **changes))
    message = str(error.value)
    assert "3 problems" in message
    assert "correction of gerd_pct_gdp GBR 1950" in message
    assert "wrong.csv row 2 gerd_pct_gdp: GBR 2020: the value is outside its limits" in message
    assert "known value gerd_pct_gdp GBR 2023 in vintage msti_2026_spring" in message


CHILD = """
import os, pathlib, resource, signal, sys
import etl.load as load, etl.pipeline as pipeline
import pyarrow, duckdb
from tests.seeding import inputs

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

seed, folder = (pathlib.Path(argument) for argument in sys.argv[1:3])
given = inputs(seed)
{trick}
from indicators.errors import IndicatorsError
try:
    pipeline.build(given, folder)
except IndicatorsError as error:
    sys.exit(str(error))
"""


def run_in_child(
    seed: Seed, folder: Path, trick: str, **environment: str
) -> subprocess.CompletedProcess:
    code = CHILD.replace("{trick}", textwrap.dedent(trick))
    return subprocess.run(
        [sys.executable, "-c", code, str(seed.folder), str(folder)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


KILLS = {
    "while the figures are prepared": "pipeline.prepare = die",
    "with the file begun": "load.tables = die",
    "before the open files are written": "load._write_open = die",
    "before the files reach the disk": "load._sync = die",
    "between the renames": """
        real = pathlib.Path.replace
        def once(self, target):
            real(self, target)
            die()
        pathlib.Path.replace = once
    """,
    "before the pointer moves": "load.point_to = die",
    "with the new pointer written and not in place": """
        real = pathlib.Path.replace
        pathlib.Path.replace = (
            lambda self, target: die() if target.name == 'current' else real(self, target)
        )
    """,
    "after the pointer moved": "load.prune = die",
}


@pytest.mark.parametrize("trick", KILLS.values(), ids=KILLS.keys())
def test_a_killed_build_leaves_a_whole_one_serving_and_is_cleared_by_the_next(seed, folder, trick):
    before = pipeline.build(inputs(seed.folder), folder)
    seed.add("note", "gerd_pct_gdp,GBR,2024,A,2.7", date="2026-08", coverage="partial")
    killed = run_in_child(seed, folder, trick)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    serving = current_path(folder)
    assert load.is_valid(serving)
    assert len(uk_gerd(folder)) == (8 if serving != before.path else 7)
    after = pipeline.build(inputs(seed.folder), folder)
    assert current_path(folder) == after.path != before.path
    assert len(uk_gerd(folder)) == 8
    assert leftovers(folder) == []
    assert load.is_valid(after.path)


def limit(megabytes: float) -> str:
    """No file may grow beyond this in the child, as on a disk without room."""
    return f"""
        size = int({megabytes} * 1_000_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    """


@pytest.mark.parametrize("megabytes", [0.1, 1, 2.5])
def test_a_full_disk_is_a_readable_error_and_the_build_before_serves(seed, folder, megabytes):
    before = pipeline.build(inputs(seed.folder), folder)
    values = uk_gerd(folder)
    seed.add("note", "gerd_pct_gdp,GBR,2024,A,2.7", date="2026-08", coverage="partial")
    failed = run_in_child(seed, folder, limit(megabytes))
    assert failed.returncode == 1, failed.stderr
    assert "Traceback" not in failed.stderr
    assert "cannot be written" in failed.stderr
    assert "The build before this one still serves." in failed.stderr
    assert current_path(folder) == before.path
    assert uk_gerd(folder) == values
    assert leftovers(folder) == []


def test_with_room_the_same_build_is_made(seed, folder):
    done = run_in_child(seed, folder, limit(20))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(uk_gerd(folder)) == 7


@pytest.mark.system
def test_a_really_full_disk(seed, tmp_path):
    """Needs root, to mount a small file system."""
    place = tmp_path / "small"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=7m", "tmpfs", str(place)], check=True)
    try:
        before = pipeline.build(inputs(seed.folder), place)
        (place / "ballast").write_bytes(b"x" * 600_000)
        seed.add("note", "gerd_pct_gdp,GBR,2024,A,2.7", date="2026-08", coverage="partial")
        with pytest.raises(WarehouseError, match="cannot be written"):
            pipeline.build(inputs(seed.folder), place)
        assert current_path(place) == before.path
        assert len(uk_gerd(place)) == 7
        assert leftovers(place) == []
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_folder_that_cannot_be_made_is_a_readable_error(seed, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(WarehouseError, match="cannot be written"):
        pipeline.build(inputs(seed.folder), tmp_path / "file" / "warehouse")


def test_two_builds_at_once_both_end_well(seed, folder):
    code = CHILD.replace("{trick}", "")
    command = [sys.executable, "-c", code, str(seed.folder), str(folder)]
    children = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [child.wait(timeout=120) for child in children] == [0, 0, 0]
    assert len(uk_gerd(folder)) == 7
    assert leftovers(folder) == []


def test_as_many_builds_are_kept_as_the_setting_says_and_the_serving_one_always(
    seed, folder, monkeypatch
):
    monkeypatch.setenv("INDICATORS_BUILDS_KEPT", "5")
    names = []
    for number in range(7):
        seed.add("note", f"gerd_pct_gdp,GBR,2024,A,2.7{number}", date="2026-08", coverage="partial")
        names.append(pipeline.build(inputs(seed.folder), folder).path.name)
        kept = [p.name for p in folder.glob("*.duckdb") if "-open" not in p.name]
        assert sorted(kept) == sorted(names[-5:])
        assert len(list(folder.glob("*-open.duckdb"))) == len(kept)
        assert len(list(folder.glob("*-open.parquet"))) == len(kept)
    oldest = folder / names[2]
    load.point_to(oldest)
    for name in names[3:]:
        os.utime(folder / name)
    load.prune(folder)
    assert current_path(folder) == oldest
    assert oldest.is_file()


def test_open_files_left_without_their_build_are_cleared(seed, folder):
    folder.mkdir()
    (folder / "0123456789abcdef-open.duckdb").write_bytes(b"x")
    (folder / "0123456789abcdef-open.parquet").write_bytes(b"x")
    path = pipeline.build(inputs(seed.folder), folder).path
    files = {p.name for p in folder.iterdir()}
    assert files == {
        ".lock",
        "current",
        path.name,
        open_duckdb_path(path).name,
        open_parquet_path(path).name,
    }


def test_going_back_to_earlier_inputs_serves_their_build_again(seed, folder):
    first = pipeline.build(inputs(seed.folder), folder)
    path = seed.add("note", "gerd_pct_gdp,GBR,2024,A,2.7", date="2026-08", coverage="partial")
    pipeline.build(inputs(seed.folder), folder)
    path.unlink()
    del seed.records["note"]
    seed.write_records()
    again = pipeline.build(inputs(seed.folder), folder)
    assert (again.path, again.reused) == (first.path, True)
    assert len(uk_gerd(folder)) == 7


def test_the_seed_alone_is_enough_and_nothing_else_of_the_machine_is_read(
    seed, folder, monkeypatch
):
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(folder / "nowhere"))
    assert pipeline.build(inputs(seed.folder), folder).path.is_file()
    assert not (folder / "nowhere").exists()


def test_a_source_that_breaks_never_stops_a_build(seed, folder, monkeypatch):
    source = stand_in_source(monkeypatch)
    text = CATALOGUE.read_text(encoding="utf-8").replace('source = "seed"', f'source = "{source}"')
    catalogue = folder.parent / "catalogue.toml"
    catalogue.write_text(text, encoding="utf-8")
    bodies = ("<html>", "", "indicator_id\n", "\x00\x00", '{"json": true}')
    answers = [
        answer(body, date(2026, 1, n), "gerd_pct_gdp", "vc_pct_gdp", "services_exports")
        for n, body in enumerate(bodies, start=1)
    ]
    given = inputs(seed.folder, catalogue=catalogue, responses={source: answers})
    built = pipeline.build(given, folder)
    log = queries.load_log(Warehouse(built.path))
    refused = log[log["outcome"] == "refused"]
    assert len(refused) == 15
    assert len(uk_gerd(folder)) == 7


def test_no_figures_at_all_is_an_error(tmp_path, folder):
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndicatorsError, match=r"vintages\.csv"):
        pipeline.build(inputs(tmp_path / "empty"), folder)


def test_the_committed_seed_builds_without_a_fault(seed_warehouse):
    log = queries.load_log(seed_warehouse)
    assert set(log["outcome"]) == {"loaded"}
    table = queries.indicator_table(seed_warehouse)
    without = table[(table["source"] != "none") & (table["values"] == 0)]
    assert without["indicator_id"].tolist() == []
    assert len(queries.strategy_figure_table(seed_warehouse)) == 33


def test_every_open_row_of_the_committed_seed_is_open(seed_warehouse):
    found = queries.open_rows(seed_warehouse)
    assert set(found["licence"]) <= {"OGL-3.0", "CC-BY-4.0", "public domain"}
    assert len(found) > 20_000
