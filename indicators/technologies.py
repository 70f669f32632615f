"""The strategy's priority technologies, from `technologies.toml`.

It reads and checks declarations: quotes, figures, indicators, and what is not measured. It holds no
figures itself.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.catalogue import Catalogue
from indicators.declarations import build_all, read_toml
from indicators.errors import CatalogueError, raise_all
from indicators.strategy_figures import load_strategy_figures

TECHNOLOGIES_FILE = Path(__file__).with_name("technologies.toml")

_PLACE = re.compile(r"paragraph \d+|section 2\.1\.\d, .+")


@dataclass(frozen=True, slots=True)
class Quote:
    """The strategy's own words, what they are about, and the place they stand in."""

    about: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators of one kind; `note` says what must be known to read them."""

    title: str
    indicators: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not measured in public, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Technology:
    """One technology of the strategy's section 2.1.

    `figures` are ids of strategy figures; `no_figures` says so where there are none. `unmeasured`
    are indicators of the catalogue that no public series measures.
    """

    id: str
    title: str
    short: str
    section: str
    quotes: tuple[Quote, ...]
    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    figures: tuple[str, ...] = ()
    no_figures: str = ""
    unmeasured: tuple[str, ...] = ()

    @property
    def indicator_ids(self) -> tuple[str, ...]:
        """Every indicator that bears on it, in reading order."""
        return tuple(name for group in self.groups for name in group.indicators)


def _problems(technology: Technology, figure_ids: set[str]) -> Iterator[str]:
    where = f"technology {technology.id}"
    if not technology.quotes or not technology.groups or not technology.gaps:
        yield f"{where}: quotes, groups and gaps are needed; give at least one of each"
    if bool(technology.figures) == bool(technology.no_figures):
        yield f"{where}: give either figures or no_figures, the sentence that says there are none"
    for name in technology.figures:
        if name not in figure_ids:
            yield f"{where}: {name!r} is not a figure of the strategy"
    named = Counter((*technology.indicator_ids, *technology.unmeasured))
    for name in (name for name, count in named.items() if count > 1):
        yield f"{where}: {name!r} stands twice"
    yield from _wording_problems(where, technology)


def _wording_problems(where: str, technology: Technology) -> Iterator[str]:
    for quote in technology.quotes:
        if not _PLACE.fullmatch(quote.place):
            yield f"{where}: {quote.place!r} names no paragraph or section of the strategy"
        if not quote.text or not quote.about:
            yield f"{where}: a quote has no text, or does not say what it is about"
    for gap in technology.gaps:
        if not gap.what.endswith(".") or not gap.why.endswith("."):
            yield f"{where}: gap {gap.what!r}: what and why each end with a full stop"


def _catalogue_problems(technology: Technology, catalogue: Catalogue) -> Iterator[str]:
    where = f"technology {technology.id}"
    for name in technology.indicator_ids:
        if name not in catalogue:
            yield f"{where}: {name!r} is not an indicator of the catalogue"
        elif not catalogue[name].available:
            yield f"{where}: {name!r} has no public series; it belongs under unmeasured"
    for name in technology.unmeasured:
        if name not in catalogue or catalogue[name].available:
            yield f'{where}: unmeasured {name!r} is not an indicator with source = "none"'


@cache
def _read(path: Path) -> tuple[Technology, ...]:
    tables = read_toml(path)
    problems = [f"unknown table {table!r}" for table in tables.keys() - {"technology"}]
    technologies = build_all(Technology, tables.get("technology", []), "technology", problems)
    figure_ids = {figure.id for figure in load_strategy_figures()}
    for technology in technologies:
        problems += _problems(technology, figure_ids)
    raise_all(CatalogueError, str(path), problems)
    return technologies


def load_technologies(
    path: Path = TECHNOLOGIES_FILE, *, catalogue: Catalogue | None = None
) -> tuple[Technology, ...]:
    """The technologies in file order. With a catalogue, every indicator named must be in it.

    Raises:
        CatalogueError: every problem of the file in one message, each with its technology's id.
    """
    technologies = _read(path)
    if catalogue is not None:
        problems = [p for one in technologies for p in _catalogue_problems(one, catalogue)]
        raise_all(CatalogueError, str(path), problems)
    return technologies
