"""One area's figures as points and the runs of them that may be joined.

Applies the catalogue's declarations and the figures' own flags. It does not choose areas or looks.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from indicators.catalogue import Indicator
from indicators.charts.description import Mark, Point, Segment
from indicators.comparability import EXCLUDED_BEFORE, Figure, exclusion, reason_words, severed
from indicators.notes import status_words

#: Months from one period of a frequency to the next. Months and days are often dates of a count
#: (June and November, say) rather than a regular series, so they have no step of their own.
_STEPS = {"A": 12, "FY": 12, "S": 6, "Q": 3, "R3": 1}
#: Such dates are months of a regular series where this share of them follow the month before.
_USUAL = 0.6


def middle(start: date, end: date) -> date:
    """The middle day of a period: where its value stands on a time axis."""
    return start + timedelta(days=((end - start).days + 1) // 2)


def point_status(obs_status: str | None, *, always: bool = True) -> str:
    """A status beside a value: nothing for a normal one; "status not given" only if `always`."""
    if obs_status == "A" or (obs_status is None and not always):
        return ""
    return status_words(obs_status)


def segments(
    known: Sequence[Figure],
    missing: Sequence[Figure],
    *,
    indicator: Indicator,
    frequency: str,
    number: Callable[[float], str],
) -> tuple[Segment, ...]:
    """The figures of one area and frequency, in time order, as runs that may be joined.

    A run ends before a declared break or level shift, a status B, a missing or skipped period, and
    on both sides of a figure that stands apart (incomplete, not comparable, forecast). Figures
    declared unstable are not drawn. Where the indicator is shown as points every run is one point.
    """
    drawn = [f for f in known if not _is_unstable(f, indicator)]
    main = _main_vintage(drawn) if indicator.display == "line" else None
    step = _usual_step([f.start for f in drawn], frequency)
    gaps = [f.start for f in missing]
    runs: list[list[Point]] = []
    for place, figure in enumerate(drawn):
        point = _point(figure, indicator, main, number)
        before = drawn[place - 1] if place else None
        if (
            before is None
            or _parted(before, runs[-1][-1], figure, point, indicator)
            or _skipped(before.start, figure.start, gaps, step)
        ):
            runs.append([])
        runs[-1].append(point)
    return tuple(Segment(tuple(run)) for run in runs)


def _is_unstable(figure: Figure, indicator: Indicator) -> bool:
    return any(
        mark.kind in EXCLUDED_BEFORE and figure.start < mark.at.start
        for mark in indicator.breaks_for(figure.geo)
    )


def _main_vintage(found: Sequence[Figure]) -> str | None:
    """The vintage most of an area's figures are from, full ones before partial ones."""
    full = Counter(f.vintage_id for f in found if not f.is_partial)
    counts = full or Counter(f.vintage_id for f in found)
    return counts.most_common(1)[0][0] if counts else None


def _months(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _usual_step(starts: Sequence[date], frequency: str) -> int | None:
    """Months from one figure to the next in this series; None where dates are irregular.

    The frequency's own, unless figures never stand closer than a longer step that recurs (a survey
    every second year).
    """
    moves = Counter(_months(a, b) for a, b in zip(starts, starts[1:], strict=False))
    if frequency not in _STEPS:
        return 1 if moves and moves[1] >= _USUAL * moves.total() else None
    shortest = min(moves, default=0)
    return shortest if moves[shortest] > 1 else _STEPS[frequency]


def _skipped(before: date, start: date, gaps: Sequence[date], step: int | None) -> bool:
    if any(before < gap < start for gap in gaps):
        return True
    return step is not None and _months(before, start) > step


def _parted(
    before: Figure, before_point: Point, figure: Figure, point: Point, indicator: Indicator
) -> bool:
    return (
        indicator.display == "points"
        or Mark.HOLLOW in (before_point.mark, point.mark)
        or figure.obs_status == "B"
        or severed(indicator, figure.geo, before.start, figure.start) is not None
    )


def _point(
    figure: Figure, indicator: Indicator, main: str | None, number: Callable[[float], str]
) -> Point:
    mark, reason = _mark(figure, indicator, main)
    return Point(
        x=middle(figure.start, figure.end),
        label=figure.period_label,
        value=figure.value,
        text=number(figure.value),
        mark=mark,
        status="; ".join(part for part in (point_status(figure.obs_status), reason) if part),
    )


def _mark(figure: Figure, indicator: Indicator, main: str | None) -> tuple[Mark, str]:
    """How a figure is drawn, and why. What stands apart comes before what is marked on the line."""
    other = main is not None and figure.vintage_id != main
    release = f"from another release ({figure.vintage_label})" if other else ""
    apart = exclusion(indicator, figure.geo, figure.start)
    if apart is not None:
        return Mark.HOLLOW, reason_words(apart)
    if figure.obs_status == "F":
        return Mark.HOLLOW, release
    if figure.obs_status == "E":
        return Mark.ESTIMATED, release
    if is_estimated(indicator, figure.geo, figure.start):
        return Mark.ESTIMATED, "; ".join(part for part in ("estimate", release) if part)
    return (Mark.OTHER_RELEASE if other else Mark.SOLID), release


def is_estimated(indicator: Indicator, geo: str, start: date) -> bool:
    """Whether the catalogue declares the publisher's figure to be an estimate."""
    return any(b.kind == "estimated" and start >= b.at.start for b in indicator.breaks_for(geo))


def lone_point(figure: Figure, indicator: Indicator, number: Callable[[float], str]) -> Point:
    """A figure that is drawn by itself, a ring where it is an estimate."""
    declared = is_estimated(indicator, figure.geo, figure.start)
    estimate = declared or figure.obs_status in ("E", "F")
    status = point_status(figure.obs_status)
    if declared and figure.obs_status is None:
        status = "estimate"
    return Point(
        middle(figure.start, figure.end),
        figure.period_label,
        figure.value,
        number(figure.value),
        Mark.ESTIMATED if estimate else Mark.SOLID,
        status,
    )
