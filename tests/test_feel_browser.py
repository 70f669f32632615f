"""How pages feel in a browser: nothing jumps, Back undoes, a keyboard does, 400% does."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, find_browser
from tests.in_place import drawn, watch
from tests.serving import dashboard
from tests.test_browser import open_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(seed_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("feel")
    with dashboard(seed_folder, folder / "log") as base:
        yield base


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        yield running
        running.close()


def choose(page, label, text):
    box = page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(text)
    box.press("Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_choosing_a_technology_moves_no_button(browser, address, width):
    page = open_page(browser, f"{address}/technologies", width=width)
    buttons = page.get_by_test_id("stButtonGroup")
    lengths = set()
    for name in ("Quantum", "Telecoms", "AI"):
        with watch(page, buttons) as seen:
            buttons.get_by_role("radio", name=name, exact=True).click()
            page.wait_for_url("**technology=*" if name != "AI" else f"{address}/technologies")
            drawn(page)
        assert seen.moved <= 2, f"{name}: {seen}"
        lengths.add(page.locator("h1").inner_text())
    assert len(lengths) == 3, "each choice has a heading of its own"
    page.close()


def test_choosing_countries_moves_no_control(browser, address):
    page = open_page(browser, f"{address}/countries")
    for label, text in (("Country", "Jap"), ("Second country", "Ger"), ("Second country", "No s")):
        control = page.get_by_test_id("stSelectbox").filter(has_text=label).last
        before = page.url
        with watch(page, control) as seen:
            choose(page, label, text)
            page.wait_for_function("before => location.href !== before", arg=before)
            drawn(page)
        assert seen.moved <= 2, f"{label} {text}: {seen}"
    page.close()


def test_a_short_page_after_a_long_one_stays_where_it_was_read(browser, address):
    """A theme may have a few indicators only: the page ends above where it was scrolled."""
    page = open_page(browser, f"{address}/data_and_sources", height=500)
    page.get_by_role("tab", name="Catalogue").click()
    control = page.get_by_test_id("stSelectbox").first
    for text in ("People", "All"):
        before = page.url
        with watch(page, control, height=40) as seen:
            choose(page, "Theme", text)
            page.wait_for_function("before => location.href !== before", arg=before)
            drawn(page)
        assert seen.moved <= 2, f"{text}: {seen}"
    page.close()


def test_controls_of_an_indicator_stay_while_the_chart_changes_and_back_undoes(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=berd_pct_gdp")
    first = page.locator("h1").inner_text()
    button = page.get_by_test_id("stPopover").filter(has_text="Compare").locator("button").first
    with watch(page, button) as seen:
        button.click()
        box = page.get_by_test_id("stPopoverBody").get_by_role("combobox").first
        box.click()
        box.press("ArrowDown")
        box.press("Enter")
        page.wait_for_url("**group=*")
        drawn(page)
    assert seen.moved <= 2, str(seen)
    page.keyboard.press("Escape")
    page.go_back()
    page.wait_for_url(lambda url: "group=" not in url)
    drawn(page)
    assert page.locator("h1").inner_text() == first
    assert "indicator=berd_pct_gdp" in page.url
    page.close()


def test_a_choice_is_made_and_undone_by_keyboard_alone(browser, address):
    page = open_page(browser, f"{address}/countries")
    heading = page.locator("h1").inner_text()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") is not None
    page.keyboard.type("Jap")
    page.keyboard.press("Enter")
    page.wait_for_url("**country=JPN*")
    page.wait_for_function("() => document.querySelector('h1')?.innerText.startsWith('Japan')")
    page.go_back()
    page.wait_for_function(
        "before => document.querySelector('h1')?.innerText === before", arg=heading
    )
    page.close()


@pytest.mark.parametrize("path", ["/", "/indicators", "/countries?beside=DEU", "/technologies"])
def test_at_400_percent_everything_is_there_and_works(browser, address, path):
    """A window 1280 pixels wide, enlarged four times, has room for 320 pixels of a page."""
    context = browser.new_context(viewport={"width": 320, "height": 225}, device_scale_factor=4)
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_selector("footer.foot", timeout=30_000)
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stMain"] button, h1, h2, label')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().right > 321)
        .map(e => e.innerText.slice(0, 60))"""
    )
    assert not cut, f"cut off at the right: {cut}"
    if path == "/technologies":
        page.get_by_role("radio", name="Quantum", exact=True).click()
        page.wait_for_url("**technology=quantum*")
    context.close()


def test_dark_is_dark_everywhere_and_a_choice_keeps_it(browser, address):
    page = open_page(browser, f"{address}/technologies?technology=quantum", scheme="dark")
    for _ in range(2):
        shades = page.evaluate(
            """() => {
            const shade = (text) => text.match(/[0-9.]+/g).slice(0, 3).map(Number)
              .reduce((sum, part) => sum + part, 0) / 3
            const paper = getComputedStyle(document.querySelector('[data-testid="stApp"]'))
            const texts = [...document.querySelectorAll('.uti p, .uti h2, .uti dd')]
              .filter((e) => e.innerText.trim() && e.offsetParent)
              .map((e) => shade(getComputedStyle(e).color))
            return [shade(paper.backgroundColor), Math.min(...texts), texts.length]
            }"""
        )
        paper, darkest, count = shades
        assert count > 10
        assert paper < 60, "the ground is dark"
        assert darkest > 120, "every word is light"
        page.get_by_role("radio", name="Telecoms", exact=True).click()
        page.wait_for_url("**technology=telecoms*")
        drawn(page)
    page.close()
