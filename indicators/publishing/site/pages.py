"""From a path to a page of the static edition, and to the first lines of a page of the app."""

from collections.abc import Callable, Iterator, Mapping

from indicators.catalogue import Catalogue
from indicators.errors import NoDataError
from indicators.glossary import load_glossary
from indicators.links import APP
from indicators.markup import ambition_blocks as ambition
from indicators.markup import blocks, overview
from indicators.publishing.site import home, indicator, kept, service, topics
from indicators.publishing.site.document import Page, bare, document
from indicators.publishing.site.edition import Site
from indicators.views import technologies
from indicators.views.ambition import answer, ranks
from indicators.views.indicator.asked import MAKERS, asked
from indicators.warehouse import Warehouse

Maker = Callable[[Warehouse, Catalogue, Site], Page]

_PAGES: dict[str, Maker] = {
    "/": home.home,
    "/ambition": home.ambition_page,
    "/strategy_figures": topics.strategy_figures,
    "/indicators": indicator.index,
    "/technologies": topics.technology_index,
    "/countries": topics.country_index,
    "/data_and_sources": topics.data_and_sources,
    "/glossary": topics.glossary_index,
    "/accessibility": service.accessibility,
    "/privacy": service.privacy,
    "/corrections": service.corrections,
    "/404": service.not_found,
}


def paths(w: Warehouse, catalogue: Catalogue) -> Iterator[str]:
    """Every page of the edition, those first that take longest to make."""
    yield from _PAGES
    for one in kept.with_figures(w, catalogue):
        yield f"/indicators/{one.id}"
        yield f"/embed/{one.id}"
    for name in technologies.technologies(catalogue):
        yield f"/technologies/{name}"
    for area in kept.ranked_countries(w, catalogue):
        yield f"/countries/{area.geo}"
    for term in load_glossary():
        yield f"/glossary/{term.id}"


def page(w: Warehouse, catalogue: Catalogue, path: str, site: Site) -> str:
    """The whole HTML of a page.

    Raises:
        NoDataError: there is no page at this path.
    """
    if path in _PAGES:
        return document(_PAGES[path](w, catalogue, site), site)
    folder, _, name = path.strip("/").partition("/")
    if folder == "embed":
        return bare(indicator.embedded(w, catalogue, _indicator(w, catalogue, name), site), site)
    return document(_one(w, catalogue, folder, name, site), site)


def _one(w: Warehouse, catalogue: Catalogue, folder: str, name: str, site: Site) -> Page:
    if folder == "indicators":
        return indicator.page(w, catalogue, _indicator(w, catalogue, name), site)
    if folder == "technologies" and name in technologies.technologies(catalogue):
        return topics.technology(w, catalogue, technologies.technologies(catalogue)[name], site)
    if folder == "countries":
        for area in kept.ranked_countries(w, catalogue):
            if area.geo == name:
                return topics.country(w, catalogue, area, site)
    if folder == "glossary" and name in load_glossary():
        return topics.term(w, catalogue, name, site)
    raise _nothing(f"/{folder}/{name}")


def _indicator(w: Warehouse, catalogue: Catalogue, name: str):  # type: ignore[no-untyped-def]
    for one in kept.with_figures(w, catalogue):
        if one.id == name:
            return one
    raise _nothing(f"indicator {name}")


def _nothing(what: str) -> NoDataError:
    return NoDataError(f"There is no page {what} in this edition. Start at the list of indicators.")


def first_paint(
    w: Warehouse, catalogue: Catalogue, path: str, parameters: Mapping[str, str]
) -> str:
    """The sentence and first chart of a page of the app, for the shell that comes before it.

    Empty for pages whose first lines depend on what the reader has done.
    """
    found, areas = kept.standings(w, catalogue), catalogue.areas
    if path == "/":
        places = [answer.place(s, areas, v) for v, s in found.items()]
        near = [ranks.near_view(s, areas, v) for v, s in found.items()]
        out = [ambition.left_out(s, areas, v) for v, s in found.items()]
        return overview.hero(places, APP) + overview.index(near, out)
    if path == "/ambition":
        places = [answer.place(s, areas, v) for v, s in found.items()]
        return ambition.opening(places, list(found.values()), areas)
    if path == "/indicators":
        return _first_chart(w, catalogue, parameters)
    return ""


def _first_chart(w: Warehouse, catalogue: Catalogue, parameters: Mapping[str, str]) -> str:
    question = asked(w, catalogue, parameters)
    view = MAKERS[question.kind](w, catalogue, question.question)
    theme = catalogue.themes_by_id[question.question.indicator.theme].title
    return (
        blocks.opening(over=theme, title=view.headline, lede=view.subtitle)
        + f'<figure class="uti">{blocks.picture(view.chart)}</figure>'
        + blocks.source(view, APP)
    )
