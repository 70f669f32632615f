"""Blocks of our own markup on a page: SVG charts, cards and HTML tables with working links.

Streamlit's own ways either strip SVG or open every link in a new tab. Only markup made by this
project goes in: text from data is escaped where the markup is written.
"""

from pathlib import Path

import streamlit as st

from indicators.markup.reading import SCRIPT

#: A link with `data-page` is followed as Back and Forward are: the address is put in the browser's
#: history, once, and Streamlit draws the page it names. Without JavaScript it is a plain link.
_FOLLOW = """
export default function ({ data, parentElement }) {
  holdInUse()
  if (parentElement.dataset.shown !== data.html) {
    parentElement.innerHTML = data.html
    parentElement.dataset.shown = data.html
    readPoints(parentElement)
  }
  parentElement.querySelectorAll('a[data-page]').forEach((link) => {
    link.onclick = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return
      event.preventDefault()
      const other = link.pathname !== window.location.pathname
      window.history.pushState({}, '', link.getAttribute('href'))
      window.dispatchEvent(new PopStateEvent('popstate'))
      if (other) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
    }
  })
}
"""
#: Nothing moves from under the reader's hand while the page is drawn again.
_HOLD = Path(__file__).with_name("hold.js").read_text(encoding="utf-8")
_component = st.components.v2.component("block", js=SCRIPT + _HOLD + _FOLLOW, isolate_styles=False)


def block(html: str, *, key: str) -> None:
    """Show markup. A link with `data-page` moves within the app without a reload."""
    _component(data={"html": html}, key=key)
