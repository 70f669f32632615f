"""What may be wrong with a declaration, each fault in a sentence."""

from collections.abc import Iterable, Iterator, Mapping

from indicators.areas import Areas
from indicators.catalogue.code_lists import (
    BASES,
    BREAK_KINDS,
    DIRECTIONS,
    INDEX_PILLARS,
    LICENCES,
    PRICE_BASES,
    STATISTICS_STATUSES,
)
from indicators.catalogue.entries import Break, Event, Indicator, Theme, Unit
from indicators.errors import ValidationError
from indicators.periods import FREQUENCIES, parse_period


def _is_period(text: str, frequency: str) -> bool:
    try:
        parse_period(text, frequency)
    except ValidationError:
        return False
    return True


def _choice(where: str, key: str, value: str, allowed: Iterable[str]) -> list[str]:
    if value in allowed:
        return []
    return [f"{where}: {key} {value!r} is none of {', '.join(allowed)}"]


def _choice_problems(where: str, i: Indicator, units: set[str], themes: set[str]) -> Iterator[str]:
    yield from _choice(where, "theme", i.theme, sorted(themes))
    yield from _choice(where, "unit", i.unit, sorted(units))
    yield from _choice(where, "price_basis", i.price_basis, PRICE_BASES)
    yield from _choice(where, "direction", i.direction, DIRECTIONS)
    yield from _choice(where, "statistics_status", i.statistics_status, STATISTICS_STATUSES)
    yield from _choice(where, "licence", i.licence, LICENCES)
    yield from _choice(where, "coverage", i.coverage, ("international", "uk"))
    yield from _choice(where, "display", i.display, ("line", "points"))
    yield from _choice(where, "basis", i.basis, BASES)
    for frequency in i.frequencies:
        yield from _choice(where, "frequencies", frequency, FREQUENCIES)


def _wording_problems(where: str, i: Indicator) -> Iterator[str]:
    if len(i.short.split()) > 30:
        yield f"{where}: short has {len(i.short.split())} words; 30 is the most"
    for key in ("title", "noun", "short", "long"):
        if not getattr(i, key):
            yield f"{where}: {key} is empty"
    if i.available and not i.publisher:
        yield f"{where}: publisher is empty"
    if i.available and not i.caveats:
        yield f"{where}: caveats is empty; say at least one limitation"
    if i.available and not i.strengths:
        yield f"{where}: strengths is empty; say what the series is good for"
    if i.available == bool(i.unavailable):
        yield f"{where}: 'unavailable' (the reason) goes with source = \"none\" and only with it"
    if i.available and not i.redistributable and not i.licence_notice:
        yield f"{where}: licence {i.licence!r} is not open; licence_notice must say what is allowed"


def _unit_problems(units: Iterable[Unit], ids: set[str]) -> Iterator[str]:
    for unit in units:
        if unit.whole and unit.whole not in ids:
            yield f"unit {unit.id}: whole names {unit.whole!r}, which is not an indicator"
        if unit.part <= 0:
            yield f"unit {unit.id}: part must be above zero"


def _formula_problems(where: str, i: Indicator, ids: set[str], areas: Areas) -> Iterator[str]:
    if i.derived != (i.formula is not None):
        yield f"{where}: 'formula' goes with source = \"derived\" and only with it"
    if i.formula is not None:
        for part in sorted(set(i.formula.parts) - ids):
            yield f"{where}: formula names {part!r}, which is not an indicator"
        if i.formula.denominator_geo and i.formula.denominator_geo not in areas:
            yield f"{where}: denominator_geo {i.formula.denominator_geo!r} is not a declared area"


def _value_problems(where: str, i: Indicator) -> Iterator[str]:
    low, high = i.limits.low, i.limits.high
    if low is not None and high is not None and low >= high:
        yield f"{where}: limits low {low} is not below high {high}"
    if i.jump <= 0:
        yield f"{where}: jump must be above zero"
    if i.scale <= 0:
        yield f"{where}: scale must be above zero"
    if i.index is not None:
        yield from _choice(where, "index pillar", i.index.pillar, INDEX_PILLARS)
        if i.index.weight <= 0:
            yield f"{where}: index weight must be above zero"
        for version in i.index.versions:
            yield from _choice(where, "index versions", version, ("relative", "absolute"))


def _repeat_problems(where: str, i: Indicator, by_id: Mapping[str, Indicator]) -> Iterator[str]:
    if not i.repeats:
        return
    if i.repeats not in by_id:
        yield f"{where}: repeats names {i.repeats!r}, which is not an indicator"
    elif by_id[i.repeats].repeats or i.repeats == i.id:
        yield f"{where}: repeats {i.repeats!r}, which repeats another; name the first of them"


def _mark_problems(where: str, i: Indicator, areas: Areas) -> Iterator[str]:
    for b in i.breaks:
        yield from _choice(where, "break kind", b.kind, BREAK_KINDS)
        if b.geo != "all" and b.geo not in areas:
            yield f"{where}: break names area {b.geo!r}, which is not declared"
    marks: tuple[Break | Event, ...] = (*i.breaks, *i.events)
    for mark in marks:
        if not _is_period(mark.period, mark.frequency):
            yield f"{where}: {mark.period!r} is not a period at frequency {mark.frequency!r}"


def problems_of(
    units: Iterable[Unit],
    events: Iterable[Event],
    themes: Iterable[Theme],
    indicators: Iterable[Indicator],
    areas: Areas,
) -> Iterator[str]:
    """Every fault of the declarations, each with the entry that it is in."""
    by_id = {i.id: i for i in indicators}
    unit_ids, theme_ids = {u.id for u in units}, {t.id for t in themes}
    for indicator in by_id.values():
        where = f"indicator {indicator.id}"
        yield from _choice_problems(where, indicator, unit_ids, theme_ids)
        yield from _wording_problems(where, indicator)
        yield from _formula_problems(where, indicator, set(by_id), areas)
        yield from _value_problems(where, indicator)
        yield from _repeat_problems(where, indicator, by_id)
        yield from _mark_problems(where, indicator, areas)
    for unit in units:
        yield from _choice(f"unit {unit.id}", "basis", unit.basis, BASES)
    for event in events:
        if not _is_period(event.period, event.frequency):
            yield f"event {event.label}: {event.period!r} is not a period"
    yield from _unit_problems(units, set(by_id))
