"""The catalogue: what every indicator is, from `catalogue.toml`.

Reads and checks declarations. It holds no figures and asks no source.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from indicators.areas import Areas, load_areas
from indicators.declarations import build_all, read_toml
from indicators.errors import CatalogueError, ValidationError, raise_all
from indicators.periods import FREQUENCIES, Period, parse_period

CATALOGUE_FILE = Path(__file__).with_name("catalogue.toml")

#: Price bases, with the words that stand in a title.
PRICE_BASES = {
    "not_applicable": "",
    "current": "current prices",
    "constant": "constant prices",
    "ppp_current": "purchasing power parities, current prices",
    "ppp_constant": "purchasing power parities, constant prices",
}

DIRECTIONS = ("higher", "lower", "neither")

#: What a place says of a country, with the words readers meet. relative: measured against its size
#: (per head, a share of its GDP or of its own total); absolute: counts, money and shares of the
#: world, which large countries lead; empty: neither, as for scores and ranks made by others.
BASES = {"relative": "relative to size", "absolute": "in absolute terms", "": ""}

#: Statistics status, with the label shown to readers.
STATISTICS_STATUSES = {
    "accredited": "Accredited official statistics",
    "official": "Official statistics",
    "in_development": "Official statistics in development",
    "public_body": "Published by a public body, not official statistics",
    "strategy": "Figure quoted in the strategy",
    "third_party": "Third-party figures",
    "computed": "Computed here from published figures",
}

#: Licences that permit redistribution. Rows under any other never enter a bulk file.
OPEN_LICENCES = ("OGL-3.0", "CC-BY-4.0", "public domain")
LICENCES = (*OPEN_LICENCES, "CC-BY-NC-4.0", "CC-BY-SA-4.0", "all rights reserved", "not verified")

#: What a stretch of a series is, and so how it is drawn and whether it counts.
#: break, level_shift: the line stops before `period`; values on the two sides are not compared.
#: incomplete, not_comparable: from `period` on, drawn hollow and apart; not headlined, not ranked.
#: estimated: from `period` on, publisher's estimates; drawn hollow on the line; ranked, marked.
#: unstable: before `period`, kept in the table with a mark; not drawn, not ranked.
#: real, volatile: a note only; the movement is genuine.
BREAK_KINDS = (
    "break",
    "level_shift",
    "incomplete",
    "not_comparable",
    "estimated",
    "unstable",
    "real",
    "volatile",
)

#: The id of the source for an entry that says no public series exists.
NO_SOURCE = "none"
DERIVED = "derived"

INDEX_PILLARS = (
    "research_inputs",
    "research_quality",
    "invention",
    "frontier_technology",
    "commercial_strength",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A chapter of the catalogue."""

    id: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Unit:
    """How values of a unit are written.

    A stored value times `multiplier` is the number in the unit's own noun: 316300 stored in
    £ million (multiplier 1,000,000) is written "£316.3 billion" where `words` is true.
    `currency` names the currency, so that two are never put on one axis. `change` is what a
    difference is counted in ("percentage points"); without it changes are relative, in per cent.
    `phrase` follows the number in a sentence ("of GDP"). `ordinal` writes 4 as "4th". `basis` is
    one of `BASES`. `total` says that values are amounts of a whole country, which may be divided by
    its population. A unit that is relative to something names it: a value times `part` times the
    UK's value of the indicator `whole` is an amount (for "% of GDP", 0.01 and GDP in pounds).
    """

    id: str
    label: str
    prefix: str = ""
    suffix: str = ""
    multiplier: float = 1.0
    decimals: int = 1
    words: bool = False
    currency: str = ""
    change: str = ""
    phrase: str = ""
    ordinal: bool = False
    total: bool = False
    whole: str = ""
    part: float = 1.0
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values outside these are refused; either end may be absent."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A declared stretch of a series that is not like the rest. `geo` is an area or `all`."""

    geo: str
    period: str
    kind: str
    note: str
    frequency: str = "A"

    @property
    def at(self) -> Period:
        return parse_period(self.period, self.frequency)

    def applies_to(self, geo: str) -> bool:
        return self.geo in ("all", geo)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, written on a chart at its date."""

    period: str
    label: str
    frequency: str = "A"

    @property
    def at(self) -> Period:
        return parse_period(self.period, self.frequency)


@dataclass(frozen=True, slots=True)
class Formula:
    """How a derived indicator is computed: numerator / denominator × multiplier, same period.

    Both parts are of the same area, unless `denominator_geo` names the area that every
    denominator is of (`WLD` for a share of the world).
    """

    numerator: str
    denominator: str
    multiplier: float
    words: str
    denominator_geo: str = ""

    @property
    def parts(self) -> tuple[str, str]:
        """Ids of the two indicators that it is computed from."""
        return self.numerator, self.denominator


@dataclass(frozen=True, slots=True)
class IndexRole:
    """Place in the composite index: pillar, weight, and in which version it counts."""

    pillar: str
    weight: float
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator, as declared.

    `noun` is the phrase a sentence starts with ("R&D spending"); `label` a few words for a chart's
    row, where the title is too long for one. `series` is the reference its
    source understands and nobody else reads. `display` is `line`, or `points` where values come
    from vintages or editions that must not be joined. `jump` is the largest relative change of a
    cell between vintages that passes without a look. `scale` turns the source's numbers into
    the unit. `basis` is given where it is not the unit's. `repeats` names the indicator that this
    one is another count of (by another publisher, at other prices, or as a share of the world), so
    that a profile counts the thing once. Indicators of one `measure` are the same thing in other
    prices.
    """

    id: str
    title: str
    noun: str
    short: str
    long: str
    theme: str
    unit: str
    direction: str
    statistics_status: str
    source: str
    licence: str
    label: str = ""
    publisher: str = ""
    series: str = ""
    price_basis: str = "not_applicable"
    frequencies: tuple[str, ...] = ("A",)
    coverage: str = "international"
    display: str = "line"
    limits: Limits = field(default_factory=Limits)
    scale: float = 1.0
    jump: float = 0.25
    breaks: tuple[Break, ...] = ()
    events: tuple[Event, ...] = ()
    strengths: str = ""
    caveats: tuple[str, ...] = ()
    licence_notice: str = ""
    next_release: str = ""
    synonyms: tuple[str, ...] = ()
    index: IndexRole | None = None
    formula: Formula | None = None
    rankable: bool = True
    basis: str = ""
    repeats: str = ""
    unavailable: str = ""
    measure: str = ""

    @property
    def redistributable(self) -> bool:
        """Whether its figures may stand in a bulk file."""
        return self.licence in OPEN_LICENCES

    @property
    def available(self) -> bool:
        """Whether a public series exists at all."""
        return self.source != NO_SOURCE

    @property
    def derived(self) -> bool:
        return self.source == DERIVED

    def breaks_for(self, geo: str) -> tuple[Break, ...]:
        """The declared breaks that hold for one area, in time order."""
        found = (b for b in self.breaks if b.applies_to(geo))
        return tuple(sorted(found, key=lambda b: b.at.start))


@dataclass(frozen=True)
class Catalogue:
    """Themes, units, events and indicators, in file order."""

    themes: tuple[Theme, ...]
    units: tuple[Unit, ...]
    events: tuple[Event, ...]
    indicators: tuple[Indicator, ...]
    areas: Areas

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def themes_by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    def __getitem__(self, indicator_id: str) -> Indicator:
        try:
            return self.by_id[indicator_id]
        except KeyError:
            raise CatalogueError(
                f"there is no indicator {indicator_id!r}. See docs/data-dictionary.md for the ids."
            ) from None

    def __contains__(self, indicator_id: object) -> bool:
        return indicator_id in self.by_id

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators)

    def __len__(self) -> int:
        return len(self.indicators)

    @cached_property
    def derived(self) -> tuple[Indicator, ...]:
        """The derived indicators, each after the ones it is computed from."""
        return tuple(_in_order_of_parts(self.indicators, []))

    def unit_of(self, indicator: Indicator) -> Unit:
        return self.units_by_id[indicator.unit]

    def in_other_prices(self, indicator: Indicator) -> tuple[Indicator, ...]:
        """The indicators of the same measure, itself among them; empty where it is the only one."""
        same = tuple(i for i in self.indicators if i.measure and i.measure == indicator.measure)
        return same if len(same) > 1 else ()

    def basis_of(self, indicator: Indicator) -> str:
        """One of `BASES`: the indicator's own, or else its unit's."""
        return indicator.basis or self.unit_of(indicator).basis

    def in_theme(self, theme_id: str) -> tuple[Indicator, ...]:
        return tuple(i for i in self.indicators if i.theme == theme_id)


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


def _in_order_of_parts(indicators: Iterable[Indicator], problems: list[str]) -> list[Indicator]:
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


def _inherit_breaks(
    indicators: tuple[Indicator, ...], problems: list[str]
) -> tuple[Indicator, ...]:
    """Derived indicators with the breaks of their parts, so that computing hides none."""
    by_id = {i.id: i for i in indicators}
    for i in _in_order_of_parts(indicators, problems):
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


@cache
def load_catalogue(path: Path = CATALOGUE_FILE) -> Catalogue:
    """Read and check the catalogue.

    Raises:
        CatalogueError: every problem of the file in one message, each with its indicator's id.
    """
    tables = read_toml(path)
    areas = load_areas()
    known = {"theme", "unit", "event", "indicator"}
    problems = [f"unknown table {t!r}" for t in tables.keys() - known]
    themes = build_all(Theme, tables.get("theme", []), "theme", problems)
    units = build_all(Unit, tables.get("unit", []), "unit", problems)
    events = build_all(Event, tables.get("event", []), "event", problems, key="label")
    indicators = build_all(Indicator, tables.get("indicator", []), "indicator", problems)
    by_id = {i.id: i for i in indicators}
    ids = set(by_id)
    unit_ids, theme_ids = {u.id for u in units}, {t.id for t in themes}
    for indicator in indicators:
        where = f"indicator {indicator.id}"
        problems += _choice_problems(where, indicator, unit_ids, theme_ids)
        problems += _wording_problems(where, indicator)
        problems += _formula_problems(where, indicator, ids, areas)
        problems += _value_problems(where, indicator)
        problems += _repeat_problems(where, indicator, by_id)
        problems += _mark_problems(where, indicator, areas)
    for unit in units:
        problems += _choice(f"unit {unit.id}", "basis", unit.basis, BASES)
    for event in events:
        if not _is_period(event.period, event.frequency):
            problems.append(f"event {event.label}: {event.period!r} is not a period")
    problems += _unit_problems(units, ids)
    indicators = _inherit_breaks(indicators, problems)
    raise_all(CatalogueError, str(path), problems)
    return Catalogue(themes, units, events, indicators, areas)
