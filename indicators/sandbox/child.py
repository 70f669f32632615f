"""The process of one query: takes the open rows into memory, locks itself in, answers, ends.

Started by `indicators.sandbox.query`, never imported by it. It keeps nothing and logs nothing.
Request and answer are one JSON text each, on standard input and output.
"""

import json
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

import duckdb

from indicators.sandbox.confinement import confine, volunteer
from indicators.sandbox.limits import Limits
from indicators.sandbox.statements import NO_FILES, READS, objection, objection_to_type

#: In this order: the last locks the others. The paths are emptied so that none can be asked for.
_LOCK = (
    "SET temp_directory = ''",
    "SET secret_directory = ''",
    "SET allow_persistent_secrets = false",
    "SET enable_external_access = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_progress_bar = false",
    "SET TimeZone = 'UTC'",
)

#: Types that travel as numbers or truth values; all others as DuckDB writes them.
_AS_THEY_ARE = frozenset(
    {
        *("BOOLEAN", "FLOAT", "DOUBLE"),
        *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
        *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
    }
)

_MOST_MESSAGE = 600
_TOO_DEEP = "The query is nested too deeply. Write it more simply."
#: Levels of a parsed query; each level of SQL is several of JSON.
_DEEPEST = 10_000
#: Lines that a relation writes before the query it is made from.
_LINES_BEFORE = 2


class Refusal(Exception):
    """One sentence for the asker."""


def main() -> None:
    """Read a request, answer it, end without tidying up: there is nothing to tidy."""
    channel = _own_channel()
    volunteer()
    sys.setrecursionlimit(_DEEPEST)
    request = json.loads(sys.stdin.buffer.read())
    limits = Limits(**request["limits"])
    try:
        text = _answer(request["database"], request["sql"], limits)
    except Refusal as refusal:
        text = json.dumps({"refused": str(refusal)})
    except RecursionError:
        text = json.dumps({"refused": _TOO_DEEP})
    except (MemoryError, duckdb.OutOfMemoryException):
        text = json.dumps({"refused": _no_memory(limits)})
    channel.write(text.encode("utf-8", "replace"))
    channel.flush()
    os._exit(0)


def _own_channel() -> BinaryIO:
    """The answer's way out. What libraries print goes nowhere and cannot be taken for an answer."""
    channel = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    return channel


def _answer(database: str, sql: str, limits: Limits) -> str:
    connection = _open(database)
    views = frozenset(
        name
        for (name,) in connection.execute(
            "SELECT view_name FROM duckdb_views() "
            "WHERE internal AND schema_name <> 'information_schema'"
        ).fetchall()
    )
    for statement in _LOCK:
        connection.execute(statement)
    connection.execute(f"SET memory_limit = '{limits.memory_mb}MB'")
    connection.execute("SET lock_configuration = true")
    try:
        confine(limits)
    except (OSError, ValueError):
        raise Refusal(
            "This machine cannot hold a query within its limits, so none is answered here."
        ) from None
    try:
        query = _checked(connection, sql, views)
    except duckdb.Error as error:
        raise _refusal(error, str(error), limits) from None
    try:
        return _run(connection, query, limits)
    except duckdb.Error as error:
        raise _refusal(error, _own_lines(str(error)), limits) from None


def _open(database: str) -> duckdb.DuckDBPyConnection:
    """The open rows in memory; the file is closed again, so no path is left to be asked for."""
    connection = duckdb.connect(":memory:", config={"threads": 1})
    try:
        connection.execute(f"ATTACH '{database.replace(chr(39), chr(39) * 2)}' AS rows (READ_ONLY)")
        connection.execute("COPY FROM DATABASE rows TO memory")
        connection.execute("DETACH rows")
    except duckdb.Error:
        raise Refusal(
            "The open rows of this build cannot be read. Reload the page; if that does not help, "
            "run `python -m etl build`."
        ) from None
    return connection


def _checked(connection: duckdb.DuckDBPyConnection, sql: str, views: frozenset[str]) -> str:
    """The one statement of the text, if it only reads.

    Raises:
        Refusal: it is none, several, or of another kind.
    """
    statements = connection.extract_statements(sql)
    if not statements:
        raise Refusal(f"There is no query here. {READS}")
    if len(statements) > 1:
        raise Refusal("One query at a time: there is more than one statement here.")
    statement = statements[0]
    try:
        kind = statement.type.name
    except ValueError:  # UPDATE EXTENSIONS is missing in the binding's list of kinds
        kind = "OTHER"
    found = objection_to_type(kind)
    if found is None:
        record = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()
        tree = json.loads(record[0][0])
        found = READS if tree["error"] else objection(tree["statements"], views)
    if found:
        raise Refusal(found)
    return _without_end(sql)


def _without_end(sql: str) -> str:
    """The statement without its semicolon and what follows: it will stand in brackets."""
    text = sql.encode()
    for start, kind in reversed(duckdb.tokenize(sql)):
        if kind == duckdb.token_type.comment:
            continue
        if text[start : start + 1] != b";":
            break
        text = text[:start]
    return text.decode()


def _run(connection: duckdb.DuckDBPyConnection, sql: str, limits: Limits) -> str:
    connection.execute("BEGIN TRANSACTION READ ONLY")
    asked = connection.sql(sql)
    columns = [str(name) for name in asked.columns]
    types = [str(kind) for kind in asked.types]
    if len(columns) > limits.columns:
        raise Refusal(
            f"The answer would have {len(columns):,} columns; at most {limits.columns} are given."
        )
    cells = ", ".join(
        f"#{place}" if kind in _AS_THEY_ARE else f"#{place}::VARCHAR"
        for place, kind in enumerate(types, start=1)
    )
    found = asked.project(cells).limit(limits.rows + 1).fetchall()
    return _packed(columns, types, found, limits)


def _own_lines(message: str) -> str:
    """A message that counts lines as the asker does. DuckDB counts from the brackets around."""
    return re.sub(
        r"^LINE (\d+):",
        lambda found: f"LINE {max(int(found[1]) - _LINES_BEFORE, 1)}:",
        message,
        flags=re.MULTILINE,
    )


def _packed(
    columns: Sequence[str], types: Sequence[str], found: Sequence[Any], limits: Limits
) -> str:
    """The answer as JSON, cut at the limit on rows or on bytes, whichever comes first."""
    head = json.dumps(columns) + json.dumps(types)
    size, rows = len(head), []
    for record in found[: limits.rows]:
        row = json.dumps(record)
        size += len(row) + 2
        if size > limits.output_bytes:
            break
        rows.append(row)
    if size > limits.output_bytes and not rows:
        raise Refusal(
            f"One row of the answer is larger than the {limits.output_bytes / 1e6:.0f} MB that an "
            "answer may have. Ask for less in it."
        )
    return (
        f'{{"columns": {json.dumps(columns)}, "types": {json.dumps(types)}, '
        f'"truncated": {json.dumps(len(rows) < len(found))}, "rows": [{", ".join(rows)}]}}'
    )


def _no_memory(limits: Limits) -> str:
    return (
        f"The query needs more than the {limits.memory_mb} MB of memory that one may use. "
        "Ask for fewer rows or shorter texts."
    )


def _refusal(error: duckdb.Error, message: str, limits: Limits) -> Refusal:
    """DuckDB's error as a sentence. Messages that may name a path are replaced."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return Refusal(_no_memory(limits))
    if "expression depth" in message:  # DuckDB's advice is to SET a limit, which is locked here
        return Refusal(_TOO_DEEP)
    if isinstance(error, duckdb.PermissionException | duckdb.IOException | duckdb.HTTPException):
        return Refusal(NO_FILES)
    if isinstance(error, duckdb.TransactionException):
        return Refusal(f"This query would write. {READS}")
    if isinstance(error, duckdb.InternalException | duckdb.FatalException):
        return Refusal("DuckDB could not carry this query out. Try to write it more simply.")
    return Refusal(f"DuckDB could not answer. {message.strip()[:_MOST_MESSAGE]}")
