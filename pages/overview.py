"""Overview: where the UK stands, in sentences and charts that need no chart library."""

import contextlib
from collections.abc import Callable
from datetime import date

import streamlit as st

from indicators import results
from indicators.catalogue import Catalogue, load_catalogue
from indicators.choice import Choice
from indicators.errors import NoDataError
from indicators.index_method import VERSIONS
from indicators.links import APP
from indicators.markup import ambition_blocks, blocks, overview
from indicators.standing import Standing
from indicators.view import View
from indicators.views import overview as views
from indicators.views import sources, strategy
from indicators.views.ambition import answer, ranks
from indicators.warehouse import Warehouse
from pages.ui import show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.download import take, under
from pages.ui.frame import frame
from pages.ui.warehouse import warehouse

#: Words and chart of the places, as wide as above.
BESIDE = (1, 1.05)


def near(w: Warehouse, catalogue: Catalogue, version: str) -> View:
    """The UK's rank in a version of the index, among the countries around it."""
    return ranks.near_view(results.standing_of(w, catalogue, version), catalogue.areas, version)


def sections(w: Warehouse, catalogue: Catalogue, _day: date) -> dict[str, str]:
    """The page's markup by section, in reading order. Every reader of a build on a day sees it.

    A section that the figures are too few for says so, and the others stand.
    """

    def standings() -> dict[str, Standing]:
        return {v: results.standing_of(w, catalogue, v) for v in VERSIONS}

    def hero() -> str:
        return overview.hero(
            [answer.place(s, catalogue.areas, v) for v, s in standings().items()], APP
        )

    def index() -> str:
        left = [ambition_blocks.left_out(s, catalogue.areas, v) for v, s in standings().items()]
        return overview.index([remember(near, w, catalogue, v) for v in VERSIONS], left)

    def places() -> str:
        view = remember(views.places_view, w, catalogue)
        return overview.places(view, remember(strategy.assessed, w, catalogue), APP)

    makers: dict[str, Callable[[], str]] = {
        "hero": hero,
        "index": index,
        "places": places,
        "cards": lambda: overview.cards(remember(strategy.assessed, w, catalogue), APP),
        "moved": lambda: overview.newest(views.movements(w, catalogue), APP),
        "fresh": lambda: overview.fresh(sources.freshness(w), APP),
    }
    return {name: _or_why(name, make) for name, make in makers.items()}


def _or_why(name: str, make: Callable[[], str]) -> str:
    """A section; where the figures are too few for it, the reason."""
    try:
        return make()
    except NoDataError as nothing:
        if name == "hero":
            return blocks.opening(
                over=overview.QUESTION, title="Not enough figures to say", lede=str(nothing)
            )
        return blocks.small(str(nothing))


def doors(after: str) -> None:
    """The ways to take the charts of a section away."""
    if after == "index":
        columns = under([1] * len(VERSIONS), key="index")
        for (version, words), column in zip(VERSIONS.items(), columns, strict=True):
            view, choice = remember(near, build, catalogue, version), f"index-{version}"
            with column:
                take(view, catalogue, Choice("overview", choice), which=words)
    elif after == "places":
        view = remember(views.places_view, build, catalogue)
        with under(BESIDE, key="places")[1]:
            take(view, catalogue, Choice("overview", "places"))
        with st.expander("Table of ranks, with the data set and date of each"):
            show.table(view.table, key="ranks")


with frame():
    catalogue, build = load_catalogue(), warehouse()
    for name, markup in remember(sections, build, catalogue, date.today()).items():
        block(markup, key=name)
        with contextlib.suppress(NoDataError):  # the section has said why
            doors(name)
