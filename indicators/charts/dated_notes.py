"""Breaks and events written above the plot: where their words and rules stand.

Words never overlap, and rules avoid words where they can. It draws nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.charts.description import Annotation, Chart
from indicators.charts.labels import shorten, text_width
from indicators.charts.plane import GUTTER, Plot

_MOST_LEVELS = 4
#: Places tried before a fewer-rows arrangement is given up.
_BUDGET = 500


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


def place_notes(
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
            found = _fit(tries, blocked, most, collide, iter(range(_BUDGET)))
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
    budget: Iterator[int],
) -> list[Note] | None:
    """The first way to place every note below level `most`; None if none is found in `budget`."""
    if not tries:
        return placed
    for note in tries[0]:
        if note.level < most and not any(collide(note, other) for other in placed):
            if next(budget, None) is None:
                return None
            found = _fit(tries[1:], [*placed, note], most, collide, budget)
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
