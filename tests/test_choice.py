"""One chart by ids: addresses come back as choices, and choices as the views they name."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import load_catalogue
from indicators.choice import (
    Choice,
    choice,
    from_address,
    gathered,
    indicator_choice,
    parts,
    read_day,
    read_years,
)
from indicators.errors import NoDataError, ValidationError
from indicators.views.charts import view_of
from indicators.views.indicator.asked import asked
from indicators.warehouse import serving

CATALOGUE = load_catalogue()
TODAY = date(2026, 11, 29)


def test_an_address_is_a_choice_and_back():
    text = "/indicators?indicator=gerd_pct_gdp&view=rank&compare=DEU.KOR"
    found = from_address("https://indicators.test" + text)
    assert found == indicator_choice("gerd_pct_gdp", view="rank", compare="DEU.KOR")
    assert found.address == text
    assert from_address("/#places") == Choice("overview", "places")
    assert Choice("overview", "places").address == "/#places"


def test_defaults_are_left_out_and_repeated_parameters_are_a_list():
    assert choice("countries", {"country": "GBR", "beside": None}).asked == (("country", "GBR"),)
    assert gathered([("compare", "DEU"), ("view", "rank"), ("compare", "USA")]) == {
        "compare": "DEU.USA",
        "view": "rank",
    }
    assert parts("DEU,USA.none") == ["DEU", "USA"]


@pytest.mark.parametrize(
    "text", ["/sql?query=1", "/indicators?indicator=some+words", "/indicators?x%00=1", "http://[x"]
)
def test_an_address_of_no_chart_is_refused(text):
    with pytest.raises(ValidationError):
        from_address(text)


@pytest.mark.parametrize(
    ("text", "years", "problem"),
    [
        (None, (1990, 2024), ""),
        ("2000.2010", (2000, 2010), ""),
        ("2010.2000", (2000, 2010), "newest first"),
        ("1980.2010", (1990, 2010), ""),
        ("1950.1960", (1990, 2024), "figures are from 1990 to 2024"),
        ("soon", (1990, 2024), "“soon”"),
    ],
)
def test_years_of_an_address(text, years, problem):
    found, said = read_years(text, 1990, 2024)
    assert found == years
    assert problem in said
    assert bool(problem) == bool(said)


def test_days_of_an_address():
    assert read_day("2023-03-22", TODAY) == (date(2023, 3, 22), "")
    assert read_day("22 March", TODAY)[0] is None
    assert "1990-01-01" in read_day("1066-10-14", TODAY)[1]
    assert "to today" in read_day("2027-01-01", TODAY)[1]


def test_what_an_address_asks_is_what_it_says(seed_warehouse):
    found = asked(
        seed_warehouse,
        CATALOGUE,
        {
            "indicator": "gerd_pct_gdp", "view": "rank", "as": "growth", "compare": "DEU.KOR",
            "highlight": "KOR", "rule": "same_year", "period": "2019", "as_at": "2026-01-01",
        },
    )  # fmt: skip
    question = found.question
    assert (found.kind, found.problems) == ("rank", ())
    assert (question.indicator.id, question.form) == ("gerd_pct_gdp", "growth")
    assert (question.compare, question.highlight) == (("DEU", "KOR"), ("KOR",))
    assert (question.rule, question.period) == ("same_year", "2019")
    assert question.as_at == date(2026, 1, 1)


def test_silence_is_the_default_and_mistakes_are_named(seed_warehouse):
    usual = asked(seed_warehouse, CATALOGUE, {})
    assert usual.problems == ()
    assert usual.kind == "line"
    wrong = asked(
        seed_warehouse,
        CATALOGUE,
        {"indicator": "nothing", "view": "pie", "as": "per_head", "compare": "XXX", "years": "x"},
    )
    assert repr(wrong.question) == repr(usual.question)
    told = " ".join(wrong.problems)
    for text in ("“nothing”", "“pie”", "Per head of population", "“XXX”", "“x”"):
        assert text in told


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["indicator", "view", "as", "base", "compare", "years", "period", "as_at", "group"]
        ),
        st.text(max_size=20),
    )
)
def test_no_text_of_an_address_breaks_it(seed_folder, texts):
    found = asked(serving(seed_folder / "warehouse"), CATALOGUE, texts)
    assert found.question.indicator.id in CATALOGUE


@pytest.mark.parametrize(
    "chosen",
    [
        Choice("overview", "places"),
        Choice("overview", "index-relative"),
        Choice("overview", "index-absolute"),
        indicator_choice("gerd_pct_gdp", view="rank_over_time"),
    ],
)
def test_every_named_chart_can_be_made_again(seed_warehouse, chosen):
    view = view_of(seed_warehouse, CATALOGUE, from_address(chosen.address))
    assert view.headline
    assert not view.data.empty or chosen.page != "indicators"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Choice("overview", "no-such"), "no chart"),
        (indicator_choice("no_such"), "“no_such”"),
        (indicator_choice("gerd_pct_gdp", compare="XXX"), "“XXX”"),
    ],
)
def test_a_chart_that_is_not_there_is_told(seed_warehouse, chosen, words):
    with pytest.raises(NoDataError, match=words):
        view_of(seed_warehouse, CATALOGUE, chosen)
