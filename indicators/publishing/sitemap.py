"""What search engines ask for: the list of pages, and what robots may read."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from indicators.publishing.answers import Refused
from indicators.publishing.site.edition import Site
from indicators.warehouse import Warehouse


def sitemap(w: Warehouse, pages: Iterable[str], site: Site) -> bytes:
    """The pages with the day of their newest figures, by the protocol of sitemaps.org.

    Raises:
        Refused: the protocol wants whole addresses, and nobody knows where this edition stands.
    """
    if not site.base:
        raise Refused(
            404,
            "There is no sitemap",
            "A sitemap holds whole addresses, and the address of this installation is not set. "
            "Its host can set INDICATORS_PUBLIC_URL.",
        )
    day = w.newest_vintage.isoformat()
    urls = "".join(
        f"<url><loc>{escape(site.address(path))}</loc><lastmod>{day}</lastmod></url>\n"
        for path in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    ).encode()


def robots(site: Site) -> bytes:
    """Everything may be read but frames for others' pages and the app's own traffic."""
    lines = ["User-agent: *", "Disallow: /embed/", "Disallow: /_stcore/", "Allow: /"]
    if site.base:
        lines += ["", f"Sitemap: {site.address('/sitemap.xml')}"]
    return ("\n".join(lines) + "\n").encode()
