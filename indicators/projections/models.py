"""Families of forecasts for one short annual series: drift, damped trend, theta, and naive.

Each gives a point forecast and the standard deviation its own model claims, on the modelling
scale. None knows of other countries.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from indicators.projections.history import Floats

#: Families that compete; `naive` (the last value) stands beside them and is never chosen.
FAMILIES = ("drift", "damped_trend", "theta")
NAIVE = "naive"

LABELS = {
    "drift": "drift (the average yearly change goes on)",
    "damped_trend": "damped trend (exponential smoothing; the recent change fades)",
    "theta": "theta (half the long-run trend from the smoothed level)",
    NAIVE: "no change (the last value stays)",
}


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Point forecasts for 1, 2, … steps ahead and the model's own standard deviations."""

    point: Floats
    sd: Floats


def forecast(family: str, series: Floats, steps: int) -> Forecast:
    """The forecast of a family from a gapless series (five or more values).

    A constant series stays. Where a fit fails, values are NaN.
    """
    if np.ptp(series) == 0:
        return Forecast(np.full(steps, series[-1]), np.zeros(steps))
    try:
        return FITS[family](series, steps)
    except (ValueError, np.linalg.LinAlgError):
        return Forecast(np.full(steps, np.nan), np.full(steps, np.nan))


def _naive(series: Floats, steps: int) -> Forecast:
    ahead = np.arange(1, steps + 1)
    sigma = np.sqrt(np.mean(np.diff(series) ** 2))
    return Forecast(np.full(steps, series[-1]), sigma * np.sqrt(ahead))


def _drift(series: Floats, steps: int) -> Forecast:
    """Random walk with drift; variance σ² h (1 + h / (n − 1)).

    Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice (3rd ed.), 5.2, 5.5.
    """
    ahead, n = np.arange(1, steps + 1), len(series)
    slope = (series[-1] - series[0]) / (n - 1)
    sigma = np.sqrt(np.sum((np.diff(series) - slope) ** 2) / (n - 2))
    return Forecast(series[-1] + slope * ahead, sigma * np.sqrt(ahead * (1 + ahead / (n - 1))))


def _damped_trend(series: Floats, steps: int) -> Forecast:
    """Holt's linear method with a damped trend; variance of ETS(A,Ad,N).

    Source: Hyndman, Koehler, Ord and Snyder 2008, doi 10.1007/978-3-540-71918-2, table 6.1.
    """
    # statsmodels takes a second and a half to import: only a projection needs it.
    from statsmodels.tsa.holtwinters import Holt

    with warnings.catch_warnings():
        # Short series often end at the bounds of a parameter. The back-test judges the result.
        warnings.simplefilter("ignore")
        fit = Holt(series, damped_trend=True, initialization_method="estimated").fit()
    alpha, beta_star, phi = (
        fit.params[key] for key in ("smoothing_level", "smoothing_trend", "damping_trend")
    )
    sigma = np.sqrt(fit.sse / max(len(series) - 5, 1))
    carried = alpha + alpha * beta_star * np.cumsum(phi ** np.arange(1, steps))
    growth = np.concatenate([[1.0], 1.0 + np.cumsum(carried**2)])
    return Forecast(np.asarray(fit.forecast(steps), dtype=np.float64), sigma * np.sqrt(growth))


def _theta(series: Floats, steps: int) -> Forecast:
    """Theta method; variance of simple exponential smoothing, σ² (1 + (h − 1) α²).

    Source: Assimakopoulos and Nikolopoulos 2000, doi 10.1016/S0169-2070(00)00066-2; Hyndman and
    Billah 2003, doi 10.1016/S0169-2070(01)00143-1.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = ThetaModel(series, period=1, deseasonalize=False).fit()
        point = np.asarray(fit.forecast(steps), dtype=np.float64)
    slope, alpha = float(fit.params["b0"]), float(fit.params["alpha"])
    error, squares = 0.0, 0.0
    for change in np.diff(series):
        error = change - slope - (alpha - 1) * error
        squares += error**2
    sigma = np.sqrt(squares / max(len(series) - 3, 1))
    return Forecast(point, sigma * np.sqrt(1 + np.arange(steps) * alpha**2))


FITS: dict[str, Callable[[Floats, int], Forecast]] = {
    "drift": _drift,
    "damped_trend": _damped_trend,
    "theta": _theta,
    NAIVE: _naive,
}
