"""The dashboard as a reader meets it: a real server, a real browser, every page.

Accessibility is checked with axe-core; a violation counts unless `indicators/accessibility.toml`,
which the accessibility statement is made from, lists it with the element that Streamlit draws.
"""

import re

import pytest
from playwright.sync_api import sync_playwright

from indicators.accessibility import load_results
from indicators.markup.service import COOKIES, STORED
from indicators.theme import DARK
from tests.axe import COLOURS, violations
from tests.browser import ARGUMENTS, find_browser
from tests.serving import dashboard

pytestmark = pytest.mark.browser

PAGES = {
    "Overview": "/",
    "2030 ambition": "/ambition",
    "Strategy figures": "/strategy_figures",
    "Indicators": "/indicators",
    "Indicators, rank": "/indicators?indicator=berd_pct_gdp&view=rank",
    "Technologies": "/technologies",
    "Technologies, quantum": "/technologies?technology=quantum",
    "Countries": "/countries",
    "Countries, two": "/countries?country=GBR&beside=DEU",
    "Briefing": "/briefing",
    "Data and sources": "/data_and_sources",
    "Glossary": "/glossary",
    "Glossary, one word": "/glossary?term=triadic-patent-family",
}

#: Pages that stand in the foot and not in the navigation.
FOOT_PAGES = {
    "Accessibility statement": "/accessibility",
    "Privacy and cookies": "/privacy",
    "Corrections": "/corrections",
}
EVERY = PAGES | FOOT_PAGES

#: Violations in what Streamlit draws and a page cannot change: rule id → part of the element.
STREAMLIT_OWN = {fault.rule: fault.element for fault in load_results().streamlit}


@pytest.fixture(scope="module")
def address(seed_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with dashboard(seed_folder, folder / "log") as base:
        yield base


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    assert path, "Chromium or Chrome is needed on PATH: run `make test`, which finds one."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()


def open_page(browser, url, *, width=1280, height=900, scheme="light"):
    # Playwright evaluates what it waits for, which the policy of the pages refuses;
    # test_web_browser.py tests the policy.
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True
    )
    page.outside = []
    page.on(
        "request",
        lambda r: (
            None
            if "127.0.0.1" in r.url or r.url.startswith(("data:", "blob:"))
            else page.outside.append(r.url)
        ),
    )
    page.goto(url)
    page.wait_for_selector("footer.foot", timeout=30_000)
    page.wait_for_function("!document.querySelector('[data-stale=\"true\"]')", timeout=15_000)
    page.wait_for_timeout(400)
    return page


def turn_dark(page):
    """Let the system turn dark, and wait until the page has followed."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "(ink) => getComputedStyle(document.querySelector('h1')).color === ink", arg=_rgb(DARK.ink)
    )
    page.wait_for_function("!document.querySelector('[data-stale=\"true\"]')", timeout=15_000)
    page.wait_for_timeout(400)


def _rgb(colour):
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


def lost(page, width):
    """What is wrong with a page that has just been opened, whatever it shows."""
    return [
        told
        for told, wrong in (
            ("not one h1", page.locator("h1").count() != 1),
            ("an exception", page.locator('[data-testid="stException"]').count()),
            ("language", page.locator("html").get_attribute("lang") != "en-GB"),
            (
                "scrolls sideways",
                page.evaluate("document.documentElement.scrollWidth") > width,
            ),
            (f"asked another host: {page.outside}", page.outside),
        )
        if wrong
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("name", EVERY)
def test_a_page_is_whole_and_accessible_in_both_themes(browser, address, name, width, scheme):
    page = open_page(browser, address + EVERY[name], width=width, scheme=scheme)
    assert page.title() == f"{name.split(',')[0]} – UK Technology Indicators"
    assert lost(page, width) == []
    assert violations(page, own=STREAMLIT_OWN) == []
    if scheme == "light":
        turn_dark(page)
        assert violations(page, own=STREAMLIT_OWN, options=COLOURS) == []
    # 320 px is what a window of 1,280 px has at 400% zoom.
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_timeout(400)
    assert lost(page, 320) == []
    page.close()


def test_overview_draws_without_plotly(browser, address):
    page = browser.new_page()
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(address)
    page.wait_for_selector("footer.foot")
    page.wait_for_timeout(1500)
    assert page.locator("main svg[role=img], section svg[role=img], .uti svg").count() > 0
    assert not [url for url in loaded if re.search("plotly", url, re.IGNORECASE)]
    page.close()


def test_a_link_opens_the_same_choice(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=uk_output_per_hour")
    heading = page.locator("h1").inner_text()
    assert "output per hour" in heading.lower()
    page.close()


def test_a_bad_address_is_named(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=no_such_thing")
    assert "no_such_thing" in page.locator(".notice").inner_text()
    assert page.locator("h1").count() == 1
    page.close()


def test_cards_lead_to_their_indicator_without_a_reload(browser, address):
    page = open_page(browser, address)
    page.evaluate("window.stayed = true")
    link = page.locator('a[data-page][href^="/indicators?indicator="]').first
    href = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{href}*")
    assert page.evaluate("window.stayed") is True
    page.close()


def test_images_are_saved_with_headline_source_and_dates_inside(browser, address, tmp_path):
    page = open_page(browser, f"{address}/indicators")
    saved = {}
    for kind in ("PNG", "SVG"):
        if kind == "SVG":
            page.get_by_role("button", name="More").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile(f"^{kind}")).first.click()
        assert download.value.suggested_filename.startswith("gerd_pct_gdp-line")
        assert download.value.suggested_filename.endswith(kind.lower())
        download.value.save_as(tmp_path / kind)
        saved[kind] = (tmp_path / kind).read_bytes()
    assert saved["PNG"].startswith(b"\x89PNG")
    assert int.from_bytes(saved["PNG"][16:20]) >= 1600
    text = saved["SVG"].decode("utf-8")
    assert "retrieved 24 July 2026" in text
    assert "UK R&amp;D spending was 2.75% of GDP" in text
    page.close()


def test_the_csv_is_the_rows_of_the_chart(browser, address, tmp_path):
    page = open_page(browser, f"{address}/indicators?indicator=uk_output_per_hour&frequency=Q")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    rows = (tmp_path / "rows.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("indicator_id,geo,period_label")
    assert any(",Q3 2025," in row for row in rows)
    page.close()


def test_keyboard_reaches_navigation_controls_and_downloads(browser, address):
    page = open_page(browser, f"{address}/indicators")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(() => { const e = document.activeElement;"
                " return e.getAttribute('aria-label') || e.innerText || e.tagName })()"
            ).strip()
        )
    text = " | ".join(reached)
    for wanted in (
        "Strategy figures",
        "Indicator",
        "PowerPoint",
        "Copy image",
        "PNG",
        "Excel",
        "CSV",
        "More",
    ):
        assert wanted in text, f"{wanted} is not reached by Tab: {text}"
    page.close()


def test_the_pages_stand_in_one_line_above_a_wide_screen(browser, address):
    page = open_page(browser, address)
    links = page.locator('[data-testid="stTopNavLink"]')
    boxes = [links.nth(i).bounding_box() for i in range(links.count())]
    assert links.count() == len({url.split("?")[0] for url in PAGES.values()})
    assert len({round(box["y"]) for box in boxes}) == 1
    assert max(box["x"] + box["width"] for box in boxes) <= 1280
    page.close()


@pytest.mark.parametrize("width", [780, 900])
def test_pages_that_do_not_fit_stand_behind_a_button(browser, address, width):
    page = open_page(browser, address, width=width)
    more = page.locator('[data-testid="stTopNavSection"]')
    box = more.bounding_box()
    assert box["x"] + box["width"] <= width
    more.press("Enter")
    page.get_by_role("menuitem", name="Glossary").click()
    page.wait_for_url("**/glossary")
    page.close()


def test_a_technology_is_chosen_by_keyboard_and_back_returns(browser, address):
    page = open_page(browser, f"{address}/technologies")
    page.get_by_role("radio", name="Quantum").or_(
        page.get_by_role("button", name="Quantum", exact=True)
    ).first.press("Enter")
    page.wait_for_url("**technology=quantum*")
    page.wait_for_function("document.querySelector('h1')?.innerText.startsWith('Quantum')")
    page.go_back()
    page.wait_for_function("document.querySelector('h1')?.innerText.startsWith('Artificial')")
    page.close()


def test_a_word_leads_to_its_page_and_back_without_a_reload(browser, address):
    page = open_page(browser, f"{address}/technologies?technology=telecoms")
    page.evaluate("window.stayed = true")
    link = page.locator("a.term").first
    href = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**{href}")
    page.wait_for_selector(".entry h1")
    assert page.evaluate("window.stayed") is True
    page.go_back()
    page.wait_for_function("document.querySelector('h1')?.innerText.startsWith('Telecoms')")
    page.close()


def test_letters_of_the_glossary_lead_down_the_page(browser, address):
    page = open_page(browser, f"{address}/glossary")
    page.locator('ul.letters a[href="#letter-u"]').click()
    page.wait_for_timeout(700)
    top = page.locator("#letter-u h2").bounding_box()["y"]
    assert 0 <= top < 500
    assert page.locator("h1").inner_text().endswith("words in plain English")
    page.close()


def test_a_theme_of_a_profile_opens_by_keyboard(browser, address):
    page = open_page(browser, f"{address}/countries")
    summary = page.locator("details > summary").first
    assert not page.locator("details table").first.is_visible()
    summary.press("Enter")
    assert page.locator("details table").first.is_visible()
    page.close()


def test_two_countries_are_chosen_in_the_page_and_stand_in_the_address(browser, address):
    page = open_page(browser, f"{address}/countries")
    box = page.get_by_role("combobox", name="Second country")
    box.click()
    box.fill("Jap")
    box.press("Enter")
    page.wait_for_url("**beside=JPN*")
    page.wait_for_function("document.querySelector('h1')?.innerText.includes('Japan')")
    page.close()


def test_only_the_cookies_of_the_privacy_page_are_set(browser, address):
    context = browser.new_context()
    page = context.new_page()
    for path in ("/", "/indicators", "/briefing", "/privacy"):
        page.goto(address + path)
        page.wait_for_selector("footer.foot", timeout=30_000)
        page.wait_for_timeout(500)
    listed = {name for name, _, _ in COOKIES}
    assert {cookie["name"] for cookie in context.cookies()} == listed
    assert all(cookie["expires"] == -1 for cookie in context.cookies()), "until the browser closes"
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert kept
    assert all(name.startswith(tuple(start for start, _, _ in STORED)) for name in kept)
    context.close()


def test_points_beside_the_interactive_chart_are_read_by_keyboard(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=gerd_pct_gdp")
    reader = page.locator(".reader:visible").first
    reader.get_by_role("button", name="Read point by point").press("Enter")
    said = reader.get_by_role("status")
    assert said.inner_text().startswith("UK, 2023: 2.75%")
    reader.get_by_role("button", name="Previous").press("Enter")
    assert said.inner_text().startswith("UK, 2022: 2.7")
    page.close()


def test_a_table_that_goes_on_below_is_shaded_until_its_end(browser, address):
    page = open_page(browser, f"{address}/data_and_sources")
    frame = page.locator(".table-frame").first
    shade = "frame => getComputedStyle(frame, '::after').opacity"
    assert frame.evaluate("frame => frame.scrollHeight > frame.clientHeight")
    assert frame.evaluate(shade) == "1"
    frame.evaluate("frame => { frame.scrollTop = frame.scrollHeight }")
    page.wait_for_timeout(200)
    assert frame.evaluate(shade) == "0"
    page.close()


def test_a_table_that_is_whole_has_no_shade(browser, address):
    page = open_page(browser, f"{address}/ambition")
    frame = page.locator(".table-frame").first
    assert frame.evaluate("frame => frame.scrollHeight === frame.clientHeight")
    assert frame.evaluate("frame => getComputedStyle(frame, '::after').opacity") == "0"
    page.close()


def test_the_ways_to_take_a_chart_stand_under_it_and_say_which(browser, address):
    page = open_page(browser, address)
    for words, drawn in (
        ("Take this chart: relative to its size", ".versions > * >> nth=0"),
        ("Take this chart: in absolute terms", ".versions > * >> nth=1"),
        ("Take this chart", ".hero.beside figure"),
    ):
        button = page.get_by_role("button", name=words, exact=True).bounding_box()
        assert abs(button["x"] - page.locator(drawn).bounding_box()["x"]) < 3, words
    page.close()
