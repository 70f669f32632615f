"""A view as one SVG picture of a fixed size, with all that makes it citable inside.

Headline, chart, notes, source, dates, data version and link. It makes no file format but SVG.
"""

from dataclasses import dataclass

from indicators.charts.description import Chart
from indicators.charts.labels import balance, wrap
from indicators.charts.markup import element, group, number, text, words
from indicators.errors import ValidationError
from indicators.exports.fitting import fitted, legible, rows_of
from indicators.exports.stamp import Stamp
from indicators.theme import FONT_SIZES, FONT_STACK, LIGHT
from indicators.view import View

_EDGE = 32.0


@dataclass(frozen=True, slots=True)
class Preset:
    """A size of picture, in px at single resolution."""

    label: str
    width: int
    height: int


PRESETS = {
    "slide": Preset("Slide, 16:9", 1280, 720),
    "a4_half": Preset("Half an A4 page", 1240, 877),
    "square": Preset("Square", 1080, 1080),
    "page": Preset("Width of a page", 760, 620),
}


def preset_of(name: str) -> Preset:
    """The preset of that name.

    Raises:
        ValidationError: there is none; the message lists those there are.
    """
    if name not in PRESETS:
        raise ValidationError(f"there is no size {name!r}. Choose one of {', '.join(PRESETS)}.")
    return PRESETS[name]


def draw(view: View, stamp: Stamp, preset: str | Preset = "slide", *, framed: bool = True) -> str:
    """The view as SVG text of exactly the preset's size; the same view gives the same text.

    Without a frame, headline and subtitle are left out: the page around the picture has them.
    """
    size = preset_of(preset) if isinstance(preset, str) else preset
    room = size.width - 2 * _EDGE
    head, top = _lines(_head(view) if framed else (), room, _EDGE if framed else 8.0)
    most = 0 if not framed else 3 if size.height < size.width / 1.5 else 5
    edge = _EDGE - 8 if framed else 8.0
    shown, omitted = view.chart, ""
    for _ in range(2):  # the line that names omitted rows takes room itself
        foot, tall = _lines(_foot(view, stamp, (room, most), omitted), room, 0.0)
        below = size.height - tall - edge
        space = (_EDGE, top + 12, room, below - top - 26)
        shown = legible(view.chart, space[2], space[3])
        omitted = _omitted(view.chart, shown)
    rule = element(
        "line", x1=_EDGE, x2=size.width - _EDGE, y1=below - 8, y2=below - 8,
        stroke=LIGHT.border, stroke_width=1,
    )  # fmt: skip
    body = (
        element("rect", width=size.width, height=size.height, fill=LIGHT.background)
        + head
        + fitted(shown, space)
        + rule
        + element("g", foot, transform=f"translate(0 {number(below)})")
    )
    return _document(view, body, size)


def _document(view: View, body: str, size: Preset) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}" '
        f'width="{size.width}" height="{size.height}" role="img" aria-labelledby="t d" '
        f'font-family="{FONT_STACK}"><title id="t">{words(view.headline)}</title>'
        f'<desc id="d">{words(view.alt)}</desc>{body}</svg>'
    )


Line = tuple[str, int, str, bool]


def _head(view: View) -> tuple[Line, ...]:
    size = FONT_SIZES["headline"] + 4
    if len(view.headline) > 160:
        size -= 8
    return (
        (view.headline, size, LIGHT.ink, True),
        (view.subtitle, FONT_SIZES["subtitle"] + 1, LIGHT.muted, False),
    )


def _omitted(whole: Chart, shown: Chart) -> str:
    """How many rows a picture has no room for; nothing where it has them all."""
    all_, kept = len(rows_of(whole)), len(rows_of(shown))
    if kept == all_:
        return ""
    return f"{kept} of {all_} rows are shown, each at its place; the address below has all."


def _foot(view: View, stamp: Stamp, room: tuple[float, int], omitted: str) -> tuple[Line, ...]:
    """Notes, source and data version; notes beyond some lines are counted, not cut in silence."""
    size = FONT_SIZES["source"]
    width, most = room
    kept = [omitted] if omitted else []
    used = len(kept)
    told = 0
    for note in view.notes:
        used += len(wrap(note, width, size))
        if used > most:
            break  # a document around the picture has the notes itself
        kept.append(note)
        told += 1
    left = len(view.notes) - told if most else 0
    if left:
        kept.append(f"{left} more {'note' if left == 1 else 'notes'} at the address below.")
    source = f"{view.source_line} {view.status_label}."
    return tuple((line, size, LIGHT.muted, False) for line in (*kept, source, stamp.line))


def _lines(blocks: tuple[Line, ...], room: float, y: float) -> tuple[str, float]:
    """Wrapped blocks of text from `y` on, and where the last one ends."""
    parts = []
    for content, size, colour, bold in blocks:
        leading = size * (1.2 if bold else 1.4)
        lines = (balance if bold else wrap)(content, room, size, bold)
        rows = (text(line, _EDGE, y + size + i * leading) for i, line in enumerate(lines))
        weight = "700" if bold else None
        parts.append(group(rows, font_size=size, fill=colour, font_weight=weight))
        y += len(lines) * leading + (8 if bold else 3)
    return "".join(parts), y
