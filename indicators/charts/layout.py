"""Where everything on a line chart stands: margins, scales, labels at line ends, dated notes.

Measures a `Chart` for a size. It writes no SVG; the Plotly renderer stands on the same places.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.charts.description import Annotation, Chart, Emphasis, Kind, Series
from indicators.charts.labels import place, shorten, text_width, wrap
from indicators.charts.scales import LONG_SPAN, Scale, time_scale, value_scale, year_long
from indicators.theme import FONT_SIZES, NARROW_FONT_SIZES

#: At this width and below a chart is laid out for a phone.
NARROW = 480

#: Room between the plot and the words at line ends, where leaders run.
GUTTER = 24

#: How hard a label holds to the end of its line.
_WEIGHTS = {Emphasis.FOCUS: 30.0, Emphasis.COMPARATOR: 6.0, Emphasis.CONTEXT: 1.0}
#: Context labels that would move further than this many lines of type go to the key instead.
_FURTHEST = 4.5
_FURTHEST_NARROW = 1.6
#: The largest shares of the width that labels, and the unit above the axis, may take.
_MOST_LABEL = 0.31
_MOST_LABEL_WIDE = 0.26
_MOST_TITLE = 0.5
_MOST_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle lines are drawn in, with its two scales; px from the top left corner."""

    left: float
    right: float
    top: float
    bottom: float
    value: Scale
    time: Scale
    reverse: bool = False

    def x(self, day: date | float) -> float:
        at = day.toordinal() if isinstance(day, date) else day
        return self.left + self.time.share(at) * (self.right - self.left)

    def y(self, value: float) -> float:
        share = self.value.share(value)
        return self.top + (share if self.reverse else 1 - share) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Label:
    """The words at the end of a line; `y` is their middle, `end_x` and `end_y` the line's end."""

    series: Series
    lines: tuple[str, ...]
    y: float
    end_x: float
    end_y: float


@dataclass(frozen=True, slots=True)
class Note:
    """A dated note above the plot; its rule stands at `x`, its words begin or end at `text_x`.

    `level` counts rows of notes upwards from the plot.
    """

    annotation: Annotation
    text: str
    x: float
    text_x: float
    anchor: str
    width: float
    level: int

    @property
    def span(self) -> tuple[float, float]:
        start = self.text_x if self.anchor == "start" else self.text_x - self.width
        return start, start + self.width


@dataclass(frozen=True, slots=True)
class LineLayout:
    """A line chart measured for one size. `key` stands under the plot, a string a line.

    `ends` heads the labels: the period most lines end at.
    """

    width: float
    height: float
    plot: Plot
    label_size: int
    axis_size: int
    title: tuple[str, ...]
    ends: str
    labels: tuple[Label, ...]
    notes: tuple[Note, ...]
    key: tuple[str, ...]

    @property
    def axis_line(self) -> float:
        """Height of a line of the axis type."""
        return self.axis_size * 1.35

    @property
    def labelled(self) -> frozenset[str]:
        return frozenset(label.series.geo for label in self.labels)


def axis_title(chart: Chart) -> str:
    """The unit, and a warning where the axis of a line chart does not start at zero."""
    axis = chart.axis
    parted = chart.kind is Kind.LINE and not axis.from_zero and not axis.reverse
    parts = (axis.title, "axis does not start at zero" if parted else "")
    text = "; ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]


def end_words(series: Series, usual: str) -> str:
    """The value at a line's end, with its period where that is not the `usual` last one."""
    last = series.last
    return last.text if last.label == usual else f"{last.text} ({last.label})"


def usual_last(chart: Chart) -> str:
    """The label of the period most lines end at, the newest of several."""
    ends = Counter((s.last.x, s.last.label) for s in chart.series)
    return max(ends, key=lambda end: (ends[end], end))[1]


def line_layout(chart: Chart, width: float, height: float) -> LineLayout:
    """Measure a line chart for `width` by `height` px.

    Lines of the key (names that found no room at their line's end) add to the height.
    """
    narrow = width <= NARROW
    sizes = NARROW_FONT_SIZES if narrow else FONT_SIZES
    label_size, axis_size = sizes["label"], sizes["axis"]
    line = axis_size * 1.35
    usual = usual_last(chart)
    words = {s.geo: _label_lines(s, usual, label_size, width) for s in chart.series}
    value = _value_scale(chart, 6 if narrow else 8)
    left = max(text_width(tick.text, axis_size) for tick in value.ticks) + 8
    widest = max(
        text_width(usual, axis_size),
        *(
            text_width(text, label_size, s.emphasis is Emphasis.FOCUS)
            for s in chart.series
            for text in words[s.geo]
        ),
    )
    right = width - widest - GUTTER
    days = [point.x for series in chart.series for point in series.points]
    time = time_scale(days, chart.frequency, _tick_count(chart, days, right - left, axis_size))
    title = wrap(axis_title(chart), width * _MOST_TITLE, axis_size)
    flat = Plot(left, right, 0, 1, value, time)
    notes, homeless = _atnotes(chart, flat, (width, axis_size), (title, usual))
    levels = max(len(title), 1 + max((note.level for note in notes), default=-1))
    plot = Plot(left, right, levels * line + 14, height - line - 8, value, time, chart.axis.reverse)
    labels, unlabelled = _atlabels(chart.series, words, plot, label_size)
    key = _key(unlabelled, homeless, chart, (width, axis_size))
    return LineLayout(
        width, height + (len(key) * line + 6 if key else 0), plot, label_size, axis_size,
        title, usual, labels, notes, key,
    )  # fmt: skip


def _value_scale(chart: Chart, count: int) -> Scale:
    values = [point.value for series in chart.series for point in series.points]
    values += [edge for band in chart.bands for _, *edges in band.edges for edge in edges]
    whole = all(value == int(value) for value in values)
    return value_scale(min(values), max(values), chart.axis, count, whole)


def _tick_count(chart: Chart, days: Sequence[date], room: float, size: float) -> int:
    """How many tick texts stand under the plot with room between them."""
    monthly = not year_long(chart.frequency) and (max(days) - min(days)).days < LONG_SPAN
    sample = "2020-21" if chart.frequency == "FY" else "Jan 2000" if monthly else "2000"
    return max(2, int(room / (text_width(sample, size) + 22)))


def _label_lines(series: Series, usual: str, size: float, width: float) -> tuple[str, ...]:
    """One line where it is short; name and value on two on a phone or where it is long.

    On a phone grey lines bear their name only: their values stand in the table.
    """
    name, value = series.label, end_words(series, usual)
    bold = series.emphasis is Emphasis.FOCUS
    narrow = width <= NARROW
    room = width * (_MOST_LABEL if narrow else _MOST_LABEL_WIDE)
    if narrow and series.emphasis is Emphasis.CONTEXT:
        return (shorten(name, room, size),)
    one = f"{name} {value}"
    if text_width(one, size, bold) <= room:
        return (one,)
    return shorten(name, room, size, bold), shorten(value, room, size, bold)


def _atlabels(
    every: Sequence[Series], words: dict[str, tuple[str, ...]], plot: Plot, size: float
) -> tuple[tuple[Label, ...], tuple[Series, ...]]:
    """Labels in order from the top, and the context series that found no room.

    Where labels crowd each other far from their lines, grey ones give way, those first whose lines
    end closest together.
    """
    kept = sorted(every, key=lambda s: (plot.y(s.last.value), s.geo))
    left_over: list[Series] = []
    low, high = plot.top - size * 0.6, plot.bottom + size * 0.7
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


def _atnotes(
    chart: Chart, plot: Plot, room: tuple[float, float], fixed: tuple[Sequence[str], str]
) -> tuple[tuple[Note, ...], tuple[Annotation, ...]]:
    """Notes on the fewest levels on which no words overlap and no rule runs through words.

    The unit above the axis and the period above the labels (`fixed`) keep their places on the
    lowest levels. Where rules must run through words, they pass behind them. Notes for which there
    is no place are given back.
    """
    inside = [
        a
        for a in chart.annotations
        if a.on_chart and plot.time.low <= a.x.toordinal() <= plot.time.high
    ]
    inside.sort(key=lambda a: (a.x, a.text))
    width, size = room
    title, ends = fixed
    blocked = [_fixed(line, 0.0, level, size) for level, line in enumerate(reversed(title))]
    blocked.append(_fixed(ends, plot.right + GUTTER - 4, 0, size))
    tries = [_note_tries(a, plot.x(a.x), width, size) for a in inside]
    for collide in (_collide, _overlap):
        for most in range(1, _MOST_LEVELS + 1):
            found = _fit(tries, blocked, most, collide)
            if found is not None:
                return tuple(found[len(blocked) :]), ()
    kept, homeless = list(blocked), []
    for annotation, own in zip(inside, tries, strict=True):
        free = next((t for t in own if not any(_overlap(t, other) for other in kept)), None)
        if free is None:
            homeless.append(annotation)
        else:
            kept.append(free)
    return tuple(kept[len(blocked) :]), tuple(homeless)


def _fixed(words: str, x: float, level: int, size: float) -> Note:
    """Words that have their place already and no rule."""
    return Note(
        Annotation(date.min, words), words, -1e6, x, "start", text_width(words, size), level
    )


def _fit(
    tries: Sequence[Sequence[Note]],
    placed: list[Note],
    most: int,
    collide: Callable[[Note, Note], bool],
) -> list[Note] | None:
    """The first way to place every note below level `most`, or None."""
    if not tries:
        return placed
    for note in tries[0]:
        if note.level < most and not any(collide(note, other) for other in placed):
            found = _fit(tries[1:], [*placed, note], most, collide)
            if found is not None:
                return found
    return None


def _note_tries(annotation: Annotation, x: float, width: float, size: float) -> list[Note]:
    text = shorten(annotation.text, width - 8, size)
    wide = text_width(text, size)
    tries = []
    for level in range(_MOST_LEVELS):
        if x + 5 + wide <= width:
            tries.append(Note(annotation, text, x, x + 5, "start", wide, level))
        if x - 5 - wide >= 0:
            tries.append(Note(annotation, text, x, x - 5, "end", wide, level))
    if not tries:
        start = max(0.0, min(x - wide / 2, width - wide))
        tries = [
            Note(annotation, text, x, start, "start", wide, level) for level in range(_MOST_LEVELS)
        ]
    return tries


def _overlap(one: Note, other: Note) -> bool:
    """Whether words stand on words."""
    (a, b), (c, d) = one.span, other.span
    return one.level == other.level and a < d + 8 and c < b + 8


def _collide(one: Note, other: Note) -> bool:
    """Whether words stand on words, or a rule runs through words."""
    if _overlap(one, other):
        return True
    (a, b), (c, d) = one.span, other.span
    if a - 3 < other.x < b + 3 and one.level <= other.level:
        return True
    return c - 3 < one.x < d + 3 and other.level <= one.level


def _key(
    unlabelled: Sequence[Series],
    homeless: Sequence[Annotation],
    chart: Chart,
    room: tuple[float, float],
) -> tuple[str, ...]:
    lines: tuple[str, ...] = ()
    if unlabelled:
        order = "best first" if chart.axis.reverse else "highest first"
        usual = usual_last(chart)
        names = ", ".join(f"{s.label} {end_words(s, usual)}" for s in unlabelled)
        joined = any(len(segment.points) > 1 for s in chart.series for segment in s.segments)
        lines += wrap(f"Other grey {'lines' if joined else 'dots'}, {order}: {names}.", *room)
    if homeless:
        lines += wrap("Also marked: " + "; ".join(a.text for a in homeless) + ".", *room)
    return lines
