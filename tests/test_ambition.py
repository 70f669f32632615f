"""The 2030 page's charts by name, a reader's own index, and what third place would take."""

import csv
import io
from datetime import date

import pytest

from indicators import results
from indicators.catalogue import load_catalogue
from indicators.choice import Choice
from indicators.composite import INDEX
from indicators.errors import NoDataError
from indicators.exports.formats import export
from indicators.exports.licence import has_rows
from indicators.exports.stamp import stamp_of
from indicators.index_method import PILLAR_TITLES, VERSIONS, load_method
from indicators.views.ambition import named, needed, outlook, yours
from indicators.views.charts import view_of

CATALOGUE = load_catalogue()
DAY = date(2026, 11, 29)


@pytest.mark.parametrize("name", list(named.CHARTS))
def test_every_chart_has_a_name_a_table_and_words(name, seed_warehouse):
    view = view_of(seed_warehouse, CATALOGUE, Choice("ambition", name))
    assert view.slug == name
    assert len(view.alt) > len(view.headline)
    assert view.alt.startswith(view.headline)
    assert len(view.table.rows) >= len(view.chart.bars)
    assert view.source_line.startswith("Source: ")
    assert has_rows(view) == (name == "perception")


@pytest.mark.parametrize("name", ["index-relative", "back-years-absolute", "influence-relative"])
@pytest.mark.parametrize("form", ["pptx", "xlsx", "csv", "png"])
def test_every_kind_of_chart_can_be_taken_away(name, form, seed_warehouse):
    choice = Choice("ambition", name)
    view = view_of(seed_warehouse, CATALOGUE, choice)
    stamp = stamp_of(seed_warehouse.build_id, choice, DAY)
    content = export(view, CATALOGUE, stamp, form)
    assert len(content) > 500
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert rows[0] == [str(column) for column in view.data]
        assert len(rows) == len(view.data) + 1


def test_the_rows_of_the_index_are_its_numbers(seed_warehouse):
    found = results.standing_of(seed_warehouse, CATALOGUE, "absolute")
    view = view_of(seed_warehouse, CATALOGUE, Choice("ambition", "index-absolute"))
    uk = view.data.set_index("geo").loc["GBR"]
    assert uk["nominal_rank"] == found.summary.loc["GBR", "nominal_rank"]
    assert uk["nominal_score"] == found.methods.nominal.scores.loc["GBR", INDEX]
    assert uk["coverage"] == 1.0


@pytest.mark.parametrize("name", ["projection-gerd_pct_gdp", "projection-nothing", "nothing", ""])
def test_a_chart_that_is_not_there_is_refused_in_a_sentence(name, seed_warehouse):
    with pytest.raises(NoDataError, match=r"[A-Z“].*\."):
        view_of(seed_warehouse, CATALOGUE, Choice("ambition", name))


def test_a_projection_that_is_not_computed_says_so(seed_warehouse, data_dir):  # noqa: ARG001
    with pytest.raises(NoDataError, match="not computed yet"):
        view_of(seed_warehouse, CATALOGUE, Choice("ambition", "projection-berd_pct_gdp"))


@pytest.fixture
def presets(seed_warehouse):
    return yours.presets(seed_warehouse, CATALOGUE, "relative")


def test_the_presets_are_those_that_are_promised(presets):
    assert list(presets) == ["equal", "rd_led", "market_led", "ai_led", "pca"]
    for _, weights in presets.values():
        assert list(weights) == list(PILLAR_TITLES)
        assert sum(weights.values()) == pytest.approx(100, abs=2)


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("20-20-20-20-20", [20] * 5),
        ("rd_led", [40, 30, 10, 10, 10]),
        ("0-5-10-95-100", [0, 5, 10, 95, 100]),
    ],
)
def test_weights_are_read_from_an_address(text, weights, presets):
    found, wrong = yours.read_weights(text, presets)
    assert list(found.values()) == weights
    assert wrong == ""


@pytest.mark.parametrize(
    "text",
    ["lots", "999-0-0-0-1", "1-2-3", "1-2-3-4-5-6", "-1-2-3-4-5", "1-2-3-4-٥", "1e9-2-3-4-5"],
)
def test_weights_that_are_none_are_named_and_the_declared_ones_stand(text, presets):
    found, wrong = yours.read_weights(text, presets)
    assert found == presets["equal"][1]
    assert text in wrong


def test_weights_return_from_the_address_they_are_written_to(presets):
    for text in ("rd_led", "pca", "5-10-15-20-25"):
        weights, _ = yours.read_weights(text, presets)
        assert yours.weights_text(weights, presets) == text
    assert yours.weights_text(presets["equal"][1], presets) is None


def test_an_address_gives_the_index_it_describes(seed_warehouse):
    asked = (("version", "absolute"), ("weights", "market_led"), ("normalisation", "z_score"))
    view = view_of(seed_warehouse, CATALOGUE, Choice("ambition", named.YOURS, asked))
    declared = view_of(seed_warehouse, CATALOGUE, Choice("ambition", "index-absolute"))
    assert view.headline.startswith("In absolute terms")
    assert not view.data["nominal_score"].equals(declared.data["nominal_score"])
    for bad in (("version", "sideways"), ("weights", "lots"), ("within", "magic")):
        with pytest.raises(NoDataError, match=bad[1]):
            view_of(seed_warehouse, CATALOGUE, Choice("ambition", named.YOURS, (bad,)))


def test_r_and_d_is_said_in_pounds_a_year(seed_warehouse):
    found = results.standing_of(seed_warehouse, CATALOGUE, "relative")
    table = needed.research_table(seed_warehouse, found, CATALOGUE)
    assert f"among the {len(found.summary)} countries that the index ranks" in table.caption
    rows = table.rows
    gerd = rows[0]
    held = found.panel.values.loc[list(found.summary.index), "gerd_pct_gdp"].dropna()
    third = sorted(held, reverse=True)[2]
    assert gerd[1].startswith(f"{held['GBR']:.2f}%")
    assert gerd[2].startswith(f"{third:.2f}%")
    from indicators import queries

    gdp = queries.observations(seed_warehouse, "uk_gdp_current", frequency="A")
    newest = gdp[gdp["value"].notna()].sort_values("period_start")["value"].iloc[-1]
    pounds = (third - held["GBR"]) / 100 * newest * 1e6
    assert float(gerd[4].removeprefix("£").split()[0]) == pytest.approx(pounds / 1e9, rel=0.005)
    assert gerd[4].endswith("billion a year")


def test_scenarios_carry_no_interval_and_say_where_growth_is_counted_from(seed_warehouse):
    ahead = outlook.outlook(seed_warehouse, CATALOGUE, ())
    rows = needed.scenario_table(seed_warehouse, CATALOGUE, ahead).rows
    gerd = next(row for row in rows if row[0] == CATALOGUE["gerd_pct_gdp"].title)
    assert gerd[-1] == "2018"
    assert not any("%" in cell and "to" in cell.split() for cell in gerd)
    history = ahead.candidates["gerd_pct_gdp"].history.values["GBR"].dropna()
    first, last = history[2018], history.iloc[-1]
    years = history.index[-1] - 2018
    ahead_by = (load_method().target_year - history.index[-1]) / years
    logit = [v / 100 / (1 - v / 100) for v in (first, last)]
    odds = logit[1] * (logit[1] / logit[0]) ** ahead_by
    assert float(gerd[2].rstrip("%")) == pytest.approx(100 * odds / (1 + odds), abs=0.006)


def test_both_versions_are_named_everywhere():
    for chart in ("index", "back-years", "pillars", "influence"):
        assert {f"{chart}-{version}" for version in VERSIONS} <= set(named.CHARTS)


def test_general_rankings_are_dated_points_that_nothing_joins(seed_warehouse):
    view = view_of(seed_warehouse, CATALOGUE, Choice("ambition", "perception"))
    segments = [segment for series in view.chart.series for segment in series.segments]
    assert all(len(segment.points) == 1 for segment in segments)
    assert len(segments) == len(view.table.rows) == len(view.data)
    ranks = [segment.points[0].value for segment in segments]
    assert ranks == view.data["value"].tolist()
    assert "none of them asks about science and technology" in view.headline
