"""Periods: text in a file becomes first day, last day and the reader's label."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.errors import ValidationError
from indicators.periods import FREQUENCIES, Period, parse_period

EXAMPLES = [
    ("2022", "A", date(2022, 1, 1), date(2022, 12, 31), "2022"),
    ("2020-21", "FY", date(2020, 4, 1), date(2021, 3, 31), "2020-21"),
    ("1999-00", "FY", date(1999, 4, 1), date(2000, 3, 31), "1999-00"),
    ("2025-H1", "S", date(2025, 1, 1), date(2025, 6, 30), "H1 2025"),
    ("2025-H2", "S", date(2025, 7, 1), date(2025, 12, 31), "H2 2025"),
    ("2021-Q3", "Q", date(2021, 7, 1), date(2021, 9, 30), "Q3 2021"),
    ("2024-02", "M", date(2024, 2, 1), date(2024, 2, 29), "Feb 2024"),
    ("2021-11", "R3", date(2021, 9, 1), date(2021, 11, 30), "Sep to Nov 2021"),
    ("2021-01", "R3", date(2020, 11, 1), date(2021, 1, 31), "Nov 2020 to Jan 2021"),
    ("2025-07-31", "D", date(2025, 7, 31), date(2025, 7, 31), "31 Jul 2025"),
    ("2015-2019", "MY", date(2015, 1, 1), date(2019, 12, 31), "2015 to 2019"),
]


@pytest.mark.parametrize(("text", "frequency", "start", "end", "label"), EXAMPLES)
def test_each_form(text, frequency, start, end, label):
    assert parse_period(text, frequency) == Period(start, end, frequency, label)


def test_every_frequency_has_an_example():
    assert {frequency for _, frequency, *_ in EXAMPLES} == set(FREQUENCIES)


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2022", "Y"),
        ("2022 ", "A"),
        ("22", "A"),
        ("2020-22", "FY"),
        ("2020/21", "FY"),
        ("2021-Q5", "Q"),
        ("2021 Q1", "Q"),
        ("2021-13", "M"),
        ("2021-00", "R3"),
        ("2025-02-30", "D"),
        ("2019-2015", "MY"),
        ("2025-H3", "S"),
        ("", "A"),
    ],
)
def test_other_text_is_refused_with_the_text_and_the_forms(text, frequency):
    with pytest.raises(ValidationError, match="cannot be read") as error:
        parse_period(text, frequency)
    assert repr(text) in str(error.value)
    assert "Frequencies are A, FY" in str(error.value)


@given(st.integers(1000, 9997), st.sampled_from(["A", "FY", "S", "Q", "M"]))
def test_periods_of_a_year_follow_each_other_without_gap(year, frequency):
    texts = {
        "A": [f"{year}", f"{year + 1}"],
        "FY": [f"{y}-{(y + 1) % 100:02d}" for y in (year, year + 1)],
        "S": [f"{year}-H1", f"{year}-H2"],
        "Q": [f"{year}-Q{q}" for q in range(1, 5)],
        "M": [f"{year}-{m:02d}" for m in range(1, 13)],
    }[frequency]
    periods = [parse_period(text, frequency) for text in texts]
    for earlier, later in zip(periods, periods[1:], strict=False):
        assert later.start - earlier.end == timedelta(days=1)
        assert earlier < later


@given(st.text(max_size=12), st.sampled_from(sorted(FREQUENCIES)))
def test_any_text_is_read_or_refused(text, frequency):
    try:
        period = parse_period(text, frequency)
    except ValidationError:
        return
    assert period.start <= period.end
    assert period.frequency == frequency
