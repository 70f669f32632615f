"""From inputs to a warehouse: gather, correct, check, hold back, derive, write.

Offline and deterministic. Fetching is `etl.refresh`.
"""

import importlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from etl import figures, load, validate
from etl.accepted import load_accepted
from etl.corrections import apply_corrections
from etl.derive import add_derived
from etl.hold_back import REFUSED, Outcome, decide
from etl.inputs import Inputs
from etl.sources import Parsed, Response, get_source, parse_each, select, series_of
from etl.sources.seed import read_seed
from etl.tables import Candidate
from indicators.catalogue import Catalogue, load_catalogue
from indicators.corrections import load_corrections
from indicators.errors import ValidationError, raise_all
from indicators.warehouse import warehouse_dir


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build. `reused` where a valid file of the same id stood there already."""

    path: Path
    build_id: str
    reused: bool


def build(inputs: Inputs | None = None, folder: Path | None = None) -> Built:
    """Write the warehouse of these inputs and let the pointer name it.

    Raises:
        IndicatorsError: an input is wrong or the file cannot be written. The build that served
            before still does.
    """
    inputs = inputs or Inputs()
    folder = folder or warehouse_dir()
    build_id = inputs.build_id
    with load.building(folder):
        path = load.build_path(folder, build_id)
        reused = load.is_valid(path)
        if not reused:
            load.write(prepare(inputs), path)
        load.point_to(path)
        load.prune(folder)
    return Built(path, build_id, reused)


def prepare(inputs: Inputs) -> Candidate:
    """Everything that a build of these inputs holds, in memory.

    Raises:
        ValidationError: every fault of the seed, corrections and known values in one message.
        CatalogueError: a declaration is wrong.
    """
    catalogue = load_catalogue(inputs.catalogue)
    corrections = load_corrections(inputs.corrections)
    known = validate.load_known_values(inputs.known_values)
    accepted = load_accepted(inputs.accepted, catalogue)
    problems: list[str] = []
    parsed = read_seed(inputs.seed, problems)
    fetched, unread = read_responses(inputs.responses, catalogue)
    if not parsed and not fetched:
        problems.append("there are no figures at all. Restore data/seed/ from the repository.")
        raise_all(ValidationError, "the figures", problems)
    vintages, rows = figures.gather([*parsed, *fetched])
    findings = figures.Findings(vintages, problems)
    rows = validate.check_indicators(rows, catalogue, findings)
    rows = figures.add_geo(rows, catalogue.areas, findings)
    rows = figures.add_periods(rows, findings)
    rows = figures.add_cells(rows, vintages)
    validate.check_keys(rows, findings)
    rows = figures.one_row_a_cell(rows)
    rows = apply_corrections(rows, corrections, findings)
    validate.check_values(rows, catalogue, findings)
    validate.check_known_values(rows, known, findings)
    raise_all(ValidationError, "the figures", findings.problems)
    decision = decide(rows, catalogue, accepted, findings)
    serving = rows[decision.serving].assign(is_partial=decision.partial[decision.serving])
    derived = add_derived(serving, catalogue, findings)
    raise_all(ValidationError, "the derived figures", findings.problems)
    return Candidate(
        build_id=inputs.build_id,
        catalogue=catalogue,
        vintages=tuple(sorted(derived.vintages.values(), key=figures.serving_order)),
        observation=_all_rows(rows[decision.let_through], derived.serving),
        latest=derived.serving,
        outcomes=(*decision.outcomes, *derived.outcomes, *unread),
        out_of_range=pd.concat(findings.out_of_range, ignore_index=True),
        strategy_figures=strategy_figures(),
    )


def _all_rows(let_through: pd.DataFrame, serving: pd.DataFrame) -> pd.DataFrame:
    computed = serving[serving["vintage_id"].str.startswith("derived_")]
    return pd.concat([let_through, computed], ignore_index=True)


def read_responses(
    responses: dict[str, list[Response]], catalogue: Catalogue
) -> tuple[list[Parsed], list[Outcome]]:
    """Every kept answer, read by its source; what cannot be read holds back that series only."""
    parsed: list[Parsed] = []
    unread: list[Outcome] = []
    for source_id, answers in sorted(responses.items()):
        source, wanted = get_source(source_id), series_of(catalogue, source_id)
        for response in answers:
            asked = select(wanted, response.request.indicator_ids)
            rows, failed = parse_each(source, response, asked)
            parsed += rows
            for indicator_id, reason in failed.items():
                text = f"{response.request.address}: {reason}"
                unread.append(
                    Outcome(indicator_id, None, response.retrieved, 0, 0, 0, 0, REFUSED, text)
                )
    return parsed, unread


def strategy_figures() -> list[dict[str, Any]]:
    """The strategy's headline figures as rows of `strategy_figure`, in the strategy's order."""
    name = "indicators.strategy_figures"
    if importlib.util.find_spec(name) is None:
        return []
    columns = ("theme", "title", "value", "unit", "period", "comparison", "place", "quote")
    return [
        {"figure_id": figure.id, "position": position}
        | {column: getattr(figure, column) for column in columns}
        for position, figure in enumerate(importlib.import_module(name).load_strategy_figures())
    ]
