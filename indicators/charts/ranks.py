"""Rankings of several periods become lines of rank over time, first place on top.

It does not rank: see `indicators.rankings.rank_by_period`. It does not draw: rank lines are line
charts with a reversed axis.
"""

from collections.abc import Sequence
from datetime import date

from indicators.areas import UK, Areas
from indicators.catalogue import Indicator
from indicators.charts.alternative import line_outline, listed
from indicators.charts.description import (
    Annotation,
    Axis,
    Chart,
    Emphasis,
    Kind,
    Mark,
    Point,
    Segment,
    Series,
)
from indicators.charts.looks import comparator_positions
from indicators.charts.segments import is_estimated, middle, parted_by_time, point_status
from indicators.comparability import severed
from indicators.errors import NoDataError
from indicators.notes import sentence
from indicators.numbers import ordinal
from indicators.periods import parse_period
from indicators.rankings import Ranking, RankRow

_SEVERING_WORDS = {"break": "series break", "level_shift": "level shift"}
_OUT = "not in every period shown"


def ranks_chart(  # noqa: PLR0913  (each word readers need is an argument, so none can be left out)
    by_period: Sequence[tuple[str, Ranking]],
    *,
    indicator: Indicator,
    areas: Areas,
    frequency: str,
    headline: str,
    subtitle: str,
    source_line: str,
    alt: str,
    focus: str = UK,
    highlighted: Sequence[str] = (),
) -> Chart:
    """Each country's place in every period of `by_period`, a line a country, first on top.

    Use: `ranks_chart(rank_by_period(rows, indicator=i, areas=areas, frequency="A"), indicator=i,
    areas=areas, frequency="A", headline=..., subtitle=..., source_line=..., alt=...)`.

    A line stops at a declared break of its country and where a period is missing. Equal places
    are told as such ("3rd="), and the value behind a place by the pointer.

    Raises:
        NoDataError: there is no ranking to draw.
    """
    if not by_period:
        raise NoDataError(f"No period of {indicator.title} can be ranked. Look at the table.")
    places = comparator_positions(highlighted, focus)
    rows: dict[str, list[RankRow]] = {}
    for _, ranking in by_period:
        for row in ranking.rows:
            rows.setdefault(row.geo, []).append(row)
    starts = [parse_period(label, frequency).start for label, _ in by_period]
    series = []
    for geo in (focus, *places, *(g for g in areas.countries if g != focus and g not in places)):
        if geo in rows:
            emphasis = Emphasis.COMPARATOR if geo in places else Emphasis.CONTEXT
            runs = _segments(rows[geo], starts, indicator, frequency)
            emphasis = Emphasis.FOCUS if geo == focus else emphasis
            series.append(Series(geo, areas[geo].short, emphasis, runs, places.get(geo, 0)))
    absent = [areas[g].short for g in (focus, *places) if g not in rows]
    annotations = _annotations(series, indicator, areas)
    newest = by_period[-1][1]
    counts = sorted({ranking.n for _, ranking in by_period})
    fixed = len(counts) == 1
    among = f"{counts[0]}" if fixed else f"{counts[0]} to {counts[-1]}"
    return Chart(
        kind=Kind.LINE,
        headline=headline,
        subtitle=subtitle,
        source_line=source_line,
        alt=f"{alt} {_ends(series)} {line_outline(series, annotations, absent)}",
        axis=Axis(f"Place among {among} countries, 1 is first", reverse=True),
        frequency=frequency,
        series=tuple(series),
        annotations=annotations,
        notes=_notes(newest, fixed, areas, absent),
    )


def _segments(
    rows: Sequence[RankRow], starts: Sequence[date], indicator: Indicator, frequency: str
) -> tuple[Segment, ...]:
    runs: list[list[Point]] = []
    before: RankRow | None = None
    for row in rows:
        if (
            before is None
            or indicator.display == "points"
            or row.obs_status == "B"
            or severed(indicator, row.geo, before.period_start, row.period_start) is not None
            or parted_by_time(before.period_start, row.period_start, starts, frequency)
        ):
            runs.append([])
        runs[-1].append(_point(row, indicator, frequency))
        before = row
    return tuple(Segment(tuple(run)) for run in runs)


def _point(row: RankRow, indicator: Indicator, frequency: str) -> Point:
    period = parse_period(row.period_label, frequency)
    estimate = row.obs_status == "E" or is_estimated(indicator, row.geo, row.period_start)
    return Point(
        middle(period.start, period.end),
        row.period_label,
        float(row.rank),
        f"{ordinal(row.rank)}=" if row.tied else ordinal(row.rank),
        Mark.ESTIMATED if estimate else Mark.SOLID,
        point_status(row.obs_status, always=False),
    )


def _annotations(
    series: Sequence[Series], indicator: Indicator, areas: Areas
) -> tuple[Annotation, ...]:
    """Declared breaks that part a drawn line; those of the focus and the coloured are written."""
    found = []
    for mark in indicator.breaks:
        parted = [
            s
            for s in series
            if mark.kind in _SEVERING_WORDS
            and mark.applies_to(s.geo)
            and s.points[0].x < mark.at.start <= s.points[-1].x
        ]
        if parted:
            geo = "" if mark.geo == "all" else mark.geo
            name = f"{areas[geo].short}: " if geo else ""
            shown = not geo or any(s.emphasis is not Emphasis.CONTEXT for s in parted)
            words = f"{name}{_SEVERING_WORDS[mark.kind]} {mark.at.label}"
            found.append(Annotation(mark.at.start, words, geo, is_break=True, on_chart=shown))
    return tuple(sorted(set(found), key=lambda note: (note.x, note.text)))


def _ends(series: Sequence[Series]) -> str:
    """First and newest place of the focus and the highlighted within their newest run."""
    told = []
    for s in (s for s in series if s.emphasis is not Emphasis.CONTEXT):
        first, last = s.segments[-1].points[0], s.segments[-1].points[-1]
        before = f"{first.text} in {first.label}, " if first is not last else ""
        told.append(f"{s.label} {before}{last.text} in {last.label}")
    return f"{'; '.join(told)}." if told else ""


def _notes(newest: Ranking, fixed: bool, areas: Areas, absent: Sequence[str]) -> tuple[str, ...]:
    notes = [
        "The same countries are ranked in every period."
        if fixed
        else "The number of countries ranked differs between periods, and moves places too."
    ]
    out = [areas[geo].short for geo, reason in newest.left_out if reason == _OUT]
    if out:
        notes.append(sentence(f"Left out: {listed(out)} ({_OUT})"))
    notes += [newest.order_words] if newest.order_words else []
    notes += [f"No place for {listed(absent)}."] if absent else []
    return tuple(notes)
