"""`python -m indicators export`: one chart as a file of any format.

It builds no figures; `python -m etl build` does.
"""

import argparse
from datetime import date
from pathlib import Path

from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice, joined
from indicators.exports import pdf, png, svg
from indicators.exports.formats import export, formats
from indicators.exports.picture import PRESETS
from indicators.exports.stamp import stamp_of
from indicators.rankings import RULES
from indicators.views.charts import view_of
from indicators.views.indicator.asked import KINDS, LINE
from indicators.warehouse import serving

_PICTURES = {"png": png, "svg": svg, "pdf": pdf}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its choices."""
    parser = subparsers.add_parser("export", help="write one chart as a file")
    parser.add_argument("--indicator", required=True, help="id, as in docs/data-dictionary.md")
    parser.add_argument("--view", choices=[*KINDS, "table"], default=LINE)
    parser.add_argument("--format", choices=list(formats()), required=True)
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--compare", nargs="*", default=[], metavar="AREA", help="area codes")
    parser.add_argument("--frequency", help="as the indicator declares; its first when left out")
    parser.add_argument("--rule", choices=RULES, default="latest", help="which year is ranked")
    parser.add_argument("--size", choices=list(PRESETS), default="slide", help="of an image")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; the table is the one of the chart over time."""
    catalogue, w = load_catalogue(), serving()
    chosen = indicator_choice(catalogue[arguments.indicator].id, **_asked(arguments))
    view = view_of(w, catalogue, chosen)
    stamp = stamp_of(w.build_id, chosen, date.today())
    if arguments.format in _PICTURES:
        content = _PICTURES[arguments.format].write(view, catalogue, stamp, arguments.size)
    else:
        content = export(view, catalogue, stamp, arguments.format)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(content)
    return 0


def _asked(arguments: argparse.Namespace) -> dict[str, str]:
    """The choices that differ from the defaults, as an address has them."""
    asked = {}
    if arguments.view not in (LINE, "table"):
        asked["view"] = arguments.view
    if arguments.frequency:
        asked["frequency"] = arguments.frequency
    if arguments.compare:
        asked["compare"] = joined(arguments.compare)
    if arguments.rule != RULES[0]:
        asked["rule"] = arguments.rule
    return asked
