"""A view as a PNG picture at double resolution, drawn from its SVG with the font kept here.

No browser and no font of the machine takes part, so every machine makes the same bytes.
"""

from functools import lru_cache
from pathlib import Path

import resvg_py

from indicators.catalogue import Catalogue
from indicators.exports.picture import draw
from indicators.exports.stamp import Format, Stamp
from indicators.view import View

FORMAT = Format("PNG", "png", "image/png", 20)

FONTS = tuple(str(path) for path in sorted(Path(__file__).with_name("fonts").glob("*.ttf")))
FAMILY = "Inter"


def write(view: View, catalogue: Catalogue, stamp: Stamp, preset: str = "slide") -> bytes:  # noqa: ARG001
    """The picture at twice the preset's px; the same view gives the same bytes."""
    return raster(draw(view, stamp, preset))


@lru_cache(maxsize=8)  # a picture, and the archive and the document that hold it, cost one drawing
def raster(drawing: str, zoom: int = 2) -> bytes:
    """SVG text as PNG bytes, `zoom` times its own size."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing,
            zoom=zoom,
            skip_system_fonts=True,
            font_files=list(FONTS),
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )
    )
