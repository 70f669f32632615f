"""A view as one SVG picture of a fixed size, with all that makes it citable inside.

Headline, chart, notes, source, dates, data version and link. It makes no file format but SVG.
"""

import math
import re
from dataclasses import dataclass, replace

from indicators.charts import svg
from indicators.charts.bars import natural_height
from indicators.charts.description import Chart, Emphasis, Kind
from indicators.charts.labels import balance, wrap
from indicators.charts.markup import element, group, number, text, words
from indicators.errors import ValidationError
from indicators.exports.stamp import Stamp
from indicators.theme import FONT_SIZES, FONT_STACK, LIGHT
from indicators.view import View

_EDGE = 32.0
#: Rows smaller than this share of their usual size are not read from a slide.
_SMALLEST = 0.74
_FEWEST_ROWS = 5
_RANKED = frozenset({Kind.BAR, Kind.DOT})
_SIZES = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="100%"')


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
        shown = _legible(view.chart, space[2], space[3])
        omitted = _omitted(view.chart, shown)
    rule = element(
        "line", x1=_EDGE, x2=size.width - _EDGE, y1=below - 8, y2=below - 8,
        stroke=LIGHT.border, stroke_width=1,
    )  # fmt: skip
    body = (
        element("rect", width=size.width, height=size.height, fill=LIGHT.background)
        + head
        + _fitted(shown, space)
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
    if len(shown.bars) == len(whole.bars):
        return ""
    return (
        f"{len(shown.bars)} of {len(whole.bars)} rows are shown, each at its place; "
        "the address below has all."
    )


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


def _fitted(chart: Chart, space: tuple[float, float, float, float]) -> str:
    """The chart laid out for the space: lines fill it, rows are scaled until they stand in it."""
    x, y, width, height = space
    height = max(height, 160.0)
    if chart.kind in _RANKED:
        scale = _scale_of_rows(chart, width, height)
        drawn = svg.render(chart, width=math.floor(width / scale))
    else:
        drawn = svg.render(chart, width=round(width), height=round(height))
        if _size_of(drawn)[1] > height + 1:  # names without room at a line's end stand below it
            spare = round(2 * height - _size_of(drawn)[1])
            drawn = svg.render(chart, width=round(width), height=max(spare, 140))
    wide, tall = _size_of(drawn)
    scale = min(width / wide, height / tall)
    place = (
        f'x="{number(x)}" y="{number(y)}" width="{number(wide * scale)}" '
        f'height="{number(tall * scale)}"'
    )
    return re.sub(r' width="100%"', f" {place}", _bare(drawn), count=1)


def _scale_of_rows(chart: Chart, width: float, height: float) -> float:
    """The largest size at which all rows of a ranked chart stand in the space."""
    low, high = 0.3, 1.35
    for _ in range(9):
        scale = (low + high) / 2
        tall = natural_height(chart, math.floor(width / scale))
        low, high = (scale, high) if tall * scale <= height else (low, scale)
    return low


def _legible(chart: Chart, width: float, height: float) -> Chart:
    """A ranked chart with as many rows as can be read in the space.

    The focus and the coloured rows stay; then the best places fill what is left. A lines chart
    comes back as it is.
    """
    if chart.kind not in _RANKED:
        return chart
    bars = chart.bars
    kept = chart
    order = sorted(range(len(bars)), key=lambda i: (bars[i].emphasis is Emphasis.CONTEXT, i))
    for count in range(len(bars), _FEWEST_ROWS, -1):
        chosen = set(order[:count])
        kept = replace(chart, bars=tuple(b for i, b in enumerate(bars) if i in chosen))
        if _scale_of_rows(kept, width, height) >= _SMALLEST:
            break
    return kept


def _size_of(drawn: str) -> tuple[float, float]:
    found = _SIZES.search(drawn)
    if found is None:
        raise ValueError("a chart came without its size")
    return float(found[1]), float(found[2])


def _bare(drawn: str) -> str:
    """The inner picture without a name of its own: the outer one is what is read aloud."""
    drawn = re.sub(r"<title.*?</title><desc.*?</desc>", "", drawn, count=1, flags=re.DOTALL)
    return re.sub(r' role="img" aria-labelledby="[^"]*"', "", drawn, count=1)
