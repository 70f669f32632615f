"""The header as plain HTML, where Streamlit's own is not there yet or never will be.

It stands where Streamlit's stands and looks alike, so that one can take the other's place without
a jump. Its links are plain, so it works without script.
"""

from html import escape
from pathlib import Path

from pages.ui.http.places import address_of
from pages.ui.navigation import order

NAME = "UK Technology Indicators"

#: A face that a reader has already, scaled to the width and height of Streamlit's, so that lines
#: break alike until that has come. Over a page's text Source Sans is 0.937 as wide as Arial (and
#: Liberation Sans, its equal), 0.927 in bold; a hundredth less keeps a line that just fits.
FALLBACK_FACE = "".join(
    f"@font-face{{font-family:Near;font-weight:{weight};src:local({name}),local({equal});"
    f"size-adjust:{width}%;ascent-override:{up}%;descent-override:{down}%;line-gap-override:0%}}"
    for weight, name, equal, width, up, down in (
        ("200 599", '"Arial"', '"Liberation Sans"', 92.7, 107.9, 35.2),
        ("600 900", '"Arial Bold"', '"Liberation Sans Bold"', 91.7, 109.1, 35.6),
    )
)

CHROME_CSS = Path(__file__).with_name("chrome.css").read_text(encoding="utf-8")


def skip_link() -> str:
    """The first thing that the Tab key reaches."""
    return '<a class="skip plain" href="#content">Skip to the content</a>'


def header(current: str) -> str:
    """Name of the service and links to its pages; `current` is the page that is open, or empty."""
    items = "".join(
        f'<li><a href="{address_of(name)}"{_mark(name == current)}>{escape(title)}</a></li>'
        for name, title in order()
    )
    return (
        f'<header class="head plain"><div><strong>{NAME}</strong><nav aria-label="Pages">'
        f"<ul>{items}</ul></nav><details><summary>Menu</summary>"
        f'<nav aria-label="Pages, as a menu"><ul>{items}</ul></nav></details></div></header>'
    )


def _mark(is_current: bool) -> str:
    return ' aria-current="page"' if is_current else ""
