"""What it would take: the value and the yearly growth that reach a place, and plain scenarios.

Arithmetic on a projection. It says what would suffice, not how to get there.
"""

import numpy as np
import pandas as pd

from indicators.errors import NoDataError
from indicators.projections.history import History, Run, run_of
from indicators.projections.project import Projection

PROBABILITIES = (0.5, 0.8)


def what_would_it_take(
    projection: Projection,
    year: int,
    *,
    place: int = 3,
    probabilities: tuple[float, ...] = PROBABILITIES,
) -> pd.DataFrame:
    """The value of the area in focus in `year` that reaches `place` with each probability.

    The rivals move as projected; the area in focus is taken to hit the value exactly. One row a
    probability: needed (in the unit), latest, latest_year, change (needed − latest), per_year
    (change a year in the unit), growth (per cent a year, compounded; NaN unless both values are
    above zero), past_growth (the same over the years since the last break), central (what is
    projected without more effort).

    Raises:
        NoDataError: fewer rivals are projected than `place` needs, or the year is not projected.
    """
    rivals = [n for n, area in enumerate(projection.areas) if area != projection.focus]
    if len(rivals) < place:
        raise NoDataError(
            f"indicator {projection.history.indicator!r}: {len(rivals)} rivals are projected, so "
            f"place {place} is certain. Add comparators."
        )
    higher = projection.history.direction == "higher"
    values = np.sort(projection.at(year)[:, rivals], axis=1)
    bar = values[:, -place] if higher else values[:, place - 1]
    run = projection.eligibility.runs[projection.focus]
    latest, years = float(run.values[-1]), year - run.last
    fan = projection.fan
    own = fan[(fan["area"] == projection.focus) & (fan["year"] == year)]
    rows = []
    for probability in probabilities:
        needed = float(np.quantile(bar, probability if higher else 1 - probability))
        rows.append(
            {
                "probability": probability,
                "needed": needed,
                "latest": latest,
                "latest_year": run.last,
                "change": needed - latest,
                "per_year": (needed - latest) / years,
                "growth": _growth(latest, needed, years),
                "past_growth": _growth(float(run.values[0]), latest, len(run.values) - 1),
                "central": float(own["central"].iloc[0]),
            }
        )
    return pd.DataFrame(rows)


def scenarios(history: History, area: str, until: int) -> pd.DataFrame:
    """Two scenarios for a series too short to project: not forecasts, and without intervals.

    One row a year after the last value: no_change (the last value) and growth_since (the average
    yearly change since the last break goes on, on the indicator's modelling scale).

    Raises:
        NoDataError: fewer than two annual values in a row since the last break, or a value on a
            limit of the scale.
    """
    run = run_of(history, area)
    if run is None or len(run.values) < 2 or until <= run.last:
        raise NoDataError(
            f"indicator {history.indicator!r}, {area}: no scenario to {until} without two annual "
            "values in a row since the last break and before that year."
        )
    if not history.scale.inside(run.values):
        raise NoDataError(
            f"indicator {history.indicator!r}, {area}: a value stands on a limit, which the "
            f"{history.scale.kind} scale cannot take."
        )
    ahead = np.arange(1, until - run.last + 1)
    return pd.DataFrame(
        {
            "year": run.last + ahead,
            "no_change": float(run.values[-1]),
            "growth_since": _since(history, run, ahead),
        }
    )


def _since(history: History, run: Run, ahead: np.ndarray) -> np.ndarray:
    modelled = history.scale.forward(run.values)
    slope = (modelled[-1] - modelled[0]) / (len(modelled) - 1)
    return history.scale.back(modelled[-1] + slope * ahead)


def _growth(first: float, last: float, years: int) -> float:
    if first <= 0 or last <= 0 or years < 1:
        return float("nan")
    return float(((last / first) ** (1 / years) - 1) * 100)
