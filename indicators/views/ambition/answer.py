"""The answer first: the UK's place in both versions of the index, each with its method range.

Words and tables from a standing. It computes no rank itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from indicators.areas import UK, Areas
from indicators.catalogue import Catalogue
from indicators.errors import NoDataError
from indicators.index_method import PILLAR_TITLES, VERSIONS, default_recipe, members
from indicators.notes import listed, place_name
from indicators.numbers import ordinal, range_text
from indicators.standing import (
    BackYears,
    Standing,
    back_years,
    component_preset,
    influence,
    standing,
    standing_with_newest,
    without_oldest,
)
from indicators.uncertainty import Sensitivity
from indicators.view import Column, Table
from indicators.warehouse import Warehouse

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


def nominal(w: Warehouse, catalogue: Catalogue, version: str) -> Standing:
    """The standing by the declared recipe of a version."""
    return standing(w, catalogue, default_recipe(catalogue, version, w.build_id))


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


def filled(found: Standing) -> str:
    """How many cells of the panel are missing, and whether any was imputed."""
    nominal_result = found.methods.nominal
    cells = len(nominal_result.scores) * len(found.recipe.spec.indicators)
    missing, imputed = len(nominal_result.missing), len(nominal_result.imputed)
    drawn = "" if imputed else (
        " In the method range, half of the methods that may do so fill them from peer countries."
        if missing
        else ""
    )  # fmt: skip
    return (
        f"Of {cells} cells {missing} have no usable figure and {imputed} "
        f"{'is' if imputed == 1 else 'are'} imputed; "
        f"{len(nominal_result.treated)} outlying figures are drawn in.{drawn}"
    )


def ages_table(found: Standing, catalogue: Catalogue, version: str) -> Table:
    """Every indicator: the UK's year and age, and how many ranked countries have a figure."""
    rows, ranked = [], list(found.summary.index)
    for indicator in members(catalogue, version):
        if indicator.id not in found.panel.values.columns or indicator.index is None:
            continue
        years = found.panel.years[indicator.id]
        uk = years.get(UK)
        held = int(found.panel.values.loc[ranked, indicator.id].notna().sum())
        known = years.loc[ranked].dropna()
        span = range_text(f"{known.min():.0f}", f"{known.max():.0f}") if len(known) else "none"
        reason = found.panel.reasons.get((UK, indicator.id), "no figure")
        age = f"{found.panel.newest - uk:.0f}" if uk == uk and uk is not None else ""
        absent = [
            catalogue.areas[str(geo)].short
            for geo in ranked
            if pd.isna(found.panel.values.loc[geo, indicator.id])
        ]
        rows.append(
            (
                indicator.title,
                PILLAR_TITLES[indicator.index.pillar],
                f"{uk:.0f}" if uk == uk and uk is not None else reason,
                age,
                span,
                f"{held} of {len(ranked)}" + (f" (not {', '.join(absent)})" if absent else ""),
            )
        )
    return Table(
        f"Figures in the index {VERSIONS[version]}",
        (
            Column("Indicator"),
            Column("Pillar"),
            Column("UK figure of"),
            Column("Age in years", numeric=True),
            Column("Other years used"),
            Column("Ranked countries with a figure"),
        ),
        tuple(rows),
    )


def back(w: Warehouse, catalogue: Catalogue, version: str) -> BackYears:
    """The index of a version made again for past years."""
    return back_years(w, catalogue, default_recipe(catalogue, version, w.build_id))


def sensitivity(w: Warehouse, catalogue: Catalogue, version: str) -> Sensitivity:
    """Which choices move the UK's rank in a version."""
    return influence(w, catalogue, default_recipe(catalogue, version, w.build_id))


def components(w: Warehouse, catalogue: Catalogue, version: str) -> dict[str, int]:
    """The weights from principal components, in whole per cent."""
    found = component_preset(w, catalogue, default_recipe(catalogue, version, w.build_id))
    return {pillar: round(weight) for pillar, weight in found.items()}


def title(places: Sequence[Place], top: int = 3) -> str:
    """The page's heading: in which versions the UK is in the top three today."""
    inside = [VERSIONS[p.version] for p in places if p.rank <= top]
    if len(inside) == len(places):
        return "By measured figures the UK is in the top three today"
    if inside:
        return f"By measured figures the UK is in the top three {inside[0]} only"
    return "By measured figures the UK is not in the top three today"


def other_panels(w: Warehouse, catalogue: Catalogue) -> tuple[str, ...]:
    """What the UK's place would be with other figures: one sentence a change, both versions."""
    told = []
    for version, words in VERSIONS.items():
        recipe = default_recipe(catalogue, version, w.build_id)
        newest = standing_with_newest(w, catalogue, recipe)
        found, dropped = newest
        without = ""
        if dropped:
            names = listed(catalogue[i].noun for i in dropped)
            without = f" and without {names}, whose newest figure is then too old"
        told.append(
            f"{words[:1].upper()}{words[1:]}, with figures up to {found.panel.newest} instead of "
            f"{recipe.year}{without}: {place(found, catalogue.areas, version).ranked}."
        )
        old = without_oldest(w, catalogue, recipe)
        if old is not None:
            again, dropped = old
            names = listed(catalogue[i].noun for i in dropped)
            told.append(
                f"{words[:1].upper()}{words[1:]}, without the indicators whose UK figure is oldest "
                f"({names}): {place(again, catalogue.areas, version).ranked}."
            )
    told.append(
        "The number of researchers is not in the index: the UK's figures end in 2017, which is too "
        "old to use."
    )
    return tuple(told)
