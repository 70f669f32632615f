"""The SQL page in a real browser: run, read, download, with the keyboard and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, find_browser
from tests.serving import dashboard

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_SQL", "on")
        with dashboard(folder / "data", folder / "log") as base:
            yield f"{base}/sql"


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    assert path, "Chromium or Chrome is needed on PATH: run `make test`, which finds one."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def open_page(browser, address):
    contexts = []

    def opened(**options):
        # Playwright evaluates what it waits for, which the policy of the pages refuses.
        size = {"viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(**(size | options), bypass_csp=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("footer.foot", timeout=30_000)
        return page

    yield opened
    for context in contexts:
        context.close()


def run(page):
    page.get_by_role("button", name="Run the query").click()
    page.wait_for_selector(".refusal, .uti h2:text-is('Answer')", timeout=20_000)
    page.wait_for_function("!document.querySelector('[data-stale=\"true\"]')", timeout=15_000)
    page.wait_for_timeout(400)


def test_it_stands_in_the_navigation(open_page):
    page = open_page()
    assert page.title() == "SQL – UK Technology Indicators"
    assert page.locator('[data-testid="stTopNavLink"]').last.inner_text() == "SQL"
    assert page.locator("h1").count() == 1


def test_a_query_is_written_run_and_downloaded_with_the_keyboard(open_page):
    page = open_page()
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT geo, name FROM geography WHERE geo = 'GBR'")
    page.keyboard.press("Control+Enter")
    table = page.locator("table", has_text="United Kingdom")
    table.wait_for(timeout=20_000)
    assert table.locator("thead th[scope=col]").all_inner_texts() == ["geo", "name"]
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV of all rows").press("Enter")
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["geo,name", "GBR,United Kingdom"]
    assert page.url.endswith("/sql")


def test_a_name_is_found_by_typing_part_of_it(open_page):
    page = open_page()
    page.get_by_role("textbox", name="Query").fill("SELECT *")
    page.get_by_role("combobox", name="Find a table or column").click()
    page.keyboard.type("observation.period_st")
    page.get_by_role("option", name="latest_observation.period_start").click()
    page.get_by_role("button", name="Add it to the query").click()
    page.wait_for_function(
        "document.querySelector('textarea').value === 'SELECT * latest_observation.period_start'"
    )


def test_a_refusal_is_announced(open_page):
    page = open_page()
    page.get_by_role("textbox", name="Query").fill("DROP TABLE observation")
    run(page)
    assert "DROP statements are not answered" in page.get_by_role("alert").inner_text()


def test_going_on_to_another_page_ends_the_query_and_keeps_its_text(open_page):
    page = open_page()
    endless = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 3"
    page.get_by_role("textbox", name="Query").fill(endless)
    page.get_by_role("button", name="Run the query").click()
    page.wait_for_selector("text=Asking the open rows.")
    page.get_by_role("link", name="Data and sources").first.click()
    # Well before the five seconds that the query would have had.
    page.wait_for_selector("h1:text('Where every figure comes from')", timeout=4_000)
    page.get_by_role("link", name="SQL", exact=True).first.click()
    page.wait_for_selector("textarea")
    page.wait_for_function(f"document.querySelector('textarea').value === {endless!r}")
    assert page.locator(".refusal").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_violation_of_our_own(open_page, scheme):
    page = open_page(color_scheme=scheme)
    run(page)
    page.mouse.move(5, 5)
    page.get_by_text("series_break", exact=True).click()
    page.wait_for_timeout(600)
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found]


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_nothing_is_lost_on_a_narrow_screen(open_page, width):
    page = open_page(viewport={"width": width, "height": 900})
    run(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_the_answer_comes_before_the_tables(open_page):
    page = open_page(
        viewport={"width": 390, "height": 844},
        user_agent="Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Mobile Safari/537.36",
    )
    run(page)
    top = {
        name: page.locator(f".uti h2:text-is('{name}')").bounding_box()["y"]
        for name in ("Answer", "Tables and columns")
    }
    assert top["Answer"] < top["Tables and columns"]
