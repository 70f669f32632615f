"""From a choice to its view: every chart of every page that a link, a file or a basket can name.

It draws nothing and makes no file.
"""

from collections.abc import Callable, Mapping

from indicators import results
from indicators.catalogue import Catalogue
from indicators.choice import Choice
from indicators.errors import NoDataError
from indicators.index_method import VERSIONS
from indicators.view import View
from indicators.views import overview
from indicators.views.ambition import named, ranks
from indicators.views.indicator.asked import MAKERS, asked
from indicators.warehouse import Warehouse

Maker = Callable[[Warehouse, Catalogue, Mapping[str, str]], View]


def view_of(w: Warehouse, catalogue: Catalogue, chosen: Choice) -> View:
    """The view that a choice names, from the figures of this build.

    Raises:
        NoDataError: there is no such chart, a choice names nothing there is, or the figures do not
            answer it.
    """
    make = _MAKERS.get((chosen.page, chosen.chart))
    if chosen.page == "ambition":
        make = named.maker(chosen.chart)
    if make is None:
        raise NoDataError(
            f"There is no chart {chosen.address}. Open the page and choose the chart anew."
        )
    return make(w, catalogue, chosen.parameters)


def _indicator(w: Warehouse, catalogue: Catalogue, parameters: Mapping[str, str]) -> View:
    question = asked(w, catalogue, parameters)
    if question.problems:
        # Nothing is shown in its place here, so the ends of the sentences that say so go.
        raise NoDataError(" ".join(p.partition(" Showing ")[0] for p in question.problems))
    return MAKERS[question.kind](w, catalogue, question.question)


def _places(w: Warehouse, catalogue: Catalogue, _: Mapping[str, str]) -> View:
    return overview.places_view(w, catalogue)


def _near(version: str) -> Maker:
    def make(w: Warehouse, catalogue: Catalogue, _: Mapping[str, str]) -> View:
        return ranks.near_view(results.standing_of(w, catalogue, version), catalogue.areas, version)

    return make


#: By page and chart.
_MAKERS: dict[tuple[str, str], Maker] = {
    ("indicators", ""): _indicator,
    ("overview", "places"): _places,
    **{("overview", f"index-{version}"): _near(version) for version in VERSIONS},
}
