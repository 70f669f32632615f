"""The controls of the Indicators page and the reader of addresses ask the same question."""

import pytest
from streamlit.testing.v1 import AppTest

from indicators.catalogue import load_catalogue
from indicators.choice import from_address
from indicators.views.indicator import offered
from indicators.views.indicator.asked import NO_EARLIER_STATE, PARAMETERS, asked
from tests.test_pages import told


def _controls():
    import streamlit as st

    from indicators.catalogue import load_catalogue
    from indicators.views.indicator import offered
    from pages.ui import choices, controls
    from pages.ui.cache import remember
    from pages.ui.frame import frame
    from pages.ui.warehouse import warehouse

    with frame():
        catalogue, build = load_catalogue(), warehouse()
        indicator = controls.indicator(catalogue, remember(offered, build, catalogue))
        found, choice = choices.choose(build, catalogue, indicator)
        st.session_state["asked"] = (found.kind, repr(found.question), choice.address)


ADDRESSES = (
    {},
    {"indicator": "gerd_ppp", "as": "per_head"},
    {"indicator": "gerd_pct_gdp", "view": "multiples", "years": "2000.2015", "group": "g7"},
    {"indicator": "gerd_pct_gdp", "as": "index", "base": "2019", "highlight": "KOR.DEU"},
    {"indicator": "gerd_pct_gdp", "view": "rank", "rule": "same_year", "period": "2019"},
    {"indicator": "gerd_pct_gdp", "view": "rank_over_time", "years": "2014.2023"},
    {"indicator": "gerd_pct_gdp", "view": "change"},
    {"indicator": "gerd_pct_gdp", "view": "change", "since": "2014", "period": "2017"},
    {"indicator": "gerd_pct_gdp", "view": "change", "since": "2022", "period": "2017"},
    {"indicator": "gerd_pct_gdp", "view": "scatter"},
    {
        "indicator": "gerd_pct_gdp", "view": "scatter", "beside": "researchers_per_million",
        "rule": "same_year", "period": "2020", "log": "yes",
    },
    {"indicator": "gerd_pct_gdp", "view": "table", "compare": "DEU.none"},
    {"indicator": "gerd_pct_gdp", "as_at": "2025-12-31"},
    {"indicator": "uk_services_exports", "frequency": "Q", "view": "table"},
    {"indicator": "uk_services_exports", "view": "scatter", "period": "x"},
    {"indicator": "no_such", "view": "pie", "since": "1066", "years": "2020"},
)  # fmt: skip


def by_controls(parameters):
    page = AppTest.from_function(_controls, default_timeout=60)
    for name, text in parameters.items():
        page.query_params[name] = text
    page.run()
    assert not page.exception
    return page


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize("parameters", ADDRESSES, ids=lambda p: "&".join(p.values()) or "nothing")
def test_both_ask_the_same_question(seed_warehouse, parameters):
    page = by_controls(parameters)
    kind, question, address = page.session_state["asked"]
    found = asked(seed_warehouse, load_catalogue(), parameters)
    assert (found.kind, repr(found.question)) == (kind, question)
    again = asked(seed_warehouse, load_catalogue(), from_address(address).parameters)
    assert (again.kind, repr(again.question)) == (kind, question)
    assert again.problems == ()


NO_PART = (
    {"indicator": "gerd_pct_gdp", "view": "table", "log": "yes"},
    {"indicator": "gerd_pct_gdp", "as": "index", "log": "yes", "base": "2015"},
    {"indicator": "gerd_pct_gdp", "base": "2015", "rule": "same_year", "since": "2015"},
    {"indicator": "gerd_pct_gdp", "view": "rank", "years": "2015.2020", "beside": "gerd_ppp"},
    {"indicator": "gerd_pct_gdp", "group": "g7", "compare": "DEU.FRA"},
    {"indicator": "unicorn_value", "years": "2025.2025", "period": "2025"},
)


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize("parameters", NO_PART, ids=lambda p: "&".join(p.values()))
def test_both_name_a_choice_that_the_view_does_not_have(seed_warehouse, parameters):
    found = asked(seed_warehouse, load_catalogue(), parameters)
    assert found.problems
    assert all("has no part in this view" in sentence for sentence in found.problems)
    assert told(by_controls(parameters)) == list(found.problems)


@pytest.mark.usefixtures("seed_warehouse")
def test_a_default_that_is_said_is_no_mistake(seed_warehouse):
    said = {"indicator": "gerd_pct_gdp", "log": "no", "rule": "latest", "period": "newest"}
    assert not asked(seed_warehouse, load_catalogue(), said).problems
    assert not told(by_controls(said))


@pytest.mark.usefixtures("seed_warehouse")
def test_both_say_that_a_derived_indicator_has_no_earlier_state(seed_warehouse):
    catalogue = load_catalogue()
    derived = next(i.id for i in catalogue.derived if i.id in offered(seed_warehouse, catalogue))
    parameters = {"indicator": derived, "as_at": "2025-12-31"}
    found = asked(seed_warehouse, catalogue, parameters)
    assert found.problems == (NO_EARLIER_STATE,)
    assert found.question.as_at is None
    assert told(by_controls(parameters)) == [NO_EARLIER_STATE]


@pytest.mark.usefixtures("seed_warehouse")
def test_a_choice_that_the_reader_leaves_behind_is_no_mistake():
    page = by_controls({"indicator": "gerd_ppp", "log": "yes"})
    assert page.checkbox(key="log").value
    page.radio(key="as").set_value("index").run()
    assert not told(page)
    page.run()
    assert not told(page)
    assert "log" not in page.query_params


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize("parameters", ADDRESSES[-2:], ids=["not offered", "nothing there"])
def test_both_name_what_is_wrong(seed_warehouse, parameters):
    problems = asked(seed_warehouse, load_catalogue(), parameters).problems
    assert sorted(told(by_controls(parameters))) == sorted(problems)


def test_every_parameter_has_a_description():
    assert {"since", "beside", "period", "view"} <= set(PARAMETERS)
    assert all(words[0].isupper() and not words.endswith(".") for words in PARAMETERS.values())
