"""Every page draws in every state without an error, and says what a reader must know."""

import json
import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from indicators.catalogue import load_catalogue
from indicators.glossary import load_glossary
from indicators.settings import ROOT

PAGES = (
    "overview",
    "ambition",
    "strategy_figures",
    "indicators",
    "technologies",
    "countries",
    "briefing",
    "data_and_sources",
    "glossary",
)

pytestmark = pytest.mark.usefixtures("seed_warehouse")


def open_page(name: str, **parameters: str | list[str]) -> AppTest:
    page = AppTest.from_file(ROOT / "pages" / f"{name}.py", default_timeout=60)
    for key, value in parameters.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    assert not told(page, "refused")
    return page


def written(page: AppTest) -> str:
    """All markup that our own blocks put on the page."""
    return "\n".join(
        str(element.proto) for element in page.main if type(element).__name__ == "UnknownElement"
    )


def boxes(page: AppTest, kind: str = "warned") -> list[str]:
    """The markup of a page's boxes of one kind: warned, told or refused."""
    blocks = [getattr(element, "proto", None) for element in page.main]
    held = [json.loads(proto.json) for proto in blocks if getattr(proto, "component_name", "")]
    markup = [data.get("html", "") for data in held]
    return [html for html in markup if html.startswith(f'<div class="uti notice {kind}"')]


def told(page: AppTest, kind: str = "warned") -> list[str]:
    """The sentences in a page's boxes, as a reader reads them."""
    texts = [re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", box, re.DOTALL) for box in boxes(page, kind)]
    return [unescape(text) for found in texts for text in found]


@pytest.mark.parametrize("name", PAGES)
def test_page_draws_and_ends_with_the_disclaimer(name):
    text = written(open_page(name))
    assert "Made from published figures. Not an official statistics publication" in text


@pytest.mark.parametrize("script", ["app.py", "pages/ui/main.py"])
def test_both_entries_draw_the_overview(script):
    page = AppTest.from_file(ROOT / script, default_timeout=60).run()
    assert not page.exception
    assert not told(page, "refused")


def test_the_overview_says_what_is_not_measured():
    text = written(open_page("overview"))
    assert "No public poll measures the target itself" in text
    assert "of 18 indicators taken relative to size" in text
    assert "To fetch newer ones" in text


def test_a_card_says_its_verdict_once():
    text = written(open_page("overview"))
    assert "The grouping of sectors behind it is not published as a series." in text
    assert "Cannot be checked: " not in text
    assert "Lower: " not in text


def test_a_target_for_a_rank_is_shown_as_one_to_reach_or_better():
    text = written(open_page("strategy_figures", figure="sts_top_three_2030"))
    assert "<dd>3rd or better</dd>" in text


def test_the_overview_begins_with_the_index_in_two_sentences():
    text = written(open_page("overview"))
    relative = text.index("Relative to its size the UK ranks")
    absolute = text.index("In absolute terms the UK ranks")
    assert relative < absolute < text.index("of 18 indicators taken relative to size")
    assert text.count("under other reasonable methods") == 2


def test_the_ambition_page_answers_first_and_gives_reasons_where_it_cannot():
    text = written(open_page("ambition"))
    places = (
        "Relative to its size the UK ranks",
        "2030 as a projection",
        "Every country",
        "Projections, indicator by indicator",
        "What would it take",
        "Your weights",
        "Which choices matter",
        "What the index is made from",
        "Seen as",
        "Method, limits and assumptions",
    )
    below = text.index("On this page")
    at = [text.index(words, 0 if words == places[0] else below + 2000) for words in places]
    assert at == sorted(at)
    assert text.count("no probability can be given for the UK") == 2
    assert "python -m indicators compute" in text
    assert "India" in text
    assert "Taiwan" in text


def test_the_address_sets_the_weights_and_the_method():
    page = open_page(
        "ambition", weights="40-30-10-10-10", version="absolute", normalisation="z_score"
    )
    assert page.slider(key="weight_research_inputs").value == 40
    assert page.session_state["preset"] == "rd_led"
    assert page.selectbox(key="normalisation").value == "z_score"
    assert page.query_params["weights"] == "40-30-10-10-10", "as its sender wrote it"


def test_a_preset_moves_the_sliders_and_the_address():
    page = open_page("ambition", weights="ai_led")
    assert page.slider(key="weight_frontier_technology").value == 50
    before = written(page)
    page.slider(key="weight_frontier_technology").set_value(0).run()
    assert not page.exception
    assert page.query_params["weights"] == "10-20-10-0-10"
    assert written(page) != before


def test_choices_that_do_not_go_together_are_refused_in_a_sentence():
    page = open_page("ambition", normalisation="percentile_rank", within="geometric")
    assert any("gives zeros" in sentence for sentence in told(page))
    page = open_page("ambition", weights="0-0-0-0-0")
    assert any("every pillar has weight zero" in sentence for sentence in told(page))


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
        ("ambition", "version", "sideways"),
        ("ambition", "weights", "lots"),
        ("ambition", "weights", "20-20-20-20"),
        ("ambition", "normalisation", "magic"),
        ("strategy_figures", "figure", "no_such_figure"),
        ("strategy_figures", "theme", "Alchemy"),
        ("data_and_sources", "theme", "alchemy"),
        ("technologies", "technology", "alchemy"),
        ("countries", "country", "ATL"),
        ("countries", "country", "WLD"),
        ("countries", "beside", "ATL"),
        ("countries", "beside", "GBR"),
        ("glossary", "term", "phlogiston"),
    ],
)
def test_a_bad_parameter_is_named_and_the_default_used(name, parameter, value):
    page = open_page(name, **{parameter: value})
    assert [value in sentence for sentence in told(page)] == [True], "once"
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
    assert not told(page, "refused")
    assert "R&amp;D spending" in written(page) or "R&D spending" in written(page)


def test_an_indicator_without_a_uk_figure_says_so():
    page = open_page("indicators", indicator="basic_research_pct_gdp")
    assert "The UK has no" in written(page)


def test_an_indicator_under_a_closed_licence_carries_its_notice():
    chosen = load_catalogue()["ai_articles_eto"]
    assert chosen.licence_notice[:40] in written(open_page("indicators", indicator=chosen.id))


@pytest.mark.parametrize(
    ("technology", "quote", "gap"),
    [
        ("ai", "a hive of global talent", "Citations of AI publications per head"),
        ("quantum", "use the principles of quantum mechanics", "UK quantum patents"),
        ("engineering-biology", "We lead Europe in research", "Engineering biology publications"),
        ("semiconductors", "highly vulnerable to disruption", "Compound semiconductors"),
        ("telecoms", "will transform our way of life", "Leadership in 6G"),
        ("data", "a crucial enabler of technologies", "Flows of data across borders"),
    ],
)
def test_a_technology_shows_the_strategys_words_and_what_is_not_measured(technology, quote, gap):
    page = open_page("technologies", technology=technology)
    text = written(page)
    assert not told(page)
    assert quote in text
    assert gap in text
    assert text.count("<h1>") == 1
    assert "Source: " in text


def test_a_technologys_figures_carry_their_verdicts():
    text = written(open_page("technologies", technology="telecoms"))
    assert "/strategy_figures?figure=telecoms_market_2030" in text
    assert "Not due" in text
    text = written(open_page("technologies", technology="quantum"))
    assert "The strategy gives no figure for" in text


def test_the_profile_of_the_uk_comes_first():
    text = written(open_page("countries"))
    assert "<h1>The UK is among the top three on" in text
    assert "Where they stand furthest apart" not in text
    assert "relative to size" in text
    assert "in absolute terms" in text


def test_two_countries_stand_side_by_side():
    page = open_page("countries", country="DEU", beside="GBR")
    text = written(page)
    assert not told(page)
    assert "<h1>Germany ranks above the UK on" in text
    assert "Where they stand furthest apart" in text
    assert text.count("Each row of dots is every ranked country") == 1


def test_a_country_with_few_figures_has_a_profile():
    text = written(open_page("countries", country="TWN", beside="IND"))
    assert "<h1>Taiwan ranks above India on" in text
    assert "No usable figure for Taiwan" in text


def test_choosing_the_first_country_takes_it_from_the_second():
    page = open_page("countries", beside="DEU")
    page.selectbox(key="country").select("DEU").run()
    assert not page.exception
    second = next(box for box in page.selectbox if box.label == "Second country")
    assert second.value == "none"
    assert "<h1>Germany is among the top three on" in written(page)


def test_every_word_is_in_the_glossary_and_has_a_page():
    text = written(open_page("glossary"))
    assert text.count("<dt id=") == len(load_glossary())
    text = written(open_page("glossary", term="gerd"))
    assert "<h1>GERD (gross domestic expenditure on R&amp;D)</h1>" in text
    assert "Frascati Manual" in text
    assert "/indicators?indicator=gerd_pct_gdp" in text
    assert "/glossary?term=gerd\\" not in text, "a word does not link to itself"


def test_words_in_a_definition_link_to_the_glossary():
    text = written(open_page("indicators", indicator="gerd_pct_gdp", tab="about"))
    assert "/glossary?term=gdp" in text
    assert "/glossary?term=official-statistics" in text
