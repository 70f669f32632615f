"""What a gap is worth, and which economies are like the UK's: small published numbers by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import peers
from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice
from indicators.errors import NoDataError
from indicators.gaps import total_of, worth
from indicators.views.charts import view_of
from tests.serving_rows import areas, serving

REAL = load_catalogue()
GDP = serving({"GBR": {"2023": 2_700_000.0, "2024": 2_900_000.0}}, indicator_id="uk_gdp_current")
PEOPLE = serving({"GBR": {"2023": 68_300_000.0}}, indicator_id="population_msti")
ARTICLES = serving(
    {"GBR": {"2022": 100_000.0}, "WLD": {"2021": 3e6, "2022": 3.3e6}},
    indicator_id="articles_fractional",
)


def of(name, difference, totals):
    return worth(difference, REAL[name], REAL, totals)


def test_a_share_of_gdp_is_pounds_a_year_at_the_newest_gdp():
    found = of("gerd_pct_gdp", 0.5, {"uk_gdp_current": GDP})
    assert found.amount == 14.5e9
    assert found.sentence == (
        "At the UK's GDP of 2024 (£2.9 trillion) that is about £14.5 billion a year."
    )
    assert found.source["period_label"].tolist() == ["2024"]


def test_a_figure_per_million_people_is_a_number():
    found = of("ai_patents_per_million", 20.0, {"population_msti": PEOPLE})
    assert found.amount == pytest.approx(1366)
    assert found.sentence == (
        "At the UK's population of 2023 (68.3 million) that is about 1,370 AI patent families "
        "a year."
    )
    stock = of("researchers_per_million", 100.0, {"population_msti": PEOPLE})
    assert stock.sentence.endswith("that is about 6,830 researchers.")


def test_a_figure_per_head_keeps_its_currency():
    found = of("gerd_per_head_ppp", 1000.0, {"population_msti": PEOPLE})
    assert found.sentence.endswith("about US$68.3 billion at purchasing power parities a year.")


def test_a_share_of_the_world_is_a_number_at_the_worlds_total():
    found = of("articles_world_share", 2.0, {"articles_fractional": ARTICLES})
    assert found.amount == 66_000
    assert found.sentence == (
        "At the world's science and engineering articles of 2022 (3,300,000) that is about 66,000 "
        "science and engineering articles a year."
    )
    assert found.source["geo"].tolist() == ["WLD"]


@pytest.mark.parametrize(
    ("name", "difference", "totals"),
    [
        ("gii_score", 3.0, {"uk_gdp_current": GDP}),
        ("triadic_families_share", 3.0, {"population_msti": PEOPLE}),
        ("unicorns", 3.0, {}),
        ("gerd_pct_gdp", 0.5, {}),
        ("gerd_pct_gdp", 0.0, {"uk_gdp_current": GDP}),
        ("gerd_pct_gdp", 0.5, {"uk_gdp_current": GDP.iloc[:0]}),
        ("notable_ai_models_per_million", 0.015, {"population_msti": PEOPLE}),
    ],
)
def test_nothing_is_said_where_nothing_is_published_or_meant(name, difference, totals):
    assert of(name, difference, totals) is None


def test_every_total_is_held_in_one_unit():
    for indicator in REAL:
        name = total_of(indicator, REAL)
        if name:
            assert name in REAL
            assert REAL.unit_of(REAL[name]).total or REAL.unit_of(REAL[name]).id == "people"


@given(st.floats(0.001, 50), st.floats(1e3, 1e7))
def test_an_amount_is_written_to_three_digits(difference, gdp):
    rows = serving({"GBR": {"2024": gdp}}, indicator_id="uk_gdp_current")
    found = of("gerd_pct_gdp", difference, {"uk_gdp_current": rows})
    words = found.sentence.split("about £")[1].split(" a year")[0]
    number, _, size = words.partition(" ")
    shown = float(number.replace(",", "")) * {"": 1, "million": 1e6, "billion": 1e9,
                                              "trillion": 1e12}[size]  # fmt: skip
    assert math.isclose(shown, found.amount, rel_tol=0.0051)


RICH = {"GBR": 50.0, "FRA": 45.0, "DEU": 55.0, "USA": 80.0, "IND": 2.5, "CHE": 100.0}
LARGE = {"GBR": 3.0, "FRA": 3.0, "DEU": 4.5, "USA": 27.0, "IND": 3.6, "CHE": 0.9}


def economies(values, years=("2022",)):
    return serving({geo: dict.fromkeys(years, value) for geo, value in values.items()})


def group(rich, large, **more):
    return peers.similar_economies(rich, large, areas=areas(), **more)


def test_similar_economies_are_near_in_income_and_in_size():
    found = group(economies(RICH), economies(LARGE), count=3)
    assert found.members == ("GBR", "FRA", "DEU", "CHE")
    assert found.rule == (
        "The 3 countries nearest to the UK in GDP per head and in GDP in 2022 (World Bank, "
        "current US dollars), both counted equally by ratio."
    )


def test_a_year_that_few_countries_have_is_passed_over():
    late = serving({"GBR": {"2022": 50.0, "2023": 51.0}} | {
        geo: {"2022": value} for geo, value in RICH.items() if geo != "GBR"
    })  # fmt: skip
    assert "in 2022" in group(late, economies(LARGE, ("2022", "2023")), count=2).rule


def test_groups_are_not_economies_and_no_figure_means_a_sentence():
    with_world = economies(RICH | {"WLD": 50.0}), economies(LARGE | {"WLD": 3.0})
    assert "WLD" not in group(*with_world).members
    without = {geo: value for geo, value in RICH.items() if geo != "GBR"}
    with pytest.raises(NoDataError, match="Choose countries by name"):
        group(economies(without), economies(LARGE))


@given(
    st.dictionaries(
        st.sampled_from(sorted(areas().countries)),
        st.tuples(st.floats(0.1, 100), st.floats(0.1, 100)),
        min_size=3,
    ),
    st.floats(0.01, 100),
)
def test_the_currency_does_not_matter(values, factor):
    values = values | {"GBR": (10.0, 10.0)}

    def members(scale):
        return group(
            economies({geo: pair[0] * scale for geo, pair in values.items()}),
            economies({geo: pair[1] * scale for geo, pair in values.items()}),
        ).members

    assert set(members(1.0)) == set(members(factor))


def test_on_an_earlier_day_a_gap_is_worth_what_the_total_published_by_then_makes_it(seed_warehouse):
    def ranked(day):
        choice = indicator_choice("gerd_pct_gdp", view="rank", as_at=day)
        return view_of(seed_warehouse, load_catalogue(), choice)

    before, after = ranked("2026-02-11"), ranked("2026-02-12")
    assert "£" not in " ".join(before.notes)
    assert "National Statistics" not in before.source_line, "GDP had not been published"
    (told,) = [note for note in before.notes if "cannot be computed" in note]
    assert "GDP" in told
    assert "12 February 2026" in told
    assert any(note.endswith("billion a year.") for note in after.notes)
    assert "National Statistics" in after.source_line
    assert not any("cannot be computed" in note for note in after.notes)
