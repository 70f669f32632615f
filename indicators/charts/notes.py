"""What is written on and under a chart about its figures: breaks, estimates, marks, absences.

Words declarations and marks. It decides nothing about what is joined; see `segments`.
"""

from collections.abc import Sequence
from datetime import date

from indicators.areas import Areas
from indicators.catalogue import Break, Indicator
from indicators.charts.alternative import listed
from indicators.charts.description import Annotation, Emphasis, Mark, Series
from indicators.comparability import EXCLUDED_BEFORE, EXCLUDED_FROM, SEVERING, Figure
from indicators.notes import break_note, sentence
from indicators.rankings import Ranking

_SEVERING_WORDS = {"break": "series break", "level_shift": "level shift"}

_MARK_WORDS = {
    Mark.HOLLOW: "An open mark apart from a line is not compared with it.",
    Mark.ESTIMATED: "An open mark on a line is an estimate.",
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
    """The notes under a line chart, a sentence or two each.

    Declarations of the focus, of highlighted areas and of all are told in full; where other lines
    stop is told in one sentence.
    """
    notes, others = [], []
    for mark in sorted(indicator.breaks, key=lambda mark: mark.at.start):
        drawn = [s for s in series if mark.applies_to(s.geo) and _touches(mark, s, indicator)]
        grey = all(s.emphasis is Emphasis.CONTEXT for s in drawn) and mark.geo != "all"
        if drawn and not (grey and mark.kind not in EXCLUDED_FROM):
            notes.append(break_note(mark, areas))
        elif drawn and mark.kind in SEVERING:
            others.append((areas[mark.geo].short, mark.at.label))
    if others:
        notes.append(f"Other lines also stop at declared breaks: {_by_area(others)}.")
    marks = {point.mark for s in series for point in s.points}
    notes += [words for mark, words in _MARK_WORDS.items() if mark in marks]
    if absent:
        notes.append(f"No figures for {listed(absent)}.")
    return tuple(dict.fromkeys(notes))


def _touches(mark: Break, series: Series, indicator: Indicator) -> bool:
    """Whether a declaration says something about the points drawn."""
    if mark.kind in SEVERING:
        return indicator.display == "line" and _parts(series, mark.at.start)
    if mark.kind in EXCLUDED_BEFORE:
        return True
    return series.points[-1].x >= mark.at.start


def _by_area(pairs: Sequence[tuple[str, str]]) -> str:
    """Germany 2005, 2013 and 2022; France 2008."""
    found: dict[str, list[str]] = {}
    for name, label in pairs:
        found.setdefault(name, []).append(label)
    return "; ".join(f"{name} {listed(labels)}" for name, labels in found.items())


def rank_notes(ranking: Ranking, areas: Areas) -> tuple[str, ...]:
    """The notes under a ranked chart: marks, years apart, and who is left out and why."""
    marked: dict[str, list[str]] = {}
    for row in ranking.rows:
        if row.mark_reason:
            marked.setdefault(row.mark_reason, []).append(areas[row.geo].short)
    notes = [sentence(f"{listed(names)}: {reason}") for reason, names in marked.items()]
    if marked:
        notes.insert(0, "Open bars are estimates or from another release than most.")
    notes += [
        words for words in (ranking.warning, ranking.order_words, ranking.range_note) if words
    ]
    reasons: dict[str, list[str]] = {}
    for geo, reason in ranking.left_out:
        reasons.setdefault(reason, []).append(areas[geo].short)
    notes += [
        sentence(f"Left out: {listed(names)} ({reason})") for reason, names in reasons.items()
    ]
    return tuple(notes)
