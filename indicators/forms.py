"""The forms that an indicator can be shown in: level, index, growth, per head, share of GDP.

Decides from the catalogue which make sense, and names what comes out: title, noun and unit. The
arithmetic is in `indicators.transforms`.
"""

from collections.abc import Container
from dataclasses import dataclass, replace

from indicators.catalogue import Catalogue, Indicator, Limits, Unit

LEVEL, INDEX, GROWTH = "level", "index", "growth"
PER_HEAD, SHARE_OF_GDP = "per_head", "share_of_gdp"

#: Every form, with the words of its control.
FORMS = {
    LEVEL: "Level, as published",
    INDEX: "Index (base year = 100)",
    GROWTH: "Change on a year earlier",
    PER_HEAD: "Per head of population",
    SHARE_OF_GDP: "Share of GDP",
}

#: The same for a label.
SHORT_FORMS = {
    LEVEL: "level",
    INDEX: "index",
    GROWTH: "yearly change",
    PER_HEAD: "per head",
    SHARE_OF_GDP: "share of GDP",
}

#: What figures per head may be divided by.
POPULATIONS = ("population_msti", "population")
#: What a share of GDP is taken of, by currency and price basis: no other pair is like with like.
GDP = {("USD", "current"): "gdp_usd", ("GBP", "current"): "uk_gdp_current"}

#: Frequencies whose periods have one of the same length a year earlier.
_YEARLY_STEPS = ("A", "FY", "S", "Q", "M", "R3")
#: Population and GDP are of calendar years: other periods would be set against the wrong one.
_DIVISIBLE = ("A",)

#: Id of the unit of money per head, whatever the currency.
MONEY_PER_HEAD = "money_per_head"

_PER = 1_000_000
_NUMBER_OF = "number of "


@dataclass(frozen=True, slots=True)
class Form:
    """One form of one indicator: what it is called, its unit, and how it is computed.

    `indicator` and `unit` are the declared ones with title, noun and unit changed, so that words,
    charts and tables made from them name the form. `divisor` is the id of what figures are
    divided by, `factor` what the quotient is multiplied with, `base` a period label.
    """

    id: str
    indicator: Indicator
    unit: Unit
    how: str = ""
    base: str = ""
    divisor: str = ""
    factor: float = 1.0
    relative: bool = True

    @property
    def computed(self) -> bool:
        return self.id != LEVEL


def offered(
    indicator: Indicator, catalogue: Catalogue, frequency: str, held: Container[str]
) -> tuple[str, ...]:
    """The ids of the forms that make sense, the level first. `held` are ids that have figures.

    Ranks and dated points of separate editions have no other form. An index or growth needs values
    that cannot fall below zero; dividing needs an amount of the whole country and calendar years.
    """
    unit = catalogue.unit_of(indicator)
    if unit.ordinal or indicator.display != "line":
        return (LEVEL,)
    found = [LEVEL]
    if indicator.limits.low is not None and indicator.limits.low >= 0:
        found.append(INDEX)
        if frequency in _YEARLY_STEPS:
            found.append(GROWTH)
    if unit.total and frequency in _DIVISIBLE:
        found += [f for f in (PER_HEAD, SHARE_OF_GDP) if divisors(f, indicator, catalogue, held)]
    return tuple(found)


def divisors(
    form_id: str, indicator: Indicator, catalogue: Catalogue, held: Container[str]
) -> tuple[str, ...]:
    """The ids of the indicators that a form may divide by; empty where it divides by none.

    Where the catalogue has the quotient as an indicator of its own, what that one is divided by,
    so that both agree.
    """
    if form_id == SHARE_OF_GDP:
        own = GDP.get((catalogue.unit_of(indicator).currency, indicator.price_basis), "")
        return tuple(i for i in (own,) if i in held and i != indicator.id)
    if form_id != PER_HEAD:
        return ()
    formulas = [i.formula for i in catalogue.derived if i.formula is not None]
    declared = tuple(
        f.denominator
        for f in formulas
        if f.numerator == indicator.id and f.denominator in POPULATIONS and not f.denominator_geo
    )
    return tuple(i for i in declared or POPULATIONS if i in held and i in catalogue)


def form(
    form_id: str,
    indicator: Indicator,
    catalogue: Catalogue,
    *,
    base: str = "",
    divisor: str = "",
) -> Form:
    """One form of an indicator, named.

    `base` is the base period of an index, `divisor` one of `divisors` for a form that divides.
    """
    unit = catalogue.unit_of(indicator)
    if form_id == INDEX:
        return _index(indicator, base)
    if form_id == GROWTH:
        return _difference(indicator, unit) if unit.change else _growth(indicator)
    if form_id == PER_HEAD:
        return _per_head(indicator, unit, catalogue[divisor])
    if form_id == SHARE_OF_GDP:
        return _share_of_gdp(indicator, unit, catalogue[divisor], catalogue)
    return Form(LEVEL, indicator, unit)


def _renamed(indicator: Indicator, words: str, noun: str, unit: Unit) -> Indicator:
    return replace(
        indicator,
        title=f"{indicator.title}, {words}",
        noun=noun,
        unit=unit.id,
        statistics_status="computed",
        limits=Limits(),
        index=None,
    )


def _plain(noun: str) -> str:
    """The noun without "number of": an index or a quotient is not counted."""
    return noun.removeprefix(_NUMBER_OF)


def _without_country(noun: str) -> str:
    return noun.removeprefix("UK's ").removeprefix("UK ")


def _index(indicator: Indicator, base: str) -> Form:
    own = Unit(
        id="index",
        label=f"{base} = 100",
        decimals=1,
        change="index points",
        phrase=f"({base} = 100)",
    )
    how = (
        f"Each figure divided by the same area's figure for {base}, times 100. Figures on the "
        "other side of a break from that base are not computed."
    )
    named = _renamed(indicator, "index", _plain(indicator.noun), own)
    return Form(INDEX, named, own, how, base=base, factor=100.0)


def _growth(indicator: Indicator) -> Form:
    own = Unit(
        id="growth",
        label="% change on a year earlier",
        suffix="%",
        decimals=1,
        change="percentage points",
    )
    noun = f"yearly growth in {_without_country(_plain(indicator.noun))}"
    how = (
        "Each figure's change on the figure for the same period a year earlier, in per cent of "
        "that figure. No change is computed across a break or from zero."
    )
    return Form(GROWTH, _renamed(indicator, "yearly growth", noun, own), own, how, factor=100.0)


def _difference(indicator: Indicator, unit: Unit) -> Form:
    own = Unit(
        id="difference",
        label=f"{unit.change} on a year earlier",
        decimals=unit.decimals,
        change=unit.change,
        phrase=unit.change,
    )
    noun = f"yearly change in {_without_country(_plain(indicator.noun))}"
    how = (
        "Each figure less the figure for the same period a year earlier. No change is computed "
        "across a break."
    )
    named = _renamed(indicator, "yearly change", noun, own)
    return Form(GROWTH, named, own, how, relative=False)


def _per_head(indicator: Indicator, unit: Unit, population: Indicator) -> Form:
    by = f"{population.publisher}'s population of the same year"
    if unit.currency:
        rest = unit.label.removeprefix(unit.prefix).replace(" million", "").replace(" billion", "")
        phrase = f"per head{rest}"
        own = Unit(
            id=MONEY_PER_HEAD,
            label=f"{unit.prefix} {phrase}",
            prefix=unit.prefix,
            decimals=0,
            currency=unit.currency,
            phrase=phrase,
        )
        words, factor = "per head", unit.multiplier
        how = f"Each figure divided by the {by}."
    else:
        own = Unit(
            id="per_million", label="per million people", decimals=1, phrase="per million people"
        )
        words, factor = "per million people", unit.multiplier * _PER
        how = f"Each figure divided by the {by}, times one million."
    named = _renamed(indicator, words, f"{_plain(indicator.noun)} {words}", own)
    named = replace(named, breaks=(*indicator.breaks, *population.breaks))
    return Form(PER_HEAD, named, own, how, divisor=population.id, factor=factor)


def _share_of_gdp(indicator: Indicator, unit: Unit, gdp: Indicator, catalogue: Catalogue) -> Form:
    own = catalogue.units_by_id["pct_gdp"]
    named = _renamed(indicator, "share of GDP", indicator.noun, own)
    breaks = (*indicator.breaks, *gdp.breaks)
    named = replace(named, price_basis="not_applicable", breaks=breaks)
    how = (
        f"Each figure divided by {gdp.title} ({gdp.publisher}) of the same year, as a percentage. "
        "Both are in the same currency, in the prices of the year."
    )
    factor = 100.0 * unit.multiplier / catalogue.unit_of(gdp).multiplier
    return Form(SHARE_OF_GDP, named, own, how, divisor=gdp.id, factor=factor)
