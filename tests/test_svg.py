"""What is drawn, read back from the SVG and from the Plotly figure, equals the description."""

import json
import re
import subprocess
import sys
from datetime import date
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.areas import Area, Areas, load_areas
from indicators.catalogue import Break, Event, load_catalogue
from indicators.charts import plotly, svg
from indicators.charts.build import line_chart, rank_chart, spark_points
from indicators.charts.description import Emphasis, Kind, Mark
from indicators.charts.labels import balance, place, shorten, text_width, wrap
from indicators.numbers import format_value
from indicators.rankings import rank
from indicators.theme import DARK, LIGHT
from tests.drawn import SVG, Drawn
from tests.serving_rows import areas, indicator, serving

UNITS = load_catalogue().units_by_id
GEOS = [area.geo for area in load_areas().areas if area.kind != "nation"]
YEARS = [str(year) for year in range(2005, 2025)]
WORDS = {
    "headline": "UK R&D spending was 2.75% of GDP in 2023, down from 2.91% in 2020",
    "subtitle": "Gross domestic expenditure on R&D, % of GDP, 2005 to 2024",
    "source_line": "Source: OECD, Main Science and Technology Indicators, spring 2026; retrieved "
    "24 July 2026. Read from a copy of the publisher's file. Next release: September 2026.",
    "alt": "UK R&D spending was 2.75% of GDP in 2023.",
}


def chart(rows, *, of=None, of_areas=None, **changes):
    of = of or indicator()
    unit = UNITS[of.unit]
    given_ = {"number": lambda value: format_value(value, unit)} | WORDS | changes
    return line_chart(rows, indicator=of, unit=unit, areas=of_areas or areas(), **given_)


def rising(geos, years=YEARS):
    """A different gentle line for each area."""
    return serving(
        {
            geo: {year: 1 + 0.21 * n + 0.03 * (n % 3) * step for step, year in enumerate(years)}
            for n, geo in enumerate(geos)
        }
    )


@pytest.fixture(scope="module")
def peers():
    """The UK with its breaks of 2014 and 2018, two highlighted areas and three grey ones."""
    events = (Event("2016-06", "Referendum", "M"), Event("2020", "Pandemic"))
    rows = rising(["GBR", "USA", "DEU", "FRA", "JPN", "KOR"])
    return chart(rows, highlighted=("DEU", "KOR"), events=events)


def days_of(made):
    return {p.label: p.x for s in made.series for p in s.points}


def test_drawn_lines_have_the_values_days_and_gaps_of_the_rows(peers):
    drawn = Drawn(svg.render(peers))
    days = days_of(peers)
    for series in peers.series:
        segments = [s for s in series.segments if len(s.points) > 1]
        lines = drawn.lines(series.geo)
        assert [len(line) for line in lines] == [len(s.points) for s in segments]
        for line, segment in zip(lines, segments, strict=True):
            for (x, y), point in zip(line, segment.points, strict=True):
                assert drawn.value_at(y) == pytest.approx(point.value, abs=0.01)
                assert abs(drawn.day_at(x, days) - point.x).days <= 4
    assert len(drawn.lines("GBR")) == 3
    assert len(drawn.lines("DEU")) == 1


def test_the_uk_is_dark_blue_4_px_solid_bold_and_on_top(peers):
    drawn = Drawn(svg.render(peers))
    uk, germany, france = (next(iter(drawn.group(geo))) for geo in ("GBR", "DEU", "FRA"))
    assert (uk.get("stroke"), uk.get("stroke-width")) == (LIGHT.focus, "4")
    assert uk.get("stroke-dasharray") is None
    assert (germany.get("stroke"), germany.get("stroke-dasharray")) == ("#28a197", "8 3")
    assert (france.get("stroke"), france.get("stroke-width")) == (LIGHT.context, "1.2")
    assert drawn.geos[-1] == "GBR"
    dark = Drawn(svg.render(peers, theme="dark"))
    assert next(iter(dark.group("GBR"))).get("stroke") == DARK.focus


def test_every_line_is_named_at_its_end_with_its_value(peers):
    labels = [words.text for words in Drawn(svg.render(peers)).part("label")]
    expected = [f"{s.label} {s.last.text}" for s in peers.series]
    assert sorted(labels) == sorted(expected)


def test_breaks_and_events_are_written_and_ruled(peers):
    drawn = Drawn(svg.render(peers))
    assert [w.text for w in drawn.part("break")] == ["UK: level shift 2014", "UK: level shift 2018"]
    assert [w.text for w in drawn.part("event")] == ["Referendum, Jun 2016", "Pandemic, 2020"]
    rules = [
        line
        for line in drawn.root.iter(f"{SVG}line")
        if line.get("stroke") == LIGHT.focus and line.get("stroke-dasharray") == "2 3"
    ]
    days = days_of(peers)
    found = [drawn.day_at(float(rule.get("x1")), days) for rule in rules]
    assert [(day.year, day.month) in ((2013, 12), (2014, 1)) for day in found] == [True, False]
    assert found[1].year in (2017, 2018)


def test_title_description_and_ids(peers):
    markup = svg.render(peers)
    root = ElementTree.fromstring(markup)
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
    assert (title.text, described.text) == (peers.headline, peers.alt)
    others = [svg.render(peers, width=640), svg.render(peers, theme="dark"),
              svg.render(peers, standalone=True), svg.render(chart(rising(["GBR"])))]  # fmt: skip
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in (markup, *others)]
    assert len(set().union(*ids)) == sum(map(len, ids)) == 10
    assert "<script" not in markup
    assert "style=" not in markup


def test_the_same_chart_gives_the_same_bytes_in_another_process():
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from indicators.charts import svg\n"
        "from tests.test_svg import chart, rising\n"
        "rows = rising(['GBR', 'USA', 'DEU', 'FRA', 'JPN'])\n"
        "sys.stdout.write(svg.render(chart(rows, highlighted=('DEU',)), standalone=True))\n"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin"},
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
        ).stdout
        for seed in ("1", "2")
    ]
    rows = rising(["GBR", "USA", "DEU", "FRA", "JPN"])
    assert made[0] == made[1] == svg.render(chart(rows, highlighted=("DEU",)), standalone=True)


def test_a_standalone_file_holds_headline_subtitle_notes_source_and_ground(peers):
    drawn = Drawn(svg.render(peers, standalone=True))
    told = " ".join(words.text for words in drawn.words)
    for text in (peers.headline, peers.subtitle, peers.source_line, *peers.notes):
        assert text in told
    ground = drawn.root.find(f"{SVG}rect")
    assert ground.get("fill") == LIGHT.background
    assert float(ground.get("height")) == pytest.approx(drawn.height, abs=0.1)
    assert drawn.root.get("width") == "1040"


def test_sizes_stay_small():
    assert len(svg.render(chart(rising(GEOS[:27], [str(y) for y in range(1981, 2026)])))) < 40_000
    assert len(svg.render(chart(rising(["GBR"])))) < 6_000
    series = spark_points(rising(["GBR"]), indicator=indicator(), areas=areas(), number=str)
    assert len(svg.spark(series)) < 1_000


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30
).filter(str.strip)


def test_hostile_words_stay_words():
    name = "<script>alert(\"x\")</script> & 'co' \x00\x1b"
    hostile = Areas((Area("GBR", name, name, "country"),), ())
    made = chart(
        serving({"GBR": {"2022": 1.0, "2023": 2.0}}),
        of_areas=hostile,
        headline=name,
        subtitle=name,
        source_line=name,
        alt=name,
        events=(Event("2022", "]]><img src=x>"),),
    )
    for alone in (False, True):
        root = ElementTree.fromstring(svg.render(made, standalone=alone))
        assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
            "svg", "title", "desc", "g", "line", "text", "polyline", "circle", "rect",
        }  # fmt: skip
        assert root.find(f"{SVG}title").text.startswith("<script>alert(\"x\")</script> & 'co'")
    shown = json.dumps(plotly.spec(made))
    assert "<script" not in shown
    assert "<img" not in shown


@st.composite
def crowds(draw):
    """Up to 27 areas whose lines end anywhere, with highlighted ones, breaks and events."""
    count = draw(st.integers(1, 27))
    geos = ["GBR", *[g for g in GEOS if g != "GBR"]][:count]
    size = draw(st.sampled_from([0.02, 1.0, 900.0, 2.5e6]))
    ends = draw(st.lists(st.floats(0, size), min_size=count, max_size=count))
    last = draw(st.lists(st.sampled_from(["2022", "2023", "2024"]), min_size=count, max_size=count))
    rows = serving(
        {
            geo: {str(y): end + (y % 3) * size / 50 for y in range(2010, int(until) + 1)}
            for geo, end, until in zip(geos, ends, last, strict=True)
        }
    )
    highlighted = draw(st.lists(st.sampled_from(geos), max_size=5, unique=True))
    months = st.sampled_from([f"{y}-{m:02d}" for y in range(2010, 2024) for m in (1, 5, 9)])
    labels = st.sampled_from(["Strategy", "International Technology Strategy", "A referendum"])
    events = draw(st.lists(st.builds(Event, months, labels, st.just("M")), max_size=5))
    breaks = draw(st.lists(st.sampled_from(["2012", "2014", "2015", "2021"]), max_size=3))
    unit = draw(st.sampled_from(["pct_gdp", "gbp_million", "count", "per_million"]))
    of = indicator(unit=unit, breaks=tuple(Break("GBR", b, "break", "why") for b in breaks))
    return chart(rows, of=of, highlighted=highlighted, events=events)


@settings(max_examples=60)
@given(crowds(), st.sampled_from([(1040, False), (640, False), (360, False), (1200, True)]))
def test_no_words_overlap_or_leave_the_picture(made, size):
    width, alone = size
    drawn = Drawn(svg.render(made, width=width, standalone=alone))
    for words in drawn.words:
        assert words.left >= -0.1, words
        assert words.right <= drawn.width + 0.1, words
        assert 0 <= words.top <= words.bottom <= drawn.height, words
    for place_, one in enumerate(drawn.words):
        for other in drawn.words[place_ + 1 :]:
            assert not one.overlaps(other), (one, other)
    told = " ".join(words.text for words in drawn.words)
    for series in made.series:
        assert series.label in told
    for note in made.annotations:
        assert not note.on_chart or note.text in told


@given(
    st.lists(st.tuples(st.floats(0, 400), st.floats(8, 30), st.sampled_from([1.0, 6.0, 30.0])),
             max_size=12)
)  # fmt: skip
def test_labels_are_placed_in_order_without_overlap(labels):
    labels = sorted(labels)
    wishes, heights = [w for w, _, _ in labels], [h for _, h, _ in labels]
    centres = place(wishes, heights, [k for _, _, k in labels], 0.0, 400.0)
    for (a, b), (h, k) in zip(
        zip(centres, centres[1:], strict=False), zip(heights, heights[1:], strict=False),
        strict=True,
    ):  # fmt: skip
        assert b - a >= (h + k) / 2 - 1e-6
    if labels:
        assert centres[0] >= heights[0] / 2 - 1e-6
        assert centres[-1] <= 400 - heights[-1] / 2 + 1e-6


def test_labels_with_room_stay_where_they_wish_and_a_heavy_one_moves_least():
    assert place([50.0, 150.0], [16, 16], [1, 1], 0, 400) == [50.0, 150.0]
    assert place([100.0, 100.0], [20, 20], [1, 1], 0, 400) == [90.0, 110.0]
    light, heavy = place([100.0, 100.0], [20, 20], [1, 3], 0, 400)
    assert (light, heavy) == (85.0, 105.0)
    with pytest.raises(ValueError, match="taller"):
        place([1.0, 2.0], [30, 30], [1, 1], 0, 50)


@given(NAMES, st.floats(30, 300))
def test_wrapped_and_shortened_text_fits(text, width):
    for line in (*wrap(text, width, 14), *balance(text, width, 14), shorten(text, width, 14)):
        assert text_width(line, 14) <= width + 1e-6
    assert "".join(wrap(text, width, 14)).replace(" ", "") == "".join(text.split())
    assert len(balance(text, width, 14)) == len(wrap(text, width, 14))


@st.composite
def broken(draw):
    """A few areas with random gaps, breaks, flags, and all kinds of marks."""
    values = st.one_of(st.none(), st.floats(-20, 80))
    history = st.lists(values, min_size=12, max_size=12).filter(
        lambda found: any(v is not None for v in found)
    )
    years = [str(year) for year in range(2010, 2022)]
    data = {g: dict(zip(years, draw(history), strict=True)) for g in ("GBR", "DEU", "USA")}
    kinds = st.sampled_from(["break", "level_shift", "incomplete", "estimated"])
    areas_ = st.sampled_from(["GBR", "all", "USA"])
    breaks = draw(
        st.lists(st.builds(Break, areas_, st.sampled_from(years), kinds, st.just("")), max_size=4)
    )
    flags = draw(
        st.dictionaries(
            st.tuples(st.sampled_from(list(data)), st.sampled_from(years)),
            st.sampled_from("EBFP"),
            max_size=4,
        )
    )
    display = draw(st.sampled_from(["line", "line", "points"]))
    of = indicator(breaks=tuple(breaks), display=display)
    return chart(serving(data, statuses=flags), of=of, highlighted=("DEU",))


@settings(max_examples=80)
@given(broken(), st.booleans())
def test_both_renderers_join_what_the_description_joins_and_nothing_else(made, narrow):
    drawn = Drawn(svg.render(made, width=360 if narrow else 1040))
    figure = plotly.spec(made, narrow=narrow)
    for series in made.series:
        joined = [[p.value for p in s.points] for s in series.segments if len(s.points) > 1]
        lines = drawn.lines(series.geo)
        assert [len(line) for line in lines] == [len(values) for values in joined]
        if len(drawn.part("values")) > 1:
            span = abs(drawn.value_at(0) - drawn.value_at(drawn.height))
            for line, values in zip(lines, joined, strict=True):
                found = [drawn.value_at(y) for _, y in line]
                assert found == pytest.approx(values, abs=span / 500)
        traces = [t for t in figure["data"] if t["meta"] == series.geo]
        drawn_lines = [t for t in traces if t["mode"] == "lines"]
        assert [t["y"] for t in drawn_lines] == joined
        assert [t["x"] for t in drawn_lines] == [
            [p.x.isoformat() for p in s.points] for s in series.segments if len(s.points) > 1
        ]
        alone = {
            (s.points[0].x.isoformat(), s.points[0].value)
            for s in series.segments
            if len(s.points) == 1
        }
        marked = {
            pair
            for t in traces
            if t["mode"] == "markers"
            for pair in zip(t["x"], t["y"], strict=True)
        }
        assert alone <= marked
        assert all(t["mode"] in ("lines", "markers") for t in traces)


def test_plotly_draws_the_same_chart_with_the_same_looks(peers):
    figure = plotly.spec(peers)
    lines = [t for t in figure["data"] if t["mode"] == "lines"]
    assert [t["meta"] for t in lines][-3:] == ["GBR"] * 3
    uk, germany = lines[-1]["line"], next(t for t in lines if t["meta"] == "DEU")["line"]
    assert (uk["color"], uk["width"], uk["dash"]) == (LIGHT.focus, 4.0, "solid")
    assert (germany["color"], germany["dash"]) == ("#28a197", "8px,3px")
    texts = [a["text"] for a in figure["layout"]["annotations"]]
    assert f"<b>UK {peers.series[0].last.text}</b>" in texts
    assert {"UK: level shift 2014", "Pandemic, 2020", "% of GDP"} <= set(texts)
    labels = [a["name"] for a in figure["layout"]["annotations"] if "name" in a]
    assert sorted(labels) == sorted(s.geo for s in peers.series)
    assert "2023: " in lines[-1]["hovertext"][-2]
    assert "status not given" in lines[-1]["hovertext"][0]
    dark = plotly.spec(peers, theme="dark")["layout"]
    assert dark["paper_bgcolor"] == DARK.background


def test_plotly_takes_every_property_and_never_joins_or_lists(peers):
    made = plotly.figure(peers)
    assert isinstance(made, go.Figure)
    assert not made.layout.showlegend
    assert made.layout.height == 430
    assert all(trace.connectgaps is False for trace in made.data)
    assert made.layout.xaxis.fixedrange
    assert made.layout.yaxis.fixedrange
    assert not made.layout.template.layout.to_plotly_json()


def test_plotly_leaves_room_for_its_labels(peers):
    for narrow, size in ((False, 15), (True, 13)):
        layout = plotly.spec(peers, narrow=narrow)["layout"]
        for note in layout["annotations"]:
            if "name" in note:
                lines = re.sub(r"</?b>", "", note["text"]).split("<br>")
                widest = max(text_width(line, size, "<b>" in note["text"]) for line in lines)
                assert note["xshift"] + widest <= layout["margin"]["r"] + 1


def test_what_found_no_room_is_told_under_the_plot():
    crowd = chart(serving({g: {"2022": 50.0, "2023": 50 + n / 100} for n, g in enumerate(GEOS)}))
    names = plotly.key(crowd)
    drawn = Drawn(svg.render(crowd))
    assert names.startswith("Other grey lines, highest first: ")
    assert names == " ".join(words.text for words in drawn.part("key"))
    labelled = {words.text for words in drawn.part("label")}
    assert len(labelled) + names.count("%") == len(crowd.series)


@pytest.mark.parametrize(
    ("given_", "stem"),
    [
        ("UK R&D spending, 2023", "uk-r-d-spending-2023"),
        ("../../etc/passwd", "etc-passwd"),
        ("…", "chart"),
        ("a" * 200, "a" * 80),
    ],
)
def test_images_are_saved_under_safe_names(given_, stem):
    settings_ = plotly.config(given_)
    assert settings_["toImageButtonOptions"]["filename"] == stem
    assert settings_["displayModeBar"] is False


def ranked(values, *, of=None, **changes):
    of = of or indicator(breaks=())
    unit = UNITS[of.unit]
    ranking = rank(serving(values), indicator=of, areas=areas(), frequency="A")
    given_ = {"number": lambda value: format_value(value, unit)} | WORDS | changes
    return rank_chart(ranking, indicator=of, unit=unit, areas=areas(), **given_)


VALUES = {"ISR": 6.76, "KOR": 5.13, "USA": 3.44, "GBR": 2.75, "ITA": 1.38, "NZL": -0.4}


def test_bars_begin_at_zero_and_are_as_long_as_their_values():
    made = ranked({g: {"2023": v} for g, v in VALUES.items()}, highlighted=("USA",))
    for width in (1040, 360):
        drawn = Drawn(svg.render(made, width=width))
        zero = next(n for n in drawn.root.iter(f"{SVG}line") if n.get("data-part") == "zero")
        zero = float(zero.get("x1"))
        longest = None
        for bar in made.bars:
            box = drawn.group(bar.geo).find(f"{SVG}rect")
            left, length = float(box.get("x")), float(box.get("width"))
            assert min(abs(left - zero), abs(left + length - zero)) < 0.2
            assert (left < zero - 0.2) == (bar.value < 0)
            longest = longest or length / bar.value
            assert length == pytest.approx(abs(bar.value) * longest, abs=0.3)
        assert drawn.geos == list(VALUES)
        assert drawn.group("GBR").find(f"{SVG}rect").get("fill") == LIGHT.focus
        assert drawn.group("USA").find(f"{SVG}rect").get("fill") == "#28a197"
        told = " ".join(words.text for words in drawn.words)
        for bar in made.bars:
            assert f"{bar.label} {bar.text}" in told


def test_plotly_bars_are_the_same_bars():
    made = ranked({g: {"2023": v} for g, v in VALUES.items()})
    figure = plotly.figure(made)
    trace = figure.data[0]
    assert (trace.type, trace.orientation) == ("bar", "h")
    assert list(zip(trace.customdata, trace.x, strict=True)) == list(VALUES.items())
    assert trace.marker.color[3] == LIGHT.focus
    assert tuple(figure.layout.xaxis.range) == (-0.4, 6.76)
    assert figure.layout.yaxis.ticktext[3] == "4  <b>UK</b>"
    assert [a.text for a in figure.layout.annotations][:4] == [
        "6.76%", "5.13%", "3.44%", "<b>2.75%</b>",
    ]  # fmt: skip


def test_ranks_are_dots_without_a_zero():
    of = indicator(breaks=(), unit="rank", direction="lower")
    made = ranked({"CHE": {"2025": 1}, "GBR": {"2025": 6}, "IND": {"2025": 38}}, of=of)
    drawn = Drawn(svg.render(made))
    spots = [drawn.spots(geo)[0][0] for geo in ("CHE", "GBR", "IND")]
    assert (spots[1] - spots[0]) / (spots[2] - spots[0]) == pytest.approx(5 / 37, abs=0.002)
    assert not drawn.part("zero")
    trace = plotly.figure(made).data[0]
    assert (trace.type, trace.mode, tuple(trace.x)) == ("scatter", "markers", (1, 6, 38))


def test_first_place_stands_on_top_of_a_rank_over_time():
    of = indicator(breaks=(), unit="rank", direction="lower", display="points")
    rows = serving({"GBR": {"2023": 4, "2024": 5, "2025": 6}, "CHE": {"2025": 1}})
    made = chart(rows, of=of)
    drawn = Drawn(svg.render(made))
    heights = [drawn.value_at(y) for _, y in drawn.spots("GBR")]
    assert heights == pytest.approx([4, 5, 6], abs=0.05)
    assert drawn.spots("CHE")[0][1] < drawn.spots("GBR")[0][1] < drawn.spots("GBR")[2][1]
    assert drawn.lines("GBR") == []
    low, high = plotly.spec(made)["layout"]["yaxis"]["range"]
    assert low > 6 > 1 > high


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from([a.geo for a in load_areas().areas if a.kind == "country"]),
        st.floats(-1e7, 1e7),
        min_size=1,
    ),
    st.sampled_from([1040, 360]),
    st.sampled_from(["pct_gdp", "gbp_million", "rank"]),
)
def test_ranked_words_never_overlap_or_leave_the_picture(values, width, unit):
    if unit == "rank":
        values = {geo: 1 + abs(round(value)) % 130 for geo, value in values.items()}
    of = indicator(breaks=(), unit=unit, direction="lower" if unit == "rank" else "higher")
    drawn = Drawn(
        svg.render(ranked({g: {"2023": v} for g, v in values.items()}, of=of), width=width)
    )
    for words in drawn.words:
        assert words.left >= -0.1, words
        assert words.right <= drawn.width + 0.1, words
        assert 0 <= words.top <= words.bottom <= drawn.height, words
    for at, one in enumerate(drawn.words):
        assert not any(one.overlaps(other) for other in drawn.words[at + 1 :])


def test_a_spark_shows_gaps_and_its_end_and_is_not_read_aloud():
    series = spark_points(rising(["GBR"]), indicator=indicator(), areas=areas(), number=str)
    root = ElementTree.fromstring(svg.spark(series))
    assert root.get("aria-hidden") == "true"
    assert (root.get("width"), root.get("height")) == ("150", "36")
    lines = [line.get("points").split() for line in root.iter(f"{SVG}polyline")]
    assert [len(line) for line in lines] == [9, 4, 7]
    end = root.find(f"{SVG}circle")
    assert f"{end.get('cx')},{end.get('cy')}" == lines[-1][-1]
    for pair in (pair for line in lines for pair in line):
        x, y = map(float, pair.split(","))
        assert 4 <= x <= 146
        assert 4 <= y <= 32
    flat = serving({"GBR": {"2020": 5.0, "2021": 5.0}})
    series = spark_points(flat, indicator=indicator(), areas=areas(), number=str)
    assert 'points="6,18 144,18"' in svg.spark(series)
    one = serving({"GBR": {"2020": 5.0}})
    series = spark_points(one, indicator=indicator(), areas=areas(), number=str)
    assert svg.spark(series).count("<circle") == 1


def test_a_chart_for_each_width_of_container(peers):
    markup = svg.responsive(peers)
    parts = re.findall(r'<div class="chart-(\w+)"><svg [^>]*viewBox="0 0 (\d+) ', markup)
    assert parts == [("wide", "1040"), ("middle", "640"), ("narrow", "360")]
    for name, _ in parts[1:]:
        assert f".chart-{name}{{display:block}}" in svg.RESPONSIVE_CSS


def test_marks_are_told_apart_by_shape_and_fill():
    rows = serving({"GBR": dict.fromkeys(YEARS, 2.0)}, statuses={("GBR", "2010"): "E"})
    rows.loc[len(rows) - 1, "vintage_id"] = "another"
    made = chart(rows, of=indicator(breaks=(Break("GBR", "2023", "incomplete", ""),)))
    assert {p.mark for p in made.series[0].points} == {Mark.SOLID, Mark.ESTIMATED, Mark.HOLLOW}
    drawn = Drawn(svg.render(made))
    groups = {g.get("data-mark"): g for g in drawn.root.iter(f"{SVG}g") if g.get("data-mark")}
    assert {name: g.get("fill") for name, g in groups.items()} == {
        "estimated": LIGHT.background,
        "hollow": LIGHT.background,
    }
    assert len(list(groups["hollow"])) == 2
    rows = serving({"GBR": dict.fromkeys(YEARS, 2.0)})
    rows.loc[len(rows) - 1, "vintage_id"] = "another"
    drawn = Drawn(svg.render(chart(rows, of=indicator(breaks=()))))
    other = next(g for g in drawn.root.iter(f"{SVG}g") if g.get("data-mark") == "other_release")
    assert len(list(other.iter(f"{SVG}polygon"))) == 1


def test_the_axis_says_where_it_does_not_start_at_zero():
    of = indicator(breaks=(), unit="score")
    rows = serving({"GBR": {year: 60 + n / 5 for n, year in enumerate(YEARS)}})
    drawn = Drawn(svg.render(chart(rows, of=of)))
    assert [w.text for w in drawn.part("unit")] == ["Score; axis does not start at zero"]
    assert drawn.part("values")[0].text != "0"


def test_the_axis_bears_pounds_and_per_cent():
    of = indicator(breaks=(), unit="gbp_million", price_basis="current")
    rows = serving({"GBR": {year: 5000.0 + 200 * n for n, year in enumerate(YEARS)}})
    drawn = Drawn(svg.render(chart(rows, of=of)))
    assert [w.text for w in drawn.part("values")] == [
        "£0", "£2bn", "£4bn", "£6bn", "£8bn",
    ]  # fmt: skip
    assert [w.text for w in drawn.part("unit")] == ["Current prices"]


def test_emphasis_and_kind_words_are_those_other_renderers_know():
    assert [e.value for e in Emphasis] == ["focus", "comparator", "context"]
    assert [k.value for k in Kind] == [
        "line", "bar", "dot", "interval", "dumbbell", "multiples", "scatter",
    ]  # fmt: skip
    assert date(2023, 7, 2) in days_of(chart(rising(["GBR"]))).values()
