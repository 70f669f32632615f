"""What is written on and under a chart about its figures: breaks, estimates, marks, absences.

Words declarations and marks. It decides nothing about what is joined; see `segments`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from indicators.areas import Areas
from indicators.catalogue import Break, Indicator
from indicators.charts.alternative import listed
from indicators.charts.description import Annotation, Mark, Series
from indicators.comparability import SEVERING, Figure
from indicators.rankings import Ranking

_SEVERING_WORDS = {"break": "series break", "level_shift": "level shift"}

_FROM_WORDS = {
    "incomplete": "incomplete, drawn apart",
    "not_comparable": "not comparable with the rest, drawn apart",
    "estimated": "publisher's estimates, drawn as rings",
}

_MARK_WORDS = {
    Mark.ESTIMATED: "A ring on a line is an estimate.",
    Mark.OTHER_RELEASE: "An open diamond is from another release than the rest of its line.",
}


def break_annotations(
    series: Sequence[Series],
    known: Sequence[Figure],
    indicator: Indicator,
    areas: Areas,
    chosen: set[str],
) -> tuple[Annotation, ...]:
    """Every break that parts a drawn line, declared or flagged by the publisher, in time order.

    Those of `chosen` areas, and of all areas at once, are written on the chart.
    """
    if indicator.display != "line":
        return ()
    found = []
    declared: set[tuple[str, date]] = set()
    for mark in indicator.breaks:
        parted = [s for s in series if mark.applies_to(s.geo) and _parts(s, mark.at.start)]
        declared |= {(s.geo, mark.at.start) for s in parted}
        if mark.kind in SEVERING and parted:
            geo = "" if mark.geo == "all" else mark.geo
            name = f"{areas[geo].short}: " if geo else ""
            words = f"{name}{_SEVERING_WORDS[mark.kind]} {mark.at.label}"
            shown = not geo or geo in chosen
            found.append(Annotation(mark.at.start, words, geo, is_break=True, on_chart=shown))
    by_geo = {s.geo: s for s in series}
    for figure in known:
        one = by_geo.get(figure.geo)
        flagged = figure.obs_status == "B" and (figure.geo, figure.start) not in declared
        if one and flagged and _parts(one, figure.start):
            words = f"{one.label}: series break {figure.period_label}"
            found.append(
                Annotation(figure.start, words, one.geo, is_break=True, on_chart=one.geo in chosen)
            )
    return tuple(sorted(found, key=lambda note: (note.x, note.text)))


def _parts(series: Series, day: date) -> bool:
    return series.points[0].x < day <= series.points[-1].x


def line_notes(
    series: Sequence[Series], indicator: Indicator, areas: Areas, absent: Sequence[str]
) -> tuple[str, ...]:
    """The notes under a line chart, a sentence or two each."""
    notes = [
        words
        for mark in indicator.breaks
        for words in _break_words(mark, [s for s in series if mark.applies_to(s.geo)], areas)
    ]
    marks = {point.mark for s in series for point in s.points}
    notes += [words for mark, words in _MARK_WORDS.items() if mark in marks]
    if absent:
        notes.append(f"No figures for {listed(absent)}.")
    return tuple(dict.fromkeys(notes))


def _break_words(mark: Break, drawn: Sequence[Series], areas: Areas) -> Iterator[str]:
    """The declaration in words, where it touches a line that is drawn."""
    if not drawn:
        return
    name = "" if mark.geo == "all" else f"{areas[mark.geo].short}, "
    ending = f": {mark.note}" if mark.note else ""
    since = any(s.points[-1].x >= mark.at.start for s in drawn)
    if mark.kind in SEVERING and any(_parts(s, mark.at.start) for s in drawn):
        yield _sentence(f"{name}{_SEVERING_WORDS[mark.kind]} {mark.at.label}{ending}")
    elif mark.kind in _FROM_WORDS and since:
        yield _sentence(f"{name}from {mark.at.label} {_FROM_WORDS[mark.kind]}{ending}")
    elif mark.kind == "unstable":
        yield _sentence(f"{name}before {mark.at.label} not drawn, unstable{ending}")
    elif mark.kind in ("real", "volatile") and since:
        yield _sentence(f"{name}{mark.at.label}{ending or ': a real movement'}")


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def rank_notes(ranking: Ranking, areas: Areas) -> tuple[str, ...]:
    """The notes under a ranked chart: marks, years apart, and who is left out and why."""
    marked: dict[str, list[str]] = {}
    for row in ranking.rows:
        if row.mark_reason:
            marked.setdefault(row.mark_reason, []).append(areas[row.geo].short)
    notes = [_sentence(f"{listed(names)}: {reason}") for reason, names in marked.items()]
    if marked:
        notes.insert(0, "Open bars are estimates or from another release than most.")
    notes += [words for words in (ranking.warning, ranking.order_words) if words]
    reasons: dict[str, list[str]] = {}
    for geo, reason in ranking.left_out:
        reasons.setdefault(reason, []).append(areas[geo].short)
    notes += [
        _sentence(f"Left out: {listed(names)} ({reason})") for reason, names in reasons.items()
    ]
    return tuple(notes)
