"""How well the forecasts would have done: error against "no change", and coverage of intervals.

Every past forecast is judged with the family and the spread that were known at its origin. It
changes no projection.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.projections.folds import (
    HORIZONS,
    Folds,
    choose,
    mean_known,
    spread,
    total_sd,
)
from indicators.projections.history import Floats
from indicators.projections.models import FAMILIES, NAIVE

LEVELS = (0.80, 0.95)

#: Country-folds that coverage needs before it is given.
FEWEST_FOLDS = 30
TOO_FEW = "too few to judge"
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class BackTest:
    """The account of a back-test, for one indicator.

    chosen: the family used for the projection. accuracy: by family and horizon, MASE over all
    folds, `naive` among them. folds: one row a horizon and one `all`, of forecasts that chose
    their family from what was known at the origin: country_folds, countries, origins, mase,
    naive_mase, and for 80 and 95: coverage with the ends of its own 95% interval (`_low`,
    `_high`; bootstrap over origins), NaN where `verdict` is "too few to judge".
    """

    chosen: str
    accuracy: pd.DataFrame
    folds: pd.DataFrame

    @property
    def beats_naive(self) -> bool:
        """Whether forecasts did better than "no change" over all folds."""
        row = self.folds.loc["all"]
        return bool(row["mase"] < row["naive_mase"])


def back_test(folds: Folds, seed: int) -> BackTest:
    """The family chosen on all outcomes, and how the procedure of choosing would have done."""
    last = folds.years[-1]
    table = {
        family: [mean_known(folds.mase_errors(family)[:, :, h - 1]) for h in HORIZONS]
        for family in (*FAMILIES, NAIVE)
    }
    accuracy = pd.DataFrame(table, index=pd.Index(HORIZONS, name="horizon")).T
    return BackTest(choose(folds, last), accuracy, _fold_table(list(_judged(folds)), seed))


@dataclass(frozen=True, slots=True)
class _Judged:
    """One past forecast of the procedure: its error beside the naive one's, and whether the
    outcome fell inside each interval (None where there was no interval yet)."""

    area: int
    origin: int
    horizon: int
    mase: float
    naive: float
    inside: tuple[bool, ...] | None


def _judged(folds: Folds) -> Iterator[_Judged]:
    naive = folds.mase_errors(NAIVE)
    for origin, year in enumerate(folds.years):
        if not folds.known_by(year).any():
            continue
        family = choose(folds, year)
        pooled, mase = spread(folds, family, year), folds.mase_errors(family)
        if pooled is not None:
            width = total_sd(pooled, folds.step[:, origin], folds.sd[family][:, origin])
            shape = pooled.shape
        for horizon in HORIZONS:
            at = (slice(None), origin, horizon - 1)
            missed = folds.actual[at] - folds.point[family][at]
            for area in np.flatnonzero(np.isfinite(missed) & np.isfinite(mase[at])):
                inside = None
                if pooled is not None:
                    inside = _inside(missed[area], width[area, horizon - 1], shape)
                yield _Judged(int(area), origin, horizon, mase[at][area], naive[at][area], inside)


def _inside(missed: float, width: float, shape: Floats) -> tuple[bool, ...]:
    tails = [(1 - level) / 2 for level in LEVELS]
    # An exact forecast with a width of zero is inside its interval, noise of arithmetic aside.
    slack = 1e-9 * (1 + abs(missed))
    return tuple(
        bool(
            width * np.quantile(shape, tail) - slack
            <= missed
            <= width * np.quantile(shape, 1 - tail) + slack
        )
        for tail in tails
    )


def _fold_table(judged: list[_Judged], seed: int) -> pd.DataFrame:
    rows = {}
    for name in (*(str(h) for h in HORIZONS), "all"):
        some = [j for j in judged if name in ("all", str(j.horizon))]
        with_interval = [j for j in some if j.inside is not None]
        row: dict[str, float | str] = {
            "country_folds": len({(j.area, j.origin) for j in with_interval}),
            "countries": len({j.area for j in with_interval}),
            "origins": len({j.origin for j in with_interval}),
            "mase": mean_known(np.array([j.mase for j in some])),
            "naive_mase": mean_known(np.array([j.naive for j in some])),
        }
        enough = len({(j.area, j.origin) for j in with_interval}) >= FEWEST_FOLDS
        row["verdict"] = "" if enough else TOO_FEW
        for place, level in enumerate(LEVELS):
            found = _coverage(with_interval, place, seed) if enough else (np.nan,) * 3
            key = f"coverage_{level * 100:.0f}"
            row[key], row[f"{key}_low"], row[f"{key}_high"] = found
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("horizon")


def _coverage(judged: list[_Judged], level: int, seed: int) -> tuple[float, float, float]:
    """Share inside, and a 95% interval by resampling origins: errors made in one year, of all
    countries, come and go together."""
    origins = sorted({j.origin for j in judged})
    hits = np.array(
        [sum(j.inside[level] for j in judged if j.origin == o and j.inside) for o in origins]
    )
    sizes = np.array([sum(j.origin == o for j in judged) for o in origins])
    draws = np.random.default_rng(seed).integers(len(origins), size=(RESAMPLES, len(origins)))
    shares = hits[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(hits.sum() / sizes.sum()), float(low), float(high)
