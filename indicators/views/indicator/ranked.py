"""An indicator ranked: places now, the gaps to first and third, and places over time."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from indicators import gaps, queries, sentences
from indicators.areas import UK
from indicators.catalogue import Catalogue, Indicator, Unit
from indicators.charts.build import INTERVAL, line_chart, rank_chart
from indicators.errors import NoDataError
from indicators.notes import place_name, sentence, status_words
from indicators.numbers import (
    format_difference,
    format_value,
    range_text,
    rank_text,
    shared_decimals,
)
from indicators.places import RankRow
from indicators.rankings import Ranking, gap_to, rank_by_period
from indicators.revisions import RECENT_YEARS, WITHIN, within
from indicators.view import Column, Table, View
from indicators.views.indicator import words
from indicators.views.indicator.facts import Facts, load, published_rows, revision_range_of
from indicators.views.indicator.question import Question
from indicators.warehouse import Warehouse

#: The places that a gap is given to.
PLACES = (1, 3)


def rank_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """Every country with a usable figure, best first, with the UK's gap to first and third.

    Raises:
        NoDataError: the indicator cannot be ranked; the message says why.
    """
    facts = load(w, catalogue, question)
    ranking = _ranking(facts)
    shown = _ranked_rows(facts, ranking)
    told, totals = gap_sentences(w, facts, ranking)
    source_rows = pd.concat([facts.sources(shown), *totals])
    chart = rank_chart(
        ranking,
        indicator=facts.indicator,
        unit=facts.unit,
        areas=catalogue.areas,
        number=facts.number,
        headline=words.headline(facts, words.up_to(facts.rows, question.period)),
        subtitle=_subtitle(facts, ranking),
        source_line=words.sources(facts, source_rows),
        alt=words.alternative(facts, more=told),
        highlighted=question.highlighted,
    )
    return words.view(
        facts,
        "rank",
        chart=chart,
        table=_table(facts, ranking),
        shown=shown,
        geos=(UK, *question.compare),
        more=(*told, _left_behind(facts, ranking)),
    )


def gap_sentences(
    w: Warehouse, facts: Facts, ranking: Ranking
) -> tuple[tuple[str, ...], list[pd.DataFrame]]:
    """The UK's gap to each place and what it is worth, and the rows of the totals used.

    A gap of an earlier period is not set against the newest total: its worth is left out. On an
    earlier day the total is the one that had been published by then; where none is held, that is
    said.
    """
    declared, catalogue = facts.declared, facts.catalogue
    name = "" if facts.shape.form.computed else gaps.total_of(declared, catalogue)
    totals, unheld = {}, ""
    if name and not facts.question.period and queries.has(w, name):
        try:
            totals[name] = published_rows(w, catalogue[name], facts.question.as_at)
        except NoDataError as nothing:
            unheld = f"What the UK's gaps amount to cannot be computed. {nothing}"
    told, used = [], []
    for place in PLACES:
        gap = gap_to(ranking, place)
        text = sentences.gap_sentence(ranking, facts.unit, facts.areas, place)
        if gap is None or not text:
            continue
        worth = gaps.worth(gap.difference, declared, catalogue, totals)
        told.append(f"{text} {worth.sentence}" if worth is not None else text)
        if worth is not None:
            used.append(worth.source)
    if told and unheld:
        told.append(unheld)
    return tuple(dict.fromkeys(told)), used


def rank_over_time_view(w: Warehouse, catalogue: Catalogue, question: Question) -> View:
    """The UK's place in each period, among the countries that have a figure for every one.

    A line stops where the country's own series has a declared break.

    Raises:
        NoDataError: the indicator cannot be ranked over time; the message says why.
    """
    facts = load(w, catalogue, question)
    _ranking(facts)
    group = question.group
    by_period = rank_by_period(
        facts.rows,
        indicator=facts.indicator,
        areas=catalogue.areas,
        frequency=question.frequency,
        within=group.members if group is not None else None,
    )
    by_period = _with_ranges(w, facts, by_period)
    newest = by_period[-1][1]
    rows = _rows_of_ranks(facts, dict(by_period))
    unit = catalogue.units_by_id["rank"]
    named = _as_rank(facts.indicator, unit)
    among = group.noun if group is not None else "countries"
    compared = f"{newest.n} {among} with a figure for every period shown"
    said = sentences.headline(
        rows, indicator=named, unit=unit, areas=catalogue.areas, frequency=question.frequency
    )
    shown = rows[rows["geo"].isin((UK, *question.compare))]
    left = _left_out_always(by_period, catalogue)
    chart = line_chart(
        shown if not shown.empty else rows,
        indicator=named,
        unit=unit,
        areas=catalogue.areas,
        number=lambda value: format_value(value, unit),
        headline=words.dated(facts, f"{said}, of {newest.n} {among}"),
        subtitle=f"{named.title}, {facts.unit.label}, among {compared}, "
        f"{range_text(by_period[0][0], by_period[-1][0])}; 1 is best; {newest.error_words}",
        source_line=words.sources(facts, _ranked_rows(facts, newest)),
        alt=words.dated(facts, f"{sentence(said)} Places are among {compared}. {left}").strip(),
        highlighted=question.highlighted,
        events=catalogue.events,
        frequency=question.frequency,
        interval=_SHADED if newest.range_note else INTERVAL,
    )
    return words.view(
        facts,
        "rank-over-time",
        chart=chart,
        table=_places_table(facts, by_period, (UK, *question.compare)),
        shown=rows,
        geos=(UK, *question.compare),
        more=(newest.range_note, left, _OTHERS_METHODS),
    )


#: Said under ranks over time: a line stops at the country's own breaks only.
_OTHERS_METHODS = (
    "A place can also change because another country's figures changed in method: that country's "
    "line stops there. Choose later years to compare more countries."
)


#: What is shaded around the UK's places where revision ranges are given.
_SHADED = (
    f"The shaded range is the UK's place {WITHIN}, for figures up to {RECENT_YEARS} years old."
)


def _with_ranges(
    w: Warehouse, facts: Facts, by_period: tuple[tuple[str, Ranking], ...]
) -> tuple[tuple[str, Ranking], ...]:
    """The rankings of recent periods with revision ranges, where enough revisions are held.

    Older figures have moved differently: past revisions say nothing of their places.
    """
    found = revision_range_of(w, facts)
    if found is None:
        return by_period
    ages = facts.rows["vintage_date"].max().year - facts.rows["period_end"].dt.year
    recent = set(facts.rows.loc[ages <= RECENT_YEARS, "period_label"])
    return tuple(
        (label, within(ranking, found, facts.indicator) if label in recent else ranking)
        for label, ranking in by_period
    )


def _ranking(facts: Facts) -> Ranking:
    if facts.ranking is not None:
        return facts.ranking
    if facts.no_ranking:
        raise NoDataError(facts.no_ranking)
    title = facts.declared.title
    if facts.declared.coverage != "international":
        raise NoDataError(
            f"{title}: the figures are for the UK only, so they are not ranked. Choose “Over time”."
        )
    raise NoDataError(
        f"{title}: not ranked, as its figures cannot be compared between countries. "
        "Choose “Over time”."
    )


def _ranked_rows(facts: Facts, ranking: Ranking) -> pd.DataFrame:
    ranked = {(row.geo, row.period_label) for row in ranking.rows}
    cells = zip(facts.rows["geo"], facts.rows["period_label"], strict=True)
    return facts.rows[[cell in ranked for cell in cells]]


def _subtitle(facts: Facts, ranking: Ranking) -> str:
    first, last = ranking.period_labels
    years = first if first == last else f"latest figure of each country, {first} to {last}"
    places = f"{ranking.n} of {ranking.of} {ranking.among} ranked; {ranking.error_words}"
    return f"{sentences.measure_in_prices(facts.indicator, facts.unit)}, {years}; {places}"


def _left_behind(facts: Facts, ranking: Ranking) -> str:
    """Why the UK has no place, where others have one."""
    reason = ranking.reason(UK)
    if ranking.row(UK) is not None or not reason:
        return ""
    return sentence(f"{place_name(facts.areas, UK)} is not ranked: {reason}")


def _table(facts: Facts, ranking: Ranking) -> Table:
    areas, unit = facts.areas, facts.unit
    own = ranking.row(UK)
    apart = own is not None and not unit.ordinal
    ranges = any(row.best is not None for row in ranking.rows)
    titles = ["Country", "Rank", unit.label[:1].upper() + unit.label[1:], "Period"]
    titles += ["Rank range" if not ranking.range_words else "Revision range"] if ranges else []
    titles += ["Difference from the UK"] if apart else []
    titles.append("Remarks")
    places = shared_decimals((row.value for row in ranking.rows), unit)
    rows = []
    for row in ranking.rows:
        cells = [areas[row.geo].short, f"{row.rank}=" if row.tied else str(row.rank)]
        cells += [format_value(row.value, unit, decimals=places), row.period_label]
        if ranges:
            known = row.best is not None and row.worst is not None
            cells.append(range_text(row.best or 0, row.worst or 0) if known else "not published")
        if apart and own is not None:
            cells.append(_difference(row.value, own.value, unit) if row.geo != UK else "–")
        status = status_words(row.obs_status) if row.obs_status not in (None, "A") else ""
        cells.append("; ".join(filter(None, (status, row.mark_reason))))
        rows.append(tuple(cells))
    focus = next((i for i, row in enumerate(ranking.rows) if row.geo == UK), None)
    numeric = {"Rank", titles[2], "Difference from the UK"}
    return Table(
        caption=f"{facts.indicator.title}, ranked",
        columns=tuple(Column(title, numeric=title in numeric) for title in titles),
        rows=tuple(rows),
        focus=focus,
    )


def _difference(value: float, own: float, unit: Unit) -> str:
    told = format_difference(value, own, unit)
    if value == own:
        return "same"
    return f"{told} {'more' if value > own else 'less'}"


def _as_rank(indicator: Indicator, unit: Unit) -> Indicator:
    return replace(
        indicator,
        title=f"{indicator.title}, rank",
        noun=f"rank for {indicator.noun.removeprefix('number of ').removeprefix('UK ')}",
        unit=unit.id,
        direction="lower",
        price_basis="not_applicable",
    )


def _rows_of_ranks(facts: Facts, by_period: dict[str, Ranking]) -> pd.DataFrame:
    """The ranked rows with the place as value, and its range where the publisher gives one."""
    places = {(row.geo, label): row for label, ranking in by_period.items() for row in ranking.rows}
    cells = list(zip(facts.rows["geo"], facts.rows["period_label"], strict=True))
    rows = facts.rows[[cell in places for cell in cells]]
    ranked = [places[cell] for cell in cells if cell in places]
    return rows.assign(
        value=[float(row.rank) for row in ranked],
        lower=[float("nan") if row.best is None else float(row.best) for row in ranked],
        upper=[float("nan") if row.worst is None else float(row.worst) for row in ranked],
        transform="rank",
    )


def _left_out_always(by_period: Sequence[tuple[str, Ranking]], catalogue: Catalogue) -> str:
    """Who is compared in no period, for want of a figure in every one."""
    ranked = {row.geo for _, ranking in by_period for row in ranking.rows}
    left = {geo for _, ranking in by_period for geo, _ in ranking.left_out} - ranked
    names = [area.short for area in catalogue.areas.areas if area.geo in left]
    return f"Left out, with no figure for every period: {', '.join(names)}." if names else ""


def _place(row: RankRow) -> str:
    """A place, and its range where it has one wider than itself."""
    told = rank_text(row.rank, tied=row.tied)
    if row.best is None or row.worst is None or row.best == row.worst:
        return told
    return f"{told} ({range_text(row.best, row.worst)})"


def _places_table(
    facts: Facts, by_period: Sequence[tuple[str, Ranking]], geos: Sequence[str]
) -> Table:
    """Periods down, newest first; places of the UK and its comparators across."""
    ranked = {row.geo for _, ranking in by_period for row in ranking.rows}
    order = [geo for geo in geos if geo in ranked] or sorted(ranked)
    rows = []
    for label, ranking in reversed(by_period):
        found = {row.geo: row for row in ranking.rows}
        cells = [_place(found[geo]) if geo in found else "no figure" for geo in order]
        rows.append((label, *cells, str(ranking.n)))
    areas = [Column(facts.areas[geo].short, numeric=True) for geo in order]
    newest = by_period[-1][1]
    ranges = (
        f", in brackets the range {newest.range_words}, where wider" if newest.range_words else ""
    )
    return Table(
        caption=f"{facts.indicator.title}, rank in each period{ranges}",
        columns=(Column("Period"), *areas, Column("Countries ranked", numeric=True)),
        rows=tuple(rows),
    )
