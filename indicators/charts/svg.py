"""Charts as SVG: first paint, cards, static pages and saved images. No script, no style sheet.

Draws from a `Chart` alone; the same chart gives the same bytes. It chooses no words and no data.
"""

import hashlib
import math
from functools import lru_cache

from indicators.charts.bars import bar_parts, natural_height
from indicators.charts.description import Chart, Kind, Mark, Series
from indicators.charts.dumbbell import dumbbell_height, dumbbell_svg
from indicators.charts.labels import balance, wrap
from indicators.charts.layout import line_layout
from indicators.charts.markup import attributes, element, group, marker, number, path, text, words
from indicators.charts.multiples import multiples_svg
from indicators.charts.plane import NARROW
from indicators.charts.scatter import scatter_svg
from indicators.charts.svg_lines import line_parts
from indicators.theme import FONT_SIZES, FONT_STACK, NARROW_FONT_SIZES, THEMES, Theme

_NAMESPACE = "http://www.w3.org/2000/svg"

#: Widths laid out for a container that is wide, middling or a phone's, with their heights.
RESPONSIVE = (("wide", 1040, 430), ("middle", 640, 400), ("narrow", 360, 340))

#: The rules that show one of the three; container queries, so that a column counts and not the
#: window.
RESPONSIVE_CSS = (
    ".chart{container-type:inline-size}"
    ".chart-middle,.chart-narrow{display:none}.half .chart-middle{display:block}"
    "@container (max-width:860px){.chart-wide{display:none}.chart-middle{display:block}}"
    "@container (max-width:500px){.chart-middle,.half .chart-middle{display:none}"
    ".chart-narrow{display:block}}"
)


#: Drawings kept for who asks for the same chart again; one has 5 to 50 kB.
MOST_DRAWINGS = 256


@lru_cache(MOST_DRAWINGS)
def render(
    chart: Chart,
    *,
    width: int = 1040,
    height: int | None = None,
    theme: str = "light",
    standalone: bool = False,
) -> str:
    """The chart as an `<svg>` of `width` px, scaled by the page it stands in.

    At 480 px and below it is laid out for a phone. `height` is that of a line chart's plot and
    axes (default 430, or 340 on a phone); ranked charts take what their rows need. `standalone`
    adds ground, headline, subtitle, notes and source line, for a file that leaves the page.
    """
    if standalone:
        return _standalone(chart, width, height, THEMES[theme])
    return _drawn(chart, width, height, theme)


def _drawn(chart: Chart, width: int, height: int | None, theme: str) -> str:
    body, tall = _body(chart, float(width), height, THEMES[theme])
    return _document(chart, body, (width, tall), {"width": "100%"})


@lru_cache(MOST_DRAWINGS)
def responsive(chart: Chart, *, theme: str = "light", half: bool = False) -> str:
    """The chart laid out for three widths, of which `RESPONSIVE_CSS` shows the one that fits.

    `half`: it will never have a whole page's width, so that the widest is left out.
    """
    parts = [
        f'<div class="chart-{name}">{_drawn(chart, width, tall, theme)}</div>'
        for name, width, height in RESPONSIVE[half:]
        for tall in (height if chart.kind is Kind.LINE else None,)
    ]
    return f'<div class="chart{" half" if half else ""}">{"".join(parts)}</div>'


def spark(
    series: Series,
    *,
    width: int = 150,
    height: int = 36,
    theme: str = "light",
    reverse: bool = False,
) -> str:
    """A small line without axes for a card, whose words tell the same; not read aloud.

    `reverse` puts the smallest value on top, for ranks.
    """
    colours = THEMES[theme]
    points = series.points
    days = [p.x.toordinal() for p in points]
    values = [p.value for p in points]
    across = (width - 12) / (max(days) - min(days) or 1)
    up = (height - 12) / (max(values) - min(values) or 1)
    flat = max(values) == min(values)

    def at(place: int) -> tuple[float, float]:
        climbed = (values[place] - min(values)) * up
        level = 6 + climbed if reverse else height - 6 - climbed
        rise = height / 2 if flat else level
        return 6 + (days[place] - days[0]) * across, rise

    lines, dots, place = [], [], 0
    for segment in series.segments:
        spots = [at(place + step) for step in range(len(segment.points))]
        place += len(segment.points)
        if len(spots) > 1:
            lines.append(element("polyline", points=path(spots)))
        elif segment.points[0] is not points[-1]:
            hollow = segment.points[0].mark is Mark.HOLLOW
            fill = colours.background if hollow else colours.context
            dots.append(marker("circle", *spots[0], 2.2, fill=fill, stroke=colours.context))
    hollow = points[-1].mark is Mark.HOLLOW
    end = marker(
        "circle", *at(len(points) - 1), 3.5,
        fill=colours.background if hollow else colours.focus, stroke=colours.focus,
    )  # fmt: skip
    body = group(lines, fill="none", stroke=colours.focus, stroke_width=2) + "".join(dots) + end
    size = {"viewBox": f"0 0 {width} {height}", "width": width, "height": height}
    return f'<svg xmlns="{_NAMESPACE}"{attributes(size)} aria-hidden="true">{body}</svg>'


#: Kinds that fill a height if one is given, and else take what they need.
_FILLING = {Kind.MULTIPLES: multiples_svg, Kind.SCATTER: scatter_svg}


def _body(chart: Chart, width: float, height: int | None, theme: Theme) -> tuple[str, float]:
    if chart.kind is Kind.LINE:
        layout = line_layout(chart, width, height or (340 if width <= NARROW else 430))
        return "".join(line_parts(chart, layout, theme)), layout.height
    if chart.kind is Kind.DUMBBELL:
        return dumbbell_svg(chart, width, theme), dumbbell_height(chart, width)
    fill = _FILLING.get(chart.kind)
    if fill is not None:
        return fill(chart, width, theme, height)
    return "".join(bar_parts(chart, width, theme)), natural_height(chart, width)


def _document(chart: Chart, body: str, size: tuple[float, float], extra: dict[str, object]) -> str:
    """The element around a body, named and described; its ids come from what it holds."""
    seed = f"{chart.headline}\n{chart.alt}\n{size}\n{body}"
    key = "c" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:12]
    wide, tall = size
    head = attributes(
        {
            "viewBox": f"0 0 {number(wide)} {number(tall)}",
            **extra,
            "role": "img",
            "aria-labelledby": f"{key}-t {key}-d",
            "font-family": FONT_STACK,
        }
    ).replace("&#x27;", "'")
    return (
        f'<svg xmlns="{_NAMESPACE}"{head}><title id="{key}-t">{words(chart.headline)}</title>'
        f'<desc id="{key}-d">{words(chart.alt)}</desc>{body}</svg>'
    )


def _standalone(chart: Chart, width: int, height: int | None, theme: Theme) -> str:
    """Ground, headline and subtitle above the chart; notes and source line below it."""
    sizes = NARROW_FONT_SIZES if width <= NARROW else FONT_SIZES
    edge = 16.0 if width <= NARROW else 24.0
    room = width - 2 * edge
    parts, y = [], edge
    for content, kind, colour, weight in (
        (chart.headline, "headline", theme.ink, "700"),
        (chart.subtitle, "subtitle", theme.muted, None),
    ):
        block, y = _block(content, (edge, y, room), sizes[kind], colour, weight)
        parts.append(block)
        y += 6
    body, tall = _body(chart, room, height, theme)
    parts.append(element("g", body, transform=f"translate({number(edge)} {number(y + 10)})"))
    y += 10 + tall + 14
    for content in chart.notes:
        block, y = _block(content, (edge, y, room), sizes["source"], theme.muted, None)
        parts.append(block)
        y += 3
    block, y = _block(chart.source_line, (edge, y + 4, room), sizes["source"], theme.muted, None)
    parts.append(block)
    y = math.ceil(y + edge - 4)
    ground = element("rect", width=width, height=y, fill=theme.background)
    return _document(chart, ground + "".join(parts), (width, y), {"width": width, "height": y})


def _block(
    content: str, room: tuple[float, float, float], size: int, colour: str, weight: str | None
) -> tuple[str, float]:
    """Wrapped lines of text from (x, y) in a width, and where the next block may begin."""
    x, y, width = room
    leading = size * (1.2 if weight else 1.4)
    lines = (balance if weight else wrap)(content, width, size, weight is not None)
    rows = (text(line, x, y + size + row * leading) for row, line in enumerate(lines))
    return group(rows, font_size=size, fill=colour, font_weight=weight), y + len(lines) * leading
