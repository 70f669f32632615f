"""The declared method of the index: its choices, its two versions and the presets of weights.

Reads `index_method.toml` and the catalogue's index roles. It holds no figures and builds no index.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.catalogue import INDEX_PILLARS, Catalogue, Indicator
from indicators.composite import IndexSpec, IndicatorSpec, PillarSpec
from indicators.declarations import build, build_all, read_toml
from indicators.errors import CatalogueError, raise_all
from indicators.places import lower_is_better
from indicators.recipe import Recipe
from indicators.uncertainty import reasonable_alternatives

METHOD_FILE = Path(__file__).with_name("index_method.toml")

#: The two versions, equal in standing, with the words a sentence says them in.
VERSIONS = {"relative": "relative to its size", "absolute": "in absolute terms"}

#: Titles of the pillars, in the order of the page.
PILLAR_TITLES = {
    "research_inputs": "Research inputs",
    "research_quality": "Research quality",
    "invention": "Invention",
    "frontier_technology": "Frontier technology",
    "commercial_strength": "Commercial strength",
}


@dataclass(frozen=True, slots=True)
class Preset:
    """Named weights of the pillars, in per cent."""

    id: str
    title: str
    weights: dict[str, int]


@dataclass(frozen=True, slots=True)
class IndexMethod:
    """The declared choices; see `IndexSpec` and `Recipe` for those that stand in them.

    peer_group: the group within which peers are averaged; all other countries are the second one.
    first_back_year: the first of the years for which the index is made again. too_old: for each
    version the indicator of research inputs that is left out because the UK's figure is too old.
    """

    year: int
    target_year: int
    top: int
    maximum_age: int
    minimum_coverage: float
    every_pillar: bool
    treatment: str
    imputation: str
    normalisation: str
    within: str
    between: str
    peer_group: str
    seed: int
    draws: int
    base: int
    first_back_year: int
    too_old: dict[str, str]
    presets: tuple[Preset, ...] = ()

    def preset(self, preset_id: str) -> Preset | None:
        return next((p for p in self.presets if p.id == preset_id), None)


@cache
def load_method(path: Path = METHOD_FILE) -> IndexMethod:
    """Read and check the method file.

    Raises:
        CatalogueError: every problem of the file in one message.
    """
    tables = read_toml(path)
    problems: list[str] = []
    presets = build_all(Preset, tables.pop("preset", []), "preset", problems)
    method = build(IndexMethod, tables, "index method", problems)
    for preset in presets:
        if set(preset.weights) != set(INDEX_PILLARS) or sum(preset.weights.values()) != 100:
            problems.append(f"preset {preset.id}: weights of the five pillars that add up to 100")
    raise_all(CatalogueError, str(path), problems)
    if method is None:
        raise CatalogueError(f"{path}: not readable. Restore the file.")
    return IndexMethod(
        **{name: getattr(method, name) for name in IndexMethod.__slots__ if name != "presets"},
        presets=tuple(presets),
    )


def members(catalogue: Catalogue, version: str) -> tuple[Indicator, ...]:
    """The indicators of a version, in the order of pillars and catalogue."""
    return tuple(
        indicator
        for pillar in INDEX_PILLARS
        for indicator in catalogue
        if indicator.index is not None
        and indicator.index.pillar == pillar
        and version in indicator.index.versions
    )


def default_recipe(catalogue: Catalogue, version: str, build_id: str = "") -> Recipe:
    """The nominal recipe of a version: every choice as declared.

    Raises:
        CatalogueError: the version is unknown.
    """
    if version not in VERSIONS:
        raise CatalogueError(f"index version {version!r} is none of {', '.join(VERSIONS)}.")
    method, areas = load_method(), catalogue.areas
    group = next(g for g in areas.peer_groups if g.id == method.peer_group)
    chosen = members(catalogue, version)
    pillars = dict.fromkeys(i.index.pillar for i in chosen if i.index)
    spec = IndexSpec(
        indicators=tuple(
            IndicatorSpec(
                id=i.id,
                pillar=i.index.pillar,
                direction="lower" if lower_is_better(i) else "higher",
                weight=i.index.weight,
            )
            for i in chosen
            if i.index
        ),
        pillars=tuple(PillarSpec(pillar) for pillar in pillars),
        comparators=areas.countries,
        maximum_age=method.maximum_age,
        minimum_coverage=method.minimum_coverage,
        every_pillar=method.every_pillar,
        treatment=method.treatment,
        imputation=method.imputation,
        peers=(group.members,),
        normalisation=method.normalisation,
        within=method.within,
        between=method.between,
    )
    return Recipe(
        spec=spec,
        alternatives=reasonable_alternatives(spec),
        seed=method.seed,
        draws=method.draws,
        base=method.base,
        top=method.top,
        subset=tuple(a.geo for a in areas.areas if a.kind == "country" and a.europe),
        year=method.year,
        build_id=build_id,
    )
