"""Pages that a service owes its readers, and the one for an address that leads nowhere."""

from indicators.accessibility import load_results
from indicators.catalogue import Catalogue
from indicators.corrections import load_corrections
from indicators.exports.stamp import SERVICE
from indicators.markup import blocks
from indicators.markup import service as markup
from indicators.publishing.site.document import Page
from indicators.publishing.site.edition import Site
from indicators.views import sources
from indicators.warehouse import Warehouse


def accessibility(_w: Warehouse, _catalogue: Catalogue, site: Site) -> Page:
    body = markup.accessibility(load_results(), site.contact, site.links)
    about = f"How accessible {SERVICE} is, what is known not to work, and how it was tested."
    return Page("/accessibility", "Accessibility statement", about, body)


def privacy(_w: Warehouse, _catalogue: Catalogue, site: Site) -> Page:
    body = markup.privacy(site.contact, site.links)
    about = "No tracking, no account: the cookies that the service needs, listed."
    return Page("/privacy", "Privacy and cookies", about, body)


def corrections(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    body = markup.corrections(
        load_corrections(), catalogue, sources.revisions(w, catalogue), site.contact, site.links
    )
    about = "How to report an error, what is done then, and every correction made so far."
    return Page("/corrections", "Corrections", about, body)


def not_found(_w: Warehouse, _catalogue: Catalogue, site: Site) -> Page:
    """For an address that leads nowhere, and for an indicator that has left the catalogue."""
    links = site.links
    ways = "".join(
        f"<li>{links.to_page(text, name)}</li>"
        for name, text in (("overview", "Overview"), ("indicators", "All indicators"))
    )
    body = blocks.opening(
        over="Page not found",
        title="There is no page at this address",
        lede="It may have been mistyped, or its indicator is no longer in the catalogue.",
    )
    body += f'<div class="uti"><ul>{ways}</ul></div>'
    return Page("/404", "Page not found", "There is no page at this address.", body)


def gone(path: str, site: Site) -> Page:
    """For an indicator that an earlier build had and this one has not."""
    links = site.links
    body = blocks.opening(
        over="No longer here",
        title="This is not in the newest build",
        lede="Its figures were here before, and the data files of earlier builds are kept. The "
        "page of corrections says whom to ask.",
    )
    body += (
        f'<div class="uti"><ul><li>{links.to_page("All indicators", "indicators")}</li>'
        f"<li>{links.to_page('Corrections', 'corrections')}</li></ul></div>"
    )
    return Page(path, "No longer here", "An earlier build had this indicator.", body, "indicators")
