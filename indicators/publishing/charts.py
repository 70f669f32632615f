"""The charts of a briefing filled with newest figures, and what changed since it was saved.

It makes no file.
"""

from collections.abc import Callable
from dataclasses import dataclass

from indicators.briefing import Briefing, Item
from indicators.catalogue import Catalogue
from indicators.choice import Choice
from indicators.errors import IndicatorsError
from indicators.view import View
from indicators.views.charts import view_of
from indicators.warehouse import Warehouse

Ask = Callable[[Warehouse, Catalogue, Choice], View]


@dataclass(frozen=True)
class Filled:
    """A chart of a briefing with its view; or with the reason why it cannot be made any more."""

    item: Item
    view: View | None
    problem: str = ""


def filled(
    w: Warehouse, catalogue: Catalogue, briefing: Briefing, ask: Ask = view_of
) -> tuple[Filled, ...]:
    """Every chart of the briefing with its newest view; one that fails says why.

    `ask` answers a choice with its view; a page gives one that keeps its answers.
    """
    found = []
    for item in briefing.items:
        try:
            found.append(Filled(item, ask(w, catalogue, item.chart)))
        except IndicatorsError as error:
            found.append(Filled(item, None, str(error)))
    return tuple(found)


def changes(charts: tuple[Filled, ...]) -> tuple[str, ...]:
    """What is different from when the briefing was saved, a sentence a chart that changed."""
    told = []
    for place, chart in enumerate(charts, start=1):
        if chart.view is None:
            told.append(f"Chart {place} cannot be made from the newest data: {chart.problem}")
        elif chart.item.made and chart.item.made != chart.view.headline:
            words = f"Chart {place}: “{chart.item.made}” is now “{chart.view.headline}”."
            if chart.item.headline:
                words += " Your own headline stands; check that it still holds."
            told.append(words)
    return tuple(told)
