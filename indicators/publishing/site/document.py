"""One page as a whole HTML document: head, header, breadcrumb, content, foot.

It holds no figures and no words of a page's own.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from indicators.exports.stamp import SERVICE
from indicators.links import TITLES
from indicators.markup.blocks import foot
from indicators.publishing.site import assets
from indicators.publishing.site.edition import Site

#: What a page may load: its own style sheet, script and pictures, and nothing from elsewhere.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands in a document.

    `name` is the page of the navigation that it belongs to. `crumbs` are what lies above it, each a
    text and a path. `data` is its description for machines (schema.org). `picture` and `feed` are
    paths.
    """

    path: str
    title: str
    description: str
    body: str
    name: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    data: Mapping[str, object] | None = None
    picture: str = ""
    feed: str = ""
    interactive: str = ""
    notices: tuple[str, ...] = ()


def document(page: Page, site: Site) -> str:
    """The whole page."""
    here = escape(site.address(page.path), quote=True)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head>{_head(page, site)}</head><body>'
        '<a class="skip" href="#content">Skip to the content</a>'
        f"{_header(page, site)}{_crumbs(page, site)}"
        f'<main id="content" tabindex="-1">{_notices(page)}{page.body}{_interactive(page, site)}'
        f'<p class="uti note printed">Address of this page: {here}</p></main>'
        f"{foot(site.links)}</body></html>\n"
    )


def bare(page: Page, site: Site) -> str:
    """A document for a frame on somebody else's page: no navigation, no foot."""
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head>{_head(page, site)}'
        f'<meta name="robots" content="noindex"></head>'
        f"<body><main>{_notices(page)}{page.body}</main></body></html>\n"
    )


def _notices(page: Page) -> str:
    return "".join(f'<p class="uti note notice" role="note">{one}</p>' for one in page.notices)


def _head(page: Page, site: Site) -> str:
    title = SERVICE if page.path == "/" else f"{page.title} – {SERVICE}"
    style, script, icon = (site.path(asset.path) for asset in assets.assets())
    description = escape(_short(page.description), quote=True)
    parts = [
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, '
        f'initial-scale=1"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title>"
        f'<meta name="description" content="{description}">'
        f'<link rel="stylesheet" href="{style}"><script src="{script}" defer></script>'
        f'<link rel="icon" href="{icon}" type="image/svg+xml">',
        _social(page, site, description),
    ]
    if site.base:
        parts.append(f'<link rel="canonical" href="{escape(site.address(page.path), quote=True)}">')
    if page.feed:
        feed = escape(site.path(page.feed), quote=True)
        parts.append(
            f'<link rel="alternate" type="application/atom+xml" title="Updates" href="{feed}">'
        )
    if page.data is not None:
        told = json.dumps(page.data, ensure_ascii=False, separators=(",", ":"))
        safe = told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        parts.append(f'<script type="application/ld+json">{safe}</script>')
    return "".join(parts)


def _social(page: Page, site: Site, description: str) -> str:
    told = {
        "og:site_name": SERVICE,
        "og:type": "article" if page.data else "website",
        "og:locale": "en_GB",
        "og:title": escape(page.title, quote=True),
        "og:description": description,
    }
    if site.base:
        told["og:url"] = escape(site.address(page.path), quote=True)
        if page.picture:
            told["og:image"] = escape(site.address(page.picture), quote=True)
            told["og:image:alt"] = escape(page.title, quote=True)
    card = "summary_large_image" if "og:image" in told else "summary"
    tags = "".join(f'<meta property="{name}" content="{text}">' for name, text in told.items())
    return f'{tags}<meta name="twitter:card" content="{card}">'


def _header(page: Page, site: Site) -> str:
    links = "".join(
        f"<li>{_entry(title, site.links.page(name), name == page.name)}</li>"
        for name, title in TITLES.items()
    )
    home = escape(site.links.page("overview"), quote=True)
    return (
        f'<header class="top"><div><a class="brand" href="{home}">{SERVICE}</a>'
        f'<nav class="wide" aria-label="Pages"><ul>{links}</ul></nav>'
        f'<details class="menu"><summary>Menu</summary><nav aria-label="Pages"><ul>{links}</ul>'
        "</nav></details></div></header>"
    )


def _entry(title: str, address: str, here: bool) -> str:
    current = ' aria-current="page"' if here else ""
    return f'<a href="{escape(address, quote=True)}"{current}>{escape(title)}</a>'


def _crumbs(page: Page, site: Site) -> str:
    if not page.crumbs:
        return ""
    items = "".join(
        f'<li><a href="{escape(site.path(path), quote=True)}">{escape(text)}</a></li>'
        for text, path in page.crumbs
    )
    return f'<nav class="crumbs" aria-label="Breadcrumb"><ol>{items}</ol></nav>'


def _interactive(page: Page, site: Site) -> str:
    if not site.app or not page.interactive:
        return ""
    address = escape(f"{site.app}{page.interactive}", quote=True)
    return (
        f'<p class="uti note"><a href="{address}">Interactive version of this page</a>: choose '
        "countries, years and forms.</p>"
    )


def _short(text: str, most: int = 300) -> str:
    """At most so many characters, ended at a word."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
