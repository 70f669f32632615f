"""The two pages that answer the question: Overview and 2030 ambition."""

from collections.abc import Callable, Sequence
from html import escape

from indicators import results
from indicators.catalogue import Catalogue
from indicators.index_method import VERSIONS, load_method
from indicators.markup import ambition_blocks as ambition
from indicators.markup import blocks, overview, tables
from indicators.publishing.site import evidence, kept
from indicators.publishing.site.document import Page
from indicators.publishing.site.edition import Site
from indicators.view import Table, View
from indicators.views import overview as views
from indicators.views import sources
from indicators.views.ambition import (
    answer,
    coverage,
    named,
    needed,
    outlook,
    pillars,
    ranks,
    seen,
)
from indicators.warehouse import Warehouse

#: The page of the tables behind the 2030 page, which would make that too heavy for a slow line.
TABLES = "/ambition/tables"

#: A reader of a static page cannot run the command that the app names.
NOT_COMPUTED = "No projection has been computed for this build."


def home(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """The Overview."""
    found, links = kept.standings(w, catalogue), site.links
    places = _places(w, catalogue)
    assessed = kept.assessed(w, catalogue)
    ranked = views.places_view(w, catalogue)
    body = (
        overview.hero(places, links)
        + overview.index(
            (ranks.near_view(s, catalogue.areas, v) for v, s in found.items()),
            [ambition.left_out(s, catalogue.areas, v) for v, s in found.items()],
        )
        + overview.places(ranked, assessed, links)
        + _folded("Table of ranks, with the data set and date of each", [ranked.table], site)
        + overview.cards(assessed, links)
        + overview.newest(views.movements(w, catalogue), links)
        + overview.fresh(sources.freshness(w), links)
    )
    title = answer.title(places)
    said = " ".join(answer.sentences(places[0], places[1]))
    return Page(
        "/", title, f"{title}. {said}", body, "overview", feed="/feed.atom", interactive="/"
    )


def _places(w: Warehouse, catalogue: Catalogue) -> list[answer.Place]:
    return [answer.place(s, catalogue.areas, v) for v, s in kept.standings(w, catalogue).items()]


def ambition_page(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """The 2030 page: answer, intervals, projections, what it would take, method."""
    found, method = kept.standings(w, catalogue), load_method()
    places = _places(w, catalogue)

    def both(anchor: str) -> list[View]:
        return _charts(w, catalogue, anchor)

    parts = [
        ambition.opening(places, list(found.values()), catalogue.areas),
        _projection(w, catalogue),
        _pair(
            "Every country's rank, with its method range", both("ranks"), site,
            "A rank depends on how the index is made. The method range is the 5th to 95th "
            f"percentile of {method.draws:,} reasonable methods.", "ranks",
        ),
        _pair(
            f"Ranks made again since {method.first_back_year}", both("back"), site,
            "The index of each year by one method, from the indicators that go back that far. "
            "These ranks are not joined to today's.", "back",
        ),
        _pair(
            "Pillars against third place", both("pillars"), site,
            "Where the UK is short of the top three, and where it is there.", "pillars",
        ),
        _projections(w, catalogue, site),
        _needed(w, catalogue, site),
        _weights(site),
        _pair(
            "Which choices matter", both("choices"), site,
            "How much of the difference between methods each choice is behind.", "choices",
        ),
        _made_from(w, catalogue, site),
        ambition.section(
            "Seen as", "", ambition.paragraphs(f"{answer.TARGET} {answer.NO_POLL}"),
            tables.table(seen.context_table(w, catalogue), site.links), anchor="seen",
        ),
        ambition.section(
            "Method, limits and assumptions", "", ambition.method(evidence.in_full(site)),
            anchor="method",
        ),
    ]  # fmt: skip
    title = answer.title(places)
    return Page(
        "/ambition", title, f"{title}. {answer.TARGET}", "".join(parts), "ambition",
        interactive="/ambition",
    )  # fmt: skip


#: Charts of both versions, by the anchor of their section.
_MAKERS: dict[str, Callable[[Warehouse, Catalogue, str], View]] = {
    "ranks": named.intervals,
    "back": named.back,
    "pillars": named.pillars,
    "choices": named.influence,
}


def _charts(w: Warehouse, catalogue: Catalogue, anchor: str) -> list[View]:
    return [_MAKERS[anchor](w, catalogue, version) for version in VERSIONS]


def ambition_tables(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """The tables behind the 2030 page's charts and its figures."""
    found = kept.standings(w, catalogue)
    parts = [
        blocks.opening(
            over="2030 ambition", title="Tables behind the 2030 page",
            lede="The figures of its charts, and of every indicator that the index is made from.",
        )
    ]  # fmt: skip
    for anchor in _MAKERS:
        views_ = _charts(w, catalogue, anchor)
        shown = (tables.table(view.table, site.links) for view in views_)
        parts.append(ambition.section(views_[0].headline, "", *shown, anchor=anchor))
    missing = [
        table
        for v, s in found.items()
        for table in (
            coverage.missing_table(s, catalogue, v),
            coverage.lowest_table(s, catalogue, v),
            coverage.ages_table(s, catalogue, v),
        )
        if table
    ]
    shown = (tables.table(table, site.links) for table in missing)
    parts.append(ambition.section("Figures in the index", "", *shown, anchor="figures"))
    told = dict.fromkeys(ranks.sources(standing.recipe) for standing in found.values())
    parts.append("".join(f'<p class="uti source">{escape(text)}</p>' for text in told))
    ahead = kept.ahead(w, catalogue)
    absent = tables.table(outlook.not_projected_table(ahead, catalogue), site.links)
    title = "Indicators that are not projected, and why"
    parts.append(ambition.section(title, "", absent, anchor="not-projected"))
    about = "The tables behind the charts of the 2030 page, and the figures in the index."
    return Page(
        TABLES, "Tables behind the 2030 page", about, "".join(parts), "ambition",
        (("2030 ambition", "/ambition"),),
    )  # fmt: skip


def _pair(title: str, shown: Sequence[View], site: Site, lede: str, anchor: str) -> str:
    """Both versions side by side, and where their tables are."""
    link = _table_link("Tables of these charts", anchor, site)
    return ambition.section(title, lede, ambition.pair(shown), link, anchor=anchor)


def _table_link(text: str, anchor: str, site: Site) -> str:
    address = escape(f"{site.path(TABLES)}#{anchor}", quote=True)
    return f'<p><a href="{address}">{escape(text)}</a></p>'


def _folded(title: str, found: Sequence[Table | None], site: Site) -> str:
    shown = "".join(tables.table(table, site.links) for table in found if table)
    summary = f"<summary><strong>{escape(title)}</strong></summary>"
    return f'<details class="uti">{summary}{shown}</details>'


def _projection(w: Warehouse, catalogue: Catalogue) -> str:
    ahead = kept.ahead(w, catalogue)
    return ambition.section(
        f"{load_method().target_year} as a projection",
        "A projection is a forecast with a prediction interval, tested against what happened.",
        ambition.paragraphs(
            outlook.summary(ahead, catalogue, waiting=NOT_COMPUTED),
            kind="said" if ahead.kept else "",
        ),
        ambition.paragraphs(
            *(outlook.index_sentence(w, ahead, catalogue, v, waiting="") for v in VERSIONS)
        ),
        anchor="projection",
    )


def _projections(w: Warehouse, catalogue: Catalogue, site: Site) -> str:
    """Probabilities and scenarios; that none have been computed, where it is so."""
    ahead, target = kept.ahead(w, catalogue), load_method().target_year
    table = outlook.probability_table(ahead, catalogue)
    calibrated = outlook.calibration_sentence(w) if ahead.complete else ""
    scenarios = needed.scenario_table(w, catalogue, ahead)
    arithmetic = (
        "Scenarios are arithmetic on the years since the break. They have no interval and no "
        "probability."
    )
    return ambition.section(
        "Projections, indicator by indicator",
        f"All countries move, not only the UK. Probabilities are those of {target}, simulated "
        "from what happened after past forecasts.",
        tables.table(table, site.links) if table else ambition.paragraphs(NOT_COMPUTED),
        ambition.paragraphs(calibrated, kind="note"),
        evidence.projections(w, catalogue, site),
        tables.table(scenarios, site.links) if scenarios else "",
        ambition.paragraphs(arithmetic if scenarios else "", kind="note"),
        _table_link("Indicators that are not projected, and why", "not-projected", site),
        anchor="indicators-ahead",
    )


def _needed(w: Warehouse, catalogue: Catalogue, site: Site) -> str:
    found = kept.standings(w, catalogue)
    told = [
        needed.needed_table(w, kept.ahead(w, catalogue), catalogue),
        needed.research_table(w, found["relative"], catalogue),
        *(pillars.improvements_table(s, catalogue, v) for v, s in found.items()),
    ]
    return ambition.section(
        "What would it take",
        "By indicator: the UK value that reaches third place while rivals move as projected. For "
        "R&D spending, which cannot be projected: today's gap, in pounds a year. For the index "
        "today: the fewest improvements, in order, that close the gap while all others stand "
        "still; places after a step are by the declared method.",
        *(tables.table(table, site.links) for table in told if table),
        anchor="needed",
    )


def _weights(site: Site) -> str:
    """Where weights can be moved: not on a page without a server."""
    told = "Weights can be moved in the interactive edition, which computes the ranks anew."
    if site.app:
        address = escape(f"{site.app}/ambition#weights", quote=True)
        told = f'<a href="{address}">Move the weights in the interactive edition</a>'
    return ambition.section("Your weights", "", f"<p>{told}</p>", anchor="weights")


def _made_from(w: Warehouse, catalogue: Catalogue, site: Site) -> str:
    found = kept.standings(w, catalogue)
    changes = {v: results.variants_of(w, catalogue, v) for v in found}
    return ambition.section(
        "What the index is made from",
        "Which figures are missing, how old the UK's are, and what that does to the result.",
        ambition.paragraphs(
            *(f"{ambition.name(v)}. {coverage.filled(s)}" for v, s in found.items()),
            coverage.errors(found),
        ),
        tables.table(coverage.other_figures(changes, catalogue), site.links),
        ambition.paragraphs(
            "Losing a bad figure can raise a score, because its weight goes to the others.",
            *(coverage.lowest_sentence(s, catalogue, v) for v, s in found.items()),
        ),
        _table_link("Every figure in the index, and those missing", "figures", site),
        anchor="coverage",
    )
