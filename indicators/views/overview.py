"""Overview: the UK's place on each headline indicator, and what moved in the newest releases."""

from dataclasses import dataclass

import pandas as pd

from indicators import queries, sentences
from indicators.areas import UK
from indicators.catalogue import INDEX_PILLARS, Catalogue, Indicator
from indicators.charts.build import spark_points
from indicators.charts.description import Axis, Bar, Chart, Emphasis, Kind, Series
from indicators.errors import NoDataError
from indicators.index_method import PILLAR_TITLES
from indicators.notes import source_line
from indicators.numbers import format_value, ordinal, rank_text
from indicators.rankings import Ranking, rank
from indicators.view import Column, Table, View
from indicators.warehouse import Warehouse

#: See `movements`.
MOST_YEARS_BACK = 2


@dataclass(frozen=True)
class Place:
    """The UK's place on one indicator."""

    indicator: Indicator
    ranking: Ranking
    text: str
    used: pd.DataFrame

    @property
    def source(self) -> str:
        return source_line(self.used, indicator=self.indicator)

    @property
    def rank(self) -> int:
        row = self.ranking.row(UK)
        if row is None:
            raise NoDataError(f"The UK is not ranked on {self.indicator.title}.")
        return row.rank


def places(w: Warehouse, catalogue: Catalogue) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The UK's place on each indicator that stands for the country's size, best place first.

    The second part names the indicators on which the UK cannot be ranked.
    """
    found, missing = [], []
    for pillar in INDEX_PILLARS:
        for indicator in catalogue:
            role = indicator.index
            if role is None or role.pillar != pillar or "relative" not in role.versions:
                continue
            place = _place(w, catalogue, indicator)
            if place is None:
                missing.append(indicator.title)
            else:
                found.append(place)
    return tuple(sorted(found, key=lambda place: place.rank)), tuple(missing)


def _place(w: Warehouse, catalogue: Catalogue, indicator: Indicator) -> Place | None:
    frequency = indicator.frequencies[0]
    try:
        rows = queries.observations(w, indicator.id, frequency=frequency)
        ranking = rank(rows, indicator=indicator, areas=catalogue.areas, frequency=frequency)
    except NoDataError:
        return None
    row = ranking.row(UK)
    if row is None:
        return None
    value = format_value(row.value, catalogue.unit_of(indicator))
    text = f"{rank_text(row.rank, ranking.n, row.tied)} ({value}, {row.period_label})"
    used = rows[(rows["geo"] == UK) & (rows["period_label"] == row.period_label)]
    return Place(indicator, ranking, text, used)


def places_view(w: Warehouse, catalogue: Catalogue) -> View:
    """All places as one chart of dots: how many are in the top three, and where the others are.

    Raises:
        NoDataError: the UK is ranked on no indicator.
    """
    found, missing = places(w, catalogue)
    if not found:
        raise NoDataError("The UK is ranked on none of the indicators in this build.")
    top = [place for place in found if place.rank <= 3]
    headline = (
        f"The UK is among the top three on {len(top)} of {len(found)} indicators "
        "taken relative to size"
    )
    publishers = sorted({name for place in found for name in _publishers(place.indicator)})
    bars = tuple(
        Bar(
            geo=place.indicator.id,
            label=place.indicator.label or place.indicator.title,
            value=float(place.rank),
            text=f"{ordinal(place.rank)} of {place.ranking.n}",
            emphasis=Emphasis.FOCUS if place.rank <= 3 else Emphasis.CONTEXT,
        )
        for place in found
    )
    chart = Chart(
        kind=Kind.DOT,
        headline=headline,
        subtitle="The UK's rank on each indicator, latest figure of each country; 1 is best",
        source_line=f"Source: {', '.join(publishers)}. The table names data set and date of each.",
        alt=_alternative(found, missing),
        axis=Axis(title="UK rank (1 is best)", from_zero=False, reverse=True),
        bars=bars,
    )
    return View(
        slug="uk-places",
        headline=headline,
        subtitle=chart.subtitle,
        chart=chart,
        table=_places_table(found, catalogue),
        source_line=chart.source_line,
        status_label="Computed here from published figures",
        alt=chart.alt,
        data=pd.concat([place.used for place in found], ignore_index=True),
        notes=tuple(f"The UK cannot be ranked on: {title}." for title in missing),
    )


def _publishers(indicator: Indicator) -> tuple[str, ...]:
    return tuple(indicator.publisher.split(" and "))


def _alternative(found: tuple[Place, ...], missing: tuple[str, ...]) -> str:
    told = "; ".join(f"{place.indicator.title}: {place.text}" for place in found)
    left = f" The UK cannot be ranked on {', '.join(missing)}." if missing else ""
    return f"The UK's places: {told}.{left}"


def _places_table(found: tuple[Place, ...], catalogue: Catalogue) -> Table:
    rows = []
    for place in found:
        role = place.indicator.index
        pillar = PILLAR_TITLES[role.pillar] if role else ""
        leader, third = place.ranking.rows[0], place.ranking.rows[min(2, place.ranking.n - 1)]
        unit, areas = catalogue.unit_of(place.indicator), catalogue.areas
        rows.append(
            (
                place.indicator.title,
                pillar,
                place.text,
                f"{areas[leader.geo].short}, {format_value(leader.value, unit)}",
                f"{areas[third.geo].short}, {format_value(third.value, unit)}",
                place.source,
            )
        )
    titles = ("Indicator", "Pillar", "UK place", "First", "Third", "Source")
    return Table("The UK's place on each indicator", tuple(Column(t) for t in titles), tuple(rows))


@dataclass(frozen=True)
class Movement:
    """One indicator's newest UK figure beside the one before it."""

    indicator: Indicator
    sentence: str
    released: str
    spark: Series


def movements(w: Warehouse, catalogue: Catalogue, limit: int = 6) -> tuple[Movement, ...]:
    """The UK figures released last, newest first, one sentence each.

    A release whose newest period lies more than `MOST_YEARS_BACK` years before it is no news.
    """
    found: list[Movement] = []
    for record in queries.newest_movements(w, len(catalogue)).to_dict("records"):
        if len(found) == limit:
            break
        if record["vintage_date"].year - record["period_start"].year > MOST_YEARS_BACK:
            continue
        indicator = catalogue[record["indicator_id"]]
        unit = catalogue.unit_of(indicator)
        rows = queries.observations(w, indicator.id, frequency=record["frequency"])
        told = sentences.headline(
            rows,
            indicator=indicator,
            unit=unit,
            areas=catalogue.areas,
            frequency=record["frequency"],
            since=record["previous_label"],
        )
        spark = spark_points(
            rows,
            indicator=indicator,
            areas=catalogue.areas,
            number=lambda value, unit=unit: format_value(value, unit),  # type: ignore[misc]
            frequency=record["frequency"],
        )
        used = rows[rows["vintage_id"] == record["vintage_id"]]
        found.append(
            Movement(indicator, told, source_line(used, indicator=indicator, notice=False), spark)
        )
    return tuple(found)
