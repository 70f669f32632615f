"""A view as a standalone SVG picture, in which text stays text."""

from indicators.catalogue import Catalogue
from indicators.exports.picture import draw
from indicators.exports.stamp import Format, Stamp
from indicators.view import View

FORMAT = Format("SVG image", "svg", "image/svg+xml", 50)


def write(view: View, catalogue: Catalogue, stamp: Stamp, preset: str = "slide") -> bytes:  # noqa: ARG001
    """The picture as UTF-8 bytes with an XML declaration; the same view gives the same bytes."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (head + draw(view, stamp, preset) + "\n").encode("utf-8", "replace")
