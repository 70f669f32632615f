"""The two pages that answer the question: Overview and 2030 ambition."""

from collections.abc import Sequence
from html import escape

from indicators.catalogue import Catalogue
from indicators.index_method import VERSIONS, load_method
from indicators.markup import ambition_blocks as ambition
from indicators.markup import overview, tables
from indicators.publishing.site import kept
from indicators.publishing.site.document import Page
from indicators.publishing.site.edition import Site
from indicators.view import Table, View
from indicators.views import overview as views
from indicators.views import sources
from indicators.views.ambition import answer, future, ranks, seen
from indicators.warehouse import Warehouse


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
    return Page("/", title, f"{title}. {said}", body, "overview", interactive="/")


def _places(w: Warehouse, catalogue: Catalogue) -> list[answer.Place]:
    return [answer.place(s, catalogue.areas, v) for v, s in kept.standings(w, catalogue).items()]


def ambition_page(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """The 2030 page: answer, intervals, projections, what it would take, method."""
    found, areas = kept.standings(w, catalogue), catalogue.areas
    places = _places(w, catalogue)
    intervals = [ranks.interval_view(s, areas, v) for v, s in found.items()]
    back = kept.back(w, catalogue)
    backs = [ranks.bump_view(s, back[v], areas, v) for v, s in found.items()]
    pillars = [ranks.pillar_view(s, v) for v, s in found.items()]
    choices = [ranks.influence_view(s, v) for v, s in kept.influence(w, catalogue).items()]
    year = load_method().first_back_year
    parts = [
        ambition.opening(places, list(found.values()), areas),
        _projection(w, catalogue),
        _pair(
            "Every country's rank, with its method range", intervals, site,
            f"A rank depends on how the index is made. The method range is the 5th to 95th "
            f"percentile of {load_method().draws:,} reasonable methods.",
        ),
        _pair(f"Ranks made again since {year}", backs, site),
        _pair("Pillars against third place", pillars, site),
        _projections(w, catalogue, site),
        _needed(w, catalogue, site),
        _pair(
            "Which choices matter", choices, site,
            "How much of the difference between methods each choice is behind.",
        ),
        _made_from(w, catalogue, site),
        ambition.section(
            "Seen as", "", ambition.paragraphs(f"{answer.TARGET} {answer.NO_POLL}"),
            tables.table(seen.context_table(w, catalogue), site.links), anchor="seen",
        ),
        ambition.section("Method, limits and assumptions", "", ambition.METHOD, anchor="method"),
    ]  # fmt: skip
    title = answer.title(places)
    return Page(
        "/ambition", title, f"{title}. {answer.TARGET}", "".join(parts), "ambition",
        interactive="/ambition",
    )  # fmt: skip


def _pair(title: str, views_: Sequence[View], site: Site, lede: str = "") -> str:
    """Both versions side by side, with their tables behind."""
    drawn = ambition.section(title, lede, ambition.pair(views_))
    return drawn + _folded("Tables of these charts", [v.table for v in views_], site)


def _folded(title: str, found: Sequence[Table], site: Site) -> str:
    shown = "".join(tables.table(table, site.links) for table in found)
    return (
        f'<details class="uti"><summary><strong>{escape(title)}</strong></summary>{shown}</details>'
    )


def _projection(w: Warehouse, catalogue: Catalogue) -> str:
    outlook = kept.outlook(w, catalogue)
    return ambition.section(
        f"{load_method().target_year} as a projection",
        "A projection is a forecast with a prediction interval, tested against what happened.",
        ambition.paragraphs(
            *(future.index_sentence(w, outlook, catalogue, v) for v in VERSIONS),
            future.summary(outlook),
        ),
        anchor="projection",
    )


def _projections(w: Warehouse, catalogue: Catalogue, site: Site) -> str:
    """Probabilities and scenarios; the fans are on the pages that have them, and in the app."""
    outlook, target = kept.outlook(w, catalogue), load_method().target_year
    table = future.probability_table(outlook, catalogue)
    calibrated = future.calibration_sentence(w) if outlook.complete else ""
    scenarios = future.scenario_table(w, catalogue, outlook)
    not_computed = "" if outlook.kept else "They have not been computed for this build."
    return ambition.section(
        "Projections, indicator by indicator",
        f"All countries move, not only the UK. Probabilities are those of {target}, simulated.",
        ambition.paragraphs(not_computed),
        tables.table(table, site.links) if table else "",
        ambition.paragraphs(calibrated, kind="note"),
        tables.table(scenarios, site.links) if scenarios else "",
        ambition.paragraphs(
            "Scenarios are arithmetic on the years since the break. They have no interval and no "
            "probability."
            if scenarios
            else "",
            kind="note",
        ),
        anchor="projections",
    ) + _folded(
        "Indicators that are not projected, and why",
        [future.not_projected_table(outlook, catalogue)],
        site,
    )


def _needed(w: Warehouse, catalogue: Catalogue, site: Site) -> str:
    outlook, found = kept.outlook(w, catalogue), kept.standings(w, catalogue)
    told = [future.needed_table(w, outlook, catalogue)]
    told += [ranks.improvements_table(s, catalogue, v) for v, s in found.items()]
    return ambition.section(
        "What would it take",
        "First by indicator: the UK value that reaches third place while rivals move as "
        "projected. Then in the index today: the fewest improvements, in order, that close the gap "
        "while all others stand still. Places after a step are by the declared method.",
        *(tables.table(table, site.links) for table in told if table),
        anchor="needed",
    )


def _made_from(w: Warehouse, catalogue: Catalogue, site: Site) -> str:
    found = kept.standings(w, catalogue)
    return ambition.section(
        "What the index is made from",
        "",
        ambition.paragraphs(
            *(f"{ambition.name(v)}. {answer.filled(s)}" for v, s in found.items()),
            *kept.other_panels(w, catalogue),
        ),
        anchor="coverage",
    ) + _folded(
        "Every indicator: year of the UK figure, its age, and who has one",
        [answer.ages_table(s, catalogue, v) for v, s in found.items()],
        site,
    )
