"""The tables of a country profile: every place by theme, and what is left out and why.

It words what `standings` computed. It ranks nothing.
"""

from collections.abc import Iterator

from indicators import standings
from indicators.notes import CAUTIOUS, sentence, status_words
from indicators.numbers import format_value, range_text
from indicators.places import RankRow
from indicators.standings import BASIS_WORDS, Place, Standing
from indicators.view import Column, Table
from indicators.views.profile_words import Countries, ThemePart, place_words


def themes(who: Countries) -> Iterator[ThemePart]:
    """The themes that any counted indicator is of, in catalogue order."""
    for theme in who.catalogue.themes:
        counted = [s for s in who.found.counted if s.indicator.theme == theme.id]
        if counted:
            table = _theme_table(who, theme.title, counted)
            yield ThemePart(theme.title, _summary(who, counted), table)


def _summary(who: Countries, counted: list[Standing]) -> str:
    """How one country does in a theme; of two, who is ranked above whom and how often."""
    of_each = {geo: [s.places.get(geo) for s in counted] for geo in who.geos}
    if who.beside:
        pairs = [
            (one, two)
            for one, two in zip(*of_each.values(), strict=True)
            if one is not None and two is not None
        ]
        if not pairs:
            return "no indicator ranks both"
        above = sum(one.row.rank < two.row.rank for one, two in pairs)
        below = sum(one.row.rank > two.row.rank for one, two in pairs)
        return f"{who.short(who.geo)} above on {above}, {who.short(who.beside)} on {below}"
    held: list[Place] = [place for place in of_each[who.geo] if place is not None]
    if not held:
        return f"ranked on none of {len(counted)}"
    top = sum(place.row.rank <= 3 for place in held)
    half = sum(place.ahead < 0.5 for place in held)
    of = f" of {len(counted)}" if len(counted) != len(held) else ""
    return f"ranked on {len(held)}{of}: top three on {top}, better half on {half}"


def _theme_table(who: Countries, title: str, counted: list[Standing]) -> Table:
    columns = [Column("Indicator")]
    for geo in who.geos:
        place = Column(f"{who.short(geo)}, place", numeric=True)
        columns += [place, Column("Value and period")]
    return Table(
        caption=f"{title}: places and values",
        columns=(*columns, Column("Measured"), Column("Remarks")),
        rows=tuple(_row(who, standing) for standing in counted),
        indicators=tuple(s.indicator.id for s in counted),
    )


def _row(who: Countries, standing: Standing) -> tuple[str, ...]:
    unit = who.catalogue.unit_of(standing.indicator)
    cells, remarks = [], []
    for geo in who.geos:
        place = standing.places.get(geo)
        prefix = f"{who.short(geo)}: " if who.beside else ""
        if place is None:
            cells += ["not ranked", "no usable figure"]
            remarks.append(f"{prefix}{standing.ranking.reason(geo)}")
            continue
        row = place.row
        cells += [place_words(place), f"{format_value(row.value, unit)}, {row.period_label}"]
        remarks += [f"{prefix}{text}" for text in _remarks(row)]
    if standing.ranking.warning:
        years = range_text(*standing.ranking.period_labels)
        remarks.append(f"countries' figures are for different years, {years}")
    told = " ".join(sentence(text) for text in remarks if text)
    return (standing.indicator.title, *cells, BASIS_WORDS[standing.basis], told)


def _remarks(row: RankRow) -> Iterator[str]:
    if row.mark_reason:
        yield row.mark_reason
    if row.obs_status in CAUTIOUS:
        yield status_words(row.obs_status)


def counted_words(who: Countries) -> str:
    """Which indicators count, by what rule, and what is known of the error of their figures."""
    counted = who.found.counted
    by_basis = (
        f"{sum(s.basis == basis for s in counted)} {words}" for basis, words in BASIS_WORDS.items()
    )
    sizes = [standing.ranking.n for standing in counted]
    return (
        f"{len(counted)} of the {len(who.catalogue)} indicators are counted: "
        f"{' and '.join(by_basis)}. Each says which way is better and ranks at least "
        f"{standings.FEWEST_RANKED} countries (here from {min(sizes)} to {max(sizes)}) on each "
        f"country's latest figure, at most {standings.MAX_AGE_YEARS} years older than the newest. "
        "Where several indicators count the same thing, one of them is taken. Strongest and "
        "weakest go by the share of the other ranked countries that stand behind, or ahead. "
        f"{_error_words(who)}"
    )


def _error_words(who: Countries) -> str:
    """For how many places there is a range, of which kind, and that the others have none."""
    rankings = [s.ranking for s in who.found.counted]
    revised = sum(bool(r.range_words) for r in rankings)
    given = sum(r.error_words != standings.NO_ERROR for r in rankings) - revised
    parts = []
    if given:
        parts.append(f"For {given} of them the publisher gives an error.")
    if revised:
        parts.append(
            f"For {revised} a place stands with its revision range: where it could lie if the "
            "figures moved as earlier ones did when revised."
        )
    if not parts:
        return "No error is published for the figures behind these places."
    return " ".join((*parts, "For the others no error is published."))


def left_out(who: Countries) -> Table:
    """How many indicators are left out for each reason, and which."""
    reasons: dict[str, list[str]] = {}
    for indicator, reason in who.found.left_out:
        reasons.setdefault(reason, []).append(indicator.title)
    for geo in who.geos:
        ranked = {place.standing for place in who.places(geo)}
        missing = [s.indicator.title for s in who.found.counted if s not in ranked]
        if missing:
            reasons[f"no usable figure for {who.name(geo)}"] = missing
    ordered = sorted(reasons.items(), key=lambda item: -len(item[1]))
    return Table(
        caption="Indicators left out, by reason",
        columns=(Column("Reason"), Column("Number", numeric=True), Column("Which")),
        rows=tuple(
            (sentence(why).rstrip("."), str(len(titles)), "; ".join(titles))
            for why, titles in ordered
        ),
    )


def unmoved(who: Countries) -> Table | None:
    """Indicators that rank a country today and cannot be compared over five years, and why."""
    rows = []
    for geo in who.geos:
        for standing, reason in who.moves[geo][1]:
            cells = (standing.indicator.title, sentence(reason))
            rows.append((*cells, who.short(geo)) if who.beside else cells)
    if not rows:
        return None
    titles = ("Indicator", "Why not", "Country")[: len(rows[0])]
    columns = tuple(Column(title) for title in titles)
    return Table("Ranked today, but not compared over five years", columns, tuple(rows))
