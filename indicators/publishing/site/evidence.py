"""What stands behind the 2030 page: its projections one by one, and its method in full."""

from html import escape

from indicators.catalogue import Catalogue
from indicators.documents import Document, documents
from indicators.errors import NoDataError
from indicators.markup import blocks
from indicators.markup.prose import prose
from indicators.publishing.site import kept
from indicators.publishing.site.document import Page
from indicators.publishing.site.edition import Site
from indicators.publishing.site.indicator import shown
from indicators.views.ambition import fans, named
from indicators.warehouse import Warehouse

_ABOVE = (("2030 ambition", "/ambition"),)


def projection_path(indicator_id: str) -> str:
    """The page of one indicator's projection."""
    return f"/ambition/projections/{indicator_id}"


def projection(w: Warehouse, catalogue: Catalogue, indicator_id: str, site: Site) -> Page:
    """One indicator's fan, with its back-test and its figures.

    Raises:
        NoDataError: it is not projected, or not computed for this build.
    """
    if indicator_id not in kept.projected(w, catalogue):
        raise NoDataError(f"There is no projection of {indicator_id[:80]!r} in this edition.")
    view = named.projection(w, catalogue, indicator_id)
    score = fans.score_sentence(kept.ahead(w, catalogue).kept[indicator_id])
    own = site.links.link(catalogue[indicator_id].title, site.links.indicator(indicator_id))
    body = (
        blocks.opening(over="Projection", title=view.headline, lede=f"{view.subtitle}.")
        + shown(view, site)
        + f'<div class="uti"><p>{escape(score)}</p>'
        f"<p>Published figures, definition, revisions and files: {own}</p></div>"
    )
    return Page(
        projection_path(indicator_id), f"{catalogue[indicator_id].title}: projection",
        f"{view.headline}. {score}", body, "ambition", _ABOVE,
        interactive=f"/ambition#{view.slug}",
    )  # fmt: skip


def projections(w: Warehouse, catalogue: Catalogue, site: Site) -> str:
    """Links to the projections that are kept; nothing where there are none."""
    items = "".join(
        f"<li>{site.links.link(catalogue[name].title, site.path(projection_path(name)))}</li>"
        for name in kept.projected(w, catalogue)
    )
    if not items:
        return ""
    return f'<h3>Each projection, with its fan and back-test</h3><ul class="columns">{items}</ul>'


def document_path(name: str) -> str:
    """The page of a document that ships with the code."""
    return f"/ambition/{name}"


def full(found: Document, site: Site) -> Page:
    """A document as a page."""
    addresses = {f"{name}.md": site.path(document_path(name)) for name in documents()}
    body = blocks.opening(over="2030 ambition", title=found.title, lede=found.about)
    body += prose(found.title, found.body, addresses)
    return Page(document_path(found.name), found.label, found.about, body, "ambition", _ABOVE)


def in_full(site: Site) -> str:
    """Links to the documents, each with what is in it."""
    items = "".join(
        f"<li>{site.links.link(d.label, site.path(document_path(d.name)))}. {escape(d.about)}</li>"
        for d in documents().values()
    )
    return f"<ul>{items}</ul>"
