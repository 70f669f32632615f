"""Headline, subtitle, text alternative and notes of an answer, following every choice made.

It puts the sentences of lower floors together and adds what a choice changes: the day the figures
are of, the form, the peer group.
"""

from collections.abc import Sequence

import pandas as pd

from indicators import sentences
from indicators.areas import UK
from indicators.catalogue import STATISTICS_STATUSES
from indicators.charts.description import Chart
from indicators.notes import listed, missing_sentence, sentence, source_line
from indicators.numbers import format_date, range_text
from indicators.view import Table, View
from indicators.views.indicator.facts import Facts


def headline(facts: Facts, rows: pd.DataFrame | None = None, *, since: str | None = None) -> str:
    """The finding, told of `rows` where they are not all, and of the day the figures stood at."""
    told = sentences.headline(
        facts.rows if rows is None else rows,
        indicator=facts.indicator,
        unit=facts.unit,
        areas=facts.areas,
        frequency=facts.question.frequency,
        ranking=facts.ranking,
        since=since or None,
    )
    return dated(facts, told)


def dated(facts: Facts, told: str) -> str:
    """The sentence with the day that the figures are of, where the reader chose one."""
    day = facts.question.as_at
    return told if day is None else f"As published by {format_date(day)}: {told}"


def subtitle(facts: Facts, shown: pd.DataFrame) -> str:
    return sentences.subtitle(
        shown,
        indicator=facts.indicator,
        unit=facts.unit,
        areas=facts.areas,
        frequency=facts.question.frequency,
    )


def alternative(
    facts: Facts,
    shown: Sequence[str] = (),
    *,
    more: Sequence[str] = (),
    rows: pd.DataFrame | None = None,
    since: str | None = None,
) -> str:
    """The answer in sentences, with what the form leaves out and any `more`.

    `rows` are those told of where they are not all, `since` the period compared with.
    """
    told = sentences.text_alternative(
        facts.rows if rows is None else rows,
        indicator=facts.indicator,
        unit=facts.unit,
        areas=facts.areas,
        frequency=facts.question.frequency,
        ranking=facts.ranking,
        shown=shown,
        since=since or None,
    )
    parts = [dated(facts, told), *more, *form_notes(facts, (UK, *shown)), *group_notes(facts)]
    return " ".join(part for part in parts if part)


def sources(facts: Facts, shown: pd.DataFrame) -> str:
    """The source line of rows, with the day the figures stood at."""
    line = source_line(facts.sources(shown), indicator=facts.declared)
    day = facts.question.as_at
    return line if day is None else f"{line} Figures as published by {format_date(day)}."


def form_notes(facts: Facts, geos: Sequence[str]) -> tuple[str, ...]:
    """How the form is computed, and which figures of these areas it cannot be computed for.

    That a series' very first figure has none before it goes without saying.
    """
    form = facts.shape.form
    if not form.computed:
        return ()
    runs: dict[str, list[str]] = {}
    here = set(facts.every["period_label"])
    begins = set(
        facts.published.drop_duplicates("geo")[["geo", "period_label"]].itertuples(
            index=False, name=None
        )
    )
    for geo, first, last, reason in facts.shape.not_computed():
        beginning = first == last and (geo, first) in begins
        if geo in geos and not beginning and (first in here or last in here):
            name = facts.areas[geo].short
            runs.setdefault(reason, []).append(f"{name} {range_text(first, last)}")
    left = (sentence(f"Not computed: {listed(names)}, as {why}") for why, names in runs.items())
    return (f"Computed here. {form.how}", *left)


def group_notes(facts: Facts) -> tuple[str, ...]:
    """The rule of the peer group that places are counted within."""
    group = facts.question.group
    return () if group is None else (f"{group.title}: {group.rule}",)


def view(  # noqa: PLR0913  (each part that readers need is an argument, so none can be left out)
    facts: Facts,
    kind: str,
    *,
    chart: Chart,
    table: Table,
    shown: pd.DataFrame,
    geos: Sequence[str],
    more: Sequence[str] = (),
) -> View:
    """A whole answer. `kind` names its files, `geos` are the areas whose gaps are told."""
    form = facts.shape.form
    missing = missing_sentence(
        up_to(facts.rows, facts.question.period),
        areas=facts.areas,
        geo=UK,
        frequency=facts.question.frequency,
    )
    notes = (*more, missing, *chart.notes, *form_notes(facts, geos), *group_notes(facts))
    suffix = f"-{form.id.replace('_', '-')}" if form.computed else ""
    return View(
        slug=f"{facts.declared.id}-{kind}{suffix}",
        headline=chart.headline,
        subtitle=chart.subtitle,
        chart=chart,
        table=table,
        source_line=chart.source_line,
        status_label=STATISTICS_STATUSES[facts.indicator.statistics_status],
        alt=chart.alt,
        data=facts.data(shown),
        notes=tuple(dict.fromkeys(note for note in notes if note)),
    )


def up_to(rows: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows without those newer than a period, for words that follow the period ranked."""
    ends = rows.loc[rows["period_label"] == period, "period_end"]
    return rows if ends.empty else rows[rows["period_end"] <= ends.iloc[0]]
