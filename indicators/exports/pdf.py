"""A view as a one-page PDF: vectors and text, drawn from its SVG with the font kept here.

It reads only the few elements our own charts are made of; it is no reader of SVG at large.
"""

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

from indicators.catalogue import Catalogue
from indicators.exports.picture import PRESETS, draw
from indicators.exports.stamp import SERVICE, Format, Stamp, clean
from indicators.exports.vectors import place
from indicators.view import View

FORMAT = Format("PDF", "pdf", "application/pdf", 51)

FAMILY = "Inter"
_FONTS = Path(__file__).with_name("fonts")
#: Points to a px.
POINTS = 0.75


def write(view: View, catalogue: Catalogue, stamp: Stamp, preset: str = "slide") -> bytes:  # noqa: ARG001
    """One page of the preset's shape; the same view and day give the same bytes."""
    size = PRESETS[preset]
    drawing = draw(view, stamp, preset)
    document = opened(view.headline, stamp, (size.width * POINTS, size.height * POINTS))
    document.add_page()
    place(document, drawing, 0, 0, POINTS)
    return bytes(document.output())


class Pages(FPDF):
    """Pages in points that bear the author's marking at head and foot, whatever starts them."""

    marking = ""

    def header(self) -> None:
        self._mark(16)

    def footer(self) -> None:
        self._mark(self.h - 9)

    def _mark(self, y: float) -> None:
        if self.marking:
            self.set_font(FAMILY, "B", 10)
            self.set_text_color(0)
            self.text((self.w - self.get_string_width(self.marking)) / 2, y, self.marking)


def opened(title: str, stamp: Stamp, size: tuple[float, float], marking: str = "") -> Pages:
    """An empty document in points with the font, its title and language, and a fixed date."""
    document = Pages(unit="pt", format=size)
    document.marking = clean(marking)
    document.set_auto_page_break(False)
    document.add_font(FAMILY, "", _FONTS / "Inter-Regular.ttf")
    document.add_font(FAMILY, "B", _FONTS / "Inter-Bold.ttf")
    document.set_title(clean(title))
    document.set_author(SERVICE)
    document.set_creator(SERVICE)
    document.set_lang("en-GB")
    day = stamp.accessed
    document.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
    return document
