"""The first HTML of a page: Streamlit's own, put together anew with what readers need at once.

Language, title, description, social tags and the first sight of the page come before everything
else; Streamlit's style sheet and script follow, and nothing waits for them. Written once for each
build and address: see `shell.py`.
"""

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from indicators.markup.style import PARTS, forced_colours
from indicators.publishing.site.first_paint import Opening
from indicators.theme import DARK, LIGHT, css_variables
from pages.ui.http.assets import Assets, index_path, streamlits
from pages.ui.http.chrome import CHROME_CSS, FALLBACK_FACE, NAME, header, skip_link
from pages.ui.http.critical import critical, plain
from pages.ui.http.security import hash_of
from pages.ui.navigation import EVERY_TITLE

DESCRIPTION = (
    "Is the UK on its way to be one of the top three science and technology nations by 2030? "
    "Published figures, with their sources, dates and limits."
)
#: Longer descriptions are cut by everyone who shows them.
MOST_DESCRIPTION = 300

#: Runs when the first sight stands; see there.
SCRIPT = Path(__file__).with_name("first_paint.js").read_text(encoding="utf-8")
HASHES = (hash_of(SCRIPT),)

#: Streamlit's modules that a page needs besides those that its own first HTML names; without them
#: here, they are asked for one round trip after another.
MODULES = ("BidiComponent", "Html")
PLOTLY = "PlotlyChart"
#: Pages whose first chart is one of Plotly's.
WITH_PLOTLY = ("indicators",)
#: Streamlit's modules of the controls that a page opens with. Without them here, they are asked for
#: when the server has answered.
CONTROLS = {
    "ambition": ("ButtonGroup", "Slider", "Selectbox", "DownloadButton", "FileUploader"),
    "strategy_figures": ("ButtonGroup",),
    "indicators": ("TextInput", "Selectbox", "ButtonGroup", "DownloadButton", "Button"),
    "technologies": ("ButtonGroup",),
    "countries": ("Selectbox",),
    "briefing": ("FileUploader", "TextInput"),
    "data_and_sources": ("DownloadButton", "Selectbox"),
}

_PAGE_CSS = Path(__file__).with_name("first_paint.css").read_text(encoding="utf-8")
_NO_SCRIPT = (
    '<noscript><p class="uti note page plain">Choosing other figures here needs JavaScript. '
    "Without it you see each page’s first chart and its words.</p></noscript>"
)


@dataclass(frozen=True, slots=True)
class _Frontend:
    """What Streamlit's own first HTML names: its script, style sheet, modules and font."""

    entry: str
    style: str
    modules: tuple[str, ...]
    font: str


@cache
def _frontend() -> _Frontend:
    """Read from the Streamlit that is installed.

    Raises:
        RuntimeError: its first HTML is not as this code knows it.
    """
    html = index_path().read_text(encoding="utf-8")
    entry = re.findall(r'<script type="module"[^>]*src="\./([^"]+)"', html)
    style = re.findall(r'<link rel="stylesheet"[^>]*href="\./([^"]+)"', html)
    modules = re.findall(r'<link rel="modulepreload"[^>]*href="\./([^"]+)"', html)
    font = re.findall(r'href="\./(static/media/SourceSansVF-Upright[^"]+)"', html)
    if not (len(entry) == len(style) == len(font) == 1 and modules):
        raise RuntimeError(
            f"{index_path()} does not name one script, one style sheet and one font. The installed "
            "Streamlit is not the one in constraints.txt; reinstall, or mend pages/ui/http."
        )
    return _Frontend(f"/{entry[0]}", f"/{style[0]}", tuple(f"/{m}" for m in modules), f"/{font[0]}")


def first_files(assets: Assets | None = None) -> tuple[str, ...]:
    """The script, style sheet and modules that every page needs, by their path under `static`."""
    found = _frontend()
    more = (assets or streamlits()).modules_of(MODULES)
    named = (found.entry, found.style, *found.modules)
    return tuple(dict.fromkeys((*(n.removeprefix("/static/") for n in named), *more)))


def document(page: str, opening: Opening, site: str) -> str:
    """The whole first HTML of a page. `site` is the public address in front of paths."""
    return (
        '<!DOCTYPE html><html lang="en-GB" class="first"><head>'
        f"{_head(page, opening, site)}{_style(opening.markup)}{_links()}</head><body>"
        f'{skip_link()}<div id="first-paint">{header(page)}'
        f'<main id="content" class="plain on-{page}" tabindex="-1">{opening.markup}</main></div>'
        f"{_NO_SCRIPT}"
        f'<link rel="stylesheet" crossorigin href="{_frontend().style}">'
        f'<div id="root"></div>{_script(page)}</body></html>'
    )


def _head(page: str, opening: Opening, site: str) -> str:
    named = opening.title or EVERY_TITLE[page]
    title = escape(f"{named} – {NAME}")
    description = escape(_cut(opening.description or DESCRIPTION), quote=True)
    address = escape(site + opening.path, quote=True)
    social = {
        "og:type": "website",
        "og:site_name": NAME,
        "og:locale": "en_GB",
        "og:title": named if opening.title else NAME,
        "og:description": _cut(opening.description or DESCRIPTION),
        "og:url": site + opening.path,
        "twitter:card": "summary_large_image" if opening.image else "summary",
    }
    if opening.image:
        social["og:image"] = social["twitter:image"] = site + opening.image
        social["og:image:alt"] = _cut(opening.description)
    tags = "".join(
        f'<meta {"name" if name.startswith("twitter") else "property"}="{name}" '
        f'content="{escape(text, quote=True)}">'
        for name, text in social.items()
    )
    return (
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><meta name="description" content="{description}">'
        f'<link rel="canonical" href="{address}"><meta name="color-scheme" content="light dark">'
        f'{tags}<link rel="icon" href="/favicon.png">'
    )


def _cut(text: str) -> str:
    if len(text) <= MOST_DESCRIPTION:
        return text
    return text[:MOST_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def _style(markup: str) -> str:
    dark = f"@media (prefers-color-scheme:dark){{:root{{{css_variables(DARK)}}}}}"
    face = (
        "@font-face{font-family:'Source Sans';font-weight:200 900;font-display:swap;"
        f"src:url({_frontend().font})format('woff2')}}"
    )
    rules = critical(PARTS, f'{markup}<i class="uti note">')
    colours = f":root{{{css_variables(LIGHT)}}}{dark}{forced_colours()}"
    return (
        f"<style>{plain(face + FALLBACK_FACE + colours + CHROME_CSS + _PAGE_CSS + rules)}</style>"
    )


def _links() -> str:
    found = _frontend()
    preloads = "".join(
        f'<link rel="modulepreload" crossorigin href="/static/{name}">'
        for name in first_files()
        if name.endswith(".js")
    )
    font = f'<link rel="preload" href="{found.font}" as="font" type="font/woff2" crossorigin>'
    return font + preloads


def _script(page: str) -> str:
    chart = "here" if page in WITH_PLOTLY else "later"
    parts, library = _fetched_later(page)
    return (
        f'<script data-client="{_frontend().entry}" data-chart="{chart}" data-parts="{parts}" '
        f'data-library="{library}">{SCRIPT}</script>'
    )


@cache
def _fetched_later(page: str) -> tuple[str, str]:
    """Addresses of the modules that the page's elements are drawn by, and of the chart library's.

    The former are started too; of what they import, the files that every page has are left out.
    """
    stems = (*MODULES, *CONTROLS.get(page, ()))
    first = set(first_files()) - {streamlits().module(stem) for stem in stems}
    parts = [n for n in streamlits().modules_of(stems) if n not in first]
    library = [n for n in streamlits().modules_of((PLOTLY,)) if n not in first | set(parts)]
    return " ".join(f"/static/{n}" for n in parts), " ".join(f"/static/{n}" for n in library)
