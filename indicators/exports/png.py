"""A view as a PNG picture at double resolution, drawn from its SVG with the font kept here.

No browser and no font of the machine takes part, so every machine makes the same bytes.
"""

from functools import cache, lru_cache
from pathlib import Path

from lxml import etree
from resvg import render, usvg

from indicators.catalogue import Catalogue
from indicators.exports.picture import draw
from indicators.exports.stamp import Format, Stamp
from indicators.view import View

FORMAT = Format("PNG", "png", "image/png", 20)

FAMILY = "Inter"


def write(view: View, catalogue: Catalogue, stamp: Stamp, preset: str = "slide") -> bytes:  # noqa: ARG001
    """The picture at twice the preset's px; the same view gives the same bytes."""
    return raster(draw(view, stamp, preset))


@lru_cache(maxsize=8)  # a picture, and the archive and the document that hold it, cost one drawing
def raster(drawing: str, zoom: int = 2) -> bytes:
    """SVG text as PNG bytes, `zoom` times its own size."""
    root = etree.fromstring(drawing)
    for element in root.iter("{*}svg"):
        element.set("font-family", FAMILY)
    for side in ("width", "height"):
        root.set(side, str(zoom * int(root.get(side))))
    tree = usvg.Tree.from_str(etree.tostring(root, encoding="unicode"), _options())
    return bytes(render(tree, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)))


def _options() -> usvg.Options:
    """Made for each picture, from fonts read once: one may not leave the thread that made it."""
    options = usvg.Options.default()
    options.font_family = FAMILY
    for font in _fonts():
        options.load_font_data(font)
    return options


@cache
def _fonts() -> tuple[bytes, ...]:
    folder = Path(__file__).with_name("fonts")
    return tuple(path.read_bytes() for path in sorted(folder.glob("*.ttf")))
