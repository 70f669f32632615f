"""An indicator over time: lines of the UK and its comparators, on one chart."""

from collections.abc import Sequence

import pandas as pd

from indicators import sentences
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.charts.build import line_chart
from indicators.charts.description import Kind
from indicators.comparability import Figure, exclusion, figures, reason_words
from indicators.notes import sentence, status_words
from indicators.numbers import format_value, shared_decimals
from indicators.transforms import NOT_PUBLISHED
from indicators.view import Column, Table, View
from indicators.views.indicator import words
from indicators.views.indicator.facts import Facts, load
from indicators.views.indicator.question import Question, held
from indicators.warehouse import Warehouse


def line_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """The UK and the chosen comparators over time.

    Raises:
        NoDataError: nothing is held for the question.
    """
    return _drawn(w, catalogue, question, "line", Kind.LINE)


def multiples_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """The UK and the chosen comparators over time, each in a small chart of its own.

    Raises:
        NoDataError: nothing is held for the question.
    """
    return _drawn(w, catalogue, question, "multiples", Kind.MULTIPLES)


def table_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """The figures over time for readers who want the table first; its picture is the line chart.

    Raises:
        NoDataError: nothing is held for the question.
    """
    return _drawn(w, catalogue, question, "table", Kind.LINE)


def _drawn(w: Warehouse, catalogue: Catalogue, question: Question, name: str, kind: Kind) -> View:
    facts = load(w, catalogue, question)
    shown = facts.of((UK, *question.compare))
    if shown["value"].notna().sum() == 0:
        shown = facts.rows
    chart = line_chart(
        shown,
        indicator=facts.indicator,
        unit=facts.unit,
        areas=catalogue.areas,
        number=facts.number,
        headline=words.headline(facts),
        subtitle=words.subtitle(facts, shown),
        source_line=words.sources(facts, shown),
        alt=words.alternative(facts, question.compare),
        highlighted=question.highlighted,
        events=catalogue.events,
        frequency=question.frequency,
        log=bool(question.log and shown["value"].min() > 0),
        kind=kind,
    )
    order = [geo for geo in (UK, *question.compare) if geo in set(shown["geo"])]
    order = order or list(shown["geo"].unique())
    return words.view(facts, name, chart=chart, table=table(facts, order), shown=shown, geos=order)


def answer(w: Warehouse, catalogue: Catalogue, indicator_id: str) -> str:
    """The UK's newest figure as one sentence, for a reader who asked for the indicator by name.

    Raises:
        NoDataError: no figure is held.
    """
    indicator = catalogue[indicator_id]
    frequencies, _ = held(w, indicator)
    return sentence(words.headline(load(w, catalogue, Question(indicator, frequencies[0]))))


def table(facts: Facts, order: Sequence[str]) -> Table:
    """Periods down, areas across; a period that an area lacks says so and why."""
    every = facts.every[facts.every["geo"].isin(order)]
    known, missing = figures(every, facts.question.frequency)
    places = {
        geo: shared_decimals((f.value for f in known if f.geo == geo), facts.unit) for geo in order
    }
    cells = {(f.period_label, f.geo): _cell(facts, f, places[f.geo]) for f in known}
    reasons = _reasons(every)
    cells |= {
        at: "shown as missing" if reasons[at] == NOT_PUBLISHED else "not computed"
        for at in ((f.period_label, f.geo) for f in missing)
    }
    periods = {f.period_label: f.start for f in (*known, *missing)}
    newest_first = sorted(periods, key=lambda label: periods[label], reverse=True)
    return Table(
        caption=sentences.measure(facts.indicator, facts.unit),
        columns=(
            Column("Period"),
            *(Column(facts.areas[geo].short, numeric=True) for geo in order),
        ),
        rows=tuple(
            (label, *(cells.get((label, geo), "no figure") for geo in order))
            for label in newest_first
        ),
    )


def _reasons(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    return dict(
        zip(zip(rows["period_label"], rows["geo"], strict=True), rows["reason"], strict=True)
    )


def _cell(facts: Facts, figure: Figure, places: int | None) -> str:
    """A value with what a reader must know of it: the publisher's interval, status, kind of break,
    partial release."""
    text = format_value(figure.value, facts.unit, decimals=places)
    remarks = []
    if figure.lower is not None and figure.upper is not None:
        low, high = (format_value(v, facts.unit) for v in (figure.lower, figure.upper))
        remarks.append(f"{low} to {high}")
    if figure.obs_status not in (None, "A"):
        remarks.append(status_words(figure.obs_status))
    apart = exclusion(facts.indicator, figure.geo, figure.start)
    if apart is not None:
        remarks.append(reason_words(apart).split(":")[0])
    if figure.is_partial:
        remarks.append("partial release")
    return f"{text} ({', '.join(remarks)})" if remarks else text
