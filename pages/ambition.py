"""2030 ambition: is the UK on its way to the top three, as far as published figures say?"""

from indicators import results
from indicators.catalogue import load_catalogue
from indicators.index_method import VERSIONS, load_method
from indicators.markup import ambition_blocks as blocks
from indicators.views.ambition import answer, future, ranks, seen
from pages.ui import ambition_parts as parts
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame
from pages.ui.warehouse import warehouse

with frame():
    catalogue, build = load_catalogue(), warehouse()
    method, areas = load_method(), catalogue.areas
    found = {v: remember(answer.nominal, build, catalogue, v) for v in VERSIONS}
    places = [answer.place(standing, areas, v) for v, standing in found.items()]
    outlook = remember(future.outlook, build, catalogue, results.kept_names(build.build_id))

    # 1. The answer.
    block(
        '<div class="uti"><p class="theme">Will the UK be a top-three science and technology '
        f"nation by {method.target_year}?</p><h1>{answer.title(places)}</h1>"
        + blocks.paragraphs(*answer.sentences(places[0], places[1]), kind="said")
        + blocks.paragraphs(answer.TARGET, kind="lede")
        + blocks.places(places, method.top)
        + blocks.paragraphs(
            *(blocks.left_out(s, areas, v) for v, s in found.items()),
            kind="note",
        )
        + "</div>",
        key="opening",
    )
    block(
        blocks.section(
            f"{method.target_year} as a projection",
            "A projection is a forecast with a prediction interval, tested against what happened.",
            blocks.paragraphs(
                *(future.index_sentence(build, outlook, catalogue, v) for v in VERSIONS),
                future.summary(outlook),
            ),
            anchor="projection",
        ),
        key="projection",
    )

    # 2. Ranks with their ranges.
    intervals = [ranks.interval_view(s, areas, v) for v, s in found.items()]
    back = [
        ranks.bump_view(s, remember(answer.back, build, catalogue, v), areas, v)
        for v, s in found.items()
    ]
    pillars = [ranks.pillar_view(s, v) for v, s in found.items()]
    block(
        blocks.section(
            "Every country's rank, with its method range",
            "A rank depends on how the index is made. The method range is the 5th to 95th "
            f"percentile of {method.draws:,} reasonable methods.",
            blocks.pair(intervals),
            anchor="ranks",
        ),
        key="ranks",
    )
    parts.tables("Tables of ranks, scores and coverage", intervals)
    block(
        blocks.section(f"Ranks made again since {method.first_back_year}", "", blocks.pair(back))
        + blocks.section("Pillars against third place", "", blocks.pair(pillars)),
        key="back",
    )
    parts.tables("Tables of back years and pillars", [*back, *pillars])

    # 3. Projections, indicator by indicator.
    parts.projections(build, catalogue, outlook)

    # 4. What would it take.
    parts.needed(build, catalogue, outlook, found)

    # 5. Your weights.
    parts.your_weights(build, catalogue, found)

    # 6. Which choices matter.
    moved = [
        ranks.influence_view(remember(answer.sensitivity, build, catalogue, v), v) for v in VERSIONS
    ]
    block(
        blocks.section(
            "Which choices matter",
            "How much of the difference between methods each choice is behind.",
            blocks.pair(moved),
            anchor="choices",
        ),
        key="choices",
    )
    parts.tables("Tables of the choices", moved)

    # 7. Coverage.
    parts.coverage(build, catalogue, found)

    # 8. Seen as.
    parts.polls(seen.context_table(build, catalogue))

    # 9. Method.
    block(
        blocks.section("Method, limits and assumptions", "", parts.METHOD, anchor="method"),
        key="method",
    )
    parts.documents()
