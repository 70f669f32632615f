"""Colours and type: the one place for both, for charts and for pages, light and dark.

Holds values and the contrast formula they are checked with. It draws nothing.
The light colours are the Government Analysis Function's palette in its own order
(https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/);
the dark set is a lighter reading of the same hues.
"""

from dataclasses import dataclass, fields
from typing import Any

#: The face Streamlit serves with the page, then faces that are on readers' machines; a saved image
#: has the latter only. Nothing else is fetched. Arial before the generic name keeps widths alike on
#: Linux, where the generic face is a sixth wider.
FONT_STACK = (
    "'Source Sans', 'Source Sans 3', -apple-system, 'Segoe UI', Roboto, Arial, "
    "'Liberation Sans', sans-serif"
)

#: Sizes in px. `label` names lines and bars, `axis` ticks and notes; the rest stand in an image
#: that is saved on its own.
FONT_SIZES = {"headline": 26, "subtitle": 16, "label": 15, "axis": 14, "source": 13}
#: The same on a screen of 480 px or less.
NARROW_FONT_SIZES = {"headline": 21, "subtitle": 15, "label": 13, "axis": 12, "source": 12}

#: The scale of spacing, in px.
SPACING = (4, 8, 16, 24, 40)

#: Widths of lines in px, by how strongly a series is drawn.
LINE_WIDTHS = {"focus": 4.0, "comparator": 2.25, "context": 1.25, "faint": 1.0}


@dataclass(frozen=True, slots=True)
class Style:
    """How the comparator at one position is told apart: by dash and marker as well as by colour.

    `dash` is lengths of stroke and gap in px, `marker` a name both renderers know.
    """

    dash: tuple[int, ...]
    marker: str


#: One style a position. The focus has a solid line and a round marker of its own.
COMPARATOR_STYLES = (
    Style((8, 3), "square"),
    Style((2, 3), "diamond"),
    Style((10, 3, 2, 3), "triangle-up"),
    Style((5, 2), "triangle-down"),
    Style((12, 3, 2, 3, 2, 3), "cross"),
)


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme.

    `ink`, `muted`, `focus_text`, `link` and the second of each verdict pair are for text
    (4.5:1 on their ground). `focus`, `comparators`, `context` and `bar` (a bar's grey) are for
    lines, bars and markers (3:1). `faint`, `grid`, `border` and `surface` carry nothing that is
    not also told elsewhere.
    """

    name: str
    background: str
    surface: str
    border: str
    ink: str
    muted: str
    link: str
    focus_ring: str
    grid: str
    baseline: str
    focus: str
    focus_text: str
    comparators: tuple[str, ...]
    context: str
    bar: str
    faint: str
    sequential: tuple[str, ...]
    better: tuple[str, str]
    worse: tuple[str, str]
    neutral: tuple[str, str]


LIGHT = Theme(
    name="light",
    background="#ffffff",
    surface="#f3f5f7",
    border="#dfe3e6",
    ink="#0b0c0c",
    muted="#505a5f",
    link="#12436d",
    focus_ring="#ffdd00",
    grid="#e4e6e8",
    baseline="#6f777b",
    focus="#12436d",
    focus_text="#12436d",
    comparators=("#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1"),
    context="#767676",
    bar="#8b9298",
    faint="#bfbfbf",
    sequential=("#12436d", "#2073bc", "#6bace6"),
    better=("#d9f0ed", "#0c5049"),
    worse=("#fbe6d9", "#7a2e05"),
    neutral=("#eceef0", "#3d4246"),
)

DARK = Theme(
    name="dark",
    background="#10161d",
    surface="#1a222b",
    border="#36414c",
    ink="#f3f5f6",
    muted="#b9c1c7",
    link="#8cc3f2",
    focus_ring="#ffdd00",
    grid="#28323c",
    baseline="#8a949c",
    focus="#7fbdf0",
    focus_text="#8cc3f2",
    comparators=("#45c4b8", "#f08bbb", "#ff9e66", "#e3e6e8", "#c3aceb"),
    context="#8a949c",
    bar="#727d87",
    faint="#5d6870",
    sequential=("#8cc3f2", "#5694ca", "#2f6ea5"),
    better=("#11403b", "#a9e6de"),
    worse=("#4f260f", "#ffd0b3"),
    neutral=("#2a343e", "#d4dade"),
)


def _as_variables(theme: Theme) -> Theme:
    """The theme whose every colour is its own CSS custom property."""
    values: dict[str, Any] = {"name": "page"}
    for field in fields(theme):
        value = getattr(theme, field.name)
        name = field.name.replace("_", "-")
        if isinstance(value, tuple):
            values[field.name] = tuple(f"var(--{name}-{n + 1})" for n in range(len(value)))
        elif field.name != "name":
            values[field.name] = f"var(--{name})"
    return Theme(**values)


#: A drawing within a page takes the page's colours, whichever theme the reader has.
PAGE = _as_variables(LIGHT)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, PAGE)}


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 (black) to 1 (white); WCAG 2.2's definition."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21; WCAG 2.2's definition."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def css_variables(theme: Theme) -> str:
    """The theme as CSS custom properties: `--ink:#0b0c0c;` and so on, for a rule's body.

    Tuples are numbered from 1 (`--comparators-1`); `--font` is the stack.
    """
    parts = [f"--font:{FONT_STACK};"]
    for field in fields(theme):
        value = getattr(theme, field.name)
        name = field.name.replace("_", "-")
        if field.name == "name":
            continue
        if isinstance(value, str):
            parts.append(f"--{name}:{value};")
        else:
            parts += [f"--{name}-{place}:{item};" for place, item in enumerate(value, start=1)]
    return "".join(parts)
