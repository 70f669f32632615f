"""An indicator's page, the list of all, and the light page that others can frame."""

import json
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from indicators.areas import UK
from indicators.catalogue import Catalogue, Indicator
from indicators.errors import NoDataError
from indicators.markup import blocks, tables
from indicators.publishing.chosen import Chosen, chosen
from indicators.publishing.site import kept
from indicators.publishing.site.dataset import dataset
from indicators.publishing.site.document import Page
from indicators.publishing.site.edition import Site
from indicators.publishing.site.takeaway import cite, path_of, take
from indicators.view import Table, View
from indicators.views import indicator as views
from indicators.views.indicator.question import Question
from indicators.warehouse import Warehouse

#: Rows of a table on a page; the rest are in its file.
MOST_ROWS = 60
ALL = "Indicators"


def page(
    w: Warehouse,
    catalogue: Catalogue,
    indicator: Indicator,
    site: Site,
    texts: Mapping[str, str],
) -> Page:
    """The whole of an indicator: chart, places, figures, definition, revisions, citation.

    `texts` are the parameters of its address; what is wrong with them is told above the chart.
    """
    found = chosen(w, catalogue, indicator, texts, strict=False)
    view, question, query = found.view, found.question, _query(found, texts)
    theme = catalogue.themes_by_id[indicator.theme].title
    parts = [
        blocks.opening(over=theme, title=view.headline, lede=view.subtitle),
        _chart(view),
        _choose(view, catalogue),
        blocks.source(view, site.links),
        take(view, catalogue, indicator, site, query),
        _ranked(w, catalogue, question, site),
        _figures(view, indicator, site, query),
        _definition(catalogue, indicator, site),
        _revisions(w, catalogue, question, site),
        cite(view, catalogue, w, indicator, site),
    ]
    return Page(
        path=path_of(indicator),
        title=view.headline,
        description=f"{indicator.short} {view.headline}.",
        body="".join(parts),
        name="indicators",
        crumbs=((ALL, "/indicators"), (theme, f"/indicators#{indicator.theme}")),
        data=dataset(view, catalogue, indicator, site),
        picture=path_of(indicator, "png"),
        feed=f"/indicators/{indicator.id}.atom",
        interactive=found.choice.address,
        notices=_problems(found),
    )


def _query(found: Chosen, texts: Mapping[str, str]) -> str:
    """The choices and the data version of this page, for the addresses of its files."""
    pinned = (("v", texts["v"]),) if "v" in texts else ()
    return f"?{urlencode((*found.texts, *pinned))}" if found.texts or pinned else ""


def _problems(found: Chosen) -> tuple[str, ...]:
    return tuple(dict.fromkeys(escape(sentence) for _, sentence in found.bad))


def _chart(view: View) -> str:
    return (
        f'<figure class="uti" aria-label="{escape(view.headline, quote=True)}">'
        f"{blocks.picture(view.chart)}</figure>"
        '<details class="uti"><summary><strong>This chart in words</strong></summary>'
        f"<p>{escape(view.alt)}</p></details>"
    )


def shown(view: View, site: Site) -> str:
    """A chart with its words, source, notes and the newest rows of its table."""
    most, of = cut(view.table), len(view.table.rows)
    note = f'<p class="note">The first {len(most.rows)} of {of} rows.</p>'
    return (
        f'{_chart(view)}{blocks.source(view, site.links)}<div class="uti">'
        f"{note if len(most.rows) < of else ''}{tables.table(most, site.links)}</div>"
    )


def _choose(view: View, catalogue: Catalogue) -> str:
    """The countries drawn, for a script to offer; nothing where there is no choice."""
    names = {s.geo: catalogue.areas[s.geo].short for s in view.chart.series if s.geo != UK}
    if not names:
        return ""
    return f'<div class="filter" data-choose="{escape(json.dumps(names), quote=True)}"></div>'


def _ranked(w: Warehouse, catalogue: Catalogue, question: Question, site: Site) -> str:
    """Every country's place; the reason where none can be given."""
    if not question.indicator.rankable or question.indicator.coverage != "international":
        return ""
    try:
        view = views.rank_view(w, catalogue, question)
    except NoDataError as why:
        return (
            f'<section class="uti" id="places"><h2>Places</h2><p>{escape(str(why))}</p></section>'
        )
    return (
        '<section class="uti" id="places"><h2>Every country’s place</h2>'
        f'<p class="sub">{escape(view.subtitle)}.</p><figure>{blocks.picture(view.chart)}</figure>'
        f"{tables.table(view.table, site.links)}</section>{blocks.source(view, site.links)}"
    )


def _figures(view: View, indicator: Indicator, site: Site, query: str) -> str:
    shown, note = cut(view.table), ""
    if len(shown.rows) < len(view.table.rows):
        note = (
            f'<p class="note">The newest {len(shown.rows)} of {len(view.table.rows)} periods. '
            f"{_all_rows(view, indicator, site, query)}</p>"
        )
    return (
        f'<section class="uti" id="figures"><h2>Figures</h2>{note}'
        f"{tables.table(shown, site.links)}</section>"
    )


def _all_rows(view: View, indicator: Indicator, site: Site, query: str) -> str:
    if not indicator.redistributable or view.data.empty:
        return "The others may not be passed on as data."
    address = escape(site.path(path_of(indicator, "csv") + query), quote=True)
    return f'<a href="{address}" download>All of them as CSV</a>'


def cut(table: Table, most: int = MOST_ROWS) -> Table:
    """The first rows of a table."""
    return Table(
        table.caption, table.columns, table.rows[:most], table.focus, table.indicators[:most]
    )


def _definition(catalogue: Catalogue, indicator: Indicator, site: Site) -> str:
    facts = blocks.facts(views.definition(catalogue, indicator), site.links)
    return (
        '<section class="uti" id="definition"><h2>Definition, strengths and limitations</h2>'
        f"</section>{facts}"
    )


def _revisions(w: Warehouse, catalogue: Catalogue, question: Question, site: Site) -> str:
    found = views.revisions_table(w, catalogue, question)
    told = f'<p class="note">{escape(views.vintage_days(w, question.indicator.id))}</p>'
    if found is None:
        body = "<p>No figure shown here has changed between the vintages held.</p>"
    else:
        shown = cut(found)
        more = len(found.rows) - len(shown.rows)
        body = tables.table(shown, site.links)
        if more:
            told += (
                f'<p class="note">The newest {len(shown.rows)} changes; {more} more are older.</p>'
            )
    return f'<section class="uti" id="revisions"><h2>Revisions</h2>{told}{body}</section>'


def empty(catalogue: Catalogue, indicator: Indicator, site: Site) -> Page:
    """An indicator that is declared and has no figures: what it would measure, and why none."""
    theme = catalogue.themes_by_id[indicator.theme].title
    why = f"No figures are held. {indicator.unavailable}".strip()
    body = blocks.opening(over=theme, title=indicator.title, lede=why)
    body += _definition(catalogue, indicator, site)
    return Page(
        path_of(indicator), indicator.title, f"{indicator.short} {why}", body, "indicators",
        ((ALL, "/indicators"),),
    )  # fmt: skip


def index(w: Warehouse, catalogue: Catalogue, site: Site) -> Page:
    """Every indicator with figures, by theme, with its newest finding; then those without."""
    held = kept.with_figures(w, catalogue)
    answers = kept.answers(w, catalogue)
    parts = []
    for theme in catalogue.themes:
        items = "".join(_item(i, answers[i.id], site) for i in held if i.theme == theme.id)
        if items:
            parts.append(
                f'<section id="{theme.id}"><h2>{escape(theme.title)}</h2><ul>{items}</ul></section>'
            )
    without = kept.without_figures(w, catalogue)
    lede = f"Each with its newest figure, source, limits and files. {len(without)} more are "
    lede += "declared for which no figures are held; the reason stands with each below."
    opening = blocks.opening(over=ALL, title=f"{len(held)} indicators with figures", lede=lede)
    missing = "".join(
        f"<dt>{site.links.link(i.title, site.links.indicator(i.id))}</dt>"
        f"<dd>{escape(i.unavailable or 'No figures are held yet.')}</dd>"
        for i in without
    )
    return Page(
        path="/indicators",
        title=ALL,
        description=f"{len(held)} indicators of UK science and technology with published figures.",
        body=(
            f'{opening}<div class="filter" data-filter></div>'
            f'<div class="uti index">{"".join(parts)}</div>'
            '<section class="uti"><h2 id="without">Indicators without figures, and why</h2>'
            f'<dl class="facts">{missing}</dl></section>'
        ),
        name="indicators",
        interactive="/indicators",
    )


def _item(indicator: Indicator, answer: str, site: Site) -> str:
    link = site.links.link(indicator.title, site.links.indicator(indicator.id))
    short = f'<p class="note">{escape(indicator.short)}</p>'
    return f"<li><div>{link}{short}</div><p>{escape(answer)}</p></li>"


def embedded(
    w: Warehouse,
    catalogue: Catalogue,
    indicator: Indicator,
    site: Site,
    texts: Mapping[str, str],
) -> Page:
    """The chart with headline, source and a link, for a frame on another page."""
    found = chosen(w, catalogue, indicator, texts, strict=False)
    view = found.view
    address = escape(site.address(path_of(indicator)) + _query(found, texts), quote=True)
    body = (
        f'<div class="uti embed"><h1>{escape(view.headline)}</h1>'
        f'<p class="sub">{escape(view.subtitle)}</p>'
        f"<figure>{blocks.picture(view.chart, half=True)}</figure>"
        f'<p class="source">{escape(view.source_line)} '
        f'<span class="badge">{escape(view.status_label)}</span></p>{blocks.notes(view.notes)}'
        f'<p><a href="{address}" target="_top">Figures, definition and files: '
        "UK Technology Indicators</a></p></div>"
    )
    path = f"/embed/{indicator.id}"
    return Page(path, view.headline, indicator.short, body, notices=_problems(found))
