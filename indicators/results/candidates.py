"""Which indicators of the index can be projected, each with its annual history.

It projects nothing.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators import panels, queries
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.composite import build
from indicators.index_method import VERSIONS, default_recipe, members
from indicators.projections import Eligibility, History, assess
from indicators.results.files import (
    INDEX_CODE,
    PROJECTION_CODE,
    code_digest,
    folder,
    frame,
    table,
    write_json,
)
from indicators.warehouse import Warehouse

_FILE = "index/candidates.json"


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An index indicator with its annual history and whether it can be projected."""

    indicator: str
    versions: tuple[str, ...]
    comparators: tuple[str, ...]
    history: History
    eligibility: Eligibility


def as_at(w: Warehouse) -> int:
    """The year that ages are counted from: that of the build's newest vintage."""
    return int(pd.to_datetime(queries.vintages(w)["date"]).max().year)


def candidates(w: Warehouse, catalogue: Catalogue) -> dict[str, Candidate]:
    """Every indicator of either version, with the countries that the index compares."""
    kept = _read(w.build_id)
    if kept is None:
        return _candidates(w, catalogue)
    year = int(kept["as_at"])
    return {item["indicator"]: _candidate(item, year) for item in kept["candidates"]}


def keep_candidates(w: Warehouse, catalogue: Catalogue) -> None:
    """Keep the candidates of a build, unless they are kept already."""
    if _read(w.build_id) is None:
        found = _candidates(w, catalogue)
        content = {
            "code": _code(),
            "as_at": as_at(w),
            "candidates": [_packed(item) for item in found.values()],
        }
        write_json(folder(w.build_id) / _FILE, content)


def _candidates(w: Warehouse, catalogue: Catalogue) -> dict[str, Candidate]:
    found: dict[str, Candidate] = {}
    year = as_at(w)
    for version in VERSIONS:
        recipe = default_recipe(catalogue, version)
        rows = panels.read_rows(w, recipe.spec.indicator_ids)
        panel = panels.assemble(rows, catalogue, recipe.spec.indicator_ids, year=recipe.year)
        field = tuple(str(g) for g in build(panel.values, recipe.spec, panel.ages).scores.index)
        for indicator in members(catalogue, version):
            if indicator.id in found:
                continue
            suffix = catalogue.unit_of(indicator).suffix
            history = panels.history(rows.get(indicator.id), indicator, field, suffix)
            judged = assess(history, focus=UK, comparators=field, as_at=year)
            found[indicator.id] = Candidate(
                indicator.id, indicator.index.versions if indicator.index else (),
                field, history, judged,
            )  # fmt: skip
    return found


def _code() -> str:
    return code_digest(INDEX_CODE) + code_digest(PROJECTION_CODE)


def _read(build_id: str) -> dict[str, Any] | None:
    """What is kept; None where nothing is, or it is damaged or made by another method."""
    try:
        kept: dict[str, Any] = json.loads((folder(build_id) / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept if kept.get("code") == _code() else None


def figures_digest(item: Candidate, year: int) -> str:
    """A digest of all figures and declarations that a candidate's projection is made from."""
    text = json.dumps([_packed(item), year], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _packed(item: Candidate) -> dict[str, Any]:
    history = item.history
    return {
        "indicator": item.indicator,
        "versions": item.versions,
        "comparators": item.comparators,
        "values": frame(history.values),
        "direction": history.direction,
        "low": history.low,
        "high": history.high,
        "breaks": dict(history.breaks),
    }


def _candidate(kept: dict[str, Any], year: int) -> Candidate:
    values = table(kept["values"]).astype(float)
    values.index = values.index.astype(int)
    history = History(
        indicator=kept["indicator"],
        values=values,
        direction=kept["direction"],
        low=kept["low"],
        high=kept["high"],
        breaks=kept["breaks"],
    )
    field = tuple(kept["comparators"])
    judged = assess(history, focus=UK, comparators=field, as_at=year)
    return Candidate(kept["indicator"], tuple(kept["versions"]), field, history, judged)
