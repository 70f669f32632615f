"""Projections of every indicator of the index, computed once a build and kept: they take minutes.

It chooses no method: that is `index_method` and `projections`.
"""

import io
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from indicators.areas import UK, load_areas
from indicators.catalogue import Catalogue
from indicators.composite.panel import Floats
from indicators.errors import NoDataError, WarehouseError
from indicators.index_method import load_method
from indicators.projections import (
    Projection,
    calibration,
    project,
    rank_probabilities,
    what_would_it_take,
)
from indicators.projections.backtest import BackTest
from indicators.results.candidates import Candidate, as_at, candidates, figures_digest
from indicators.results.files import (
    PROJECTION_CODE,
    code_digest,
    folder,
    frame,
    table,
    write,
    write_json,
)
from indicators.warehouse import Warehouse

#: Draws kept of each projection, for the index in the target year.
KEPT_DRAWS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """One indicator's projection as it was kept: tables as `Projection` and its functions give.

    fan, folds, judged, accuracy: see `projections`. ranks: the rank table of the target year.
    needed: what would reach the place asked about. at_target: draws × areas in that year.
    """

    indicator: str
    focus: str
    seed: int
    target: int
    chosen: str
    areas: tuple[str, ...]
    fan: pd.DataFrame
    folds: pd.DataFrame
    judged: pd.DataFrame
    accuracy: pd.DataFrame
    ranks: pd.DataFrame
    needed: pd.DataFrame
    at_target: Floats

    @property
    def draws(self) -> Floats:
        return self.at_target

    def at(self, year: int) -> Floats:
        """Draws × areas; only of the target year."""
        if year != self.target:
            raise NoDataError(f"{self.indicator!r} is kept for {self.target}, not for {year}.")
        return self.at_target

    @property
    def back_test(self) -> BackTest:
        return BackTest(self.chosen, self.accuracy, self.judged, self.folds)


def compute_projections(
    w: Warehouse,
    catalogue: Catalogue,
    *,
    workers: int = 2,
    report: Callable[[str, int, int], None] | None = None,
) -> dict[str, Stored]:
    """Project every indicator that can be, keep the results, and give them.

    What an earlier run finished is not computed again, nor what another build holds of the same
    figures: a refresh costs only the indicators that it changed. `report` is called with the
    indicator just finished, how many are finished, and of how many.
    """
    tasks = {name: c for name, c in candidates(w, catalogue).items() if c.eligibility.projected}
    place = folder(w.build_id)
    place.mkdir(parents=True, exist_ok=True)
    year = as_at(w)
    waiting = {
        name: c
        for name, c in tasks.items()
        if stored(w.build_id, name) is None and not _taken_over(place, c, year)
    }
    done = len(tasks) - len(waiting)
    if waiting:
        with ProcessPoolExecutor(max_workers=workers) as pool:
            running = {pool.submit(_one, c, year): name for name, c in waiting.items()}
            for future in as_completed(running):
                _keep(place, running[future], *future.result())
                done += 1
                if report:
                    report(running[future], done, len(tasks))
    kept = {name: found for name in tasks if (found := stored(w.build_id, name)) is not None}
    pooled = calibration({name: s.back_test for name, s in kept.items()}, load_method().seed)
    write_json(place / "calibration.json", frame(pooled))
    return kept


def stored(build_id: str, indicator: str) -> Stored | None:
    """A kept projection; None where it has not been computed.

    Raises:
        WarehouseError: the file is damaged.
    """
    path = folder(build_id) / f"{indicator}.json"
    if not path.is_file():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if not _made_alike(kept):
            return None
        plain = {key: kept[key] for key in ("indicator", "focus", "seed", "target", "chosen")}
        tables: dict[str, Any] = {key: table(kept[key]) for key in TABLES}
        draws = np.load(path.with_suffix(".npy"))
        return Stored(**plain, areas=tuple(kept["areas"]), **tables, at_target=draws)
    except (OSError, ValueError, KeyError) as fault:
        raise WarehouseError(
            f"{path} cannot be read ({fault}). Delete it and run `python -m indicators compute`."
        ) from fault


def kept_names(build_id: str) -> tuple[str, ...]:
    """The indicators whose projections are kept, by name."""
    found = folder(build_id).glob("*.json")
    return tuple(sorted(path.stem for path in found if path.stem != "calibration"))


def is_calibrated(build_id: str) -> bool:
    """Whether the back-tests of all indicators have been pooled."""
    return (folder(build_id) / "calibration.json").is_file()


def pooled_calibration(build_id: str) -> pd.DataFrame | None:
    """The pooled back-tests; None until every indicator has been computed."""
    path = folder(build_id) / "calibration.json"
    return table(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None


def _made_by() -> dict[str, Any]:
    method = load_method()
    return {
        "code": code_digest(PROJECTION_CODE),
        "seed": method.seed,
        "target": method.target_year,
        "top": method.top,
        "europe": list(_europe()),
    }


def _made_alike(kept: dict[str, Any]) -> bool:
    """Whether a kept projection was made by the method of today."""
    return all(kept.get(name) == value for name, value in _made_by().items())


def _europe() -> tuple[str, ...]:
    return tuple(a.geo for a in load_areas().areas if a.kind == "country" and a.europe)


TABLES = ("fan", "folds", "judged", "accuracy", "ranks", "needed")


def projection_of(candidate: Candidate, year: int) -> Projection:
    """The projection of one candidate to the target year, by the declared method.

    Raises:
        NoDataError: it cannot be projected; the message says why.
    """
    method = load_method()
    return project(
        candidate.history,
        focus=UK,
        comparators=candidate.comparators,
        as_at=year,
        until=method.target_year,
        seed=method.seed,
    )


def tables_of(made: Projection, subset: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """What is kept of a projection, by name."""
    method = load_method()
    return {
        "fan": made.fan,
        "folds": made.back_test.folds,
        "judged": made.back_test.judged,
        "accuracy": made.back_test.accuracy,
        "ranks": rank_probabilities(made, method.target_year, top=method.top, subset=subset),
        "needed": what_would_it_take(made, method.target_year, place=method.top),
    }


def _one(candidate: Candidate, year: int) -> tuple[str, Floats]:
    return _packed(candidate, year, projection_of(candidate, year))


def _packed(candidate: Candidate, year: int, made: Projection) -> tuple[str, Floats]:
    """A projection as it is kept: text of its file, and draws."""
    method = load_method()
    told: dict[str, Any] = {
        **_made_by(),
        "figures": figures_digest(candidate, year),
        "indicator": candidate.indicator,
        "focus": made.focus,
        "chosen": made.back_test.chosen,
        "areas": list(made.areas),
    }
    for name, made_table in tables_of(made, _europe()).items():
        told[name] = frame(made_table)
    return json.dumps(told, ensure_ascii=False), made.at(method.target_year)[:KEPT_DRAWS]


def _keep(place: Path, name: str, text: str, draws: Floats) -> None:
    """Draws first: a table never stands without them."""
    content = io.BytesIO()
    np.save(content, draws)
    write(place / f"{name}.npy", content.getvalue())
    write(place / f"{name}.json", text.encode())


def _taken_over(place: Path, candidate: Candidate, year: int) -> bool:
    """Take a projection over from another build that was made from the same figures."""
    name, digest = candidate.indicator, figures_digest(candidate, year)
    for path in sorted(place.parent.glob(f"*/{name}.json")):
        try:
            content = path.read_bytes()
            kept = json.loads(content)
            draws = path.with_suffix(".npy").read_bytes()
        except (OSError, ValueError):
            continue
        if kept.get("figures") == digest and _made_alike(kept):
            write(place / f"{name}.npy", draws)
            write(place / f"{name}.json", content)
            return True
    return False
