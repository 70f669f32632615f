"""How soon a reader sees words and a chart, beside the usual dashboard in the same run.

Each measure is the middle of `RUNS` first visits with an empty cache, taken in turn so that a busy
moment of the machine meets all of them; on loopback, where the machine's moods are all there is, of
more. Ratios are judged, seconds are told.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.benchmarks.unwatched import unwatched_browser
from tests.serving import dashboard, free_port, wait_for_sight

pytestmark = [pytest.mark.benchmark, pytest.mark.browser]

RUNS = {"throttled": 5, "loopback": 15}
COMPARISON = Path(__file__).with_name("comparison")
TOLD = float("inf")
#: 10 Mbit/s and 40 ms, as Chromium's own tools throttle; None is the loopback as it is.
LINES = {
    "throttled": {
        "offline": False,
        "latency": 40,
        "downloadThroughput": 10e6 / 8,
        "uploadThroughput": 10e6 / 8,
    },
    "loopback": None,
}
#: When an element first has a size, looked for in each frame that is painted.
_WATCH = """
window.seen = {};
const wanted = %s;
const look = () => {
  for (const [name, selector] of Object.entries(wanted)) {
    if (name in window.seen) continue;
    for (const found of document.querySelectorAll(selector)) {
      const box = found.getBoundingClientRect();
      if (box.height > 4 && getComputedStyle(found).visibility === 'visible') {
        window.seen[name] = performance.now();
        break;
      }
    }
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
_USUAL = {"text": "h1", "chart": "[data-testid=stVegaLiteChart] :is(canvas, svg)"}
_OURS = {
    "text": ".uti h1",
    "chart": ".uti svg[role=img]",
    "live": "#root .uti svg[role=img]",
}
_PLOTLY = {"plotly": ".js-plotly-plot .main-svg"}


def write_table(path: Path) -> None:
    """260 countries in 63 years: the size of the table that such dashboards are made of."""
    given = random.Random(1)
    years = range(1960, 2023)
    lines = [",".join(("country", *map(str, years)))]
    for number in range(260):
        value, cells = given.uniform(1, 500), []
        for _ in years:
            value *= given.uniform(0.97, 1.08)
            cells.append(f"{value:.3f}")
        lines.append(",".join((f"Country {number:03}", *cells)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@contextmanager
def plain_app(script: str, folder: Path):
    """A Streamlit app as it comes, without our settings; yields its address."""
    shutil.copy(COMPARISON / script, folder / script)
    write_table(folder / "output.csv")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--browser.gatherUsageStats", "false"]
    with (folder / "log").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=os.environ, stdout=out, stderr=out)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{address} did not start")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("measured")
    with ExitStack() as running:
        ours = running.enter_context(dashboard(folder / "data", folder / "log"))
        for path in ("", "/indicators"):
            wait_for_sight(ours + path, b'role="img"')
        found = {"ours": ours}
        for name, script in (("usual", "dashboard.py"), ("plotly", "plain_plotly.py")):
            place = folder / name
            place.mkdir()
            found[name] = running.enter_context(plain_app(script, place))
        yield found


@pytest.fixture(scope="module")
def unwatched():
    with unwatched_browser() as running:
        yield running


def middles(unwatched, visits, line):
    """By name of visit and element, the middle of all runs in seconds; first, one to warm up.

    Those of the milliseconds until each wanted element is seen, on a first visit.
    """
    runs = {name: [] for name in visits}
    for _ in range(RUNS[line] + 1):
        for name, (url, wanted) in visits.items():
            script, count = _WATCH % wanted, len(wanted)
            runs[name].append(unwatched.visit(url, script, "window.seen", count, LINES[line]))
    return {
        name: {what: statistics.median(run[what] for run in all_of[1:]) / 1000 for what in wanted}
        for (name, (_, wanted)), all_of in zip(visits.items(), runs.values(), strict=True)
    }


@pytest.mark.parametrize(("line", "bound"), [("throttled", 0.25), ("loopback", 0.5)])
def test_overview_is_seen_sooner_than_the_usual_dashboard(
    unwatched, addresses, measured, line, bound
):
    visits = {"ours": (addresses["ours"], _OURS), "usual": (addresses["usual"], _USUAL)}
    found = middles(unwatched, visits, line)
    ours, usual = found["ours"], found["usual"]
    measured(f"Overview interactive, {line}", ours["live"], "s", TOLD)
    for what in ("text", "chart"):
        measured(f"Usual dashboard, first {what}, {line}", usual[what], "s", TOLD)
        measured(f"Overview, first {what}, {line}", ours[what], "s", TOLD)
        ratio = ours[what] / usual[what]
        measured(f"Overview : usual dashboard, first {what}, {line}", ratio, "×", bound)


@pytest.mark.parametrize("line", LINES)
def test_plotly_is_drawn_no_later_than_on_a_plain_page(unwatched, addresses, measured, line):
    ours = f"{addresses['ours']}/indicators"
    visits = {"ours": (ours, _PLOTLY | _OURS), "plain": (addresses["plotly"], _PLOTLY)}
    visits["ours"][1].pop("live")
    found = middles(unwatched, visits, line)
    measured(f"Indicators, first chart, {line}", found["ours"]["chart"], "s", TOLD)
    measured(f"Plain page, Plotly drawn, {line}", found["plain"]["plotly"], "s", TOLD)
    measured(f"Indicators, Plotly drawn, {line}", found["ours"]["plotly"], "s", TOLD)
    ratio = found["ours"]["plotly"] / found["plain"]["plotly"]
    measured(f"Indicators : plain page, Plotly drawn, {line}", ratio, "×", 1.0)
