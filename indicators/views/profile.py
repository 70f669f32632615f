"""Country profile: one country's places and moves over all that ranks countries, or two beside.

It puts together what `standings` computed. It ranks nothing and draws nothing.
"""

from dataclasses import dataclass

from indicators import queries, standings
from indicators.catalogue import Catalogue
from indicators.errors import NoDataError
from indicators.notes import listed
from indicators.standings import BASIS_WORDS, Place, Standings
from indicators.view import Table
from indicators.views.profile_lists import sections
from indicators.views.profile_tables import counted_words, left_out, themes, unmoved
from indicators.views.profile_words import (
    Countries,
    Section,
    ThemePart,
    place_words,
)
from indicators.views.ranges import revision_ranges
from indicators.warehouse import Warehouse


@dataclass(frozen=True)
class Profile:
    """All that the page shows, in reading order."""

    headline: str
    lede: str
    sections: tuple[Section, ...]
    themes: tuple[ThemePart, ...]
    counted: str
    left_out: Table
    unmoved: Table | None


def source(found: Standings) -> str:
    """Whose figures the places are computed from."""
    names = {name for s in found.counted for name in s.indicator.publisher.split(" and ")}
    return (
        f"Source: computed here from figures of {listed(sorted(names))}; each indicator's page "
        "names data set and date."
    )


def ranked(w: Warehouse, catalogue: Catalogue) -> Standings:
    """Every country on every indicator that counts: the same for all profiles of a build."""
    ids = [indicator.id for indicator in standings.candidates(catalogue)]
    return standings.standings(queries.observations_of(w, ids), catalogue, revision_ranges(w))


def profile(found: Standings, catalogue: Catalogue, geo: str, beside: str = "") -> Profile:
    """One country's profile; with `beside`, the two countries side by side.

    Raises:
        NoDataError: the country is ranked on no indicator, or no indicator ranks both.
    """
    who = Countries(found, catalogue, geo, beside)
    if not who.places(geo):
        raise NoDataError(f"{who.Name(geo)} is ranked on no indicator. Choose another country.")
    if beside and not who.pairs():
        raise NoDataError(
            f"No indicator ranks both {who.name(geo)} and {who.name(beside)}. Choose others."
        )
    return Profile(
        headline=_headline_of_two(who) if beside else _headline(who),
        lede=_lede_of_two(who) if beside else _lede(who),
        sections=tuple(sections(who)),
        themes=tuple(themes(who)),
        counted=counted_words(who),
        left_out=left_out(who),
        unmoved=unmoved(who),
    )


def _headline(who: Countries) -> str:
    counts = []
    for basis, words in BASIS_WORDS.items():
        held = who.places(who.geo, basis)
        top = sum(place.row.rank <= 3 for place in held)
        if held:
            counts.append((f"{top} of {len(held)}", words))
    return f"{who.Name(who.geo)} is among the top three on {_counts(counts)}"


def _headline_of_two(who: Countries) -> str:
    counts = []
    for basis, words in BASIS_WORDS.items():
        pairs = who.pairs(basis)
        above = sum(one.row.rank < two.row.rank for one, two in pairs)
        if pairs:
            counts.append((f"{above} of {len(pairs)}", words))
    return f"{who.Name(who.geo)} ranks above {who.name(who.beside)} on {_counts(counts)}"


def _counts(counts: list[tuple[str, str]]) -> str:
    """ "3 of 24 indicators relative to size, and on 6 of 24 in absolute terms"."""
    (first, words), *rest = counts
    told = f"{first} indicators {words}"
    return told + "".join(f", and on {count} {others}" for count, others in rest)


def _lede(who: Countries) -> str:
    basis = next(b for b in BASIS_WORDS if who.places(who.geo, b))
    held = who.places(who.geo, basis)
    best, worst = standings.strongest(held, 1)[0], standings.weakest(held, 1)[0]
    told = f"Strongest {BASIS_WORDS[basis]}: {_noun(best)}, {place_words(best, 'countries')}."
    if worst is not best:
        told += f" Weakest: {_noun(worst)}, {place_words(worst)}."
    return told


def _lede_of_two(who: Countries) -> str:
    pairs = who.pairs()
    level = sum(one.row.rank == two.row.rank for one, two in pairs)
    told = f"{_indicators(len(pairs))} both"
    told += f", and {level} {'puts' if level == 1 else 'put'} them level." if level else "."
    for geo in who.geos:
        alone = len(who.places(geo)) - len(pairs)
        if alone:
            verb = "ranks" if alone == 1 else "rank"
            told += f" {alone} more {verb} {who.name(geo)} only."
    return told


def _indicators(count: int) -> str:
    return f"{count} indicator ranks" if count == 1 else f"{count} indicators rank"


def _noun(place: Place) -> str:
    return place.standing.indicator.noun
