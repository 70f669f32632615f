"""How many readers the service carries: the static edition from nginx, the dashboard from replicas.

Generator and servers share the machine's cores: on two of them, two replicas cannot be twice one.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from indicators.settings import ROOT
from tests.benchmarks.crowd import Step
from tests.serving import until_idle
from tests.system.machinery import Replica, nginx, replica, tool
from tests.system.service import UNHURRIED

pytestmark = pytest.mark.benchmark

MANY = UNHURRIED | {"READERS_MOST": "2000", "READERS_CEILING": "2000"}
#: Readers at most in one measurement, and added at each step.
MOST = os.environ.get("CROWD_MOST", "240")
STEP = os.environ.get("CROWD_STEP", "20")
HOLD = os.environ.get("CROWD_HOLD", "30")


@pytest.fixture(scope="module")
def site(tmp_path_factory, seed_folder):
    """The static edition of the committed figures, with its compressed copies."""
    folder = tmp_path_factory.mktemp("site")
    told = os.environ | {"INDICATORS_DATA_DIR": str(seed_folder)}
    command = [sys.executable, "-m", "indicators", "publish", "--out", str(folder)]
    subprocess.run(command, cwd=ROOT, env=told, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["sh", "deploy/compress.sh", str(folder)], cwd=ROOT, check=True)
    return folder


def test_the_static_edition_from_nginx(site, tmp_path, measured):
    pages = [p.relative_to(site).as_posix() for p in site.rglob("*.html")]
    assert len(pages) > 100
    paths = tmp_path / "paths.txt"
    paths.write_text("".join(f"/{p.removesuffix('index.html')}\n" for p in sorted(pages)))
    with nginx(tmp_path / "nginx", ["127.0.0.1:1"], SITE_ROOT=str(site)) as address:
        done = subprocess.run(
            [tool("wrk"), "-t2", "-c64", "-d10s", "--latency", "-s", "pages.lua", address],
            cwd=Path(__file__).parent, env=os.environ | {"PATHS": str(paths)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert rate, done.stdout
    assert "Non-2xx" not in done.stdout, done.stdout
    print(done.stdout)
    each = 1e6 / float(rate[1])
    measured(f"nginx, {len(pages)} pages, {float(rate[1]):,.0f} requests/s", each, "µs a page", 200)


def hold(address: str, *servers: Replica) -> tuple[int, list[Step], list[float]]:
    """Readers held with the 95th percentile under a second, each step, and memory at each step."""
    command = [sys.executable, "-m", "tests.benchmarks.crowd", address, "--most", MOST]
    command += ["--step", STEP, "--start", STEP, "--hold", HOLD]
    steps, memory = [], []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            steps.append(Step(**json.loads(line)))
            memory.append(sum(server.resident_mb() for server in servers))
            print(f"  {line.strip()} {memory[-1]:.0f} MB")
    assert process.returncode == 0
    held = [s.readers for s in steps if s.p95 < 1 and not s.lost and not s.refused]
    return max(held, default=0), steps, memory


def test_the_knee_of_one_replica_and_of_two(tmp_path, measured):
    found = {}
    for count in (1, 2):
        with contextlib.ExitStack() as stack:
            servers = [
                stack.enter_context(replica(tmp_path / f"{count}-{n}", {})) for n in range(count)
            ]
            for server in servers:
                until_idle(server.process.pid)
            places = [f"127.0.0.1:{s.port}" for s in servers]
            address = stack.enter_context(nginx(tmp_path / f"nginx-{count}", places, **MANY))
            print(f"\n{count} replica(s)")
            found[count] = hold(address, *servers)
    held, steps, memory = found[1]
    both = found[2][0]
    short = max(0, 100 - held)
    measured(f"one replica holds {held} readers at p95 < 1 s: short of 100", short, "readers", 0)
    ratio = both / held if held else 0
    measured(
        f"two replicas hold {both}, {ratio:.2f} times one: short of 1.6",
        max(0.0, 1.6 - ratio), "times", 0,
    )  # fmt: skip
    # The first step pays for what all readers share.
    extra = (memory[-1] - memory[0]) / (steps[-1].readers - steps[0].readers) if held else 99
    measured("memory of an extra session", extra, "MB", 5)
