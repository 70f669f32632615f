"""Periods: years, fiscal years, quarters, months, rolling windows and dates as one shape.

A period's text in a seed or source file becomes first day, last day and a label for readers.
It does not convert one frequency into another.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from indicators.errors import ValidationError

#: Frequency codes. A, S, Q, M and D are SDMX's (CL_FREQ); the others name periods it lacks.
FREQUENCIES = {
    "A": "calendar year",
    "FY": "fiscal year, April to March",
    "S": "half-year",
    "Q": "quarter",
    "M": "month",
    "R3": "three months ending in the month",
    "D": "one day",
    "MY": "several years",
}

_MONTHS = tuple(calendar.month_abbr)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last day (both inside the period), frequency code and reader's label."""

    start: date
    end: date
    frequency: str
    label: str


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(match: re.Match[str]) -> Period:
    year = int(match[1])
    return Period(date(year, 1, 1), date(year, 12, 31), "A", str(year))


def _fiscal(match: re.Match[str]) -> Period:
    year = int(match[1])
    if int(match[2]) != (year + 1) % 100:
        raise ValueError("a fiscal year ends in the year after it starts")
    return Period(date(year, 4, 1), date(year + 1, 3, 31), "FY", f"{year}-{match[2]}")


def _half(match: re.Match[str]) -> Period:
    year, half = int(match[1]), int(match[2])
    first = 6 * half - 5
    return Period(date(year, first, 1), _month_end(year, first + 5), "S", f"H{half} {year}")


def _quarter(match: re.Match[str]) -> Period:
    year, quarter = int(match[1]), int(match[2])
    first = 3 * quarter - 2
    return Period(date(year, first, 1), _month_end(year, first + 2), "Q", f"Q{quarter} {year}")


def _month(match: re.Match[str]) -> Period:
    year, month = int(match[1]), int(match[2])
    return Period(date(year, month, 1), _month_end(year, month), "M", f"{_MONTHS[month]} {year}")


def _rolling(match: re.Match[str]) -> Period:
    year, month = int(match[1]), int(match[2])
    first_year, first = (year, month - 2) if month > 2 else (year - 1, month + 10)
    start = _MONTHS[first] if first_year == year else f"{_MONTHS[first]} {first_year}"
    label = f"{start} to {_MONTHS[month]} {year}"
    return Period(date(first_year, first, 1), _month_end(year, month), "R3", label)


def _day(match: re.Match[str]) -> Period:
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return Period(day, day, "D", f"{day.day} {_MONTHS[day.month]} {day.year}")


def _years(match: re.Match[str]) -> Period:
    first, last = int(match[1]), int(match[2])
    if last <= first:
        raise ValueError("the last year must come after the first")
    return Period(date(first, 1, 1), date(last, 12, 31), "MY", f"{first} to {last}")


_FORMS = {
    "A": (re.compile(r"(\d{4})"), _year),
    "FY": (re.compile(r"(\d{4})-(\d{2})"), _fiscal),
    "S": (re.compile(r"(\d{4})-H([12])"), _half),
    "Q": (re.compile(r"(\d{4})-Q([1-4])"), _quarter),
    "M": (re.compile(r"(\d{4})-(\d{2})"), _month),
    "R3": (re.compile(r"(\d{4})-(\d{2})"), _rolling),
    "D": (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), _day),
    "MY": (re.compile(r"(\d{4})-(\d{4})"), _years),
}


@lru_cache(maxsize=20_000)
def parse_period(text: str, frequency: str) -> Period:
    """The period that `text` names at this frequency.

    Forms: A `2022`; FY `2020-21`; S `2025-H1`; Q `2021-Q3`; M `2021-11`; R3 `2021-11` (the
    window's last month); D `2025-07-31`; MY `2015-2019`.

    Raises:
        ValidationError: the frequency is unknown or the text has another form.
    """
    try:
        pattern, build = _FORMS[frequency]
        match = pattern.fullmatch(text)
        if match is None:
            raise ValueError("it has another form")
        return build(match)
    except (KeyError, ValueError, IndexError) as reason:
        known = ", ".join(FREQUENCIES)
        raise ValidationError(
            f"period {text!r} cannot be read at frequency {frequency!r}: {reason}. "
            f"Frequencies are {known}; see indicators/periods.py for their forms."
        ) from None
