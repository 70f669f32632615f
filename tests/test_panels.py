"""Panels and histories: which figure of each country goes in, by hand-made rows."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from indicators import panels
from indicators.catalogue import Break, Catalogue, load_catalogue
from indicators.errors import NoDataError

FULL = load_catalogue()


def row(geo, year, value, *, status=None, vintage="v1", partial=False):
    return {
        "geo": geo,
        "frequency": "A",
        "period_start": pd.Timestamp(year, 1, 1),
        "period_end": pd.Timestamp(year, 12, 31),
        "period_label": str(year),
        "value": value,
        "lower": None,
        "upper": None,
        "obs_status": status,
        "vintage_id": vintage,
        "edition": vintage,
        "date_label": "2026",
        "is_partial": partial,
    }


def catalogue(*breaks: Break) -> Catalogue:
    """Two indicators of the real catalogue, with these breaks on the first."""
    first, second = FULL["gerd_pct_gdp"], FULL["articles_per_million"]
    return replace(FULL, indicators=(replace(first, breaks=breaks), replace(second, breaks=())))


ROWS = {
    "gerd_pct_gdp": pd.DataFrame(
        [
            row("GBR", 2021, 2.7),
            row("GBR", 2022, 2.8, vintage="v2", partial=True),
            row("GBR", 2023, 2.9, status="F"),
            row("USA", 2023, 3.5),
            row("DEU", 2021, 3.1),
            row("DEU", 2022, 3.2),
            row("FRA", 2021, None, status="M"),
        ]
    ),
    "articles_per_million": pd.DataFrame([row("GBR", 2019, 1500.0), row("USA", 2020, 1200.0)]),
}
IDS = tuple(ROWS)


def test_the_newest_observed_figure_of_each_country_goes_in():
    made = panels.assemble(ROWS, catalogue(), IDS)
    spending = made.values["gerd_pct_gdp"].dropna().to_dict()
    assert spending == {"GBR": 2.8, "USA": 3.5, "DEU": 3.2}
    assert made.years["gerd_pct_gdp"].dropna().to_dict() == {"GBR": 2022, "USA": 2023, "DEU": 2022}
    assert made.newest == 2023
    assert made.ages.loc["GBR"].to_dict() == {"gerd_pct_gdp": 1, "articles_per_million": 4}


def test_a_panel_of_an_earlier_year_uses_nothing_later():
    made = panels.assemble(ROWS, catalogue(), IDS, year=2021)
    assert made.values["gerd_pct_gdp"].dropna().to_dict() == {"GBR": 2.7, "DEU": 3.1}
    assert made.reasons["USA", "gerd_pct_gdp"] == "no figure up to 2021"


def test_excluded_figures_give_way_to_the_one_before():
    mark = Break(geo="DEU", period="2022", kind="incomplete", note="half counted")
    made = panels.assemble(ROWS, catalogue(mark), IDS)
    assert made.values.loc["DEU", "gerd_pct_gdp"] == 3.1


def test_figures_of_another_vintage_are_marked():
    made = panels.assemble(ROWS, catalogue(), IDS)
    marked = made.cells[made.cells["other_vintage"]][["geo", "indicator", "vintage_id"]]
    assert marked.to_dict("records") == [
        {"geo": "GBR", "indicator": "gerd_pct_gdp", "vintage_id": "v2"}
    ]


def test_every_missing_cell_has_a_reason():
    made = panels.assemble(ROWS, catalogue(), IDS)
    missing = {(geo, name) for name in IDS for geo in made.values.index[made.values[name].isna()]}
    assert missing <= made.reasons.keys()
    assert made.reasons["FRA", "gerd_pct_gdp"] == "the publisher shows no value for 2021"
    assert made.reasons["JPN", "gerd_pct_gdp"] == "no figure in this series"


def test_no_figure_at_all_is_an_error():
    with pytest.raises(NoDataError, match="1990"):
        panels.assemble(ROWS, catalogue(), IDS, year=1990)


def test_a_history_begins_after_the_last_break():
    marks = (
        Break(geo="GBR", period="2012", kind="break", note="new survey"),
        Break(geo="GBR", period="2016", kind="level_shift", note="new method"),
        Break(geo="GBR", period="2019", kind="real", note="a true movement"),
        Break(geo="GBR", period="2030", kind="break", note="to come"),
    )
    rows = pd.DataFrame(
        [row("GBR", year, float(year)) for year in range(2010, 2022)]
        + [row("GBR", 2022, 9.0, status="F")]
        + [row("USA", y, 1.0, status="B" if y == 2015 else None) for y in range(2010, 2022)]
    )
    indicator = replace(FULL["gerd_pct_gdp"], breaks=marks)
    made = panels.history(rows, indicator, ("GBR", "USA", "DEU"), "%")
    assert made.breaks == {"GBR": 2016, "USA": 2015}
    assert list(made.values.index) == list(range(2010, 2022))
    assert made.values["DEU"].isna().all()
    assert (made.low, made.high) == (0.0, 10.0)


def test_the_high_limit_of_a_level_only_catches_faulty_figures():
    rows = pd.DataFrame([row("GBR", year, 5.0) for year in range(2010, 2022)])
    made = panels.history(rows, FULL["gerd_ppp"], ("GBR",), "")
    assert (made.low, made.high) == (0.0, None)


def test_the_real_panel_leaves_out_what_the_declarations_exclude(seed_warehouse):
    made = panels.read_panel(seed_warehouse, FULL, ["top1_cited_share", "ai_patents_per_million"])
    assert made.years["top1_cited_share"].max() == 2019
    assert made.years["ai_patents_per_million"].max() == 2021
    assert made.cells["year"].map(lambda year: date(int(year), 1, 1)).max() == date(2021, 1, 1)
