"""Every chart of every page can be named, made again, taken away and put in a briefing."""

import csv
import io

import pytest

from indicators import queries
from indicators.__main__ import main
from indicators.briefing import Briefing, Item, from_link, to_link
from indicators.catalogue import load_catalogue
from indicators.choice import Choice, from_address, indicator_choice
from indicators.errors import NoDataError
from indicators.exports import csv as csv_format
from indicators.exports.formats import export
from indicators.exports.stamp import stamp_of
from indicators.publishing.charts import filled
from indicators.strategy_figures import load_strategy_figures
from indicators.views import strategy
from indicators.views.charts import view_of
from indicators.views.full import full
from indicators.views.indicator.asked import KINDS
from tests.office import findings
from tests.test_exports import STAMP

CATALOGUE = load_catalogue()
GERD = "gerd_pct_gdp"
#: A figure of the strategy with an open series beside it.
FIGURE = next(
    figure.id
    for figure in load_strategy_figures()
    if any(CATALOGUE[i].available and CATALOGUE[i].redistributable for i in figure.indicator_ids)
)

CHARTS = {
    **{kind: indicator_choice(GERD, view=kind) for kind in KINDS},
    "overview, index": Choice("overview", "index-relative"),
    "overview, places": Choice("overview", "places"),
    "ambition, index": Choice("ambition", "index-absolute"),
    "ambition, pillars": Choice("ambition", "pillars-relative"),
    "technology": from_address("/technologies?technology=ai#places"),
    "country": from_address("/countries?country=DEU#places-absolute"),
    "two countries": from_address("/countries?beside=FRA#places-relative"),
    "strategy figure": from_address(f"/strategy_figures?figure={FIGURE}"),
}
#: The archive holds all other formats.
FORMATS = ("pptx", "docx", "xlsx", "ods", "parquet", "pdf", "zip")


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_leaves_in_every_format(seed_warehouse, tmp_path, name):
    chosen = CHARTS[name]
    view = view_of(seed_warehouse, CATALOGUE, chosen)
    stamp = stamp_of(seed_warehouse.build_id, chosen, STAMP.accessed)
    for file_format in FORMATS:
        content = export(view, CATALOGUE, stamp, file_format)
        assert content
        if file_format in ("pptx", "docx", "xlsx", "ods"):
            assert findings(content, f"chart.{file_format}", tmp_path) == [], file_format


def test_charts_of_all_pages_fit_one_link_and_come_back(seed_warehouse):
    given = Briefing(tuple(Item(choice) for choice in CHARTS.values()))
    link = to_link(given)
    assert len(link) <= 2_000
    assert from_link("https://indicators.test" + link) == given
    assert [c.problem for c in filled(seed_warehouse, CATALOGUE, given) if c.view is None] == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/countries?country=XXX#places-relative", "no country 'XXX'"),
        ("/countries?country=WLD#places-relative", "no country 'WLD'"),
        ("/technologies?technology=magic#places", "no technology 'magic'"),
        ("/strategy_figures?figure=none-such", "no series beside"),
        ("/#no-such", "no chart"),
    ],
)
def test_a_chart_that_is_not_there_is_told_in_a_sentence(seed_warehouse, address, words):
    with pytest.raises(NoDataError, match=words):
        view_of(seed_warehouse, CATALOGUE, from_address(address))


def test_a_figures_chart_is_the_series_of_its_article(seed_warehouse):
    for item in strategy.assessed(seed_warehouse, CATALOGUE):
        shown = strategy.chart_view(seed_warehouse, CATALOGUE, item)
        if shown is not None:
            address = f"/strategy_figures?figure={item.figure.id}"
            assert view_of(seed_warehouse, CATALOGUE, from_address(address)).chart == shown.chart
            return
    pytest.fail("no figure has a chart")


def test_the_full_series_is_every_open_row_of_the_indicator(seed_warehouse):
    view = view_of(seed_warehouse, CATALOGUE, indicator_choice(GERD, compare="none"))
    whole = full(seed_warehouse, CATALOGUE, view)
    content = csv_format.write(whole, CATALOGUE).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    known = queries.observations(seed_warehouse, GERD)
    assert len(rows) == len(known) > len(view.data)
    assert {row["geo"] for row in rows} == set(known["geo"])
    values = [float(row["value"]) for row in rows if row["value"]]
    assert values == [v for v in known["value"] if v == v]


def test_the_full_series_leaves_closed_figures_out(seed_warehouse):
    closed = next(i for i in CATALOGUE if i.available and i.licence == "all rights reserved")
    view = view_of(seed_warehouse, CATALOGUE, indicator_choice(closed.id))
    assert full(seed_warehouse, CATALOGUE, view) is view


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--indicator", GERD, "--format", "csv", "--rows", "full"], "gerd_pct_gdp,AUS,1981"),
        (["--indicator", GERD, "--format", "csv", "--years", "2000", "2005"], "GBR,2005"),
        (["--indicator", GERD, "--format", "svg", "--as", "index", "--base", "2018"], "2018 = 100"),
        (["--indicator", GERD, "--format", "svg", "--view", "change"], "2018"),
        (
            ["--chart", "/countries?country=DEU#places-relative", "--format", "csv"],
            "Indicator,Germany",
        ),
    ],
)
def test_the_command_takes_every_choice_of_the_page(tmp_path, asked, words):
    out = tmp_path / "made"
    assert main(["export", *asked, "--out", str(out)]) == 0
    assert words in out.read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--indicator", GERD, "--format", "png", "--rows", "full"], "is for data formats"),
        (["--chart", "/#places", "--format", "csv", "--log", "yes"], "leave out --log"),
        (["--indicator", GERD, "--format", "csv", "--as", "magic"], "which is not here."),
    ],
)
def test_choices_that_do_not_go_together_are_refused(tmp_path, capsys, asked, words):
    assert main(["export", *asked, "--out", str(tmp_path / "made")]) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "Showing" not in told
    assert not (tmp_path / "made").exists()
