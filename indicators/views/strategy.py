"""The strategy's figures: each with its two answers, and the series that bears on it."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from indicators import queries
from indicators.assessments import (
    CANNOT_BE_CHECKED,
    CONFIRMED,
    NOT_DUE,
    NOT_REPRODUCED,
    REVISED,
    Assessment,
    DerivedValue,
)
from indicators.catalogue import Catalogue, Indicator
from indicators.errors import NoDataError
from indicators.strategy import assess, derived_values
from indicators.strategy_figures import StrategyFigure, load_strategy_figures
from indicators.view import View
from indicators.views.indicator import Question, held, line_view
from indicators.warehouse import Warehouse


@dataclass(frozen=True)
class Assessed:
    """A strategy figure, its assessment, values derived from it, and the series to draw."""

    assessment: Assessment
    derived: tuple[DerivedValue, ...]
    indicator: Indicator | None

    @property
    def figure(self) -> StrategyFigure:
        return self.assessment.figure


def assessed(w: Warehouse, catalogue: Catalogue) -> tuple[Assessed, ...]:
    """All figures of the strategy, in its order."""
    figures = load_strategy_figures()
    ids = {indicator_id for figure in figures for indicator_id in figure.indicator_ids}
    serving: dict[str, pd.DataFrame] = {}
    first: dict[str, pd.DataFrame] = {}
    for indicator_id in sorted(ids):
        if queries.has(w, indicator_id):
            serving[indicator_id] = queries.observations(w, indicator_id)
            first[indicator_id] = queries.first_published(w, indicator_id)
    result = []
    for figure in figures:
        drawn = (catalogue[i] for i in _drawn(figure) if i in serving)
        result.append(
            Assessed(
                assessment=assess(figure, serving, first, catalogue),
                derived=derived_values(figure, figures, catalogue),
                indicator=next(drawn, None),
            )
        )
    return tuple(result)


def _drawn(figure: StrategyFigure) -> tuple[str, ...]:
    """Indicators that may be charted beside a figure, the one that follows it first."""
    follow = (figure.follow.indicator,) if figure.follow else ()
    return (*follow, *figure.indicator_ids)


def summary(found: tuple[Assessed, ...]) -> str:
    """How many figures hold as stated, in one sentence."""
    counted = Counter(item.assessment.as_stated.verdict for item in found)
    borne_out = counted[CONFIRMED] + counted[REVISED]
    revised = f" ({counted[REVISED]} revised since)" if counted[REVISED] else ""
    return (
        f"Of the {len(found)} figures in the 2023 strategy, published figures bear out {borne_out}"
        f"{revised} and do not reproduce {counted[NOT_REPRODUCED]}; {counted[NOT_DUE]} are targets "
        f"or predictions not yet due, and for {counted[CANNOT_BE_CHECKED]} no public series exists "
        "to check them."
    )


def chart_view(w: Warehouse, catalogue: Catalogue, item: Assessed) -> View | None:
    """The UK over time on the series beside a figure; None where there is none to draw."""
    if item.indicator is None:
        return None
    try:
        frequencies, _ = held(w, item.indicator)
        return line_view(w, catalogue, Question(item.indicator, frequencies[0]))
    except NoDataError:
        return None
