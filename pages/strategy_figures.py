"""Strategy figures: what the 2023 strategy said, whether it holds, and what happened since."""

from html import escape

import streamlit as st

from indicators.catalogue import Catalogue, load_catalogue
from indicators.choice import choice
from indicators.links import APP
from indicators.markup.strategy_cards import article, drawn
from indicators.view import View
from indicators.views import strategy
from indicators.warehouse import Warehouse
from pages.ui import controls, show
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.download import take, under
from pages.ui.frame import frame, opening
from pages.ui.warehouse import warehouse

EVERYTHING = "all"
#: Words and chart of a figure, as wide as in its article.
BESIDE = (1.15, 1)


def charts(w: Warehouse, catalogue: Catalogue) -> dict[str, View | None]:
    """The chart beside each figure, by its id; None where no series can be drawn."""
    found = remember(strategy.assessed, w, catalogue)
    return {item.figure.id: strategy.chart_view(w, catalogue, item) for item in found}


def articles(w: Warehouse, catalogue: Catalogue) -> dict[str, str]:
    """Each figure's markup, by its id."""
    views, told = remember(charts, w, catalogue), {}
    for item in remember(strategy.assessed, w, catalogue):
        told[item.figure.id] = article(item, drawn(item, views[item.figure.id], APP), APP)
    return told


with frame():
    catalogue, build = load_catalogue(), warehouse()
    found = remember(strategy.assessed, build, catalogue)
    opening(
        over="UK's International Technology Strategy, March 2023",
        title=f"The strategy's {len(found)} figures, then and since",
        lede=strategy.summary(found),
    )
    controls.check("figure", {item.figure.id for item in found})
    wanted = st.query_params.get("figure", "")
    one = [item for item in found if item.figure.id == wanted]
    if one:
        shown = one
        show.link("Show all figures", "/strategy_figures", key="all-figures")
    else:
        themes = {EVERYTHING: "All"} | {item.figure.theme: item.figure.theme for item in found}
        theme = controls.one_of("Theme", "theme", themes)
        shown = [item for item in found if theme in (EVERYTHING, item.figure.theme)]
    told, views = remember(articles, build, catalogue), remember(charts, build, catalogue)
    for heading in dict.fromkeys(item.figure.theme for item in shown):
        block(f'<div class="uti"><h2>{escape(heading)}</h2></div>', key=f"claims-{heading}")
        for item in (one for one in shown if one.figure.theme == heading):
            name = item.figure.id
            block(f'<section class="uti">{told[name]}</section>', key=f"claim-{name}")
            view = views[name]
            if view is not None:
                with under(BESIDE, key=name)[1]:
                    take(view, catalogue, choice("strategy_figures", {"figure": name}))
