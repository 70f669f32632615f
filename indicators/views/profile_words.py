"""What the parts of a country profile share: their shapes, the countries, and words for places.

It ranks nothing and draws nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from indicators import moves, standings
from indicators.catalogue import Catalogue, Indicator
from indicators.charts.strip import PlaceMark, Strip
from indicators.moves import Move
from indicators.notes import place_name, sentence
from indicators.numbers import range_text
from indicators.rankings import place_text
from indicators.standings import Place, Standing, Standings
from indicators.view import Table


@dataclass(frozen=True)
class Line:
    """One indicator in a list: place or change, what it rests on, the other country, cautions."""

    indicator: Indicator
    lead: str
    detail: str
    strip: Strip | None = None
    beside: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A titled list; `empty` says why where there are no lines."""

    title: str
    lines: tuple[Line, ...]
    empty: str = ""


@dataclass(frozen=True)
class Section:
    """Lists that stand side by side under one heading."""

    title: str
    lede: str
    lists: tuple[Listing, ...]


@dataclass(frozen=True)
class ThemePart:
    """One theme of the catalogue: how the country does in a line, and the table behind it."""

    title: str
    summary: str
    table: Table


@dataclass(frozen=True)
class Countries:
    """One country, or two side by side, on the standings of all."""

    found: Standings
    catalogue: Catalogue
    geo: str
    beside: str = ""

    @property
    def geos(self) -> tuple[str, ...]:
        return (self.geo, self.beside) if self.beside else (self.geo,)

    @property
    def others(self) -> dict[str, str]:
        """Each of two countries → the other."""
        return {self.geo: self.beside, self.beside: self.geo} if self.beside else {}

    def name(self, geo: str) -> str:
        """The country inside a sentence: "the UK"."""
        return place_name(self.catalogue.areas, geo)

    def Name(self, geo: str) -> str:  # noqa: N802  (the same with a capital)
        return sentence(self.name(geo)).rstrip(".")

    def short(self, geo: str) -> str:
        return self.catalogue.areas[geo].short

    def places(self, geo: str, basis: str = "") -> tuple[Place, ...]:
        return standings.places(self.found, geo, basis)

    @cached_property
    def moves(self) -> dict[str, tuple[tuple[Move, ...], tuple[tuple[Standing, str], ...]]]:
        """Country → its moves, and the indicators it has none on with the reason."""
        return {geo: moves.moves(self.found, geo) for geo in self.geos}

    def pairs(self, basis: str = "") -> list[tuple[Place, Place]]:
        """Both countries' places, on the indicators that rank both."""
        other = {place.standing: place for place in self.places(self.beside, basis)}
        own = self.places(self.geo, basis)
        return [(place, other[place.standing]) for place in own if place.standing in other]

    def mark(self, geo: str, place: int, before: int | None = None) -> PlaceMark:
        """The country's own mark: the same in every list, whoever's list it is."""
        return PlaceMark("focus" if geo == self.geo else "beside", place, before)


def place_words(place: Place, among: str = "") -> str:
    """ "2nd of 20", with its range where there is one."""
    return place_text(place.standing.ranking, place.row, among)


def cautions(place: Place) -> Iterator[str]:
    """In a few words what is unlike the rest; the tables by theme have it in full."""
    row, ranking = place.row, place.standing.ranking
    if row.best is not None and row.worst is not None and row.best != row.worst:
        yield f"{range_text(row.best, row.worst)} {ranking.range_words}".strip()
    if "from the " in row.mark_reason:
        yield "from another release than most"
    if "estimated" in row.mark_reason or row.obs_status == "E":
        yield "publisher's estimate"
    if row.obs_status == "P":
        yield "provisional"
    if ranking.warning:
        yield f"countries' years differ, {range_text(*ranking.period_labels)}"
