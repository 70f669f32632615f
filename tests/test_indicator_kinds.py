"""Every kind of view of an indicator: what it holds, what it says, and how it is asked for."""

import re

import pytest

from indicators import queries
from indicators.catalogue import load_catalogue
from indicators.charts.description import Kind
from indicators.choice import from_address, indicator_choice
from indicators.comparability import exclusion, severed
from indicators.errors import NoDataError
from indicators.numbers import parse_number, shown_step
from indicators.views.charts import view_of
from indicators.views.indicator import held, offer
from indicators.views.indicator.asked import KINDS, asked, kinds

CATALOGUE = load_catalogue()


def made(w, indicator_id, **chosen):
    return view_of(w, CATALOGUE, indicator_choice(indicator_id, **chosen))


def value_of(rows, geo, label):
    found = rows[(rows["geo"] == geo) & (rows["period_label"] == label)]["value"]
    return float(found.iloc[0])


def geo_of(short):
    return next(area.geo for area in CATALOGUE.areas.areas if area.short == short)


def read_back(text, unit, value):
    assert parse_number(text, unit) == pytest.approx(value, abs=shown_step(text, unit) / 2 * 1.001)


@pytest.mark.parametrize("indicator_id", ["gerd_pct_gdp", "venture_capital_pct_gdp", "gerd_ppp"])
def test_every_change_in_the_table_is_read_back_from_the_warehouse(seed_warehouse, indicator_id):
    view = made(seed_warehouse, indicator_id, view="change")
    unit = CATALOGUE.unit_of(CATALOGUE[indicator_id])
    rows = queries.observations(seed_warehouse, indicator_id, frequency="A")
    since = view.table.columns[1].title
    assert len(view.table.rows) == len(view.chart.changes) > 3
    for name, before, after, label, change, _ in view.table.rows:
        geo = geo_of(name)
        old, new = value_of(rows, geo, since), value_of(rows, geo, label)
        read_back(before, unit, old)
        read_back(after, unit, new)
        assert change.split()[0] == ("up" if new > old else "down" if new < old else "no")


def test_no_change_is_shown_across_a_declared_break(seed_warehouse):
    for since in ("2010", "2016", "2018"):
        view = made(seed_warehouse, "gerd_pct_gdp", view="change", since=since)
        for change in view.chart.changes:
            assert (
                severed(CATALOGUE["gerd_pct_gdp"], change.geo, change.earlier.x, change.later.x)
                is None
            )
        shown = {change.geo for change in view.chart.changes}
        assert ("GBR" in shown) == (since == "2018")
        assert ("Left out: UK" in " ".join(view.notes)) == (since != "2018")


def test_the_headline_of_a_change_compares_with_the_chosen_period(seed_warehouse):
    view = made(seed_warehouse, "gerd_pct_gdp", view="change", since="2019", period="2022")
    assert re.search(r"in 2022, up from 2\.65% in 2019", view.headline)
    uk = next(c for c in view.chart.changes if c.geo == "GBR")
    assert (uk.earlier.label, uk.later.label) == ("2019", "2022")
    assert "2019 and 2022" in view.subtitle


def test_a_scatter_holds_both_figures_of_every_country_with_their_years(seed_warehouse):
    view = made(seed_warehouse, "gerd_pct_gdp", view="scatter", beside="researchers_per_million")
    assert view.chart.kind is Kind.SCATTER
    ids = ("gerd_pct_gdp", "researchers_per_million")
    rows = [queries.observations(seed_warehouse, name, frequency="A") for name in ids]
    units = [CATALOGUE.unit_of(CATALOGUE[name]) for name in ids]
    for name, one, when, other, then, _ in view.table.rows:
        geo = geo_of(name)
        read_back(one, units[0], value_of(rows[0], geo, when))
        read_back(other, units[1], value_of(rows[1], geo, then))
    assert set(view.data["indicator_id"]) == set(ids)
    told = len(view.table.rows) + sum(
        len(re.split(r", | and ", note.removeprefix("Left out: ").split(" (")[0]))
        for note in view.notes
        if note.startswith("Left out: ")
    )
    assert told == len(CATALOGUE.areas.countries)


def test_the_same_year_holds_for_every_dot(seed_warehouse):
    view = made(seed_warehouse, "gerd_pct_gdp", view="scatter", rule="same_year")
    periods = {cell for row in view.table.rows for cell in (row[2], row[4])}
    assert len(periods) == 1
    assert periods.pop() in view.subtitle


def test_dots_of_a_scatter_are_excluded_where_a_ranking_excludes_them(seed_warehouse):
    view = made(seed_warehouse, "gerd_pct_gdp", view="scatter")
    for pair in view.chart.pairs:
        assert exclusion(CATALOGUE["gerd_pct_gdp"], pair.geo, pair.up.x) is None


def test_a_scatter_cites_both_sources(seed_warehouse):
    view = made(seed_warehouse, "gerd_pct_gdp", view="scatter")
    assert "Upwards: OECD" in view.source_line
    assert "Across: World Bank" in view.source_line


def test_small_multiples_and_the_table_say_what_the_line_says(seed_warehouse):
    line, small, table = (
        made(seed_warehouse, "gerd_pct_gdp", view=kind) for kind in ("line", "multiples", "table")
    )
    assert line.headline == small.headline == table.headline
    assert line.table == small.table == table.table
    assert small.chart.kind is Kind.MULTIPLES
    assert small.chart.series == line.chart.series
    assert len({line.slug, small.slug, table.slug}) == 3


def test_what_an_indicator_cannot_be_shown_as_is_not_offered(seed_warehouse):
    def of(name):
        indicator = CATALOGUE[name]
        frequency = held(seed_warehouse, indicator)[0][0]
        return set(kinds(indicator, offer(seed_warehouse, CATALOGUE, indicator, frequency)))

    assert of("gerd_pct_gdp") == set(KINDS)
    assert of("uk_telecoms_services_exports") == {"line", "table"}
    assert "change" not in of("gii_rank") or CATALOGUE["gii_rank"].display == "line"


def test_every_kind_of_every_indicator_answers_or_says_why_not(seed_warehouse):
    """No page state ends in a traceback: each view is made, or refused with a sentence."""
    answered, refused = 0, []
    for place, indicator in enumerate(list(CATALOGUE)[::3]):
        if not queries.has(seed_warehouse, indicator.id):
            continue
        frequency = held(seed_warehouse, indicator)[0][0]
        can = offer(seed_warehouse, CATALOGUE, indicator, frequency)
        offered = list(kinds(indicator, can))
        # Two of each, another two for the next: all of all would take a minute.
        for kind in {offered[place % len(offered)], offered[(place + 3) % len(offered)]}:
            chosen = indicator_choice(indicator.id, view=kind)
            try:
                view = view_of(seed_warehouse, CATALOGUE, from_address(chosen.address))
            except NoDataError as reason:
                refused.append(str(reason))
                continue
            answered += 1
            assert view.headline
            assert view.table.rows
    assert answered > 80
    assert all(reason.endswith(".") for reason in refused)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"view": "change", "since": "1066"}, "“1066”"),
        ({"view": "scatter", "beside": "gerd_pct_gdp"}, "“gerd_pct_gdp”"),
        ({"view": "scatter", "beside": "nothing"}, "“nothing”"),
        ({"view": "rank", "period": "3000"}, "“3000”"),
        ({"indicator": "uk_telecoms_services_exports", "view": "scatter"}, "Against another"),
    ],
)
def test_a_bad_choice_is_named_and_the_default_used(seed_warehouse, texts, words):
    found = asked(seed_warehouse, CATALOGUE, texts)
    assert words in " ".join(found.problems)
