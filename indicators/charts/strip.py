"""Places among n as a small row of dots, best on the left, for a line of words that says the same.

Not read aloud: the words beside it tell the places. It ranks nothing.
"""

from dataclasses import dataclass

from indicators.charts.markup import attributes, element, group, marker
from indicators.theme import THEMES, Theme

_NAMESPACE = "http://www.w3.org/2000/svg"
_EDGE = 8.0

#: What a mark stands for: the country of the page, or the one set beside it.
WHO = ("focus", "beside")


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """One country's place, and where it moved the place it had `before`."""

    who: str
    place: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """The places of one or two countries among `n`."""

    n: int
    marks: tuple[PlaceMark, ...]

    def __post_init__(self) -> None:
        for mark in self.marks:
            for place in (mark.place, mark.before or mark.place):
                if mark.who not in WHO or not 1 <= place <= self.n:
                    raise ValueError(f"{mark} is no mark on a strip of {self.n} places")


def strip(item: Strip, *, width: int = 184, height: int = 20, theme: str = "light") -> str:
    """The row of dots as an `<svg>`."""
    colours = THEMES[theme]
    middle = height / 2
    step = (width - 2 * _EDGE) / max(item.n - 1, 1)
    at = {place: _EDGE + (place - 1) * step for place in range(1, item.n + 1)}
    parts = [group(_dot(x, middle, colours) for x in at.values())]
    for mark in item.marks:
        if mark.before is not None and mark.before != mark.place:
            parts += _way(at[mark.before], at[mark.place], middle, _colour(mark.who, colours))
    # The country of the page is drawn last, so that it stays in sight where both share a place.
    for mark in sorted(item.marks, key=lambda mark: mark.who):
        parts.append(_mark(mark.who, at[mark.place], middle, colours))
    return _document("".join(parts), width, height)


def key(who: str, *, theme: str = "light") -> str:
    """One mark alone, for the line that says which country it stands for."""
    return _document(_mark(who, 8.0, 8.0, THEMES[theme]), 16, 16)


def _document(body: str, width: int, height: int) -> str:
    size = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return f'<svg xmlns="{_NAMESPACE}"{attributes(size)} aria-hidden="true">{body}</svg>'


def _colour(who: str, colours: Theme) -> str:
    return colours.focus if who == "focus" else colours.comparators[1]


def _dot(x: float, y: float, colours: Theme) -> str:
    return marker("circle", x, y, 1.6, fill=colours.context, stroke="none")


def _way(start: float, end: float, y: float, colour: str) -> list[str]:
    """A ring at the earlier place, and the way from there."""
    line = element("line", x1=start, x2=end, y1=y, y2=y, stroke=colour, stroke_width=1.6)
    ring = marker("circle", start, y, 3.4, fill="none", stroke=colour, stroke_width=1.6)
    return [line, ring]


def _mark(who: str, x: float, y: float, colours: Theme) -> str:
    kind, size = ("circle", 5.0) if who == "focus" else ("diamond", 5.4)
    return marker(
        kind, x, y, size,
        fill=_colour(who, colours), stroke=colours.background, stroke_width=1.4,
    )  # fmt: skip
