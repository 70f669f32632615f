"""Speed of the 2030 page: its answers with and without kept results, and weights in a browser."""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from etl import pipeline
from indicators.catalogue import load_catalogue
from indicators.results.candidates import keep_candidates
from indicators.results.ranked import keep_index
from indicators.warehouse import serving
from tests.browser import ARGUMENTS, find_browser
from tests.serving import dashboard

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).resolve().parents[2]

#: CPU seconds of all that the page asks of the index, in a fresh process.
WORK = """
import time
from indicators import results
from indicators.catalogue import load_catalogue
from indicators.views.ambition import named, outlook, yours
from indicators.warehouse import serving
w, catalogue = serving(), load_catalogue()
start = time.process_time()
for name, make in named.CHARTS.items():
    make(w, catalogue, {})
for version in ("relative", "absolute"):
    results.variants_of(w, catalogue, version)
    yours.presets(w, catalogue, version)
outlook.outlook(w, catalogue, ())
print(time.process_time() - start)
"""


def seconds(folder):
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        cwd=ROOT,
        env={**os.environ, "INDICATORS_DATA_DIR": str(folder), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def test_kept_results_open_the_page_sooner(data_dir, measured):
    pipeline.build(folder=data_dir / "warehouse")
    fresh = min(seconds(data_dir) for _ in range(2))
    keep_index(serving(), load_catalogue())
    keep_candidates(serving(), load_catalogue())
    kept = min(seconds(data_dir) for _ in range(2))
    print(f"\nanswers of the 2030 page: {fresh:.2f} s CPU computed, {kept:.2f} s kept")
    measured("2030 page, answers kept against computed (CPU)", kept / fresh, "of it", 0.5)


def test_weights_answer_within_a_second(tmp_path, measured):
    """From the press of a key on a slider until the chart with its ranges is another."""
    times = []
    with dashboard(tmp_path / "data", tmp_path / "log") as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        # Playwright evaluates what it waits for, which the policy of the pages refuses.
        size = {"width": 1280, "height": 900}
        page = browser.new_page(viewport=size, bypass_csp=True)
        page.goto(base + "/ambition")
        page.get_by_text("Methods in full").wait_for(timeout=180_000)
        slider = page.locator('[class*="st-key-weight_invention"] input[type=range]')
        slider.focus()
        for number in range(20):
            drawn = page.locator("#your-weights svg").first.inner_html()
            start = time.perf_counter()
            slider.press("ArrowRight" if number < 10 else "ArrowLeft")
            page.wait_for_function(
                "before => document.querySelector('#your-weights svg').innerHTML !== before",
                arg=drawn,
            )
            times.append(time.perf_counter() - start)
            page.wait_for_timeout(400)
        browser.close()
    print(f"\nweights to new ranks and ranges: median {statistics.median(times):.2f} s")
    measured("weights to new ranks and ranges in a browser, p95", sorted(times)[18], "s", 1.0)
