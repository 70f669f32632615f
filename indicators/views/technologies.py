"""A priority technology: what the public indicators that bear on it say, each as a card.

It asks the warehouse and puts words together. Quotes and gaps come from `technologies.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from indicators import queries
from indicators.catalogue import Catalogue
from indicators.errors import NoDataError
from indicators.notes import sentence
from indicators.revisions import Ranges
from indicators.standings import BASIS_WORDS
from indicators.technologies import Group, Technology, load_technologies
from indicators.views.indicator_card import IndicatorCard, card
from indicators.views.ranges import revision_ranges
from indicators.warehouse import Warehouse

#: Fewer comparable UK figures than this are no series.
FEWEST_FOR_A_SERIES = 3


@dataclass(frozen=True)
class CardGroup:
    """Cards of one kind."""

    title: str
    note: str
    cards: tuple[IndicatorCard, ...]


@dataclass(frozen=True)
class Unmeasured:
    """Something without a public measure, in one or two sentences, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class TechnologyPage:
    """All that a technology's page shows but the strategy's figures."""

    technology: Technology
    headline: str
    lede: str
    groups: tuple[CardGroup, ...]
    unmeasured: tuple[Unmeasured, ...]


def technologies(catalogue: Catalogue) -> dict[str, Technology]:
    """Id → technology, in the strategy's order, with every name checked."""
    return {one.id: one for one in load_technologies(catalogue=catalogue)}


def page(w: Warehouse, catalogue: Catalogue, technology_id: str) -> TechnologyPage:
    """One technology's page.

    Raises:
        NoDataError: the build holds no figure of any of its indicators.
    """
    technology = technologies(catalogue)[technology_id]
    rows = queries.observations_of(w, technology.indicator_ids)
    ranges = revision_ranges(w)
    groups = tuple(
        group
        for g in technology.groups
        if (group := _group(g, rows, catalogue, ranges)) is not None
    )
    cards = [card for group in groups for card in group.cards]
    if not cards:
        raise NoDataError(f"This build has no figures that bear on {technology.title}.")
    return TechnologyPage(
        technology=technology,
        headline=_headline(technology, groups),
        lede=_lede(cards, len(technology.unmeasured) + len(technology.gaps)),
        groups=groups,
        unmeasured=tuple(_unmeasured(technology, catalogue)),
    )


def _group(
    group: Group, rows: dict[str, pd.DataFrame], catalogue: Catalogue, ranges: Ranges
) -> CardGroup | None:
    cards = tuple(
        card(rows[name], catalogue[name], catalogue, ranges)
        for name in group.indicators
        if name in rows and rows[name]["value"].notna().any()
    )
    return CardGroup(group.title, group.note, cards) if cards else None


def _headline(technology: Technology, groups: tuple[CardGroup, ...]) -> str:
    """The UK's places on both bases; those of one thing are told once, whoever counts it."""
    here = {card.indicator.id for group in groups for card in group.cards}
    places = [
        (group, card)
        for group in groups
        for card in group.cards
        if card.counts and card.indicator.repeats not in here
    ]
    if not places:
        noun = "indicator" if len(here) == 1 else "indicators"
        return f"{technology.title}: {len(here)} public {noun}, and no ranking of countries"
    by_basis = {basis: [c for _, c in places if c.basis == basis] for basis in BASIS_WORDS.values()}
    if all(len(cards) <= 1 for cards in by_basis.values()):
        ranks = " and ".join(f"{c[0].rank} {basis}" for basis, c in by_basis.items() if c)
        titles = dict.fromkeys(group.title.lower() for group, _ in places)
        return f"{technology.title}: the UK ranks {ranks}, for {' and '.join(titles)}"
    told: list[str] = []
    noun = " measures"
    for basis, cards in by_basis.items():
        if cards:
            top = sum(card.place <= 3 for card in cards)
            told.append(f"on {top} of {len(cards)}{noun} {basis}")
            noun = ""
    return f"{technology.title}: the UK is in the top three {', and '.join(told)}"


def _lede(cards: list[IndicatorCard], gaps: int) -> str:
    """How well the technology is measured, in two sentences."""
    series = sum(card.figures >= FEWEST_FOR_A_SERIES for card in cards)
    few = sum(0 < card.figures < FEWEST_FOR_A_SERIES for card in cards)
    none = sum(card.figures == 0 for card in cards)
    parts = [
        f"{series} with UK figures for {FEWEST_FOR_A_SERIES} periods or more" if series else "",
        f"{few} with one or two" if few else "",
        f"{none} with none" if none else "",
    ]
    if not series:
        parts[1] = f"{few} with one or two UK figures" if few else ""
    told = ", ".join(part for part in parts if part)
    noun = "indicator bears" if len(cards) == 1 else "indicators bear"
    things = "thing that matters is" if gaps == 1 else "things that matter are"
    return f"{len(cards)} public {noun} on it: {told}. {gaps} {things} not measured in public."


def _unmeasured(technology: Technology, catalogue: Catalogue) -> Iterator[Unmeasured]:
    for name in technology.unmeasured:
        indicator = catalogue[name]
        yield Unmeasured(sentence(indicator.title), indicator.unavailable)
    for gap in technology.gaps:
        yield Unmeasured(gap.what, gap.why)
