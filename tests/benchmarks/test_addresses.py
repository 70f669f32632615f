"""Stable addresses: requests a second and waiting times from memory; the cost of making files."""

import re
import shutil
import subprocess
import time
import urllib.request

import pytest

from indicators.catalogue import load_catalogue
from indicators.publishing.addresses import answer, paths
from indicators.publishing.site.edition import Site
from tests.serving import dashboard

pytestmark = pytest.mark.benchmark

#: Asked for at once, as on a news day.
_READERS = 16
_SECONDS = 8
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def wrk(address: str) -> tuple[float, float, int]:
    """Requests a second, the time in ms within which 99 of 100 were answered, and how many were."""
    tool = shutil.which("wrk")
    assert tool, "wrk is needed and was not found on PATH (Debian: apt-get install wrk)"
    command = [tool, "-t1", f"-c{_READERS}", f"-d{_SECONDS}s", "--latency",
               "-H", "Accept-Encoding: gzip", address]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    answered = re.search(r"(\d+) requests in", told)
    assert rate, told
    assert slowest, told
    assert answered, told
    return float(rate[1]), float(slowest[1]) * _MILLISECONDS[slowest[2]], int(answered[1])


def cpu_seconds(served: str) -> float:
    """Processor time that the server has taken, as it says itself."""
    with urllib.request.urlopen(f"{served}/metrics", timeout=60) as found:
        told = re.search(rb"^process_cpu_seconds_total ([\d.e+]+)", found.read(), re.MULTILINE)
    assert told
    return float(told[1])


@pytest.fixture
def served(seed_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("INDICATORS_FILES_PER_MINUTE", "0")
    with dashboard(seed_folder, tmp_path / "app.log") as address:
        _rested(address)
        yield address


def _rested(served: str) -> None:
    """Wait until what the server makes in the background after its start is made."""
    for _ in range(60):
        before = cpu_seconds(served)
        time.sleep(1)
        if cpu_seconds(served) - before < 0.1:
            return


@pytest.mark.parametrize(
    "path",
    ["/indicators/gerd_pct_gdp.csv", "/indicators/gerd_pct_gdp", "/indicators/gerd_pct_gdp.png",
     "/catalogue.json"],
)  # fmt: skip
def test_addresses_from_memory(served, measured, path):
    with urllib.request.urlopen(served + path, timeout=60) as first:
        assert first.status == 200
    before = cpu_seconds(served)
    rate, slowest, answered = wrk(served + path)
    spent = cpu_seconds(served) - before
    measured(f"{path}: processor time an answer", 1000 * spent / answered, "ms", 1000 / 500)
    measured(f"{path}: time between two answers", 1000 / rate, "ms", 1000 / 500)
    measured(f"{path}: 99 of 100 answered within", slowest, "ms", 50)


def test_readers_are_answered_while_files_are_made(served, measured, tmp_path):
    """Files that nobody has made yet are asked for meanwhile, eight at a time."""
    path = "/indicators/gerd_pct_gdp.csv"
    urllib.request.urlopen(served + path, timeout=60).read()
    ids = [i.id for i in load_catalogue() if i.available][:40]
    asking = subprocess.Popen(
        ["curl", "--silent", "--parallel", "--parallel-max", "8",
         "--remote-name-all", "--output-dir", str(tmp_path),
         *(f"{served}/indicators/{i}.{suffix}" for i in ids for suffix in ("xlsx", "png", "pptx"))]
    )  # fmt: skip
    try:
        rate, slowest, _ = wrk(served + path)
    finally:
        asking.terminate()
        asking.wait()
    measured("an address while files are made: time between", 1000 / rate, "ms", 1000 / 100)
    measured("an address while files are made: 99 of 100 within", slowest, "ms", 250)


def test_every_file_of_eighty_indicators(seed_warehouse, measured):
    catalogue = load_catalogue()
    site = Site(seed_warehouse.newest_vintage, "https://uti.example")
    every = list(paths(seed_warehouse, catalogue))
    ids = list(dict.fromkeys(p.split("/")[2].split(".")[0] for p in every if ".pptx" in p))[:80]
    own = [
        p for p in every if p.startswith("/indicators/") and p.split("/")[2].split(".")[0] in ids
    ]
    spent: dict[str, float] = {}
    for path in own:
        start = time.process_time()
        assert answer(seed_warehouse, catalogue, path, {}, site).status == 200, path
        suffix = path.partition(".")[2]
        spent[suffix] = spent.get(suffix, 0.0) + time.process_time() - start
    for suffix, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{suffix}: {seconds:.1f} s")
    measured(f"{len(own)} files of 80 indicators, CPU", sum(spent.values()), "s", 110)
