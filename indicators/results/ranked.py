"""The index of a version and what goes with it, kept for a build: the page opens with it.

Each part is read where it is kept by the declared recipe, and computed where it is not. It writes
only in `keep_index`.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from indicators.catalogue import Catalogue
from indicators.composite import ages_of
from indicators.errors import NoDataError, ValidationError
from indicators.index_method import VERSIONS, default_recipe
from indicators.panels import Panel, read_panel
from indicators.recipe import Recipe, to_dict
from indicators.results.files import INDEX_CODE, code_digest, folder, frame, table, write_json
from indicators.standing import (
    BackYears,
    Standing,
    back_years,
    component_preset,
    influence,
    on_panel,
)
from indicators.uncertainty import Method, Refused, Sensitivity
from indicators.variants import Variant, variants
from indicators.warehouse import Warehouse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Part(Generic[T]):
    """One kept result: how it is computed, and how it becomes plain tables and back."""

    name: str
    compute: Callable[[Warehouse, Catalogue, Recipe], T]
    pack: Callable[[T], dict[str, Any]]
    unpack: Callable[[dict[str, Any], Recipe], T]


def standing_of(w: Warehouse, catalogue: Catalogue, version: str) -> Standing:
    """The standing by the declared recipe of a version. Its 10,000 methods are drawn again from
    the kept panel and the seed, which takes less time than reading them would.

    Raises:
        NoDataError: the build has too few figures for the index; the message says what there is.
    """
    recipe = default_recipe(catalogue, version, w.build_id)
    try:
        return on_panel(_part(_PANEL, w, catalogue, recipe, version), recipe)
    except ValidationError as fault:
        names = recipe.spec.indicator_ids
        lacking = [name for name in names if f"indicator {name!r}" in str(fault)]
        if not lacking:
            raise
        raise NoDataError(
            f"The index {VERSIONS[version]} cannot be computed from these figures: {len(lacking)} "
            f"of its {len(names)} indicators have no figure that is recent enough, or that of one "
            "country only. Pages of single indicators show what there is."
        ) from fault


def back_years_of(w: Warehouse, catalogue: Catalogue, version: str) -> BackYears:
    """The index of a version made again for past years."""
    return _found(_BACK, w, catalogue, version)


def influence_of(w: Warehouse, catalogue: Catalogue, version: str) -> Sensitivity:
    """Which choices move the UK's score and rank in a version."""
    return _found(_INFLUENCE, w, catalogue, version)


def components_of(w: Warehouse, catalogue: Catalogue, version: str) -> dict[str, float]:
    """The weights of the pillars from principal components, in per cent."""
    return _found(_COMPONENTS, w, catalogue, version)


def variants_of(w: Warehouse, catalogue: Catalogue, version: str) -> tuple[Variant, ...]:
    """The UK's place with other figures."""
    return _found(_VARIANTS, w, catalogue, version)


def keep_index(w: Warehouse, catalogue: Catalogue) -> None:
    """Compute and keep every part of both versions that is not kept yet."""
    for version in VERSIONS:
        recipe = default_recipe(catalogue, version, w.build_id)
        for part in _PARTS:
            if _read(part, w.build_id, version, recipe) is None:
                made = part.compute(w, catalogue, recipe)
                content = {"made_by": _made_by(recipe), **part.pack(made)}
                write_json(_path(part, w.build_id, version), content)


def index_is_kept(w: Warehouse, catalogue: Catalogue) -> bool:
    """Whether every part of both versions is kept, as the declared method makes it today."""
    return all(
        _read(part, w.build_id, version, default_recipe(catalogue, version, w.build_id)) is not None
        for version in VERSIONS
        for part in _PARTS
    )


def _found(part: _Part[T], w: Warehouse, catalogue: Catalogue, version: str) -> T:
    return _part(part, w, catalogue, default_recipe(catalogue, version, w.build_id), version)


def _part(part: _Part[T], w: Warehouse, catalogue: Catalogue, recipe: Recipe, version: str) -> T:
    kept = _read(part, w.build_id, version, recipe)
    return part.compute(w, catalogue, recipe) if kept is None else part.unpack(kept, recipe)


def _read(part: _Part[Any], build_id: str, version: str, recipe: Recipe) -> dict[str, Any] | None:
    """What is kept; None where nothing is, or it is damaged or made by another method."""
    try:
        kept: dict[str, Any] = json.loads(_path(part, build_id, version).read_bytes())
    except (OSError, ValueError):
        return None
    return kept if kept.get("made_by") == _made_by(recipe) else None


def _path(part: _Part[Any], build_id: str, version: str) -> Path:
    return folder(build_id) / "index" / f"{version}-{part.name}.json"


def _made_by(recipe: Recipe) -> dict[str, Any]:
    made_by: dict[str, Any] = {"code": code_digest(INDEX_CODE), "recipe": to_dict(recipe)}
    return made_by


def _read_panel(w: Warehouse, catalogue: Catalogue, recipe: Recipe) -> Panel:
    return read_panel(w, catalogue, recipe.spec.indicator_ids, year=recipe.year)


def _pack_panel(panel: Panel) -> dict[str, Any]:
    reasons = [[geo, name, reason] for (geo, name), reason in panel.reasons.items()]
    return {
        "values": frame(panel.values),
        "years": frame(panel.years),
        "cells": frame(panel.cells),
        "reasons": reasons,
    }


def _unpack_panel(kept: dict[str, Any], _recipe: Recipe) -> Panel:
    values, years = (table(kept[name]).astype(float) for name in ("values", "years"))
    reasons = {(geo, name): reason for geo, name, reason in kept["reasons"]}
    return Panel(values, years, ages_of(years), table(kept["cells"]), reasons)


def _pack_back(back: BackYears) -> dict[str, Any]:
    return {
        "indicators": back.indicators,
        "dropped": back.dropped,
        "table": frame(back.table),
        "left_out": back.left_out,
    }


def _unpack_back(kept: dict[str, Any], _recipe: Recipe) -> BackYears:
    return BackYears(
        indicators=tuple(kept["indicators"]),
        dropped=tuple(kept["dropped"]),
        table=table(kept["table"]),
        left_out=tuple(kept["left_out"]),
    )


def _pack_influence(found: Sensitivity) -> dict[str, Any]:
    return {
        "refused": [asdict(item) for item in found.refused],
        "runs": found.runs,
        "spread": found.spread,
        "effects": frame(found.effects),
    }


def _unpack_influence(kept: dict[str, Any], recipe: Recipe) -> Sensitivity:
    refused = tuple(Refused(Method(**item["method"]), item["reason"]) for item in kept["refused"])
    return Sensitivity(
        unit=recipe.unit,
        alternatives=recipe.alternatives,
        refused=refused,
        seed=recipe.seed,
        base=recipe.base,
        runs=kept["runs"],
        spread=kept["spread"],
        effects=table(kept["effects"]),
    )


def _variant(kept: dict[str, Any]) -> Variant:
    return Variant(**{**kept, "changed": tuple(kept["changed"])})


_PANEL = _Part("panel", _read_panel, _pack_panel, _unpack_panel)
_BACK = _Part("back-years", back_years, _pack_back, _unpack_back)
_INFLUENCE = _Part("influence", influence, _pack_influence, _unpack_influence)
_COMPONENTS: _Part[dict[str, float]] = _Part(
    "components",
    component_preset,
    lambda found: {"weights": found},
    lambda kept, _: kept["weights"],
)
_VARIANTS: _Part[tuple[Variant, ...]] = _Part(
    "variants",
    variants,
    lambda found: {"variants": [asdict(item) for item in found]},
    lambda kept, _: tuple(_variant(item) for item in kept["variants"]),
)
_PARTS: tuple[_Part[Any], ...] = (_PANEL, _BACK, _INFLUENCE, _COMPONENTS, _VARIANTS)
