"""One indicator as a file: the view that its address asks for, in the format of its suffix.

Formats are found by name in `indicators.exports`. A view is made once for all of them.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from indicators import queries
from indicators.catalogue import Catalogue, Indicator
from indicators.errors import LicenceError, NoDataError
from indicators.exports import csvw, json, pdf, png, svg
from indicators.exports.formats import export, format_of, formats
from indicators.exports.stamp import Stamp
from indicators.publishing.answers import Answer, Refused, dumped
from indicators.publishing.chosen import Texts, chosen
from indicators.publishing.parameters import CHART, ROWS, SIZE, Parameter, V
from indicators.publishing.site.edition import Site
from indicators.view import View
from indicators.warehouse import Warehouse

_PICTURES = {"png": png, "svg": svg, "pdf": pdf}
#: Formats of rows alone, which can hold more of them than a chart shows.
_ROWED = ("csv", "csvw", "json", "parquet")
#: What a browser shows where it stands; the others are saved.
_SHOWN = ("png", "svg", "pdf", "json", "csvw", "citation")
_CSVW = ("csvw.json", "metadata.json", "csv-metadata.json")

#: Suffix of an address → name of the format.
SUFFIXES: dict[str, str] = {
    module.FORMAT.extension: name for name, module in formats().items() if name != "csvw"
} | dict.fromkeys(_CSVW, "csvw")

_LICENCES = {
    "OGL-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that was asked for: of which indicator, with which suffix and which choices."""

    indicator: Indicator
    suffix: str
    texts: Mapping[str, str]
    #: Whose newest version serves where an older one was asked for.
    newer: str = ""


def parameters_of(suffix: str) -> tuple[Parameter, ...]:
    """The parameters of an indicator's address with this suffix."""
    name = SUFFIXES[suffix]
    own = (SIZE,) if name in _PICTURES else (ROWS,) if name in _ROWED else ()
    return (*CHART, *own, V)


def file(w: Warehouse, catalogue: Catalogue, wanted: Wanted, site: Site) -> Answer:
    """The file.

    Raises:
        Refused: a parameter is wrong, the licence closes the format, or the figures cannot say.
    """
    indicator, suffix = wanted.indicator, wanted.suffix
    try:
        found = chosen(w, catalogue, indicator, wanted.texts)
        view = found.view
        if wanted.texts.get("rows") == "all":
            view = replace(view, data=queries.observations(w, indicator.id))
        query = _query(found.texts, wanted.texts)
        stamp = Stamp(
            w.build_id,
            f"/indicators/{quote(indicator.id)}{query}",
            w.newest_vintage,
            found.choice,
            site.base,
            as_built=True,
        )
        body = _body(view, catalogue, stamp, wanted, query)
    except LicenceError as error:
        raise _closed(w, indicator, str(error)) from None
    except NoDataError as error:
        raise Refused(422, "The figures do not answer this", str(error)) from None
    name = SUFFIXES[suffix]
    licences = {str(one) for one in view.data.get("licence", ())}
    return Answer(
        body,
        _media_type(name),
        filename=f"{indicator.id}{_tag(query)}.{suffix}",
        canonical=f"/indicators/{quote(indicator.id)}.{suffix}{query}",
        licence=_LICENCES.get(licences.pop(), "") if len(licences) == 1 else "",
        described_by=f"/indicators/{quote(indicator.id)}.csvw.json{query}" if name == "csv" else "",
        attached=name not in _SHOWN,
        tells_newer=name == "json",
    )


def _body(view: View, catalogue: Catalogue, stamp: Stamp, wanted: Wanted, query: str) -> bytes:
    name = SUFFIXES[wanted.suffix]
    if name in _PICTURES:
        size = wanted.texts.get("size", "slide")
        made: bytes = _PICTURES[name].write(view, catalogue, stamp, size)
        return made
    if name == "csvw":
        return csvw.write(view, catalogue, stamp, f"{quote(wanted.indicator.id)}.csv{query}")
    if name == "json":
        here = f"/indicators/{quote(wanted.indicator.id)}.json{query}"
        newer = {"data_version": wanted.newer, "address": here} if wanted.newer else None
        return dumped(json.document(view, catalogue, stamp) | {"newer_data": newer})
    return export(view, catalogue, stamp, name)


def _query(kept: Texts, texts: Mapping[str, str]) -> str:
    """The choices that are not defaults, as the canonical address has them."""
    own = [(p.name, texts[p.name]) for p in (SIZE, ROWS) if p.name in texts]
    asked = [*kept, *((k, v) for k, v in own if v not in ("slide", "shown"))]
    return f"?{urlencode(asked)}" if asked else ""


def _tag(query: str) -> str:
    """What tells a saved file from that of the default view: its choices, shortened."""
    plain = "".join(c if c.isalnum() else "-" for c in query.replace("?", "-"))
    return plain[:60].rstrip("-")


def _media_type(name: str) -> str:
    mime = format_of(name).mime
    return f"{mime}; charset=utf-8" if mime.startswith("text/") else mime


def _closed(w: Warehouse, indicator: Indicator, sentence: str) -> Refused:
    source = queries.vintages(w, indicator.id)
    addresses = [str(one) for one in source["address"] if one]
    return Refused(
        403,
        "The licence does not allow this",
        sentence,
        publisher=indicator.publisher,
        publisher_address=addresses[0] if addresses else "",
        licence=indicator.licence,
        allowed=[f"/indicators/{indicator.id}.{name}" for name in ("png", "svg", "pdf")],
    )


def suffixes_of(indicator: Indicator, open_ids: Container[str]) -> tuple[str, ...]:
    """The suffixes that an indicator with figures can be had in; `open_ids` may leave as data."""
    is_open = indicator.redistributable and indicator.id in open_ids
    return tuple(
        suffix for suffix, name in SUFFIXES.items() if is_open or not format_of(name).is_data
    )
