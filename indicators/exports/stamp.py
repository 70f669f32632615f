"""What every file says of itself: which build of the data, which address, read on which day.

It makes no file and asks no clock: the day is given.
"""

from dataclasses import dataclass
from datetime import date

from indicators.choice import Choice
from indicators.settings import PUBLIC_URL, read

#: As many characters of a build id tell two builds apart.
_SHORT = 12

SERVICE = "UK Technology Indicators"

#: Characters that XML, and so every office format, cannot hold.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return text.translate(_FORBIDDEN).encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Format:
    """One format a view can leave in. `order` is its place in the door: what people use first."""

    label: str
    extension: str
    mime: str
    order: int
    is_data: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """Data version, address of the view (path and choices), and the day it was read.

    `choice` is how the view can be made again, where it can. `base` stands before the address; it
    is the installation's own unless given. Where `as_built` is true nobody's reading is dated:
    `accessed` is then the day of the build's newest figures, so that a build gives the same file
    for ever.
    """

    build_id: str
    address: str
    accessed: date
    choice: Choice | None = None
    base: str | None = None
    as_built: bool = False

    @property
    def version(self) -> str:
        """The data version as it is printed."""
        return self.build_id[:_SHORT]

    @property
    def link(self) -> str:
        """The address with the installation's own in front, or the path where that is not set."""
        base = read(PUBLIC_URL).rstrip("/") if self.base is None else self.base
        return base + self.address

    @property
    def line(self) -> str:
        """Data version and link, as they stand under every image and slide."""
        return f"{SERVICE}, data version {self.version}. {self.link}"


def stamp_of(build_id: str, choice: Choice, accessed: date) -> Stamp:
    """The stamp of the view that a choice names."""
    return Stamp(build_id, choice.address, accessed, choice)
