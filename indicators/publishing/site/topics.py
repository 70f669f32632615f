"""Pages of the strategy's figures, technologies, countries, sources and words."""

from html import escape

from indicators.areas import Area
from indicators.catalogue import Catalogue
from indicators.glossary import load_glossary
from indicators.markup import blocks, profile_lists, tables, technology_cards
from indicators.markup.glossary_entries import all_entries, entry
from indicators.markup.strategy_cards import article, case
from indicators.publishing.site import kept
from indicators.publishing.site.document import Page
from indicators.publishing.site.edition import Site
from indicators.publishing.site.indicator import cut, shown
from indicators.technologies import Technology
from indicators.view import Table
from indicators.views import glossary, sources, strategy, technologies
from indicators.views.profile import profile, source
from indicators.views.strategy import Assessed
from indicators.warehouse import Warehouse


def section(title: str, *parts: str, lede: str = "", anchor: str = "") -> str:
    """A heading with what belongs to it."""
    place = f' id="{anchor}"' if anchor else ""
    sub = f'<p class="sub">{escape(lede)}</p>' if lede else ""
    return f'<section class="uti"{place}><h2>{escape(title)}</h2>{sub}{"".join(parts)}</section>'


def strategy_figures(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """Every figure of the strategy with both verdicts, and its series where there is one."""
    found = kept.assessed(w, catalogue)
    title = f"The strategy's {len(found)} figures, then and since"
    summary = strategy.summary(found)
    parts = [
        blocks.opening(
            over="UK's International Technology Strategy, March 2023", title=title, lede=summary
        )
    ]
    for theme in dict.fromkeys(item.figure.theme for item in found):
        articles = (_article(i, site) for i in found if i.figure.theme == theme)
        parts.append(section(theme, *articles))
    return Page(
        "/strategy_figures", title, summary, "".join(parts), "strategy_figures",
        interactive="/strategy_figures",
    )  # fmt: skip


def _article(item: Assessed, site: Site) -> str:
    """A figure's case; its chart stands on its own page, which keeps this one light."""
    beside = ""
    if item.indicator is not None:
        own = site.links.link(item.indicator.title, site.links.figure(item.figure.id))
        beside = f'<p class="note">The series beside it, with its chart: {own}</p>'
    return article(item, beside, site.links)


def strategy_figure(w: Warehouse, catalogue: Catalogue, item: Assessed, site: Site) -> Page:
    """One figure of the strategy: its case, and the series beside it as chart and table."""
    figure, links = item.figure, site.links
    body = blocks.opening(over="Strategy figure", title=figure.title)
    body += f'<div class="uti case">{case(item, links)}</div>'
    view = strategy.chart_view(w, catalogue, item)
    if view is not None and item.indicator is not None:
        series = links.link(item.indicator.title, links.indicator(item.indicator.id))
        body += section("The series beside it", lede=f"{view.headline}. {view.subtitle}.")
        body += shown(view, site)
        body += f'<p class="uti">All its countries, definition, revisions and files: {series}</p>'
    said = item.assessment.as_stated
    return Page(
        f"/strategy_figures/{figure.id}", figure.title, f"{figure.title}. {said.sentence}", body,
        "strategy_figures", (("Strategy figures", "/strategy_figures"),),
        interactive=f"/strategy_figures?figure={figure.id}",
    )  # fmt: skip


def technology_index(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """Each technology of the strategy with what its page finds."""
    items = []
    for name, technology in technologies.technologies(catalogue).items():
        told = technologies.page(w, catalogue, name)
        link = site.links.link(technology.title, site.links.technology(name))
        items.append(
            f"<li><h2>{link}</h2><p>{escape(told.headline)}.</p><p>{escape(told.lede)}</p></li>"
        )
    lede = (
        "What the 2023 strategy says of each, every public indicator that bears on it, and what "
        "is not measured in public."
    )
    title = "The strategy's priority technologies, and data"
    body = blocks.opening(over="Technologies", title=title, lede=lede)
    body += f'<div class="uti"><ul class="cards">{"".join(items)}</ul></div>'
    return Page("/technologies", title, lede, body, "technologies", interactive="/technologies")


def technology(w: Warehouse, catalogue: Catalogue, one: Technology, site: Site) -> Page:
    told = technologies.page(w, catalogue, one.id)
    links = site.links
    body = (
        blocks.opening(over="Priority technologies and data", title=told.headline, lede=told.lede)
        + technology_cards.quotes(told)
        + blocks.linked(
            technology_cards.figures(told, kept.assessed(w, catalogue), links)
            + technology_cards.groups(told, links)
            + technology_cards.unmeasured(told),
            links,
        )
    )
    return Page(
        f"/technologies/{one.id}", told.headline, f"{told.headline}. {told.lede}", body,
        "technologies", (("Technologies", "/technologies"),),
        interactive=f"/technologies?technology={one.id}",
    )  # fmt: skip


def country_index(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """Every country that is ranked on something."""
    found = kept.ranked_countries(w, catalogue)
    items = "".join(f"<li>{site.links.link(a.name, site.links.country(a.geo))}</li>" for a in found)
    title = f"{len(found)} countries, each with its places"
    lede = "Where one country stands on everything that ranks countries, and where it has moved."
    body = blocks.opening(over="Countries", title=title, lede=lede)
    body += f'<div class="uti"><ul class="columns">{items}</ul></div>'
    return Page("/countries", title, lede, body, "countries", interactive="/countries")


def country(w: Warehouse, catalogue: Catalogue, area: Area, site: Site) -> Page:
    told = profile(kept.ranked(w, catalogue), catalogue, area.geo)
    links = site.links
    lists = "".join(profile_lists.section(item, links) for item in told.sections)
    body = (
        blocks.opening(over="Country profile", title=told.headline, lede=told.lede)
        + f'<div class="uti">{lists}</div>'
        + f'<div class="uti">{profile_lists.themes(told.themes, links)}</div>'
        + blocks.linked(
            section(
                "What is counted",
                f'<p class="measure">{escape(told.counted)}</p>',
                f'<p class="source">{escape(source(kept.ranked(w, catalogue)))}</p>',
            ),
            links,
        )
        + _folded("Indicators left out, and why", told.left_out, site)
    )
    if told.unmoved is not None:
        body += _folded("Indicators without a five-year comparison, and why", told.unmoved, site)
    return Page(
        f"/countries/{area.geo}", told.headline, f"{told.headline}. {told.lede}", body,
        "countries", (("Countries", "/countries"),),
        interactive=f"/countries?country={area.geo}",
    )  # fmt: skip


def _folded(title: str, table: Table, site: Site) -> str:
    return (
        f'<details class="uti"><summary><strong>{escape(title)}</strong></summary>'
        f"{tables.table(table, site.links)}</details>"
    )


def data_and_sources(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """What is held, how old it is, what was revised and loaded."""
    fresh = sources.freshness(w)
    lede = f"{fresh.newest}; {fresh.median}."
    title = "Where every figure comes from"
    parts = [
        blocks.opening(over="Data and sources", title=title, lede=lede),
        f'<div class="uti"><p>{escape(fresh.how_read)}</p></div>',
        section(
            "Download everything that is open", f"<p>{escape(sources.open_summary(w))}</p>",
            _open_files(site), anchor="download",
        ),
        section("Sources", tables.table(fresh.table, site.links), anchor="sources"),
        section(
            "Catalogue", tables.table(sources.catalogue_table(w, catalogue), site.links),
            anchor="catalogue",
        ),
    ]  # fmt: skip
    for name, found, empty in (
        ("Revisions", sources.revisions(w, catalogue), "No figure has been revised."),
        ("Load log", sources.load_log(w, catalogue), "Nothing has been loaded."),
    ):
        shown = tables.table(cut(found), site.links) if found else f"<p>{empty}</p>"
        parts.append(section(name, shown, anchor=name.split()[0].lower()))
    return Page(
        "/data_and_sources", title, f"{title}: {lede}", "".join(parts), "data_and_sources",
        feed="/feed.atom", interactive="/data_and_sources",
    )  # fmt: skip


#: Files of the whole build, with the words of their links.
OPEN_FILES = {
    "/data/open.duckdb": "DuckDB file",
    "/data/open.parquet": "Parquet table",
    "/data/observation.csv": "CSV of every value of every vintage",
    "/data/latest_observation.csv": "CSV of the serving values",
    "/datapackage.json": "Frictionless data package",
    "/catalogue.json": "Catalogue (JSON)",
    "/strategy.json": "Strategy figures (JSON)",
    "/index.json": "Index (JSON)",
    "/openapi.json": "Description of all addresses (OpenAPI)",
    "/feed.atom": "Feed of new and revised figures (Atom)",
}


def _open_files(site: Site) -> str:
    items = "".join(
        f'<li><a href="{escape(site.path(path), quote=True)}">{escape(words)}</a></li>'
        for path, words in OPEN_FILES.items()
    )
    return f"<ul>{items}</ul>"


def glossary_index(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:  # noqa: ARG001
    words = load_glossary()
    title = f"{len(words)} words in plain English"
    lede = "Where one of them first stands in a text of this service, it links here."
    body = blocks.opening(over="Glossary", title=title, lede=lede)
    body += all_entries(glossary.by_letter(words), words, site.links)
    return Page("/glossary", title, lede, body, "glossary")


def term(w: Warehouse, catalogue: Catalogue, name: str, site: Site) -> Page:
    """One word with where it is used."""
    words = load_glossary()
    uses = kept.uses(w, catalogue).get(name, ())
    one = words[name]
    return Page(
        f"/glossary/{name}", one.word, one.meaning, entry(one, words, uses, site.links),
        "glossary", (("Glossary", "/glossary"),),
    )  # fmt: skip
