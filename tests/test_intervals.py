"""Dots with ranges: where bar, dot and mark stand, and what is refused."""

import re
from xml.etree import ElementTree

import pytest

from indicators.charts import plotly, svg
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind
from indicators.theme import LIGHT

SPACE = "{http://www.w3.org/2000/svg}"


def chart(*bars: Bar, reverse: bool = True) -> Chart:
    axis = Axis(title="rank", from_zero=False, reverse=reverse)
    return Chart(Kind.INTERVAL, "UK 3rd", "Ranks", "Source: here", "UK 3rd of 11", axis, bars=bars)


def bar(geo: str, value: float, low=None, high=None, **more) -> Bar:
    emphasis = Emphasis.FOCUS if geo == "GBR" else Emphasis.CONTEXT
    return Bar(geo, geo, value, str(value), emphasis, low=low, high=high, **more)


def drawn(made: Chart, width: int = 640):
    root = ElementTree.fromstring(svg.render(made, width=width))
    ticks = next(g for g in root.iter(f"{SPACE}g") if g.get("data-part") == "values")
    scale = {int(float(t.text)): float(t.get("x")) for t in ticks}
    return root, scale


@pytest.mark.parametrize("width", [360, 640, 1040])
def test_the_range_and_the_dot_stand_on_the_scale(width):
    root, scale = drawn(
        chart(bar("USA", 1, 1, 1), bar("GBR", 5, 5, 10), bar("FRA", 10, 1, 11)), width
    )
    assert list(scale) == [1, 5, 10]
    rows = {g.get("data-geo"): g for g in root.iter(f"{SPACE}g") if g.get("data-geo")}
    rect = next(r for r in root.iter(f"{SPACE}rect") if r.get("height") == "12")
    left = float(rect.get("x")) + 3
    assert left == pytest.approx(scale[5], abs=0.15)
    assert left + float(rect.get("width")) - 6 == pytest.approx(scale[10], abs=0.2)
    dot = next(c for c in root.iter(f"{SPACE}circle") if c.get("fill") == LIGHT.focus)
    assert float(dot.get("cx")) == pytest.approx(scale[5], abs=0.1)
    assert len(rows) == 3
    assert max(float(r.get("x")) + float(r.get("width")) for r in root.iter(f"{SPACE}rect")) < width


def test_a_mark_to_compare_with_is_drawn_and_no_range_where_there_is_none():
    made = svg.render(chart(bar("GBR", 40, target=80), reverse=False))
    assert made.count('data-part="target"') == 1
    assert 'data-part="range"' not in made
    assert "0" in re.findall(r">(\d+)</text>", made)


def test_the_plotly_renderer_refuses_what_it_would_draw_wrongly():
    with pytest.raises(ValueError, match="SVG only"):
        plotly.figure(chart(bar("GBR", 5, 3, 8)))
