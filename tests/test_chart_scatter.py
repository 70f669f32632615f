"""Scatters: which figures meet in a dot, what is left out and said, and where dots stand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import load_catalogue
from indicators.charts import plotly, svg
from indicators.charts.description import Chart, Kind
from indicators.charts.pairs import NO_LINE, Side, scatter_chart
from indicators.charts.scatter import scatter_layout
from indicators.errors import NoDataError
from indicators.numbers import format_value, parse_number
from indicators.pairing import pair
from tests.drawn import Drawn, number
from tests.serving_rows import areas, indicator, serving

CATALOGUE = load_catalogue()
WORDS = {
    "headline": "The UK spends 2.75% of GDP on R&D",
    "subtitle": "R&D spending and researchers, 2023",
    "source_line": "Source: OECD, spring 2026.",
    "alt": "The UK spends 2.75% of GDP on R&D.",
}
SPENDING = indicator(breaks=())
PEOPLE = CATALOGUE["researchers_per_million"]
UP = {
    "GBR": {"2021": 2.6, "2023": 2.75},
    "KOR": {"2023": 5.0},
    "DEU": {"2023": 3.1},
    "USA": {"2023": 3.4},
}
ACROSS = {
    "GBR": {"2021": 4700.0},
    "KOR": {"2023": 9100.0, "2021": 8700.0},
    "DEU": {"2023": 5700.0, "2021": 5500.0},
    "USA": {"2020": 4500.0},
    "JPN": {"2023": 5600.0},
}


def side(of):
    unit = CATALOGUE.units_by_id[of.unit]
    return Side(of, unit, lambda value: format_value(value, unit))


def paired(up=UP, across=ACROSS, **changes):
    return pair(
        serving(up), serving(across, indicator_id=PEOPLE.id), indicator=SPENDING, other=PEOPLE,
        areas=areas(), frequency="A", within=("GBR", "KOR", "DEU", "USA", "JPN"), **changes,
    )  # fmt: skip


def scatter(found=None, **changes):
    return scatter_chart(
        found or paired(), up=side(SPENDING), across=side(PEOPLE), areas=areas(),
        **(WORDS | changes),
    )  # fmt: skip


def test_latest_takes_each_countrys_newest_figure_of_each_indicator_with_its_own_year():
    found = {
        p.geo: (p.first.value, p.first.period_label, p.second.value, p.second.period_label)
        for p in paired().pairs
    }
    assert found == {
        "GBR": (2.75, "2023", 4700.0, "2021"),
        "KOR": (5.0, "2023", 9100.0, "2023"),
        "DEU": (3.1, "2023", 5700.0, "2023"),
        "USA": (3.4, "2023", 4500.0, "2020"),
    }
    assert dict(paired().left_out) == {
        "JPN": "R&D spending as a share of GDP: no figure in this series"
    }


def test_years_further_apart_than_two_are_warned_about_and_the_countries_named():
    assert paired().apart == ("USA",)
    assert "from 2020 to 2023, 3 years apart" in paired().warning
    notes = " ".join(scatter().notes)
    assert "More than 2 years lie between the two figures of United States." in notes
    assert "Left out: Japan" in notes
    assert NO_LINE in notes


def test_same_year_takes_one_period_for_all_figures():
    given_year = {g: {"2021": 1.0, "2023": 2.0} for g in ("GBR", "KOR", "DEU")}
    found = paired(given_year, rule="same_year")
    assert found.period == "2021"  # the newest in which the UK has both
    assert {p.first.period_label for p in found.pairs} == {"2021"}
    assert {p.second.period_label for p in found.pairs} == {"2021"}
    assert found.warning == ""


def test_two_countries_are_not_enough():
    with pytest.raises(NoDataError, match=r"Only 2 of 5 countries have both .* for 2023"):
        paired(rule="same_year", period="2023")


@pytest.mark.parametrize("width", [1040, 640, 360])
def test_drawn_dots_stand_at_their_values(width):
    made = scatter()
    drawn = Drawn(svg.render(made, width=width))
    across = drawn.part("across")
    at = [(words.left + words.right) / 2 for words in (across[0], across[-1])]
    per_px = (number(across[-1].text) - number(across[0].text)) / (at[1] - at[0])
    assert len(made.pairs) == 4
    for one in made.pairs:
        if one.geo == "GBR":
            ((x, y),) = drawn.spots("GBR")
            assert number(across[0].text) + (x - at[0]) * per_px == pytest.approx(4700, rel=0.02)
            assert drawn.value_at(y) == pytest.approx(2.75, abs=0.03)
    assert sorted(drawn.geos) == ["DEU", "GBR", "KOR", "USA"]


def test_plotly_holds_the_same_pairs_and_tells_both_figures_with_their_years():
    made = plotly.spec(scatter())
    read = {t["meta"]: (t["x"][0], t["y"][0]) for t in made["data"]}
    assert read == {
        "GBR": (4700.0, 2.75), "KOR": (9100.0, 5.0), "DEU": (5700.0, 3.1), "USA": (4500.0, 3.4),
    }  # fmt: skip
    told = next(t["hovertext"][0] for t in made["data"] if t["meta"] == "GBR")
    assert "2.75%</b> (2023" in told
    assert "4,700.0</b> (2021" in told
    plotly.figure(scatter(), theme="dark", narrow=True)


@given(st.lists(st.tuples(st.floats(0.1, 5), st.floats(100, 9000)), min_size=3, max_size=25))
def test_no_name_lies_on_another_or_leaves_the_picture_and_every_dot_has_one_or_is_told(values):
    geos = areas().countries[: len(values)]
    found = pair(
        serving({g: {"2023": v} for g, (v, _) in zip(geos, values, strict=False)}),
        serving({g: {"2023": v} for g, (_, v) in zip(geos, values, strict=False)}),
        indicator=SPENDING, other=PEOPLE, areas=areas(), frequency="A",
    )  # fmt: skip
    made = scatter(found)
    for width in (1040.0, 360.0):
        drawn = Drawn(svg.render(made, width=width))
        names = drawn.part("name")
        assert not any(a.overlaps(b) for a in names for b in names if a is not b)
        assert all(n.left >= -1 and n.right <= width + 1 for n in names)
        told = " ".join(words.text for words in drawn.part("key"))
        written = {n.text for n in names}
        for one in made.pairs:
            assert one.label in written or one.label in told


def test_money_that_is_not_the_same_money_is_marked():
    pounds = replace(SPENDING, unit="gbp_million", price_basis="constant")
    dollars = replace(PEOPLE, unit="usd_ppp_million", price_basis="ppp_current")
    made = scatter_chart(paired(), up=side(pounds), across=side(dollars), areas=areas(), **WORDS)
    notes = " ".join(made.notes)
    assert "different currencies" in notes
    assert "nothing is converted" in notes
    assert "differ in price basis" in notes


def test_log_axes_only_where_values_lie_ten_times_apart():
    wide = {"GBR": {"2023": 1.0}, "KOR": {"2023": 40.0}, "DEU": {"2023": 9.0}}
    near = {"GBR": {"2023": 3.0}, "KOR": {"2023": 5.0}, "DEU": {"2023": 4.0}}
    found = pair(
        serving(wide), serving(near), indicator=SPENDING, other=PEOPLE, areas=areas(), frequency="A"
    )
    made = scatter(found, log=True)
    assert made.axis.log
    assert made.across is not None
    assert not made.across.log
    assert plotly.spec(made)["layout"]["yaxis"]["type"] == "log"


def test_the_words_hold_the_ends_of_both_axes():
    alt = scatter().alt
    unit = CATALOGUE.units_by_id[SPENDING.unit]
    assert "Scatter of 4 countries" in alt
    told = alt.split("upwards, from ")[1].split(";")[0]
    assert told == "UK (2.75%) to South Korea (5.00%)"
    assert parse_number("5.00%", unit) == 5.0


def test_a_scatter_without_a_second_axis_is_refused():
    with pytest.raises(ValueError, match="pair of figures and a horizontal axis"):
        replace(scatter(), across=None)


def test_layout_is_as_tall_as_what_stands_in_it():
    m = scatter_layout(scatter(), 360.0)
    drawn = Drawn(svg.render(scatter(), width=360))
    assert max(words.bottom for words in drawn.words) <= m.place.height + 6
    assert isinstance(scatter(), Chart)
    assert scatter().kind is Kind.SCATTER
