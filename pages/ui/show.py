"""Views on a page: chart, source line, status, notes, tables, each as a reader meets them."""

from html import escape

import streamlit as st

from indicators.charts import plotly, svg
from indicators.charts.description import Chart
from indicators.exports import html
from indicators.exports.glossary_links import link_terms
from indicators.glossary import load_glossary
from indicators.view import Table, View
from pages.ui.block import block
from pages.ui.cache import once
from pages.ui.frame import dark


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
    drawing = once(view, f"small {name}", lambda: svg.render(view.chart, width=360, theme=name))
    block(f'<div class="uti {shown}">{drawing}</div>', key=f"{key}-small")


def picture(view: View) -> str:
    """The chart as our own SVG, laid out for the width it is given, for a block of markup."""
    return svg.responsive(view.chart, theme=theme())


def source(view: View, *, key: str) -> None:
    """Status label, source line, and the notes that the chart must not be read without."""
    notes = "".join(f"<li>{escape(note)}</li>" for note in view.notes)
    notes = f'<ul class="note">{notes}</ul>' if notes else ""
    shown = (
        f'<div class="uti"><p class="source">{escape(view.source_line)} '
        f'<span class="badge">{escape(view.status_label)}</span></p>{notes}</div>'
    )
    block(linked(shown), key=key)


def table(shown: Table, *, key: str) -> None:
    block(f'<div class="uti">{html.table(shown)}</div>', key=key)


def facts(pairs: tuple[tuple[str, str], ...], *, key: str) -> None:
    """Pairs of heading and text, as a description list."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in pairs)
    block(linked(f'<div class="uti"><dl class="facts">{rows}</dl></div>'), key=key)


def linked(markup: str) -> str:
    """The markup with words of the glossary as links where they first stand."""
    return link_terms(markup, load_glossary())


def alternative(view: View, *, key: str) -> None:
    """What the chart shows, in sentences, open to everybody."""
    with st.expander("This chart in words"):
        block(f'<div class="uti"><p>{escape(view.alt)}</p></div>', key=key)


def link(text: str, address: str, *, key: str) -> None:
    """A link within the app that stands on its own line."""
    block(f'<p class="uti"><a href="{address}" data-page>{escape(text)}</a></p>', key=key)


def heading(text: str, *, key: str, under: str = "") -> None:
    """A heading within the page, and a line under it where there is more to say."""
    line = f'<p class="note">{escape(under)}</p>' if under else ""
    block(f'<div class="uti"><h2>{escape(text)}</h2>{line}</div>', key=key)


def drawing(chart: Chart, *, key: str) -> None:
    """A chart that belongs to no view, as our own SVG, with its notes."""
    notes = "".join(f"<li>{escape(note)}</li>" for note in chart.notes)
    notes = f'<ul class="note">{notes}</ul>' if notes else ""
    block(f'<div class="uti">{svg.responsive(chart, theme=theme())}{notes}</div>', key=key)


def small(text: str, *, key: str) -> None:
    """A line of small print."""
    block(f'<p class="uti note">{escape(text)}</p>', key=key)


def refusal(text: str, *, key: str) -> None:
    """Why something was not done. The first line is the sentence, the rest is shown as written."""
    first, _, rest = text.partition("\n")
    more = f'<pre tabindex="0">{escape(rest.strip(chr(10)))}</pre>' if rest.strip() else ""
    block(f'<div class="uti refusal" role="alert"><p>{escape(first)}</p>{more}</div>', key=key)
