"""Readers' SQL as it should go: right rows, limits kept, turns taken, a child that can be lost."""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from indicators.errors import QueryError
from indicators.sandbox import process, query
from indicators.sandbox.examples import EXAMPLES
from indicators.sandbox.limits import LIMITS
from indicators.sandbox.query import run_query
from indicators.sandbox.statements import REFUSED_FUNCTIONS
from indicators.sandbox.tables import OPEN_TABLES
from indicators.sandbox.words import WORDS
from indicators.warehouse import serving
from tests.sandboxing import START, WITHOUT_READING, Watched, run_instead, seed_build, watch

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
#: A query that takes its time; it needs a child that does not read statements.
PATIENT = "SELECT pg_sleep(60)"


@pytest.fixture(scope="module")
def whole():
    """The whole build, with rows that are not open too."""
    return serving(seed_build().parent)


def ask(sql, **limits):
    return run_query(sql, seed_build(), limits=replace(LIMITS, **limits))


def test_an_answer_has_names_types_rows_and_its_build():
    answer = ask("SELECT geo, 2 * 21 AS n FROM geography WHERE geo = 'GBR'")
    assert answer.columns == ("geo", "n")
    assert answer.types == ("VARCHAR", "INTEGER")
    assert answer.rows == (("GBR", 42),)
    assert not answer.truncated
    assert answer.build_id == seed_build().stem
    assert 0 < answer.seconds < 5


def test_the_rows_are_those_of_the_build(whole):
    sql = (
        "SELECT geo, period_label, value FROM {table} WHERE indicator_id = 'gerd_pct_gdp' "
        "AND frequency = 'A' AND value IS NOT NULL ORDER BY geo, period_start"
    )
    expected = whole.fetch(sql.format(table="open_latest_observation"))
    answer = ask(sql.format(table="latest_observation"))
    assert answer.rows == tuple(expected.itertuples(index=False, name=None))
    assert len(answer.rows) > 500


def test_no_row_that_is_not_open_is_there(whole):
    open_rows = whole.fetch("SELECT count(*) AS n FROM open_observation")["n"][0]
    assert ask("SELECT count(*) FROM observation").rows == ((open_rows,),)
    closed = whole.fetch("SELECT vintage_id FROM vintage WHERE NOT redistributable")["vintage_id"]
    assert len(closed) > 20
    held = {row[0] for row in ask("SELECT vintage_id FROM vintage").rows}
    held |= {row[0] for row in ask("SELECT DISTINCT vintage_id FROM observation").rows}
    assert not held & set(closed)


def test_each_type_arrives_readably():
    answer = ask(
        "SELECT 1.50::DECIMAL(4, 2) AS a, DATE '2024-02-29' AS b, true AS c, NULL AS d,"
        " [1, 2] AS e, 'ü €' AS f, 1e300 AS g,"
        " -170141183460469231731687303715884105727::HUGEINT AS h,"
        " TIMESTAMPTZ '2024-02-29 12:00:00+01' AS i, {'k': 'v'} AS j, 0.1::FLOAT = 0.1::FLOAT AS k,"
        " INTERVAL 1 MONTH AS l, 'x'::BLOB AS m, 'inf'::DOUBLE AS n"
    )
    assert answer.rows == (
        (
            *("1.50", "2024-02-29", True, None, "[1, 2]", "ü €", 1e300),
            *(-170141183460469231731687303715884105727, "2024-02-29 11:00:00+00", "{'k': v}", True),
            *("1 month", "x", float("inf")),
        ),
    )


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("WITH a AS (SELECT 1 AS x) SELECT x + 1 FROM a", ((2,),)),
        ("VALUES (1, 'a'), (2, 'b')", ((1, "a"), (2, "b"))),
        ("FROM range(3)", ((0,), (1,), (2,))),
        ("(SELECT 1) UNION ALL (SELECT 2)", ((1,), (2,))),
        ("SELECT 1 AS a, 2 AS a", ((1, 2),)),
        ("SELECT ';' AS x; -- a comment; with semicolons ;;", ((";",),)),
        ("\ufeff\n  SELECT 1 ;; /* end */ ;\n", ((1,),)),
        ("SELECT unnest([3, 1, 2]) AS x ORDER BY x DESC", ((3,), (2,), (1,))),
        ("SELECT 1 WHERE false", ()),
        ("PIVOT (VALUES ('a', 1), ('b', 2)) t(k, v) ON k IN ('a', 'b') USING sum(v)", ((1, 2),)),
    ],
)
def test_ordinary_sql_is_answered(sql, rows):
    assert ask(sql).rows == rows


def test_show_and_describe_tell_what_there_is():
    names = tuple(row[0] for row in ask("SHOW TABLES").rows)
    assert names == tuple(sorted(table.name for table in OPEN_TABLES))
    assert ask("DESCRIBE geography").rows[0][:2] == ("geo", "VARCHAR")
    assert ask("SUMMARIZE geography").rows[0][0] == "geo"


def test_every_column_is_described_and_no_other():
    kinds = {
        "VARCHAR": "text",
        "DOUBLE": "number",
        "INTEGER": "whole number",
        "DATE": "date",
        "BOOLEAN": "true/false",
    }
    found = ask(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    ).rows
    described = {(t.name, c.name, c.kind) for t in OPEN_TABLES for c in t.columns}
    assert {(table, column, kinds[kind]) for table, column, kind in found} == described
    assert all(column.about for table in OPEN_TABLES for column in table.columns)


def test_duckdb_knows_every_word_that_is_offered():
    with duckdb.connect() as connection:
        known = connection.execute(
            "SELECT upper(keyword_name) FROM duckdb_keywords() "
            "UNION SELECT upper(function_name) FROM duckdb_functions() "
            "UNION SELECT upper(type_name) FROM duckdb_types()"
        ).fetchall()
    assert {word.upper() for word in WORDS} <= {name for (name,) in known}
    assert not {word.lower() for word in WORDS} & REFUSED_FUNCTIONS


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_every_example_gives_rows(example):
    answer = ask(example.sql)
    assert answer.rows
    assert not answer.truncated


def test_an_error_counts_lines_as_the_reader_does():
    with pytest.raises(QueryError) as error:
        ask("SELECT 1,\n  'a'::INTEGER")
    assert "LINE 2:   'a'::INTEGER" in str(error.value)


def test_a_pivot_that_looks_up_its_columns_is_told_how():
    with pytest.raises(QueryError, match="names its columns"):
        ask("PIVOT latest_observation ON geo USING first(value)")


def test_rows_are_cut_at_the_limit():
    answer = ask("SELECT range AS n FROM range(100000) ORDER BY n DESC", rows=7)
    assert answer.rows == tuple((99_999 - n,) for n in range(7))
    assert answer.truncated
    assert not ask("FROM range(7)", rows=7).truncated


def test_bytes_are_cut_at_the_limit():
    answer = ask("SELECT repeat('x', 1000) FROM range(9000)", output_bytes=50_000)
    assert 45 <= len(answer.rows) <= 50
    assert answer.truncated


def test_columns_and_characters_have_a_limit():
    with pytest.raises(QueryError, match="would have 3 columns; at most 2"):
        ask("SELECT 1, 2, 3", columns=2)
    with pytest.raises(QueryError, match="has 8 characters; at most 7"):
        ask("SELECT 1", query_characters=7)


def test_a_query_is_stopped_in_time():
    started = time.monotonic()
    with pytest.raises(QueryError, match="was stopped after 5 seconds"):
        ask("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 3")
    assert 4.5 < time.monotonic() - started < 7


def test_a_build_without_its_open_file_is_told(tmp_path):
    with pytest.raises(QueryError, match="cannot be read") as error:
        run_query("SELECT 1", tmp_path / "gone.duckdb")
    assert str(tmp_path) not in str(error.value)


# The child as a process


def in_background(sql, outcome, **options):
    """Ask in a thread; the answer or the error is put into `outcome`."""

    def work():
        try:
            outcome.append(run_query(sql, seed_build(), **options))
        except BaseException as error:  # noqa: BLE001
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_until(found, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def busy_child(monkeypatch):
    """A child that is in the middle of a query, its thread, and where the outcome will be."""
    watch(monkeypatch)
    run_instead(monkeypatch, WITHOUT_READING + START)
    outcome = []
    thread = in_background(PATIENT, outcome)
    wait_until(lambda: Watched.started)
    child = Watched.started[0]
    wait_until(lambda: "Max open files            0" in _proc(child.pid, "limits"))
    return child, thread, outcome


def _proc(pid, name):
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""


@linux
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_child_that_dies_costs_a_sentence(monkeypatch, blow):
    child, thread, outcome = busy_child(monkeypatch)
    os.kill(child.pid, blow)
    thread.join(5)
    assert isinstance(outcome[0], QueryError)
    assert "failed, and nothing else was harmed" in str(outcome[0])
    monkeypatch.undo()
    assert ask("SELECT 1").rows == ((1,),)


@linux
def test_the_system_holds_the_child(monkeypatch):
    child, thread, _ = busy_child(monkeypatch)
    limits = {
        line[:25].strip(): line[26:].split()[:2] for line in _proc(child.pid, "limits").splitlines()
    }
    status = dict(line.split(":\t", 1) for line in _proc(child.pid, "status").splitlines())
    environment = Path(f"/proc/{child.pid}/environ").read_bytes() if os.geteuid() == 0 else b""
    command = _proc(child.pid, "cmdline")
    group = os.getpgid(child.pid)
    os.kill(child.pid, signal.SIGKILL)
    thread.join(5)
    assert limits["Max cpu time"] == ["5", "6"]
    assert limits["Max file size"] == ["0", "0"]
    assert limits["Max core file size"] == ["0", "0"]
    assert limits["Max processes"] == ["0", "0"]
    assert limits["Max open files"] == ["0", "0"]
    assert limits["Max data size"] == [str(768 * 2**20)] * 2
    assert limits["Max address space"] == [str(2048 * 2**20)] * 2
    assert group == child.pid != os.getpgid(0)
    assert PATIENT not in command
    if os.geteuid() == 0:
        assert status["Uid"].split() == ["65534"] * 4
        assert status["Gid"].split() == ["65534"] * 4
        assert not status["Groups"].strip()
        assert {pair.split(b"=")[0] for pair in environment.split(b"\0") if pair} <= {
            b"LC_ALL",
            b"LC_CTYPE",
            b"TZ",
        }


@linux
def test_nothing_is_left_behind(monkeypatch):
    watch(monkeypatch)
    ask("SELECT 1")
    before = len(list(Path("/proc/self/fd").iterdir()))
    threads = threading.active_count()
    for sql in ("SELECT 1", "SELECT nope", "DROP TABLE observation"):
        with contextlib.suppress(QueryError):
            ask(sql)
    with pytest.raises(QueryError):
        ask("SELECT count(*) FROM range(10000000) a, range(10000000) b", seconds=1)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert threading.active_count() == threads
    assert len(Watched.started) == 5
    assert all(child.returncode is not None for child in Watched.started)


@linux
def test_what_a_child_started_ends_with_it(monkeypatch, tmp_path):
    """A whole group is killed, even where the first of it is gone and the pipe is held open."""
    note = tmp_path / "pid"
    script = (
        "import subprocess, sys, os; sys.stdin.buffer.read();"
        "started = subprocess.Popen(['sleep', '60']);"
        f"open({str(note)!r}, 'w').write(str(started.pid));"
        "os._exit(0)"
    )
    run_instead(monkeypatch, script)
    with pytest.raises(QueryError, match="was stopped after 1 seconds"):
        ask("SELECT 1", seconds=1)
    pid = int(note.read_text(encoding="ascii"))
    wait_until(lambda: _proc(pid, "stat").split(" ")[2:3] in ([], ["Z"]))


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("print('hello')", "could not be read"),
        ("print('[]')", "could not be read"),
        ("print('[' * 100000)", "could not be read"),
        (
            'print(\'{"columns": ["a"], "types": [], "rows": [], "truncated": false}\')',
            "not be read",
        ),
        (
            'print(\'{"columns": ["a"], "types": ["b"], "rows": [[1, 2]], "truncated": false}\')',
            "could not be read",
        ),
        (
            'print(\'{"columns": ["a"], "types": ["b"], "rows": [[{}]], "truncated": false}\')',
            "could not be read",
        ),
        ("raise SystemExit(3)", "failed, and nothing else was harmed"),
        ("", "could not be read"),
        ("import os; os.close(1); import time; time.sleep(60)", "was stopped after 2 seconds"),
        ("import time; time.sleep(60)", "was stopped after 2 seconds"),
        ("while True: print('x' * 100000)", "larger than an answer may be"),
        ("import sys; sys.stdin.close(); print('{}')", "could not be read"),
    ],
)
def test_a_child_is_not_believed(monkeypatch, script, sentence):
    run_instead(monkeypatch, script)
    with pytest.raises(QueryError, match=sentence):
        ask("SELECT 1" + " " * 9_000, seconds=2)


def test_what_a_library_prints_is_no_answer(monkeypatch):
    noisy = "import os; os.write(1, b'{}'); os.write(2, b'{}'); print('{}', flush=True)"
    script = WITHOUT_READING + (
        "from indicators.sandbox.limits import Limits\n"
        "opened = child._open\n"
        f"def loud(database):\n    {noisy}\n    return opened(database)\n"
        "child._open = loud\n" + START
    )
    run_instead(monkeypatch, script)
    assert ask("SELECT 1").rows == ((1,),)


def test_a_process_that_cannot_start_costs_a_sentence(monkeypatch):
    monkeypatch.setattr(process, "_COMMAND", ("/nonexistent/python",))
    with pytest.raises(QueryError, match="could not be started"):
        ask("SELECT 1")


def test_limits_that_cannot_be_set_refuse_the_query(monkeypatch):
    script = WITHOUT_READING + (
        "def confine(limits): raise ValueError('current limit exceeds maximum limit')\n"
        "child.confine = confine\n" + START
    )
    run_instead(monkeypatch, script)
    with pytest.raises(QueryError, match="cannot hold a query within its limits"):
        ask("SELECT 1")


# Turns


def test_two_run_at_once_and_others_wait(monkeypatch):
    watch(monkeypatch)
    run_instead(monkeypatch, WITHOUT_READING + START)
    outcomes, waited = [], []
    threads = [
        in_background(
            "SELECT pg_sleep(1)", outcomes, on_tick=lambda waiting: waited.append(waiting)
        )
        for _ in range(5)
    ]
    for thread in threads:
        thread.join(30)
    assert [outcome for outcome in outcomes if isinstance(outcome, BaseException)] == []
    assert len(outcomes) == 5
    assert Watched.most_at_once == 2
    assert True in waited


def test_who_waits_too_long_is_told():
    with query._places, query._places, pytest.raises(QueryError, match="did not get its turn"):
        ask("SELECT 1", wait_seconds=0.2)
    assert ask("SELECT 1").rows == ((1,),)


class Left(Exception):
    """The reader has gone on to another page."""


def leave(_waiting):
    raise Left


def test_who_leaves_while_waiting_gives_up_the_turn():
    with query._places, query._places, pytest.raises(Left):
        run_query("SELECT 1", seed_build(), on_tick=leave)
    assert ask("SELECT 1").rows == ((1,),)


def test_who_leaves_while_it_runs_ends_it(monkeypatch):
    watch(monkeypatch)
    run_instead(monkeypatch, WITHOUT_READING + START)
    started = time.monotonic()
    with pytest.raises(Left):
        run_query(PATIENT, seed_build(), on_tick=leave)
    assert time.monotonic() - started < 2.5
    assert Watched.started[0].returncode == -signal.SIGKILL
    with query._places, query._places:
        pass


def test_no_query_is_logged(caplog, capfd):
    caplog.set_level(logging.DEBUG)
    secret = "a name that should not be kept"
    ask(f"SELECT '{secret}'")
    with pytest.raises(QueryError):
        ask(f"SELECT '{secret}'::INTEGER")
    printed = "".join(capfd.readouterr())
    assert secret not in caplog.text + printed


def test_the_server_does_not_load_the_childs_module():
    code = "import sys, indicators.sandbox.query; print('indicators.sandbox.child' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).resolve().parent.parent,
    )  # fmt: skip
    assert json.loads(said.stdout.lower()) is False
