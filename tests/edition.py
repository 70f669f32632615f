"""Pages of the static edition for tests: one of each type, with what they may link to."""

from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
from lxml import etree

from indicators.catalogue import load_catalogue
from indicators.publishing import addresses
from indicators.publishing.site import assets, pages
from indicators.publishing.site.edition import Site
from indicators.warehouse import Warehouse

CATALOGUE = load_catalogue()
SITE = Site(date(2026, 11, 29), "https://figures.example", "https://app.example", "a@b.example")

#: One page of each type, and of an indicator those that differ: lines with ranks, one country only,
#: figures that may not be passed on.
SAMPLE = {
    "Overview": "/",
    "2030 ambition": "/ambition",
    "2030 ambition, tables": "/ambition/tables",
    "Methods": "/ambition/methods",
    "Assumptions": "/ambition/assumptions",
    "Strategy figures": "/strategy_figures",
    "Strategy figure": "/strategy_figures/unicorns_europe_rank",
    "Indicators": "/indicators",
    "Indicator": "/indicators/gerd_pct_gdp",
    "Indicator of one country": "/indicators/uk_output_per_hour",
    "Indicator that is closed": "/indicators/unicorns",
    "Indicator without figures": "/indicators/" + next(i.id for i in CATALOGUE if not i.available),
    "Technologies": "/technologies",
    "Technology": "/technologies/ai",
    "Countries": "/countries",
    "Country": "/countries/GBR",
    "Data and sources": "/data_and_sources",
    "Glossary": "/glossary",
    "Word": "/glossary/gerd",
    "Accessibility": "/accessibility",
    "Privacy": "/privacy",
    "Corrections": "/corrections",
    "Not found": "/404",
    "Frame": "/embed/gerd_pct_gdp",
}


def made(w: Warehouse, site: Site = SITE) -> dict[str, str]:
    """The HTML of each page of the sample."""
    return {name: pages.page(w, CATALOGUE, path, site) for name, path in SAMPLE.items()}


def tree(markup: str) -> etree._Element:
    """The page read by the rules of HTML5; any fault in it raises."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
    )
    return parser.parse(markup).getroot()


def targets(w: Warehouse) -> set[str]:
    """Every path that the edition has."""
    return {
        *pages.paths(w, CATALOGUE),
        *addresses.paths(w, CATALOGUE),
        *(asset.path for asset in assets.assets()),
    }


def inner_links(root: etree._Element) -> set[str]:
    """Paths of the edition that a page refers to, without the part after `#`."""
    found = set()
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("href", "src"):
            split = urlsplit(element.get(name) or "")
            if not split.scheme and split.path:
                found.add(split.path)
    return found


@cache
def written(folder: Path, w: Warehouse) -> Path:
    """The sample with its assets as a folder that a file server can serve."""
    site = Site(SITE.day)
    for path in SAMPLE.values():
        file = folder / (
            "404.html" if path == "/404" else f"{path.strip('/')}/index.html".lstrip("/")
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(pages.page(w, CATALOGUE, path, site), encoding="utf-8")
    for asset in assets.assets():
        (folder / asset.path.strip("/")).parent.mkdir(parents=True, exist_ok=True)
        (folder / asset.path.strip("/")).write_bytes(asset.body)
    return folder
