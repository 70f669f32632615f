"""The value axis of an indicator, from its unit and price basis.

It does not choose limits or ticks: see `scales`.
"""

from collections.abc import Callable

from indicators.catalogue import PRICE_BASES, Indicator, Unit
from indicators.charts.description import Axis

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
