"""Forecasts from every past year, what then happened, and what the errors say of the next ones.

Uses at each origin only what was known then. It looks at no year after the last value.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicators.projections.history import Floats, Run, Scale
from indicators.projections.models import FAMILIES, NAIVE, forecast

#: Values a forecast is fitted to at least, in the back-test.
FEWEST_FITTED = 5
#: Horizons, in years, at which families are compared and coverage is counted.
HORIZONS = (1, 3, 5)
#: Origins are of this many years back at most: older ones say little of today's errors.
LONGEST_BACK = 20
#: Errors that a horizon needs before its spread is taken from them.
FEWEST_ERRORS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Folds:
    """Every forecast from every origin: arrays areas × origins × horizons (from 1).

    years: the origins' calendar years. point, sd: by family, on the modelling scale; NaN where an
    area cannot be forecast from an origin. actual: what happened, NaN where not known.
    step: areas × origins, mean absolute yearly change up to the origin on the modelling scale;
    step_in_unit: the same in the indicator's unit (the denominator of MASE).
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]
    point: dict[str, Floats]
    sd: dict[str, Floats]
    actual: Floats
    step: Floats
    step_in_unit: Floats
    scale: Scale

    @property
    def steps(self) -> int:
        return int(self.actual.shape[2])

    def scaled_errors(self, family: str) -> Floats:
        """Errors on the modelling scale in units of the area's own yearly change."""
        return _divide(self.actual - self.point[family], self.step[:, :, None])

    def mase_errors(self, family: str) -> Floats:
        """Absolute errors in the indicator's unit over its mean absolute yearly change."""
        missed = np.abs(self.scale.back(self.actual) - self.scale.back(self.point[family]))
        return _divide(missed, self.step_in_unit[:, :, None])

    def known_by(self, year: int) -> npt.NDArray[np.bool_]:
        """Origins × horizons whose outcome was known at the end of `year`."""
        target = np.array(self.years)[:, None] + np.arange(1, self.steps + 1)[None, :]
        return np.asarray(target <= year)


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Errors of one family pooled over countries and origins, by horizon.

    rms: root mean square of the errors at each horizon, in units of an area's yearly change; never
    falling. blocks: standardised errors (mean zero, variance one at each horizon), an array an
    origin, oldest first, so that errors made in one year stay together. Their shape is pooled
    over horizons: a dozen origins do not show a shape for each, and intervals cannot narrow.
    """

    rms: Floats
    blocks: tuple[Floats, ...]

    @property
    def shape(self) -> Floats:
        """All standardised errors, oldest origin first."""
        return np.concatenate(self.blocks)


def make_folds(runs: dict[str, Run], scale: Scale, steps: int) -> Folds:
    """Forecasts `steps` years ahead (at least to the longest horizon compared) from every origin
    of the last 20 years with five or more values, the last year of each area among them."""
    steps = max(steps, *HORIZONS)
    newest = max(run.last for run in runs.values())
    first = min(run.first for run in runs.values()) + FEWEST_FITTED - 1
    years = tuple(range(max(first, newest - LONGEST_BACK), newest + 1))
    shape = (len(runs), len(years), steps)
    folds = Folds(
        areas=tuple(runs),
        years=years,
        point={family: np.full(shape, np.nan) for family in (*FAMILIES, NAIVE)},
        sd={family: np.full(shape, np.nan) for family in (*FAMILIES, NAIVE)},
        actual=np.full(shape, np.nan),
        step=np.full(shape[:2], np.nan),
        step_in_unit=np.full(shape[:2], np.nan),
        scale=scale,
    )
    for place, run in enumerate(runs.values()):
        modelled = scale.forward(run.values)
        for size in range(FEWEST_FITTED, len(modelled) + 1):
            if run.first + size - 1 < years[0]:
                continue
            origin = years.index(run.first + size - 1)
            ahead = modelled[size : size + steps]
            folds.actual[place, origin, : len(ahead)] = ahead
            folds.step[place, origin] = np.abs(np.diff(modelled[:size])).mean()
            folds.step_in_unit[place, origin] = np.abs(np.diff(run.values[:size])).mean()
            for family in (*FAMILIES, NAIVE):
                made = forecast(family, modelled[:size], steps)
                folds.point[family][place, origin] = made.point
                folds.sd[family][place, origin] = made.sd
    return folds


def choose(folds: Folds, year: int) -> str:
    """The family with the least mean MASE over the horizons compared, from outcomes known by
    `year`; drift, the plainest, where nothing is known or families tie."""
    known = folds.known_by(year)
    best, least = FAMILIES[0], np.inf
    for family in FAMILIES:
        errors = np.where(known, folds.mase_errors(family), np.nan)
        means = [mean_known(errors[:, :, h - 1]) for h in HORIZONS]
        found = [m for m in means if not np.isnan(m)]
        if found and np.mean(found) < least - 1e-12:
            best, least = family, float(np.mean(found))
    return best


def spread(folds: Folds, family: str, year: int) -> Spread | None:
    """The pooled errors of a family known by `year`; None under ten at the first horizon.

    A horizon with fewer than ten errors takes those of the longest one that has them, its spread
    growing with the square root of the horizon.
    """
    errors = np.where(folds.known_by(year), folds.scaled_errors(family), np.nan)
    rms = np.zeros(folds.steps)
    standard = np.full(errors.shape, np.nan)
    last: tuple[int, float] | None = None
    for place in range(folds.steps):
        here = errors[:, :, place]
        if np.isfinite(here).sum() >= FEWEST_ERRORS:
            last = (place + 1, float(np.sqrt(np.nanmean(here**2))))
            standard[:, :, place] = _standardised(here)
        if last is None:
            return None
        rms[place] = last[1] * np.sqrt((place + 1) / last[0])
    by_origin = (standard[:, origin] for origin in range(len(folds.years)))
    blocks = tuple(block[np.isfinite(block)] for block in by_origin)
    return Spread(np.maximum.accumulate(rms), tuple(block for block in blocks if block.size))


def total_sd(pooled: Spread, step: Floats, sd: Floats) -> Floats:
    """Standard deviation by area and horizon: the pooled errors' or, where wider, the model's
    own; never falling with the horizon. step: areas. sd: areas × horizons."""
    from_errors = pooled.rms[None, :] * step[:, None]
    return np.maximum.accumulate(np.fmax(from_errors, sd), axis=1)


def _standardised(errors: Floats) -> Floats:
    """Errors with mean zero and variance one; all zero where they do not differ."""
    centred: Floats = errors - np.nanmean(errors)
    size = float(np.sqrt(np.nanmean(centred**2)))
    return centred / size if size > 1e-12 else centred * 0.0


def _divide(errors: Floats, size: Floats) -> Floats:
    """Errors over a size; where the size is zero, zero stays zero and the rest is not known."""
    exact = np.where(np.abs(errors) < 1e-12, 0.0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(size > 0, errors / size, np.where(np.isnan(errors), np.nan, exact))


def mean_known(values: Floats) -> float:
    """Mean of the finite values; NaN without any."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")
