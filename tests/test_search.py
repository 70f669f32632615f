"""Finding indicators: by name, short name, slip of the keyboard, question, strategy commitment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import load_catalogue
from indicators.search import Index
from indicators.search_words import words_of
from indicators.strategy_figures import load_strategy_figures

CATALOGUE = load_catalogue()
INDEX = Index(CATALOGUE, load_strategy_figures())


def first(query: str) -> str:
    return INDEX.search(query).hits[0].indicator_id


def ids(query: str, limit: int = 8) -> list[str]:
    return [hit.indicator_id for hit in INDEX.search(query, limit=limit).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("GERD", "gerd_pct_gdp"),
        ("gerd", "gerd_pct_gdp"),
        ("BERD", "berd_pct_gdp"),
        ("R&D", "gerd_pct_gdp"),
        ("R and D", "gerd_pct_gdp"),
        ("R & D spending", "gerd_pct_gdp"),
        ("business r+d", "berd_pct_gdp"),
        ("research intensity", "gerd_pct_gdp"),
        ("2.4% target", "gerd_pct_gdp"),
        ("how much does the UK spend on research", "gerd_pct_gdp"),
        ("unicorns", "unicorns"),
        ("unicrons", "unicorns"),
        ("how many unicorns does the UK have", "unicorns"),
        ("How many unicorns does Britain have?", "unicorns"),
        ("what share of the world's AI papers is British", "ai_publications_share"),
        ("soft power", "soft_power_rank"),
        ("women in science", "women_researchers_share"),
        ("female scientists", "women_researchers_share"),
        ("phd", "uk_postgraduate_share"),
        ("GDP per capita", "gdp_per_head_usd"),
        ("satelites", "satellites_in_orbit"),
        ("nobel", "arwu_top100"),
        ("11% of the global fintech market", "fintech_world_share"),
        ("FDYQ", "uk_telecoms_computer_information_exports"),
        ("LZVD", "uk_output_per_hour"),
    ],
)
def test_the_wanted_indicator_comes_first(query, expected):
    assert first(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("semi conductors patents", {"semiconductor_patents_uspto"}),
        ("start-ups", {"unicorns", "venture_capital_pct_gdp", "quantum_startups"}),
        ("start ups", {"unicorns", "quantum_startups"}),
        ("startups", {"unicorns", "quantum_startups"}),
        ("fintech", {"fintech_investment", "fintech_world_share", "fintech_investment_revised"}),
        ("top universities", {"qs_top10", "the_top10", "arwu_top10", "qs_top100"}),
        ("broadband", {"gigabit_coverage", "full_fibre_coverage", "fixed_broadband"}),
        ("artificial inteligence patents", {"ai_patents_ip5", "ai_patents_per_million"}),
        ("goverment funding", {"gerd_government_funded_share", "direct_support_pct_gdp"}),
        ("leader in Europe", {"nation_brands_rank", "soft_power_rank"}),
        ("data-enabled services", {"data_enabled_services_trade", "digital_services_exports"}),
    ],
)
def test_all_that_fit_are_found(query, expected):
    assert expected <= set(ids(query))


def test_a_mended_slip_is_told():
    assert INDEX.search("resarch").read_as == "research"
    assert INDEX.search("artificial inteligence").read_as == "artificial intelligence"
    assert INDEX.search("research").read_as == ""


def test_why_is_told_where_the_title_does_not_show_it():
    assert INDEX.search("GERD").hits[0].why == "also called GERD"
    assert INDEX.search("unicorns").hits[0].why == ""
    why = {hit.indicator_id: hit.why for hit in INDEX.search("leader in Europe").hits}
    assert why["soft_power_rank"].startswith("strategy figure: ")


@pytest.mark.parametrize("query", ["", "   ", "uk", "how many", "xqzzyw", "%%%", "the of and"])
def test_nothing_said_or_nothing_like_it_finds_nothing(query):
    assert INDEX.search(query).hits == ()


def test_an_indicator_without_public_figures_is_found_too():
    assert not CATALOGUE["tech_sector_valuation"].available
    assert "tech_sector_valuation" in ids("value of the tech sector")


@pytest.mark.parametrize("indicator", CATALOGUE, ids=lambda i: i.id)
def test_every_title_finds_its_own_indicator(indicator):
    assert indicator.id in ids(indicator.title, limit=3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("R&D", ("rd",)),
        ("Start-ups", ("startup", "start", "ups")),
        ("the world’s companies", ("the", "world", "company")),
        ("physics and business", ("physics", "and", "business")),
        ("5G, AI, 2.4%", ("5g", "ai", "2.4")),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


@given(st.text(max_size=60))
def test_any_text_is_answered(text):
    found = INDEX.search(text)
    assert len(found.hits) <= 8
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


@given(st.sampled_from([i for i in CATALOGUE if len(i.title.split()) > 3]), st.data())
def test_one_swapped_pair_of_letters_still_finds_it(indicator, data):
    words = indicator.title.split()
    long = [n for n, word in enumerate(words) if word.isalpha() and len(word) >= 8]
    if not long:
        return
    n = data.draw(st.sampled_from(long))
    at = data.draw(st.integers(1, len(words[n]) - 2))
    word = words[n]
    words[n] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert indicator.id in ids(" ".join(words), limit=6)
