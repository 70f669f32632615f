"""A briefing as its writer meets it: doors, basket, files, and what must stay out of logs."""

import io
import re

import pytest
from playwright.sync_api import expect, sync_playwright
from pptx import Presentation

from indicators.briefing import Briefing, Item, to_link
from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice
from tests.browser import ARGUMENTS, find_browser
from tests.reader import Reader
from tests.serving import dashboard
from tests.test_browser import open_page

pytestmark = pytest.mark.browser

SECRET = "Zebra words that must stay in the session"
#: Milliseconds in which a busy machine draws what was asked for.
SOON = 30_000
MARKING = "OFFICIAL-ZEBRA"


@pytest.fixture(scope="module")
def served(seed_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with dashboard(seed_folder, folder / "log") as base:
        yield base, folder


@pytest.fixture(scope="module")
def browser():
    path = find_browser()
    assert path, "Chromium or Chrome is needed on PATH: run `make test`, which finds one."
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()


def settled(page):
    page.wait_for_function("!document.querySelector('[data-stale=\"true\"]')", timeout=20_000)
    page.wait_for_timeout(300)


@pytest.mark.parametrize("path", ["/", "/strategy_figures", "/countries", "/technologies"])
def test_a_door_opens_under_a_chart_and_puts_it_in_the_briefing(browser, served, path):
    page = open_page(browser, served[0] + path)
    page.get_by_role("button", name="Take this chart").first.click()
    row = page.locator('[class*="st-key-downloads"]')
    wanted = ["PowerPoint", "Copy image", "Copy sentence", "PNG", "Excel", "Word", "CSV", "More"]
    for name in ("PowerPoint", "Copy sentence", "More"):
        expect(row.get_by_text(name, exact=True).first).to_be_visible(timeout=SOON)
    names = [text.strip() for text in row.locator("button, summary").all_inner_texts()]
    shown = [next((w for w in wanted if w in name), "") for name in names]
    order = [wanted.index(name) for name in shown if name]
    assert order == sorted(order)
    assert {"PowerPoint", "Copy image", "Copy sentence", "PNG", "Word", "More"} <= set(shown)
    with page.expect_download() as download:
        row.get_by_role("button", name="PowerPoint").click()
    deck = Presentation(io.BytesIO(download.value.path().read_bytes()))
    assert deck.slides[0].shapes.title.text
    row.get_by_role("button", name="Add to briefing").click()
    page.get_by_role("link", name=re.compile("In your briefing")).click()
    page.wait_for_url("**/briefing")
    words = page.get_by_text("Headline of chart 1 in your words (optional)")
    expect(words).to_be_visible(timeout=SOON)
    assert page.outside == []
    page.close()


def test_doors_stand_in_two_columns_on_a_phone(browser, served):
    page = open_page(browser, served[0] + "/indicators?indicator=gerd_pct_gdp", width=390)
    row = page.locator('[class*="st-key-downloads"]')
    boxes = [b.bounding_box() for b in row.locator("button").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert all(box["height"] >= 40 for box in boxes)
    page.close()


def test_words_stay_out_of_addresses_and_logs_and_another_reader_is_served(browser, served):
    base, folder = served
    ids = [i.id for i in load_catalogue() if i.available and i.redistributable][:12]
    link = to_link(Briefing(tuple(Item(indicator_choice(i)) for i in ids)))
    page = open_page(browser, base + link)
    page.get_by_label("Note to chart 1 (optional)", exact=True).fill(SECRET)
    page.get_by_label("Note to chart 1 (optional)", exact=True).press("Control+Enter")
    settled(page)
    page.get_by_label("Marking line (optional)").fill(MARKING)
    page.get_by_label("Marking line (optional)").press("Enter")
    settled(page)
    page.get_by_role("button", name="Make PowerPoint, Word, PDF and Excel").click()
    expect(page.get_by_text("Making PPTX")).to_be_visible(timeout=20_000)
    with Reader(base) as other:
        assert other.open("indicators").elements > 10
    # The other reader's page is whole before the files are.
    assert page.get_by_role("button", name="All files (ZIP)").count() == 0
    with page.expect_download(timeout=180_000) as download:
        page.get_by_role("button", name="PPTX", exact=True).click(timeout=180_000)
    deck = Presentation(io.BytesIO(download.value.path().read_bytes()))
    said = [s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame]
    assert SECRET in said
    assert MARKING in said
    assert "Zebra" not in page.url
    page.close()
    logs = [path for path in folder.rglob("*") if path.is_file() and "log" in path.name]
    assert logs
    for path in logs:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert "Zebra" not in text
        assert "ZEBRA" not in text
