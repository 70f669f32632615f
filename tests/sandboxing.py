"""What the tests of readers' SQL share: one build of the real seed, and ways to watch a child."""

import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from etl import pipeline
from etl.inputs import Inputs
from indicators.sandbox import process
from indicators.settings import ROOT

_folder = tempfile.TemporaryDirectory(prefix="uti-sql-")


@cache
def seed_build() -> Path:
    """The build of the committed seed and of nothing fetched, made once for all these tests."""
    return pipeline.build(Inputs(responses={}), Path(_folder.name)).path


class Watched(subprocess.Popen):
    """A process as the parent starts it, remembered by the test."""

    started: list["Watched"] = []
    most_at_once = 0

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        Watched.started.append(self)
        running = sum(other.returncode is None for other in Watched.started)
        Watched.most_at_once = max(Watched.most_at_once, running)


def watch(monkeypatch) -> None:
    """Remember every process that is started from now on."""
    Watched.started, Watched.most_at_once = [], 0
    monkeypatch.setattr(process.subprocess, "Popen", Watched)


def run_instead(monkeypatch, script: str) -> None:
    """Let the parent start another script than the child's. `sys.argv[1]` is the project."""
    command = (sys.executable, "-I", "-X", "utf8", "-c", script, str(ROOT))
    monkeypatch.setattr(process, "_COMMAND", command)


#: The child without its first wall: the statement goes to DuckDB unread.
WITHOUT_READING = """
import sys; sys.path.insert(0, sys.argv[1])
from indicators.sandbox import child
child._checked = lambda connection, sql, views: sql
"""
#: The child with the system's limits alone: unread statements, DuckDB not locked.
SYSTEM_LIMITS_ONLY = f"{WITHOUT_READING}child._LOCK = ()\n"
START = "child.main()"
