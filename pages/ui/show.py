"""Views on a page: chart, source line, status, notes, tables, each as a reader meets them."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape

import streamlit as st

from indicators.charts import plotly, svg
from indicators.charts.description import Chart
from indicators.links import APP
from indicators.markup import blocks
from indicators.markup.reading import reads
from indicators.view import Table, View
from pages.ui.block import block
from pages.ui.cache import once
from pages.ui.frame import dark

#: Pieces of markup kept for the next reader who sees the same; a long table has 100 kB.
MOST_PIECES = 200


def theme() -> str:
    return "dark" if dark() else "light"


def on_phone() -> bool:
    """Whether the reader's browser says that it is a phone's."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def chart(view: View, *, key: str) -> None:
    """The chart, with its text alternative.

    A wide screen gets the interactive chart. A phone gets our own SVG, which needs no chart library
    (megabytes on a slow line); so does a narrow window or a page enlarged to 400%.
    """
    phone, name = on_phone(), theme()
    if not phone:
        with st.container(key="interactive"):
            st.plotly_chart(
                once(view, f"figure {name}", lambda: plotly.figure(view.chart, theme=name)),
                theme=None,
                config=plotly.config(view.slug),
                key=key,
                alt=view.alt,
            )
            unlabelled = once(view, "key", lambda: plotly.key(view.chart))
            if unlabelled:
                block(
                    f'<div class="uti"><p class="note">{escape(unlabelled)}</p></div>',
                    key=f"{key}-unlabelled",
                )
    shown = "chart-always" if phone else "chart-small"
    block(once(view, shown, lambda: _small(view.chart, shown)), key=f"{key}-small")


def _small(chart: Chart, shown: str) -> str:
    """The chart for a narrow screen, and the control that reads its points one by one."""
    drawing = svg.render(chart, width=360, theme="page")
    inside = f'<div class="{shown}">{drawing}</div>'
    return f'<div class="uti">{reads(inside, chart)}</div>'


def source(view: View, *, key: str) -> None:
    """Status label, source line, and the notes that the chart must not be read without."""
    today = date.today()
    block(once(view, f"source {today}", lambda: blocks.source(view, APP, today)), key=key)


def table(shown: Table, *, key: str) -> None:
    block(_table(shown), key=key)


@lru_cache(MOST_PIECES)
def _table(shown: Table) -> str:
    return blocks.table(shown, APP)


def facts(pairs: tuple[tuple[str, str], ...], *, key: str) -> None:
    """Pairs of heading and text, as a description list."""
    block(_facts(pairs), key=key)


@lru_cache(MOST_PIECES)
def _facts(pairs: tuple[tuple[str, str], ...]) -> str:
    return blocks.facts(pairs, APP)


def steps(found: Iterable[str], *, key: str) -> None:
    """What is done, one after the other."""
    block(blocks.steps(found), key=key)


@lru_cache(MOST_PIECES)
def linked(markup: str) -> str:
    """The markup with words of the glossary as links where they first stand."""
    return blocks.linked(markup, APP)


def alternative(view: View, *, key: str) -> None:
    """What the chart shows, in sentences, open to everybody."""
    with st.expander("This chart in words"):
        block(blocks.alternative(view), key=key)


def link(text: str, address: str, *, key: str) -> None:
    """A link within the app that stands on its own line."""
    block(f'<p class="uti alone">{APP.link(text, address)}</p>', key=key)


def heading(text: str, *, key: str, under: str = "") -> None:
    """A heading within the page, and a line under it where there is more to say."""
    block(blocks.heading(text, under), key=key)


def drawing(chart: Chart, *, key: str) -> None:
    """A chart that belongs to no view, as our own SVG, with its notes."""
    block(blocks.drawing(chart), key=key)


def small(text: str, *, key: str) -> None:
    """A line of small print."""
    block(blocks.small(text), key=key)


def refusal(text: str, *, key: str) -> None:
    """Why something was not done. The first line is the sentence, the rest is shown as written."""
    block(blocks.refusal(text), key=key)
