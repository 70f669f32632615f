"""The static edition in a browser: accessible in both themes, at every width, without script.

Served by Python's own file server: any other would do.
"""

import functools
import json
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import sync_playwright

from indicators.accessibility import load_results
from indicators.warehouse import Warehouse, current_path
from tests.axe import violations
from tests.browser import ARGUMENTS, find_browser
from tests.edition import SAMPLE, written

pytestmark = pytest.mark.browser

#: One page of each type; two indicators would only say the same again.
TYPES = {
    name: path
    for name, path in SAMPLE.items()
    if name not in ("Indicator of one country", "Not found")
}
EACH = pytest.mark.parametrize("name", TYPES)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def address(seed_folder, tmp_path_factory):
    w = Warehouse(current_path(seed_folder / "warehouse"))
    folder = written(tmp_path_factory.mktemp("edition"), w)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    w.close()


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    assert path, "Chromium or Chrome is needed on PATH: run `make test`, which finds one."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()


def opened(browser, url, *, width=1280, scheme="light", **more):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
    page.outside, page.faults = [], []
    page.on("request", lambda r: None if "127.0.0.1" in r.url else page.outside.append(r.url))
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.goto(url)
    return page


@EACH
def test_no_accessibility_violation(browser, address, name):
    page = opened(browser, address + TYPES[name])
    told = violations(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 900})
    told += violations(page)
    assert len(told) == load_results().own == 0, json.dumps(told, indent=1)
    assert not page.faults
    assert not page.outside
    page.close()


@EACH
def test_nothing_is_lost_at_320_px(browser, address, name):
    # 320 px is what a window of 1,280 px has at 400% zoom.
    page = opened(browser, address + TYPES[name], width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "scrolls sideways"
    page.close()


@EACH
def test_a_page_is_whole_without_script(browser, address, name):
    page = opened(browser, address + TYPES[name], java_script_enabled=False, width=390)
    assert page.locator("h1").inner_text().strip()
    if name in ("Overview", "Indicator", "Country", "Technology", "Frame"):
        drawing = page.locator("main svg").locator("visible=true").first
        assert drawing.bounding_box()["height"] > 10
    if name != "Frame":
        menu = page.locator("details.menu > summary")
        menu.click()
        assert page.locator("details.menu a", has_text="Countries").is_visible()
    page.close()


def test_every_link_control_and_table_is_reached_by_keyboard(browser, address):
    page = opened(browser, f"{address}/indicators/gerd_pct_gdp")
    wanted = page.evaluate(
        "[...document.querySelectorAll("
        "'a[href], button, select, textarea, summary, [tabindex=\"0\"]')]"
        ".filter((e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden')"
        ".map((e, i) => (e.dataset.wanted = i)).length"
    )
    reached = set()
    for _ in range(wanted + 5):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.dataset.wanted ?? null, s.outlineStyle, parseFloat(s.outlineWidth)] })()"
        )
        if found[0] is None:
            continue
        reached.add(found[0])
        assert found[1] != "none", f"focus is not seen on {found}"
        assert found[2] >= 1
    assert len(reached) == wanted
    page.close()


def test_the_first_tab_skips_to_the_content(browser, address):
    page = opened(browser, f"{address}/countries/GBR")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


def test_points_of_a_chart_are_read_by_keyboard(browser, address):
    page = opened(browser, f"{address}/indicators/gerd_pct_gdp")
    reader = page.locator(".reader").first
    reader.get_by_role("button", name="Read point by point").press("Enter")
    said = reader.get_by_role("status")
    assert said.inner_text().startswith("UK, 2023: 2.75%")
    reader.get_by_role("button", name="Previous").press("Enter")
    assert said.inner_text().startswith("UK, 2022: 2.7")
    reader.get_by_role("button", name="Next").press("ArrowRight")
    assert said.inner_text().startswith("UK, 2023: 2.75%")
    reader.get_by_role("button", name="Previous").press("Home")
    assert said.inner_text().startswith("UK, 1981")
    reader.get_by_label("Line").select_option(label="Japan")
    assert said.inner_text().startswith("Japan, 2024: 3.62%")
    spot = page.locator("circle.spot")
    assert spot.count() == 1
    label = page.locator("svg:visible [data-label='JPN'] text").first.bounding_box()
    assert abs(spot.bounding_box()["y"] - label["y"]) < 60, "the mark is at the line's end"
    page.close()


def test_the_pointer_reads_the_nearest_point(browser, address):
    page = opened(browser, f"{address}/indicators/gerd_pct_gdp")
    line = page.locator("svg:visible g[data-geo='GBR'] polyline").last
    box = line.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    tip = page.locator(".tip:visible")
    assert tip.inner_text().startswith("UK, 202")
    page.mouse.move(5, 5)
    assert page.locator(".tip:visible").count() == 0
    page.close()


def test_a_country_is_shown_in_colour(browser, address):
    page = opened(browser, f"{address}/indicators/gerd_pct_gdp")
    page.get_by_label("Show a country in colour").select_option(label="Japan")
    assert page.locator("svg:visible g.chosen[data-geo='JPN']").count() >= 1
    assert page.locator("tr.chosen").first.inner_text().split("\t")[0].strip() == "Japan"
    page.close()


def test_the_list_is_narrowed_by_words(browser, address):
    page = opened(browser, f"{address}/indicators")
    page.get_by_label("Find").fill("unicorn")
    told = page.locator(".filter [role=status]").inner_text()
    shown = page.locator(".uti.index li:visible").count()
    assert told.startswith(f"{shown} of ")
    assert 0 < shown < 20
    page.get_by_label("Find").fill("")
    assert page.locator(".uti.index li:visible").count() > 100
    page.close()


def test_forced_colours_keep_lines_and_text(browser, address):
    page = opened(browser, f"{address}/indicators/gerd_pct_gdp", forced_colors="active")
    colours = page.evaluate(
        "(() => { const g = document.querySelector('svg[role=img] g[data-geo=GBR] > g');"
        " const s = getComputedStyle(g).stroke, b = getComputedStyle(document.body);"
        " return [s, b.backgroundColor, b.color] })()"
    )
    assert colours[0] != colours[1]
    assert colours[2] != colours[1]
    page.close()


def test_a_page_prints_with_its_address_and_without_navigation(browser, address):
    page = opened(browser, f"{address}/indicators/gerd_pct_gdp")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator(".printed").is_visible()
    frame = page.locator(".table-frame").first
    assert frame.evaluate("e => e.scrollHeight <= e.clientHeight + 1"), "a table is cut off"
    page.close()
