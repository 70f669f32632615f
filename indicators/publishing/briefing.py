"""A briefing as files: PowerPoint, Word, PDF and Excel, each holding its own recipe.

Charts, words and order are the briefing's; templates decide how much of each chart is shown.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from indicators.briefing import (
    MOST_BYTES,
    TEMPLATES,
    Briefing,
    from_json,
    to_json,
)
from indicators.catalogue import Catalogue
from indicators.errors import LicenceError, NoDataError, ValidationError
from indicators.exports import docx, pptx, xlsx
from indicators.exports.archives import dated
from indicators.exports.pptx import Words
from indicators.exports.stamp import Stamp, stamp_of
from indicators.exports.workbook import book
from indicators.publishing.charts import Filled
from indicators.publishing.note import note_of
from indicators.publishing.pages import pdf_pages
from indicators.view import View

#: Name of the recipe inside every file we make.
RECIPE = "uk-technology-indicators-recipe.json"

_TYPES = "[Content_Types].xml"
_JSON_TYPE = b'<Default Extension="json" ContentType="application/json"/>'
MOST_UPLOAD = 20_000_000
_MOST_UNPACKED = 200_000_000
_MOST_ENTRIES = 5_000

FORMATS = ("pptx", "docx", "pdf", "xlsx")


def saved(briefing: Briefing, charts: tuple[Filled, ...], build_id: str) -> Briefing:
    """The briefing with the data's own sentences and the data version, for its file."""
    items = tuple(
        replace(c.item, made=(c.view.headline.strip() if c.view else c.item.made)[:1000])
        for c in charts
    )
    return replace(briefing, items=items, build_id=build_id)


def make(
    briefing: Briefing, charts: tuple[Filled, ...], catalogue: Catalogue, stamp: Stamp, name: str
) -> bytes:
    """The briefing as one file.

    Raises:
        NoDataError: no chart of the briefing can be made.
        LicenceError: a workbook was asked for, and no figure may be passed on.
        ValidationError: there is no such format.
    """
    usable = tuple(chart for chart in charts if chart.view is not None)
    if not usable:
        raise NoDataError("No chart of this briefing can be made. Add a chart from its page.")
    makers = {"pptx": _deck, "docx": _document, "pdf": pdf_pages, "xlsx": _workbook}
    if name not in makers:
        raise ValidationError(f"there is no briefing format {name!r}: {', '.join(makers)}.")
    content = makers[name](briefing, usable, catalogue, stamp)
    kept = to_json(saved(briefing, charts, stamp.build_id))
    return _with_recipe(content, kept) if name != "pdf" else content


def pack(
    briefing: Briefing,
    charts: tuple[Filled, ...],
    catalogue: Catalogue,
    stamp: Stamp,
    told: Callable[[float, str], None] = lambda _share, _words: None,
) -> dict[str, bytes]:
    """All files of the briefing and its recipe, by file name; `told` hears how far it is.

    A format that the licence closes is left out and told in `READ ME.txt`.
    """
    files, refused = {}, []
    for place, name in enumerate(FORMATS):
        told(place / len(FORMATS), f"Making {name.upper()}")
        try:
            files[f"briefing.{name}"] = make(briefing, charts, catalogue, stamp, name)
        except LicenceError as error:
            refused.append(f"briefing.{name} is left out. {error}")
    files["briefing-recipe.json"] = to_json(saved(briefing, charts, stamp.build_id)).encode()
    refused += [f"A chart is left out. {c.problem}" for c in charts if c.view is None]
    if refused:
        files["READ ME.txt"] = ("\n\n".join(refused) + "\n").encode()
    told(1.0, "Done")
    return files


def recipe_in(content: bytes) -> Briefing:
    """The briefing inside a recipe file, or inside a PPTX, DOCX or XLSX made here.

    Only the recipe is read from an office file; nothing else in it is opened or parsed.

    Raises:
        ValidationError: too large, not readable, or without a recipe of ours.
    """
    if not content.startswith(b"PK"):
        return from_json(content)
    if len(content) > MOST_UPLOAD:
        raise ValidationError(f"file: more than {MOST_UPLOAD // 1_000_000} MB. It is not read.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES or sum(e.file_size for e in entries) > _MOST_UNPACKED:
                raise ValidationError("file: far larger unpacked than packed. It is not read.")
            with archive.open(RECIPE) as recipe:
                return from_json(recipe.read(MOST_BYTES + 1))
    except KeyError:
        raise ValidationError(
            "file: no briefing recipe is inside. Choose a file that was made on the briefing page "
            "and not saved anew by another program, or the .json file saved with it."
        ) from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError,
            RuntimeError, ValueError):  # fmt: skip
        raise ValidationError("file: damaged or cut short. Choose another copy.") from None


def words_of(briefing: Briefing, chart: Filled) -> Words:
    """The author's words for a chart."""
    return Words(chart.item.headline, chart.item.note, briefing.marking)


def title_of(briefing: Briefing) -> str:
    """What the documents are called."""
    return f"UK technology indicators: {TEMPLATES[briefing.template].lower()}"


def _shown(charts: tuple[Filled, ...]) -> Iterator[tuple[Filled, View]]:
    for chart in charts:
        if chart.view is not None:
            yield chart, chart.view


def _deck(
    briefing: Briefing, charts: tuple[Filled, ...], catalogue: Catalogue, stamp: Stamp
) -> bytes:
    deck = pptx.opened(title_of(briefing), stamp)
    for chart, view in _shown(charts):
        own = stamp_of(stamp.build_id, chart.item.chart, stamp.accessed)
        pptx.add_slide(deck, view, catalogue, own, words_of(briefing, chart))
    return pptx.saved(deck)


def _document(
    briefing: Briefing, charts: tuple[Filled, ...], catalogue: Catalogue, stamp: Stamp
) -> bytes:
    document = docx.opened(title_of(briefing), stamp, briefing.marking)
    if briefing.template == "note":
        _note(document, briefing, charts, stamp)
        return docx.saved(document)
    for place, (chart, view) in enumerate(_shown(charts)):
        own = stamp_of(stamp.build_id, chart.item.chart, stamp.accessed)
        words, with_table = words_of(briefing, chart), briefing.template == "data"
        docx.add_section(
            document, view, catalogue, own, words, table=with_table, new_page=place > 0
        )
    return docx.saved(document)


def _note(document: Any, briefing: Briefing, charts: tuple[Filled, ...], stamp: Stamp) -> None:
    """One page: all headlines, and as many charts as can be read on it."""
    note = note_of(charts, stamp, docx.PX_PER_POINT)
    docx.add_summary(document, note.title, note.under, list(note.lines))
    for chart, view in _shown(note.drawn):
        own = stamp_of(stamp.build_id, chart.item.chart, stamp.accessed)
        docx.add_brief(document, view, own, words_of(briefing, chart), note.height)


def _workbook(
    briefing: Briefing, charts: tuple[Filled, ...], catalogue: Catalogue, stamp: Stamp
) -> bytes:
    views = tuple(view for _, view in _shown(charts))
    content = book(views, catalogue, stamp, title_of(briefing))
    if briefing.marking:
        content = replace(content, intro=(briefing.marking, *content.intro))
    return xlsx.written(content, stamp)


def _with_recipe(content: bytes, recipe: str) -> bytes:
    """An office file with the recipe as one more part, which office programs pass over.

    The package must declare the part's type, or Office takes the file for a damaged one.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        types = given.read(_TYPES)
    declared = re.sub(rb"(<Types[^>]*>)", rb"\1" + _JSON_TYPE, types, count=1)
    return dated(content, {_TYPES: declared, RECIPE: recipe.encode("utf-8")})
