"""Where everything on a line chart stands: margins, scales, labels at line ends, dated notes.

Measures a `Chart` for a size. It writes no SVG; the Plotly renderer stands on the same places.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.dated_notes import Note, place_notes
from indicators.charts.description import Annotation, Axis, Chart, Emphasis, Kind, Series
from indicators.charts.end_labels import Label, end_words, label_lines, place_labels, usual_last
from indicators.charts.labels import text_width, wrap
from indicators.charts.plane import GUTTER, NARROW, Plot
from indicators.charts.scales import LONG_SPAN, Scale, time_scale, value_scale, year_long
from indicators.theme import FONT_SIZES, NARROW_FONT_SIZES

#: The largest share of the width that the unit above the axis may take.
_MOST_TITLE = 0.5


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
    off_zero = chart.kind not in (Kind.BAR, Kind.DOT) and not axis.from_zero and not axis.reverse
    return scale_words(axis, off_zero=off_zero)


def scale_words(axis: Axis, *, off_zero: bool) -> str:
    """An axis title with what is to be known of its scale."""
    scale = "log scale" if axis.log else "axis does not start at zero" if off_zero else ""
    text = "; ".join(part for part in (axis.title, scale) if part)
    return text[:1].upper() + text[1:]


def line_layout(chart: Chart, width: float, height: float) -> LineLayout:
    """Measure a line chart for `width` by `height` px.

    Lines of the key (names that found no room at their line's end) add to the height.
    """
    narrow = width <= NARROW
    sizes = NARROW_FONT_SIZES if narrow else FONT_SIZES
    label_size, axis_size = sizes["label"], sizes["axis"]
    line = axis_size * 1.35
    usual = usual_last(chart)
    # Beside an event's words a bare year would be taken for the event's.
    ends = usual if narrow else f"{usual} values"
    words = {s.geo: label_lines(s, usual, label_size, width) for s in chart.series}
    value = _value_scale(chart, 6 if narrow else 8)
    left = max(text_width(tick.text, axis_size) for tick in value.ticks) + 8
    widest = max(
        text_width(ends, axis_size),
        *(
            text_width(text, label_size, s.emphasis is Emphasis.FOCUS)
            for s in chart.series
            for text in words[s.geo]
        ),
    )
    right = width - widest - GUTTER
    time = _time_scale(chart, right - left, axis_size)
    title = wrap(axis_title(chart), width * _MOST_TITLE, axis_size)
    flat = Plot(left, right, 0, 1, value, time)
    notes, homeless = place_notes(chart, flat, (width, axis_size), (title, ends))
    levels = max(1, len(title), *(1 + note.level for note in notes))
    plot = Plot(left, right, levels * line + 14, height - line - 8, value, time, chart.axis.reverse)
    labels, unlabelled = place_labels(chart.series, words, plot, label_size)
    key = _key(unlabelled, homeless, chart, (width, axis_size))
    return LineLayout(
        width, height + (len(key) * line + 6 if key else 0), plot, label_size, axis_size,
        title, ends, labels, notes, key,
    )  # fmt: skip


def _value_scale(chart: Chart, count: int) -> Scale:
    values = [point.value for series in chart.series for point in series.points]
    values += [edge for band in chart.bands for _, *edges in band.edges for edge in edges]
    whole = all(value == int(value) for value in values)
    return value_scale(min(values), max(values), chart.axis, count, whole)


def _time_scale(chart: Chart, room: float, size: float) -> Scale:
    """The time axis with as many tick texts as stand under `room` px with space between them."""
    periods = {point.x: point.label for series in chart.series for point in series.points}
    monthly = not year_long(chart.frequency) and (max(periods) - min(periods)).days < LONG_SPAN
    sample = "2020-21" if chart.frequency == "FY" else "Jan 2000" if monthly else "2000"
    widest = max(text_width(label, size) for label in set(periods.values()))
    count, own = (int(room / (width + 22)) for width in (text_width(sample, size), widest))
    return time_scale(periods, chart.frequency, max(count, 2), own)


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
