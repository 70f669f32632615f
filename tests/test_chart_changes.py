"""Dumbbells and log axes: what is drawn, left out and said."""

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import Break, load_catalogue
from indicators.charts import plotly, svg
from indicators.charts.build import line_chart
from indicators.charts.changes import change_chart
from indicators.charts.layout import line_layout
from indicators.errors import NoDataError
from indicators.numbers import format_change, format_value
from tests.drawn import SVG, Drawn, number
from tests.serving_rows import areas, indicator, serving

UNITS = load_catalogue().units_by_id
WORDS = {
    "headline": "South Korea's R&D spending rose most",
    "subtitle": "% of GDP, 2015 and 2023",
    "source_line": "Source: OECD, spring 2026.",
    "alt": "South Korea's R&D spending rose most.",
}
PLAIN = indicator(breaks=())
VALUES = {
    "GBR": {"2015": 2.4, "2022": 2.6, "2023": 2.75},
    "KOR": {"2015": 4.0, "2022": 4.9, "2023": 5.0},
    "DEU": {"2015": 3.2, "2022": 3.1},
}


def change(values, *, of=PLAIN, since="2015", **changes):
    unit = UNITS[of.unit]
    given_ = {
        "number": lambda v: format_value(v, unit),
        "difference": lambda new, old: format_change(old, new, unit),
    }
    rest = given_ | WORDS | changes
    return change_chart(
        serving(values), indicator=of, unit=unit, areas=areas(), since=since, **rest
    )


def test_rows_hold_the_chosen_and_the_newest_figure_sorted_by_either():
    made = change(VALUES)
    rows = [(c.geo, c.earlier.value, c.later.value, c.later.label) for c in made.changes]
    assert rows == [
        ("KOR", 4.0, 5.0, "2023"), ("DEU", 3.2, 3.1, "2022"), ("GBR", 2.4, 2.75, "2023"),
    ]  # fmt: skip
    by_change = [c.geo for c in change(VALUES, order="change").changes]
    assert by_change == ["KOR", "GBR", "DEU"]
    assert [c.text.split()[0] for c in made.changes] == ["up", "down", "up"]


@pytest.mark.parametrize("kind", ["break", "level_shift"])
def test_an_area_is_not_compared_across_its_break(kind):
    parted = indicator(breaks=(Break("GBR", "2018", kind, "new survey"),))
    made = change(VALUES, of=parted)
    words = {"break": "series break 2018", "level_shift": "level shift 2018"}[kind]
    assert [c.geo for c in made.changes] == ["KOR", "DEU"]
    assert made.notes == (f"Left out: UK ({words}).",)
    assert f"Left out: UK ({words})." in made.alt
    on_one_side = change(VALUES, of=parted, since="2022")
    assert "GBR" in [c.geo for c in on_one_side.changes]


def test_areas_without_either_figure_are_named_and_nothing_at_all_is_refused():
    made = change(VALUES | {"FRA": {"2023": 2.2}, "JPN": {"2015": 3.2}})
    assert set(made.notes) == {
        "Left out: France (no figure for 2015).",
        "Left out: Japan (no figure after 2015 that can be compared).",
    }
    with pytest.raises(NoDataError, match="no figure for 1990"):
        change(VALUES, since="1990")


def test_a_publishers_break_flag_parts_the_two_figures():
    unit = UNITS[PLAIN.unit]
    rows = serving(VALUES, statuses={("KOR", "2022"): "B"})
    made = change_chart(
        rows, indicator=PLAIN, unit=unit, areas=areas(), since="2015",
        number=lambda v: format_value(v, unit), difference="{} from {}".format, **WORDS,
    )  # fmt: skip
    assert made.notes == ("Left out: South Korea (series break 2022).",)


@pytest.mark.parametrize("width", [1040, 640, 360])
def test_drawn_dots_stand_at_their_values(width):
    made = change(VALUES)
    drawn = Drawn(svg.render(made, width=width))
    ticks = drawn.part("values")[1:]
    first, last = ticks[0], ticks[-1]
    at = [(t.left + t.right) / 2 for t in (first, last)]
    per_px = (number(last.text) - number(first.text)) / (at[1] - at[0])
    assert sorted(drawn.geos) == ["DEU", "GBR", "KOR"]
    for row in made.changes:
        read = [number(first.text) + (x - at[0]) * per_px for x, _ in drawn.spots(row.geo)]
        assert read == pytest.approx([row.earlier.value, row.later.value], abs=0.08)
        circles = list(drawn.group(row.geo).iter(f"{SVG}circle"))
        assert circles[0].get("fill") == "#ffffff"
        assert circles[1].get("fill") != "#ffffff"


def test_plotly_holds_the_same_values_and_names_them():
    made = change(VALUES)
    made_spec = plotly.spec(made)
    read = {t["meta"]: t["x"] for t in made_spec["data"]}
    assert read == {"KOR": [4.0, 5.0], "DEU": [3.2, 3.1], "GBR": [2.4, 2.75]}
    told = next(t["hovertext"] for t in made_spec["data"] if t["meta"] == "DEU")
    assert "2015: 3.20%" in told[0]
    assert "2022: 3.10%" in told[1]
    words = [a["text"] for a in made_spec["layout"]["annotations"]]
    assert "<b>2.75%</b>" in words
    assert "3.20%" in words
    plotly.figure(made, theme="dark")


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["GBR", "USA", "DEU", "KOR", "JPN", "FRA", "ISR", "CHE"]),
        st.tuples(*[st.integers(-500, 90_000).map(lambda n: n / 100)] * 2),
        min_size=1,
    ),
    st.sampled_from([1040, 640, 360]),
)
def test_words_stand_inside_and_apart_whatever_the_values(pairs, width):
    made = change({g: {"2015": a, "2023": b} for g, (a, b) in pairs.items()})
    drawn = Drawn(svg.render(made, width=width))
    for words in drawn.words:
        assert "…" not in words.text
        assert words.left >= -0.5
        assert words.right <= drawn.width + 0.5
        assert words.bottom <= drawn.height + 0.5
    told = [w for w in drawn.words if w.part in ("name", "value", "unit", "key")]
    for one, other in itertools.combinations(told, 2):
        assert not one.overlaps(other), (one, other)


def test_on_a_phone_values_stand_under_a_name_that_they_have_no_room_beside():
    money = indicator(breaks=(), unit="usd_ppp_million")
    values = {"USA": {"2015": 127_300.0, "2022": 203_900.0}, "GBR": {"2015": 12.0, "2023": 13.0}}
    drawn = Drawn(svg.render(change(values, of=money), width=360))
    names = {w.text: w for w in drawn.part("name")}
    told = {w.text: w for w in drawn.part("value")}
    name, long = names["United States"], told["US$127.3 billion to US$203.9 billion (2022)"]
    assert name.bottom <= long.top
    assert name.left == long.left
    assert long.bottom < drawn.spots("USA")[0][1]
    for one, other in itertools.combinations([*names.values(), *told.values()], 2):
        assert not one.overlaps(other), (one, other)


def test_the_text_alternative_says_who_moved_and_how_far():
    alt = change(VALUES).alt
    assert "Two dots an area, 2015 and the newest period (mostly 2023), 3 areas" in alt
    assert "2 went up, 1 went down" in alt
    assert "UK: 2.40% in 2015, 2.75% in 2023 (up 0.35 percentage points)." in alt


def logged(values):
    unit = UNITS[PLAIN.unit]
    return line_chart(
        serving(values), indicator=PLAIN, unit=unit, areas=areas(), log=True,
        number=lambda v: format_value(v, unit), **WORDS,
    )  # fmt: skip


def test_a_log_axis_is_named_and_equal_ratios_are_equally_long():
    made = logged({"GBR": {"2020": 1.0, "2021": 10.0, "2022": 100.0}})
    drawn = Drawn(svg.render(made))
    one, ten, hundred = (y for _, y in drawn.lines("GBR")[0])
    assert one - ten == pytest.approx(ten - hundred, abs=0.2)
    assert any("log scale" in w.text for w in drawn.part("unit"))
    axis = plotly.spec(made)["layout"]["yaxis"]
    assert axis["type"] == "log"
    assert axis["range"][0] < math.log10(1.0) < math.log10(100.0) < axis["range"][1]


def test_a_log_axis_needs_values_above_zero():
    with pytest.raises(NoDataError, match="zero or less"):
        logged({"GBR": {"2020": 0.0, "2021": 10.0}})


@given(st.floats(1e-4, 1e12), st.floats(1.0, 1e6))
def test_a_log_axis_always_has_two_ticks_inside_and_holds_the_values(low, ratio):
    made = logged({"GBR": {"2020": low, "2021": low * ratio}})
    scale = line_layout(made, 1040, 430).plot.value
    ticks = scale.ticks
    assert len(ticks) >= 2
    assert scale.low <= low * (1 + 1e-9)
    assert low * ratio <= scale.high * (1 + 1e-9)
    assert all(-1e-9 <= scale.share(t.at) <= 1 + 1e-9 for t in ticks)
