"""From a choice to its view: every chart of every page that a link, a file or a basket can name.

It draws nothing and makes no file.
"""

from collections.abc import Callable, Mapping

from indicators import results
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.choice import Choice
from indicators.errors import NoDataError
from indicators.index_method import VERSIONS
from indicators.standings import BASIS_WORDS
from indicators.view import View
from indicators.views import overview, profile, strategy, technologies
from indicators.views.ambition import named, ranks
from indicators.views.indicator.asked import MAKERS, asked
from indicators.views.places_charts import country_view, technology_view
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


def _country(basis: str) -> Maker:
    def make(w: Warehouse, catalogue: Catalogue, said: Mapping[str, str]) -> View:
        geo, beside = said.get("country", UK), said.get("beside", "")
        for one in (geo, beside):
            if one and one not in catalogue.areas.countries:
                raise NoDataError(f"There is no country {one!r} here. Choose another.")
        return country_view(profile.ranked(w, catalogue), catalogue, geo, beside, basis)

    return make


def _technology(w: Warehouse, catalogue: Catalogue, said: Mapping[str, str]) -> View:
    known = technologies.technologies(catalogue)
    chosen = said.get("technology", next(iter(known)))
    if chosen not in known:
        raise NoDataError(f"There is no technology {chosen!r} here. Choose another.")
    return technology_view(technologies.page(w, catalogue, chosen))


def _figure(w: Warehouse, catalogue: Catalogue, said: Mapping[str, str]) -> View:
    """The series beside one of the strategy's figures."""
    chosen = said.get("figure", "")
    for item in strategy.assessed(w, catalogue):
        view = strategy.chart_view(w, catalogue, item) if item.figure.id == chosen else None
        if view is not None:
            return view
    raise NoDataError(f"There is no series beside the figure {chosen!r}. Choose another.")


#: By page and chart.
_MAKERS: dict[tuple[str, str], Maker] = {
    ("indicators", ""): _indicator,
    ("overview", "places"): _places,
    ("technologies", "places"): _technology,
    ("strategy_figures", ""): _figure,
    **{("countries", f"places-{basis}"): _country(basis) for basis in BASIS_WORDS},
    **{("overview", f"index-{version}"): _near(version) for version in VERSIONS},
}
