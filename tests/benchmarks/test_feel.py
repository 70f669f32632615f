"""How quickly pages answer: reruns, first visits, page switches in a browser, and a plain page.

Every figure is of the real server and a warehouse of the committed figures. A rerun is timed by its
reader, from the moment that a control is moved to the last message of the page.
"""

import math
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from etl import pipeline
from indicators import results
from indicators.catalogue import load_catalogue
from indicators.warehouse import serving
from tests.benchmarks.conftest import Measured
from tests.browser import ARGUMENTS, find_browser
from tests.reader import Reader, Run
from tests.serving import ROOT, Served, cpu, streamlit, until_idle

pytestmark = pytest.mark.benchmark

#: Address of each page, with how many controls are moved on it.
PAGES = {
    "": 0,
    "ambition": 60,
    "strategy_figures": 30,
    "indicators": 150,
    "technologies": 30,
    "countries": 60,
    "briefing": 0,
    "data_and_sources": 30,
    "glossary": 0,
}
#: Visits of each page once it is warm.
VISITS = 10
#: Controls of the plain page moved.
PLAIN = 60


def share(values: list[float], part: float) -> float:
    """The smallest value that at least this part of the values does not exceed."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the build of the committed figures, and the index kept for it."""
    folder = tmp_path_factory.mktemp("feel")
    pipeline.build(folder=folder / "warehouse")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_DATA_DIR", str(folder))
        results.keep_index(serving(), load_catalogue())
    return folder


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[Served]:
    """The dashboard on one core, warmed up as it is whenever it starts."""
    log = data / "server.log"
    with streamlit(ROOT / "app.py", log, {"INDICATORS_DATA_DIR": str(data)}) as found:
        os.sched_setaffinity(found.process, {min(os.sched_getaffinity(0))})
        until_idle(found.process)
        yield found


def checked(run: Run, where: str) -> Run:
    """A run that drew something and showed no error: a page that fails is quick."""
    assert run.elements, where
    assert not run.problems, f"{where}: {run.problems}"
    return run


def moved(reader: Reader, page: str, count: int, chance: random.Random) -> list[float]:
    """Seconds of reruns on a page, each after another control was moved to another value."""
    times = []
    for number in range(count):
        if number % 20 == 0:
            reader.open(page)
        label, run = reader.change(chance)
        times.append(checked(run, f"{page}: {label}").seconds)
    return times


def read(served: Served, measured: Measured, when: str, most: float) -> dict[str, list[float]]:
    """Seconds of reruns by page, of a reader who makes the same choices whenever this is called.

    `most` is the bound of the 95th percentile over all pages.
    """
    chance = random.Random(20301)
    times: dict[str, list[float]] = {}
    begun, count = cpu(served.process), 0
    with Reader(served.address) as reader:
        for page, changes in PAGES.items():
            visits = [checked(reader.open(page), page).seconds for _ in range(VISITS)]
            found = moved(reader, page, changes, chance)
            times[page] = found or visits
            count += len(visits) + len(found) + changes // 20
    ours = (cpu(served.process) - begun) / count
    for page, found in times.items():
        name = page or "overview"
        measured(f"{name}, {when}, p50", 1e3 * share(found, 0.5), "ms", math.inf)
        measured(f"{name}, {when}, p95", 1e3 * share(found, 0.95), "ms", math.inf)
    every = [seconds for found in times.values() for seconds in found]
    measured(f"Rerun of any page, {when}, p50", 1e3 * share(every, 0.5), "ms", 60)
    measured(f"Rerun of any page, {when}, p95", 1e3 * share(every, 0.95), "ms", most)
    measured(f"Rerun of any page, {when}, processor time", 1e3 * ours, "ms", math.inf)
    return times


def test_reruns(served: Served, data: Path, measured: Measured) -> None:
    """Choices that no reader has made since the start, and then the same ones, found warm."""
    times = read(served, measured, "choices new", 250)
    read(served, measured, "choices made before", 150)
    every = [seconds for found in times.values() for seconds in found]
    plain = _plain(data)
    own = times["indicators"]
    measured("Rerun of a plain px.line page, p50", 1e3 * share(plain, 0.5), "ms", math.inf)
    measured("Rerun of a plain px.line page, p95", 1e3 * share(plain, 0.95), "ms", math.inf)
    measured("Indicators against the plain page, p50", share(own, 0.5) / share(plain, 0.5), "×", 2)
    measured("Any page against the plain page, p50", share(every, 0.5) / share(plain, 0.5), "×", 1)


def _plain(data: Path) -> list[float]:
    """Seconds of reruns of the plain page, served on the same core with Streamlit's defaults."""
    script = ROOT / "tests" / "benchmarks" / "plain_page.py"
    settings = {"INDICATORS_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    defaults = ("--runner.postScriptGC", "true")
    chance = random.Random(20301)
    with streamlit(script, data / "plain.log", settings, options=defaults) as plain:
        os.sched_setaffinity(plain.process, {min(os.sched_getaffinity(0))})
        with Reader(plain.address) as reader:
            for _ in range(3):
                reader.open("")
            return [reader.change(chance)[1].seconds for _ in range(PLAIN)]


def test_the_first_reader_of_a_fresh_process(data: Path, measured: Measured) -> None:
    """Without a warm-up, and then with one: what the first reader of each page waits for."""
    waited: dict[str, dict[str, float]] = defaultdict(dict)
    for warm in ("off", "on"):
        settings = {"INDICATORS_DATA_DIR": str(data), "INDICATORS_WARM_UP": warm}
        with streamlit(ROOT / "app.py", data / f"{warm}.log", settings) as fresh:
            if warm == "on":
                until_idle(fresh.process)
            with Reader(fresh.address) as reader:
                for page in PAGES:
                    waited[warm][page] = checked(reader.open(page), page).seconds
    for page in ("", "ambition", "indicators"):
        name = page or "overview"
        measured(f"First visit of {name}, not warmed up", waited["off"][page], "s", 5)
        measured(f"First visit of {name}, warmed up", waited["on"][page], "s", 0.5)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=find_browser(), args=list(ARGUMENTS), headless=True
        )
        yield opened
        opened.close()


#: Link of the navigation and the beginning of the page's heading are told apart by the page's own
#: heading: it must be another one than before, and Streamlit must have finished.
_ARRIVED = """before => {
  const heading = document.querySelector('[data-testid="stMain"] h1')
  const busy = document.querySelector('[data-testid="stApp"][data-test-script-state="running"]')
  return heading && heading.innerText !== before && !busy
}"""


def _switch(page: Page, title: str) -> float:
    before = page.locator('[data-testid="stMain"] h1').first.inner_text()
    link = page.get_by_role("link", name=title, exact=True).first
    begun = time.perf_counter()
    link.click()
    page.wait_for_function(_ARRIVED, arg=before, polling=10)
    return time.perf_counter() - begun


def test_switching_pages_in_a_browser(served: Served, browser: Browser, measured: Measured) -> None:
    # The page's own policy refuses the script that waits for its readiness.
    page = browser.new_page(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    page.goto(f"{served.address}/indicators")
    page.wait_for_selector('[data-testid="stMain"] h1')
    titles = ("Overview", "Strategy figures", "Technologies", "Countries", "Indicators")
    times: list[float] = []
    for number in range(4):
        found = [_switch(page, title) for title in titles]
        times += found if number else []  # the first round loads parts of the client
    # Not from the Overview, whose heading is the same.
    slow = _switch(page, "2030 ambition")
    page.close()
    measured("Switch of page in a browser, p50", 1e3 * share(times, 0.5), "ms", 500)
    measured("Switch of page in a browser, p95", 1e3 * share(times, 0.95), "ms", 1000)
    measured("Switch to the 2030 page in a browser", 1e3 * slow, "ms", 1500)


def test_readers_share_answers(served: Served, measured: Measured) -> None:
    """A choice that one reader has made costs the next reader nothing but its drawing."""
    chance = random.Random(7)
    with Reader(served.address) as one:
        one.open("indicators")
        chosen = chance.sample(one.controls["Indicator"].options, 15)
        first = [checked(one.set("Indicator", option), option).seconds for option in chosen]
    with Reader(served.address) as other:
        other.open("indicators")
        again = [checked(other.set("Indicator", option), option).seconds for option in chosen]
    measured("Same choices by a second reader, p50", 1e3 * share(again, 0.5), "ms", 60)
    measured("Second reader against the first, p50", share(again, 0.5) / share(first, 0.5), "×", 1)
