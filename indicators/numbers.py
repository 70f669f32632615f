"""Numbers, ranks and dates as they are written for readers, and read back.

The one module that does so. It does not choose what to say, nor compute what it is given.
"""

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from indicators.catalogue import Unit
from indicators.errors import ValidationError

MINUS = "−"
EN_DASH = "–"

_WORDS = (
    ("trillion", Decimal("1e12")),
    ("billion", Decimal("1e9")),
    ("million", Decimal("1e6")),
)
_WORD_SIZES = {"": Decimal(1), **dict(_WORDS)}

#: A small value is given up to this many further decimals; beyond them it is written as zero.
_EXTRA_DECIMALS = 4

_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_NUMBER = re.compile(
    r"(?P<sign>[−-]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<word> (?:million|billion|trillion))?(?P<ordinal>st|nd|rd|th)?"
)


def _decimal(value: float) -> Decimal:
    """The number as it prints, so that 2.675 is rounded as 2.675 and not as 2.67499…"""
    number = float(value)
    if not math.isfinite(number):
        raise ValidationError(
            f"{value!r} is not a number to write. A missing figure is told with its reason instead."
        )
    return Decimal(repr(number))


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _visible_decimals(number: Decimal, decimals: int) -> int:
    """More decimals for a number below 1, up to two significant digits where it has them."""
    if number == 0 or abs(_rounded(number, decimals)) >= 1:
        return decimals
    wanted = 1 - number.adjusted()
    if wanted > decimals + _EXTRA_DECIMALS:
        return decimals
    shown = _rounded(number, max(wanted, decimals)).normalize()
    return max(decimals, -int(shown.as_tuple().exponent))


def _in_words(number: Decimal, decimals: int | None, usual: int) -> tuple[Decimal, int, str]:
    """The size (million, billion, trillion) whose rounded number is at least 1, and that number."""
    for position in range(len(_WORDS) - 1, -1, -1):
        word, size = _WORDS[position]
        # A unit that counts in whole thousands still says 1.6 million, and not 2 million.
        places = max(usual, 1) if decimals is None else decimals
        shown = _rounded(number / size, places)
        if position == len(_WORDS) - 1 and abs(_rounded(number, 0)) < size:
            break
        if abs(shown) < 1000 or position == 0:
            return shown, places, f" {word}"
    places = decimals if decimals is not None else (0 if abs(number) >= 1000 else usual)
    if decimals is None:
        places = _visible_decimals(number, places)
    return _rounded(number, places), places, ""


def format_value(value: float, unit: Unit, *, decimals: int | None = None) -> str:
    """A stored value in its unit: "£316.3 billion", "2.75%", "14,164", "4th".

    Rounded half up to `decimals`, or to the unit's own. A value below 1 is given up to four more
    decimals where two significant digits ask for them.

    Raises:
        ValidationError: the value is missing or infinite.
    """
    number = _decimal(value) * Decimal(repr(unit.multiplier))
    if unit.words:
        shown, places, word = _in_words(number, decimals, unit.decimals)
    elif unit.ordinal:
        places, word = (1 if decimals is None else decimals), ""
        shown = _rounded(number, places)
        if shown == shown.to_integral_value() and shown >= 1:
            return ordinal(int(shown))
    else:
        places = _visible_decimals(number, unit.decimals) if decimals is None else decimals
        shown, word = _rounded(number, places), ""
    sign = MINUS if shown < 0 else ""
    return f"{sign}{unit.prefix}{abs(shown):,.{places}f}{word}{unit.suffix}"


def format_exact(value: float) -> str:
    """A number as it is held: nothing rounded, no thousands marks, a true minus sign.

    3.0 is "3"; what is not a number is "NaN", "inf" or "−inf".
    """
    text = repr(value).removesuffix(".0")
    text = "NaN" if text == "nan" else text
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text


def format_significant(value: float, digits: int = 6) -> str:
    """A number without a unit, to so many significant digits: "1,234,570", "2.75336", "−0.5".

    Beyond 10^15 and below 10^-6 it is written with a power of ten: "1.5e+20".

    Raises:
        ValidationError: the value is missing or infinite.
    """
    number = Context(prec=digits, rounding=ROUND_HALF_UP).plus(_decimal(value))
    if number != 0 and not Decimal("1e-6") <= abs(number) < Decimal("1e15"):
        return format_exact(float(number))
    sign = MINUS if number < 0 else ""
    return f"{sign}{abs(number).normalize():,f}"


def shared_decimals(values: Iterable[float], unit: Unit) -> int | None:
    """The decimals with which to write values that stand in one column; None leaves each its own.

    As many as the value that needs the most, so that 0.0045% stands below 0.0050%. Units written
    in words and ranks keep their own, and so does a column in which a value of 1 or more would
    be written finer than its unit allows.
    """
    if unit.words or unit.ordinal:
        return None
    numbers = [_decimal(value) * Decimal(repr(unit.multiplier)) for value in values]
    most = max((_visible_decimals(number, unit.decimals) for number in numbers), default=0)
    finest = most > unit.decimals + 1 and any(abs(number) >= 1 for number in numbers)
    return None if finest or most == unit.decimals else most


def format_with_phrase(value: float, unit: Unit, *, decimals: int | None = None) -> str:
    """The value with the words that follow it in a sentence: "2.75% of GDP"."""
    text = format_value(value, unit, decimals=decimals)
    return f"{text} {unit.phrase}" if unit.phrase else text


def format_difference(one: float, other: float, unit: Unit) -> str:
    """How far apart two values are, in the unit's own terms and without a sign.

    "0.15 percentage points", "2 places", "£3.2 billion", "9 companies", "1,204".
    """
    apart = float(abs(_decimal(one) - _decimal(other)))
    if not unit.change:
        return format_with_phrase(apart, unit)
    plain = Unit(id=unit.id, label=unit.label, decimals=unit.decimals)
    text = format_value(apart, plain)
    noun = unit.change
    if text == "1" and noun.endswith("s"):
        noun = noun.removesuffix("s")
    return f"{text} {noun}"


def format_change(old: float, new: float, unit: Unit) -> str:
    """The size of a change, without a sign: "0.15 percentage points", or relative: "12.3%".

    Shares, scores and ranks change by a difference. Other units change by a percentage of `old`,
    or by a difference where `old` is zero or negative and a percentage would mean nothing.
    """
    if unit.change or old <= 0 or new < 0:
        return format_difference(old, new, unit)
    change = abs(_decimal(new) / _decimal(old) - 1) * 100
    places = 0 if change >= 100 else _visible_decimals(change, 1)
    return f"{_rounded(change, places):,.{places}f}%"


def format_move(old: float, new: float, unit: Unit) -> str:
    """A change with its direction in words: "up 0.15 percentage points", "down 12.3%"."""
    return f"{'up' if new > old else 'down'} {format_change(old, new, unit)}"


def format_growth(share: float) -> str:
    """A relative change with its sign: "+51%", "−6%", "+0.4%", "0%"."""
    change = _decimal(share) * 100
    places = 0 if abs(change) >= 1 else 1
    shown = _rounded(change, places)
    if shown == 0:
        return "0%"
    return f"{MINUS if shown < 0 else '+'}{abs(shown):,.{places}f}%"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 22nd."""
    tens = abs(number) % 100
    ending = "th" if 10 <= tens <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(tens % 10, "th")
    return f"{number:,}{ending}"


def rank_text(rank: int, n: int | None = None, tied: bool = False) -> str:
    """A rank: "joint 4th of 22"; without `n`, "joint 4th"."""
    of = "" if n is None else f" of {n:,}"
    return f"{'joint ' if tied else ''}{ordinal(rank)}{of}"


def range_text(first: int | str, last: int | str) -> str:
    """A range of ranks (whole numbers), "3rd to 6th", or of periods (labels), "2018–2023".

    Years are joined by an en dash, other labels by "to", those that hold a "to" themselves by a
    spaced en dash; equal ends are written once.
    """
    if isinstance(first, int) and isinstance(last, int):
        return ordinal(first) if first == last else f"{ordinal(first)} to {ordinal(last)}"
    start, end = str(first), str(last)
    if start == end:
        return start
    if start.isdigit() and end.isdigit():
        return f"{start}{EN_DASH}{end}"
    windows = " to " in start or " to " in end
    return f"{start} {EN_DASH} {end}" if windows else f"{start} to {end}"


def _unreadable(text: str, unit: Unit) -> ValidationError:
    return ValidationError(
        f"{text!r} is not a number in the unit {unit.id!r} as this project writes them. "
        f"Give it as in {format_value(1234.5, unit)!r}."
    )


def _read(text: str, unit: Unit) -> tuple[Decimal, Decimal]:
    """The number in the unit, and the size of its last written digit."""
    body = text.strip().removesuffix(unit.phrase).strip().removesuffix(unit.suffix)
    if unit.prefix:
        body = body.replace(unit.prefix, "", 1)
    match = _NUMBER.fullmatch(body)
    if match is None or (match["word"] and not unit.words):
        raise _unreadable(text, unit)
    size = _WORD_SIZES[(match["word"] or "").strip()] / Decimal(repr(unit.multiplier))
    digits = match["digits"].replace(",", "") + (match["fraction"] or "")
    number = Decimal(digits) * size
    step = Decimal(1).scaleb(-len((match["fraction"] or ".")[1:])) * size
    return (-number if match["sign"] else number), step


def parse_number(text: str, unit: Unit) -> float:
    """The stored value that `text` shows, to the precision it shows: inverse of `format_value`.

    Raises:
        ValidationError: the text is not a number in this unit.
    """
    return float(_read(text, unit)[0])


def shown_step(text: str, unit: Unit) -> float:
    """The size of the last written digit, in stored terms: 0.01 for "2.75%"."""
    return float(_read(text, unit)[1])


def format_date(day: date) -> str:
    """24 July 2026."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def format_date_label(text: str) -> str:
    """A publication date to the precision it is known: `2026-07-24`, `2022-04` or `2023`.

    Gives "24 July 2026", "April 2022", "2023". Other words ("spring 2026") are left as they are.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip())
    if match is None:
        return text.strip()
    year, month, day = match.groups()
    if month is None:
        return year
    try:
        known = date(int(year), int(month), int(day or 1))
    except ValueError as reason:
        raise ValidationError(f"{text!r} is not a date: {reason}.") from None
    return format_date(known) if day else f"{_MONTHS[known.month]} {year}"
