"""Scales and their ticks, the same for every renderer.

Turns values and dates into limits and tick texts. It knows no pixels: callers say how many ticks
fit.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.charts.description import Axis
from indicators.numbers import MINUS

_ABBREVIATIONS = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_YEAR_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200)
_MONTH_STEPS = (1, 3, 6)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: A line axis leaves zero where the values would fill less than this share of the way to it.
_LEAST_FILL = 0.2
_FEW_PERIODS = 6
#: Room at the ends of an axis, as a share of its length.
_PAD = 0.03


@dataclass(frozen=True, slots=True)
class Tick:
    """A position on an axis (a value, or a day's ordinal) and what is written there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Limits and ticks of one axis."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    log: bool = False

    def share(self, at: float) -> float:
        """How far along the axis `at` lies: 0 at `low`, 1 at `high`."""
        if self.log:
            return math.log(at / self.low) / math.log(self.high / self.low)
        return (at - self.low) / (self.high - self.low)


def starts_at_zero(values: Sequence[float], periods: int) -> bool:
    """Whether a line axis over these values of so many periods should reach zero.

    It leaves zero only where a line of several periods would lie flat far from it; a short line
    would look steeper than it is.
    """
    low, high = min(values), max(values)
    if low <= 0 <= high or periods < _FEW_PERIODS:
        return True
    far, near = max(abs(low), abs(high)), min(abs(low), abs(high))
    return far - near >= _LEAST_FILL * far


def nice_step(length: float, count: int) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that cuts `length` into `count` or fewer."""
    rough = length / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        (factor * power for factor in (1, 2, 5) if factor * power >= rough * (1 - 1e-9)), 10 * power
    )


def value_scale(low: float, high: float, axis: Axis, count: int, whole: bool = False) -> Scale:
    """The scale of a value axis that holds `low` to `high` with about `count` steps.

    `whole` says that all values are whole numbers, so that no tick falls between two.
    """
    if axis.reverse:
        return _rank_scale(high, count)
    if axis.log:
        return _log_scale(low, high, axis, count)
    if axis.from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        low, high = (low, low + 1) if axis.from_zero else (low - abs(low) / 2, high + abs(high) / 2)
    shown = axis.multiplier
    step = nice_step((high - low) * shown, count)
    step = max(step, 1.0) if whole and shown == 1.0 else step
    bottom = _end(low * shown, step, -1, fixed=axis.from_zero and low == 0)
    top = _end(high * shown, step, 1, fixed=axis.from_zero and high == 0)
    places = range(math.ceil(bottom / step - 1e-9), math.floor(top / step + 1e-9) + 1)
    values = [place * step for place in places]
    largest = max(abs(bottom), abs(top))
    ticks = tuple(Tick(v / shown, tick_text(v, axis, step, largest)) for v in values)
    return Scale(bottom / shown, top / shown, ticks)


def _log_scale(low: float, high: float, axis: Axis, count: int) -> Scale:
    """Equal ratios equally long; ticks at 1, 2 and 5 times powers of ten, or at powers alone.

    Raises:
        ValueError: a value of zero or less, which has no place on such an axis.
    """
    if low <= 0:
        raise ValueError("a log axis needs values above zero")
    bottom, top = low * axis.multiplier / 1.08, high * axis.multiplier * 1.08
    powers = range(math.floor(math.log10(bottom)) - 1, math.ceil(math.log10(top)) + 1)
    for factors in ((1, 2, 5), (1,)):
        every = [factor * 10.0**power for power in powers for factor in factors]
        inside = [v for v in every if bottom * (1 - 1e-9) <= v <= top * (1 + 1e-9)]
        if len(inside) <= count or factors == (1,):
            break
    if len(inside) < 2:
        # Two ticks at least, or nothing could be read off the axis.
        every = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
        bottom = max(v for v in every if v <= bottom)
        top = min(v for v in (*every, 10.0 ** powers[-1]) if v >= top)
        inside = [v for v in every if bottom <= v <= top * (1 + 1e-9)]
    inside = inside[:: math.ceil(len(inside) / max(count, 2))] if len(inside) > 2 else inside
    ticks = tuple(
        Tick(v / axis.multiplier, tick_text(v, axis, 10.0 ** math.floor(math.log10(v) + 1e-9), v))
        for v in inside
    )
    return Scale(bottom / axis.multiplier, top / axis.multiplier, ticks, log=True)


def _end(value: float, step: float, side: int, *, fixed: bool) -> float:
    """One limit in shown units: the next tick where it is near, else a little beyond the value."""
    if fixed:
        return value
    tick = step * (math.ceil(value / step - 1e-9) if side > 0 else math.floor(value / step + 1e-9))
    return tick if abs(tick - value) <= 0.5 * step else value + side * _PAD * 5 * step


def _rank_scale(worst: float, count: int) -> Scale:
    """First place on top; ticks at 1 and then at round places."""
    step = int(max(1.0, nice_step(max(worst - 1, 1), count)))
    start = 1 if step <= 2 else step
    places = sorted({1, *range(start, int(worst) + 1, step)})
    room = max(0.5, _PAD * worst)
    ticks = tuple(Tick(place, str(place)) for place in places)
    return Scale(1 - room, max(worst, 2) + room, ticks)


def tick_text(shown: float, axis: Axis, step: float, largest: float) -> str:
    """A tick in its unit: "£20bn", "2.5%", "1,500"; all ticks of an axis share size and decimals.

    `shown`, `step` and `largest` (the largest value on the axis) are in the unit's own noun.
    """
    size, ending = next(((s, e) for s, e in _ABBREVIATIONS if largest >= s), (1.0, ""))
    decimals = max(0, -math.floor(math.log10(step / size) + 1e-9))
    number = abs(shown) / size
    if number < 10 ** -(decimals + 2):
        return f"{axis.prefix}0{axis.suffix}"
    sign = MINUS if shown < 0 else ""
    return f"{sign}{axis.prefix}{number:,.{decimals}f}{ending}{axis.suffix}"


def year_long(frequency: str) -> bool:
    """Whether a period of this frequency is a year or more, labelled as such on the axis."""
    return frequency in ("A", "FY", "MY")


#: Shorter periods over this many days are labelled by year, under it by month.
LONG_SPAN = 3 * 365


def time_scale(periods: Mapping[date, str], frequency: str, count: int, count_of_own: int) -> Scale:
    """The scale of a time axis, in ordinals, over periods given by middle day and label.

    Where the periods' own labels stand clear of each other (`count_of_own` would fit side by side)
    they are the ticks. Else yearly values are labelled at themselves, and shorter periods at the
    first day of a year or month, with at most about `count` ticks.
    """
    first, last = min(periods), max(periods)
    pad = max((last - first).days * 0.006, 1.0) if first != last else 183.0
    low, high = first.toordinal() - pad, last.toordinal() + pad
    own = _own_ticks(periods, (high - low) / max(count_of_own, 1), all_=frequency != "MY")
    if own:
        ticks = own
    elif year_long(frequency):
        ticks = _year_ticks(first, last, frequency, count)
    elif (last - first).days >= LONG_SPAN:
        ticks = _new_year_ticks(first, last, count)
    else:
        ticks = _month_ticks(first, last, count)
    ticks = [tick for tick in ticks if low <= tick.at <= high]
    if len(ticks) < 2 <= count_of_own and first != last:
        ticks = [Tick(day.toordinal(), periods[day]) for day in (first, last)]
    return Scale(low, high, tuple(ticks))


def _own_ticks(periods: Mapping[date, str], clear: float, *, all_: bool) -> list[Tick]:
    """The periods as ticks, newest kept first; none where not all stand `clear` and `all_` must."""
    kept: list[Tick] = []
    for day in sorted(periods, reverse=True):
        if not kept or kept[-1].at - day.toordinal() >= clear:
            kept.append(Tick(day.toordinal(), periods[day]))
    return kept[::-1] if len(kept) == len(periods) or not all_ else []


def _year_step(years: int, count: int) -> int:
    return next((s for s in _YEAR_STEPS if years // s < max(count, 2)), _YEAR_STEPS[-1])


def _year_ticks(first: date, last: date, frequency: str, count: int) -> list[Tick]:
    step = _year_step(last.year - first.year, count)
    middle = (10, 1) if frequency == "FY" else (7, 2)
    years = range(first.year + (-first.year % step), last.year + 1, step)
    return [Tick(date(y, *middle).toordinal(), _year_text(y, frequency)) for y in years]


def _year_text(year: int, frequency: str) -> str:
    return f"{year}-{(year + 1) % 100:02d}" if frequency == "FY" else str(year)


def _new_year_ticks(first: date, last: date, count: int) -> list[Tick]:
    step = _year_step(last.year - first.year, count)
    years = range(first.year + (-first.year % step), last.year + 1, step)
    return [Tick(date(y, 1, 1).toordinal(), str(y)) for y in years]


def _month_ticks(first: date, last: date, count: int) -> list[Tick]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    step = next((s for s in _MONTH_STEPS if (end - start) / s <= max(count - 1, 1)), 12)
    months = range(start + (-start % step), end + 1, step)
    return [
        Tick(date(m // 12, m % 12 + 1, 1).toordinal(), f"{_MONTHS[m % 12]} {m // 12}")
        for m in months
    ]
