"""A stranger's query asked in a process of its own, which costs one sentence if it goes wrong.

Starts that process, bounds its time and what it may say, and reads the answer as data. It neither
parses SQL nor opens a database: see `indicators.sandbox.child`.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

from indicators.errors import QueryError
from indicators.sandbox.limits import AT_ONCE, LIMITS, Limits
from indicators.settings import ROOT
from indicators.warehouse import open_duckdb_path

Cell = str | int | float | bool | None

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from indicators.sandbox.child import main; main()"
)
#: Isolated from the server's variables, site directories of users and the current folder.
_COMMAND = (sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT))
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
_CHUNK = 65_536
#: Room for the JSON around an answer of the most bytes that a child may give.
_MARGIN = 100_000

_places = threading.BoundedSemaphore(AT_ONCE)


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
    on_wait: Callable[[], None] | None = None,
) -> Answer:
    """Ask the open rows of the build at `build`, and wait for the answer.

    `on_wait` is called once if the query has to wait for its turn.

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
    with _place(limits, on_wait):
        started = time.monotonic()
        said = _asked(payload, limits)
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
def _place(limits: Limits, on_wait: Callable[[], None] | None) -> Iterator[None]:
    """One of the few places to run in."""
    if not _places.acquire(blocking=False):
        if on_wait is not None:
            on_wait()
        if not _places.acquire(timeout=limits.wait_seconds):
            raise QueryError(
                "Other queries are being answered, and yours did not get its turn within "
                f"{limits.wait_seconds:.0f} seconds. Try again in a minute."
            )
    try:
        yield
    finally:
        _places.release()


def _asked(payload: bytes, limits: Limits) -> bytes:
    """What the process says to a request.

    Raises:
        QueryError: it took too long, said too much, or ended by itself.
    """
    process = subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=_ENVIRONMENT,
        start_new_session=True,
    )
    try:
        said = _exchanged(process, payload, limits)
        status = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        raise QueryError(_too_long(limits)) from None
    finally:
        _end(process)
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        raise QueryError(_too_long(limits))
    if status != 0:
        raise QueryError(
            "The process that was answering this query failed, and nothing else was harmed. "
            "Ask for less, or write the query another way."
        )
    return said


def _exchanged(process: subprocess.Popen[bytes], payload: bytes, limits: Limits) -> bytes:
    """Write the request and read the answer, neither waiting for the other.

    Raises:
        subprocess.TimeoutExpired: the time is over.
        QueryError: the answer is larger than an answer can be.
    """
    way_in, way_out = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    deadline = time.monotonic() + limits.seconds
    said = bytearray()
    os.set_blocking(way_in.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(way_in, selectors.EVENT_WRITE)
        ready.register(way_out, selectors.EVENT_READ)
        while ready.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(process.args, limits.seconds)
            for key, _ in ready.select(left):
                if key.fileobj is way_in:
                    payload = _write_some(way_in.fileno(), payload)
                    if not payload:
                        ready.unregister(way_in)
                        way_in.close()
                    continue
                chunk = os.read(way_out.fileno(), _CHUNK)
                if not chunk:
                    return bytes(said)
                said += chunk
                if len(said) > limits.output_bytes + _MARGIN:
                    raise QueryError("The answer is larger than an answer may be. Ask for less.")
    return bytes(said)


def _write_some(pipe: int, payload: bytes) -> bytes:
    """What is left of the payload; nothing where the reader is gone."""
    try:
        return payload[os.write(pipe, payload) :]
    except BlockingIOError:
        return payload
    except BrokenPipeError:
        return b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and its group if it still runs, and leave nothing of it behind."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _too_long(limits: Limits) -> str:
    return (
        f"The query was stopped after {limits.seconds} seconds. Ask for less: name one indicator, "
        "fewer areas or fewer years, and join tables by their ids."
    )


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
