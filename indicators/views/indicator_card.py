"""One indicator in brief: finding, rank with its basis, small line, status and source.

It words rows it is given; it asks nothing.
"""

from dataclasses import dataclass

import pandas as pd

from indicators import sentences
from indicators.areas import UK
from indicators.catalogue import STATISTICS_STATUSES, Catalogue, Indicator
from indicators.charts.build import drawn_frequency, spark_points
from indicators.charts.description import Series
from indicators.charts.strip import PlaceMark, Strip
from indicators.errors import NoDataError
from indicators.notes import sentence, source_line
from indicators.numbers import format_value, range_text
from indicators.rankings import Ranking, place_text, rank
from indicators.revisions import Ranges, within
from indicators.standings import BASIS_WORDS

#: Areas named where the UK has no figure.
_MOST_NAMED = 4


@dataclass(frozen=True)
class IndicatorCard:
    """One indicator in brief. `rank` is empty where there is none, and `rank_note` says why.

    `place` is 0 without a rank. `counts` is false where a better place is no better result.
    `figures` counts the UK's. `reverse` is true where a lower line is better, as for ranks.
    """

    indicator: Indicator
    sentence: str
    rank: str
    rank_note: str
    place: int
    counts: bool
    basis: str
    strip: Strip | None
    spark: Series | None
    reverse: bool
    figures: int
    status: str
    source: str


def card(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, ranges: Ranges
) -> IndicatorCard:
    """One indicator in brief, from all its serving rows, of which at least one has a value."""
    unit = catalogue.unit_of(indicator)
    frequency = drawn_frequency(rows, indicator, UK)
    rows = rows[rows["frequency"] == frequency]
    own = rows[(rows["geo"] == UK) & rows["value"].notna()]
    ranking, note = _ranked(rows, indicator, catalogue, frequency)
    found = ranges.get((indicator.id, frequency))
    if ranking is not None and found is not None:
        ranking = within(ranking, found, indicator)
    row = ranking.row(UK) if ranking is not None else None
    return IndicatorCard(
        indicator=indicator,
        sentence=_sentence(rows, indicator, catalogue, frequency),
        rank=place_text(ranking, row) if ranking is not None and row is not None else "",
        rank_note=note,
        place=row.rank if row is not None else 0,
        counts=row is not None and indicator.direction != "neither",
        basis=BASIS_WORDS.get(catalogue.basis_of(indicator), ""),
        strip=Strip(ranking.n, (PlaceMark("focus", row.rank),)) if ranking and row else None,
        spark=_spark(rows, indicator, catalogue, frequency) if len(own) else None,
        reverse=unit.ordinal,
        figures=len(own),
        status=STATISTICS_STATUSES[indicator.statistics_status],
        source=source_line(own if len(own) else rows, indicator=indicator, notice=False),
    )


def _ranked(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, frequency: str
) -> tuple[Ranking | None, str]:
    """The ranking that has the UK in it, with what must be known of it; or why there is none."""
    if indicator.coverage != "international":
        return None, "Not ranked: figures for the UK only."
    if catalogue.unit_of(indicator).ordinal:
        return None, ""
    if not indicator.rankable:
        return None, "Not ranked: figures for few countries, or not comparable between them."
    try:
        ranking = rank(rows, indicator=indicator, areas=catalogue.areas, frequency=frequency)
    except NoDataError as reason:
        return None, sentence(str(reason))
    if ranking.row(UK) is None:
        return None, sentence(f"The UK is not ranked: {ranking.reason(UK)}")
    return ranking, " ".join(filter(None, (ranking.order_words, ranking.warning)))


def _sentence(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, frequency: str
) -> str:
    held = set(rows.loc[rows["value"].notna(), "geo"])
    only = next(iter(held)) if len(held) == 1 else UK
    told = sentences.headline(
        rows,
        indicator=indicator,
        unit=catalogue.unit_of(indicator),
        areas=catalogue.areas,
        frequency=frequency,
        geo=only,
    )
    if UK in held or only != UK:
        return sentence(told)
    return f"{sentence(told)} {_others(rows, indicator, catalogue)}"


def _others(rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue) -> str:
    """The largest newest figures of other areas, where the UK has none."""
    unit = catalogue.unit_of(indicator)
    newest = rows[rows["value"].notna()].groupby("geo").tail(1)
    first = newest.sort_values("value", ascending=False).head(_MOST_NAMED)
    told = ", ".join(
        f"{catalogue.areas[r['geo']].short} {format_value(r['value'], unit)}"
        for r in first.to_dict("records")
    )
    return sentence(f"Largest: {told} ({range_text(*_labels(first))})")


def _labels(rows: pd.DataFrame) -> tuple[str, str]:
    ordered = rows.sort_values("period_start")
    return str(ordered["period_label"].iloc[0]), str(ordered["period_label"].iloc[-1])


#: Figures that show a course though none is joined to another.
_COURSE = 3


def _spark(
    rows: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, frequency: str
) -> Series | None:
    """The UK's figures as a small line; None where they are too few to show a course."""
    unit = catalogue.unit_of(indicator)
    series = spark_points(
        rows,
        indicator=indicator,
        areas=catalogue.areas,
        number=lambda value: format_value(value, unit),
        frequency=frequency,
    )
    joined = any(len(segment.points) > 1 for segment in series.segments)
    return series if joined or len(series.points) >= _COURSE else None
