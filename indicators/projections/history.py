"""Which series can be projected, on which scale, and why the others cannot.

Uses only the run of years after an area's last declared break. It fits nothing and fills no gap.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.errors import ValidationError, raise_all

Floats = npt.NDArray[np.float64]

#: An area's run needs this many annual points in a row, and the newest at most this old.
FEWEST_POINTS = 10
OLDEST = 4
#: Share of the comparators whose runs must qualify, besides the area in focus.
SHARE = 2 / 3


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale on which an indicator is modelled, from its limits.

    log where only a low limit is given (levels), logit where both are (shares), linear otherwise.
    """

    low: float | None = None
    high: float | None = None

    @property
    def kind(self) -> str:
        if self.low is None:
            return "linear"
        return "log" if self.high is None else "logit"

    def forward(self, values: Floats) -> Floats:
        """Values strictly inside the limits, on the modelling scale."""
        if self.low is None:
            return np.asarray(values, dtype=np.float64)
        above = np.asarray(values, dtype=np.float64) - self.low
        if self.high is None:
            return np.log(above)
        return np.log(above) - np.log(self.high - np.asarray(values, dtype=np.float64))

    def back(self, modelled: Floats) -> Floats:
        """From the modelling scale to the indicator's unit: always inside the limits."""
        if self.low is None:
            return np.asarray(modelled, dtype=np.float64)
        if self.high is None:
            return self.low + np.exp(modelled)
        return self.low + (self.high - self.low) / (1.0 + np.exp(-np.asarray(modelled)))

    def inside(self, values: Floats) -> bool:
        """Whether all values can be put on the scale."""
        over = self.low is None or bool((values > self.low).all())
        return over and (self.low is None or self.high is None or bool((values < self.high).all()))


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Annual values of one indicator and what is declared about it.

    values: calendar years (int, rows) × areas (columns), missing as NaN.
    breaks: for an area, the first year after its last declared break; earlier years are not used.
    low, high: the indicator's limits. direction: "higher" or "lower" is better.

    Raises:
        ValidationError: on construction, listing what is wrong with the table.
    """

    indicator: str
    values: pd.DataFrame
    direction: str = "higher"
    low: float | None = None
    high: float | None = None
    breaks: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        raise_all(ValidationError, f"indicator {self.indicator!r}", _problems(self))

    @property
    def scale(self) -> Scale:
        return Scale(self.low, self.high)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """An area's values in consecutive years after its last break."""

    area: str
    first: int
    values: Floats

    @property
    def last(self) -> int:
        return self.first + len(self.values) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Eligibility:
    """Whether an indicator is projected, for which areas, and why not.

    runs: the areas that qualify, in the order of the comparators. left_out: the others, each with
    its reason. reasons: why the indicator is not projected; empty when it is.
    """

    indicator: str
    runs: dict[str, Run]
    left_out: dict[str, str]
    reasons: tuple[str, ...]

    @property
    def projected(self) -> bool:
        return not self.reasons


def assess(
    history: History, *, focus: str, comparators: tuple[str, ...], as_at: int
) -> Eligibility:
    """Whether `history` can be projected for `focus` against `comparators` (without or with it).

    An area qualifies with ten or more annual points in a row after its last declared break, the
    newest at most four years before `as_at`. The indicator is projected when `focus` qualifies
    and at least two thirds of the other comparators do.
    """
    rivals = tuple(area for area in comparators if area != focus)
    runs: dict[str, Run] = {}
    left_out: dict[str, str] = {}
    for area in (focus, *rivals):
        run = run_of(history, area)
        reason = _why_not(history, area, run, as_at)
        if run is None or reason:
            left_out[area] = reason
        else:
            runs[area] = run
    reasons = []
    if focus in left_out:
        reasons.append(f"{focus}: {left_out[focus]}")
    fit = sum(area in runs for area in rivals)
    if not rivals or fit < SHARE * len(rivals) - 1e-9:
        reasons.append(
            f"{fit} of {len(rivals)} comparators have {FEWEST_POINTS} annual points in a row since "
            f"their last break, the newest from {as_at - OLDEST} or later; two thirds are needed"
        )
    return Eligibility(history.indicator, runs, left_out, tuple(reasons))


def run_of(history: History, area: str) -> Run | None:
    """The area's last values in consecutive years, after its last break; None without a value."""
    if area not in history.values.columns:
        return None
    column = history.values[area].dropna().sort_index()
    column = column[column.index >= history.breaks.get(area, -math.inf)]
    if column.empty:
        return None
    years = column.index.to_numpy(dtype=np.int64)
    gaps = np.flatnonzero(np.diff(years) > 1)
    start = int(gaps[-1]) + 1 if gaps.size else 0
    return Run(area, int(years[start]), column.to_numpy(dtype=np.float64)[start:])


def _why_not(history: History, area: str, run: Run | None, as_at: int) -> str:
    if run is None:
        return "no values"
    since = history.breaks.get(area)
    after = f" since the break before {since}" if since is not None else ""
    if len(run.values) < FEWEST_POINTS:
        noun = "annual point" if len(run.values) == 1 else "annual points"
        return (
            f"{len(run.values)} {noun} in a row{after} ({run.first} to {run.last}); "
            f"{FEWEST_POINTS} are needed"
        )
    if as_at - run.last > OLDEST:
        return f"the newest value is from {run.last}, more than {OLDEST} years before {as_at}"
    if not history.scale.inside(run.values):
        return f"a value stands on a limit, which the {history.scale.kind} scale cannot take"
    return ""


def _problems(history: History) -> Iterator[str]:
    yield from _table_problems(history.values)
    if history.direction not in ("higher", "lower"):
        yield f"direction {history.direction!r} is neither higher nor lower"
    if history.low is None and history.high is not None:
        yield "a high limit without a low one; give both, the low one, or neither"
    if history.low is not None and history.high is not None and history.low >= history.high:
        yield f"low limit {history.low} is not below high limit {history.high}"


def _table_problems(table: pd.DataFrame) -> Iterator[str]:
    if not pd.api.types.is_integer_dtype(table.index):
        yield "rows are not calendar years as whole numbers"
    if table.index.has_duplicates:
        yield "a year stands twice"
    if table.columns.has_duplicates:
        yield "an area stands twice"
    for area, column in table.items():
        if not pd.api.types.is_numeric_dtype(column):
            yield f"area {area!r}: not numbers but {column.dtype}"
        elif np.isinf(column.to_numpy(dtype=np.float64, na_value=np.nan)).any():
            yield f"area {area!r}: a value is not finite"
