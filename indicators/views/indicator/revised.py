"""How an indicator's figures were revised: each change, and one area's figures in every vintage."""

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from indicators import queries
from indicators.areas import UK, Areas
from indicators.catalogue import Catalogue, Unit
from indicators.charts.description import Chart
from indicators.charts.vintages import vintages_chart
from indicators.comparability import vintage_label
from indicators.notes import sentence
from indicators.numbers import format_date_label, format_move, format_value
from indicators.sentences import measure
from indicators.view import Column, Table
from indicators.views.indicator.question import Question
from indicators.warehouse import Warehouse

#: Changes shown in one list; the rest are counted.
MOST_CHANGES = 200
#: Periods and vintages in one triangle, the newest of each.
_MOST_PERIODS, _MOST_VINTAGES = 25, 12
#: Days named in one sentence.
_MOST_DAYS = 6


def revisions_table(w: Warehouse, catalogue: Catalogue, question: Question) -> Table | None:
    """Figures that changed between two vintages, newest change first; None where none did."""
    indicator = question.indicator
    found = queries.revisions(w, indicator.id)
    found = found[
        found["geo"].isin((UK, *question.compare)) & (found["frequency"] == question.frequency)
    ]
    if found.empty:
        return None
    unit, areas = catalogue.unit_of(indicator), catalogue.areas
    every = [
        (
            areas[r["geo"]].short,
            r["period_label"],
            format_value(r["old"], unit),
            format_value(r["new"], unit),
            format_move(r["old"], r["new"], unit),
            format_date_label(r["old_label"]),
            format_date_label(r["new_label"]),
        )
        for r in found.to_dict("records")
    ]
    seen = [row for row in every if row[2] != row[3]]
    rows = tuple((seen or every)[:MOST_CHANGES])
    titles = ("Area", "Period", "Old figure", "New figure", "Change", "Old date", "New date")
    columns = tuple(Column(title, numeric=2 <= i <= 4) for i, title in enumerate(titles))
    left = max(len(seen) - len(rows), 0)
    more = f"; the newest {len(rows)} of {len(seen)} changes" if left else ""
    small = len(every) - len(seen) if seen else 0
    less = f"; {small} too small to be seen in the figures as written are left out" if small else ""
    return Table(f"Figures revised between vintages{more}{less}", columns, rows)


def vintage_days(w: Warehouse, indicator_id: str) -> str:
    """The days that an indicator's figures are held from, in one sentence."""
    found = queries.vintages(w, indicator_id)
    days = [f"{format_date_label(v['date_label'])}" for v in found.to_dict("records")]
    days = list(dict.fromkeys(days))
    more = f" and {len(days) - _MOST_DAYS} earlier" if len(days) > _MOST_DAYS else ""
    return f"Figures held are of {', '.join(days[:_MOST_DAYS])}{more}."


def revised_areas(w: Warehouse, question: Question) -> tuple[str, ...]:
    """The UK and its comparators that figures are held for, in the order chosen."""
    rows = queries.observations(w, question.indicator.id, frequency=question.frequency)
    held = set(rows["geo"])
    return tuple(geo for geo in (UK, *question.compare) if geo in held)


def triangle(w: Warehouse, catalogue: Catalogue, question: Question, geo: str = UK) -> Table | None:
    """One area's figures: periods down, vintages across, oldest first; None for one vintage.

    A figure that differs from the one in the vintage before says so.

    Raises:
        NoDataError: the area has no figure.
    """
    unit = catalogue.unit_of(question.indicator)
    rows = queries.history(w, question.indicator.id, geo=geo, frequency=question.frequency)
    vintages = rows.drop_duplicates("vintage_id").tail(_MOST_VINTAGES)
    if len(vintages) < 2:  # noqa: PLR2004  (a triangle needs two columns)
        return None
    rows = rows[rows["vintage_id"].isin(vintages["vintage_id"])]
    periods = rows.drop_duplicates("period_label").sort_values("period_start", ascending=False)
    labels = list(periods["period_label"].head(_MOST_PERIODS))
    order = list(vintages["vintage_id"])
    cells = {
        (label, vintage): value
        for label, vintage, value in zip(
            rows["period_label"], rows["vintage_id"], rows["value"], strict=True
        )
    }
    return Table(
        caption=_caption(catalogue.areas, geo, labels, order, cells),
        columns=(
            Column("Period"),
            *(Column(_heading(vintage), numeric=True) for vintage in vintages.to_dict("records")),
        ),
        rows=tuple(
            (label, *_across([cells.get((label, v)) for v in order], unit)) for label in labels
        ),
    )


def _heading(vintage: Mapping[Hashable, object]) -> str:
    day = f"{vintage['date_kind']} {format_date_label(str(vintage['date_label']))}"
    edition = vintage_label(vintage["edition"], "")
    named = f"{edition}, {day}" if vintage["edition"] else day
    return f"{named} (partial)" if vintage["is_partial"] else named


def _across(values: Sequence[float | None], unit: Unit) -> tuple[str, ...]:
    """A row of the triangle; the first vintage without the period is blank, so that it is one."""
    told, before = [], None
    for value in values:
        if value is None or pd.isna(value):
            told.append("")
            continue
        text = format_value(value, unit)
        revised = before is not None and text != format_value(before, unit)
        told.append(f"{text} ({'up' if value > (before or 0) else 'down'})" if revised else text)
        before = value
    return tuple(told)


def _caption(
    areas: Areas,
    geo: str,
    labels: Sequence[str],
    order: Sequence[str],
    cells: dict[tuple[str, str], float],
) -> str:
    held = [[cells[label, v] for v in order if (label, v) in cells] for label in labels]
    twice = [[v for v in row if v == v] for row in held]
    twice = [row for row in twice if len(row) > 1]
    moved = sum(max(row) - min(row) > 1e-9 * max(abs(v) for v in row) for row in twice)
    return (
        f"{areas[geo].name}: figures in each vintage. {moved} of {len(twice)} periods that are in "
        "more than one vintage were revised"
    )


def triangle_chart(
    w: Warehouse, catalogue: Catalogue, question: Question, geo: str = UK
) -> Chart | None:
    """The picture of `triangle`: a line for each vintage; None where one vintage is held.

    Raises:
        NoDataError: the area has no figure.
    """
    indicator = question.indicator
    unit = catalogue.unit_of(indicator)
    rows = queries.history(w, indicator.id, geo=geo, frequency=question.frequency)
    kept = rows.drop_duplicates("vintage_id").tail(_MOST_VINTAGES)["vintage_id"]
    if len(kept) < 2:  # noqa: PLR2004  (a comparison needs two vintages)
        return None
    told = triangle(w, catalogue, question, geo)
    headline = told.caption if told is not None else indicator.title
    return vintages_chart(
        rows[rows["vintage_id"].isin(kept)],
        geo=geo,
        indicator=indicator,
        unit=unit,
        frequency=question.frequency,
        number=lambda value: format_value(value, unit),
        headline=headline,
        subtitle=measure(indicator, unit),
        source_line=vintage_days(w, indicator.id),
        alt=sentence(headline),
    )
