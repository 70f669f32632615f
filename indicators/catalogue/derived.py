"""Derived indicators: their order, and the breaks they take over from their parts."""

from collections.abc import Iterable
from dataclasses import replace

from indicators.catalogue.entries import Indicator


def in_order_of_parts(indicators: Iterable[Indicator], problems: list[str]) -> list[Indicator]:
    """The derived indicators, each after the derived ones it is computed from."""
    waiting = {i.id: i for i in indicators if i.formula is not None}
    ordered: list[Indicator] = []
    while waiting:
        ready = [i for i in waiting.values() if not waiting.keys() & _parts(i)]
        if not ready:
            names = ", ".join(waiting)
            problems.append(f"formulas of {names} are computed from one another in a circle")
            break
        for i in ready:
            ordered.append(waiting.pop(i.id))
    return ordered


def _parts(i: Indicator) -> set[str]:
    return set() if i.formula is None else set(i.formula.parts)


def inherit_breaks(indicators: tuple[Indicator, ...], problems: list[str]) -> tuple[Indicator, ...]:
    """Derived indicators with the breaks of their parts, so that computing hides none."""
    by_id = {i.id: i for i in indicators}
    for i in in_order_of_parts(indicators, problems):
        formula = i.formula
        if formula is None or not by_id.keys() >= _parts(i):
            continue
        inherited = list(by_id[formula.numerator].breaks)
        below = by_id[formula.denominator].breaks
        if formula.denominator_geo:
            below = tuple(
                replace(b, geo="all") for b in below if b.applies_to(formula.denominator_geo)
            )
        own = {(b.geo, b.period, b.frequency) for b in i.breaks}
        added = dict.fromkeys(
            b for b in (*inherited, *below) if (b.geo, b.period, b.frequency) not in own
        )
        by_id[i.id] = replace(i, breaks=(*i.breaks, *added))
    return tuple(by_id[i.id] for i in indicators)
