"""Two indicators against each other: a dot a country, each with the year of both figures."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from indicators import sentences
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.charts.pairs import Side, scatter_chart
from indicators.comparability import Figure
from indicators.forms import LEVEL
from indicators.notes import place_name, sentence, status_words
from indicators.numbers import format_value, range_text, shared_decimals
from indicators.pairing import Pairing, pair
from indicators.view import Column, Table, View
from indicators.views.indicator import words
from indicators.views.indicator.facts import Facts, load
from indicators.views.indicator.question import Question
from indicators.warehouse import Warehouse


def scatter_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """The indicator upwards and another across, for every country with a figure of both.

    Raises:
        NoDataError: fewer than three countries have both; the message says what to choose instead.
    """
    facts = load(w, catalogue, question)
    other = load(w, catalogue, _of_other(catalogue, question))
    group = question.group
    pairing = pair(
        facts.rows,
        other.rows,
        indicator=facts.indicator,
        other=other.indicator,
        areas=catalogue.areas,
        frequency=question.frequency,
        rule=question.rule,
        period=question.period,
        within=None if group is None else group.members,
    )
    up, across = (_picked(f, pairing, at) for at, f in enumerate((facts, other)))
    told = _headline(facts, other, pairing)
    left = tuple(note for note in (_without_uk(facts, pairing),) if note)
    chart = scatter_chart(
        pairing,
        up=_side(facts),
        across=_side(other),
        areas=catalogue.areas,
        headline=words.dated(facts, told),
        subtitle=_subtitle(facts, other, pairing),
        source_line=_sources(words.sources(facts, up), words.sources(other, across)),
        alt=words.dated(facts, " ".join((sentence(told), *left))),
        highlighted=question.highlighted,
        log=question.log,
    )
    made = words.view(
        facts,
        f"against-{other.declared.id}",
        chart=chart,
        table=_table(facts, other, pairing),
        shown=up,
        geos=(UK, *question.compare),
        more=left,
    )
    return replace(made, data=pd.concat([made.data, other.data(across)]))


def _of_other(catalogue: Catalogue, question: Question) -> Question:
    """The second indicator as published, for the same countries and day."""
    return replace(
        question,
        indicator=catalogue[question.beside],
        form=LEVEL,
        base="",
        years=None,
        since="",
        period="",
        beside="",
        log=False,
    )


def _side(facts: Facts) -> Side:
    return Side(facts.indicator, facts.unit, facts.number)


def _picked(facts: Facts, pairing: Pairing, at: int) -> pd.DataFrame:
    """The rows of the figures that stand in the pairs."""
    held = {(p.geo, (p.first, p.second)[at].period_label) for p in pairing.pairs}
    cells = zip(facts.rows["geo"], facts.rows["period_label"], strict=True)
    return facts.rows[[cell in held for cell in cells]]


def _headline(facts: Facts, other: Facts, pairing: Pairing) -> str:
    """The UK's two figures in one sentence; else that it has not both."""
    own = pairing.row(UK)
    if own is None:
        names = f"{facts.indicator.title} and {other.indicator.title}"
        return f"The UK does not have both figures: {names}"
    first, second = (
        sentences.level_of(figure, indicator=f.indicator, unit=f.unit, areas=f.areas)
        for figure, f in ((own.first, facts), (own.second, other))
    )
    return f"{first}; {second}"


def _subtitle(facts: Facts, other: Facts, pairing: Pairing) -> str:
    up, across = (sentences.measure_in_prices(f.indicator, f.unit) for f in (facts, other))
    among = facts.question.group.noun if facts.question.group else "countries"
    when = pairing.period or f"latest figure of each country, {_span(pairing)}"
    return f"{up} against {across}, {when}; {len(pairing.pairs)} of {pairing.of} {among} have both"


def _span(pairing: Pairing) -> str:
    every = [f for p in pairing.pairs for f in (p.first, p.second)]
    oldest, newest = min(every, key=lambda f: f.end), max(every, key=lambda f: f.end)
    return range_text(oldest.period_label, newest.period_label)


def _without_uk(facts: Facts, pairing: Pairing) -> str:
    why = dict(pairing.left_out).get(UK, "")
    return sentence(f"{place_name(facts.areas, UK)} is not shown: {why}") if why else ""


def _sources(one: str, other: str) -> str:
    """Both source lines; one that says the same as the other is not repeated."""
    if one == other:
        return one
    return f"Upwards: {one.removeprefix('Source: ')} Across: {other.removeprefix('Source: ')}"


def _table(facts: Facts, other: Facts, pairing: Pairing) -> Table:
    sides = (facts, other)
    places = [
        shared_decimals(((p.first, p.second)[at].value for p in pairing.pairs), f.unit)
        for at, f in enumerate(sides)
    ]
    ordered = sorted(pairing.pairs, key=lambda p: (-p.first.value, p.geo))
    rows = []
    for one in ordered:
        cells = [facts.areas[one.geo].short]
        for figure, f, decimals in zip((one.first, one.second), sides, places, strict=True):
            cells += [format_value(figure.value, f.unit, decimals=decimals), figure.period_label]
        rows.append((*cells, _remarks((one.first, one.second))))
    titles = [
        "Country", facts.indicator.title, "Period", other.indicator.title, "Period", "Remarks"
    ]  # fmt: skip
    return Table(
        caption=f"{facts.indicator.title} and {other.indicator.title}",
        columns=tuple(Column(title, numeric=at in (1, 3)) for at, title in enumerate(titles)),
        rows=tuple(rows),
        focus=next((at for at, p in enumerate(ordered) if p.geo == UK), None),
    )


def _remarks(found: Sequence[Figure]) -> str:
    told = [
        f"{f.period_label}: {status_words(f.obs_status)}"
        for f in found
        if f.obs_status not in (None, "A")
    ]
    return "; ".join(dict.fromkeys(told))
