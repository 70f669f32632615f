"""Blocks of our own markup on a page: SVG charts, cards and HTML tables with working links.

Streamlit's own ways either strip SVG or open every link in a new tab. Only markup made by this
project goes in: text from data is escaped where the markup is written.
"""

import streamlit as st

from pages.ui.navigation import go

_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  if (parentElement.dataset.shown !== data.html) {
    parentElement.innerHTML = data.html
    parentElement.dataset.shown = data.html
  }
  parentElement.querySelectorAll('a[data-page]').forEach((link) => {
    link.onclick = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return
      event.preventDefault()
      setTriggerValue('followed', link.getAttribute('href'))
    }
  })
}
"""
_component = st.components.v2.component("block", js=_SCRIPT, isolate_styles=False)


def block(html: str, *, key: str) -> None:
    """Show markup. A link with `data-page` moves within the app without a reload."""
    result = _component(data={"html": html}, key=key, on_followed_change=lambda: None)
    if result.followed:
        go(result.followed)
