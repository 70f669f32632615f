"""2030 ambition: is the UK on its way to the top three, as far as published figures say?"""

from indicators import results
from indicators.catalogue import Catalogue, load_catalogue
from indicators.index_method import VERSIONS, load_method
from indicators.markup import ambition_blocks as blocks
from indicators.views.ambition import answer, named, outlook
from indicators.warehouse import Warehouse
from pages.ui import ambition_charts as charts
from pages.ui import ambition_figures as figures
from pages.ui import ambition_outlook as future
from pages.ui.ambition_weights import your_weights
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame
from pages.ui.warehouse import warehouse


def opening(w: Warehouse, catalogue: Catalogue) -> str:
    """The answer, in both versions of the index."""
    found = {v: results.standing_of(w, catalogue, v) for v in VERSIONS}
    places = [answer.place(standing, catalogue.areas, v) for v, standing in found.items()]
    return blocks.opening(places, list(found.values()), catalogue.areas)


def projected(w: Warehouse, catalogue: Catalogue, kept: tuple[str, ...]) -> str:
    """The target year in two sentences, or why nothing can be said of it."""
    ahead = remember(outlook.outlook, w, catalogue, kept)
    return blocks.section(
        f"{load_method().target_year} as a projection",
        "A projection is a forecast with a prediction interval, tested against what happened.",
        blocks.paragraphs(outlook.summary(ahead, catalogue), kind="said" if ahead.kept else ""),
        blocks.paragraphs(*(outlook.index_sentence(w, ahead, catalogue, v) for v in VERSIONS)),
        anchor="projection",
    )


with frame():
    catalogue, build, method = load_catalogue(), warehouse(), load_method()
    kept = results.kept_names(build.build_id)

    # 1. The answer.
    block(remember(opening, build, catalogue), key="opening")
    block(remember(projected, build, catalogue, kept), key="projection")

    # 2. Ranks with their ranges.
    for title, lede, anchor, make in (
        (
            "Every country's rank, with its method range",
            "A rank depends on how the index is made. The method range is the 5th to 95th "
            f"percentile of {method.draws:,} reasonable methods.",
            "ranks",
            named.intervals,
        ),
        (
            f"Ranks made again since {method.first_back_year}",
            "The index of each year by one method, from the indicators that go back that far. "
            "These ranks are not joined to today's.",
            "back",
            named.back,
        ),
        (
            "Pillars against third place",
            "Where the UK is short of the top three, and where it is there.",
            "pillars",
            named.pillars,
        ),
    ):
        block(blocks.section(title, lede, anchor=anchor), key=f"head-{anchor}")
        charts.beside([remember(make, build, catalogue, v) for v in VERSIONS], catalogue)

    # 3. Projections, indicator by indicator. 4. What would it take. 5. Your weights.
    future.ahead(build, catalogue, kept)
    your_weights(build, catalogue)

    # 6. Which choices matter.
    block(
        blocks.section(
            "Which choices matter",
            "How much of the difference between methods each choice is behind.",
            anchor="choices",
        ),
        key="choices",
    )
    charts.beside([remember(named.influence, build, catalogue, v) for v in VERSIONS], catalogue)

    # 7. Coverage. 8. Seen as. 9. Method.
    figures.figures(build, catalogue)
    figures.polls(build, catalogue)
    block(
        blocks.section(
            "Method, limits and assumptions",
            "",
            blocks.method(
                "<p>The steps, formulas, references and the assumptions with ratings of their "
                "quality and impact can be opened below.</p>"
            ),
            anchor="method",
        ),
        key="method",
    )
    figures.in_full()
