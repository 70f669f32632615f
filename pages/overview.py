"""Overview: where the UK stands."""

from pages.ui.frame import frame, opening

with frame():
    opening(over="Overview", title="Overview")
