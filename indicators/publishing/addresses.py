"""Every stable address of the service, and what it answers: the same in the app and as files.

From a build, a path and parameters to an `Answer`; it reads no request and keeps nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from indicators import queries
from indicators.catalogue import Catalogue, Indicator
from indicators.choice import gathered
from indicators.errors import NoDataError
from indicators.publishing import feeds, openapi
from indicators.publishing.answers import HTML, JSON, Answer, Refused, dumped, problem
from indicators.publishing.datapackage import TABLES, package, table_csv
from indicators.publishing.documents import (
    catalogue_document,
    index_document,
    strategy_document,
)
from indicators.publishing.files import SUFFIXES, Wanted, file, parameters_of, suffixes_of
from indicators.publishing.parameters import V, read
from indicators.publishing.site import assets, pages
from indicators.publishing.site.edition import Site
from indicators.publishing.sitemap import robots, sitemap
from indicators.publishing.versions import newer_data, newer_notice
from indicators.warehouse import Warehouse, open_duckdb_path, open_parquet_path

Pairs = Iterable[tuple[str, str]]

ATOM = "application/atom+xml"
_CSV = "text/csv; charset=utf-8"
_SERIES = "/indicators/"
#: Folders whose pages show one thing each, and are whole HTML in every edition.
PAGED = (_SERIES, "/embed/", "/technologies/", "/countries/", "/glossary/")

#: Style sheet, script and icon of the pages, under names that hold their hashes.
ASSETS = {asset.path: asset.body for asset in assets.assets()}
_ASSET_TYPES = {
    "css": ("text/css; charset=utf-8",),
    "js": ("text/javascript; charset=utf-8",),
    "svg": ("image/svg+xml",),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a maker of a document needs. `pinned` is the query of a data version, or nothing;
    `newer` the id of the newest build where an older one was asked for."""

    w: Warehouse
    catalogue: Catalogue
    site: Site
    pinned: str = ""
    newer: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An address that stands for a whole build. `saved`: a browser keeps it as a file;
    `tells_newer`: its body says where newer figures serve."""

    summary: str
    media_type: str
    make: Callable[[Asked], bytes]
    saved: bool = False
    tells_newer: bool = False


def _json(make: Callable[[Warehouse, Catalogue], dict[str, object]]) -> Callable[[Asked], bytes]:
    def made(asked: Asked) -> bytes:
        return dumped(make(asked.w, asked.catalogue) | {"newer_data": newer_data(asked.newer)})

    return made


def _table(name: str) -> Callable[[Asked], bytes]:
    return lambda asked: table_csv(asked.w, name)


#: Addresses that stand for a whole build.
DOCUMENTS: dict[str, Document] = {
    "/catalogue.json": Document("Every indicator, what is held of it and where",
                                JSON, _json(catalogue_document), tells_newer=True),
    "/strategy.json": Document("The strategy's figures: then, now, and whether they hold",
                               JSON, _json(strategy_document), tells_newer=True),
    "/index.json": Document("The index, both versions, with method ranges",
                            JSON, _json(index_document), tells_newer=True),
    "/datapackage.json": Document(
        "The open figures as a Frictionless data package", JSON,
        lambda a: package(a.w, a.site.base, a.pinned),
    ),
    **{
        f"/data/{name}.csv": Document(f"Open data: {words[0].lower()}{words[1:-1]}",
                                      _CSV, _table(name), saved=True)
        for name, words in TABLES.items()
    },
    "/data/open.duckdb": Document(
        "The open figures as one DuckDB file", "application/vnd.duckdb",
        lambda a: open_duckdb_path(a.w.path).read_bytes(), saved=True,
    ),
    "/data/open.parquet": Document(
        "The open figures as one Parquet table", "application/vnd.apache.parquet",
        lambda a: open_parquet_path(a.w.path).read_bytes(), saved=True,
    ),
    "/openapi.json": Document("This description", JSON,
                              lambda a: dumped(openapi.description(a.site, DOCUMENTS))),
    "/feed.atom": Document("New and revised figures of all series, as an Atom feed", ATOM,
                           lambda a: feeds.feed(a.w, a.catalogue, a.site.base)),
    "/sitemap.xml": Document("The pages, for search engines", "application/xml",
                             lambda a: sitemap(a.w, _listed(a.w, a.catalogue), a.site)),
    "/robots.txt": Document("What robots may read", "text/plain; charset=utf-8",
                            lambda a: robots(a.site)),
}  # fmt: skip


def _listed(w: Warehouse, catalogue: Catalogue) -> tuple[str, ...]:
    """The pages that search engines should know."""
    return tuple(
        path
        for path in pages.paths(w, catalogue)
        if path != "/404" and not path.startswith("/embed/")
    )


def paths(w: Warehouse, catalogue: Catalogue) -> Iterator[str]:
    """Every stable address of files without a query, in a fixed order: what a static edition has.

    An indicator's files follow one another, so that its view is made once.
    """
    yield from DOCUMENTS
    open_ids = frozenset(queries.open_indicators(w))
    logged = set(queries.load_log(w)["indicator_id"])
    for indicator in catalogue:
        here = f"{_SERIES}{quote(indicator.id)}"
        if queries.has(w, indicator.id):
            yield from (f"{here}.{suffix}" for suffix in suffixes_of(indicator, open_ids))
        if indicator.id in logged:
            yield f"{here}.atom"


def answer(
    w: Warehouse,
    catalogue: Catalogue,
    path: str,
    parameters: Pairs,
    site: Site,
    newer: str = "",
) -> Answer:
    """What an address answers from this build. A refusal is an answer too: a problem document.

    `newer` is the id of the newest build where `w` is an older one that was asked for by `v`.
    """
    pairs = tuple(parameters)
    try:
        return _answer(Asked(w, catalogue, site, _pinned(w, pairs), newer), path, pairs)
    except Refused as refused:
        return problem(refused, path)


def _pinned(w: Warehouse, pairs: tuple[tuple[str, str], ...]) -> str:
    return f"?v={w.build_id}" if any(name == V.name for name, _ in pairs) else ""


def _answer(asked: Asked, path: str, pairs: tuple[tuple[str, str], ...]) -> Answer:
    document = DOCUMENTS.get(path)
    if document is not None:
        read(pairs, (V,))
        return Answer(
            document.make(asked),
            document.media_type,
            filename=path.rpartition("/")[2],
            canonical=path,
            attached=document.saved,
            tells_newer=document.tells_newer,
        )
    if path in ASSETS:
        return Answer(ASSETS[path], *_ASSET_TYPES[path.rpartition(".")[2]])
    if path.startswith(PAGED) and "." not in path:
        return _page(asked, path, pairs)
    indicator, suffix = series(asked.catalogue, path)
    if suffix == "atom":
        read(pairs, (V,))
        return Answer(
            feeds.series_feed(asked.w, asked.catalogue, indicator, asked.site.base),
            ATOM,
            filename=f"{indicator.id}.atom",
            canonical=path,
        )
    texts = read(pairs, parameters_of(suffix))
    wanted = Wanted(indicator, suffix, texts, asked.newer)
    return file(asked.w, asked.catalogue, wanted, asked.site)


def _page(asked: Asked, path: str, pairs: tuple[tuple[str, str], ...]) -> Answer:
    """A page as whole HTML. Parameters that it does not know are passed over: links gather them.

    Where the figures do not answer the choices, it says so and shows the default view.
    """
    texts = gathered(pairs)
    pinned = {name: text for name, text in texts.items() if name == V.name}
    notices = newer_notice(asked.w.build_id, asked.newer, asked.site.path(path))
    try:
        try:
            made = _html(asked, path, texts, notices)
        except (NoDataError, Refused) as reason:
            if texts == pinned:
                raise
            made = _html(asked, path, pinned, (*notices, escape(str(reason))))
    except (NoDataError, Refused) as reason:
        lost = _html(asked, "/404", {}, (escape(str(reason)),))
        return Answer(lost.encode(), HTML, status=404)
    return Answer(made.encode(), HTML, canonical=path, tells_newer=True)


def _html(asked: Asked, path: str, texts: Mapping[str, str], notices: tuple[str, ...]) -> str:
    return pages.page(asked.w, asked.catalogue, path, asked.site, texts, notices)


def series(catalogue: Catalogue, path: str) -> tuple[Indicator, str]:
    """The indicator and the suffix of `/indicators/<id>.<suffix>`.

    Raises:
        Refused: there is no such address.
    """
    name, _, suffix = path.removeprefix(_SERIES).partition(".")
    if not path.startswith(_SERIES) or suffix not in (*SUFFIXES, "atom"):
        raise Refused(
            404,
            "There is no such address",
            f"Nothing is at {path[:200]}. An indicator can be had as "
            f"{', '.join('.' + s for s in (*SUFFIXES, 'atom'))}; /openapi.json lists all.",
        )
    if name not in catalogue:
        raise Refused(
            404,
            "There is no such indicator",
            f"There is no indicator {name[:80]!r}. /catalogue.json lists their ids.",
            catalogue="/catalogue.json",
        )
    return catalogue[name], suffix
