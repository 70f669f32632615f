"""The Indicators page in a real browser: every kind of view, the playhead, and the working."""

import re

import pytest

from tests.axe import violations
from tests.test_browser import STREAMLIT_OWN, address, browser, open_page

pytestmark = pytest.mark.browser
__all__ = ["address", "browser"]  # fixtures

KINDS = ("multiples", "rank_over_time", "change", "scatter", "table")


def settled(page):
    """Wait for the page to be drawn anew; asked from here, as the page's policy forbids `eval`."""
    page.wait_for_timeout(500)
    for _ in range(60):
        if not page.evaluate("document.querySelector('[data-stale=\"true\"]') !== null"):
            break
        page.wait_for_timeout(250)
    page.wait_for_timeout(400)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_fits_and_is_accessible(browser, address, kind):
    url = f"{address}/indicators?indicator=gerd_pct_gdp&view={kind}"
    page = open_page(browser, url)
    assert violations(page, own=STREAMLIT_OWN) == []
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_timeout(400)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("table").first.is_visible()
    page.close()


def test_the_playhead_is_moved_by_keyboard_and_back_undoes_each_step(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=gerd_pct_gdp&view=rank")
    earlier = page.get_by_role("button", name="Earlier", exact=False)
    earlier.focus()
    top = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    for period in ("2024", "2023"):
        page.keyboard.press("Enter")
        page.wait_for_url(f"**period={period}*", timeout=30_000)
        settled(page)
    assert page.evaluate("document.activeElement.innerText").strip().endswith("Earlier")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == top
    assert "2023" in page.locator(".lede").inner_text()
    page.go_back()
    page.wait_for_url("**period=2024*", timeout=30_000)
    settled(page)
    page.go_back()
    page.wait_for_url(re.compile(r"view=rank$"), timeout=30_000)
    page.close()


def test_kinds_are_chosen_in_the_page_and_reset_leads_back(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=gerd_pct_gdp")
    page.get_by_role("radio", name="Against another").or_(
        page.get_by_role("button", name="Against another")
    ).first.click()
    settled(page)
    assert "view=scatter" in page.url
    assert "per head was" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Reset to default view").click()
    settled(page)
    assert re.search(r"/indicators\?indicator=gerd_pct_gdp$", page.url)
    page.go_back()
    settled(page)
    assert "view=scatter" in page.url
    page.close()


def test_the_working_shows_code_for_an_address_that_answers(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=gerd_pct_gdp&view=change")
    page.get_by_role("tab", name="Show the working").click()
    page.wait_for_url("**tab=working*", timeout=30_000)
    page.get_by_text("latest_observation").first.wait_for(timeout=30_000)
    settled(page)
    code = page.get_by_role("tabpanel").filter(has_text="The statement that was run")
    text = code.inner_text()
    assert "FROM latest_observation" in text
    assert re.search(r"SHA-256 of the seed file: [0-9a-f]{64}", text)
    link = re.search(r'read_csv\(\s*"([^"]+)"', text)[1]
    assert link.startswith(address)
    answer = page.request.get(link)
    assert answer.status == 200
    assert answer.body().startswith(b"\xef\xbb\xbfindicator_id,geo,period_label")
    page.close()


def test_words_on_the_slider_of_years_stay_inside(browser, address):
    page = open_page(browser, f"{address}/indicators?indicator=gerd_pct_gdp")
    page.get_by_role("button", name="Years").click()
    page.wait_for_timeout(600)
    body = page.locator('[data-testid="stPopoverBody"]').bounding_box()
    mark = page.locator(".marks span").first
    assert "International Technology Strategy" in mark.inner_text()
    box = mark.bounding_box()
    assert body["x"] <= box["x"]
    assert box["x"] + box["width"] <= body["x"] + body["width"]
    page.close()
