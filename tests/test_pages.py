"""Every page draws in every state without an error, and says what a reader must know."""

import pytest
from streamlit.testing.v1 import AppTest

from indicators.catalogue import load_catalogue
from indicators.settings import ROOT

PAGES = ("overview", "strategy_figures", "indicators", "briefing", "data_and_sources")

pytestmark = pytest.mark.usefixtures("seed_warehouse")


def open_page(name: str, **parameters: str | list[str]) -> AppTest:
    page = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=60)
    for key, value in parameters.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    assert not page.error
    return page


def written(page: AppTest) -> str:
    """All markup that our own blocks put on the page."""
    return "\n".join(
        str(element.proto) for element in page.main if type(element).__name__ == "UnknownElement"
    )


@pytest.mark.parametrize("name", PAGES)
def test_page_draws_and_ends_with_the_disclaimer(name):
    text = written(open_page(name))
    assert "Made from published figures. Not an official statistics publication" in text


@pytest.mark.parametrize("script", ["app.py", "pages/ui/main.py"])
def test_both_entries_draw_the_overview(script):
    page = AppTest.from_file(ROOT / script, default_timeout=60).run()
    assert not page.exception
    assert not page.error


def test_the_overview_says_what_is_not_measured():
    text = written(open_page("overview"))
    assert "No public poll measures the target itself" in text
    assert "of 18 indicators taken relative to size" in text
    assert "To fetch newer ones" in text


def test_every_strategy_figure_is_shown_with_its_quote():
    text = written(open_page("strategy_figures"))
    assert text.count("<blockquote>") == 33
    assert "roughly 11%" in text


def test_one_strategy_figure_can_be_linked():
    text = written(open_page("strategy_figures", figure="gii_rank"))
    assert text.count("<blockquote>") == 1
    assert "Global Innovation Index" in text


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("indicators", "indicator", "no_such_thing"),
        ("indicators", "view", "pie"),
        ("indicators", "compare", "ATLANTIS"),
        ("strategy_figures", "figure", "no_such_figure"),
        ("strategy_figures", "theme", "Alchemy"),
        ("data_and_sources", "theme", "alchemy"),
    ],
)
def test_a_bad_parameter_is_named_and_the_default_used(name, parameter, value):
    page = open_page(name, **{parameter: value})
    assert any(value in warning.value for warning in page.warning)
    assert "Made from published figures" in written(page)


def test_a_link_sets_every_choice():
    page = open_page(
        "indicators", indicator="unicorns", view="rank", compare=["USA", "DEU"], frequency="M"
    )
    assert page.selectbox(key="indicator").value == "unicorns"
    assert page.multiselect(key="compare").value == ["USA", "DEU"]
    assert "UK unicorns numbered 57 in Sep 2025" in written(page)


def test_a_choice_is_written_into_the_address_as_an_id():
    page = open_page("indicators")
    page.selectbox(key="indicator").set_value("uk_output_per_hour").run()
    assert page.query_params["indicator"] == "uk_output_per_hour"
    assert "output per hour" in written(page)


def test_clearing_every_comparator_leaves_the_uk():
    page = open_page("indicators")
    page.multiselect(key="compare").set_value([]).run()
    assert not page.exception
    assert not page.error
    assert "R&amp;D spending" in written(page) or "R&D spending" in written(page)


def test_an_indicator_without_a_uk_figure_says_so():
    page = open_page("indicators", indicator="basic_research_pct_gdp")
    assert "The UK has no" in written(page)


def test_an_indicator_under_a_closed_licence_carries_its_notice():
    chosen = load_catalogue()["ai_articles_eto"]
    assert chosen.licence_notice[:40] in written(open_page("indicators", indicator=chosen.id))
