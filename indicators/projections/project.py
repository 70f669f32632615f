"""One indicator projected for all its areas together, and where each then ranks.

Gives prediction intervals and probabilities that rest on past errors of the same forecasts. It
knows nothing of an index or of policy.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.errors import NoDataError, ValidationError
from indicators.projections.backtest import LEVELS, BackTest, back_test
from indicators.projections.folds import Folds, Spread, make_folds, spread, total_sd
from indicators.projections.history import Eligibility, Floats, History, Run, assess
from indicators.projections.models import NAIVE
from indicators.projections.ranking import rank_draws, rank_table

DRAWS = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """One indicator's projection.

    areas, years: what is projected; years run from the first that any area lacks to `until`.
    draws: draws × areas × years in the indicator's unit, joint over areas; where an area has a
        value for a year, that value. A draw holds one shock for each area in all years.
    fan: one row an area and projected year: central, low_80, high_80, low_95, high_95 (prediction
        intervals) and naive (no change).
    """

    history: History
    eligibility: Eligibility
    back_test: BackTest
    focus: str
    seed: int
    areas: tuple[str, ...]
    years: tuple[int, ...]
    draws: Floats
    fan: pd.DataFrame

    def at(self, year: int) -> Floats:
        """Draws × areas in one projected year."""
        if year not in self.years:
            raise NoDataError(
                f"indicator {self.history.indicator!r} is projected for {self.years[0]} to "
                f"{self.years[-1]}, not for {year}. Choose a year among those."
            )
        return self.draws[:, :, self.years.index(year)]


def project(
    history: History,
    *,
    focus: str,
    comparators: tuple[str, ...],
    as_at: int,
    until: int,
    seed: int,
    draws: int = DRAWS,
) -> Projection:
    """The projection of an indicator to the year `until`, for `focus` and its comparators jointly.

    The family of forecasts is chosen on the pooled countries by rolling origin; the spread at each
    horizon is that of past errors at that horizon, or the model's own where wider; errors made
    in one year stay together across countries.

    Raises:
        NoDataError: the indicator cannot be projected; the message holds every reason.
        ValidationError: `until` is not after the last value, or `draws` is below one.
    """
    found = assess(history, focus=focus, comparators=comparators, as_at=as_at)
    if not found.projected:
        raise NoDataError(
            f"indicator {history.indicator!r} is not projected. " + "; ".join(found.reasons) + "."
        )
    newest = max(run.last for run in found.runs.values())
    if until <= newest or draws < 1:
        raise ValidationError(
            f"indicator {history.indicator!r}: cannot project to {until} with {draws} draws; the "
            f"newest value is from {newest}. Ask for a later year and at least one draw."
        )
    oldest = min(run.last for run in found.runs.values())
    folds = make_folds(found.runs, history.scale, until - oldest)
    judged = back_test(folds, seed)
    pooled = spread(folds, judged.chosen, newest)
    if pooled is None:
        raise NoDataError(
            f"indicator {history.indicator!r} is not projected: too few past errors to judge by."
        )
    found = _without_failed(found, folds, judged.chosen, focus)
    runs, years = found.runs, tuple(range(oldest + 1, until + 1))
    shocks = _shocks(pooled, len(runs), draws, seed)
    paths = np.empty((draws, len(runs), len(years)))
    tables = []
    for place, run in enumerate(runs.values()):
        centre, width, naive = _ahead(folds, run, judged.chosen, pooled)
        observed = len(years) - (until - run.last)
        paths[:, place, :observed] = run.values[len(run.values) - observed :]
        steps = until - run.last
        paths[:, place, observed:] = history.scale.back(
            centre[None, :steps] + shocks[:, place, None] * width[None, :steps]
        )
        tables.append(_fan(run, centre[:steps], width[:steps], naive[:steps], pooled, history))
    return Projection(
        history=history,
        eligibility=found,
        back_test=judged,
        focus=focus,
        seed=seed,
        areas=tuple(runs),
        years=years,
        draws=paths,
        fan=pd.concat(tables, ignore_index=True),
    )


def rank_probabilities(
    projection: Projection, year: int, *, top: int = 3, subset: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Where each area ranks in a projected year, among the areas projected: see `rank_table`."""
    ranks = rank_draws(projection.at(year), projection.history.direction)
    return rank_table(ranks, projection.areas, top, subset)


def _ahead(folds: Folds, run: Run, family: str, pooled: Spread) -> tuple[Floats, Floats, Floats]:
    """Central path, standard deviation and naive path from an area's last value."""
    area, origin = folds.areas.index(run.area), folds.years.index(run.last)
    width = total_sd(pooled, folds.step[area, origin, None], folds.sd[family][None, area, origin])
    return folds.point[family][area, origin], width[0], folds.point[NAIVE][area, origin]


def _shocks(pooled: Spread, areas: int, draws: int, seed: int) -> Floats:
    """Standardised errors, draws × areas: the origin is drawn once for all areas, then each area
    takes one of the errors made there. The draws of origins come first and depend on the seed
    alone, so that one past year stands behind a draw in every indicator."""
    rng = np.random.default_rng(seed)
    sizes = np.array([block.size for block in pooled.blocks])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    position = (rng.random(draws) * sizes.sum()).astype(np.intp)
    block = np.searchsorted(starts, position, side="right") - 1
    within = (rng.random((draws, areas)) * sizes[block][:, None]).astype(np.intp)
    chosen: Floats = pooled.shape[starts[block][:, None] + within]
    return chosen


def _fan(
    run: Run, centre: Floats, width: Floats, naive: Floats, pooled: Spread, history: History
) -> pd.DataFrame:
    scale, shape = history.scale, pooled.shape
    table = {
        "area": run.area,
        "year": np.arange(run.last + 1, run.last + 1 + len(centre)),
        "central": scale.back(centre),
    }
    for level in LEVELS:
        tail = (1 - level) / 2
        for name, share in (("low", tail), ("high", 1 - tail)):
            edge = centre + width * np.quantile(shape, share)
            table[f"{name}_{level * 100:.0f}"] = scale.back(edge)
    table["naive"] = scale.back(naive)
    return pd.DataFrame(table)


def _without_failed(found: Eligibility, folds: Folds, family: str, focus: str) -> Eligibility:
    """Areas whose last fit failed are left out by name; that of `focus` stops the projection."""
    failed = [
        area
        for area, run in found.runs.items()
        if not np.isfinite(
            folds.point[family][folds.areas.index(area), folds.years.index(run.last)]
        ).all()
    ]
    if focus in failed:
        raise NoDataError(
            f"indicator {found.indicator!r} is not projected: the {family} forecast for {focus} "
            "does not converge."
        )
    return replace(
        found,
        runs={area: run for area, run in found.runs.items() if area not in failed},
        left_out={**found.left_out, **dict.fromkeys(failed, f"{family} does not converge")},
    )
