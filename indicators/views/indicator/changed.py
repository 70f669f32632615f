"""An indicator in two periods: how far each country has moved since a chosen one."""

from collections.abc import Sequence

import pandas as pd

from indicators import sentences
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.charts.changes import change_chart
from indicators.charts.description import Change, Mark, Point
from indicators.errors import NoDataError
from indicators.numbers import format_change, format_value, shared_decimals
from indicators.view import Column, Table, View
from indicators.views.indicator import words
from indicators.views.indicator.facts import Facts, load
from indicators.views.indicator.question import Question
from indicators.warehouse import Warehouse


def change_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """Every area's figure in the period `since` and in its newest, or its newest up to `period`.

    Nothing is compared across a declared break; areas left out are named with the reason.

    Raises:
        NoDataError: no area has two figures that may be compared.
    """
    facts = load(w, catalogue, question)
    group = question.group
    areas = catalogue.areas
    members = areas.countries if group is None else (UK, *group.members)
    rows = words.up_to(facts.rows, question.period)
    shown = rows[rows["geo"].isin({UK, *members, *question.compare})]
    chart = change_chart(
        shown,
        indicator=facts.indicator,
        unit=facts.unit,
        areas=areas,
        number=facts.number,
        difference=lambda new, old: format_change(old, new, facts.unit),
        since=question.since,
        headline=words.headline(facts, rows, since=question.since),
        subtitle=_subtitle(facts, question),
        source_line=words.sources(facts, _compared(shown, question.since)),
        alt=words.alternative(facts, rows=rows, since=question.since),
        highlighted=question.highlighted,
        frequency=question.frequency,
    )
    drawn = {(c.geo, p.label) for c in chart.changes for p in (c.earlier, c.later)}
    cells = zip(shown["geo"], shown["period_label"], strict=True)
    return words.view(
        facts,
        "change",
        chart=chart,
        table=_table(facts, chart.changes, question.since),
        shown=shown[[cell in drawn for cell in cells]],
        geos=(UK, *question.compare),
    )


def _subtitle(facts: Facts, question: Question) -> str:
    until = question.period or "the newest figure of each country"
    what = sentences.measure_in_prices(facts.indicator, facts.unit)
    return f"{what}, {question.since} and {until}"


def _compared(rows: pd.DataFrame, since: str) -> pd.DataFrame:
    """The rows of the first period, and every area's newest."""
    known = rows[rows["value"].notna()]
    newest = known.sort_values("period_end").drop_duplicates("geo", keep="last")
    found = pd.concat([known[known["period_label"] == since], newest])
    if found.empty:
        raise NoDataError(f"No area has a figure for {since}. Choose another year.")
    return found


def _table(facts: Facts, changes: Sequence[Change], since: str) -> Table:
    unit = facts.unit
    places = shared_decimals((p.value for c in changes for p in (c.earlier, c.later)), unit)
    rows = tuple(
        (
            change.label,
            format_value(change.earlier.value, unit, decimals=places),
            format_value(change.later.value, unit, decimals=places),
            change.later.label,
            change.text,
            "; ".join(_remarks(change.earlier) + _remarks(change.later)),
        )
        for change in changes
    )
    titles = ("Area", since, "Newest", "Period", "Change", "Remarks")
    return Table(
        caption=f"{facts.indicator.title}: change since {since}",
        columns=tuple(Column(title, numeric=at in (1, 2, 4)) for at, title in enumerate(titles)),
        rows=rows,
        focus=next((at for at, change in enumerate(changes) if change.geo == UK), None),
    )


def _remarks(point: Point) -> list[str]:
    marked = point.mark is not Mark.SOLID or point.status not in ("", "status not given")
    return [f"{point.label}: {point.status or 'estimate'}"] if marked else []
