"""Rows of dots: one for each place, with the marks where the places are."""

import re

import pytest

from indicators.charts.strip import PlaceMark, Strip, key, strip
from indicators.theme import DARK, LIGHT, contrast


def drawn(svg: str, fill: str) -> list[float]:
    """Centres, from left to right, of the filled circles of one colour."""
    found = re.findall(rf'<circle cx="([\d.]+)"[^>]*fill="{fill}"', svg)
    return [float(x) for x in found]


def test_every_place_has_a_dot_and_the_country_its_mark():
    svg = strip(Strip(5, (PlaceMark("focus", 2),)), width=96)
    assert drawn(svg, LIGHT.context) == [8, 28, 48, 68, 88]
    assert drawn(svg, LIGHT.focus) == [28]
    assert 'aria-hidden="true"' in svg


def test_a_move_leads_from_a_ring_at_the_earlier_place():
    svg = strip(Strip(5, (PlaceMark("focus", 2, before=4),)), width=96)
    assert '<line x1="68" x2="28"' in svg
    assert 'cx="68" cy="10" r="3.4" fill="none"' in svg


def test_without_a_move_there_is_no_ring():
    assert "<line" not in strip(Strip(5, (PlaceMark("focus", 2, before=2),)))


def test_the_second_country_has_another_shape_and_lies_below():
    marks = (PlaceMark("focus", 3), PlaceMark("beside", 3))
    svg = strip(Strip(5, marks))
    assert svg.index("<polygon") < svg.index(f'fill="{LIGHT.focus}"')


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_marks_are_seen_on_their_ground(theme):
    for who in ("focus", "beside"):
        fill = re.search(r'fill="(#\w+)"', key(who, theme=theme.name))[1]
        assert contrast(fill, theme.background) >= 3


@pytest.mark.parametrize(
    "mark", [PlaceMark("focus", 0), PlaceMark("focus", 6), PlaceMark("them", 1)]
)
def test_a_place_that_is_none_is_refused(mark):
    with pytest.raises(ValueError, match="no mark on a strip of 5 places"):
        Strip(5, (mark,))


def test_an_earlier_place_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no mark"):
        Strip(5, (PlaceMark("focus", 1, before=6),))
