"""From a choice of chart to its view: the one place where ids become answers for files.

It makes no file.
"""

from dataclasses import dataclass

from indicators.briefing import Briefing, Choice, Item
from indicators.catalogue import Catalogue
from indicators.errors import IndicatorsError, NoDataError
from indicators.view import View
from indicators.views import indicator as views
from indicators.warehouse import Warehouse


@dataclass(frozen=True)
class Filled:
    """A chart of a briefing with its view; or with the reason why it cannot be made any more."""

    item: Item
    view: View | None
    problem: str = ""


def view_of(w: Warehouse, catalogue: Catalogue, choice: Choice) -> View:
    """The view that a choice names.

    Raises:
        CatalogueError: there is no such indicator.
        NoDataError: this build has no such figures, or the indicator is not ranked.
    """
    indicator = catalogue[choice.indicator]
    unknown = [geo for geo in choice.compare if geo not in catalogue.areas]
    if unknown:
        raise NoDataError(f"There is no area {', '.join(unknown)}. Leave it out.")
    if choice.frequency not in indicator.frequencies:
        raise NoDataError(
            f"{indicator.title} has no figures at frequency {choice.frequency}. "
            f"Choose one of {', '.join(indicator.frequencies)}."
        )
    question = views.Question(indicator, choice.frequency, choice.compare, choice.rule)
    make = views.rank_view if choice.view == "rank" else views.line_view
    return make(w, catalogue, question)


def filled(w: Warehouse, catalogue: Catalogue, briefing: Briefing) -> tuple[Filled, ...]:
    """Every chart of the briefing with its newest view; one that fails says why."""
    found = []
    for item in briefing.items:
        try:
            found.append(Filled(item, view_of(w, catalogue, item.chart)))
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
