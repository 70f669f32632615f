"""`python -m indicators index | project | compute`: what is computed from a build.

Prints results with their seed, build and method. It fetches and builds nothing: that is `etl`.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from indicators import results, standing
from indicators.catalogue import Catalogue, load_catalogue
from indicators.errors import NoDataError, ValidationError
from indicators.index_method import VERSIONS, default_recipe, load_method
from indicators.numbers import range_text
from indicators.recipe import Recipe, from_bytes, to_dict
from indicators.warehouse import Warehouse, serving

Command = Callable[[Warehouse, Catalogue, argparse.Namespace], None]


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the three commands and their choices."""
    index = subparsers.add_parser("index", help="the index by a recipe, with method ranges")
    index.add_argument("--recipe", type=Path, help="a recipe saved as JSON or TOML")
    index.add_argument("--version", choices=tuple(VERSIONS), default="relative")
    index.add_argument("--json", action="store_true")
    index.set_defaults(run=_on_the_serving_build(_index))
    project = subparsers.add_parser("project", help="one indicator's projection, back-tested")
    project.add_argument("--indicator", required=True, metavar="ID")
    project.add_argument("--json", action="store_true")
    project.set_defaults(run=_on_the_serving_build(_project))
    compute = subparsers.add_parser(
        "compute", help="compute and keep the index and every projection"
    )
    compute.add_argument("--index", action="store_true", help="only the index, which takes seconds")
    compute.add_argument("--workers", type=int, default=2)
    compute.add_argument("--json", action="store_true")
    compute.set_defaults(run=_on_the_serving_build(_compute))


def _on_the_serving_build(command: Command) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        command(serving(), load_catalogue(), arguments)
        return 0

    return run


def read_recipe(path: Path) -> Recipe:
    """A recipe from a JSON or TOML file.

    Raises:
        ValidationError: the file cannot be read, is neither, or holds no recipe.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise ValidationError(f"recipe {path}: {fault}. Give a file that can be read.") from fault
    return from_bytes(content, path.name)


def _index(w: Warehouse, catalogue: Catalogue, chosen: argparse.Namespace) -> None:
    recipe = read_recipe(chosen.recipe) if chosen.recipe else None
    recipe = recipe or default_recipe(catalogue, chosen.version, w.build_id)
    if recipe.build_id and recipe.build_id != w.build_id:
        print(
            f"The recipe was made with build {recipe.build_id}; this is {w.build_id}. "
            "Figures may differ.",
            file=sys.stderr,
        )
    found = standing.standing(w, catalogue, recipe)
    if chosen.json:
        _print_json({"build": w.build_id, "recipe": to_dict(recipe), **index_tables(found)})
        return
    spec = recipe.spec
    print(f"Build {w.build_id}, seed {recipe.seed}, {recipe.draws:,} methods drawn")
    print(
        f"Method: {spec.normalisation} scale, {spec.within} mean within and {spec.between} mean "
        f"between pillars, treatment {spec.treatment}, imputation {spec.imputation}, figures up to "
        f"{found.panel.newest}, at most {spec.maximum_age} years older"
    )
    print("Left out: " + (", ".join(item.unit for item in found.left_out) or "none"))
    for geo, row in found.summary.iterrows():
        places = range_text(int(row["rank_low"]), int(row["rank_high"]))
        print(
            f"{int(row['nominal_rank']):>3}  {catalogue.areas[str(geo)].short:<16} "
            f"{row['nominal_score']:>6.1f}  method range {places}; "
            f"share of methods with rank ≤ {recipe.top}: {row['share_top']:.1%}"
        )


def index_tables(found: standing.Standing) -> dict[str, Any]:
    """An index as plain tables: summary, Monte Carlo error, scores, left out, missing, treated."""
    nominal = found.methods.nominal
    return {
        "summary": _rows(found.summary),
        "monte_carlo_error": _rows(found.methods.error),
        "scores": _rows(nominal.scores),
        "left_out": [{"geo": item.unit, "coverage": item.coverage} for item in found.left_out],
        "missing": [{"geo": geo, "indicator": name} for geo, name in found.missing],
        "treated": [
            {"geo": t.unit, "indicator": t.indicator, "published": t.published, "used": t.used}
            for t in nominal.treated
        ],
        "years": _rows(found.panel.years),
    }


def _project(w: Warehouse, catalogue: Catalogue, chosen: argparse.Namespace) -> None:
    candidate = results.candidates(w, catalogue).get(catalogue[chosen.indicator].id)
    if candidate is None:
        raise NoDataError(f"{chosen.indicator!r} is not in the index, so it is not projected.")
    if not candidate.eligibility.projected:
        raise NoDataError(
            f"indicator {chosen.indicator!r} is not projected. "
            + "; ".join(candidate.eligibility.reasons)
            + "."
        )
    made = results.projection_of(candidate, results.as_at(w))
    europe = tuple(a.geo for a in catalogue.areas.areas if a.kind == "country" and a.europe)
    tables = results.tables_of(made, europe)
    head = {
        "build": w.build_id,
        "indicator": chosen.indicator,
        "seed": made.seed,
        "family": made.back_test.chosen,
        "target_year": load_method().target_year,
        "left_out": made.eligibility.left_out,
    }
    if chosen.json:
        _print_json(head | {name: _rows(table) for name, table in tables.items()})
        return
    for key, value in head.items():
        print(f"{key}: {value}")
    for name in ("ranks", "needed", "folds"):
        print(f"\n{name}\n{tables[name].to_string()}")


def _compute(w: Warehouse, catalogue: Catalogue, chosen: argparse.Namespace) -> None:
    if chosen.index:
        results.keep_index(w, catalogue)
        print(f"The index in both versions of build {w.build_id} in {results.folder(w.build_id)}")
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Index", total=None)

        def report(name: str, done: int, of: int) -> None:
            progress.update(task, completed=done, total=of, description=name)

        kept = results.compute(w, catalogue, workers=chosen.workers, report=report)
        progress.update(task, completed=len(kept), total=len(kept), description="Projections")
    pooled = results.pooled_calibration(w.build_id)
    if chosen.json:
        method = load_method()
        _print_json(
            {
                "build": w.build_id,
                "seed": method.seed,
                "target_year": method.target_year,
                "folder": str(results.folder(w.build_id)),
                "projected": {name: item.chosen for name, item in kept.items()},
                "calibration": [] if pooled is None else _rows(pooled),
            }
        )
        return
    print(
        f"The index in both versions and {len(kept)} projections of build {w.build_id} in "
        f"{results.folder(w.build_id)}"
    )


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    named = table.rename_axis(str(table.index.name or "row")).reset_index()
    whole = named.astype(object).where(named.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in whole.to_dict("records")]


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1, default=_number))


def _number(value: Any) -> Any:
    return value.item()
