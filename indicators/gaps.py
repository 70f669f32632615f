"""What a gap to a place is worth: pounds, people or patents, from the gap and a published total.

A share of GDP is multiplied with GDP, a figure per head with population, a share of the world with
the world's total. Nothing is converted between currencies. It ranks nothing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from indicators.areas import UK
from indicators.catalogue import Catalogue, Indicator, Unit
from indicators.comparability import Figure, figures
from indicators.numbers import format_value

_ANNUAL = "A"
#: Significant digits of an amount: it rests on a difference of rounded figures.
_DIGITS = 3
#: Smaller amounts, of AI models for example, say nothing that the gap does not.
_LEAST = 2.0


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount in its unit, in words ("£3.1 billion a year"), the sentence around it, and the rows
    of the total it rests on."""

    amount: float
    unit: Unit
    text: str
    sentence: str
    source: pd.DataFrame


def total_of(indicator: Indicator, catalogue: Catalogue) -> str:
    """The id of the indicator whose value a gap is multiplied with; empty where there is none."""
    formula = indicator.formula
    if formula is not None and formula.denominator_geo:
        return formula.denominator
    return catalogue.unit_of(indicator).whole


def worth(
    difference: float,
    indicator: Indicator,
    catalogue: Catalogue,
    totals: Mapping[str, pd.DataFrame],
) -> Worth | None:
    """What a difference in the indicator's unit amounts to; None where no total is published.

    Args:
        difference: a gap as `rankings.gap_to` gives it, in the stored unit.
        totals: serving rows of the indicator that `total_of` names.
    """
    name = total_of(indicator, catalogue)
    if not name or name not in totals or difference <= 0:
        return None
    formula = indicator.formula
    world = formula is not None and bool(formula.denominator_geo)
    geo = formula.denominator_geo if formula is not None and world else UK
    total = _newest(totals[name], geo)
    if total is None:
        return None
    total_unit = catalogue.unit_of(catalogue[name])
    whole = total.value * total_unit.multiplier
    if formula is not None and world:
        amount = difference / formula.multiplier * whole
    else:
        amount = difference * catalogue.unit_of(indicator).part * whole
    if amount < _LEAST:
        return None
    unit, what = _counted(indicator, catalogue, total_unit)
    text = f"{_rounded(amount, unit)} {what}".strip()
    rows = totals[name]
    used = rows[(rows["geo"] == geo) & (rows["period_label"] == total.period_label)]
    return Worth(amount, unit, text, _sentence(text, total, name, catalogue, geo), used)


def _newest(rows: pd.DataFrame, geo: str) -> Figure | None:
    known, _ = figures(rows[rows["geo"] == geo], _ANNUAL)
    return known[-1] if known else None


def _counted(indicator: Indicator, catalogue: Catalogue, total_unit: Unit) -> tuple[Unit, str]:
    """The unit of the amount, and what is counted: "a year", "researchers", "articles a year"."""
    own = catalogue.unit_of(indicator)
    currency = own.currency or total_unit.currency
    if currency:
        unit = Unit(
            id="money",
            label=currency,
            prefix=own.prefix or total_unit.prefix,
            words=True,
            currency=currency,
        )
        parity = own.phrase.removeprefix("per head").strip() if own.currency else ""
        return unit, f"{parity} a year".strip()
    unit = Unit(id="number", label="number", decimals=0)
    if indicator.formula is not None:
        return unit, f"{_things(catalogue[indicator.formula.numerator])} a year"
    return unit, _things(indicator).removesuffix(f" {own.phrase}")


def _things(indicator: Indicator) -> str:
    """What an indicator counts: its noun without "number of" or "output of"."""
    return indicator.noun.removeprefix("number of ").removeprefix("output of ")


def _rounded(amount: float, unit: Unit) -> str:
    """The amount to three digits: "£122 billion", "£37.3 billion", "55,900"."""
    before_point = math.floor(math.log10(amount)) % 3 + 1
    rounded = float(f"{amount:.{_DIGITS}g}")
    return format_value(rounded, unit, decimals=_DIGITS - before_point if unit.words else 0)


def _sentence(text: str, total: Figure, name: str, catalogue: Catalogue, geo: str) -> str:
    of = catalogue[name]
    amount = format_value(total.value, catalogue.unit_of(of))
    who = "the UK's" if geo == UK else "the world's"
    noun = _NOUNS.get(name) or _things(of)
    return f"At {who} {noun} of {total.period_label} ({amount}) that is about {text}."


#: Shorter words for the totals that need them.
_NOUNS = {"uk_gdp_current": "GDP"}
