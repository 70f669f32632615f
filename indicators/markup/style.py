"""The look of our own markup, wherever it stands: one style sheet for app and static edition.

What only Streamlit needs stands with the app, what only the static edition needs with that.
"""

from pathlib import Path

from indicators.charts.svg import RESPONSIVE_CSS

#: The rules for everything inside `.uti`. Colours are custom properties, set by who shows it.
PARTS = Path(__file__).with_name("parts.css").read_text(encoding="utf-8") + RESPONSIVE_CSS
