"""How well the forecasts would have done: error against "no change", and coverage of intervals.

Every past forecast is judged with the family and the spread that were known at its origin. It
changes no projection.
"""

from collections.abc import Iterator, Mapping
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

JUDGED = ["area", "origin", "horizon", "mase", "naive_mase", "inside_80", "inside_95"]
#: Endings of the columns of a coverage and its interval.
ENDS = ("", "_low", "_high")


@dataclass(frozen=True, slots=True, eq=False)
class BackTest:
    """The account of a back-test, for one indicator.

    chosen: the family used for the projection. accuracy: by family and horizon, MASE over all
    folds, `naive` among them. judged: one row for each past forecast of the procedure (its family
    chosen from what was known at the origin): area, origin (year), horizon, mase, naive_mase, and
    inside_80, inside_95 (1 or 0; NaN where errors were still too few for an interval). folds:
    their summary, see `fold_table`.
    """

    chosen: str
    accuracy: pd.DataFrame
    judged: pd.DataFrame
    folds: pd.DataFrame

    @property
    def beats_naive(self) -> bool:
        """Whether forecasts did better than "no change" over all folds."""
        row = self.folds.loc["all"]
        return bool(row["mase"] < row["naive_mase"])


def back_test(folds: Folds, seed: int) -> BackTest:
    """The family chosen on all outcomes, and how the procedure of choosing would have done."""
    table = {
        family: [mean_known(folds.mase_errors(family)[:, :, h - 1]) for h in HORIZONS]
        for family in (*FAMILIES, NAIVE)
    }
    judged = pd.DataFrame(_judged(folds), columns=JUDGED)
    return BackTest(
        chosen=choose(folds, folds.years[-1]),
        accuracy=pd.DataFrame(table, index=pd.Index(HORIZONS, name="horizon")).T,
        judged=judged,
        folds=fold_table(judged.assign(indicator=""), seed),
    )


def calibration(tests: Mapping[str, BackTest], seed: int) -> pd.DataFrame:
    """The back-tests of several indicators pooled: see `fold_table`. An origin is a calendar year,
    so that what one year did to all indicators is resampled together."""
    pooled = [test.judged.assign(indicator=name) for name, test in tests.items()]
    return fold_table(pd.concat(pooled, ignore_index=True), seed)


def fold_table(judged: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Accuracy and coverage by horizon and over `all`.

    Columns: country_folds (pairs of area and origin with an interval, by indicator), countries,
    origins, mase, naive_mase, verdict, and for 80 and 95: coverage with the ends of its own 95%
    interval (`_low`, `_high`; bootstrap over origins). Under 30 country-folds the verdict is "too
    few to judge" and the coverage NaN.
    """
    rows = {}
    for name in (*(str(h) for h in HORIZONS), "all"):
        some = judged[judged["horizon"].astype(str).eq(name) | (name == "all")]
        known = some[some["inside_80"].notna()]
        folds = len(known[["indicator", "area", "origin"]].drop_duplicates())
        row: dict[str, float | str] = {
            "country_folds": folds,
            "countries": known["area"].nunique(),
            "origins": known["origin"].nunique(),
            "mase": some["mase"].mean(),
            "naive_mase": some["naive_mase"].mean(),
            "verdict": "" if folds >= FEWEST_FOLDS else TOO_FEW,
        }
        for level in LEVELS:
            key = f"{level * 100:.0f}"
            found = (np.nan,) * 3
            if folds >= FEWEST_FOLDS:
                found = _coverage(known["origin"], known[f"inside_{key}"], seed)
            row |= dict(zip((f"coverage_{key}{end}" for end in ENDS), found, strict=True))
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("horizon")


def _judged(folds: Folds) -> Iterator[tuple[str, int, int, float, float, float, float]]:
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
                inside = (np.nan, np.nan)
                if pooled is not None:
                    inside = _inside(missed[area], width[area, horizon - 1], shape)
                account = (float(mase[at][area]), float(naive[at][area]), *inside)
                yield (folds.areas[area], year, horizon, *account)


def _inside(missed: float, width: float, shape: Floats) -> tuple[float, float]:
    """1 or 0 for each level: whether the outcome fell inside the interval."""
    # An exact forecast with a width of zero is inside its interval, noise of arithmetic aside.
    slack = 1e-9 * (1 + abs(missed))
    low80, low95 = (width * np.quantile(shape, (1 - level) / 2) - slack for level in LEVELS)
    high80, high95 = (width * np.quantile(shape, (1 + level) / 2) + slack for level in LEVELS)
    return float(low80 <= missed <= high80), float(low95 <= missed <= high95)


def _coverage(origins: pd.Series, inside: pd.Series, seed: int) -> tuple[float, float, float]:
    """Share inside, and a 95% interval by resampling origins: errors made in one year, of all
    countries, come and go together."""
    by_origin = inside.groupby(origins.to_numpy()).agg(["sum", "size"])
    hits, sizes = by_origin["sum"].to_numpy(), by_origin["size"].to_numpy()
    draws = np.random.default_rng(seed).integers(len(hits), size=(RESAMPLES, len(hits)))
    shares = hits[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(hits.sum() / sizes.sum()), float(low), float(high)
