"""Numbers written for readers: literal cases, and every one read back to the precision shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import numbers
from indicators.catalogue import Unit, load_catalogue
from indicators.errors import ValidationError

PCT = Unit(
    "pct_gdp", "% of GDP", suffix="%", decimals=2, change="percentage points", phrase="of GDP"
)
GBP_MILLION = Unit("gbp_million", "£ million", prefix="£", multiplier=1e6, words=True)
USD = Unit("usd", "US$", prefix="US$", words=True)
USD_BILLION = Unit("usd_billion", "US$ billion", prefix="US$", multiplier=1e9, words=True)
COUNT = Unit("count", "number", decimals=0)
RANK = Unit("rank", "rank", decimals=0, change="places", ordinal=True)
SCORE = Unit("score", "score", decimals=1, change="points")
UNITS = load_catalogue().units


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (316300, GBP_MILLION, "£316.3 billion"),
        (2.75, PCT, "2.75%"),
        (2.675, PCT, "2.68%"),
        (14164, COUNT, "14,164"),
        (390.9e9, USD, "US$390.9 billion"),
        (11.6, USD_BILLION, "US$11.6 billion"),
        (0.5, USD_BILLION, "US$500.0 million"),
        (999.94, GBP_MILLION, "£999.9 million"),
        (999.95, GBP_MILLION, "£1.0 billion"),
        (999_999.96, GBP_MILLION, "£1.0 trillion"),
        (1_234_567_890, GBP_MILLION, "£1,234.6 trillion"),
        (0.9999994, GBP_MILLION, "£999,999"),
        (0.9999996, GBP_MILLION, "£1.0 million"),
        (0.45, GBP_MILLION, "£450,000"),
        (12.34, USD, "US$12.3"),
        (-3200, GBP_MILLION, "−£3.2 billion"),
        (-0.3, PCT, "−0.30%"),
        (0.0, PCT, "0.00%"),
        (-0.0, COUNT, "0"),
        (0.003, PCT, "0.003%"),
        (0.3, COUNT, "0.3"),
        (0.1573, SCORE, "0.16"),
        (0.5, SCORE, "0.5"),
        (0.03642, PCT, "0.036%"),
        (0.996, SCORE, "1.0"),
        (0.0996, COUNT, "0.1"),
        (-0.0342, SCORE, "−0.034"),
        (1e-12, COUNT, "0"),
        (1577, Unit("thousand", "thousand", multiplier=1e3, decimals=0, words=True), "1.6 million"),
        (36, Unit("thousand", "thousand", multiplier=1e3, decimals=0, words=True), "36,000"),
        (4, RANK, "4th"),
        (101, RANK, "101st"),
        (4.5, Unit("rank", "rank", decimals=1, ordinal=True), "4.5"),
    ],
)
def test_values_as_readers_see_them(value, unit, text):
    assert numbers.format_value(value, unit) == text


def test_decimals_can_be_asked_for():
    assert numbers.format_value(2.75, PCT, decimals=0) == "3%"
    assert numbers.format_value(1000, GBP_MILLION, decimals=0) == "£1 billion"
    assert numbers.format_with_phrase(2.75, PCT) == "2.75% of GDP"


@pytest.mark.parametrize(
    ("values", "unit", "written"),
    [
        ([0.005, 0.0045], PCT, ["0.0050%", "0.0045%"]),
        ([0.082, 0.13, 0.09], SCORE, ["0.082", "0.130", "0.090"]),
        ([2.7, 0.85], SCORE, ["2.70", "0.85"]),
        ([30.1, 0.0123], SCORE, ["30.1", "0.012"]),
        ([2.75, 13.0], PCT, ["2.75%", "13.00%"]),
        ([316300, 0.45], GBP_MILLION, ["£316.3 billion", "£450,000"]),
        ([4, 12], RANK, ["4th", "12th"]),
        ([], PCT, []),
    ],
)
def test_a_column_is_written_with_as_many_decimals_as_its_finest_value(values, unit, written):
    places = numbers.shared_decimals(values, unit)
    assert [numbers.format_value(v, unit, decimals=places) for v in values] == written


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_missing_value_is_never_written(value):
    with pytest.raises(ValidationError, match="missing figure"):
        numbers.format_value(value, PCT)


@pytest.mark.parametrize(
    ("old", "new", "unit", "text"),
    [
        (2.90, 2.75, PCT, "0.15 percentage points"),
        (100, 112.3, COUNT, "12.3%"),
        (112.3, 100, COUNT, "11.0%"),
        (3.66, 11.6, USD_BILLION, "217%"),
        (4, 6, RANK, "2 places"),
        (4, 5, RANK, "1 place"),
        (59.7, 61.0, SCORE, "1.3 points"),
        (0, 5, COUNT, "5"),
        (-2.0, 3.0, USD_BILLION, "US$5.0 billion"),
        (7, 7, COUNT, "0.0%"),
    ],
)
def test_changes(old, new, unit, text):
    assert numbers.format_change(old, new, unit) == text


def test_difference_is_in_the_units_own_terms():
    assert numbers.format_difference(11.6, 13.5, USD_BILLION) == "US$1.9 billion"
    assert numbers.format_difference(57, 43, COUNT) == "14"
    assert numbers.format_difference(1.66, 1.62, PCT) == "0.04 percentage points"
    per_million = Unit("per_million", "per million people", phrase="per million people")
    assert numbers.format_difference(92.4, 89.2, per_million) == "3.2 per million people"
    assert numbers.format_difference(2.75, 3.12, PCT) == "0.37 percentage points"


def test_ordinals():
    shown = " ".join(
        numbers.ordinal(n) for n in (1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 23, 111, 1001)
    )
    assert shown == "1st 2nd 3rd 4th 10th 11th 12th 13th 21st 22nd 23rd 111th 1,001st"


def test_ranks_and_ranges():
    assert numbers.rank_text(4, 22, tied=True) == "joint 4th of 22"
    assert numbers.rank_text(1, 20) == "1st of 20"
    assert numbers.rank_text(2) == "2nd"
    assert numbers.range_text(3, 6) == "3rd to 6th"
    assert numbers.range_text(3, 3) == "3rd"
    assert numbers.range_text("2018", "2023") == "2018–2023"
    assert numbers.range_text("2023", "2023") == "2023"
    assert numbers.range_text("2020-21", "2023-24") == "2020-21 to 2023-24"
    assert numbers.range_text("2015 to 2019", "2020 to 2024") == "2015 to 2019 – 2020 to 2024"


def test_dates():
    assert numbers.format_date(date(2026, 7, 24)) == "24 July 2026"
    assert numbers.format_date_label("2026-06-30") == "30 June 2026"
    assert numbers.format_date_label("2022-04") == "April 2022"
    assert numbers.format_date_label("2023") == "2023"
    assert numbers.format_date_label("spring 2026") == "spring 2026"
    with pytest.raises(ValidationError, match="2026-13"):
        numbers.format_date_label("2026-13")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("£316.3 billion", GBP_MILLION, 316300),
        ("−£3.2 billion", GBP_MILLION, -3200),
        ("-2.75%", PCT, -2.75),
        ("2.75% of GDP", PCT, 2.75),
        ("14,164", COUNT, 14164),
        ("4th", RANK, 4),
        ("US$1 trillion", USD_BILLION, 1000),
    ],
)
def test_numbers_read_back(text, unit, value):
    assert numbers.parse_number(text, unit) == value


@pytest.mark.parametrize("text", ["", "about 5", "1,23", "5 million", "£5", "5%"])
def test_what_is_not_a_number_in_the_unit_is_refused(text):
    with pytest.raises(ValidationError, match="is not a number in the unit 'count'"):
        numbers.parse_number(text, COUNT)


def test_size_of_the_last_digit():
    assert numbers.shown_step("2.75%", PCT) == 0.01
    assert numbers.shown_step("US$11.6 billion", USD_BILLION) == 0.1
    assert numbers.shown_step("£1 trillion", GBP_MILLION) == 1_000_000
    assert numbers.shown_step("14,164", COUNT) == 1


@given(
    value=st.floats(-1e9, 1e9, allow_nan=False),
    unit=st.sampled_from(UNITS),
    decimals=st.none() | st.integers(0, 4),
)
def test_every_number_reads_back_to_the_precision_shown(value, unit, decimals):
    text = numbers.format_value(value, unit, decimals=decimals)
    again = numbers.parse_number(text, unit)
    assert abs(again - value) <= numbers.shown_step(text, unit) / 2 * (1 + 1e-9)
    assert numbers.format_value(again, unit, decimals=decimals) == text


@given(st.floats(1e6, 1e15), st.sampled_from([u for u in UNITS if u.words]))
def test_words_never_hold_a_thousand_of_themselves(amount, unit):
    text = numbers.format_value(amount / unit.multiplier, unit)
    number, word = text.removeprefix(unit.prefix).split()
    assert 1 <= float(number.replace(",", "")) < 1000 or word == "trillion"


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.512, "+51%"),
        (-0.0625, "−6%"),
        (0.0044, "+0.4%"),
        (-0.0044, "−0.4%"),
        (0.0004, "0%"),
        (0.0, "0%"),
        (0.0095, "+1.0%"),
        (11.0, "+1,100%"),
        (-1.0, "−100%"),
    ],
)
def test_growth_is_written_with_its_sign(share, written):
    assert numbers.format_growth(share) == written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (3.0, "3"),
        (-0.5, "−0.5"),
        (2.753363172, "2.753363172"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e300, "1e+300"),
        (10**20, "100000000000000000000"),
        (float("nan"), "NaN"),
        (float("-inf"), "−inf"),
    ],
)
def test_format_exact_rounds_nothing(value, text):
    assert numbers.format_exact(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.753363172, "2.75336"),
        (-0.5, "−0.5"),
        (3.0, "3"),
        (0, "0"),
        (-0.0, "0"),
        (1234567.8, "1,234,570"),
        (999999.95, "1,000,000"),
        (2.0000005, "2"),
        (0.000123456789, "0.000123457"),
        (1.5e20, "1.5e+20"),
        (-1.23456789e-9, "−1.23457e-09"),
    ],
)
def test_format_significant(value, text):
    assert numbers.format_significant(value) == text


def test_what_is_no_number_has_no_digits():
    with pytest.raises(ValidationError):
        numbers.format_significant(float("nan"))
