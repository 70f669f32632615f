"""What the index is made from: missing figures, their ages, and what they do to the result.

Tables and sentences from a standing and its variants. It fills no gap.
"""

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.composite import with_missing_at_lowest
from indicators.index_method import PILLAR_TITLES, VERSIONS, load_method, members
from indicators.notes import listed, place_name
from indicators.numbers import ordinal, range_text
from indicators.standing import Standing
from indicators.variants import WITH_TOO_OLD, WITHOUT_OLDEST, Variant
from indicators.view import Column, Table

#: The row of `with_missing_at_lowest` in which every missing figure is set to the lowest.
_ALL = "all"


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


def errors(standings: Mapping[str, Standing]) -> str:
    """Whether publishers give an error for the figures in the index."""
    cells = pd.concat([found.panel.cells for found in standings.values()])
    given = cells[cells["lower"].notna() & cells["upper"].notna()]["indicator"].nunique()
    of = cells["indicator"].nunique()
    if not given:
        return (
            f"No error is published for any of the {of} indicators, so no rank on a single one "
            "has an interval."
        )
    return f"An error is published for {given} of the {of} indicators; none for the others."


def missing_table(found: Standing, catalogue: Catalogue, version: str) -> Table | None:
    """Every figure that a ranked country lacks, with the reason; None where none is missing."""
    rows = tuple(
        (
            catalogue.areas[geo].name,
            catalogue[name].title,
            found.panel.reasons.get((geo, name)) or _too_old(found, geo, name),
        )
        for geo, name in found.missing
    )
    if not rows:
        return None
    titles = ("Country", "Indicator", "Why there is no figure")
    return Table(
        f"Figures missing in the index {VERSIONS[version]}",
        tuple(Column(title) for title in titles),
        rows,
    )


def _too_old(found: Standing, geo: str, name: str) -> str:
    year = float(cast(Any, found.panel.years.at[geo, name]))
    most = found.recipe.spec.maximum_age
    return f"the newest figure is of {year:.0f}, more than {most} years before the newest of all"


def lowest_table(found: Standing, catalogue: Catalogue, version: str) -> Table | None:
    """Each country with missing figures: its score and rank with all of them at the lowest.

    Where a figure is missing its weight goes to the others, so that losing a bad value can raise a
    score. None where no figure is missing.
    """
    rows = []
    for geo in dict.fromkeys(geo for geo, _ in found.missing):
        lowest = _at_lowest(found, geo)
        row: Any = found.summary.loc[geo]
        rows.append(
            (
                catalogue.areas[geo].name,
                str(sum(place == geo for place, _ in found.missing)),
                f"{row['nominal_score']:.1f}",
                ordinal(int(row["nominal_rank"])),
                f"{lowest[0]:.1f}",
                ordinal(lowest[1]),
            )
        )
    if not rows:
        return None
    return Table(
        f"With missing figures set to the lowest value, {VERSIONS[version]}",
        (
            Column("Country"),
            Column("Figures missing", numeric=True),
            Column("Score", numeric=True),
            Column("Rank"),
            Column("Score at the lowest", numeric=True),
            Column("Rank then"),
        ),
        tuple(rows),
    )


def lowest_sentence(found: Standing, catalogue: Catalogue, version: str) -> str:
    """What missing figures could hide: the UK's own, then those of countries ranked above it."""
    lead = f"{VERSIONS[version][:1].upper()}{VERSIONS[version][1:]}"
    own = sum(geo == UK for geo, _ in found.missing)
    uk: Any = found.summary.loc[UK]
    if own:
        score, rank = _at_lowest(found, UK)
        told = (
            f"{lead} the UK lacks {own} of {len(found.recipe.spec.indicators)} figures: with them "
            f"at the lowest value of any country its score would be {score:.1f} instead of "
            f"{uk['nominal_score']:.1f} and its rank {ordinal(rank)} instead of "
            f"{ordinal(int(uk['nominal_rank']))}."
        )
    else:
        told = f"{lead} the UK has a figure for every indicator."
    moved = []
    for geo in dict.fromkeys(geo for geo, _ in found.missing if geo != UK):
        before = int(cast(Any, found.summary.at[geo, "nominal_rank"]))
        after = _at_lowest(found, geo)[1]
        if after != before:
            name = place_name(catalogue.areas, geo)
            moved.append(f"{name} would be {ordinal(after)} instead of {ordinal(before)}")
    if moved:
        return f"{told} With their missing figures at the lowest value, {listed(moved)}."
    others = any(geo != UK for geo, _ in found.missing)
    if not others:
        return told
    return f"{told} No country would change its place with its missing figures at the lowest value."


def _at_lowest(found: Standing, geo: str) -> tuple[float, int]:
    table = with_missing_at_lowest(found.panel.values, found.recipe.spec, geo, found.panel.ages)
    row = table[table["indicator"] == _ALL].iloc[0]
    return float(row["score"]), int(row["rank"])


def other_figures(changes: Mapping[str, tuple[Variant, ...]], catalogue: Catalogue) -> Table:
    """What the UK's place would be with other figures: one row a change, both versions."""
    rows = [
        (
            f"{VERSIONS[version][:1].upper()}{VERSIONS[version][1:]}",
            _changed(variant, catalogue),
            f"{ordinal(variant.rank)} of {variant.of}",
            range_text(variant.low, variant.high),
        )
        for version, found in changes.items()
        for variant in found
    ]
    titles = ("Version", "What is changed", "UK rank", "Method range")
    return Table("The UK's place with other figures", tuple(Column(t) for t in titles), tuple(rows))


def _changed(variant: Variant, catalogue: Catalogue) -> str:
    names = listed(catalogue[i].noun for i in variant.changed)
    if variant.change == WITHOUT_OLDEST:
        return f"Without the indicators whose UK figure is oldest ({names})"
    if variant.change == WITH_TOO_OLD:
        return f"With the {names}, which is left out because the UK's figures end in {variant.year}"
    without = f", and without {names}, whose newest figure is then too old" if names else ""
    return f"With figures up to {variant.year} instead of {load_method().year}{without}"
