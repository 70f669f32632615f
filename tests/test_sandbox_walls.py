"""The walls behind the first: with the reading of statements taken away, and then DuckDB's locks.

Each test starts the real child with a piece of itself removed, so that what is left has to hold.
"""

import os
import sys
from pathlib import Path

import pytest

from indicators.errors import QueryError
from indicators.sandbox.child import _LOCK
from indicators.sandbox.query import run_query
from tests.sandboxing import START, SYSTEM_LIMITS_ONLY, WITHOUT_READING, run_instead, seed_build

LOCKED = "Only the tables listed on this page can be read: no files, no addresses, no settings."
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture
def readable(tmp_path):
    """A file that everybody may read, as far as its permissions go."""
    path = tmp_path / "plain.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    for folder in (path, *path.parents[:4]):
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o055)
    return path


def refused(sql: str) -> str:
    with pytest.raises(QueryError) as found:
        run_query(sql, seed_build())
    return str(found.value)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{path}')",
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM glob('{path}')",
        "FROM '{path}'",
        "WITH a AS (COPY geography TO '{path}.out') SELECT * FROM a",
        "SELECT * FROM query('SELECT * FROM read_text(''{path}'')')",
        "FROM enable_logging(storage = 'file', storage_path = '{path}.log')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SET enable_external_access = true",
        "SET memory_limit = '8GB'",
        "RESET memory_limit",
        "SET threads = 8",
        "ATTACH '{path}.duckdb' AS x",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_the_lock_holds_where_statements_are_not_read(monkeypatch, readable, sql):
    run_instead(monkeypatch, WITHOUT_READING + START)
    found = refused(sql.format(path=readable))
    assert found
    assert str(readable.parent) not in found.replace(str(readable), "")
    assert sorted(path.name for path in readable.parent.iterdir()) == ["plain.csv"]


def test_a_write_ends_in_a_sentence_where_statements_are_not_read(monkeypatch):
    run_instead(monkeypatch, WITHOUT_READING + START)
    sql = "WITH a AS (DELETE FROM geography RETURNING *) SELECT count(*) FROM a"
    assert refused(sql).startswith("This query would write.")


def test_no_setting_and_no_catalogue_names_a_path(monkeypatch):
    run_instead(monkeypatch, WITHOUT_READING + START)
    for sql in (
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_databases()",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_external_file_cache()",
        "SELECT current_setting('allowed_paths'), current_setting('allowed_directories')",
    ):
        cells = [str(cell) for row in run_query(sql, seed_build()).rows for cell in row]
        for secret in (seed_build().stem, str(seed_build().parent), str(Path.home()), "/root"):
            assert not [cell for cell in cells if secret in cell], (sql, secret)


def test_the_settings_are_those_declared(monkeypatch):
    run_instead(monkeypatch, WITHOUT_READING + START)
    answer = run_query("SELECT name, value FROM duckdb_settings()", seed_build())
    held = dict(answer.rows)
    assert held["lock_configuration"] == "true"
    assert held["memory_limit"] == "244.1 MiB"
    assert held["threads"] == "1"
    for statement in _LOCK:
        name, _, value = statement.removeprefix("SET ").partition(" = ")
        assert held[name].strip("'") == value.strip("'"), name


@linux
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{path}')",
        "SELECT * FROM read_csv('{path}')",
        "FROM '{path}'",
        "SELECT * FROM (WITH a AS (COPY geography TO '{path}.out') SELECT * FROM a)",
        "FROM enable_logging(storage = 'file', storage_path = '{path}.log')",
    ],
)
def test_the_system_holds_where_duckdb_is_not_locked(monkeypatch, readable, sql):
    """No file can be opened, whatever DuckDB would allow."""
    run_instead(monkeypatch, SYSTEM_LIMITS_ONLY + START)
    assert refused(sql.format(path=readable))
    assert [path.name for path in readable.parent.iterdir()] == ["plain.csv"]


@linux
def test_the_same_file_is_read_where_no_wall_stands(monkeypatch, readable):
    """The tests above would notice: without the system's limits as well, the file is read."""
    bare = f"{SYSTEM_LIMITS_ONLY}child.confine = lambda limits: None\n{START}"
    run_instead(monkeypatch, bare)
    answer = run_query(f"SELECT * FROM read_csv('{readable}')", seed_build())
    assert answer.rows == ((1, 2),)


#: What a process is made to try once it is confined, in Python and not through DuckDB.
ATTEMPT = """
import sys; sys.path.insert(0, sys.argv[1])
import ctypes, json, os, socket, threading
from indicators.sandbox import child
from indicators.sandbox.confinement import confine
from indicators.sandbox.limits import LIMITS
channel = child._own_channel()
sys.stdin.buffer.read()
confine(LIMITS)
try:
    {attempt}
    said = "done"
except (OSError, RuntimeError, MemoryError) as error:
    said = type(error).__name__
channel.write(json.dumps({{"columns": ["said"], "types": ["VARCHAR"], "rows": [[said]],
    "truncated": False}}).encode())
channel.flush()
os._exit(0)
"""


@linux
@pytest.mark.parametrize(
    ("attempt", "outcome"),
    [
        ("open('/etc/hostname')", "OSError"),
        ("socket.socket()", "OSError"),
        ("os.pipe()", "OSError"),
        ("os.dup(1)", "OSError"),
        ("os.fork()", "BlockingIOError"),
        ("threading.Thread(target=print).start()", "RuntimeError"),
        ("bytearray(900_000_000)", "MemoryError"),
        ("bytearray(100_000_000)", "done"),
        ("os.setuid(0) if os.getuid() else os._exit(9)", "PermissionError"),
    ],
)
def test_a_confined_process_cannot(monkeypatch, attempt, outcome):
    run_instead(monkeypatch, ATTEMPT.format(attempt=attempt))
    assert run_query("", seed_build()).rows == ((outcome,),)


@linux
def test_cpu_time_ends_a_process_that_its_parent_does_not(monkeypatch):
    """The system kills at the limit even where nobody watches the clock."""
    script = ATTEMPT.format(attempt="[None for _ in iter(int, 1)]").replace("LIMITS)", "LIMIT)")
    script = script.replace("channel =", "LIMIT = type(LIMITS)(seconds=1)\nchannel =", 1)
    run_instead(monkeypatch, script)
    with pytest.raises(QueryError, match="was stopped after"):
        run_query("", seed_build())


def test_the_server_itself_is_not_confined():
    assert os.geteuid() == os.getuid()
    with Path(__file__).open(encoding="utf-8") as file:
        assert file.readline()
