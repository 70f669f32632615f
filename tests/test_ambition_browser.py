"""The 2030 page in a browser: weights, their address and Back, doors, polls and recipes."""

import json
from dataclasses import replace

import pytest
from playwright.sync_api import expect, sync_playwright

from indicators.catalogue import load_catalogue
from indicators.index_method import default_recipe
from indicators.recipe import to_json
from tests.browser import ARGUMENTS, find_browser
from tests.serving import dashboard

pytestmark = pytest.mark.browser

POLLS = (
    "fielded_from,fielded_to,country_polled,sample,question,uk_rank,uk_share,top_nation,source,url\n"
    "2026-01-05,2026-01-19,Germany,1000,Which country leads in science?,3,,United States,A poll,\n"
    "2026-03-02,2026-03-16,Japan,1000,Which country leads in science?,5,,United States,A poll,\n"
)


@pytest.fixture(scope="module")
def page(seed_folder, tmp_path_factory):
    """A page of a server that has drawn it once, so that no test waits for the index."""
    path = find_browser()
    assert path, "Chromium or Chrome is needed on PATH: run `make test`, which finds one."
    log = tmp_path_factory.mktemp("served") / "log"
    with dashboard(seed_folder, log) as base, sync_playwright() as playwright:
        expect.set_options(timeout=15_000)
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(30_000)
        opened.base = base
        opened.goto(base + "/ambition")
        expect(opened.get_by_text("Methods in full")).to_be_visible(timeout=120_000)
        yield opened
        browser.close()


@pytest.fixture
def ambition(page):
    page.goto(page.base + "/ambition")
    expect(page.get_by_text("Methods in full")).to_be_visible()
    expect(page.locator("#your-weights svg").first).to_be_attached()
    return page


def weight(page, pillar):
    return page.locator(f'[class*="st-key-weight_{pillar}"] input[type=range]')


def test_weights_move_the_result_and_the_address_and_back_undoes_them(ambition):
    said = ambition.locator("#your-weights .said")
    declared = said.inner_text()
    drawn = ambition.locator("#your-weights svg").first
    before = drawn.inner_html()
    ambition.locator('[class*="st-key-preset"]').get_by_text("Market-led").click()
    expect(weight(ambition, "commercial_strength")).to_have_value("50")
    ambition.wait_for_url("**/ambition?weights=market_led")
    expect(said).not_to_have_text(declared)
    assert drawn.inner_html() != before
    slider = weight(ambition, "invention")
    slider.focus()
    slider.press("ArrowRight")
    ambition.wait_for_url("**/ambition?weights=10-10-25-10-50")
    ambition.go_back()
    ambition.wait_for_url("**/ambition?weights=market_led")
    expect(slider).to_have_value("20")
    ambition.go_back()
    expect(weight(ambition, "commercial_strength")).to_have_value("20")
    expect(said).to_have_text(declared)


def test_a_copied_address_shows_the_same_index(page):
    page.goto(page.base + "/ambition?version=absolute&weights=ai_led&normalisation=z_score")
    expect(weight(page, "frontier_technology")).to_have_value("50")
    expect(page.locator("#your-weights .said")).to_contain_text("of 19")
    page.wait_for_timeout(500)
    assert page.url.endswith("?version=absolute&weights=ai_led&normalisation=z_score")


def test_the_contents_lead_to_their_sections(ambition):
    links = ambition.locator("nav[aria-label='On this page'] a")
    for place in range(links.count()):
        anchor = links.nth(place).get_attribute("href")
        assert ambition.locator(anchor).count() == 1, anchor
    links.get_by_text("Coverage").click()
    expect(ambition.locator("#coverage")).to_be_in_viewport()


def test_the_address_of_a_chart_leads_to_it(page):
    page.goto("about:blank")
    page.goto(page.base + "/ambition#influence-relative")
    expect(page.get_by_text("Methods in full")).to_be_attached()
    expect(page.locator("#influence-relative figure")).to_be_in_viewport(timeout=10_000)


def test_a_chart_opens_its_table_and_its_downloads(ambition):
    door = ambition.locator('[class*="st-key-away-index-relative"]')
    door.locator("summary").click()
    expect(door.locator("table caption")).to_have_text("The index relative to its size")
    for label in ("PowerPoint", "Excel", "CSV", "PNG"):
        expect(door.get_by_role("button", name=label, exact=True)).to_be_visible()
    with ambition.expect_download() as got:
        door.get_by_role("button", name="CSV", exact=True).click()
    rows = got.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("geo,nominal_rank,rank_low,rank_high")
    assert len(rows) == 20
    door.get_by_role("button", name="Add to briefing").click()
    expect(door.get_by_role("link", name="In your briefing (1 chart)")).to_be_visible()


def load(page, path):
    page.locator('[class*="st-key-recipe"] input[type=file]').set_input_files(path)


def test_a_saved_recipe_moves_the_controls_to_its_choices(page, tmp_path):
    mine = "/ambition?version=absolute&weights=10-0-25-10-50&normalisation=rank"
    page.goto(page.base + mine)
    said = page.locator("#your-weights .said")
    expect(weight(page, "commercial_strength")).to_have_value("50")
    expect(said).to_contain_text("of 19")
    result = said.text_content()
    with page.expect_download() as got:
        page.get_by_role("button", name="Save recipe").click()
    path = tmp_path / "mine.json"
    path.write_bytes(got.value.path().read_bytes())
    assert json.loads(path.read_text())["seed"]
    page.goto(page.base + "/ambition")
    expect(weight(page, "commercial_strength")).to_have_value("20")
    load(page, path)
    expect(weight(page, "commercial_strength")).to_have_value("50")
    expect(weight(page, "research_quality")).to_have_value("0")
    expect(page.get_by_text("they show all of it")).to_be_visible()
    expect(said).to_have_text(result)
    page.wait_for_url("**" + mine)
    assert page.locator("#loaded-recipe").count() == 0
    page.locator('[class*="st-key-preset"]').get_by_text("Equal weights").click()
    expect(weight(page, "commercial_strength")).to_have_value("20")


def test_what_the_page_cannot_show_of_a_recipe_is_told_beside_its_result(ambition, tmp_path):
    recipe = default_recipe(load_catalogue(), "relative")
    other = replace(recipe, seed=7, spec=replace(recipe.spec, minimum_coverage=0.7))
    path = tmp_path / "other.json"
    path.write_text(to_json(other))
    load(ambition, path)
    expect(ambition.get_by_text("They do not show: limits of age and coverage")).to_be_visible()
    expect(ambition.locator("#loaded-recipe .said")).to_contain_text("By the whole recipe")
    assert "Seed 7," in ambition.locator("#loaded-recipe .source").inner_text()


def test_polls_are_checked_row_by_row_and_drawn_against_the_target(ambition, tmp_path):
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text(POLLS.replace("1000", "many", 1))
    good.write_text(POLLS)
    upload = ambition.locator('[class*="st-key-polls"] input[type=file]')
    upload.set_input_files(bad)
    expect(ambition.get_by_text("row 2: sample 'many'")).to_be_visible()
    upload.set_input_files(good)
    expect(ambition.locator("#polls h3")).to_contain_text("among the top three in 1 of 2 polls")
