"""Views say what the warehouse holds: tables and sentences are checked against their own rows."""

import csv as csv_module
import io

import pytest

from indicators import queries
from indicators.catalogue import load_catalogue
from indicators.errors import LicenceError, NoDataError
from indicators.exports import csv
from indicators.links import APP
from indicators.markup import tables as html
from indicators.numbers import parse_number
from indicators.view import Column, Table, View
from indicators.views import indicator as views
from indicators.views import overview, sources, strategy

CATALOGUE = load_catalogue()


def question(indicator_id: str, *compare: str) -> views.Question:
    indicator = CATALOGUE[indicator_id]
    return views.Question(indicator, indicator.frequencies[0], compare)


def test_the_line_table_holds_the_rows(seed_warehouse):
    view = views.line_view(seed_warehouse, CATALOGUE, question("gerd_pct_gdp", "DEU", "KOR"))
    unit = CATALOGUE.unit_of(CATALOGUE["gerd_pct_gdp"])
    assert [column.title for column in view.table.columns] == [
        "Period",
        "UK",
        "Germany",
        "South Korea",
    ]
    table = {row[0]: row[1:] for row in view.table.rows}
    rows = queries.observations(seed_warehouse, "gerd_pct_gdp", geos=["GBR", "DEU", "KOR"])
    for record in rows[rows["value"].notna()].to_dict("records"):
        at = ["GBR", "DEU", "KOR"].index(record["geo"])
        shown = table[record["period_label"]][at].split(" (")[0]
        assert parse_number(shown, unit) == pytest.approx(record["value"], abs=0.0051)
    assert table["2024"][0] == "no figure"


def test_the_line_stops_at_each_declared_break(seed_warehouse):
    view = views.line_view(seed_warehouse, CATALOGUE, question("gerd_pct_gdp"))
    uk = view.chart.series[0]
    spans = [(s.points[0].label, s.points[-1].label) for s in uk.segments if len(s.points) > 1]
    assert spans == [("1985", "2013"), ("2014", "2017"), ("2018", "2023")]


def test_the_rank_table_starts_with_the_leader_and_marks_the_uk(seed_warehouse):
    view = views.rank_view(seed_warehouse, CATALOGUE, question("gerd_pct_gdp"))
    assert view.table.rows[0][:3] == ("Israel", "1", "6.76%")
    assert view.table.focus is not None
    assert view.table.rows[view.table.focus][0] == "UK"
    assert "Taiwan" in " ".join(view.notes)


def test_revisions_are_real_from_the_first_day(seed_warehouse):
    table = views.revisions_table(seed_warehouse, CATALOGUE, question("gerd_pct_gdp", "ISR"))
    assert table is not None
    assert ("UK", "2021", "2.90%", "2.85%") in {row[:4] for row in table.rows}
    assert ("Israel", "2022", "6.18%", "6.69%") in {row[:4] for row in table.rows}


def test_an_unrevised_series_has_no_table(seed_warehouse):
    assert views.revisions_table(seed_warehouse, CATALOGUE, question("gii_rank")) is None


@pytest.mark.parametrize("indicator_id", [i.id for i in CATALOGUE if i.available])
def test_every_indicator_can_be_shown(seed_warehouse, indicator_id):
    chosen = CATALOGUE[indicator_id]
    frequencies, geos = views.held(seed_warehouse, chosen)
    for frequency in frequencies:
        view = views.line_view(
            seed_warehouse, CATALOGUE, views.Question(chosen, frequency, geos[:3])
        )
        assert view.source_line.startswith("Source: ")
        if chosen.licence_notice:
            assert chosen.licence_notice.rstrip(".") in view.source_line
        if chosen.redistributable and view.data["redistributable"].any():
            written = io.StringIO(csv.write(view, CATALOGUE).decode("utf-8-sig"))
            assert len(list(csv_module.reader(written))) == len(view.data) + 1
        else:
            with pytest.raises(LicenceError, match="may not be passed on"):
                csv.write(view, CATALOGUE)
    if chosen.rankable and chosen.coverage == "international":
        ranked = views.rank_view(seed_warehouse, CATALOGUE, views.Question(chosen, frequencies[0]))
        places = [int(row[1].rstrip("=")) for row in ranked.table.rows]
        assert places == sorted(places)


def test_ranking_what_is_not_comparable_says_why(seed_warehouse):
    unrankable = next(i for i in CATALOGUE if i.available and not i.rankable)
    with pytest.raises(NoDataError, match="not ranked"):
        views.rank_view(seed_warehouse, CATALOGUE, question(unrankable.id))


def test_places_agree_with_counting_by_hand(seed_warehouse):
    """Each place again, the slow way: how many countries' newest usable value is higher."""
    found, missing = overview.places(seed_warehouse, CATALOGUE)
    assert len(found) == 18
    assert missing == ()
    for place in found:
        newest = {row.geo: row.value for row in place.ranking.rows}
        higher = sum(value > newest["GBR"] for value in newest.values())
        assert place.rank == higher + 1
        rows = queries.observations(seed_warehouse, place.indicator.id)
        held = set(zip(rows["geo"], rows["period_label"], rows["value"], strict=True))
        assert {(r.geo, r.period_label, r.value) for r in place.ranking.rows} <= held


def test_movements_are_recent_and_name_their_source(seed_warehouse):
    moved = overview.movements(seed_warehouse, CATALOGUE)
    assert len(moved) == 6
    assert len({item.indicator.id for item in moved}) == 6
    assert all(item.released.startswith("Source: ") for item in moved)


def test_all_strategy_figures_are_assessed(seed_warehouse):
    found = strategy.assessed(seed_warehouse, CATALOGUE)
    assert len(found) == 33
    assert "33 figures" in strategy.summary(found)
    verdicts = {item.figure.id: item.assessment.as_stated.verdict for item in found}
    assert verdicts["fintech_investment_usd"] == "revised since"
    assert verdicts["fintech_investment_growth"] == "not reproduced"


def test_the_catalogue_table_gives_a_reason_where_nothing_is_public(seed_warehouse):
    table = sources.catalogue_table(seed_warehouse, CATALOGUE)
    assert len(table.rows) == len(CATALOGUE)
    for indicator, row in zip(CATALOGUE, table.rows, strict=True):
        assert (row[2] == "no figures") == (not indicator.available)


def test_csv_keeps_every_digit_and_names_its_source(seed_warehouse):
    view = views.line_view(seed_warehouse, CATALOGUE, question("gerd_pct_gdp", "FRA"))
    rows = list(csv_module.DictReader(io.StringIO(csv.write(view, CATALOGUE).decode("utf-8-sig"))))
    assert tuple(rows[0]) == csv.COLUMNS
    values = [float(row["value"]) if row["value"] else None for row in rows]
    expected = [None if v != v else v for v in view.data["value"]]
    assert values == expected
    assert {row["licence"] for row in rows} == {"CC-BY-4.0"}
    assert {row["unit"] for row in rows} == {"% of GDP"}


def test_csv_neutralises_formulas(seed_warehouse):
    view = views.line_view(seed_warehouse, CATALOGUE, question("gerd_pct_gdp"))
    hostile = view.data.assign(publisher="=HYPERLINK(1)", dataset="@SUM(1)", edition="+1+1")
    changed = View(**{**view.__dict__, "data": hostile})
    row = next(
        csv_module.DictReader(io.StringIO(csv.write(changed, CATALOGUE).decode("utf-8-sig")))
    )
    assert (row["publisher"], row["dataset"], row["edition"]) == (
        "'=HYPERLINK(1)",
        "'@SUM(1)",
        "'+1+1",
    )


def test_a_table_is_walkable_markup_with_everything_escaped():
    shown = Table(
        "A <b>", (Column("Area"), Column("Value", numeric=True)), (("<i>", "1"),), focus=0
    )
    assert html.table(shown, APP) == (
        '<div class="table-frame" role="region" aria-label="A &lt;b&gt;" tabindex="0"><table>'
        '<caption>A &lt;b&gt;</caption><thead><tr><th scope="col">Area</th>'
        '<th scope="col" class="figure">Value</th></tr></thead><tbody><tr class="focus">'
        '<th scope="row" class="short">&lt;i&gt;</th><td class="figure">1</td></tr></tbody>'
        "</table></div>"
    )


def test_a_view_without_its_parts_cannot_be_made(seed_warehouse):
    view = views.line_view(seed_warehouse, CATALOGUE, question("gerd_pct_gdp"))
    for part in ("headline", "source_line", "alt", "status_label"):
        with pytest.raises(ValueError, match=part):
            View(**{**view.__dict__, part: " "})
