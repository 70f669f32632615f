"""The look of our own markup, wherever it stands: one style sheet for app and static edition.

What only Streamlit needs stands with the app, what only the static edition needs with that.
"""

from dataclasses import fields
from pathlib import Path

from indicators.charts.svg import RESPONSIVE_CSS
from indicators.theme import DARK, LIGHT, css_variables

#: The rules for everything inside `.uti`. Colours are custom properties, set by who shows it.
PARTS = Path(__file__).with_name("parts.css").read_text(encoding="utf-8") + RESPONSIVE_CSS

ICON = Path(__file__).with_name("icon.svg")

#: Colours that readers have chosen for themselves, by what ours are for.
_SYSTEM = {"background": "Canvas", "surface": "Canvas", "link": "LinkText", "muted": "CanvasText"}


def forced_colours() -> str:
    """The custom properties in the colours of the reader's system, for forced colours."""
    parts = []
    for field in fields(LIGHT):
        value, name = getattr(LIGHT, field.name), field.name.replace("_", "-")
        if field.name == "name":
            continue
        if isinstance(value, str):
            parts.append(f"--{name}:{_SYSTEM.get(field.name, 'CanvasText')};")
            continue
        grounded = field.name in ("better", "worse", "neutral")
        for place in range(1, len(value) + 1):
            colour = "Canvas" if grounded and place == 1 else "CanvasText"
            parts.append(f"--{name}-{place}:{colour};")
    return f"@media (forced-colors:active){{:root{{{''.join(parts)}--focus:Highlight}}}}"


def by_preference() -> str:
    """The custom properties in the theme that the reader's system asks for."""
    return (
        f":root{{color-scheme:light dark;{css_variables(LIGHT)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{css_variables(DARK)}}}}}{forced_colours()}"
    )
