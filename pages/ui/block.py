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
const MOVES = ['wheel', 'touchmove', 'keydown', 'pointerdown']

// The browser looks for the address's anchor before there is a page. It is looked for again until
// it is there, for two minutes at most, and then held for six seconds while the page still grows
// above it, unless the reader moves.
function reach(waits, holds) {
  const anchor = decodeURIComponent(window.location.hash.slice(1))
  const place = anchor && document.getElementById(anchor)
  if (place && Math.abs(place.getBoundingClientRect().top) > 100) place.scrollIntoView()
  if (!anchor || !waits || !holds || window.readerMoved) return
  setTimeout(() => (place ? reach(waits, holds - 1) : reach(waits - 1, holds)), 300)
}

if (window.readerMoved === undefined) {
  window.readerMoved = false
  MOVES.forEach((move) => window.addEventListener(move, () => { window.readerMoved = true }))
  reach(400, 20)
  // A system that turns dark at dusk changes Streamlit's colours at once; ours, and those of the
  // interactive charts, come with the next run.
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    setTimeout(() => window.dispatchEvent(new PopStateEvent('popstate')), 50)
  })
}

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
