"""What a declaration holds: themes, units, events, indicators and their parts."""

from dataclasses import dataclass, field

from indicators.catalogue.code_lists import DERIVED, NO_SOURCE, OPEN_LICENCES
from indicators.periods import Period, parse_period


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

    @property
    def dated(self) -> str:
        """What happened and when; the date once, where the label has it already."""
        when = self.at.label
        return self.label if when in self.label else f"{self.label}, {when}"


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
