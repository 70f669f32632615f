"""The formats a view can leave in: each module here with a `FORMAT` and a `write`.

It finds modules and hands the view on; what a file holds is the module's.
"""

import importlib
import pkgutil
import re
import unicodedata
from functools import cache
from types import ModuleType

import indicators.exports as package
from indicators.catalogue import Catalogue
from indicators.errors import ValidationError
from indicators.exports.stamp import Format, Stamp
from indicators.view import View


@cache
def formats() -> dict[str, ModuleType]:
    """Format name to its module, in the order people use them."""
    found = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if hasattr(module, "FORMAT"):
            found[info.name] = module
    return dict(sorted(found.items(), key=lambda item: item[1].FORMAT.order))


def format_of(name: str) -> Format:
    """The format's declaration.

    Raises:
        ValidationError: there is no such format; the message lists those there are.
    """
    if name not in formats():
        raise ValidationError(f"there is no format {name!r}. Choose one of {', '.join(formats())}.")
    declared: Format = formats()[name].FORMAT
    return declared


def export(view: View, catalogue: Catalogue, stamp: Stamp, name: str) -> bytes:
    """The view as a file of the named format.

    Raises:
        ValidationError: there is no such format.
        LicenceError: a data format was asked for figures that may not be passed on.
        NoDataError: the format cannot hold this view; the message names one that can.
    """
    format_of(name)
    made: bytes = formats()[name].write(view, catalogue, stamp)
    return made


def safe_name(text: str, extension: str) -> str:
    """A file name that every system accepts: lower-case letters, digits, hyphens, underscores."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9_]+", "-", plain.lower())[:80].strip("-_")
    return f"{stem or 'chart'}.{extension}"


def file_name(view: View, name: str) -> str:
    """The name of the view's file in a format."""
    return safe_name(view.slug, format_of(name).extension)
