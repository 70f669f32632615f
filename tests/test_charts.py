"""Rows become charts: what is joined, what stands apart, what is marked, and what is said."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import Break, Event, load_catalogue
from indicators.charts import plotly, svg
from indicators.charts.build import line_chart, rank_chart, spark_points
from indicators.charts.description import (
    Annotation,
    Axis,
    Bar,
    Chart,
    Emphasis,
    Kind,
    Mark,
    Point,
)
from indicators.charts.scales import nice_step, starts_at_zero, tick_text, time_scale, value_scale
from indicators.errors import NoDataError
from indicators.numbers import format_value
from indicators.rankings import rank
from tests.serving_rows import GERD, areas, indicator, serving

UNITS = load_catalogue().units_by_id
WORDS = {
    "headline": "UK R&D spending was 2.75% of GDP in 2023",
    "subtitle": "Gross domestic expenditure on R&D, % of GDP",
    "source_line": "Source: OECD, Main Science and Technology Indicators, released April 2026.",
    "alt": "UK R&D spending was 2.75% of GDP in 2023.",
}


def chart(rows, *, of=None, **changes):
    of = of or indicator()
    unit = UNITS[of.unit]
    given_ = {"number": lambda value: format_value(value, unit)} | WORDS | changes
    return line_chart(rows, indicator=of, unit=unit, areas=areas(), **given_)


def runs(made, geo="GBR"):
    """The period labels of each run of joined points."""
    series = next(s for s in made.series if s.geo == geo)
    return [[point.label for point in segment.points] for segment in series.segments]


def marks(made, geo="GBR"):
    series = next(s for s in made.series if s.geo == geo)
    return {p.label: p.mark for p in series.points if p.mark is not Mark.SOLID}


def uk(*years, **changes):
    return serving({"GBR": {str(year): 1.0 + year / 1e4 for year in years}}, **changes)


def declared(kind, period="2003", geo="GBR", note="told here"):
    return indicator(breaks=(Break(geo, period, kind, note),))


def test_values_text_and_days_are_those_of_the_rows():
    made = chart(serving({"GBR": {"2022": 2.777, "2023": 2.745}}), of=indicator(breaks=()))
    assert made.series[0].points == (
        Point(date(2022, 7, 2), "2022", 2.777, "2.78%", Mark.SOLID, "status not given"),
        Point(date(2023, 7, 2), "2023", 2.745, "2.75%", Mark.SOLID, "status not given"),
    )
    assert made.axis == Axis("% of GDP", suffix="%", from_zero=True)
    assert made.frequency == "A"


@pytest.mark.parametrize("kind", ["break", "level_shift"])
def test_no_segment_crosses_a_declared_break(kind):
    made = chart(uk(*range(2000, 2006)), of=declared(kind))
    assert runs(made) == [["2000", "2001", "2002"], ["2003", "2004", "2005"]]
    words = {"break": "UK: series break 2003", "level_shift": "UK: level shift 2003"}[kind]
    assert made.annotations == (Annotation(date(2003, 1, 1), words, "GBR", is_break=True),)
    assert any("told here" in note for note in made.notes)


def test_the_real_breaks_of_uk_research_spending():
    years = {str(y): GERD["GBR"].get(str(y), 2.0) for y in range(2012, 2024)}
    made = chart(serving({"GBR": years}))
    assert runs(made) == [
        ["2012", "2013"],
        ["2014", "2015", "2016", "2017"],
        ["2018", "2019", "2020", "2021", "2022", "2023"],
    ]


def test_a_break_of_one_area_leaves_the_others_joined_and_off_the_chart():
    rows = serving({g: {"2002": 1.0, "2003": 2.0, "2004": 3.0} for g in ("GBR", "DEU")})
    made = chart(rows, of=declared("break", geo="DEU"))
    assert runs(made) == [["2002", "2003", "2004"]]
    assert runs(made, "DEU") == [["2002"], ["2003", "2004"]]
    assert [(a.geo, a.on_chart) for a in made.annotations] == [("DEU", False)]
    assert made.notes == ("Other lines also stop at declared breaks: Germany 2003.",)
    chosen = chart(rows, of=declared("break", geo="DEU"), highlighted=("DEU",))
    assert [(a.text, a.on_chart) for a in chosen.annotations] == [
        ("Germany: series break 2003", True)
    ]


def test_a_break_for_all_areas_is_written_once():
    rows = serving({g: {"2002": 1.0, "2003": 2.0} for g in ("GBR", "DEU", "USA")})
    made = chart(rows, of=declared("break", geo="all"))
    assert [(a.text, a.geo) for a in made.annotations] == [("series break 2003", "")]
    assert all(runs(made, g) == [["2002"], ["2003"]] for g in ("GBR", "DEU", "USA"))


@pytest.mark.parametrize("period", ["1999", "2000", "2006"])
def test_a_break_at_or_outside_the_ends_parts_nothing(period):
    made = chart(uk(*range(2000, 2006)), of=declared("break", period))
    assert len(runs(made)) == 1
    assert made.annotations == ()


def test_the_publishers_break_flag_parts_the_line_too():
    rows = uk(*range(2000, 2004), statuses={("GBR", "2002"): "B"})
    made = chart(rows, of=indicator(breaks=()))
    assert runs(made) == [["2000", "2001"], ["2002", "2003"]]
    assert [a.text for a in made.annotations] == ["UK: series break 2002"]


def test_a_missing_and_an_absent_year_part_the_line():
    rows = serving({"GBR": {"2000": 1.0, "2001": None, "2002": 1.0, "2003": 1.1, "2005": 1.2}})
    assert runs(chart(rows, of=indicator(breaks=()))) == [["2000"], ["2002", "2003"], ["2005"]]


def test_a_survey_of_every_third_year_is_a_line_but_not_over_a_year_left_out():
    made = chart(uk(2000, 2003, 2006, 2009, 2015, 2018), of=indicator(breaks=()))
    assert runs(made) == [["2000", "2003", "2006", "2009"], ["2015", "2018"]]
    assert runs(chart(uk(2000, 2010), of=indicator(breaks=()))) == [["2000"], ["2010"]]


def test_months_that_are_dates_of_a_list_are_joined_and_monthly_gaps_are_not():
    of = indicator(breaks=(), frequencies=("M",))
    lists = ("2020-06", "2020-11", "2021-06", "2021-11", "2022-06")
    made = chart(serving({"GBR": dict.fromkeys(lists, 1.0)}, frequency="M"), of=of)
    assert len(runs(made)) == 1
    monthly = ("2020-01", "2020-02", "2020-03", "2020-05", "2020-06")
    made = chart(serving({"GBR": dict.fromkeys(monthly, 1.0)}, frequency="M"), of=of)
    assert runs(made) == [["Jan 2020", "Feb 2020", "Mar 2020"], ["May 2020", "Jun 2020"]]


@pytest.mark.parametrize("kind", ["incomplete", "not_comparable"])
def test_incomplete_and_not_comparable_points_stand_apart_one_by_one(kind):
    made = chart(uk(*range(2000, 2006)), of=declared(kind, "2004"))
    assert runs(made) == [["2000", "2001", "2002", "2003"], ["2004"], ["2005"]]
    assert marks(made) == {"2004": Mark.HOLLOW, "2005": Mark.HOLLOW}
    assert made.series[0].last.label == "2003"
    assert "told here" in made.series[0].points[-1].status
    assert "An open mark apart from a line is not compared with it." in made.notes


def test_estimates_stay_on_the_line_with_a_mark():
    made = chart(uk(*range(2000, 2004)), of=declared("estimated", "2002"))
    assert len(runs(made)) == 1
    assert marks(made) == {"2002": Mark.ESTIMATED, "2003": Mark.ESTIMATED}
    flagged = uk(2000, 2001, statuses={("GBR", "2001"): "E", ("GBR", "2000"): "P"})
    made = chart(flagged, of=indicator(breaks=()))
    assert marks(made) == {"2001": Mark.ESTIMATED}
    assert [p.status for p in made.series[0].points] == ["provisional", "estimated"]


def test_a_publishers_forecast_stands_apart():
    rows = uk(2000, 2001, 2002, statuses={("GBR", "2002"): "F"})
    made = chart(rows, of=indicator(breaks=()))
    assert runs(made) == [["2000", "2001"], ["2002"]]
    assert marks(made) == {"2002": Mark.HOLLOW}
    amid = uk(2000, 2001, 2002, 2003, statuses={("GBR", "2001"): "F"})
    assert runs(chart(amid, of=indicator(breaks=()))) == [["2000"], ["2001"], ["2002", "2003"]]


def test_only_a_normal_value_has_no_status_beside_it():
    rows = uk(2000, 2001, 2002, statuses={("GBR", "2000"): "A", ("GBR", "2002"): "P"})
    points = chart(rows, of=indicator(breaks=())).series[0].points
    assert [p.status for p in points] == ["", "status not given", "provisional"]


def test_unstable_years_are_not_drawn():
    made = chart(uk(*range(2000, 2006)), of=declared("unstable", "2003"))
    assert runs(made) == [["2003", "2004", "2005"]]
    assert any("Not drawn" in note for note in made.notes)


@pytest.mark.parametrize("kind", ["real", "volatile"])
def test_a_real_movement_is_a_note_and_parts_nothing(kind):
    made = chart(uk(*range(2000, 2006)), of=declared(kind))
    assert len(runs(made)) == 1
    assert marks(made) == {}
    assert any("told here" in note for note in made.notes)


def test_points_display_joins_nothing_and_marks_no_vintage():
    rows = uk(2000, 2001, 2002)
    rows["vintage_id"] = ["a", "b", "c"]
    made = chart(rows, of=indicator(breaks=(), display="points"))
    assert runs(made) == [["2000"], ["2001"], ["2002"]]
    assert marks(made) == {}
    assert "dated points, not joined" in made.alt


def test_cells_of_another_vintage_are_marked_and_stay_joined():
    rows = uk(2000, 2001, 2002, 2003)
    rows.loc[3, ["vintage_id", "edition", "is_partial"]] = ["newer", "June 2026", True]
    made = chart(rows, of=indicator(breaks=()))
    assert len(runs(made)) == 1
    assert marks(made) == {"2003": Mark.OTHER_RELEASE}
    assert made.series[0].last.status == "status not given; from another release (June 2026)"
    assert any("another release" in note for note in made.notes)


def test_the_full_vintage_is_the_main_one_even_where_partial_cells_are_more():
    rows = uk(2000, 2001, 2002)
    rows.loc[1:, ["vintage_id", "is_partial"]] = ["newer", True]
    assert set(marks(chart(rows, of=indicator(breaks=())))) == {"2001", "2002"}


def test_one_chart_has_one_frequency():
    rows = serving({"GBR": {"2020-Q1": 1.0, "2020-Q2": 2.0}}, frequency="Q")
    rows = type(rows)(rows.to_dict("records") + uk(2019, 2020).to_dict("records"))
    of = indicator(breaks=(), frequencies=("A", "Q"))
    assert runs(chart(rows, of=of)) == [["2019", "2020"]]
    quarters = chart(rows, of=of, frequency="Q")
    assert runs(quarters) == [["Q1 2020", "Q2 2020"]]
    assert [p.x for p in quarters.series[0].points] == [date(2020, 2, 15), date(2020, 5, 16)]


def test_start_and_end_keep_the_periods_between():
    made = chart(uk(*range(2000, 2006)), of=indicator(breaks=()), start=date(2002, 1, 1),
                 end=date(2004, 12, 31))  # fmt: skip
    assert runs(made) == [["2002", "2003", "2004"]]


def test_the_focus_comes_first_then_the_highlighted_as_chosen_then_the_declared_order():
    rows = serving({g: {"2023": 1.0} for g in ("JPN", "GBR", "USA", "DEU", "KOR", "OECD")})
    made = chart(rows, of=indicator(breaks=()), highlighted=("KOR", "DEU", "IND"))
    assert [(s.geo, s.emphasis.value, s.position) for s in made.series] == [
        ("GBR", "focus", 0),
        ("KOR", "comparator", 0),
        ("DEU", "comparator", 1),
        ("USA", "context", 0),
        ("JPN", "context", 0),
        ("OECD", "context", 0),
    ]
    assert "No figures for India." in made.notes
    assert "No figures for India." in made.alt


def test_events_inside_the_range_are_written_and_others_are_not():
    events = (Event("2002-03", "Strategy", "M"), Event("2030", "Ambition"))
    of = indicator(breaks=(), events=(Event("2001", "Own event"),))
    made = chart(uk(*range(2000, 2006)), of=of, events=events)
    assert [(a.x, a.text, a.is_break) for a in made.annotations] == [
        (date(2001, 7, 2), "Own event, 2001", False),
        (date(2002, 3, 16), "Strategy, Mar 2002", False),
    ]


def test_the_alternative_holds_the_takeaway_and_how_the_chart_is_made_up():
    made = chart(serving(GERD), of=indicator(breaks=()))
    assert made.alt.startswith("UK R&D spending was 2.75% of GDP in 2023. Line chart, 2013 to 2023")
    assert "UK (2013 to 2023), with United States, Japan, Germany, South Korea and OECD" in made.alt


@pytest.mark.parametrize("field", ["headline", "subtitle", "source_line", "alt"])
def test_a_chart_without_its_words_cannot_be_made(field):
    words = {"headline": "h", "subtitle": "s", "source_line": "o", "alt": "a"} | {field: "  "}
    bar = Bar("GBR", "UK", 1.0, "1", Emphasis.FOCUS)
    with pytest.raises(ValueError, match=field):
        Chart(kind=Kind.BAR, axis=Axis(""), bars=(bar,), **words)


def test_an_empty_chart_cannot_be_made():
    words = {"headline": "h", "subtitle": "s", "source_line": "o", "alt": "a"}
    with pytest.raises(ValueError, match="series"):
        Chart(kind=Kind.LINE, axis=Axis(""), **words)
    with pytest.raises(ValueError, match="row"):
        Chart(kind=Kind.DOT, axis=Axis(""), **words)
    with pytest.raises(ValueError, match="two figures"):
        Chart(kind=Kind.DUMBBELL, axis=Axis(""), **words)


def test_nothing_to_draw_is_said():
    with pytest.raises(NoDataError, match="R&D spending"):
        chart(serving({"GBR": {"2020": None}}))
    with pytest.raises(NoDataError, match="areas and years"):
        chart(uk(2000), of=indicator(breaks=()), start=date(2010, 1, 1))
    with pytest.raises(NoDataError, match="United Kingdom"):
        spark_points(
            serving({"DEU": {"2020": 1.0}}), indicator=indicator(), areas=areas(), number=str
        )


def test_a_spark_is_parted_as_its_chart_is():
    series = spark_points(
        serving(GERD), indicator=declared("break", "2018"), areas=areas(), number=str
    )
    assert [[p.label for p in s.points] for s in series.segments] == [
        ["2013", "2014"],
        ["2017"],
        ["2018"],
        ["2020"],
        ["2023"],
    ]


def ranked(values, *, of=None, statuses=None, **changes):
    of = of or indicator(breaks=())
    unit = UNITS[of.unit]
    rows = serving(values, statuses=statuses)
    ranking = rank(rows, indicator=of, areas=areas(), frequency="A")
    given_ = {"number": lambda value: format_value(value, unit)} | WORDS | changes
    return rank_chart(ranking, indicator=of, unit=unit, areas=areas(), **given_)


def test_ranked_bars_best_first_with_ties_periods_and_marks():
    made = ranked(
        {
            "GBR": {"2023": 2.75},
            "USA": {"2023": 3.45},
            "DEU": {"2022": 3.45},
            "FRA": {"2023": 2.19},
        },
        statuses={("GBR", "2023"): "P", ("FRA", "2023"): "E"},
        highlighted=("FRA",),
    )
    assert made.kind is Kind.BAR
    assert [(b.rank, b.geo, b.value, b.text, b.period, b.status) for b in made.bars] == [
        ("1=", "DEU", 3.45, "3.45%", "2022", ""),
        ("1=", "USA", 3.45, "3.45%", "", ""),
        ("3", "GBR", 2.75, "2.75%", "", "provisional"),
        ("4", "FRA", 2.19, "2.19%", "", "estimate"),
    ]
    assert [b.mark for b in made.bars] == [Mark.SOLID] * 3 + [Mark.ESTIMATED]
    assert [b.emphasis.value for b in made.bars] == ["context", "context", "focus", "comparator"]
    assert made.axis.title == "% of GDP, 2023 unless another period is given"
    assert any(note.startswith("Left out:") and "Japan" in note for note in made.notes)
    assert "4 ranked bars, from Germany (3.45%) to France (2.19%)." in made.alt


def test_values_that_are_ranks_are_dots():
    of = indicator(breaks=(), unit="rank", direction="lower")
    made = ranked({"GBR": {"2025": 6}, "CHE": {"2025": 1}}, of=of)
    assert made.kind is Kind.DOT
    assert [(b.geo, b.text) for b in made.bars] == [("CHE", "1st"), ("GBR", "6th")]
    assert made.axis.reverse


def test_the_axis_carries_unit_and_price_basis():
    of = indicator(breaks=(), unit="gbp_million", price_basis="current")
    made = chart(serving({"GBR": {"2022": 21_800.0, "2023": 25_000.0}}), of=of)
    assert made.axis == Axis("current prices", prefix="£", multiplier=1e6, words=True)
    assert made.series[0].last.text == "£25.0 billion"


@pytest.mark.parametrize(
    ("values", "periods", "zero"),
    [
        ([0.5, 7.0], 20, True),
        ([95.0, 101.0], 20, False),
        ([95.0, 101.0], 3, True),
        ([-2.0, 3.0], 20, True),
        ([-100.0, -99.0], 20, False),
        ([50.0, 68.0], 12, True),
        ([60.0, 68.0], 12, False),
    ],
)
def test_an_axis_leaves_zero_only_where_a_long_line_would_lie_flat(values, periods, zero):
    assert starts_at_zero(values, periods) is zero


@pytest.mark.parametrize(
    ("length", "count", "step"), [(7, 8, 1), (7, 6, 2), (100, 7, 20), (0.03, 6, 0.005), (9, 2, 5)]
)
def test_steps_are_1_2_or_5_times_a_power_of_ten(length, count, step):
    assert nice_step(length, count) == pytest.approx(step)


@pytest.mark.parametrize(
    ("low", "high", "axis", "texts"),
    [
        (1.4, 6.8, Axis("", suffix="%"), ["0%", "2%", "4%", "6%"]),
        (4900, 8400, Axis("", prefix="£", multiplier=1e6), ["£0", "£2bn", "£4bn", "£6bn", "£8bn"]),
        (0, 1500, Axis("", prefix="£", multiplier=1e6), ["£0", "£0.5bn", "£1.0bn", "£1.5bn"]),
        (0, 950, Axis(""), ["0", "200", "400", "600", "800", "1,000"]),
        (-2.1, 3, Axis("", suffix="%"), ["−2%", "−1%", "0%", "1%", "2%", "3%"]),
        (95, 101, Axis("", from_zero=False), ["95", "96", "97", "98", "99", "100", "101"]),
        (1, 22, Axis("", reverse=True), ["1", "5", "10", "15", "20"]),
    ],
)
def test_ticks_read_in_their_unit(low, high, axis, texts):
    assert [tick.text for tick in value_scale(low, high, axis, 6).ticks] == texts


@given(
    low=st.floats(-1e12, 1e12),
    spread=st.floats(1e-3, 1e12),
    count=st.integers(3, 9),
    from_zero=st.booleans(),
)
def test_a_scale_holds_its_values_and_its_ticks(low, spread, count, from_zero):
    high = low + spread
    axis = Axis("", from_zero=from_zero)
    scale = value_scale(low, high, axis, count)
    slack = 1e-9 * max(abs(low), abs(high), 1)
    assert scale.low <= low + slack
    assert scale.high >= high - slack
    assert not from_zero or scale.low <= 0 <= scale.high
    assert all(scale.low - slack <= tick.at <= scale.high + slack for tick in scale.ticks)
    assert len({tick.text for tick in scale.ticks}) == len(scale.ticks) <= count + 3


def test_whole_numbers_have_whole_ticks():
    ticks = value_scale(0, 3, Axis(""), 8, whole=True).ticks
    assert [tick.text for tick in ticks] == ["0", "1", "2", "3"]
    assert tick_text(1_500_000, Axis("", prefix="£"), 500_000, 2_000_000) == "£1.5m"


def test_periods_are_labelled_at_themselves_where_there_is_room():
    years = {date(y, 7, 2): str(y) for y in (2018, 2019, 2022)}
    assert [t.text for t in time_scale(years, "A", 9, 9).ticks] == ["2018", "2019", "2022"]
    years = {date(y, 7, 2): str(y) for y in range(1981, 2026)}
    ticks = time_scale(years, "A", 10, 10).ticks
    assert [t.text for t in ticks] == [str(y) for y in range(1985, 2026, 5)]
    assert date.fromordinal(int(ticks[0].at)) == date(1985, 7, 2)
    windows = {date(2017, 7, 2): "2015 to 2019", date(2022, 7, 2): "2020 to 2024"}
    assert [t.text for t in time_scale(windows, "MY", 5, 3).ticks] == [
        "2015 to 2019",
        "2020 to 2024",
    ]


STRETCH = range(2000, 2015)


@st.composite
def histories(draw):
    """Years of one area: values or None, with declarations of every kind and status flags."""
    values = draw(st.lists(st.one_of(st.none(), st.floats(-50, 50)), min_size=15, max_size=15))
    kinds = ("break", "level_shift", "incomplete", "not_comparable", "estimated", "unstable",
             "real", "volatile")  # fmt: skip
    breaks = draw(
        st.lists(
            st.builds(
                Break,
                geo=st.sampled_from(["GBR", "all", "DEU"]),
                period=st.sampled_from([str(y) for y in STRETCH]),
                kind=st.sampled_from(kinds),
                note=st.just("why"),
            ),
            max_size=4,
        )
    )
    flags = draw(st.dictionaries(st.sampled_from(STRETCH), st.sampled_from("APEBF"), max_size=4))
    rows = serving(
        {"GBR": {str(y): v for y, v in zip(STRETCH, values, strict=True)}},
        statuses={("GBR", str(y)): code for y, code in flags.items()},
    )
    return rows, tuple(breaks), flags


@given(histories())
def test_joined_exactly_where_nothing_parts(history):
    """Every pair of neighbouring years against the rules as the catalogue words them."""
    rows, breaks, flags = history
    held = [b for b in breaks if b.geo in ("GBR", "all")]
    first = max((int(b.period) for b in held if b.kind == "unstable"), default=2000)
    apart_from = min(
        (int(b.period) for b in held if b.kind in ("incomplete", "not_comparable")), default=9999
    )
    values = {int(r.period_label): r.value for r in rows.itertuples() if pd.notna(r.value)}
    shown = [year for year in values if year >= first]
    if not shown:
        with pytest.raises(NoDataError):
            chart(rows, of=indicator(breaks=breaks))
        return
    made = chart(rows, of=indicator(breaks=breaks))
    points = made.series[0].points
    assert [(int(p.label), p.value) for p in points] == [(y, values[y]) for y in sorted(shown)]
    joined = {(int(a), int(b)) for run in runs(made) for a, b in zip(run, run[1:], strict=False)}
    severed = {int(b.period) for b in held if b.kind in ("break", "level_shift")}
    severed |= {year for year, code in flags.items() if code == "B"}
    alone = {year for year in shown if year >= apart_from or flags.get(year) == "F"}
    expected = {
        (year, year + 1)
        for year in shown
        if year + 1 in shown and year + 1 not in severed and not {year, year + 1} & alone
    }
    assert joined == expected
    assert {int(label) for label, mark in marks(made).items() if mark is Mark.HOLLOW} == alone


def test_a_publishers_interval_is_a_band_around_the_focus_and_stands_in_both_renderers():
    rows = serving(
        {"GBR": {str(y): 2.0 + (y - 2015) / 10 for y in range(2015, 2024)}},
        intervals={"GBR": (1.5, 3.5)},
    )
    made = chart(rows, of=indicator(breaks=()))
    assert [edge[1:] for edge in made.bands[0].edges] == [(1.5, 3.5)] * 9
    assert "The shaded range is the publisher's 95% interval." in made.notes
    assert 'data-band="GBR"' in svg.render(made)
    drawn = next(t for t in plotly.spec(made)["data"] if t["meta"] == "band GBR")
    assert sorted(set(drawn["y"])) == [1.5, 3.5]
    assert len(drawn["x"]) == 18
    assert chart(serving(GERD)).bands == ()
