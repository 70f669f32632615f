"""How a series or a bar looks in a theme: colour, width, dash, marker and the colour of its label.

The same for every renderer. Colours come from `indicators.theme`; nothing is drawn here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.charts.description import Bar, Change, Emphasis, Pair, Series
from indicators.theme import COMPARATOR_STYLES, LINE_WIDTHS, Theme


@dataclass(frozen=True, slots=True)
class Look:
    """What tells one series from the others."""

    colour: str
    width: float
    dash: tuple[int, ...]
    marker: str
    text: str
    bold: bool


def look(item: Series | Bar | Change | Pair, theme: Theme, *, labelled: bool = True) -> Look:
    """The look of one area's data. Context without a label on the chart is drawn fainter."""
    if item.emphasis is Emphasis.FOCUS:
        return Look(theme.focus, LINE_WIDTHS["focus"], (), "circle", theme.focus_text, True)
    if item.emphasis is Emphasis.COMPARATOR:
        style = COMPARATOR_STYLES[item.position]
        colour = theme.comparators[item.position]
        width = LINE_WIDTHS["comparator"]
        return Look(colour, width, style.dash, style.marker, theme.ink, False)
    if labelled:
        return Look(theme.context, LINE_WIDTHS["context"], (), "circle", theme.muted, False)
    return Look(theme.faint, LINE_WIDTHS["faint"], (), "circle", theme.muted, False)


def comparator_positions(highlighted: Sequence[str], focus: str) -> dict[str, int]:
    """Geo → position of each highlighted area, as many as there are styles; the rest stay grey."""
    chosen = dict.fromkeys(geo for geo in highlighted if geo != focus)
    return {geo: place for place, geo in enumerate(chosen) if place < len(COMPARATOR_STYLES)}
