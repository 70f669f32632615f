"""The SQL page in a real browser: run, read, download, with the keyboard and on a phone."""

import pytest
from playwright.sync_api import sync_playwright

from tests.axe import violations
from tests.browser import ARGUMENTS, find_browser
from tests.in_place import drawn, watch
from tests.serving import dashboard

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(seed_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_SQL", "on")
        with dashboard(seed_folder, folder / "log") as base:
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
        page.wait_for_selector(".query-field textarea")
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


def field(page):
    return page.get_by_role("textbox", name="Query")


def offered(page):
    """The names in the list, in their order; none where it is closed."""
    return page.locator("[role=listbox]:visible [role=option] span").all_inner_texts()


#: The caret stands at the bar; the first names that must be offered there.
COMPLETED = {
    "SELECT * FROM la|": ["latest_observation"],
    "SELECT * FROM geo|": ["geography"],
    "SELECT eu| FROM geography": ["europe"],
    "SELECT eu| FROM vintage": [],
    "SELECT g.eu| FROM geography g": ["europe"],
    "SELECT g.eu| FROM geography AS g JOIN vintage v": ["europe"],
    "SELECT nope.eu| FROM geography g": [],
    "SELECT * FROM about WHERE te|": ["terms"],
    "SEL|": ["SELECT"],
    "sel|": ["select"],
    "SELECT|": [],
    "SELECT 1 -- FROM la|": [],
    "SELECT 1 /* it's */ FROM la|": ["latest_observation"],
    "SELECT 1 -- it's\nFROM la|": ["latest_observation"],
    "SELECT 'FROM la|": [],
    "FROM observation WHERE indicator_id = 'berd_pct|": ["berd_pct_gdp"],
    "FROM observation WHERE INDICATOR_ID IN ('a', 'berd_pct|": ["berd_pct_gdp"],
    "FROM observation WHERE geo = 'GB|": ["GBR"],
    "FROM observation WHERE geo = 'kingdom|": ["GBR"],
    "FROM observation WHERE period_label = '20|": [],
}


def test_what_could_follow_is_offered_where_the_caret_is(open_page):
    page = open_page()
    wrong = {}
    for written, expected in COMPLETED.items():
        before, after = written.split("|")
        field(page).fill(f"{before[:-1]}{after}")
        field(page).evaluate("(a, at) => a.setSelectionRange(at, at)", len(before) - 1)
        page.keyboard.type(before[-1])
        found = offered(page)
        if found[: len(expected)] != expected or (found and not expected):
            wrong[written] = found[:5]
        page.keyboard.press("Escape")
    assert not wrong


def test_a_name_is_completed_with_the_keyboard_and_undone(open_page):
    page = open_page()
    field(page).fill("SELECT * FROM ")
    field(page).press("End")
    page.keyboard.type("o")
    assert not offered(page)
    page.keyboard.press("Control+Space")
    assert offered(page)[:1] == ["observation"]
    page.keyboard.press("Backspace")
    page.keyboard.press("Control+Space")
    assert offered(page)[:2] == ["latest_observation", "observation"]
    active = field(page).get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert field(page).get_attribute("aria-activedescendant") != active
    page.keyboard.press("ArrowUp")
    assert field(page).get_attribute("aria-activedescendant") == active
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert field(page).input_value() == "SELECT * FROM observation"
    assert not offered(page)
    page.keyboard.press("Control+Z")
    assert field(page).input_value() == "SELECT * FROM "


def test_escape_closes_the_list_and_tab_leaves_the_field(open_page):
    page = open_page()
    field(page).fill("")
    page.keyboard.type("SELECT * FROM lat")
    assert offered(page) == ["latest_observation", "lateral"]
    assert "2 completions." in page.locator(".query-told").inner_text()
    page.keyboard.press("Escape")
    assert not offered(page)
    assert field(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Run the query"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert field(page).input_value() == "SELECT * FROM lat"


def test_a_name_is_taken_by_touch(open_page):
    page = open_page(viewport={"width": 320, "height": 700}, has_touch=True)
    field(page).fill("")
    field(page).tap()
    page.keyboard.type("SELECT * FROM lat")
    option = page.get_by_role("option", name="latest_observation")
    assert option.bounding_box()["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    option.tap()
    assert field(page).input_value() == "SELECT * FROM latest_observation"
    page.get_by_role("button", name="Run the query").tap()
    page.wait_for_selector(".uti h2:text-is('Answer')", timeout=20_000)


def test_an_example_can_be_undone(open_page):
    page = open_page()
    field(page).fill("SELECT 'mine'")
    page.get_by_role("button", name="Open indicators by publisher").click()
    page.wait_for_function("document.querySelector('textarea').value.includes('publisher')")
    field(page).focus()
    page.keyboard.press("Control+Z")
    assert field(page).input_value() == "SELECT 'mine'"


def test_nothing_moves_while_the_list_is_used_and_the_field_left(open_page):
    page = open_page()
    field(page).fill("")
    with watch(page, field(page)) as seen:
        page.keyboard.type("SELECT geo FROM geo")
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        drawn(page)
    assert seen.moved <= 1, seen


def test_a_query_that_runs_is_not_ended_by_writing_the_next(open_page):
    page = open_page()
    field(page).fill("SELECT count(*) AS n FROM range(60000000) r WHERE hash(r.range) % 7 = 3")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Asking the open rows.")
    field(page).fill("SELECT 2")
    page.keyboard.press("Tab")
    page.wait_for_selector(".refusal, .uti h2:text-is('Answer')", timeout=20_000)
    assert field(page).input_value() == "SELECT 2"


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {}])
def test_the_open_list_is_accessible(open_page, options):
    page = open_page(**options)
    field(page).fill("")
    page.keyboard.type("SELECT * FROM latest_observation WHERE geo = '")
    assert len(offered(page)) > 5
    assert violations(page, within=".query-field") == []
    chosen = page.locator('[role=option][aria-selected="true"]')
    other = page.locator('[role=option][aria-selected="false"]').first
    ground = "e => getComputedStyle(e).backgroundColor"
    assert chosen.evaluate(ground) != other.evaluate(ground)


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
    assert violations(page) == []


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
