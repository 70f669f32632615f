"""Static edition: seconds to publish it, to find it unchanged, and to see a page of it."""

import functools
import resource
import subprocess
import sys
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

import pytest
from playwright.sync_api import sync_playwright

from indicators.catalogue import load_catalogue
from indicators.settings import ROOT
from indicators.views.indicator import offered
from indicators.warehouse import Warehouse, current_path
from tests.browser import ARGUMENTS, find_browser

pytestmark = pytest.mark.benchmark

#: The goals are for this many indicators.
GOAL_INDICATORS = 80


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def timed(seed_folder, tmp_path_factory):
    """The folder, how many indicators it has, and seconds of the first and a second publishing."""
    out = tmp_path_factory.mktemp("edition") / "site"
    w = Warehouse(current_path(seed_folder / "warehouse"))
    held = len(offered(w, load_catalogue()))
    w.close()
    first, cpu = _publish(seed_folder, out)
    again, _ = _publish(seed_folder, out)
    return out, held, first, cpu, again


def test_publishing(timed, measured):
    _, held, first, cpu, again = timed
    share = GOAL_INDICATORS / held
    measured(f"publish {held} indicators, on processors", cpu, "s", 120.0 / share)
    measured(f"publish, {GOAL_INDICATORS} indicators in proportion", first * share, "s", 60.0)
    measured("publish again, unchanged", again, "s", 5.0)


def _publish(data, out) -> tuple[float, float]:
    """Seconds of the clock and of the processors."""
    command = [sys.executable, "-m", "indicators", "publish", "--out", str(out)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    environment = {"INDICATORS_DATA_DIR": str(data), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, cpu


def test_seeing_a_page(timed, measured):
    published = timed[0]
    handler = functools.partial(Quiet, directory=str(published))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_browser(), args=list(ARGUMENTS)
            )
            for name, path in (("Overview", "/"), ("indicator", "/indicators/gerd_pct_gdp/")):
                seen = [_seen(browser, base + path) for _ in range(5)]
                paint, whole = (median(values) for values in zip(*seen, strict=True))
                size = (published / path.strip("/") / "index.html").stat().st_size
                measured(f"static {name}, size", size / 1000, "kB", 150.0)
                measured(f"static {name}, first contentful paint", paint, "s", 0.3)
                measured(f"static {name}, complete", whole, "s", 0.6)
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


#: Milliseconds to the first contentful paint and to the end of loading, once both are known.
#: Asked in one call: the pages' policy forbids the text of a script to be evaluated in them.
_TIMES = """async () => {
  for (let i = 0; i < 100; i++) {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]
    const whole = performance.getEntriesByType('navigation')[0].loadEventEnd
    if (paint && whole) return [paint.startTime, whole]
    await new Promise((done) => setTimeout(done, 50))
  }
  return null
}"""


def _seen(browser, url) -> tuple[float, float]:
    """Seconds to the first contentful paint and to the end of loading, with nothing cached."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url, wait_until="load")
    told = page.evaluate(_TIMES)
    context.close()
    assert told, "the browser tells no first contentful paint"
    return told[0] / 1000, told[1] / 1000
