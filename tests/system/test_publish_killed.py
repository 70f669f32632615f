"""A publishing that is killed hard leaves no process behind it."""

import os
import subprocess
import sys
import time

import pytest

from indicators.settings import ROOT

pytestmark = pytest.mark.system


def alive(parent: int) -> set[int]:
    """The processes that a process has started and that still run."""
    told = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split() for line in told.splitlines())
    return {int(pid) for pid, ppid, stat in rows if int(ppid) == parent and stat[0] != "Z"}


def running(pid: int) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True)
    return bool(told.stdout.strip()) and told.stdout.strip()[0] != "Z"


def test_killed_hard_it_leaves_no_process_behind(seed_folder, tmp_path):
    command = [sys.executable, "-m", "indicators", "publish", "--out", str(tmp_path / "site")]
    told = os.environ | {"INDICATORS_DATA_DIR": str(seed_folder)}
    with subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + 60
            # Both processes of the pool write; one more keeps count of what they share.
            while len(started := alive(process.pid)) < 3 and time.monotonic() < end:
                time.sleep(0.1)
            while not list((tmp_path / "site").rglob("*.html")) and time.monotonic() < end:
                time.sleep(0.1)
        finally:
            process.kill()
    assert len(started) >= 3
    end = time.monotonic() + 15
    while any(map(running, started)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not [pid for pid in started if running(pid)]
