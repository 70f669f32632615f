"""Places on many indicators as one chart: of a country, of two side by side, or of a technology.

It draws what a country's profile and a technology's page tell in words. It ranks nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from indicators.catalogue import Catalogue, Indicator
from indicators.charts.alternative import listed
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind
from indicators.errors import NoDataError
from indicators.numbers import rank_text
from indicators.rankings import place_text
from indicators.revisions import WITHIN
from indicators.standings import BASIS_WORDS, Place, Standings
from indicators.view import Column, Table, View
from indicators.views.profile_words import Countries, cautions, place_words
from indicators.views.technologies import TechnologyPage

STATUS = "Computed here from published figures"
#: Places up to this one are in the colour of the focus.
_TOP = 3

Row = tuple[str, ...]


def country_view(found: Standings, catalogue: Catalogue, geo: str, beside: str, basis: str) -> View:
    """A country's place on every indicator of a basis, best first; `beside` as a mark to compare.

    Raises:
        NoDataError: it is ranked on none, or no indicator ranks both.
    """
    who = Countries(found, catalogue, geo, beside)
    pairs: Sequence[tuple[Place, Place | None]] = (
        who.pairs(basis) if beside else [(place, None) for place in who.places(geo, basis)]
    )
    if not pairs:
        raise NoDataError(f"{who.Name(geo)} is ranked on no such indicator. Choose others.")
    ordered = sorted(pairs, key=lambda pair: (pair[0].row.rank, pair[0].standing.indicator.id))
    ranged = [own.standing.ranking for own, _ in ordered if own.row.best != own.row.worst]
    # Said once for all bars, which have little room.
    one_kind = bool(ranged) and all(ranking.range_words == WITHIN for ranking in ranged)
    bars = tuple(_bar(own, other, "" if one_kind else None) for own, other in ordered)
    headline = _headline(who, [own for own, _ in ordered], ordered, basis)
    marks = f"; dot: {who.short(geo)}, upright line: {who.short(beside)}" if beside else ""
    names = [who.short(one) for one in who.geos]
    rows = tuple(_row(own, other) for own, other in ordered)
    titles = ("Indicator", *names, "Period", "Keep in mind")
    return _view(
        f"places-{basis}-{'-'.join(who.geos).lower()}",
        headline,
        f"Place on each indicator {BASIS_WORDS[basis]}, latest figure of each country; 1 is "
        f"best{marks}{f'; in brackets the range {WITHIN}' if one_kind else ''}",
        [own.standing.indicator for own, _ in ordered],
        Kind.INTERVAL if beside else Kind.DOT,
        bars,
        Table(f"Places {BASIS_WORDS[basis]}", tuple(Column(t) for t in titles), rows),
    )


def _headline(
    who: Countries, own: Sequence[Place], pairs: Sequence[tuple[Place, Place | None]], basis: str
) -> str:
    of = f"{len(own)} indicator{'s' if len(own) > 1 else ''} {BASIS_WORDS[basis]}"
    if who.beside:
        above = sum(one.row.rank < other.row.rank for one, other in pairs if other is not None)
        return f"{who.Name(who.geo)} ranks above {who.name(who.beside)} on {above} of {of}"
    top = sum(place.row.rank <= _TOP for place in own)
    return f"{who.Name(who.geo)} is among the top three on {top} of {of}"


def _bar(own: Place, other: Place | None, range_words: str | None) -> Bar:
    """`range_words` follow a range of places; None for the ranking's own."""
    row, ranking = own.row, own.standing.ranking
    text = place_text(
        ranking if range_words is None else replace(ranking, range_words=range_words), row
    )
    if other is not None:
        text += f"; {rank_text(other.row.rank, other.n, other.row.tied)}"
    return Bar(
        geo=own.standing.indicator.id,
        label=own.standing.indicator.label or own.standing.indicator.title,
        value=float(row.rank),
        text=text,
        emphasis=Emphasis.FOCUS if row.rank <= _TOP else Emphasis.CONTEXT,
        target=float(other.row.rank) if other is not None else None,
    )


def _row(own: Place, other: Place | None) -> Row:
    others = (place_words(other),) if other is not None else ()
    told = "; ".join(cautions(own)) or "nothing"
    return own.standing.indicator.title, place_words(own), *others, own.row.period_label, told


def technology_view(page: TechnologyPage) -> View:
    """The UK's place on each indicator that bears on a technology and ranks countries.

    Raises:
        NoDataError: none of them ranks countries.
    """
    cards = [card for group in page.groups for card in group.cards if card.place]
    if not cards:
        raise NoDataError(f"No indicator that bears on {page.technology.title} ranks countries.")
    cards.sort(key=lambda card: (card.place, card.indicator.id))
    bars = tuple(
        Bar(
            geo=card.indicator.id,
            label=card.indicator.label or card.indicator.title,
            value=float(card.place),
            text=f"{card.rank} {card.basis}".strip(),
            emphasis=Emphasis.FOCUS if card.place <= _TOP else Emphasis.CONTEXT,
        )
        for card in cards
    )
    rows = tuple(
        (card.indicator.title, f"{card.rank} {card.basis}".strip(), card.sentence, card.source)
        for card in cards
    )
    titles = ("Indicator", "UK place", "Newest figure", "Source")
    return _view(
        f"technology-{page.technology.id}",
        page.headline,
        "The UK's place on each indicator that bears on it, latest figure of each country; 1 is "
        "best",
        [card.indicator for card in cards],
        Kind.DOT,
        bars,
        Table(f"The UK's places: {page.technology.title}", tuple(map(Column, titles)), rows),
    )


def _view(  # noqa: PLR0913  (each word readers need is an argument)
    slug: str,
    headline: str,
    subtitle: str,
    indicators: Sequence[Indicator],
    kind: Kind,
    bars: tuple[Bar, ...],
    table: Table,
) -> View:
    publishers = sorted({n for i in indicators for n in i.publisher.split(" and ")})
    source = f"Source: computed here from figures of {listed(publishers)}."
    told = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    chart = Chart(
        kind=kind,
        headline=headline,
        subtitle=subtitle,
        source_line=source,
        alt=f"{headline}. Places: {told}.",
        axis=Axis(title="Place, 1 is best", from_zero=False, reverse=True),
        bars=bars,
    )
    return View(
        slug=slug,
        headline=headline,
        subtitle=subtitle,
        chart=chart,
        table=table,
        source_line=source,
        status_label=STATUS,
        alt=chart.alt,
        data=pd.DataFrame(list(table.rows), columns=[c.title for c in table.columns]),
    )
