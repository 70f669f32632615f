"""One indicator: its line over time, its ranking, its revisions, and what it is.

Asks the warehouse and puts words, table and chart together. It draws and formats nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from indicators import queries, sentences
from indicators.areas import UK
from indicators.catalogue import STATISTICS_STATUSES, Catalogue, Indicator, Unit
from indicators.charts.build import drawn_frequency, line_chart, rank_chart
from indicators.charts.description import Chart
from indicators.comparability import Figure, exclusion, figures, reason_words
from indicators.errors import NoDataError
from indicators.notes import break_notes, missing_sentence, source_line, status_words
from indicators.numbers import (
    format_change,
    format_date_label,
    format_difference,
    format_value,
    shared_decimals,
)
from indicators.rankings import Ranking, rank
from indicators.view import Column, Table, View
from indicators.warehouse import Warehouse

#: More comparators than this are all drawn in grey: further colours cannot be told apart.
MOST_COLOURED = 5

#: Who the UK stands beside until the reader chooses: large R&D economies and close peers.
DEFAULT_PEERS = ("USA", "CHN", "JPN", "DEU", "FRA", "KOR", "CAN", "ITA", "CHE", "SWE", "ISR")


@dataclass(frozen=True)
class Question:
    """What a reader wants to see of one indicator."""

    indicator: Indicator
    frequency: str
    compare: tuple[str, ...] = ()
    rule: str = "latest"


@dataclass(frozen=True)
class _Facts:
    """The rows of one indicator at one frequency, with what every view of it needs."""

    question: Question
    catalogue: Catalogue
    unit: Unit
    rows: pd.DataFrame
    ranking: Ranking | None

    def number(self, value: float) -> str:
        return format_value(value, self.unit)


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


def line_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """The UK and the chosen comparators over time."""
    facts = _facts(w, catalogue, question)
    areas, compare = catalogue.areas, question.compare
    shown = facts.rows[facts.rows["geo"].isin((UK, *compare))]
    if shown["value"].notna().sum() == 0:
        shown = facts.rows
    highlighted = compare if len(compare) <= MOST_COLOURED else ()
    alt = _alternative(facts, shown=compare)
    chart = line_chart(
        shown,
        indicator=question.indicator,
        unit=facts.unit,
        areas=areas,
        number=facts.number,
        headline=_headline(facts),
        subtitle=_subtitle(facts, shown),
        source_line=source_line(shown, indicator=question.indicator),
        alt=alt,
        highlighted=highlighted,
        events=catalogue.events,
        frequency=question.frequency,
    )
    order = [geo for geo in (UK, *compare) if geo in set(shown["geo"])] or list(
        shown["geo"].unique()
    )
    return _view(facts, chart, _table_over_time(facts, shown, order), shown, "line")


def rank_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """Every country with a usable figure, best first.

    Raises:
        NoDataError: the indicator cannot be ranked; the message says why.
    """
    facts = _facts(w, catalogue, question)
    ranking = facts.ranking
    if ranking is None:
        ranking = _rank(facts.rows, catalogue, question)
    highlighted = question.compare if len(question.compare) <= MOST_COLOURED else ()
    ranked = {(row.geo, row.period_label) for row in ranking.rows}
    cells = zip(facts.rows["geo"], facts.rows["period_label"], strict=True)
    shown = facts.rows[[cell in ranked for cell in cells]]
    chart = rank_chart(
        ranking,
        indicator=question.indicator,
        unit=facts.unit,
        areas=catalogue.areas,
        number=facts.number,
        headline=_headline(facts),
        subtitle=_rank_subtitle(facts, ranking),
        source_line=source_line(shown, indicator=question.indicator),
        alt=_alternative(facts),
        highlighted=highlighted,
    )
    return _view(facts, chart, _table_of_ranks(facts, ranking), shown, "rank")


def revisions_table(w: Warehouse, catalogue: Catalogue, question: Question) -> Table | None:
    """Figures that changed between two vintages, newest change first; None where none did."""
    indicator = question.indicator
    found = queries.revisions(w, indicator.id)
    found = found[found["geo"].isin((UK, *question.compare))]
    if found.empty:
        return None
    unit, areas = catalogue.unit_of(indicator), catalogue.areas
    rows = tuple(
        (
            areas[r["geo"]].short,
            r["period_label"],
            format_value(r["old"], unit),
            format_value(r["new"], unit),
            format_change(r["old"], r["new"], unit),
            format_date_label(r["old_label"]),
            format_date_label(r["new_label"]),
        )
        for r in found.head(60).to_dict("records")
    )
    titles = (
        "Area",
        "Period",
        "Earlier figure",
        "Later figure",
        "Change",
        "Earlier date",
        "Later date",
    )
    columns = tuple(Column(title, numeric=2 <= i <= 4) for i, title in enumerate(titles))
    return Table("Figures revised between vintages", columns, rows)


def definition(catalogue: Catalogue, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """What the indicator is, as pairs of heading and text, for readers who are not economists."""
    unit = catalogue.unit_of(indicator)
    directions = {
        "higher": "A higher value is better.",
        "lower": "A lower value is better.",
        "neither": "Neither higher nor lower is better in itself.",
    }
    pairs = [
        ("What it measures", indicator.long),
        ("Unit", unit.label),
        ("How to read it", directions[indicator.direction]),
        ("Good for", indicator.strengths),
        ("Keep in mind", " ".join(indicator.caveats)),
        ("Breaks", " ".join(break_notes(indicator, catalogue.areas, UK))),
        ("Published by", indicator.publisher),
        ("Status", STATISTICS_STATUSES[indicator.statistics_status]),
        ("Licence", " ".join(filter(None, (indicator.licence, indicator.licence_notice)))),
        ("Next release", indicator.next_release),
        ("Formula", indicator.formula.words if indicator.formula else ""),
        ("Series code", indicator.series),
    ]
    return tuple((heading, text) for heading, text in pairs if text)


def _facts(w: Warehouse, catalogue: Catalogue, question: Question) -> _Facts:
    indicator = question.indicator
    rows = queries.observations(w, indicator.id, frequency=question.frequency)
    ranking = None
    if indicator.rankable and indicator.coverage == "international":
        try:
            ranking = _rank(rows, catalogue, question)
        except NoDataError:
            ranking = None
    return _Facts(question, catalogue, catalogue.unit_of(indicator), rows, ranking)


def _rank(rows: pd.DataFrame, catalogue: Catalogue, question: Question) -> Ranking:
    return rank(
        rows,
        indicator=question.indicator,
        areas=catalogue.areas,
        frequency=question.frequency,
        rule=question.rule,
    )


def _headline(facts: _Facts) -> str:
    question = facts.question
    return sentences.headline(
        facts.rows,
        indicator=question.indicator,
        unit=facts.unit,
        areas=facts.catalogue.areas,
        frequency=question.frequency,
        ranking=facts.ranking,
    )


def _subtitle(facts: _Facts, shown: pd.DataFrame) -> str:
    question = facts.question
    return sentences.subtitle(
        shown,
        indicator=question.indicator,
        unit=facts.unit,
        areas=facts.catalogue.areas,
        frequency=question.frequency,
    )


def _rank_subtitle(facts: _Facts, ranking: Ranking) -> str:
    first, last = ranking.period_labels
    years = first if first == last else f"latest figure of each country, {first} to {last}"
    measure = sentences.measure(facts.question.indicator, facts.unit)
    return f"{measure}, {years}; {ranking.n} of {ranking.of} countries ranked"


def _alternative(facts: _Facts, shown: Sequence[str] = ()) -> str:
    question = facts.question
    return sentences.text_alternative(
        facts.rows,
        indicator=question.indicator,
        unit=facts.unit,
        areas=facts.catalogue.areas,
        frequency=question.frequency,
        ranking=facts.ranking,
        shown=shown,
    )


def _view(facts: _Facts, chart: Chart, table: Table, shown: pd.DataFrame, kind: str) -> View:
    indicator = facts.question.indicator
    missing = missing_sentence(
        facts.rows, areas=facts.catalogue.areas, geo=UK, frequency=facts.question.frequency
    )
    return View(
        slug=f"{indicator.id}-{kind}",
        headline=chart.headline,
        subtitle=chart.subtitle,
        chart=chart,
        table=table,
        source_line=chart.source_line,
        status_label=STATISTICS_STATUSES[indicator.statistics_status],
        alt=chart.alt,
        data=shown,
        notes=tuple(note for note in (missing, *chart.notes) if note),
    )


def _table_over_time(facts: _Facts, shown: pd.DataFrame, order: Sequence[str]) -> Table:
    """Periods down, areas across; a period that an area lacks says "no figure"."""
    known, missing = figures(shown, facts.question.frequency)
    places = {
        geo: shared_decimals((f.value for f in known if f.geo == geo), facts.unit) for geo in order
    }
    cells = {(f.period_label, f.geo): _cell(facts, f, places.get(f.geo)) for f in known}
    cells |= {(f.period_label, f.geo): "shown as missing" for f in missing}
    periods = {f.period_label: f.start for f in (*known, *missing)}
    newest_first = sorted(periods, key=lambda label: periods[label], reverse=True)
    areas = facts.catalogue.areas
    return Table(
        caption=sentences.measure(facts.question.indicator, facts.unit),
        columns=(Column("Period"), *(Column(areas[geo].short, numeric=True) for geo in order)),
        rows=tuple(
            (label, *(cells.get((label, geo), "no figure") for geo in order))
            for label in newest_first
        ),
    )


def _cell(facts: _Facts, figure: Figure, places: int | None = None) -> str:
    """A value with what a reader must know of it: status, kind of break, partial release."""
    text = format_value(figure.value, facts.unit, decimals=places)
    remarks = []
    if figure.obs_status not in (None, "A"):
        remarks.append(status_words(figure.obs_status))
    apart = exclusion(facts.question.indicator, figure.geo, figure.start)
    if apart is not None:
        remarks.append(reason_words(apart).split(":")[0])
    if figure.is_partial:
        remarks.append("partial release")
    return f"{text} ({', '.join(remarks)})" if remarks else text


def _table_of_ranks(facts: _Facts, ranking: Ranking) -> Table:
    areas, unit = facts.catalogue.areas, facts.unit
    own = ranking.row(UK)
    titles = ["Rank", "Country", unit.label[:1].upper() + unit.label[1:], "Period"]
    if own is not None and not unit.ordinal:
        titles.append("Difference from the UK")
    titles.append("Remarks")
    rows = []
    places = shared_decimals((row.value for row in ranking.rows), unit)
    for row in ranking.rows:
        cells = [f"{row.rank}=" if row.tied else str(row.rank), areas[row.geo].short]
        cells += [format_value(row.value, unit, decimals=places), row.period_label]
        if own is not None and not unit.ordinal:
            cells.append(_difference(row.value, own.value, unit) if row.geo != UK else "–")
        status = status_words(row.obs_status) if row.obs_status not in (None, "A") else ""
        cells.append("; ".join(filter(None, (status, row.mark_reason))))
        rows.append(tuple(cells))
    focus = next((i for i, row in enumerate(ranking.rows) if row.geo == UK), None)
    numeric = {"Rank", titles[2], "Difference from the UK"}
    return Table(
        caption=f"{facts.question.indicator.title}, ranked",
        columns=tuple(Column(title, numeric=title in numeric) for title in titles),
        rows=tuple(rows),
        focus=focus,
    )


def _difference(value: float, own: float, unit: Unit) -> str:
    words = format_difference(value, own, unit)
    if value == own:
        return "same"
    return f"{words} {'more' if value > own else 'less'}"
