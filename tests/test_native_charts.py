"""Charts that PowerPoint draws: each holds the description's numbers, in a sheet that agrees."""

import io
from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from indicators.catalogue import load_catalogue
from indicators.charts.description import (
    Axis,
    Band,
    Bar,
    Change,
    Chart,
    Emphasis,
    Kind,
    Mark,
    Pair,
    Point,
    Segment,
    Series,
)
from indicators.choice import Choice, indicator_choice
from indicators.exports import pptx
from indicators.exports.native import NATIVE
from indicators.exports.stamp import Stamp
from indicators.view import Column, Table, View
from indicators.views.charts import view_of
from tests.office import charts_of, copies, findings, sheet_of

CATALOGUE = load_catalogue()
STAMP = Stamp("ab12cd34ef56ab12", "/indicators", date(2026, 11, 23))
WORDS = {
    "headline": "The UK is third",
    "subtitle": "% of GDP",
    "source_line": "Source: OECD.",
    "alt": "The UK is third of three.",
}
PER_CENT = Axis("% of GDP", suffix="%")


def point(year, value, mark=Mark.SOLID):
    return Point(date(year, 7, 1), str(year), value, f"{value}%", mark)


def run(first, *values, projected=False):
    return Segment(tuple(point(first + at, v) for at, v in enumerate(values)), projected=projected)


def edges(first, *pairs):
    return tuple((date(first + at, 7, 1), low, high) for at, (low, high) in enumerate(pairs))


UK = Series(
    "GBR", "UK", Emphasis.FOCUS, (run(2020, 2.0, 2.1), run(2023, 2.5, 2.75, projected=True))
)
DEU = Series(
    "DEU",
    "Germany",
    Emphasis.COMPARATOR,
    (run(2020, 3.1, 3.0, 3.2), run(2023, 3.3, 3.4, projected=True)),
)
FAN = Chart(
    Kind.LINE,
    axis=PER_CENT,
    series=(UK, DEU),
    bands=(
        Band("GBR", "95% prediction interval", edges(2023, (2.2, 2.8), (2.25, 3.25))),
        Band("GBR", "80% prediction interval", edges(2023, (2.4, 2.6), (2.5, 3.0))),
        Band("DEU", "80% prediction interval", edges(2023, (3.2, 3.4), (3.1, 3.7))),
    ),
    **WORDS,
)
RANKED = (
    Bar("KOR", "South Korea", 5.0, "5.0%", Emphasis.COMPARATOR, "1", low=4.5, high=5.5),
    Bar("FRA", "France", 3.0, "3.0%", Emphasis.CONTEXT, "2", low=2.0, high=4.0),
    Bar("GBR", "UK", 2.0, "2.0%", Emphasis.FOCUS, "3", low=1.5, high=2.25, target=3.0),
    Bar("ITA", "Italy", 1.0, "1.0%", Emphasis.CONTEXT, "4", mark=Mark.ESTIMATED),
)
MOVED = (
    Change("KOR", "South Korea", point(2015, 4.0), point(2024, 5.0), "up 1", Emphasis.COMPARATOR),
    Change("FRA", "France", point(2015, 2.0), point(2023, 2.0), "no change", Emphasis.CONTEXT),
    Change("GBR", "UK", point(2015, 3.0), point(2024, 2.0), "down 1", Emphasis.FOCUS),
)
RING = Mark.ESTIMATED
PAIRS = (
    Pair("KOR", "South Korea", point(2024, 36_000.0), point(2024, 5.1), Emphasis.COMPARATOR),
    Pair("FRA", "France", point(2024, 49_000.0), point(2023, 2.2, RING), Emphasis.CONTEXT),
    Pair("GBR", "UK", point(2024, 57_000.0), point(2023, 2.75), Emphasis.FOCUS),
)
SCATTER = Chart(Kind.SCATTER, axis=PER_CENT, across=Axis("US$", prefix="US$"), pairs=PAIRS, **WORDS)
CHARTS = {
    "fan": FAN,
    "log": replace(
        FAN, bands=(), axis=replace(PER_CENT, log=True, from_zero=False), series=(UK, DEU)
    ),
    "ranks": replace(FAN, bands=(), axis=Axis("Place", reverse=True)),
    "bar": Chart(Kind.BAR, axis=PER_CENT, bars=RANKED, **WORDS),
    "dot": Chart(Kind.DOT, axis=Axis("Rank", reverse=True), bars=RANKED, **WORDS),
    "interval": Chart(Kind.INTERVAL, axis=PER_CENT, bars=RANKED, **WORDS),
    "scatter": Chart(
        Kind.SCATTER, axis=PER_CENT, across=Axis("US$", prefix="US$"), pairs=PAIRS, **WORDS
    ),
    "scatter on log axes": Chart(
        Kind.SCATTER,
        axis=replace(PER_CENT, log=True),
        across=Axis("US$", log=True),
        pairs=PAIRS,
        **WORDS,
    ),
    "multiples": replace(FAN, kind=Kind.MULTIPLES, bands=()),
    "dumbbell": Chart(Kind.DUMBBELL, axis=PER_CENT, changes=MOVED, **WORDS),
}


def view(chart):
    table = Table("Shown", (Column("Area"),), (("UK",),))
    words = {name: WORDS[name] for name in ("headline", "subtitle", "source_line", "alt")}
    return View(
        "specimen", chart=chart, table=table, status_label="Official", data=pd.DataFrame(), **words
    )


def drawn(chart):
    """The chart in a deck, put there as a slide puts it."""
    deck = pptx.opened("Specimen", STAMP)
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    NATIVE[chart.kind](slide, chart, (0, 0, 11_000_000, 4_500_000))
    return pptx.saved(deck)


def column(sheet, heading):
    header = [cell.value for cell in sheet[1]]
    at = header.index(heading) + 1
    return [row[at - 1].value for row in sheet.iter_rows(min_row=2)]


def test_every_kind_of_chart_is_native():
    assert set(NATIVE) == set(Kind)


@pytest.mark.parametrize("name", CHARTS)
def test_files_with_native_charts_are_valid(name, tmp_path):
    assert findings(drawn(CHARTS[name]), "chart.pptx", tmp_path) == []


def as_text(cell):
    if isinstance(cell, datetime):
        return float((cell - datetime(1899, 12, 30)).days)  # noqa: DTZ001
    return cell


@pytest.mark.parametrize("name", CHARTS)
def test_the_charts_own_numbers_are_those_of_its_sheet(name):
    checked = 0
    for chart in charts_of(drawn(CHARTS[name])):
        checked += agreed(chart)
    assert checked >= 4


def agreed(chart):
    """How many numbers of the chart's own copy were found in its sheet; one that is not fails."""
    sheet, checked = sheet_of(chart), 0
    for cells, copy in copies(chart):
        found = sheet[cells.removeprefix("Sheet1!").replace("$", "")]
        flat = [row[0] for row in found] if isinstance(found, tuple) else [found]
        for cell, own in zip(flat, copy, strict=True):
            value = as_text(cell.value)
            if isinstance(value, float | int):
                assert float(own) == pytest.approx(value, rel=1e-12), cells
                checked += 1
            else:
                assert own == value, cells
    return checked


def test_a_scatter_holds_both_figures_of_every_area():
    (chart,) = charts_of(drawn(CHARTS["scatter"]))
    sheet = sheet_of(chart)
    rows = list(sheet.iter_rows(min_row=2, max_col=3, values_only=True))
    assert sorted(rows) == [
        ("France", 49_000, 2.2), ("South Korea", 36_000, 5.1), ("UK", 57_000, 2.75),
    ]  # fmt: skip


def test_small_multiples_are_a_chart_a_panel_on_the_same_axes():
    panels = charts_of(drawn(CHARTS["multiples"]))
    assert [panel.chart_title.text_frame.text for panel in panels] == ["UK 2.75%", "Germany 3.4%"]
    limits = {(p.value_axis.minimum_scale, p.value_axis.maximum_scale) for p in panels}
    assert len(limits) == 1
    assert "UK, 2020 to 2021" in [series.name for series in panels[1].plots[0].series]


def test_rows_hold_value_and_range_of_every_area():
    (chart,) = charts_of(drawn(CHARTS["interval"]))
    sheet = sheet_of(chart)
    names = column(sheet, "Area")
    found = {
        name: (column(sheet, "% of GDP")[at], column(sheet, "Low")[at], column(sheet, "High")[at])
        for at, name in enumerate(names)
        if name
    }
    assert found == {
        "South Korea": (5.0, 4.5, 5.5),
        "France": (3.0, 2.0, 4.0),
        "UK": (2.0, 1.5, 2.25),
        "Italy": (1.0, None, None),
    }
    places = dict(zip(names, column(sheet, "Row, from the top"), strict=False))
    assert [places[bar.label] for bar in RANKED] == [1, 2, 3, 4]
    assert dict(zip(names, column(sheet, "To compare with"), strict=False))["UK"] == 3.0


def test_a_dumbbell_joins_the_earlier_figure_to_the_later():
    (chart,) = charts_of(drawn(CHARTS["dumbbell"]))
    sheet = sheet_of(chart)
    names = column(sheet, "Area")
    pairs = zip(column(sheet, "2015"), column(sheet, "Newest figure"), strict=True)
    assert dict(zip(names, pairs, strict=True))["UK"] == (3.0, 2.0)
    across, down = column(sheet, "Line, across"), column(sheet, "Line, row")
    lines = {down[at]: tuple(across[at : at + 2]) for at in range(0, 9, 3)}
    assert lines == {1: (4.0, 5.0), 2: (2.0, 2.0), 3: (3.0, 2.0)}
    assert down[2::3] == [None] * 3, "a gap stands after each line"


def test_a_fan_is_a_clear_base_with_bands_stacked_on_it():
    (chart,) = charts_of(drawn(FAN))
    plot = chart._chartSpace.chart.plotArea
    areas = plot.find(qn("c:areaChart"))
    assert areas.find(qn("c:grouping")).get("val") == "stacked"
    layers = areas.findall(qn("c:ser"))
    fills = [layer.find(f"{qn('c:spPr')}/{qn('a:noFill')}") is not None for layer in layers]
    assert fills == [True, False, False, False]
    tops = []
    for layer in layers:
        points = layer.find(qn("c:val")).iter(qn("c:pt"))
        found = {int(p.get("idx")): float(p.find(qn("c:v")).text) for p in points}
        tops.append([found[at] for at in sorted(found)])
    last = [0.0]
    for layer in tops:
        last.append(last[-1] + layer[-1])
    assert last[1:] == pytest.approx([2.25, 2.5, 3.0, 3.25])
    days = [row[0].value for row in sheet_of(chart).iter_rows(min_row=2)]
    assert datetime(2022, 12, 31) in days, "the band begins upright, not at the last figure"  # noqa: DTZ001
    before = days.index(datetime(2022, 12, 31))  # noqa: DTZ001
    assert [layer[before] for layer in tops[1:]] == [0.0, 0.0, 0.0]


def test_a_projection_is_dashed_and_apart_from_the_figures():
    (chart,) = charts_of(drawn(FAN))
    names = {series.name: series for series in chart.plots[1].series}
    ahead = names["UK, projection, 2023 to 2024"]
    assert ahead.format.line.dash_style is not None
    assert names["UK, 2020 to 2021"].format.line.dash_style is None
    assert [v for v in ahead.values if v is not None] == [2.5, 2.75]


def test_the_colours_are_ours():
    (chart,) = charts_of(drawn(CHARTS["bar"]))
    fills = [str(p.format.fill.fore_color.rgb) for p in _points(chart.plots[0], 4)]
    assert fills[:3] == ["28A197", "8B9298", "12436D"]


def _points(plot, count):
    return [plot.series[0].points[at] for at in range(count)]


@pytest.mark.parametrize(
    "chart",
    [
        replace(FAN, bands=(*FAN.bands[:1], replace(FAN.bands[1], edges=edges(2023, (1, 9))))),
        replace(FAN, axis=replace(PER_CENT, log=True, from_zero=False)),
    ],
    ids=["bands that cross", "bands on a log axis"],
)
def test_a_chart_that_powerpoint_cannot_draw_leaves_as_a_picture(chart):
    content = pptx.write(view(chart), CATALOGUE, STAMP)
    assert charts_of(content) == []


@pytest.mark.parametrize(
    "choice",
    [
        indicator_choice("gerd_pct_gdp", compare="DEU.KOR"),
        indicator_choice("gerd_pct_gdp", view="rank"),
        indicator_choice("gerd_pct_gdp", view="rank_over_time"),
        Choice("overview", "index-relative"),
    ],
)
def test_charts_of_the_pages_are_valid_with_their_text_alternative(
    seed_warehouse, tmp_path, choice
):
    found = view_of(seed_warehouse, CATALOGUE, choice)
    content = pptx.write(found, CATALOGUE, STAMP)
    assert findings(content, "slide.pptx", tmp_path) == []
    (chart,) = charts_of(content)
    described = chart.part.package.presentation_part.presentation.slides[0].shapes
    (frame,) = [shape for shape in described if shape.has_chart]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == found.alt


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("line", "Values are for {}, unless another period is given."),
        ("multiples", "Values are for {}, unless another period is given."),
        ("rank", "Values: % of GDP, {} unless another period is given."),
        ("change", "full dot {} unless given"),
    ],
)
def test_a_slide_says_which_period_its_values_are_of(seed_warehouse, kind, words):
    found = view_of(seed_warehouse, CATALOGUE, indicator_choice("gerd_pct_gdp", view=kind))
    newest = found.data.dropna(subset=["value"]).groupby("geo")["period_label"].max()
    assert newest.nunique() > 1, "some country's newest figure is of another period"
    content = pptx.write(found, CATALOGUE, STAMP)
    (slide,) = Presentation(io.BytesIO(content)).slides
    said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    said += ["".join(chart._chartSpace.itertext()) for chart in charts_of(content)]
    assert words.format(newest.mode().max()) in " ".join(said)
