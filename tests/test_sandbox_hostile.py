"""Hostile queries: each is refused or bounded with a sentence, tells nothing, and harms nobody.

They run as a reader's would, in the real process. `tests/test_sandbox_walls.py` takes the first
walls away and shows that the ones behind hold alone.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from indicators.errors import QueryError
from indicators.sandbox.limits import LIMITS
from indicators.sandbox.query import run_query
from indicators.settings import ROOT
from indicators.warehouse import open_duckdb_path
from tests.sandboxing import seed_build

READS = "Only a query that reads is answered"
TABLES = "Only the tables listed on this page can be read: no files, no addresses, no settings."
FUNCTION = "is not available here"
OWN = "belongs to DuckDB itself"
MEMORY = "more than the 256 MB of memory"
STOPPED = "The query was stopped after"

OUT = "/tmp/uti-hostile"

FILES = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_csv_auto('/etc/passwd', header = false)",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/proc/self/environ')",
    "SELECT * FROM read_json('/etc/hostname')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT * FROM read_duckdb('/var/lib/x.duckdb')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT count(*) > 0 AS file_is_there FROM glob('/etc/shadow')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM parquet_metadata('/etc/passwd')",
    "FROM '/etc/passwd'",
    "SELECT * FROM '/proc/self/maps'",
    "SELECT * FROM '*-open.duckdb'",
    'SELECT * FROM "observation.csv"',
    "SELECT * FROM 'https://example.org/x.parquet'",
    "SELECT * FROM 'file:///etc/passwd'",
    "SELECT (SELECT content FROM read_text('/etc/passwd')) AS x",
    "WITH a AS (FROM read_text('/etc/passwd')) SELECT upper(content) FROM a",
    "DESCRIBE SELECT * FROM read_csv('/etc/passwd')",
    "SUMMARIZE FROM '/etc/passwd'",
    "PIVOT read_csv('/etc/passwd') ON column0 IN ('x') USING count(*)",
    "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "SELECT * FROM query_table(['/etc/passwd'])",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "SELECT * FROM pandas_scan(140000000)",
    "SELECT * FROM arrow_scan(0, 0, 0)",
    "SELECT * FROM seq_scan('observation')",
)

WRITES = (
    f"COPY observation TO '{OUT}'",
    "COPY observation FROM '/etc/passwd'",
    "COPY (SELECT 1) TO '/dev/tcp/127.0.0.1/80'",
    f"WITH a AS (COPY geography TO '{OUT}') SELECT * FROM a",
    f"SELECT * FROM (WITH a AS (COPY geography TO '{OUT}') SELECT * FROM a)",
    "WITH a AS (INSERT INTO geography SELECT * FROM geography RETURNING *) SELECT * FROM a",
    "WITH a AS (UPDATE geography SET name = 'x' RETURNING *) SELECT * FROM a",
    "WITH a AS (DELETE FROM geography RETURNING *) SELECT * FROM a",
    f"EXPORT DATABASE '{OUT}'",
    f"IMPORT DATABASE '{OUT}'",
    f"ATTACH '{OUT}.duckdb' AS x",
    "ATTACH 'https://example.org/x.duckdb'",
    "DETACH memory",
    "INSTALL httpfs",
    "FORCE INSTALL spatial FROM community",
    "LOAD httpfs",
    "LOAD '/tmp/evil.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "SET VARIABLE x = 1",
    "RESET lock_configuration",
    "PRAGMA database_list",
    "PRAGMA enable_profiling",
    "CALL enable_logging()",
    "USE main",
    "CREATE TABLE x AS SELECT 1",
    "CREATE TEMP TABLE x (a INTEGER)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE MACRO f(a) AS a",
    "CREATE SECRET s (TYPE s3)",
    "INSERT INTO observation SELECT * FROM observation",
    "UPDATE observation SET value = 0",
    "DELETE FROM observation",
    "TRUNCATE observation",
    "DROP TABLE observation",
    "ALTER TABLE observation ADD COLUMN x INTEGER",
    "COMMENT ON TABLE observation IS 'x'",
    "MERGE INTO geography USING geography g ON true WHEN MATCHED THEN DELETE",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "EXPLAIN SELECT 1",
    f"EXPLAIN ANALYZE COPY observation TO '{OUT}'",
    "BEGIN",
    "CHECKPOINT",
    "VACUUM",
    "",
    "-- nothing",
    "/* nothing */ ;",
)

#: Characters that look like others, hide, or turn the direction of writing.
DISGUISED = (
    ("/* a comment */ DROP /* another */ TABLE observation", READS),
    ("-- a comment\nDROP TABLE observation", READS),
    ("/*/* nested */*/ INSTALL httpfs", READS),
    ("DROP\u00a0TABLE observation", READS),
    ("\ufeffDROP TABLE observation", READS),
    ("SELECT * FROM \"READ_TEXT\"('/etc/passwd')", FUNCTION),
    ("SELECT * FROM MAIN.Read_Text('/etc/passwd')", FUNCTION),
    ("SELECT * FROM read_text/**/('/etc/passwd')", FUNCTION),
    ("SELECT * FROM read_text(E'\\x2fetc\\x2fpasswd')", FUNCTION),
    ("SELECT * FROM read_text($$/etc/passwd$$)", FUNCTION),
    ("SELECT * FROM read_text(chr(47) || 'etc' || chr(47) || 'passwd')", FUNCTION),
    ("SELECT * FROM read\u200b_text('/etc/passwd')", "does not exist"),
    ("SELECT * FROM re\u0430d_text('/etc/passwd')", FUNCTION),
    ("SELECT * FROM \u202eread_text('/etc/passwd')", FUNCTION),
    ("ＳＥＬＥＣＴ * FROM observation", "syntax error"),
    ("SELECT 1 --\u2028; DROP TABLE observation", ""),
    ("SELECT '\ud800'", "half a character"),
    ("SELECT 'unterminated", "unterminated"),
    ("SELECT 1 /* unterminated", "unterminated"),
    ("SELECT 1) AS x; DROP TABLE observation; SELECT * FROM (SELECT 1", "syntax error"),
    ("SELECT 1; DROP TABLE observation", "One query at a time"),
    ("SELECT 1; SELECT 2", "One query at a time"),
    ("SELECT 1;\n\n;\nATTACH ':memory:' AS x;", "One query at a time"),
)

#: What would tell of the server, its files or its settings.
CURIOUS = (
    ("SELECT * FROM duckdb_settings()", FUNCTION),
    ("SELECT * FROM duckdb_secrets()", FUNCTION),
    ("SELECT * FROM which_secret('s3://x', 's3')", FUNCTION),
    ("SELECT * FROM duckdb_databases()", FUNCTION),
    ("SELECT path FROM duckdb_databases", OWN),
    ("SELECT * FROM pragma_database_list", OWN),
    ("SELECT * FROM pg_settings", OWN),
    ("SELECT * FROM pg_catalog.pg_settings", OWN),
    ("SELECT * FROM system.pg_catalog.pg_settings", OWN),
    ("WITH pg_settings AS (SELECT 1) SELECT * FROM pg_settings", OWN),
    ("SELECT * FROM duckdb_extensions()", FUNCTION),
    ("SELECT * FROM duckdb_logs", OWN),
    ("SELECT * FROM duckdb_external_file_cache()", FUNCTION),
    ("SELECT * FROM duckdb_temporary_files()", FUNCTION),
    ("SELECT * FROM pragma_user_agent()", FUNCTION),
    (f"FROM enable_logging(storage = 'file', storage_path = '{OUT}')", FUNCTION),
    ("FROM enable_profiling()", FUNCTION),
    ("FROM checkpoint()", FUNCTION),
    ("SELECT current_setting('secret_directory')", FUNCTION),
    ("SELECT Current_Setting('allowed_paths')", FUNCTION),
    ("SELECT json_serialize_plan('SELECT * FROM read_text(''/etc/passwd'')')", FUNCTION),
    ("SELECT getvariable('x')", FUNCTION),
    ("SELECT write_log('x')", FUNCTION),
    ("SELECT nextval('x')", FUNCTION),
    ("SELECT getenv('HOME')", "getenv does not exist"),
    ("SHOW memory_limit", "SHOW TABLES"),
    ("SHOW DATABASES", "SHOW TABLES"),
    ("SELECT * FROM connection", "does not exist"),
    ("SELECT * FROM sys", "does not exist"),
    ("SELECT ?", "Values were not provided"),
)

IDLE = (
    "SELECT pg_sleep(60)",
    'SELECT "sleep_ms"(60000)',
    "SELECT main.Sleep_MS(60000)",
    "SELECT list_transform(range(100), x -> sleep_ms(1000))",
    "SELECT (1000).sleep_ms()",
)

#: Queries without an end, or with one that nobody will see.
ENDLESS = (
    "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 3",
    "SELECT sum(sqrt(a.i * b.i)) FROM generate_series(1, 10000000) a(i), "
    "generate_series(1, 10000000) b(i)",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT n * -1 FROM r, range(9)) "
    "SELECT count(*) FROM r, range(1000000), range(1000000) b WHERE random() > 2",
    "SELECT * FROM observation a, observation b ORDER BY random()",
    "SELECT * FROM " + ", ".join(f"range(9) t{i}" for i in range(199)),
    "SELECT count(*) FROM latest_observation WHERE regexp_matches(repeat(geo, 90000), '(.*){9}x')",
)

#: Queries that ask for more than there is, and what stops them.
LARGE = (
    (
        "WITH RECURSIVE r AS (SELECT 'x' AS s UNION ALL SELECT s || s FROM r) "
        "SELECT max(length(s)) FROM r",
        MEMORY,
    ),
    ("SELECT string_agg(repeat('x', 10000), '') FROM range(1000000)", MEMORY),
    ("SELECT repeat('x', 3000000000)", MEMORY),
    ("SELECT rpad('x', 2000000000, 'y')", MEMORY),
    ("SELECT printf('%999999999d', 1)", MEMORY),
    ("SELECT range(1000000000)", MEMORY),
    ("SELECT list(i) FROM range(100000000) t(i)", MEMORY),
    ("SELECT unnest(range(100000000))", MEMORY),
    ("SELECT repeat('x', 100000) FROM range(10000)", MEMORY),
    ("SELECT array_agg(a.value) OVER () FROM observation a, observation b", MEMORY),
    ("SELECT repeat('x', 5000000)", "larger than the 4 MB"),
    ("SELECT " + ", ".join(f"{i} AS c{i}" for i in range(600)), "would have 600 columns"),
    ("SELECT " + "(" * 4_900 + "1" + ")" * 4_900, "nested too deeply"),
    ("SELECT " + "[" * 4_900 + "1" + "]" * 4_900, "nested too deeply"),
    ("SELECT 1" + " + 1" * 2_400, "nested too deeply"),
    ("SELECT " + "not " * 2_400 + "true", "nested too deeply"),
    ("SELECT " + "(SELECT " * 1_050 + "1" + ")" * 1_050, "nested too deeply"),
    ("x" * 10_001, "10,001 characters; at most 10,000"),
)


@pytest.fixture(scope="module", autouse=True)
def nothing_is_harmed():
    """The build's bytes, the working folder and the way out are as before when all have run."""
    build = seed_build()
    files = (build, open_duckdb_path(build))
    before = [hashlib.sha256(path.read_bytes()).digest() for path in files]
    here = sorted(ROOT.iterdir())
    yield
    assert [hashlib.sha256(path.read_bytes()).digest() for path in files] == before
    assert sorted(ROOT.iterdir()) == here
    assert not list(Path(OUT).parent.glob(f"{Path(OUT).name}*"))
    assert run_query("SELECT 42 AS answer", build).rows == ((42,),)


def refusal(sql: str, **limits: int) -> str:
    """The sentence that a query gets, checked to tell nothing of the machine."""
    build = seed_build()
    with pytest.raises(QueryError) as refused:
        run_query(sql, build, limits=replace(LIMITS, **limits))
    sentence = str(refused.value)
    assert 20 < len(sentence) < 1_000
    assert "Traceback" not in sentence
    for secret in (str(ROOT), str(build.parent), str(Path.home()) + "/", "site-packages"):
        assert secret not in sentence
    return sentence


@pytest.mark.parametrize("sql", FILES)
def test_no_file_and_no_address_is_read(sql):
    assert TABLES in refusal(sql)


@pytest.mark.parametrize("sql", WRITES)
def test_nothing_is_written_set_attached_or_installed(sql):
    assert READS in refusal(sql)


@pytest.mark.parametrize(("sql", "sentence"), DISGUISED)
def test_a_disguise_changes_nothing(sql, sentence):
    if not sentence:
        # The line separator ends no comment in DuckDB, so all after the dashes is one.
        assert run_query(sql, seed_build()).rows == ((1,),)
        return
    assert sentence in refusal(sql)


@pytest.mark.parametrize(("sql", "sentence"), CURIOUS)
def test_the_server_is_not_described(sql, sentence):
    assert sentence in refusal(sql)


@pytest.mark.parametrize("sql", IDLE)
def test_a_query_cannot_sleep(sql):
    assert FUNCTION in refusal(sql)


@pytest.mark.parametrize("sql", ENDLESS)
def test_an_endless_query_is_stopped(sql):
    found = refusal(sql, seconds=2)
    assert f"{STOPPED} 2 seconds." in found or MEMORY in found


@pytest.mark.parametrize(("sql", "sentence"), LARGE)
def test_a_bomb_costs_its_sender_a_sentence(sql, sentence):
    found = refusal(sql)
    # A busy machine may stop it by time before it has filled the memory.
    assert sentence in found or f"{STOPPED} 5 seconds." in found


def test_an_endless_answer_is_cut():
    sql = "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) FROM r"
    answer = run_query(sql, seed_build())
    assert answer.truncated
    assert answer.rows[:2] == ((1,), (2,))
    assert len(answer.rows) == LIMITS.rows


def test_a_huge_name_is_answered():
    answer = run_query('SELECT 1 AS "' + "x" * 9_000 + '"', seed_build())
    assert answer.columns == ("x" * 9_000,)


def test_catalogue_functions_show_tables_but_no_path():
    found = [
        run_query(sql, seed_build())
        for sql in (
            "SELECT * FROM duckdb_tables()",
            "SELECT * FROM duckdb_columns()",
            "SELECT * FROM information_schema.tables",
            "SELECT * FROM information_schema.schemata",
            "SHOW ALL TABLES",
            "SELECT version(), current_user, current_database(), current_query(), user",
        )
    ]
    texts = [str(cell) for answer in found for row in answer.rows for cell in row]
    assert any("observation" in text for text in texts)
    assert not [text for text in texts if str(seed_build().parent) in text or "/tmp" in text]


def test_a_message_of_the_reader_cannot_be_taken_for_another():
    found = refusal("SELECT error('The warehouse was deleted.')")
    assert found.startswith("DuckDB could not answer.")


def test_there_are_at_least_forty_hostile_queries():
    every = [*FILES, *WRITES, *DISGUISED, *CURIOUS, *IDLE, *ENDLESS, *LARGE]
    assert len({str(query) for query in every}) == len(every) >= 40
