"""From a path to a page of the static edition."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from indicators.catalogue import Catalogue, Indicator
from indicators.documents import Document, documents
from indicators.errors import IndicatorsError, NoDataError
from indicators.glossary import load_glossary
from indicators.links import FOOT_TITLES, TITLES
from indicators.markup import blocks
from indicators.publishing.site import evidence, home, indicator, kept, service, topics
from indicators.publishing.site.document import Page, bare, document
from indicators.publishing.site.edition import Site
from indicators.views import technologies
from indicators.warehouse import Warehouse

Maker = Callable[[Warehouse, Catalogue, Site], Page]


def _full(document: Document) -> Maker:
    return lambda _w, _catalogue, site: evidence.full(document, site)


_PAGES: dict[str, Maker] = {
    "/": home.home,
    "/ambition": home.ambition_page,
    "/ambition/tables": home.ambition_tables,
    **{evidence.document_path(one.name): _full(one) for one in documents().values()},
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
    for one in kept.without_figures(w, catalogue):
        yield f"/indicators/{one.id}"
    for name in kept.projected(w, catalogue):
        yield evidence.projection_path(name)
    for item in kept.assessed(w, catalogue):
        yield f"/strategy_figures/{item.figure.id}"
    for name in technologies.technologies(catalogue):
        yield f"/technologies/{name}"
    for area in kept.ranked_countries(w, catalogue):
        yield f"/countries/{area.geo}"
    for term in load_glossary():
        yield f"/glossary/{term.id}"


def page(
    w: Warehouse,
    catalogue: Catalogue,
    path: str,
    site: Site,
    chosen: Mapping[str, str] | None = None,
    notices: tuple[str, ...] = (),
) -> str:
    """The whole HTML of a page.

    `chosen` are parameters of the address, by which an indicator's page and frame show another
    view; what is wrong with them is told there. `notices` are markup for the page's head.

    Raises:
        NoDataError: there is no page at this path.
    """
    if path in _PAGES:
        return document(_with(_whole(w, catalogue, path, site), notices), site)
    folder, _, name = path.strip("/").partition("/")
    if folder == "indicators" and name in {i.id for i in kept.without_figures(w, catalogue)}:
        made = indicator.empty(catalogue, catalogue[name], site)
        return document(_with(made, notices), site)
    if folder in ("embed", "indicators"):
        make = indicator.embedded if folder == "embed" else indicator.page
        made = make(w, catalogue, _indicator(w, catalogue, name), site, chosen or {})
        return (bare if folder == "embed" else document)(_with(made, notices), site)
    return document(_with(_one(w, catalogue, path, site), notices), site)


def _whole(w: Warehouse, catalogue: Catalogue, path: str, site: Site) -> Page:
    """A page that every edition has: where the figures cannot fill it, it says why."""
    try:
        return _PAGES[path](w, catalogue, site)
    except IndicatorsError as reason:
        name = path.strip("/").partition("/")[0] or "overview"
        title = (TITLES | FOOT_TITLES)[name]
        why = f"The figures of this build do not fill this page. {reason}"
        body = blocks.opening(over=title, title="There is nothing to show here", lede=why)
        return Page(path, title, why, body, name)


def _with(made: Page, notices: tuple[str, ...]) -> Page:
    return replace(made, notices=(*notices, *made.notices))


def _one(w: Warehouse, catalogue: Catalogue, path: str, site: Site) -> Page:
    """A page of one thing of many.

    Raises:
        NoDataError: there is no such thing.
    """
    folder, _, name = path.strip("/").partition("/")
    if path == evidence.projection_path(name.rpartition("/")[2]):
        return evidence.projection(w, catalogue, name.rpartition("/")[2], site)
    if folder == "strategy_figures":
        for item in kept.assessed(w, catalogue):
            if item.figure.id == name:
                return topics.strategy_figure(w, catalogue, item, site)
    if folder == "technologies" and name in technologies.technologies(catalogue):
        return _technology(w, catalogue, name, site)
    if folder == "countries":
        for area in kept.ranked_countries(w, catalogue):
            if area.geo == name:
                return topics.country(w, catalogue, area, site)
    if folder == "glossary" and name in load_glossary():
        return topics.term(w, catalogue, name, site)
    raise _nothing(f"/{folder}/{name}")


def _technology(w: Warehouse, catalogue: Catalogue, name: str, site: Site) -> Page:
    """A technology of the strategy has a page, also where a build has no figure for it."""
    one = technologies.technologies(catalogue)[name]
    try:
        return topics.technology(w, catalogue, one, site)
    except NoDataError as reason:
        body = blocks.opening(over="Technologies", title=one.title, lede=str(reason))
        return Page(f"/technologies/{name}", one.title, str(reason), body, "technologies")


def _indicator(w: Warehouse, catalogue: Catalogue, name: str) -> Indicator:
    if name not in catalogue:
        raise NoDataError(f"There is no indicator {name[:80]!r}. The list of indicators has all.")
    found = catalogue[name]
    if found not in kept.with_figures(w, catalogue):
        reason = found.unavailable or "No figure of it is in this data version."
        raise NoDataError(f"There are no figures of {found.title}. {reason}")
    return found


def _nothing(what: str) -> NoDataError:
    return NoDataError(f"There is no page {what} in this edition. Start at the list of indicators.")
