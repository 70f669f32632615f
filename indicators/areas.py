"""Areas (countries, nations of the UK, groups) and peer groups, from `areas.toml`."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from indicators.declarations import build_all, read_toml
from indicators.errors import CatalogueError, raise_all

AREAS_FILE = Path(__file__).with_name("areas.toml")
KINDS = ("country", "group", "nation")

#: The area every page keeps in focus.
UK = "GBR"


@dataclass(frozen=True, slots=True)
class Area:
    """One area. `geo` is ISO 3166 (alpha-3; alpha-2 subdivision for UK nations) or a group's code.

    `short` is the form for labels; `codes` maps a source id to that source's own code where it
    differs from `geo`, or to an empty text where that source does not know the area; `europe`
    marks countries counted in "rank in Europe".
    """

    geo: str
    name: str
    short: str
    kind: str
    europe: bool = False
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """A named set of countries with the rule that chose them, in words.

    `noun` is what a place is counted among: "5th of 7 G7 countries".
    """

    id: str
    title: str
    noun: str
    rule: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Areas:
    """Every declared area and peer group, in file order."""

    areas: tuple[Area, ...]
    peer_groups: tuple[PeerGroup, ...]

    @cached_property
    def by_geo(self) -> dict[str, Area]:
        return {area.geo: area for area in self.areas}

    def __getitem__(self, geo: str) -> Area:
        try:
            return self.by_geo[geo]
        except KeyError:
            raise CatalogueError(
                f"area {geo!r} is not in indicators/areas.toml. Add it there or correct the code."
            ) from None

    def __contains__(self, geo: object) -> bool:
        return geo in self.by_geo

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Geo codes of the countries: what ranks are taken over."""
        return tuple(area.geo for area in self.areas if area.kind == "country")

    def codes_of(self, source: str) -> dict[str, str]:
        """Source's own area code → geo, for every area that the source knows."""
        codes = {area.codes.get(source, area.geo): area.geo for area in self.areas}
        return {code: geo for code, geo in codes.items() if code}

    def international_codes(self, source: str) -> tuple[str, ...]:
        """The source's own codes of the countries and groups it knows, in file order.

        What an international service is asked for: it holds no figures for nations of the UK.
        """
        codes = self.codes_of(source)
        return tuple(code for code, geo in codes.items() if self[geo].kind != "nation")


@cache
def load_areas(path: Path = AREAS_FILE) -> Areas:
    """Read the areas file.

    Raises:
        CatalogueError: every problem of the file in one message.
    """
    tables = read_toml(path)
    problems = [f"unknown table {t!r}" for t in tables.keys() - {"area", "peer_group"}]
    areas = build_all(Area, tables.get("area", []), "area", problems, key="geo")
    groups = build_all(PeerGroup, tables.get("peer_group", []), "peer_group", problems)
    known = {area.geo for area in areas}
    problems += [
        f"area {a.geo}: kind {a.kind!r} is none of {KINDS}" for a in areas if a.kind not in KINDS
    ]
    problems += [
        f"peer_group {group.id}: {geo!r} is not a declared area"
        for group in groups
        for geo in group.members
        if geo not in known
    ]
    raise_all(CatalogueError, str(path), problems)
    return Areas(areas, groups)
