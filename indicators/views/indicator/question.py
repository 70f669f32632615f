"""What a reader can ask of one indicator: the choice itself, and what there is to choose from.

It answers nothing: see the other modules of this package.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import pandas as pd

from indicators import forms, peers, queries, transforms
from indicators.areas import UK, Areas, PeerGroup
from indicators.catalogue import Catalogue, Indicator
from indicators.charts.build import drawn_frequency
from indicators.charts.segments import middle
from indicators.comparability import Figure, figures, newest_stretch
from indicators.errors import NoDataError
from indicators.memory import once_a_build
from indicators.selection import eligible, same_period
from indicators.warehouse import Warehouse

#: More comparators than this are drawn in grey, unless some are named: further colours cannot be
#: told apart.
MOST_COLOURED = 5
#: Areas in one chart, the UK among them.
MOST_AREAS = 12

#: Who the UK stands beside until the reader chooses: large R&D economies and close peers.
DEFAULT_PEERS = ("USA", "CHN", "JPN", "DEU", "FRA", "KOR", "CAN", "ITA", "CHE", "SWE", "ISR")


@dataclass(frozen=True, repr=False)
class Question:
    """What a reader wants to see of one indicator.

    `compare` are the areas beside the UK, `highlight` those of them in colour; `group` is a peer
    group that places are counted within. `years` are the first and last year shown. `period` is the
    period that a ranking, a change or a scatter stands at, and `since` the one that change is
    counted from; `base` is an index's base, and `beside` the id of the indicator set against this
    one. An empty text is the default of each.
    """

    indicator: Indicator
    frequency: str
    compare: tuple[str, ...] = ()
    rule: str = "latest"
    form: str = forms.LEVEL
    base: str = ""
    years: tuple[int, int] | None = None
    period: str = ""
    since: str = ""
    as_at: date | None = None
    group: PeerGroup | None = None
    highlight: tuple[str, ...] = ()
    log: bool = False
    beside: str = ""

    def __repr__(self) -> str:
        """Every choice with the indicator by its id: what tells two questions apart, in short."""
        chosen = [f"{f.name}={getattr(self, f.name)!r}" for f in fields(self)[1:]]
        return f"Question({self.indicator.id}, {', '.join(chosen)})"

    @property
    def highlighted(self) -> tuple[str, ...]:
        """The comparators in colour: those named, or all where they are few."""
        if self.highlight:
            return tuple(geo for geo in self.highlight if geo in self.compare)
        return self.compare if len(self.compare) <= MOST_COLOURED else ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from for one indicator, at one frequency.

    `years` are the first and last that any figure is of. `periods` are labels of the figures,
    newest first, `covered` the newest that most countries have, `since` the one that change is
    counted from unasked; `bases` are those that an index can start from, `base` unasked. `beside`
    are ids of the indicators that this one can be set against.
    """

    forms: tuple[str, ...]
    areas: tuple[str, ...]
    years: tuple[int, int]
    periods: tuple[str, ...]
    bases: tuple[str, ...]
    base: str
    can_log: bool
    covered: str
    since: str
    beside: tuple[str, ...]


def offered(w: Warehouse, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of the indicators that have figures in this build, in catalogue order."""
    table = queries.indicator_table(w)
    with_figures = set(table.loc[table["values"] > 0, "indicator_id"])
    return tuple(i.id for i in catalogue if i.id in with_figures)


def held(w: Warehouse, indicator: Indicator) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The frequencies and areas that figures are held for, each in declared order."""
    rows = queries.observations(w, indicator.id)
    valued = rows[rows["value"].notna()]
    first = drawn_frequency(rows, indicator, UK)
    others = [f for f in indicator.frequencies if f in set(valued["frequency"]) and f != first]
    return (first, *others), tuple(valued["geo"].unique())


def offer(w: Warehouse, catalogue: Catalogue, indicator: Indicator, frequency: str) -> Offer:
    """What can be chosen for one indicator at one frequency.

    Raises:
        NoDataError: it has no figure at this frequency.
    """
    rows = queries.observations(w, indicator.id, frequency=frequency)
    known, _ = figures(rows)
    if not known:
        raise NoDataError(f"{indicator.title} has no figure to show.")
    years = [middle(f.start, f.end).year for f in known]
    values = rows["value"].dropna()
    return Offer(
        forms=forms.offered(indicator, catalogue, frequency, divisors_held(w)),
        areas=tuple(geo for geo in catalogue.areas.by_geo if geo in {f.geo for f in known}),
        years=(min(years), max(years)),
        periods=_labels(known),
        bases=transforms.bases(rows, indicator=indicator, frequency=frequency, geo=UK),
        base=transforms.default_base(rows, indicator=indicator, frequency=frequency, geo=UK),
        can_log=bool(values.min() > 0 and values.max() / values.min() >= LEAST_LOG_RATIO),
        covered=_covered(rows, indicator, catalogue.areas, frequency),
        since=_since(known, indicator),
        beside=_beside(w, catalogue, indicator, frequency),
    )


#: Change is counted over this many years unless the reader says otherwise.
CHANGE_YEARS = 5
#: Set against another indicator only where so many countries have figures of it.
_FEWEST_BESIDE = 5


def _covered(rows: pd.DataFrame, indicator: Indicator, areas: Areas, frequency: str) -> str:
    """The newest period that most countries have, which one year for all countries stands at."""
    choice = eligible(rows, indicator, areas.countries, frequency)
    return same_period(choice, None, UK).period_label or "" if choice.figures else ""


def _since(known: Sequence[Figure], indicator: Indicator) -> str:
    """The period nearest to five years before the newest, for the UK where it has two figures that
    may be compared; empty where no area has two.
    """
    by_geo: dict[str, list[Figure]] = {}
    for figure in known:
        by_geo.setdefault(figure.geo, []).append(figure)
    runs = {geo: newest_stretch(of, indicator) for geo, of in by_geo.items()}
    longest = max(runs.values(), key=len, default=[])
    own = runs.get(UK, [])
    run = own if len(own) > 1 else longest
    if len(run) < 2:  # noqa: PLR2004  (a change needs two figures)
        return ""
    newest = run[-1].start
    wanted = date(newest.year - CHANGE_YEARS, newest.month, 1)
    return min(run[:-1], key=lambda f: abs((f.start - wanted).days)).period_label


def _beside(
    w: Warehouse, catalogue: Catalogue, indicator: Indicator, frequency: str
) -> tuple[str, ...]:
    """Indicators of many countries with figures at the same frequency, GDP per head first."""
    if not indicator.rankable or indicator.coverage != "international":
        return ()
    held_here = queries.countries_held(w, frequency)
    found = [
        i.id
        for i in catalogue
        if i.rankable
        and i.coverage == "international"
        and i.id != indicator.id
        and held_here.get(i.id, 0) >= _FEWEST_BESIDE
    ]
    return tuple(sorted(found, key=lambda name: name != peers.INCOME))


#: Values this far apart are worth a scale of ratios.
LEAST_LOG_RATIO = 10


def divisors_held(w: Warehouse) -> frozenset[str]:
    """The populations and GDPs that have figures in this build."""
    return frozenset(
        name for name in (*forms.POPULATIONS, *forms.GDP.values()) if queries.has(w, name)
    )


def _labels(known: Sequence[Figure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.period_label for f in reversed(known)))


@once_a_build
def peer_groups(w: Warehouse, catalogue: Catalogue) -> tuple[PeerGroup, ...]:
    """The declared peer groups, and the economies like the UK's where they can be computed."""
    areas = catalogue.areas
    try:
        similar = peers.similar_economies(_rows(w, peers.INCOME), _rows(w, peers.SIZE), areas=areas)
    except NoDataError:
        return areas.peer_groups
    return (*areas.peer_groups, similar)


def _rows(w: Warehouse, indicator_id: str) -> pd.DataFrame:
    return queries.observations(w, indicator_id, frequency="A")


def members_shown(group: PeerGroup, held_areas: Sequence[str]) -> tuple[str, ...]:
    """A group's members beside the UK that have figures, as many as one chart can show."""
    found = [geo for geo in group.members if geo != UK and geo in held_areas]
    return tuple(found[: MOST_AREAS - 1])
