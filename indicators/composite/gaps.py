"""How far a unit is from a place in the index, and the improvements that would bring it there.

Today's figures only, with the other units and the scales held still. It forecasts nothing.
"""

import numpy as np
import pandas as pd

from indicators.composite.aggregate import aggregate, node_weights, ranks
from indicators.composite.build import IndexResult
from indicators.composite.hierarchy import INDEX
from indicators.composite.panel import Floats
from indicators.errors import NoDataError


def gap_to_place(result: IndexResult, unit: str, place: int = 3) -> pd.DataFrame:
    """The gap of `unit` to the unit in `place`, in the index and in each pillar.

    One row for the index and each pillar: id, score, rank (among those with a score there), mark
    (the score that is in `place`, the unit itself counted) and gap (mark − score: above zero is
    what is missing, zero or less means that the place is held).

    Raises:
        NoDataError: the unit has no score, or fewer than `place` units have one in a pillar.
    """
    row, rows = _row(result, unit, place), []
    for name in result.scores.columns:
        column = result.scores[name].to_numpy(dtype=float)
        own = column[row]
        known = np.sort(column[~np.isnan(column)])[::-1]
        if len(known) < place:
            raise NoDataError(
                f"{name}: {len(known)} units have a score there; there is no place {place}."
            )
        rank = int(ranks(column[None, :])[0][row]) or pd.NA
        rows.append((name, own, rank, known[place - 1], known[place - 1] - own))
    table = pd.DataFrame(rows, columns=["id", "score", "rank", "mark", "gap"])
    return table.astype({"rank": "Int64"})


def improvements(result: IndexResult, unit: str, place: int = 3) -> pd.DataFrame:
    """The indicators whose improvement would bring `unit` to `place`, the most effective first.

    Each step lifts the indicator that raises the index most to the level of the unit now in
    `place` on that indicator, and stops once the index is in `place`. Where the means are
    arithmetic no shorter list of such steps exists; otherwise it is the list found step by step.
    Indicators that the unit lacks, or in which it holds the place already, are not steps.

    Columns: indicator, value and needed (in the indicator's unit), like (the unit that has the
    needed value), score and rank of the unit after the step. No row when the place is held; when
    all steps together do not reach it, the last row's rank says so.

    Raises:
        NoDataError: the unit has no score, or fewer than `place` units are ranked.
    """
    row = _row(result, unit, place)
    current = result.normalised.to_numpy(dtype=float).copy()
    targets = _targets(result, unit, place)
    rank, steps = int(result.ranks[unit]), []
    while rank > place and targets:
        trials = {name: _lifted(current, row, result, name, targets[name][0]) for name in targets}
        scored = {name: _index(result, trial) for name, trial in trials.items()}
        best = max(scored, key=lambda name: scored[name][row])
        _, like = targets.pop(best)
        current = trials[best]
        rank = int(ranks(scored[best][None, :])[0][row])
        value, needed = result.values.loc[unit, best], result.values.loc[like, best]
        steps.append((best, value, needed, like, float(scored[best][row]), rank))
    columns = ["indicator", "value", "needed", "like", "score", "rank"]
    return pd.DataFrame(steps, columns=columns)


def _targets(result: IndexResult, unit: str, place: int) -> dict[str, tuple[float, str]]:
    """For each indicator in which the unit is below `place`: the normalised value there and whose
    it is."""
    found = {}
    for name in result.normalised.columns:
        known = result.normalised[name].dropna().sort_values(ascending=False, kind="stable")
        if unit not in known.index or len(known) < place:
            continue
        mark, like = float(known.iloc[place - 1]), str(known.index[place - 1])
        if mark > known[unit]:
            found[name] = (mark, like)
    return found


def _lifted(current: Floats, row: int, result: IndexResult, name: str, mark: float) -> Floats:
    trial = current.copy()
    trial[row, list(result.normalised.columns).index(name)] = mark
    return trial


def _index(result: IndexResult, normalised: Floats) -> Floats:
    spec = result.spec
    scores: Floats = aggregate(
        normalised,
        spec.indicator_ids,
        tuple(result.scores.index),
        spec.nodes,
        node_weights(spec.nodes),
        spec.within,
        spec.between,
    )[INDEX][0]
    return scores


def _row(result: IndexResult, unit: str, place: int) -> int:
    if unit not in result.scores.index:
        raise NoDataError(f"index: {unit!r} has no score. Choose one of those that are ranked.")
    if len(result.scores) < place:
        raise NoDataError(
            f"index: {len(result.scores)} units are ranked; there is no place {place}."
        )
    return list(result.scores.index).index(unit)
