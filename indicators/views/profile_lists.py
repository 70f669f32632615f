"""The lists of a country profile: strongest and weakest places, gaps between two, and moves.

It picks and words what `standings` computed. It ranks nothing.
"""

from collections.abc import Callable, Iterator

from indicators import standings
from indicators.charts.strip import Strip
from indicators.moves import Move
from indicators.numbers import format_growth, format_value, format_with_phrase, rank_text
from indicators.standings import BASIS_WORDS, Place
from indicators.views.profile_words import (
    Countries,
    Line,
    Listing,
    Section,
    cautions,
)

#: Lines in a list.
MOST = 5

_BASIS_LEDES = {
    "relative": "Per head, as a share of GDP or as a share of the country's own total: small and "
    "large countries can lead.",
    "absolute": "Counts, money and shares of the world: large countries lead most of these.",
}


def sections(who: Countries) -> Iterator[Section]:
    """Every list of the page, in reading order."""
    if who.beside:
        yield _furthest_apart(who)
    for basis in BASIS_WORDS:
        yield from _strengths(who, basis)
    yield _moved(
        who,
        "Places gained and lost in five years",
        "Both years rank the same countries: those with figures that may be compared in both. "
        "Years on two sides of a break in a series are not compared.",
        ("Gained", "Lost"),
        _place_move,
    )
    yield _moved(
        who,
        "Values that changed most in five years",
        "Of the indicators relative to size, without those in money at current prices, which rise "
        "with prices. Beside each, the median country of those compared.",
        ("Rose", "Fell"),
        _value_move,
    )


def _furthest_apart(who: Countries) -> Section:
    """Where two countries stand furthest apart, by the share of places between them."""

    def lead(pair: tuple[Place, Place]) -> float:
        one, two = pair
        return (two.row.rank - one.row.rank) / (one.n - 1)

    pairs = sorted(who.pairs(), key=lead, reverse=True)
    ahead = [_place_line(who, who.geo, one) for one, two in pairs[:MOST] if lead((one, two)) > 0]
    behind = [
        _place_line(who, who.beside, two)
        for one, two in reversed(pairs[-MOST:])
        if lead((one, two)) < 0
    ]
    lists = (
        Listing(f"{who.Name(geo)} ahead", tuple(lines), "On no indicator that ranks both.")
        for geo, lines in zip(who.geos, (ahead, behind), strict=True)
    )
    return Section(
        "Where they stand furthest apart",
        "By the share of the ranked countries between the two, on either basis.",
        tuple(lists),
    )


def _place_line(who: Countries, geo: str, place: Place) -> Line:
    standing, row = place.standing, place.row
    unit = who.catalogue.unit_of(standing.indicator)
    marks, beside = [who.mark(geo, row.rank)], ""
    other = who.others.get(geo, "")
    theirs = standing.places.get(other)
    if theirs is not None:
        marks.append(who.mark(other, theirs.row.rank))
        beside = f"{who.short(other)} {rank_text(theirs.row.rank, tied=theirs.row.tied)}"
    elif other:
        beside = f"{who.short(other)} not ranked"
    return Line(
        indicator=standing.indicator,
        lead=rank_text(row.rank, place.n, row.tied),
        detail=f"{format_with_phrase(row.value, unit)}, {row.period_label}",
        strip=Strip(place.n, tuple(marks)),
        beside=beside,
        marks=tuple(cautions(place)),
    )


def _strengths(who: Countries, basis: str) -> Iterator[Section]:
    """One section with both lists of a country; with two countries, a section for each kind."""
    words = BASIS_WORDS[basis]
    title, lede = words[:1].upper() + words[1:], _BASIS_LEDES[basis]
    kinds = ("Strongest places", "Weakest places")
    if not who.beside:
        lists = (
            Listing(kind, lines, f"{who.Name(who.geo)} is ranked on too few indicators for this.")
            for kind, lines in zip(kinds, _best_and_worst(who, who.geo, basis), strict=True)
        )
        yield Section(title, lede, tuple(lists))
        return
    of_each = {geo: _best_and_worst(who, geo, basis) for geo in who.geos}
    for number, kind in enumerate(kinds):
        lists = (
            Listing(who.Name(geo), found[number], "Ranked on too few indicators for this.")
            for geo, found in of_each.items()
        )
        yield Section(f"{title}: {kind.lower()}", lede if number == 0 else "", tuple(lists))


def _best_and_worst(
    who: Countries, geo: str, basis: str
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """At most five each, and never one indicator in both."""
    held = who.places(geo, basis)
    strong = standings.strongest(held, min(MOST, (len(held) + 1) // 2))
    rest = tuple(place for place in held if place not in strong)
    weak = standings.weakest(rest, min(MOST, len(held) // 2))
    best, worst = ([_place_line(who, geo, place) for place in some] for some in (strong, weak))
    return tuple(best), tuple(worst)


def _moved(
    who: Countries,
    title: str,
    lede: str,
    ways: tuple[str, str],
    line_of: Callable[[Countries, str, Move], tuple[float, Line] | None],
) -> Section:
    """With one country a list of rises and one of falls; with two a list for each."""
    of_each = {
        geo: sorted(
            (found for m in who.moves[geo][0] if (found := line_of(who, geo, m)) is not None),
            key=lambda found: -abs(found[0]),
        )
        for geo in who.geos
    }
    lists = []
    if who.beside:
        empty = "Nothing that can be compared over five years has moved."
        for geo, sized in of_each.items():
            lists.append(Listing(who.Name(geo), tuple(line for _, line in sized[:MOST]), empty))
    else:
        for way, sign in zip(ways, (1, -1), strict=True):
            lines = [line for size, line in of_each[who.geo] if size * sign > 0]
            empty = f"None of those that can be compared {way.lower()}."
            lists.append(Listing(way, tuple(lines[:MOST]), empty))
    return Section(title, lede, tuple(lists))


def _place_move(who: Countries, geo: str, move: Move) -> tuple[float, Line] | None:
    if move.places == 0:
        return None
    way, count = ("up", move.places) if move.places > 0 else ("down", -move.places)
    before = rank_text(move.before.rank, tied=move.before.tied)
    after = rank_text(move.after.rank, move.n, move.after.tied)
    line = Line(
        indicator=move.standing.indicator,
        lead=f"{way} {count} {'place' if count == 1 else 'places'}",
        detail=f"{before} → {after} countries, {_years(move)}; {BASIS_WORDS[move.standing.basis]}",
        strip=Strip(move.n, (who.mark(geo, move.after.rank, move.before.rank),)),
        marks=move.marks,
    )
    return float(move.places), line


def _value_move(who: Countries, geo: str, move: Move) -> tuple[float, Line] | None:  # noqa: ARG001
    indicator = move.standing.indicator
    unit = who.catalogue.unit_of(indicator)
    nominal = unit.currency and indicator.price_basis in ("current", "ppp_current")
    if move.standing.basis != "relative" or nominal or not move.growth:
        return None
    before = format_value(move.before.value, unit)
    after = format_with_phrase(move.after.value, unit)
    median = ""
    if move.middle_growth is not None:
        median = f"; median of {move.n} countries {format_growth(move.middle_growth)}"
    line = Line(
        indicator=indicator,
        lead=format_growth(move.growth),
        detail=f"{before} → {after}, {_years(move)}{median}",
        marks=move.marks,
    )
    return move.growth, line


def _years(move: Move) -> str:
    return f"{move.before.period_label} to {move.after.period_label}"
