"""The script that saves a chart in the reader's browser, for a page to embed.

It reads one file of this package. It makes no image itself.
"""

from functools import cache
from pathlib import Path


@cache
def download_script() -> str:
    """A JavaScript module: a Streamlit component (version 2) with a PNG and an SVG button.

    Its data are `{"svg": ..., "name": ...}`: the text of a standalone SVG
    (`svg.render(chart, standalone=True)`) and what the file is called. The buttons stand in a
    `div.chart-save`. A page's policy must allow `img-src blob:`.
    """
    return Path(__file__).with_name("download.js").read_text(encoding="utf-8")
