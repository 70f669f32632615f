"""Ways to take an indicator away: files at stable addresses, citations, code to embed it."""

from html import escape

from indicators.catalogue import Catalogue, Indicator
from indicators.choice import indicator_choice
from indicators.errors import NoDataError
from indicators.exports import citation
from indicators.exports.licence import may_pass_on
from indicators.exports.stamp import Stamp
from indicators.publishing.site.edition import Site
from indicators.view import View
from indicators.warehouse import Warehouse

#: Endings of the stable addresses, in the order people use them; the second part holds figures.
PICTURES = {
    "pptx": "PowerPoint",
    "png": "PNG image",
    "svg": "SVG image",
    "docx": "Word",
    "pdf": "PDF",
}
DATA = {
    "xlsx": "Excel",
    "csv": "CSV",
    "csvw.json": "CSV metadata (CSV on the Web)",
    "json": "JSON",
    "ods": "OpenDocument",
    "parquet": "Parquet",
    "zip": "ZIP of data, metadata and image",
}
#: Sizes that a picture can be embedded in: width and height of the frame, in px.
_FRAME = (760, 680)


def path_of(indicator: Indicator, ending: str = "") -> str:
    """The stable address of an indicator's page, or of its file with an ending."""
    return f"/indicators/{indicator.id}{'.' if ending else ''}{ending}"


def files(view: View, catalogue: Catalogue, indicator: Indicator) -> dict[str, str]:
    """The indicator's files by path, with the label of each; no data that may not be passed on."""
    try:
        endings = PICTURES | (DATA if may_pass_on(view, catalogue) else {})
    except NoDataError:
        endings = PICTURES
    return {path_of(indicator, ending): label for ending, label in endings.items()}


def take(
    view: View, catalogue: Catalogue, indicator: Indicator, site: Site, query: str = ""
) -> str:
    """The files as a list of links; `query` has the choices that the view was made by."""
    found = files(view, catalogue, indicator)
    items = "".join(
        f'<li><a href="{escape(site.path(path + query), quote=True)}" download>'
        f"{escape(label)}</a></li>"
        for path, label in found.items()
    )
    closed = ""
    if path_of(indicator, "csv") not in found:
        closed = (
            '<p class="note">The figures of this chart may not be passed on as data: their licence '
            "does not allow it. The image may be shown with its source.</p>"
        )
    return (
        '<section class="uti take" id="download"><h2>Take it away</h2>'
        f"<ul>{items}</ul>{closed}{_feed(indicator, site)}</section>"
    )


def _feed(indicator: Indicator, site: Site) -> str:
    address = escape(site.path(path_of(indicator, "atom")), quote=True)
    return f'<p class="note"><a href="{address}">Feed of its new and revised figures (Atom)</a></p>'


def stamp(w: Warehouse, indicator: Indicator, site: Site) -> Stamp:
    """What files and citations of an indicator's page say of themselves."""
    choice = indicator_choice(indicator.id)
    return Stamp(w.build_id, path_of(indicator), site.day, choice)


def cite(view: View, catalogue: Catalogue, w: Warehouse, indicator: Indicator, site: Site) -> str:
    """Citations in three forms, and the code of a frame for another page."""
    said = stamp(w, indicator, site)
    forms = (
        ("Short", citation.short(view, catalogue, said)),
        ("Long", citation.long(view, catalogue, said)),
        ("BibTeX", citation.bibtex(view, catalogue, said)),
    )
    told = "".join(
        f'<h3>{label}</h3><pre tabindex="0">{escape(text)}</pre>' for label, text in forms
    )
    frame = _embed(view, indicator, site)
    return f'<section class="uti" id="cite"><h2>Cite this</h2>{told}{frame}</section>'


def _embed(view: View, indicator: Indicator, site: Site) -> str:
    width, height = _FRAME
    address = escape(site.address(f"/embed/{indicator.id}"), quote=True)
    code = (
        f'<iframe src="{address}" title="{escape(view.headline, quote=True)}" width="{width}" '
        f'height="{height}" loading="lazy" style="border:0;max-width:100%"></iframe>'
    )
    return (
        '<div class="embed-code"><h3><label for="embed">Put this chart on your own page</label>'
        "</h3>"
        f'<textarea id="embed" rows="4" readonly>{escape(code)}</textarea></div>'
    )
