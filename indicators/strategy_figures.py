"""The strategy's headline figures and the rules that assess them, from `strategy.toml`.

It reads and checks declarations. It holds no published series and decides nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.areas import UK
from indicators.catalogue import Catalogue, Unit
from indicators.declarations import build_all, read_toml
from indicators.errors import CatalogueError, ValidationError, raise_all
from indicators.periods import parse_period

STRATEGY_FILE = Path(__file__).with_name("strategy.toml")

#: How the strategy qualifies a number; decides when a found value confirms it.
COMPARISONS = ("", "roughly", "over", "more than", "surpassed", "target", "prediction")
#: Comparisons of something that has not happened yet.
NOT_DUE = ("target", "prediction")

#: What is taken from a series: the UK's value, its share of the world's in per cent, its growth in
#: per cent from the first to the last of the periods, or its rank.
MEASURES = ("value", "share", "growth", "rank")
RANKED_WITHIN = ("world", "europe")

#: How a derived value is computed from the figure's own number x and the other's y.
#: growth_a_year: (x / y) ** (1 / years) - 1, in per cent; before_growth: x / (1 + y / 100);
#: total_from_share: x / (y / 100); difference: x - y; ratio: x / y.
DERIVATIONS = ("growth_a_year", "before_growth", "total_from_share", "difference", "ratio")


@dataclass(frozen=True, slots=True)
class Check:
    """The series that can confirm a figure, and the periods at which every one must agree.

    `revised_by` names a series that holds the publisher's later values of the same thing.
    """

    indicator: str
    periods: tuple[str, ...]
    measure: str = "value"
    frequency: str = "A"
    within: str = "world"
    geo: str = UK
    revised_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """The series of the same definition, unit and currency that tells what happened since.

    `since` is the period it starts from. A relative change up to `little_changed` counts as none.
    `judged` is false where the publisher says that periods are not comparable: the movement is told
    and not called better or worse.
    """

    indicator: str
    since: str
    measure: str = "value"
    frequency: str = "A"
    within: str = "world"
    geo: str = UK
    little_changed: float = 0.0
    judged: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A series of another definition, shown under its own name; it decides nothing."""

    indicator: str
    since: str
    caveat: str
    measure: str = "value"
    frequency: str = "A"
    within: str = "world"
    geo: str = UK


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from two of the strategy's own numbers, always labelled as derived."""

    title: str
    method: str
    other: str
    unit_id: str
    years: int = 0
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class StrategyFigure:
    """One headline figure as the strategy states it.

    `value` is in the unit that `unit` names in words ("£ trillion"). `stated` is the number as
    written ("£1 trillion"), in the catalogue unit `unit_id`; its last digit sets the precision
    asked of a series. `unchecked` says why no series can confirm the figure, and `unfollowed` why
    none can follow it.
    """

    id: str
    title: str
    theme: str
    value: float
    stated: str
    unit: str
    unit_id: str
    period: str
    place: str
    quote: str
    comparison: str = ""
    check: Check | None = None
    follow: Follow | None = None
    unchecked: str = ""
    unfollowed: str = ""
    nearest: tuple[Nearest, ...] = ()
    derived: tuple[Derived, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def not_due(self) -> bool:
        """Whether it is a target or a prediction."""
        return self.comparison in NOT_DUE

    @property
    def readings(self) -> tuple[Check | Follow | Nearest, ...]:
        """Every declared use of a series."""
        own = tuple(r for r in (self.check, self.follow) if r is not None)
        return (*own, *self.nearest)

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Every indicator that an assessment needs rows of, once each."""
        named = [reading.indicator for reading in self.readings]
        if self.check is not None and self.check.revised_by:
            named.append(self.check.revised_by)
        return tuple(dict.fromkeys(named))


def _reading_problems(where: str, reading: Check | Follow | Nearest) -> Iterator[str]:
    if reading.measure not in MEASURES:
        yield f"{where}: measure {reading.measure!r} is none of {', '.join(MEASURES)}"
    if reading.within not in RANKED_WITHIN:
        yield f"{where}: within {reading.within!r} is none of {', '.join(RANKED_WITHIN)}"
    periods = reading.periods if isinstance(reading, Check) else (reading.since,)
    if not periods:
        yield f"{where}: periods is empty"
    for period in periods:
        try:
            parse_period(period, reading.frequency)
        except ValidationError as reason:
            yield f"{where}: {reason}"
    if reading.measure == "growth" and len(periods) != 2:
        yield f"{where}: growth needs two periods"
    if isinstance(reading, Follow) and reading.little_changed < 0:
        yield f"{where}: little_changed is below zero"
    if isinstance(reading, Nearest) and not reading.caveat:
        yield f"{where}: caveat is empty; say how its definition differs"


def _derived_problems(where: str, item: Derived, ids: set[str]) -> Iterator[str]:
    if item.method not in DERIVATIONS:
        yield f"{where}: derived method {item.method!r} is none of {', '.join(DERIVATIONS)}"
    if item.other not in ids:
        yield f"{where}: derived from {item.other!r}, which is not a figure"
    if (item.method == "growth_a_year") != (item.years > 0):
        yield f"{where}: years goes with growth_a_year and only with it"


def _figure_problems(figure: StrategyFigure, ids: set[str]) -> Iterator[str]:
    where = f"figure {figure.id}"
    if figure.comparison not in COMPARISONS:
        yield f"{where}: comparison {figure.comparison!r} is none of {', '.join(COMPARISONS[1:])}"
    for key in ("title", "theme", "stated", "unit", "period", "place", "quote"):
        if not getattr(figure, key):
            yield f"{where}: {key} is empty"
    if figure.not_due and figure.check is not None:
        yield f"{where}: a {figure.comparison} cannot be checked yet; remove check"
    if not figure.not_due and (figure.check is None) != bool(figure.unchecked):
        yield f"{where}: give either check or unchecked, the reason why there is none"
    if (figure.follow is None) != bool(figure.unfollowed):
        yield f"{where}: give either follow or unfollowed, the reason why there is none"
    for reading in figure.readings:
        yield from _reading_problems(f"{where}, {reading.indicator}", reading)
    for item in figure.derived:
        yield from _derived_problems(where, item, ids)


def _same_kind(unit: Unit, other: Unit) -> bool:
    """Whether values in the two may be compared as they are."""
    return (unit.multiplier, unit.currency, unit.suffix, unit.ordinal) == (
        other.multiplier,
        other.currency,
        other.suffix,
        other.ordinal,
    )


def _unit_problems(figure: StrategyFigure, catalogue: Catalogue) -> Iterator[str]:
    """A checked value must be in the figure's own unit and currency: nothing is converted."""
    check, unit = figure.check, catalogue.units_by_id.get(figure.unit_id)
    if check is None or unit is None or check.indicator not in catalogue:
        return
    found = catalogue.unit_of(catalogue[check.indicator])
    if check.measure == "value" and not _same_kind(unit, found):
        yield f"figure {figure.id}: unit {unit.id!r} is not that of its series, {found.id!r}"
    if check.measure == "rank" and not unit.ordinal:
        yield f"figure {figure.id}: a rank is checked, so the unit must be a rank"
    if check.measure in ("share", "growth") and unit.suffix != "%":
        yield f"figure {figure.id}: a {check.measure} is checked, so the unit must be in per cent"


def _catalogue_problems(figure: StrategyFigure, catalogue: Catalogue) -> Iterator[str]:
    for indicator_id in figure.indicator_ids:
        if indicator_id not in catalogue:
            yield f"figure {figure.id}: {indicator_id!r} is not an indicator of the catalogue"
    for unit in (figure.unit_id, *(item.unit_id for item in figure.derived)):
        if unit not in catalogue.units_by_id:
            yield f"figure {figure.id}: {unit!r} is not a unit of the catalogue"
    for reading in figure.readings:
        if reading.geo not in catalogue.areas:
            yield f"figure {figure.id}: {reading.geo!r} is not a declared area"
    yield from _unit_problems(figure, catalogue)


@cache
def _read(path: Path) -> tuple[StrategyFigure, ...]:
    tables = read_toml(path)
    problems = [f"unknown table {table!r}" for table in tables.keys() - {"figure"}]
    figures = build_all(StrategyFigure, tables.get("figure", []), "figure", problems)
    ids = {figure.id for figure in figures}
    for figure in figures:
        problems += _figure_problems(figure, ids)
    raise_all(CatalogueError, str(path), problems)
    return figures


def load_strategy_figures(
    path: Path = STRATEGY_FILE, *, catalogue: Catalogue | None = None
) -> tuple[StrategyFigure, ...]:
    """The figures in file order. With a catalogue, every indicator and unit named must be in it.

    Raises:
        CatalogueError: every problem of the file in one message, each with its figure's id.
    """
    figures = _read(path)
    if catalogue is not None:
        problems = [p for figure in figures for p in _catalogue_problems(figure, catalogue)]
        raise_all(CatalogueError, str(path), problems)
    return figures
