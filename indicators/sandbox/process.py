"""The process of one query, from outside: started, listened to for a bounded time, ended.

It passes bytes on and does not know what they mean: see `indicators.sandbox.query`.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import IO, cast

from indicators.errors import QueryError
from indicators.sandbox.limits import Limits
from indicators.settings import ROOT

#: Told about twice a second that a query waits for its turn (True) or runs (False).
Tick = Callable[[bool], None]
TICK = 0.5

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from indicators.sandbox.child import main; main()"
)
#: Isolated from the server's variables, site directories of users and the current folder.
_COMMAND = (sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT))
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
_CHUNK = 65_536
#: Room for the JSON around an answer of the most bytes that a child may give.
_MARGIN = 100_000


def asked(payload: bytes, limits: Limits, on_tick: Tick) -> bytes:
    """What the process says to a request.

    Raises:
        QueryError: it took too long, said too much, or ended by itself.
    """
    try:
        process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_ENVIRONMENT,
            start_new_session=True,
        )
    except OSError:
        raise QueryError("The query could not be started. Try again in a minute.") from None
    try:
        said = _exchanged(process, payload, limits, on_tick)
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


def _exchanged(
    process: subprocess.Popen[bytes], payload: bytes, limits: Limits, on_tick: Tick
) -> bytes:
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
            found = ready.select(min(left, TICK))
            if not found:
                on_tick(False)
            for key, _ in found:
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
    """Kill the process and its group, and leave nothing of it behind.

    A number that has been waited for may be another's by now, so it is asked first.
    """
    if process.returncode is None:
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
