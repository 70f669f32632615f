"""Where an edition stands: its address, the app beside it, whom readers write to, and its day."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from indicators.links import Links, SiteLinks
from indicators.settings import APP_URL, PUBLIC_URL, SERVICE_CONTACT, read


@dataclass(frozen=True, slots=True)
class Site:
    """What a page says of the service around it.

    `base` is the address of the edition's root, without a slash at its end, and may be empty where
    nobody knows it; `app` that of the interactive edition. `day` stands in citations.
    """

    day: date
    base: str = ""
    app: str = ""
    contact: str = ""
    links: Links = field(default_factory=SiteLinks)

    @property
    def root(self) -> str:
        """The path of the edition's folder on its host: nothing where it has a host of its own."""
        return urlsplit(self.base).path.rstrip("/")

    def path(self, path: str) -> str:
        """A path of the edition as a link within it."""
        return f"{self.root}{path}"

    def address(self, path: str) -> str:
        """A path of the edition as an address for elsewhere; a path where the base is unknown."""
        return f"{self.base}{path}"


def static_site(day: date, base: str | None = None) -> Site:
    """The static edition as the settings have it; `base` is used in place of the setting."""
    told = (read(PUBLIC_URL) if base is None else base).rstrip("/")
    links = SiteLinks(urlsplit(told).path.rstrip("/"))
    return Site(day, told, read(APP_URL).rstrip("/"), read(SERVICE_CONTACT), links)
