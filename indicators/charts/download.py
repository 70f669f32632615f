"""The script that saves a chart in the reader's browser, for a page to embed.

It reads one file of this package. It makes no image itself.
"""

from functools import cache
from pathlib import Path


@cache
def download_script() -> str:
    """JavaScript functions `saveChartSvg(svg, title)` and `saveChartPng(svg, title, scale = 2)`.

    Both take the text of a standalone SVG (`svg.render(chart, standalone=True)`) and save a file
    named after the title. A page's policy must allow `img-src blob:`.
    """
    return Path(__file__).with_name("download.js").read_text(encoding="utf-8")
