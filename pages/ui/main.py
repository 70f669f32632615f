"""The script that Streamlit runs: navigation, and the page that the address names."""

import streamlit as st

from indicators.markup.style import ICON
from pages.ui.http.metrics import rerun
from pages.ui.navigation import pages


def draw() -> None:
    """Draw the navigation and the current page."""
    current = st.navigation(pages(), position="top")
    st.set_page_config(
        page_title=f"{current.title} – UK Technology Indicators",
        page_icon=str(ICON),
        layout="wide",
    )
    with rerun(current.url_path or "overview"):
        current.run()


if __name__ == "__main__":
    draw()
