"""The frame of every page: style, error boundary and foot."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

from indicators.errors import IndicatorsError, NoDataError
from indicators.links import APP
from indicators.markup import blocks, style
from indicators.theme import DARK, LIGHT, css_variables
from pages.ui import address, notice
from pages.ui.block import block

_STYLE = Path(__file__).with_name("streamlit.css").read_text(encoding="utf-8")


def dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"


@contextmanager
def frame() -> Iterator[None]:
    """Style before, foot after; an error made for readers is shown as a sentence."""
    variables = css_variables(DARK if dark() else LIGHT)
    st.html(f"<style>:root{{{variables}}}{style.forced_colours()}\n{style.PARTS}\n{_STYLE}</style>")
    problems = st.container()
    address.begin()
    try:
        yield
    except NoDataError as nothing:
        notice.tell(str(nothing), key="nothing")
    except IndicatorsError as error:
        notice.refuse(str(error), key="refused")
    except Exception:
        logging.getLogger(__name__).exception("a page could not be drawn")
        notice.refuse(
            "This page could not be drawn. The fault has been logged; nothing of yours is lost. "
            "Try again, or choose another page above.",
            key="refused",
        )
    with problems:
        notice.warn(*address.problems(), key="problems")
    address.settle()
    block(blocks.foot(APP), key="foot")


def opening(*, over: str, title: str, lede: str = "") -> None:
    """The page's first lines: where we are, the finding as heading, and what it rests on."""
    block(blocks.opening(over=over, title=title, lede=lede), key="opening")
