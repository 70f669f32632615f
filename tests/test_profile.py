"""Country profile: what is said of one country, and of two side by side."""

import re

import pytest

from indicators.catalogue import load_catalogue
from indicators.choice import from_address
from indicators.errors import NoDataError
from indicators.standings import Standings, standings
from indicators.views import profile as views
from indicators.views.charts import view_of
from indicators.views.profile import profile
from tests.serving_rows import catalogue, indicator, serving

GEOS = ("GBR", "USA", "CHN", "JPN", "DEU", "FRA", "KOR", "CAN", "ITA", "CHE", "SWE")

SHARE = indicator(id="share", title="R&D as a share of GDP", noun="R&D spending", breaks=())
HEAD = indicator(
    id="head", title="Articles per head", noun="articles per head", unit="per_million", breaks=()
)
COUNT = indicator(id="count", title="Articles", noun="articles", unit="count", breaks=())
MONEY = indicator(
    id="money",
    title="GDP per head, current prices",
    noun="GDP per head",
    unit="usd_per_head",
    price_basis="current",
    breaks=(),
)
SIZE = indicator(id="size", title="Population", unit="people", direction="neither", breaks=())
CATALOGUE = catalogue(SHARE, HEAD, COUNT, MONEY, SIZE)


def falling(uk: tuple[float, float], step: float = 1.0) -> dict[str, dict[str, float]]:
    """The UK with its two values; the ten others at 10, 9, 8 … in both years."""
    others = {g: {"2018": 10 - i * step, "2023": 10 - i * step} for i, g in enumerate(GEOS[1:])}
    return {"GBR": {"2018": uk[0], "2023": uk[1]}} | others


#: The UK: 3rd on the share (from 5th), 11th per head, 1st in articles, 6th on money.
ROWS = {
    "share": falling((7.5, 8.5)),
    "head": falling((0.5, 0.25)),
    "count": falling((2.5, 10.5)),
    "money": falling((5.5, 5.75)),
    "size": falling((99.0, 99.0)),
}


@pytest.fixture(scope="module")
def found() -> Standings:
    rows = {name: serving(values, indicator_id=name) for name, values in ROWS.items()}
    return standings(rows, CATALOGUE)


def lists(page, title: str) -> dict[str, list[tuple[str, str]]]:
    section = next(s for s in page.sections if s.title == title)
    return {one.title: [(x.lead, x.indicator.id) for x in one.lines] for one in section.lists}


def test_the_headline_gives_both_bases(found):
    page = profile(found, CATALOGUE, "GBR")
    assert page.headline == (
        "The UK is among the top three on 1 of 3 indicators relative to size, "
        "and on 1 of 1 in absolute terms"
    )
    assert page.lede == (
        "Strongest relative to size: R&D spending, 3rd of 11 countries. "
        "Weakest: articles per head, 11th of 11."
    )


def test_strongest_and_weakest_share_no_indicator(found):
    page = profile(found, CATALOGUE, "GBR")
    assert lists(page, "Relative to size") == {
        "Strongest places": [("3rd of 11", "share"), ("6th of 11", "money")],
        "Weakest places": [("11th of 11", "head")],
    }
    assert lists(page, "In absolute terms") == {
        "Strongest places": [("1st of 11", "count")],
        "Weakest places": [],
    }


def test_moves_in_places_and_values(found):
    page = profile(found, CATALOGUE, "GBR")
    assert lists(page, "Places gained and lost in five years") == {
        "Gained": [("up 8 places", "count"), ("up 1 place", "share")],
        "Lost": [],
    }
    # Money at current prices and counts are no moves of value: prices and size are in them.
    assert lists(page, "Values that changed most in five years") == {
        "Rose": [("+13%", "share")],
        "Fell": [("−50%", "head")],
    }
    section = page.sections[3]
    assert [line.detail for line in section.lists[0].lines] == [
        "7.50% → 8.50% of GDP, 2018 to 2023; median of 11 countries 0%"
    ]
    gained = page.sections[2].lists[0].lines[1]
    assert gained.detail == "4th → 3rd of 11 countries, 2018 to 2023; relative to size"
    assert gained.strip.marks[0].before == 4


def test_the_words_say_how_many_count_and_why_the_others_do_not(found):
    page = profile(found, CATALOGUE, "GBR")
    assert page.counted.startswith(
        "4 of the 5 indicators are counted: 3 relative to size and 1 in absolute terms."
    )
    assert "No error is published for the figures behind these places." in page.counted
    assert page.left_out.rows == (
        ("Neither a higher nor a lower value is better", "1", "Population"),
    )
    assert page.unmoved is None


def test_every_place_stands_in_the_table_of_its_theme(found):
    page = profile(found, CATALOGUE, "GBR")
    assert [part.summary for part in page.themes] == [
        "ranked on 4: top three on 2, better half on 2"
    ]
    table = page.themes[0].table
    assert table.rows[0] == (
        "R&D as a share of GDP",
        "3rd of 11",
        "8.50%, 2023",
        "relative to size",
        "",
    )
    assert table.indicators[0] == "share"


def test_two_countries_side_by_side(found):
    page = profile(found, CATALOGUE, "GBR", "DEU")
    # Germany is 4th where the UK is behind it or alone ahead of nobody, 5th where the UK is ahead.
    assert page.headline == (
        "The UK ranks above Germany on 1 of 3 indicators relative to size, "
        "and on 1 of 1 in absolute terms"
    )
    assert page.lede == "4 indicators rank both."
    apart = lists(page, "Where they stand furthest apart")
    assert apart == {
        "The UK ahead": [("1st of 11", "count"), ("3rd of 11", "share")],
        "Germany ahead": [("4th of 11", "head"), ("4th of 11", "money")],
    }
    first = page.sections[0].lists[1].lines[0]
    assert first.beside == "UK 11th"
    assert [(mark.who, mark.place) for mark in first.strip.marks] == [("beside", 4), ("focus", 11)]
    assert page.themes[0].summary == "UK above on 2, Germany on 2"
    assert [column.title for column in page.themes[0].table.columns][1:5] == [
        "UK, place",
        "Value and period",
        "Germany, place",
        "Value and period",
    ]


def test_a_country_that_a_ranking_lacks_is_told_with_the_reason():
    values = {name: dict(rows) for name, rows in ROWS.items()}
    values["share"] = {g: v for g, v in values["share"].items() if g != "SWE"}
    rows = {name: serving(v, indicator_id=name) for name, v in values.items()}
    found = standings(rows, CATALOGUE)
    page = profile(found, CATALOGUE, "SWE", "GBR")
    assert page.lede == "3 indicators rank both. 1 more ranks the UK only."
    assert ("No usable figure for Sweden", "1", "R&D as a share of GDP") in page.left_out.rows
    row = page.themes[0].table.rows[0]
    assert row[1:4] == ("not ranked", "no usable figure", "3rd of 10")
    assert row[-1] == "Sweden: no figure in this series."


def test_a_country_without_a_place_is_an_error_that_helps(found):
    with pytest.raises(NoDataError, match=r"^New Zealand is ranked on no indicator\. Choose"):
        profile(found, CATALOGUE, "NZL")
    with pytest.raises(NoDataError, match="No indicator ranks both the UK and New Zealand"):
        profile(found, CATALOGUE, "GBR", "NZL")


# On the committed figures.


@pytest.fixture
def real(seed_warehouse):
    return views.ranked(seed_warehouse, load_catalogue())


def test_every_country_has_a_profile_and_every_place_says_of_how_many(real):
    known = load_catalogue()
    for geo in known.areas.countries:
        page = profile(real, known, geo)
        for section in page.sections[:2]:
            strong, weak = section.lists
            for line in (*strong.lines, *weak.lines):
                assert re.fullmatch(r"(joint )?[\d,]+(st|nd|rd|th) of \d+", line.lead), line
                assert int(line.lead.rsplit(" ", 1)[1]) >= 10
            both = {x.indicator.id for x in strong.lines} & {x.indicator.id for x in weak.lines}
            assert not both, geo


def test_every_indicator_is_counted_or_left_out_with_a_reason(real):
    known = load_catalogue()
    assert {s.indicator.id for s in real.counted} | {i.id for i, _ in real.left_out} == {
        i.id for i in known
    }
    assert len(real.counted) + len(real.left_out) == len(known)
    for geo in ("GBR", "TWN"):
        page = profile(real, known, geo)
        in_tables = sum(len(part.table.rows) for part in page.themes)
        assert in_tables == len(real.counted)


def test_no_move_of_the_uk_crosses_its_breaks(real):
    """UK R&D by universities before and after 2018 rests on two methods."""
    page = profile(real, load_catalogue(), "GBR")
    assert page.unmoved is not None
    told = dict(row[:2] for row in page.unmoved.rows)
    title = load_catalogue()["herd_pct_gdp"].title
    assert told[title] == "A break in 2018 lies between 2017 and 2022."


@pytest.mark.usefixtures("seed_warehouse")
def test_what_ranges_are_is_said_once_over_the_chart_of_places(seed_warehouse):
    view = view_of(seed_warehouse, load_catalogue(), from_address("/countries#places-relative"))
    assert view.subtitle.endswith("; in brackets the range within past revisions")
    ranged = [bar.text for bar in view.chart.bars if "(" in bar.text]
    assert ranged
    assert not any("within" in text for text in ranged)
    assert any("within past revisions" in cell for row in view.table.rows for cell in row)
