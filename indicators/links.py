"""Where a link leads: the same markup stands in the app and in the static edition.

The app keeps a choice in the query of an address; the static edition has a page for each.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from html import escape
from typing import ClassVar
from urllib.parse import quote, urlencode

#: Pages that show one thing of many, and the parameter that chooses it in the app's addresses.
PARAMETERS = {
    "indicators": "indicator",
    "strategy_figures": "figure",
    "technologies": "technology",
    "countries": "country",
    "glossary": "term",
}


#: Pages that both editions have: name of the file and title, in reading order.
TITLES = {
    "overview": "Overview",
    "ambition": "2030 ambition",
    "strategy_figures": "Strategy figures",
    "indicators": "Indicators",
    "technologies": "Technologies",
    "countries": "Countries",
    "data_and_sources": "Data and sources",
    "glossary": "Glossary",
}
#: Pages that stand in the foot and not above: what a service owes its readers.
FOOT_TITLES = {
    "accessibility": "Accessibility statement",
    "privacy": "Privacy and cookies",
    "corrections": "Corrections",
}


class Links(ABC):
    """Addresses of pages, and links to them. An address is text; a link is markup."""

    #: What stands in the tag of every link besides its address.
    attributes: ClassVar[str] = ""

    @abstractmethod
    def page(self, name: str) -> str:
        """A page by the name of its file; the home page is `overview`."""

    @abstractmethod
    def one(self, page: str, name: str) -> str:
        """One thing of the many that a page in `PARAMETERS` shows."""

    def indicator(self, indicator_id: str) -> str:
        return self.one("indicators", indicator_id)

    def figure(self, figure_id: str) -> str:
        """A figure of the strategy."""
        return self.one("strategy_figures", figure_id)

    def technology(self, technology_id: str) -> str:
        return self.one("technologies", technology_id)

    def country(self, geo: str) -> str:
        return self.one("countries", geo)

    def term(self, term_id: str) -> str:
        """A word of the glossary."""
        return self.one("glossary", term_id)

    def link(self, text: str, address: str, *, kind: str = "") -> str:
        """A link within the service; text and address are escaped here."""
        role = f' class="{kind}"' if kind else ""
        return f'<a href="{escape(address, quote=True)}"{role}{self.attributes}>{escape(text)}</a>'

    def to_page(self, text: str, name: str) -> str:
        return self.link(text, self.page(name))


class AppLinks(Links):
    """Links of the app, which `data-page` lets it follow without a reload."""

    attributes = " data-page"

    def page(self, name: str) -> str:
        return "/" if name == "overview" else f"/{name}"

    def one(self, page: str, name: str) -> str:
        return f"{self.page(page)}?{urlencode({PARAMETERS[page]: name})}"


@dataclass(frozen=True, slots=True)
class SiteLinks(Links):
    """Links of the static edition. `root` is the path of its folder on its host, or nothing."""

    root: str = ""

    def page(self, name: str) -> str:
        return f"{self.root}/" if name == "overview" else f"{self.root}/{name}"

    def one(self, page: str, name: str) -> str:
        return f"{self.page(page)}/{quote(name)}"


APP = AppLinks()
