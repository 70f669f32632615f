"""The controls of the Indicators page and the reader of addresses ask the same question."""

import pytest
from streamlit.testing.v1 import AppTest

from indicators.catalogue import load_catalogue
from indicators.choice import from_address
from indicators.views.indicator.asked import PARAMETERS, asked


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


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize("parameters", ADDRESSES[-2:], ids=["not offered", "nothing there"])
def test_both_name_what_is_wrong(seed_warehouse, parameters):
    told = " ".join(str(warning.value) for warning in by_controls(parameters).warning)
    for sentence in asked(seed_warehouse, load_catalogue(), parameters).problems:
        name = sentence.split("“")[1].split("”")[0] if "“" in sentence else sentence
        assert name in told


def test_every_parameter_has_a_description():
    assert {"since", "beside", "period", "view"} <= set(PARAMETERS)
    assert all(words[0].isupper() and not words.endswith(".") for words in PARAMETERS.values())
