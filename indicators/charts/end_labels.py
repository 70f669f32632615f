"""Names and values at the ends of lines: what they say and where they stand.

Labels never overlap; grey ones for which there is no room are given back. It draws nothing.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.description import Chart, Emphasis, Series
from indicators.charts.labels import place, shorten, text_width
from indicators.charts.plane import NARROW, Plot

#: How hard a label holds to the end of its line.
_WEIGHTS = {Emphasis.FOCUS: 30.0, Emphasis.COMPARATOR: 6.0, Emphasis.CONTEXT: 1.0}
#: Where labels crowd so that one would move further than this many lines of type, some give way.
_FURTHEST = 4.5
_FURTHEST_NARROW = 1.6
#: A label further than this from its line's end, or whose line ends this much early, has a leader.
MOVED = 4.0
EARLY = 14.0
#: The largest share of the width that labels may take.
_MOST_WIDTH = 0.26
_MOST_WIDTH_NARROW = 0.31


@dataclass(frozen=True, slots=True)
class Label:
    """The words at the end of a line; `y` is their middle, `end_x` and `end_y` the line's end."""

    series: Series
    lines: tuple[str, ...]
    y: float
    end_x: float
    end_y: float


def end_words(series: Series, usual: str) -> str:
    """The value at a line's end, with its period where that is not the `usual` last one."""
    last = series.last
    return last.text if last.label == usual else f"{last.text} ({last.label})"


def usual_last(chart: Chart) -> str:
    """The label of the period most lines end at, the newest of several."""
    ends = Counter((s.last.x, s.last.label) for s in chart.series)
    return max(ends, key=lambda end: (ends[end], end))[1]


def when_words(chart: Chart) -> str:
    """Which period the values beside lines are of, where they do not say so themselves."""
    usual = usual_last(chart)
    other = any(series.last.label != usual for series in chart.series)
    return f"Values are for {usual}{', unless another period is given' if other else ''}."


def label_lines(series: Series, usual: str, size: float, width: float) -> tuple[str, ...]:
    """One line where it is short, else broken before the value and before the period.

    On a phone grey lines bear their name only: their values stand in the table.
    """
    bold = series.emphasis is Emphasis.FOCUS
    narrow = width <= NARROW
    room = width * (_MOST_WIDTH_NARROW if narrow else _MOST_WIDTH)
    if narrow and series.emphasis is Emphasis.CONTEXT:
        return (shorten(series.label, room, size),)
    last = series.last
    parts = [series.label, last.text, *([f"({last.label})"] if last.label != usual else [])]
    lines = [parts[0]]
    for part in parts[1:]:
        longer = f"{lines[-1]} {part}"
        if text_width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(shorten(line, room, size, bold) for line in lines)


def place_labels(
    every: Sequence[Series], words: dict[str, tuple[str, ...]], plot: Plot, size: float
) -> tuple[tuple[Label, ...], tuple[Series, ...]]:
    """Labels in order from the top, and the context series that found no room.

    Where labels crowd each other far from their lines, grey ones give way, those first whose lines
    end closest together.
    """
    kept = sorted(every, key=lambda s: (plot.y(s.last.value), s.geo))
    left_over: list[Series] = []
    low, high = plot.top - 5, plot.bottom + size * 0.7
    leading = size * 1.14
    allowed = leading * (_FURTHEST_NARROW if plot.right < NARROW else _FURTHEST)
    while True:
        wishes = [plot.y(s.last.value) for s in kept]
        heights = [leading * len(words[s.geo]) + 1.5 for s in kept]
        tall = sum(heights)
        weights = [_WEIGHTS[s.emphasis] for s in kept]
        centres = place(wishes, heights, weights, low, max(high, low + tall))
        blocks = [range(len(kept))] if tall > high - low else _crowded(wishes, centres, heights)
        giving = _giving_way(kept, wishes, centres, blocks, allowed if tall <= high - low else 0)
        if giving is None:
            break
        left_over.append(kept.pop(giving))
    labels = tuple(
        Label(s, words[s.geo], centre, plot.x(s.last.x), plot.y(s.last.value))
        for s, centre in zip(kept, centres, strict=True)
    )
    return labels, tuple(sorted(left_over, key=lambda s: (plot.y(s.last.value), s.geo)))


def _crowded(
    wishes: Sequence[float], centres: Sequence[float], heights: Sequence[float]
) -> list[range]:
    """Runs of labels that stand shoulder to shoulder, the one moved furthest first."""
    starts = [0]
    for at in range(1, len(centres)):
        touching = (heights[at - 1] + heights[at]) / 2 + 0.01
        if centres[at] - centres[at - 1] > touching:
            starts.append(at)
    runs = [range(a, b) for a, b in zip(starts, [*starts[1:], len(centres)], strict=True)]
    return sorted(runs, key=lambda run: -max(abs(centres[i] - wishes[i]) for i in run))


def _giving_way(
    kept: Sequence[Series],
    wishes: Sequence[float],
    centres: Sequence[float],
    blocks: Sequence[range],
    allowed: float,
) -> int | None:
    """The grey label to drop from the first run in which one stands too far off; None if none."""
    ends = [-math.inf, *wishes, math.inf]
    for run in blocks:
        grey = [i for i in run if kept[i].emphasis is Emphasis.CONTEXT]
        if grey and max(abs(centres[i] - wishes[i]) for i in run) > allowed:
            return min(
                grey, key=lambda i: (min(ends[i + 1] - ends[i], ends[i + 2] - ends[i + 1]), i)
            )
    return None
