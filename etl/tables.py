"""The tables of a build as Arrow tables, from what the pipeline decided. It writes no file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from etl.hold_back import Outcome
from etl.sources import Vintage
from indicators.catalogue import OPEN_LICENCES, Catalogue, Indicator
from indicators.warehouse import SCHEMA_VERSION

#: Columns of `indicator` that are fields of the catalogue under the same name.
_INDICATOR_PLAIN = (
    "title",
    "noun",
    "short",
    "long",
    "theme",
    "unit",
    "price_basis",
    "direction",
    "publisher",
    "statistics_status",
    "source",
    "series",
    "coverage",
    "licence",
    "licence_notice",
    "redistributable",
    "derived",
    "strengths",
    "next_release",
    "unavailable",
    "display",
    "rankable",
)
OBSERVATION = (
    "indicator_id",
    "geo",
    "period_start",
    "period_end",
    "period_label",
    "frequency",
    "value",
    "lower",
    "upper",
    "obs_status",
    "vintage_id",
)


@dataclass(frozen=True)
class Candidate:
    """All that a build holds. `observation` and `latest` have at least the warehouse's columns.

    `out_of_range` are the rows of refused vintages outside their indicator's limits.
    """

    build_id: str
    catalogue: Catalogue
    vintages: tuple[Vintage, ...]
    observation: pd.DataFrame
    latest: pd.DataFrame
    outcomes: tuple[Outcome, ...]
    out_of_range: pd.DataFrame
    strategy_figures: list[dict[str, Any]]


def tables(candidate: Candidate) -> dict[str, pa.Table]:
    """Every table that has rows, by name, each sorted as it is to stand."""
    catalogue, areas = candidate.catalogue, candidate.catalogue.areas
    positions = {v.vintage_id: n for n, v in enumerate(candidate.vintages)}
    lists: dict[str, Sequence[Mapping[str, Any]]] = {
        "build": [
            {
                "build_id": candidate.build_id,
                "schema_version": SCHEMA_VERSION,
                "newest_vintage": max(v.date for v in candidate.vintages),
            }
        ],
        "indicator": [_indicator(catalogue, i, n) for n, i in enumerate(catalogue)],
        "geography": [
            {key: getattr(area, key) for key in ("geo", "name", "short", "kind", "europe")}
            | {"position": n}
            for n, area in enumerate(areas.areas)
        ],
        "series_break": [
            {
                "indicator_id": i.id,
                "geo": b.geo,
                "period_start": b.at.start,
                "period_label": b.at.label,
                "kind": b.kind,
                "note": b.note,
            }
            for i in catalogue
            for b in i.breaks
        ],
        "vintage": [
            asdict(v)
            | {"position": positions[v.vintage_id], "redistributable": v.licence in OPEN_LICENCES}
            for v in candidate.vintages
        ],
        "strategy_figure": candidate.strategy_figures,
        "load_log": [asdict(o) for o in candidate.outcomes],
    }
    written = {name: pa.Table.from_pylist(list(rows)) for name, rows in lists.items() if rows}
    latest = (*OBSERVATION, "is_partial")
    written["observation"] = _arrow(candidate.observation, OBSERVATION, positions)
    written["latest_observation"] = _arrow(candidate.latest, latest, positions)
    return written


def _arrow(rows: pd.DataFrame, columns: tuple[str, ...], positions: dict[str, int]) -> pa.Table:
    order = ["indicator_id", "geo", "frequency", "period_start", "period_end", "position"]
    keyed = rows[list(columns)].assign(position=rows["vintage_id"].map(positions))
    table = pa.Table.from_pandas(keyed, preserve_index=False)
    return table.sort_by([(name, "ascending") for name in order]).drop_columns(["position"])


def _indicator(catalogue: Catalogue, i: Indicator, position: int) -> dict[str, Any]:
    return {name: getattr(i, name) for name in _INDICATOR_PLAIN} | {
        "indicator_id": i.id,
        "position": position,
        "theme_title": catalogue.themes_by_id[i.theme].title,
        "unit_label": catalogue.unit_of(i).label,
        "frequencies": " ".join(i.frequencies),
        "formula": i.formula.words if i.formula else "",
        "caveats": "\n".join(i.caveats),
    }
