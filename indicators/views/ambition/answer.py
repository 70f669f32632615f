"""The answer first: the UK's place in both versions of the index, each with its method range.

Words from a standing. It computes no rank itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators.areas import UK, Areas
from indicators.errors import NoDataError
from indicators.index_method import VERSIONS
from indicators.notes import listed, place_name
from indicators.numbers import ordinal, range_text
from indicators.standing import Standing

#: What the ambition is, and that it is not measured.
TARGET = (
    "The ambition is to be seen as one of the top three nations, and the leader in Europe, in "
    "polling by 2030. No public poll measures that; the index says what published figures say "
    "instead."
)
NO_POLL = (
    "The rankings below are general: they do not ask about science and technology, or not of "
    "everybody, and are shown as context only."
)
STATUS = "Computed here from published figures"


@dataclass(frozen=True, slots=True)
class Place:
    """The UK's place in one version, in words ready to show."""

    version: str
    rank: int
    of: int
    low: int
    high: int
    places: str
    share_top: str
    share_first: str
    third: str

    @property
    def ranked(self) -> str:
        """ "11th of 19 (method range 8th to 12th)"."""
        return f"{ordinal(self.rank)} of {self.of} (method range {self.places})"


def place(found: Standing, areas: Areas, version: str) -> Place:
    """The UK's place.

    Raises:
        NoDataError: the UK has too few figures for a score.
    """
    if UK not in found.summary.index:
        raise NoDataError(
            "The UK has too few figures to be ranked. Choose more indicators, or a lower coverage."
        )
    row: Any = found.summary.loc[UK]
    top = found.recipe.top
    low, high = int(row["rank_low"]), int(row["rank_high"])
    holders = found.summary[found.summary["nominal_rank"] <= top].index
    draws = found.recipe.draws
    return Place(
        version=version,
        rank=int(row["nominal_rank"]),
        of=len(found.summary),
        low=low,
        high=high,
        places=range_text(low, high),
        share_top=share_words(float(row["share_top"]), draws),
        share_first=share_words(float(row["share_first"]), draws),
        third=listed(place_name(areas, str(geo)) for geo in holders),
    )


def share_words(share: float, draws: int) -> str:
    """A share of methods: "none of 10,000", "0.2%", "40%", "all 10,000"."""
    if share != share:
        return "not counted"
    if share in (0.0, 1.0):
        return f"{'none of' if share == 0 else 'all'} {draws:,}"
    if share < 0.01:
        return f"{share:.1%}" if share >= 0.001 else "under 0.1%"
    return f"{share:.0%}" if share <= 0.99 else "over 99%"


def sentences(relative: Place, absolute: Place) -> tuple[str, str]:
    """The answer in two sentences of equal standing."""
    parts = []
    for found in (relative, absolute):
        lead = VERSIONS[found.version]
        lead = lead[:1].upper() + lead[1:]
        parts.append(
            f"{lead} the UK ranks {ordinal(found.rank)} of the {found.of} countries with enough "
            f"data ({found.places} under other reasonable methods)."
        )
    return parts[0], parts[1]


def left_out(found: Standing, areas: Areas) -> str:
    """The countries without a score, by name, with the share of indicators they have."""
    if not found.left_out:
        return "No country is left out."
    least = found.recipe.spec.minimum_coverage
    few = [item for item in found.left_out if item.coverage < least - 1e-12]
    empty = [item for item in found.left_out if item not in few]
    total = len(found.recipe.spec.indicators)
    told = []
    if few:
        names = listed(f"{areas[item.unit].name} ({round(item.coverage * total)})" for item in few)
        told.append(
            f"Left out because they have figures for fewer than {least:.0%} of the {total} "
            f"indicators (how many they have in brackets): {names}."
        )
    if empty:
        names = listed(areas[item.unit].name for item in empty)
        told.append(f"Left out because a whole pillar is without figures: {names}.")
    return " ".join(told)


def title(places: Sequence[Place], top: int = 3) -> str:
    """The page's heading: in which versions the UK is in the top three today."""
    inside = [VERSIONS[p.version] for p in places if p.rank <= top]
    if len(inside) == len(places):
        return "By measured figures the UK is in the top three today"
    if inside:
        return f"By measured figures the UK is in the top three {inside[0]} only"
    return "By measured figures the UK is not in the top three today"
