"""Small multiples as SVG: a small line chart for each area, all on the same two axes.

Measured once for a size; the Plotly renderer stands on the same places. It orders nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.charts.description import Chart, Emphasis, Mark, Point, Series
from indicators.charts.end_labels import end_words, usual_last, when_words
from indicators.charts.labels import shorten, text_width, wrap
from indicators.charts.layout import scale_words
from indicators.charts.looks import look
from indicators.charts.markup import element, group, marker, path
from indicators.charts.picture import Caption, Rule, svg_captions, svg_rules
from indicators.charts.plane import NARROW, Plot
from indicators.charts.scales import Scale, time_scale, value_scale
from indicators.charts.svg_lines import alone_places
from indicators.theme import FONT_SIZES, NARROW_FONT_SIZES, Theme

#: A panel is about this wide, so that four stand side by side on a page and two on a phone.
_PANEL, _PANEL_NARROW = 240.0, 150.0
_TALL, _TALL_NARROW = 118.0, 84.0
_BETWEEN = 26.0
#: Between a name and the value beside it.
_GAP = 8
#: In sizes of the type: from a name to the value under it, and from a panel's words to its chart.
_UNDER, _ABOVE = 1.3, 1.5
#: Where a height is to be filled: the shape of a panel, and the least that it is tall.
_SHAPE = 0.55
_LEAST_TALL = 44.0
#: Dots of a line with no more points than this are drawn one by one.
_FEW_POINTS = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """One area's small chart: its rectangle with the shared scales, its name, and its value with
    the period where that is not the usual one, in lines.
    """

    series: Series
    plot: Plot
    name: str
    told: tuple[str, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class MultiplesLayout:
    """All panels measured for one width. `head` stands above them, `key` below.

    `under` is how many lines stand between a name and its chart: none where every value has room
    beside its name.
    """

    panels: tuple[Panel, ...]
    under: int
    width: float
    height: float
    size: int
    axis_size: int
    head: tuple[str, ...]
    key: tuple[str, ...]
    ends: tuple[str, str]

    @property
    def axis_line(self) -> float:
        return self.axis_size * 1.35


def multiples_layout(chart: Chart, width: float, height: float | None = None) -> MultiplesLayout:
    """Measure small multiples for `width` px; rows are added until all areas have a panel.

    With a `height` the panels are made to fill it, as far as they can be read. A value and its
    period are told in full: where one has no room beside its name, all stand under theirs.
    """
    found = _measured(chart, width, height, under=0)
    if not all(_beside(panel, found.size) for panel in found.panels):
        found = _measured(chart, width, height, under=1)
        # Fewer rows may fit under more words, and panels are then narrower.
        while (most := max(len(panel.told) for panel in found.panels)) > found.under:
            found = _measured(chart, width, height, under=most)
    return found


def _beside(panel: Panel, size: int) -> bool:
    """Whether the value stands in one line beside the name."""
    words = text_width(panel.name, size, True) + _GAP
    words += text_width(panel.told[0], size, _bold(panel.series))
    return len(panel.told) == 1 and words <= panel.plot.right - panel.plot.left


def _bold(series: Series) -> bool:
    return series.emphasis is Emphasis.FOCUS


def _told(series: Series, usual: str, width: float, size: int) -> tuple[str, ...]:
    """The value and its period in one line, else the period below, else as many lines as needed."""
    words, bold = end_words(series, usual), _bold(series)
    if text_width(words, size, bold) <= width:
        return (words,)
    value, period = series.last.text, words.removeprefix(series.last.text).strip()
    return (*wrap(value, width, size, bold), *wrap(period, width, size, bold))


def _measured(chart: Chart, width: float, height: float | None, *, under: int) -> MultiplesLayout:
    narrow = width <= NARROW
    sizes = NARROW_FONT_SIZES if narrow else FONT_SIZES
    size, axis_size = sizes["label"] - (0 if narrow else 1), sizes["axis"] - 1
    value, time, ends = _scales(chart, narrow)
    gutter = max(text_width(tick.text, axis_size) for tick in value.ticks) + 8
    between = _BETWEEN / 2 if narrow else _BETWEEN
    room = width - gutter
    off_zero = not chart.axis.from_zero and not chart.axis.reverse
    head = wrap(scale_words(chart.axis, off_zero=off_zero), width, axis_size)
    line = axis_size * 1.35
    top = len(head) * line + 6
    key = tuple(line for words in _key(chart) for line in wrap(words, width, axis_size))
    lead = size * (_ABOVE + _UNDER * under)
    words_high = lead + line + 16
    columns = max(1, min(len(chart.series), int(room / (_PANEL_NARROW if narrow else _PANEL))))
    tall = _TALL_NARROW if narrow else _TALL
    if height is not None:
        spare = height - top - len(key) * line
        columns, tall = _filling(len(chart.series), (room, spare), (between, words_high), columns)
    wide = (room - between * (columns - 1)) / columns
    row = words_high + tall
    panels = []
    usual = usual_last(chart)
    for at, series in enumerate(chart.series):
        left = gutter + (at % columns) * (wide + between)
        start = top + (at // columns) * row + lead
        plot = Plot(left, left + wide, start, start + tall, value, time, chart.axis.reverse)
        name = shorten(series.label, wide, size, True)
        told = _told(series, usual, wide, size)
        panels.append(Panel(series, plot, name, told, at % columns == 0))
    rows = -(-len(chart.series) // columns)
    whole = top + rows * row + len(key) * line
    return MultiplesLayout(tuple(panels), under, width, whole, size, axis_size, head, key, ends)


def _filling(
    count: int, room: tuple[float, float], taken: tuple[float, float], fewest: int
) -> tuple[int, float]:
    """How many columns fill a room best, and how tall their panels are.

    `taken` is what lies between two columns, and the words of a row.
    """

    def tall(columns: int) -> float:
        return max(room[1] / -(-count // columns) - taken[1], _LEAST_TALL)

    def unlike(columns: int) -> float:
        wide = (room[0] - taken[0] * (columns - 1)) / columns
        return abs(tall(columns) / wide - _SHAPE)

    most = max(fewest, min(count, int(room[0] / _PANEL_NARROW)))
    best = min(range(fewest, most + 1), key=unlike)
    return best, tall(best)


def _scales(chart: Chart, narrow: bool) -> tuple[Scale, Scale, tuple[str, str]]:
    points = [point for series in chart.series for point in series.points]
    values = [point.value for point in points]
    whole = all(value == int(value) for value in values)
    value = value_scale(min(values), max(values), chart.axis, 3 if narrow else 4, whole)
    periods = {point.x: point.label for point in points}
    time = time_scale(periods, chart.frequency, 2, 2)
    return value, time, (periods[min(periods)], periods[max(periods)])


def focus_of(chart: Chart) -> Series | None:
    """The area in focus, which every panel repeats."""
    return next((s for s in chart.series if s.emphasis is Emphasis.FOCUS), None)


def _events(chart: Chart) -> tuple[tuple[float, str], ...]:
    """Days and words of what is marked in every panel."""
    return tuple(
        (float(note.x.toordinal()), note.text)
        for note in chart.annotations
        if note.on_chart and not note.is_break
    )


def _key(chart: Chart) -> Iterator[str]:
    focus = focus_of(chart)
    yield when_words(chart)
    if focus is not None and len(chart.series) > 1:
        yield f"The thin line in every panel is {focus.label}."
    events = [words for _, words in _events(chart)]
    if events:
        yield f"Dotted rules: {'; '.join(events)}."


def multiples_svg(
    chart: Chart, width: float, theme: Theme, height: float | None = None
) -> tuple[str, float]:
    """Everything inside the picture, back to front, and how tall it is."""
    m = multiples_layout(chart, width, height)
    parts = [svg_rules(rules(chart, m, theme)), *svg_captions(captions(m, theme))]
    focus = focus_of(chart)
    for panel in m.panels:
        if focus is not None and panel.series is not focus:
            parts.append(group(_reference(focus, panel.plot, theme), data_reference=focus.geo))
        lines = group(_lines(panel, theme), fill="none", stroke_linejoin="round")
        parts.append(
            group(
                (lines, *_dots(panel, theme)),
                data_geo=panel.series.geo,
                data_alone=alone_places(panel.series, panel.plot) or None,
            )
        )
    return "".join(parts), m.height


def _reference(focus: Series, plot: Plot, theme: Theme) -> Iterator[str]:
    for segment in focus.segments:
        if len(segment.points) > 1:
            yield element(
                "polyline", points=path((plot.x(p.x), plot.y(p.value)) for p in segment.points),
                fill="none", stroke=theme.focus, stroke_width=1, stroke_opacity="0.55",
            )  # fmt: skip


def colour(series: Series, theme: Theme) -> str:
    return theme.ink if series.emphasis is Emphasis.CONTEXT else look(series, theme).colour


def line_width(series: Series) -> float:
    return 3.0 if series.emphasis is Emphasis.FOCUS else 2.0


def marked(series: Series) -> Iterator[Point]:
    """The points that are drawn one by one: alone, unlike the rest, few, or the last."""
    few = len(series.points) <= _FEW_POINTS
    for segment in series.segments:
        for point in segment.points:
            alone = len(segment.points) == 1
            if few or alone or point is series.last or point.mark is not Mark.SOLID:
                yield point


def _lines(panel: Panel, theme: Theme) -> Iterator[str]:
    series, plot = panel.series, panel.plot
    tone = colour(series, theme)
    for segment in series.segments:
        if len(segment.points) > 1:
            yield element(
                "polyline", points=path((plot.x(p.x), plot.y(p.value)) for p in segment.points),
                stroke=tone, stroke_width=line_width(series), stroke_linecap="round",
            )  # fmt: skip


def _dots(panel: Panel, theme: Theme) -> Iterator[str]:
    series, plot = panel.series, panel.plot
    tone = colour(series, theme)
    for point in marked(series):
        plain = point.mark is Mark.SOLID
        kind = "diamond" if point.mark is Mark.OTHER_RELEASE else "circle"
        yield marker(
            kind, plot.x(point.x), plot.y(point.value), 3.4 if point is series.last else 2.4,
            fill=tone if plain else theme.background, stroke=None if plain else tone,
            stroke_width=None if plain else 1.5, data_mark=None if plain else point.mark.value,
        )  # fmt: skip


def rules(chart: Chart, m: MultiplesLayout, theme: Theme) -> list[Rule]:
    """Gridlines and base line of every panel, and dotted rules at events."""
    found = []
    for panel in m.panels:
        plot = panel.plot
        for tick in plot.value.ticks:
            base = tick.at == 0 and not plot.reverse
            tone = theme.baseline if base else theme.grid
            found.append(Rule(plot.left, plot.y(tick.at), plot.right, plot.y(tick.at), tone))
        for day, _ in _events(chart):
            x = plot.x(day)
            found.append(Rule(x, plot.top, x, plot.bottom, theme.faint, dash=(1, 3)))
    return found


def captions(m: MultiplesLayout, theme: Theme) -> list[Caption]:
    line = m.axis_line
    found = [
        Caption(words, 0, line * (at + 0.5), m.axis_size, theme.muted, part="unit")
        for at, words in enumerate(m.head)
    ]
    for panel in m.panels:
        plot, style = panel.plot, look(panel.series, theme)
        ink, bold = theme.focus_text if style.bold else theme.ink, style.bold
        y = plot.top - m.size * (0.8 + _UNDER * m.under)
        x, side = (plot.left, "start") if m.under else (plot.right, "end")
        found.append(Caption(panel.name, plot.left, y, m.size, ink, bold=True, part="name"))
        found += [
            Caption(words, x, y + m.size * _UNDER * (at + bool(m.under)), m.size, ink, side, bold,
                    part="value")
            for at, words in enumerate(panel.told)
        ]  # fmt: skip
        if panel.first:
            found += [
                Caption(t.text, plot.left - 8, plot.y(t.at), m.axis_size, theme.muted, "end",
                        part="values")
                for t in plot.value.ticks
            ]  # fmt: skip
        foot = plot.bottom + line * 0.75
        first, last = m.ends
        found.append(Caption(first, plot.left, foot, m.axis_size, theme.muted, part="periods"))
        if last != first:
            found.append(
                Caption(last, plot.right, foot, m.axis_size, theme.muted, "end", part="periods")
            )
    below = m.height - len(m.key) * line
    found += [
        Caption(words, 0, below + line * (at + 0.5), m.axis_size, theme.muted, part="key")
        for at, words in enumerate(m.key)
    ]
    return found
