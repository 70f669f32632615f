"""The first sight of each page: its sentence and first chart as HTML, before any script has run.

It is the page's own markup, as far down as a reader sees at first. It asks the views and words
nothing itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators import results
from indicators.accessibility import load_results
from indicators.areas import UK
from indicators.catalogue import Catalogue
from indicators.choice import NONE
from indicators.corrections import load_corrections
from indicators.glossary import load_glossary
from indicators.index_method import VERSIONS, load_method
from indicators.links import APP
from indicators.markup import ambition_blocks, blocks, overview, service, technology_cards
from indicators.markup.glossary_entries import entry
from indicators.markup.profile_lists import marks, section
from indicators.settings import SERVICE_CONTACT, read
from indicators.views import glossary, sources, strategy, technologies
from indicators.views.ambition import answer, named, outlook, ranks
from indicators.views.indicator.asked import MAKERS, asked
from indicators.views.indicator.asked import PARAMETERS as INDICATOR_PARAMETERS
from indicators.views.profile import profile, ranked
from indicators.warehouse import Warehouse

Texts = Mapping[str, str]
#: `remember(make, w, catalogue, *arguments)` is `make(w, catalogue, *arguments)`, kept or not.
Remember = Callable[..., Any]

#: The parameters of each page's address that decide what is seen first; others change nothing.
PARAMETERS: dict[str, tuple[str, ...]] = {
    "/indicators": tuple(INDICATOR_PARAMETERS),
    "/strategy_figures": ("figure",),
    "/technologies": ("technology",),
    "/countries": ("country", "beside"),
    "/glossary": ("term",),
}


def controls(kind: str = "") -> str:
    """Where controls will stand. The app gives their height, by page and kind."""
    return f'<div class="controls {kind}" aria-hidden="true"></div>'


@dataclass(frozen=True, slots=True)
class Opening:
    """The first sight of a page, and what a search engine or a shared link says of it.

    `title` names the thing shown, nothing where the page has no one thing. `path` is the address
    that stands for all that show the same, `image` that of its picture, or nothing.
    """

    path: str
    markup: str = ""
    title: str = ""
    description: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class _Asking:
    """Where the answers come from."""

    w: Warehouse
    catalogue: Catalogue
    remember: Remember

    def ask(self, make: Callable[..., Any], *arguments: object) -> Any:
        return self.remember(make, self.w, self.catalogue, *arguments)


def _ask(make: Callable[..., Any], w: Warehouse, catalogue: Catalogue, *arguments: object) -> Any:
    return make(w, catalogue, *arguments)


def first_paint(w: Warehouse, catalogue: Catalogue, path: str, parameters: Texts) -> str:
    """The markup of the first sight of a page; empty where the page has none of its own."""
    return opening_of(w, catalogue, path, parameters).markup


def opening_of(
    w: Warehouse, catalogue: Catalogue, path: str, parameters: Texts, remember: Remember = _ask
) -> Opening:
    """The first sight of the page at `path`; `remember` may keep the answers it rests on.

    Raises:
        NoDataError: the build does not hold what the page opens with.
    """
    make = _PAGES.get(path)
    if make is None:
        return Opening(path)
    known = {n: parameters[n] for n in PARAMETERS.get(path, ()) if n in parameters}
    return make(_Asking(w, catalogue, remember), known)


def _overview(a: _Asking, _: Texts) -> Opening:
    areas = a.catalogue.areas
    standings = {v: a.ask(results.standing_of, v) for v in VERSIONS}
    places = [answer.place(standing, areas, v) for v, standing in standings.items()]
    near = [ranks.near_view(standing, areas, v) for v, standing in standings.items()]
    left = [ambition_blocks.left_out(s, areas, v) for v, s in standings.items()]
    said = (answer.title(places), *answer.sentences(places[0], places[1]))
    markup = overview.hero(places, APP) + overview.index(near, left)
    return Opening("/", markup, description=_sentences(*said))


def _ambition(a: _Asking, _: Texts) -> Opening:
    areas, method = a.catalogue.areas, load_method()
    standings = {v: a.ask(results.standing_of, v) for v in VERSIONS}
    places = [answer.place(standing, areas, v) for v, standing in standings.items()]
    said = answer.sentences(places[0], places[1])
    ahead = a.ask(outlook.outlook, results.kept_names(a.w.build_id))
    ranked_by_both = [a.ask(named.intervals, v) for v in VERSIONS]
    future = (outlook.index_sentence(a.w, ahead, a.catalogue, v) for v in VERSIONS)
    markup = (
        ambition_blocks.opening(places, list(standings.values()), areas)
        + ambition_blocks.section(
            f"{method.target_year} as a projection",
            "A projection is a forecast with a prediction interval, tested against what happened.",
            ambition_blocks.paragraphs(
                outlook.summary(ahead, a.catalogue), kind="said" if ahead.kept else ""
            ),
            ambition_blocks.paragraphs(*future),
        )
        + f'<div class="uti">{ambition_blocks.pair(ranked_by_both)}</div>'
    )
    return Opening("/ambition", markup, description=_sentences(answer.title(places), *said))


def _indicators(a: _Asking, texts: Texts) -> Opening:
    found = asked(a.w, a.catalogue, texts)
    indicator = found.question.indicator
    view = a.ask(MAKERS[found.kind], found.question)
    markup = (
        blocks.opening(
            over=a.catalogue.themes_by_id[indicator.theme].title,
            title=view.headline,
            lede=view.subtitle,
        )
        + controls(found.kind if indicator.coverage == "international" else "national")
        + f'<div class="uti">{blocks.picture(view.chart)}</div>'
        + blocks.source(view, APP)
    )
    one = bool(texts.get("indicator")) and not found.problems
    path = f"/indicators/{indicator.id}" if one else "/indicators"
    return Opening(
        path,
        markup,
        title=indicator.title if one else "",
        description=_sentences(view.headline, view.subtitle),
        image=f"/indicators/{indicator.id}.png",
    )


def _strategy_figures(a: _Asking, _: Texts) -> Opening:
    found = a.ask(strategy.assessed)
    title = f"The strategy's {len(found)} figures, then and since"
    over, lede = "UK's International Technology Strategy, March 2023", strategy.summary(found)
    markup = blocks.opening(over=over, title=title, lede=lede)
    return Opening("/strategy_figures", markup, description=_sentences(title, lede))


def _technologies(a: _Asking, texts: Texts) -> Opening:
    known = technologies.technologies(a.catalogue)
    wanted = texts.get("technology", "")
    page = a.ask(technologies.page, wanted if wanted in known else next(iter(known)))
    over = "Priority technologies and data"
    markup = (
        blocks.opening(over=over, title=page.headline, lede=page.lede)
        + controls()
        + technology_cards.quotes(page)
    )
    one = wanted in known
    return Opening(
        f"/technologies/{wanted}" if one else "/technologies",
        markup,
        title=known[wanted].short if one else "",
        description=_sentences(page.headline, page.lede),
    )


def _countries(a: _Asking, texts: Texts) -> Opening:
    geos = a.catalogue.areas.countries
    wanted, beside = texts.get("country", UK), texts.get("beside", NONE)
    geo = wanted if wanted in geos else UK
    beside = beside if beside in geos and beside != geo else ""
    told = profile(a.ask(ranked), a.catalogue, geo, beside)
    shown = [a.catalogue.areas[name].short for name in (geo, beside) if name]
    body = "".join(section(item, APP) for item in told.sections)
    markup = (
        blocks.opening(over="Country profile", title=told.headline, lede=told.lede)
        + controls()
        + f'<div class="uti">{marks(shown)}{body}</div>'
    )
    one = "country" in texts and wanted == geo
    return Opening(
        f"/countries/{geo}" if one else "/countries",
        markup,
        title=a.catalogue.areas[geo].name if one else "",
        description=_sentences(told.headline, told.lede),
    )


def _data_and_sources(a: _Asking, _: Texts) -> Opening:
    fresh = sources.freshness(a.w)
    title, lede = "Where every figure comes from", f"{fresh.newest}; {fresh.median}."
    markup = blocks.opening(over="Data and sources", title=title, lede=lede)
    return Opening("/data_and_sources", markup, description=_sentences(title, lede))


def _briefing(_a: _Asking, _: Texts) -> Opening:
    lede = (
        "Add charts with “Add to briefing” under any chart, put them in order, and make slides, a "
        "document and a workbook in one go."
    )
    markup = blocks.opening(over="Take charts away", title="Your briefing", lede=lede)
    return Opening("/briefing", markup, description=lede)


def _glossary(a: _Asking, texts: Texts) -> Opening:
    words = load_glossary()
    wanted = texts.get("term", "")
    if wanted in words:
        term = words[wanted]
        markup = entry(term, words, a.ask(glossary.uses).get(wanted, ()), APP)
        return Opening(f"/glossary/{wanted}", markup, term.word, term.meaning)
    lede = "Where one of them first stands in a text of this service, it links here."
    title = f"{len(words)} words in plain English"
    markup = blocks.opening(over="Glossary", title=title, lede=lede)
    return Opening("/glossary", markup, description=_sentences(title, lede))


def _accessibility(_a: _Asking, _: Texts) -> Opening:
    markup = service.accessibility(load_results(), read(SERVICE_CONTACT), APP)
    return Opening("/accessibility", markup, description="How accessible this service is.")


def _privacy(_a: _Asking, _: Texts) -> Opening:
    markup = service.privacy(read(SERVICE_CONTACT), APP)
    return Opening("/privacy", markup, description="What is kept of a visit: next to nothing.")


def _corrections(a: _Asking, _: Texts) -> Opening:
    revised, contact = a.ask(sources.revisions), read(SERVICE_CONTACT)
    markup = service.corrections(load_corrections(), a.catalogue, revised, contact, APP)
    said = "How to report an error, and every figure that was corrected or revised."
    return Opening("/corrections", markup, description=said)


def _sentences(*texts: str) -> str:
    """Texts as sentences after one another."""
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in texts)


_PAGES: dict[str, Callable[[_Asking, Texts], Opening]] = {
    "/": _overview,
    "/ambition": _ambition,
    "/strategy_figures": _strategy_figures,
    "/indicators": _indicators,
    "/technologies": _technologies,
    "/countries": _countries,
    "/data_and_sources": _data_and_sources,
    "/briefing": _briefing,
    "/glossary": _glossary,
    "/accessibility": _accessibility,
    "/privacy": _privacy,
    "/corrections": _corrections,
}
