"""Colours: every pair that must be told apart can be, in both themes, and not by colour alone."""

import re
from itertools import combinations

import pytest

from indicators.charts.description import Emphasis, Point, Segment, Series
from indicators.charts.looks import comparator_positions, look
from indicators.theme import (
    COMPARATOR_STYLES,
    DARK,
    LIGHT,
    contrast,
    css_variables,
    luminance,
)

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=("light", "dark"))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_the_published_formula(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_luminance_of_mid_grey():
    assert luminance("#808080") == pytest.approx(0.2159, abs=0.0001)


@BOTH
def test_text_reaches_4_5_to_1(theme):
    for ground in (theme.background, theme.surface):
        for colour in (theme.ink, theme.muted, theme.link, theme.focus_text):
            assert contrast(colour, ground) >= 4.5, (colour, ground)
    for ground, colour in (theme.better, theme.worse, theme.neutral):
        assert contrast(colour, ground) >= 4.5


@BOTH
def test_lines_bars_and_the_axis_reach_3_to_1(theme):
    for colour in (theme.focus, *theme.comparators, theme.context, theme.bar, theme.baseline):
        assert contrast(colour, theme.background) >= 3.0, colour
    assert contrast(theme.context, theme.background) > contrast(theme.faint, theme.background)


@BOTH
def test_every_colour_is_six_digits_and_stands_in_the_css(theme):
    css = css_variables(theme)
    values = re.findall(r"--[a-z0-9-]+:(#[^;]+);", css)
    assert len(values) == css.count("--") - 1
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in values)
    assert f"--focus-text:{theme.focus_text};" in css
    assert f"--comparators-5:{theme.comparators[4]};" in css
    assert "--font:" in css


def test_the_light_palette_is_the_analysis_functions():
    assert LIGHT.focus == "#12436d"
    assert LIGHT.comparators == ("#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1")
    assert LIGHT.context == "#767676"
    assert DARK.focus != LIGHT.focus


def test_every_comparator_has_a_dash_and_marker_of_its_own():
    assert len(COMPARATOR_STYLES) == len(LIGHT.comparators) == len(DARK.comparators) == 5
    for one, other in combinations(COMPARATOR_STYLES, 2):
        assert one.dash != other.dash
        assert one.marker != other.marker
    assert all(style.dash and style.marker != "circle" for style in COMPARATOR_STYLES)


def series(emphasis, position=0):
    point = Point(x=None, label="", value=1.0, text="")
    return Series("GBR", "UK", emphasis, (Segment((point,)),), position)


@BOTH
def test_the_focus_is_thick_solid_and_bold_and_grey_is_never_bold(theme):
    focus = look(series(Emphasis.FOCUS), theme)
    grey = look(series(Emphasis.CONTEXT), theme)
    faint = look(series(Emphasis.CONTEXT), theme, labelled=False)
    third = look(series(Emphasis.COMPARATOR, 2), theme)
    assert (focus.colour, focus.width, focus.dash, focus.bold) == (theme.focus, 4.0, (), True)
    assert (grey.colour, grey.width, grey.bold) == (theme.context, 1.25, False)
    assert (faint.colour, faint.width) == (theme.faint, 1.0)
    assert third.colour == theme.comparators[2]
    assert third.dash == COMPARATOR_STYLES[2].dash
    assert third.text == theme.ink


def test_comparators_keep_the_readers_order_and_the_sixth_stays_grey():
    chosen = ("DEU", "GBR", "USA", "DEU", "FRA", "JPN", "KOR", "ITA")
    assert comparator_positions(chosen, "GBR") == {
        "DEU": 0,
        "USA": 1,
        "FRA": 2,
        "JPN": 3,
        "KOR": 4,
    }
