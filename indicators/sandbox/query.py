"""A stranger's query asked in a process of its own, which costs one sentence if it goes wrong.

Gives each query its turn and reads the answer as data. It neither parses SQL nor opens a
database: see `indicators.sandbox.process` and `child`.
"""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indicators.errors import QueryError
from indicators.sandbox.limits import AT_ONCE, LIMITS, Limits
from indicators.sandbox.process import TICK, Tick, asked
from indicators.warehouse import open_duckdb_path

Cell = str | int | float | bool | None

_places = threading.BoundedSemaphore(AT_ONCE)


def _say_nothing(_waiting: bool) -> None:
    """For those who need not know."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: names and DuckDB types of the columns, rows, and whether rows were cut.

    Numbers and truth values are themselves; dates, decimals and nested values are DuckDB's text.
    `seconds` is wall time with the start of the process. `build_id` names the build asked.
    """

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool
    seconds: float
    build_id: str


def run_query(
    sql: str,
    build: Path,
    *,
    limits: Limits = LIMITS,
    on_tick: Tick = _say_nothing,
) -> Answer:
    """Ask the open rows of the build at `build`, and wait for the answer.

    `on_tick` is called about twice a second: with True while the query waits for its turn, with
    False while it runs. What it raises ends the query, and comes out here.

    Raises:
        QueryError: it was refused, stopped at a limit, or its process failed. One sentence or
            two say which, and what to do.
    """
    _check_text(sql, limits)
    request = {
        "sql": sql,
        "database": str(open_duckdb_path(build).resolve()),
        "limits": asdict(limits),
    }
    payload = json.dumps(request).encode("ascii")
    with _place(limits, on_tick):
        started = time.monotonic()
        said = asked(payload, limits, on_tick)
        seconds = time.monotonic() - started
    answer = _read(said)
    if "refused" in answer:
        raise QueryError(str(answer["refused"]))
    return Answer(
        columns=tuple(answer["columns"]),
        types=tuple(answer["types"]),
        rows=tuple(tuple(row) for row in answer["rows"]),
        truncated=bool(answer["truncated"]),
        seconds=seconds,
        build_id=build.stem,
    )


def _check_text(sql: str, limits: Limits) -> None:
    """Refuse a text that is too long or is none.

    Raises:
        QueryError: it is.
    """
    if len(sql) > limits.query_characters:
        raise QueryError(
            f"The query has {len(sql):,} characters; at most {limits.query_characters:,} are read."
        )
    if any("\ud800" <= character <= "\udfff" for character in sql):
        raise QueryError("The query holds half a character. Type it anew where it was pasted in.")


@contextlib.contextmanager
def _place(limits: Limits, on_tick: Tick) -> Iterator[None]:
    """One of the few places to run in."""
    deadline = time.monotonic() + limits.wait_seconds
    held = _places.acquire(blocking=False)
    while not held:
        on_tick(True)
        if time.monotonic() > deadline:
            raise QueryError(
                "Other queries are being answered, and yours did not get its turn within "
                f"{limits.wait_seconds:.0f} seconds. Try again in a minute."
            )
        held = _places.acquire(timeout=TICK)
    try:
        yield
    finally:
        _places.release()


def _read(said: bytes) -> dict[str, Any]:
    """The answer, believed only as far as its shape is right.

    Raises:
        QueryError: it is not an answer.
    """
    try:
        answer = json.loads(said)
        if "refused" in answer:
            return {"refused": str(answer["refused"])}
        width = len(answer["columns"])
        well_formed = (
            all(isinstance(name, str) for name in (*answer["columns"], *answer["types"]))
            and len(answer["types"]) == width
            and all(len(row) == width for row in answer["rows"])
            and all(isinstance(cell, Cell) for row in answer["rows"] for cell in row)
        )
        if well_formed:
            return {key: answer[key] for key in ("columns", "types", "rows", "truncated")}
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise QueryError("The answer could not be read. Write the query another way.")
