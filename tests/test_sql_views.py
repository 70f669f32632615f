"""A query's answer as table, file and chart."""

import csv as standard_csv
import io
import math
from datetime import date

import pytest

from indicators.catalogue import load_catalogue
from indicators.charts import svg
from indicators.charts.description import Emphasis, Kind, Mark
from indicators.comparability import EXCLUDED_FROM
from indicators.exports.csv import write_rows
from indicators.links import APP
from indicators.markup import tables as html
from indicators.sandbox.query import Answer
from indicators.views import sql as views
from indicators.views import sql_chart

CATALOGUE = load_catalogue()


def answer(columns: str, *rows: tuple, truncated: bool = False) -> Answer:
    """An answer from columns as `name TYPE, name TYPE` and rows."""
    pairs = [part.rsplit(" ", 1) for part in columns.split(", ")]
    return Answer(
        columns=tuple(name for name, _ in pairs),
        types=tuple(kind for _, kind in pairs),
        rows=rows,
        truncated=truncated,
        seconds=0.42,
        build_id="0123456789abcdef",
    )


def chart(columns: str, *rows: tuple):
    return sql_chart.chart(answer(columns, *rows), CATALOGUE)


def drawn(series):
    """The segments of a series as lists of (label, value)."""
    return [[(point.label, point.value) for point in run.points] for run in series.segments]


# Words and table


def test_size_is_told():
    assert views.size_in_words(answer("a INTEGER", (1,))) == "1 row; 0.4 seconds."
    assert views.size_in_words(answer("a INTEGER")) == "No rows; 0.4 seconds."
    many = answer("a INTEGER", *((n,) for n in range(1200)), truncated=True)
    assert views.size_in_words(many) == (
        "The first 1,200 rows. The answer has more, which are left out; 0.4 seconds."
    )


def test_every_answer_names_its_build_and_that_rows_are_open():
    words = views.origin_in_words(answer("a INTEGER"))
    assert "build 0123456789abcdef" in words
    assert "open rows only" in words


def test_the_table_writes_cells_for_readers():
    table = views.table(
        answer(
            "geo VARCHAR, value DOUBLE, n HUGEINT, sure BOOLEAN, price DECIMAL(4,2)",
            ("GBR", -2.5, 3, True, "-1.50"),
            (None, None, None, None, None),
            ("<b>", math.nan, -(10**30), False, "0.00"),
        )
    )
    assert table.rows == (
        ("GBR", "−2.5", "3", "true", "−1.50"),
        ("NULL",) * 5,
        ("<b>", "NaN", f"−1{'0' * 30}", "false", "0.00"),
    )
    assert [column.numeric for column in table.columns] == [False, True, True, False, True]
    assert "<b>" not in html.table(table, APP)
    assert "&lt;b&gt;" in html.table(table, APP)


def test_the_table_shows_the_first_rows_and_columns_and_says_so():
    columns = ", ".join(f"c{n} INTEGER" for n in range(60))
    table = views.table(answer(columns, *(tuple(range(60)) for _ in range(1_000))))
    assert len(table.rows) == 200
    assert len(table.columns) == len(table.rows[0]) == 40
    assert table.caption == (
        "Answer, first 200 of 1,000 rows and first 40 of 60 columns; the CSV file has them all"
    )


def test_long_texts_are_cut_on_the_page_only():
    long = answer("a VARCHAR", ("x" * 5_000,))
    assert views.table(long).rows[0][0] == "x" * 299 + "…"
    assert "x" * 5_000 in views.file(long).decode()
    named = Answer(("y" * 9_000,), ("INTEGER",), ((1,),), False, 0.1, "0")
    assert len(views.table(named).columns[0].title) == 300


def test_no_rows_are_no_table():
    assert views.table(answer("a INTEGER")) is None


def test_names_offer_tables_columns_values_and_words(seed_warehouse):
    names = views.names(seed_warehouse, CATALOGUE)
    tables = [name for name, _ in names["tables"]]
    assert "latest_observation" in tables
    assert list(names["columns"]) == tables
    assert "period_start" in [name for name, _ in names["columns"]["latest_observation"]]
    assert ["GBR", "United Kingdom"] in names["values"]["geo"]
    assert "SELECT" in names["words"]


def test_no_indicator_is_offered_that_the_open_rows_do_not_have(seed_warehouse):
    catalogue = load_catalogue()
    offered = {i for i, _ in views.names(seed_warehouse, catalogue)["values"]["indicator_id"]}
    assert "gerd_pct_gdp" in offered
    assert offered == {i for i in offered if catalogue[i].redistributable}
    closed = [i.id for i in catalogue if not i.redistributable]
    assert closed
    assert not offered & set(closed)


# File


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(standard_csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("－1+1", "'－1+1"),
        ("-2.50", "-2.50"),
        ("+1e5", "+1e5"),
        (-2.5, "-2.5"),
        (-3, "-3"),
        (True, "true"),
        (None, ""),
        (math.nan, "NaN"),
        ("plain, with a comma", "plain, with a comma"),
        ('a "quote"\nand a line', 'a "quote"\nand a line'),
    ],
)
def test_a_spreadsheet_runs_no_cell(cell, written):
    found = read(views.file(answer("a VARCHAR", (cell,))))
    assert found == [["a"], [written]]


def test_a_heading_is_a_cell_too():
    data = views.file(Answer(("=HYPERLINK(1)", "b"), ("INTEGER",) * 2, ((1, 2),), False, 0.1, "0"))
    assert read(data)[0] == ["'=HYPERLINK(1)", "b"]


def test_all_rows_are_in_the_file():
    rows = tuple((n, f"row {n}") for n in range(10_000))
    found = read(views.file(answer("n INTEGER, t VARCHAR", *rows)))
    assert found[1:] == [[str(n), text] for n, text in rows]


def test_rows_of_a_view_are_written_in_the_same_form():
    assert read(write_rows(("a", "b"), [("=x", -1.5)])) == [["a", "b"], ["'=x", "-1.5"]]


# Chart over time


DATED = "indicator_id VARCHAR, geo VARCHAR, period_start DATE, value DOUBLE"


def gerd(geo: str, **values: float | None) -> list[tuple]:
    return [("gerd_pct_gdp", geo, f"{year[1:]}-01-01", value) for year, value in values.items()]


def test_a_named_indicator_is_a_line_for_each_area_uk_first():
    found = chart(
        DATED, *gerd("USA", y2021=3.5, y2022=3.4, y2023=3.3), *gerd("GBR", y2021=2.9, y2022=2.8)
    )
    assert found.kind is Kind.LINE
    assert [(s.label, s.emphasis) for s in found.series] == [
        ("UK", Emphasis.FOCUS),
        ("United States", Emphasis.COMPARATOR),
    ]
    assert drawn(found.series[0]) == [[("2021", 2.9), ("2022", 2.8)]]
    assert found.series[0].points[0].x == date(2021, 7, 2)
    assert "open rows only" in found.source_line


def test_a_line_stops_at_a_declared_break():
    """UK R&D spending has declared breaks at 2014 and 2018."""
    found = chart(
        DATED, *gerd("GBR", y2012=1.6, y2013=1.6, y2014=2.3, y2015=2.3, y2017=2.3, y2018=2.7)
    )
    runs = [[label for label, _ in run] for run in drawn(found.series[0])]
    assert ["2012", "2013"] in runs
    assert not [run for run in runs if {"2013", "2014"} <= set(run) or {"2017", "2018"} <= set(run)]


def test_a_line_stops_where_a_period_is_missing():
    found = chart(DATED, *gerd("USA", y2018=1.0, y2019=2.0, y2020=None, y2021=3.0, y2022=4.0))
    assert [[label for label, _ in run] for run in drawn(found.series[0])] == [
        ["2018", "2019"],
        ["2021", "2022"],
    ]
    left_out = chart(DATED, *gerd("USA", y2017=1.0, y2018=1.0, y2019=2.0, y2021=3.0, y2022=4.0))
    assert [len(run) for run in drawn(left_out.series[0])] == [3, 2]


def test_dots_of_an_unnamed_indicator_are_not_joined():
    found = chart(
        "geo VARCHAR, period_start DATE, value DOUBLE",
        ("GBR", "2021-01-01", 1.0),
        ("GBR", "2022-01-01", 2.0),
    )
    assert [len(run) for run in drawn(found.series[0])] == [1, 1]
    assert "not joined" in found.notes[0]


def test_an_indicator_shown_as_points_is_not_joined():
    points = next(i for i in CATALOGUE if i.display == "points" and i.available)
    found = chart(
        DATED, (points.id, "GBR", "2021-01-01", 1.0), (points.id, "GBR", "2022-01-01", 2.0)
    )
    assert [len(run) for run in drawn(found.series[0])] == [1, 1]


def test_a_figure_that_stands_apart_is_hollow():
    indicator, mark = next(
        (i, b)
        for i in CATALOGUE
        for b in i.breaks
        if b.kind in EXCLUDED_FROM and i.display == "line" and b.frequency == "A"
    )
    geo = "GBR" if mark.geo == "all" else mark.geo
    year = mark.at.start.year
    found = chart(
        DATED,
        *((indicator.id, geo, f"{y}-01-01", 1.0 + y - year) for y in (year - 2, year - 1, year)),
    )
    assert found.series[0].points[-1].mark is Mark.HOLLOW
    assert len(found.series[0].segments[-1].points) == 1


def test_quarters_keep_their_days():
    found = chart(
        "quarter DATE, spend DOUBLE", ("2024-01-01", 1.0), ("2024-04-01", 2.0), ("2024-07-01", 3.0)
    )
    assert [point.x for point in found.series[0].points][1] == date(2024, 4, 1)
    assert found.series[0].label == "spend"
    assert found.axis.title == "spend"


def test_years_as_numbers_are_dates():
    found = chart("year INTEGER, n BIGINT", (2020, 5), (2021, 6))
    assert [point.label for point in found.series[0].points] == ["2020", "2021"]


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        ("value DOUBLE", [(1.0,), (2.0,)]),
        ("geo VARCHAR", [("GBR",), ("USA",)]),
        ("geo VARCHAR, value DOUBLE", []),
        ("geo VARCHAR, a DOUBLE, b DOUBLE", [("GBR", 1.0, 2.0), ("USA", 1.0, 2.0)]),
        ("geo VARCHAR, value DOUBLE", [("GBR", 1.0), ("GBR", 2.0)]),
        ("geo VARCHAR, value DOUBLE", [("GBR", None), ("USA", math.nan)]),
        ("geo VARCHAR, value DOUBLE", [(f"x{n}", 1.0) for n in range(41)]),
        # several figures of one day: releases, or frequencies
        ("period_start DATE, value DOUBLE", [("2020-01-01", 1.0), ("2020-01-01", 2.0)] * 2),
        ("period_start DATE, value DOUBLE", [("2020-01-01", None), ("2021-01-01", None)]),
        ("day DATE, value DOUBLE", [("infinity", 1.0), ("2021-01-01", 2.0)]),
        ("day DATE, value DOUBLE", [(None, 1.0), ("2021-01-01", 2.0)]),
        ("day DATE, value DOUBLE", [("0044-03-15 (BC)", 1.0), ("9999999-01-01", 2.0)]),
        ("year INTEGER, n INTEGER", [(-5, 1), (10_000_000, 2)]),
        ("g VARCHAR, day DATE, v DOUBLE", [(f"x{n}", f"20{n}-01-01", 1.0) for n in range(10, 23)]),
        # figures of several indicators may have several units
        (
            "indicator_id VARCHAR, value DOUBLE",
            [("gerd_pct_gdp", 1.0), ("berd_pct_gdp", 2.0)],
        ),
        (
            "indicator_id VARCHAR, period_start DATE, value DOUBLE",
            [("gerd_pct_gdp", "2020-01-01", 1.0), ("berd_pct_gdp", "2021-01-01", 2.0)],
        ),
    ],
)
def test_no_chart_where_the_shape_is_not_plain(columns, rows):
    assert chart(columns, *rows) is None


# Ranked chart


def test_names_and_numbers_are_bars_in_the_order_of_the_query():
    found = chart("area VARCHAR, pct DOUBLE", ("Israel", 6.2), ("UK", 1.9), ("Spain", -0.7))
    assert found.kind is Kind.BAR
    assert [(b.label, b.value, b.text) for b in found.bars] == [
        ("Israel", 6.2, "6.2"),
        ("UK", 1.9, "1.9"),
        ("Spain", -0.7, "−0.7"),
    ]
    assert [b.emphasis is Emphasis.FOCUS for b in found.bars] == [False, True, False]
    assert "series_break" in found.notes[0]


def test_decimals_are_drawn_and_rows_without_a_number_counted():
    found = chart("kind VARCHAR, n DECIMAL(4,1)", ("a", "1.5"), ("b", None))
    assert [bar.value for bar in found.bars] == [1.5]
    assert found.notes == ("1 row has no number and no bar.",)


def test_a_chart_of_hostile_words_is_safe_markup():
    found = chart(
        "<svg VARCHAR, <script> DOUBLE", ("<img src=x onerror=alert(1)>", 1.0), ("b", 2.0)
    )
    drawing = svg.responsive(found)
    assert "<script" not in drawing
    assert "<img" not in drawing


@pytest.mark.parametrize("value", [1e29, -1e29, 1e-29, 0.0, 123456789.123])
def test_a_number_of_any_size_is_drawn(value):
    dated = chart("y DATE, n DOUBLE", ("1000-01-01", value), ("2999-12-31", -value))
    ranked = chart("k VARCHAR, n DOUBLE", ("a", value), ("b", -value))
    assert all("<svg" in svg.responsive(found) for found in (dated, ranked))


@pytest.mark.parametrize("value", [1e300, 1e-300, 5e-324, -1.7e308])
def test_a_number_beyond_measure_stands_in_the_table_only(value):
    assert chart("y DATE, n DOUBLE", ("2020-01-01", value), ("2021-01-01", 1.0)) is None
    assert chart("k VARCHAR, n DOUBLE", ("a", value), ("b", 1.0)) is None
    assert views.table(answer("n DOUBLE", (value,))).rows
