"""The Indicators page in every state a reader can reach: an answer, or a sentence that helps."""

import pytest

from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice
from indicators.comparability import figures
from indicators.errors import NoDataError
from indicators.numbers import parse_number
from indicators.views.charts import view_of
from tests.test_pages import open_page, told, written

CATALOGUE = load_catalogue()

pytestmark = pytest.mark.usefixtures("seed_warehouse")

#: Parameters → words that must stand on the page.
STATES = {
    "small multiples": ({"view": "multiples", "group": "g7"}, "small charts on the same scale"),
    "one country beside the UK": ({"view": "multiples", "compare": "DEU"}, "2 small charts"),
    "no country beside the UK": ({"compare": "none"}, "It shows UK"),
    "one year": ({"years": "2020.2020"}, "2020"),
    "ranked in one year": ({"view": "rank", "rule": "same_year", "period": "2019"}, "2019"),
    "change": ({"view": "change", "since": "2019"}, "change since 2019"),
    "change with nobody": ({"view": "change", "period": "1981"}, "No area can be compared"),
    "scatter": ({"view": "scatter", "beside": "pct_applications"}, "No line is fitted"),
    "scatter without the UK": (
        {"indicator": "researchers_per_thousand", "view": "scatter"},
        "The UK does not have both figures",
    ),
    "table": ({"view": "table"}, "The table stands above"),
    "revisions": ({"tab": "revisions"}, "Figures revised between vintages"),
    "working": ({"tab": "working"}, "FROM latest_observation"),
    "a tab that is not there": ({"tab": "nothing"}, "“nothing”"),
    "before anything was held": ({"as_at": "1995-01-01"}, "choose that day or a later one"),
    "quarters": ({"indicator": "uk_services_exports", "frequency": "Q"}, "quarterly"),
    "for the UK only": ({"indicator": "uk_output_per_hour"}, "output per hour"),
    "figures that may not be passed on": (
        {"indicator": "qs_top100", "tab": "working"},
        "does not allow them",
    ),
    "log": ({"indicator": "gerd_ppp", "log": "yes"}, "log scale"),
}


def every_word(page):
    found = [written(page), *told(page), *told(page, "told")]
    for kind in ("markdown", "caption", "code", "radio", "select_slider"):
        found += [str(getattr(e, "value", "")) + str(getattr(e, "label", ""))
                  for e in getattr(page, kind)]  # fmt: skip
    charts = [e for e in page.main if type(e).__name__ == "UnknownElement"]
    return "\n".join((*found, *(str(e.proto) for e in charts)))


@pytest.mark.parametrize("state", STATES)
def test_every_state_answers_or_helps(state):
    parameters, words = STATES[state]
    page = open_page("indicators", **{"indicator": "gerd_pct_gdp", **parameters})
    assert words in every_word(page)


@pytest.mark.parametrize("since", ["2018", "2019", "2021"])
def test_numbers_in_the_sentence_of_a_change_are_those_of_the_chart(seed_warehouse, since):
    view = view_of(
        seed_warehouse, CATALOGUE, indicator_choice("gerd_pct_gdp", view="change", since=since)
    )
    unit = CATALOGUE.unit_of(CATALOGUE["gerd_pct_gdp"])
    uk = next(c for c in view.chart.changes if c.geo == "GBR")
    said = [w.strip(",;.") for w in view.headline.split() if w.strip(",;.").endswith("%")]
    read = [parse_number(text, unit) for text in said]
    assert read == pytest.approx([uk.later.value, uk.earlier.value], abs=0.0051)
    assert f"in {since}" in view.headline


@pytest.mark.parametrize("rule", ["latest", "same_year"])
def test_numbers_in_the_sentence_of_a_scatter_are_those_of_its_dot(seed_warehouse, rule):
    chosen = indicator_choice(
        "gerd_pct_gdp", view="scatter", beside="pct_applications_per_million", rule=rule
    )
    view = view_of(seed_warehouse, CATALOGUE, chosen)
    uk = next(pair for pair in view.chart.pairs if pair.geo == "GBR")
    first, second = view.headline.split("; ")
    for text, name, point in (
        (first, "gerd_pct_gdp", uk.up),
        (second, "pct_applications_per_million", uk.across),
    ):
        unit = CATALOGUE.unit_of(CATALOGUE[name])
        assert f"in {point.label}" in text
        number = next(w for w in text.split() if w[0].isdigit())
        assert parse_number(number, unit) == pytest.approx(point.value, rel=0.01)
    for note in view.notes:
        assert note.endswith(".")


def test_no_figure_is_newer_than_the_playhead(seed_warehouse):
    for kind in ("rank", "change", "scatter"):
        view = view_of(
            seed_warehouse, CATALOGUE, indicator_choice("gerd_pct_gdp", view=kind, period="2020")
        )
        known, _ = figures(view.data)
        assert known
        assert max(f.end.year for f in known) <= 2020


def test_a_playhead_before_all_figures_says_what_to_choose(seed_warehouse):
    with pytest.raises(NoDataError, match=r"Choose|choose"):
        view_of(
            seed_warehouse, CATALOGUE,
            indicator_choice("gerd_pct_gdp", view="scatter", period="1981"),
        )  # fmt: skip
