"""A dashboard under test: the real server on a free port of 127.0.0.1, stopped by its user."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def dashboard(data_dir: Path, log: Path) -> Iterator[str]:
    """Serve the dashboard over `data_dir`; yields its address. It does not warm up: that would take
    the time of the test.

    Raises:
        RuntimeError: it did not answer within a minute; the message ends with its log.
    """
    settings = {"INDICATORS_DATA_DIR": str(data_dir), "INDICATORS_WARM_UP": "off"}
    with streamlit(ROOT / "app.py", log, settings) as served:
        yield served.address


@dataclass(frozen=True)
class Served:
    """A server that runs: its address and its process."""

    address: str
    process: int


@contextmanager
def streamlit(
    script: Path, log: Path, settings: Mapping[str, str], *, options: Sequence[str] = ()
) -> Iterator[Served]:
    """Serve any Streamlit script on a free port with these environment variables and options.

    Raises:
        RuntimeError: it did not answer within a minute; the message ends with its log.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    environment = os.environ | settings
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        _wait(address, process, log)
        yield Served(address, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_sight(url: str, mark: bytes = b"<h1") -> None:
    """Until a page's first HTML shows what it should: a server starts without, and answers.

    Raises:
        RuntimeError: it did not within half a minute.
    """
    for _ in range(60):
        with urllib.request.urlopen(url, timeout=30) as answer:
            if mark in answer.read():
                return
        time.sleep(0.5)
    raise RuntimeError(f"{url} does not show {mark!r} in its first HTML")


#: Seconds after which a server must have warmed up.
WARM = 240


def cpu(process: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until_idle(process: int) -> None:
    """Wait for the end of the warm-up: until a server and its helpers rest for two seconds."""
    end, rested = time.monotonic() + WARM, 0
    while rested < 4:
        before, helpers = cpu(process), Path(f"/proc/{process}/task/{process}/children").read_text()
        time.sleep(0.5)
        rested = rested + 1 if cpu(process) - before < 0.05 and not helpers.strip() else 0
        assert time.monotonic() < end, "the server does not come to rest"


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            pass
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"the dashboard did not start.\n{log.read_text()[-3000:]}")
