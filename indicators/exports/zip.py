"""Everything about a view in one ZIP: data, metadata, picture, text alternative, citation, recipe.

Where the figures may not be passed on, the data files are left out and the ZIP says so.
"""

import io
import zipfile

from indicators.briefing import recipe_of
from indicators.catalogue import Catalogue
from indicators.errors import LicenceError, NoDataError
from indicators.exports import citation, csv, csvw, json, png, svg
from indicators.exports.formats import safe_name
from indicators.exports.stamp import SERVICE, Format, Stamp
from indicators.view import View

FORMAT = Format("ZIP with data, image and citation", "zip", "application/zip", 55)

_DATA = ((csv, "csv"), (csvw, "csv-metadata.json"), (json, "json"))


def write(view: View, catalogue: Catalogue, stamp: Stamp) -> bytes:
    """The ZIP; entries have the stamp's day, so the same view and day give the same bytes."""
    files: dict[str, bytes] = {}
    withheld = ""
    for module, extension in _DATA:
        try:
            files[safe_name(view.slug, extension)] = module.write(view, catalogue, stamp)
        except (LicenceError, NoDataError) as error:
            withheld = str(error)
    files[safe_name(view.slug, "png")] = png.write(view, catalogue, stamp)
    files[safe_name(view.slug, "svg")] = svg.write(view, catalogue, stamp)
    files["text-alternative.txt"] = _lines(view.headline, view.alt, *view.notes)
    files["citation.txt"] = citation.write(view, catalogue, stamp)
    if stamp.choice is not None:
        files["recipe.json"] = recipe_of((stamp.choice,)).encode()
    files["README.txt"] = _readme(view, stamp, tuple(files), withheld)
    out = io.BytesIO()
    day = stamp.accessed
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def _readme(view: View, stamp: Stamp, names: tuple[str, ...], withheld: str) -> bytes:
    return _lines(
        view.headline,
        view.subtitle,
        f"{view.source_line} {view.status_label}.",
        withheld,
        "Files: " + ", ".join(names),
        "Make the same again from recipe.json: python -m indicators brief --recipe recipe.json "
        "--out FOLDER"
        if "recipe.json" in names
        else "",
        f"{SERVICE}, data version {stamp.build_id}. {stamp.link}",
    )


def _lines(*lines: str) -> bytes:
    return ("\n\n".join(line for line in lines if line) + "\n").encode("utf-8", "replace")
