"""A priority technology: what the public indicators that bear on it say, each as a card.

It asks the warehouse and puts words together. Quotes and gaps come from `technologies.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from indicators import queries, sentences
from indicators.areas import UK
from indicators.catalogue import STATISTICS_STATUSES, Catalogue, Indicator
from indicators.charts.build import drawn_frequency, spark_points
from indicators.charts.description import Series
from indicators.charts.strip import PlaceMark, Strip
from indicators.errors import NoDataError
from indicators.notes import sentence, source_line
from indicators.numbers import format_value, range_text, rank_text
from indicators.places import RankRow
from indicators.rankings import Ranking, rank
from indicators.standings import BASIS_WORDS
from indicators.technologies import Group, Technology, load_technologies
from indicators.warehouse import Warehouse

#: Fewer comparable UK figures than this are no series.
FEWEST_FOR_A_SERIES = 3
#: Areas named where the UK has no figure.
_MOST_NAMED = 4


@dataclass(frozen=True)
class IndicatorCard:
    """One indicator in brief. `rank` is empty where there is none, and `rank_note` says why.

    `place` is 0 without a rank. `counts` is false where a better place is no better result.
    `figures` counts the UK's. `reverse` is true where a lower line is better, as for ranks.
    """

    indicator: Indicator
    sentence: str
    rank: str
    rank_note: str
    place: int
    counts: bool
    basis: str
    strip: Strip | None
    spark: Series | None
    reverse: bool
    figures: int
    status: str
    source: str


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
    groups = tuple(
        group for g in technology.groups if (group := _group(g, rows, catalogue)) is not None
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


def _group(group: Group, rows: dict[str, pd.DataFrame], catalogue: Catalogue) -> CardGroup | None:
    cards = tuple(
        card(rows[name], catalogue[name], catalogue)
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


def card(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue) -> IndicatorCard:
    """One indicator in brief, from all its serving rows, of which at least one has a value."""
    unit = catalogue.unit_of(indicator)
    frequency = drawn_frequency(rows, indicator, UK)
    rows = rows[rows["frequency"] == frequency]
    own = rows[(rows["geo"] == UK) & rows["value"].notna()]
    ranking, note = _ranked(rows, indicator, catalogue, frequency)
    row = ranking.row(UK) if ranking is not None else None
    return IndicatorCard(
        indicator=indicator,
        sentence=_sentence(rows, indicator, catalogue, frequency),
        rank=_rank_words(ranking, row) if ranking is not None and row is not None else "",
        rank_note=note,
        place=row.rank if row is not None else 0,
        counts=row is not None and indicator.direction != "neither",
        basis=BASIS_WORDS.get(catalogue.basis_of(indicator), ""),
        strip=Strip(ranking.n, (PlaceMark("focus", row.rank),)) if ranking and row else None,
        spark=_spark(rows, indicator, catalogue, frequency) if len(own) > 1 else None,
        reverse=unit.ordinal,
        figures=len(own),
        status=STATISTICS_STATUSES[indicator.statistics_status],
        source=source_line(own if len(own) else rows, indicator=indicator, notice=False),
    )


def _ranked(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, frequency: str
) -> tuple[Ranking | None, str]:
    """The ranking that has the UK in it, with what must be known of it; or why there is none."""
    if indicator.coverage != "international":
        return None, "Not ranked: figures for the UK only."
    if catalogue.unit_of(indicator).ordinal:
        return None, ""
    if not indicator.rankable:
        return None, "Not ranked: figures for few countries, or not comparable between them."
    try:
        ranking = rank(rows, indicator=indicator, areas=catalogue.areas, frequency=frequency)
    except NoDataError as reason:
        return None, sentence(str(reason))
    if ranking.row(UK) is None:
        return None, sentence(f"The UK is not ranked: {ranking.reason(UK)}")
    return ranking, " ".join(filter(None, (ranking.order_words, ranking.warning)))


def _rank_words(ranking: Ranking, row: RankRow) -> str:
    """ "9th of 20", with the publisher's range where there is one."""
    text = rank_text(row.rank, ranking.n, row.tied)
    if row.best is not None and row.worst is not None and row.best != row.worst:
        text += f" ({range_text(row.best, row.worst)})"
    return text


def _sentence(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, frequency: str
) -> str:
    held = set(rows.loc[rows["value"].notna(), "geo"])
    only = next(iter(held)) if len(held) == 1 else UK
    told = sentences.headline(
        rows,
        indicator=indicator,
        unit=catalogue.unit_of(indicator),
        areas=catalogue.areas,
        frequency=frequency,
        geo=only,
    )
    if UK in held or only != UK:
        return sentence(told)
    return f"{sentence(told)} {_others(rows, indicator, catalogue)}"


def _others(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue) -> str:
    """The largest newest figures of other areas, where the UK has none."""
    unit = catalogue.unit_of(indicator)
    newest = rows[rows["value"].notna()].groupby("geo").tail(1)
    first = newest.sort_values("value", ascending=False).head(_MOST_NAMED)
    told = ", ".join(
        f"{catalogue.areas[r['geo']].short} {format_value(r['value'], unit)}"
        for r in first.to_dict("records")
    )
    return sentence(f"Largest: {told} ({range_text(*_labels(first))})")


def _labels(rows: pd.DataFrame) -> tuple[str, str]:
    ordered = rows.sort_values("period_start")
    return str(ordered["period_label"].iloc[0]), str(ordered["period_label"].iloc[-1])


def _spark(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, frequency: str
) -> Series:
    unit = catalogue.unit_of(indicator)
    return spark_points(
        rows,
        indicator=indicator,
        areas=catalogue.areas,
        number=lambda value: format_value(value, unit),
        frequency=frequency,
    )
