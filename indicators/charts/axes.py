"""The value axis of an indicator, from its unit and price basis.

It does not choose limits or ticks: see `scales`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from indicators.catalogue import PRICE_BASES, Indicator, Unit
from indicators.charts.description import Axis
from indicators.errors import NoDataError

#: Writes a stored value for readers: 2.75 becomes "2.75%".
Number = Callable[[float], str]

_PPP = "purchasing power parities"


def axis_for(unit: Unit, indicator: Indicator, *, from_zero: bool) -> Axis:
    """Unit and price basis as the axis title, the unit's signs for its ticks.

    Where ticks say "£20bn" the title gives the price basis alone, and "number" where they count.
    """
    basis = PRICE_BASES[indicator.price_basis]
    if _PPP in unit.label and not unit.words:
        basis = basis.removeprefix(f"{_PPP}, ")
    named = ("" if unit.prefix else "number") if unit.words else unit.label
    return Axis(
        title=", ".join(part for part in (named, basis) if part),
        prefix=unit.prefix,
        suffix=unit.suffix,
        multiplier=unit.multiplier,
        words=unit.words,
        from_zero=from_zero,
        reverse=unit.ordinal,
    )


def log_axis(axis: Axis, values: Sequence[float], indicator: Indicator) -> Axis:
    """The axis with a log scale.

    Raises:
        NoDataError: a value is not above zero, or the values are ranks.
    """
    if axis.reverse or min(values) <= 0:
        why = "they are ranks" if axis.reverse else "some are zero or less"
        raise NoDataError(
            f"{indicator.title} cannot be shown on a log scale, because {why}. "
            "Choose the linear scale instead."
        )
    return replace(axis, log=True, from_zero=False)
