"""Small multiples: a panel an area on shared scales, parted where a large line would be."""

import pytest

from indicators.catalogue import Break, Event, load_catalogue
from indicators.charts import plotly, svg
from indicators.charts.build import line_chart
from indicators.charts.description import Kind
from indicators.charts.multiples import multiples_layout
from indicators.numbers import format_value
from tests.drawn import SVG, Drawn
from tests.serving_rows import areas, indicator, serving

UNITS = load_catalogue().units_by_id
WORDS = {
    "headline": "The UK spends 2.75% of GDP on R&D",
    "subtitle": "R&D spending",
    "source_line": "Source: OECD, spring 2026.",
    "alt": "The UK spends 2.75% of GDP on R&D.",
}
VALUES = {
    "GBR": {str(y): 1.5 + (y - 2010) / 10 for y in range(2010, 2024)},
    "DEU": {str(y): 2.5 + (y - 2010) / 20 for y in range(2010, 2023)},
    "KOR": {str(y): 3.0 + (y - 2010) / 7 for y in range(2010, 2024) if y != 2015},
    "JPN": {"2010": 3.1},
}
EVENT = Event("2023-03", "Strategy published", "M")


def made(values=VALUES, *, of=None, **changes):
    of = of or indicator(breaks=())
    unit = UNITS[of.unit]
    return line_chart(
        serving(values), indicator=of, unit=unit, areas=areas(), events=(EVENT,),
        number=lambda v: format_value(v, unit), kind=Kind.MULTIPLES, **(WORDS | changes),
    )  # fmt: skip


@pytest.mark.parametrize("width", [1040, 640, 360])
def test_every_area_has_a_panel_whose_line_stands_at_its_values(width):
    chart = made()
    layout = multiples_layout(chart, float(width))
    drawn = Drawn(svg.render(chart, width=width))
    assert [panel.series.geo for panel in layout.panels] == [s.geo for s in chart.series]
    for panel in layout.panels:
        lines = drawn.lines(panel.series.geo)
        points = [p for s in panel.series.segments if len(s.points) > 1 for p in s.points]
        at = [spot for line in lines for spot in line]
        assert len(at) == len(points)
        for (x, y), point in zip(at, points, strict=True):
            assert panel.plot.left - 1 <= x <= panel.plot.right + 1
            share = (panel.plot.bottom - y) / (panel.plot.bottom - panel.plot.top)
            read = panel.plot.value.low + share * (panel.plot.value.high - panel.plot.value.low)
            assert read == pytest.approx(point.value, abs=0.06)


def test_a_missing_year_and_a_break_part_the_line_in_its_panel():
    parted = indicator(breaks=(Break("DEU", "2016", "break", "new survey"),))
    drawn = Drawn(svg.render(made(of=parted)))
    assert len(drawn.lines("KOR")) == 2
    assert len(drawn.lines("DEU")) == 2
    assert len(drawn.lines("GBR")) == 1


def test_the_focus_is_repeated_in_every_other_panel():
    root = Drawn(svg.render(made())).root
    repeated = [g for g in root.iter(f"{SVG}g") if g.get("data-reference") == "GBR"]
    assert len(repeated) == 3
    assert "The thin line in every panel is UK." in svg.render(made())


def test_names_stand_clear_and_the_event_is_told_with_its_year():
    for width in (1040, 640, 360):
        drawn = Drawn(svg.render(made(), width=width))
        words = drawn.part("name") + drawn.part("value")
        assert not any(a.overlaps(b) for a in words for b in words if a is not b)
        assert all(w.right <= width + 1 for w in words)
        assert "Strategy published, Mar 2023" in " ".join(w.text for w in drawn.part("key"))


@pytest.mark.parametrize("width", [1040, 640, 390, 360, 320, 260])
@pytest.mark.parametrize("unit", ["pct_gdp", "usd_million"])
def test_every_value_is_told_in_full_with_its_period(width, unit):
    scale = 1 if unit == "pct_gdp" else 40_000
    values = {geo: {y: v * scale for y, v in own.items()} for geo, own in VALUES.items()}
    chart = made(values, of=indicator(unit=unit, breaks=()))
    words = Drawn(svg.render(chart, width=width)).part("value")
    for series in chart.series:
        last = series.last
        period = "" if last.label == "2023" else f" ({last.label})"
        panel = next(p for p in multiples_layout(chart, float(width)).panels if p.series is series)
        assert " ".join(panel.told) == last.text + period
        assert all(any(w.text == line for w in words) for line in panel.told)
    drawn = Drawn(svg.render(chart, width=width))
    assert {w.text for w in drawn.part("name")} == {s.label for s in chart.series}
    key = " ".join(w.text for w in drawn.part("key"))
    assert "Values are for 2023, unless another period is given." in key
    every = drawn.part("name") + drawn.part("value")
    assert not any(a.overlaps(b) for a in every for b in every if a is not b)
    assert all(w.right <= width + 1 for w in every)


@pytest.mark.parametrize(
    ("width", "unit", "under"),
    [(1040, "pct_gdp", 0), (360, "pct_gdp", 1), (390, "usd_million", 2)],
)
def test_values_stand_under_the_names_only_where_they_have_no_room_beside_them(width, unit, under):
    scale = 1 if unit == "pct_gdp" else 40_000
    values = {geo: {y: v * scale for y, v in own.items()} for geo, own in VALUES.items()}
    chart = made(values, of=indicator(unit=unit, breaks=()))
    layout = multiples_layout(chart, float(width))
    assert layout.under == under
    drawn = Drawn(svg.render(chart, width=width))
    for name, panel in zip(drawn.part("name"), layout.panels, strict=True):
        near = [w for w in drawn.part("value") if name.top <= w.top < name.top + 50]
        own = [w for w in near if panel.plot.left - 1 <= w.left <= panel.plot.right]
        assert tuple(w.text for w in own) == panel.told
        assert all((w.top + 1 >= name.bottom) == bool(under) for w in own)


def test_plotly_has_a_pair_of_axes_and_the_same_values_for_each_panel():
    spec = plotly.spec(made())
    assert [k for k in spec["layout"] if k.startswith("yaxis")] == [
        "yaxis", "yaxis2", "yaxis3", "yaxis4",
    ]  # fmt: skip
    assert len({tuple(spec["layout"][f"yaxis{n}"]["range"]) for n in ("", 2, 3, 4)}) == 1
    own = [t for t in spec["data"] if t["meta"] == "DEU" and t["mode"] == "lines"]
    assert own[0]["y"] == list(VALUES["DEU"].values())
    assert "2022: 3.10%" in own[0]["hovertext"][-1]
    plotly.figure(made(), theme="dark", narrow=True)


def test_the_words_say_that_it_is_small_charts_on_one_scale():
    assert "4 small charts on the same scale, one an area, 2010 to 2023." in made().alt


@pytest.mark.parametrize("height", [200, 330, 560])
def test_panels_fill_a_height_that_is_asked_for(height):
    chart = made()
    drawn = Drawn(svg.render(chart, width=1200, height=height))
    assert drawn.height == pytest.approx(height, abs=30)
    assert all(w.right <= 1201 and w.bottom <= drawn.height + 4 for w in drawn.words)
    usual = multiples_layout(chart, 1040.0).height
    assert Drawn(svg.render(chart, width=1040)).height == pytest.approx(usual, abs=0.1)
