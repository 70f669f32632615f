"""`python -m indicators export`: one chart as a file of any format.

It builds no figures; `python -m etl build` does.
"""

import argparse
from datetime import date
from pathlib import Path

from indicators.catalogue import load_catalogue
from indicators.choice import Choice, from_address, indicator_choice, joined
from indicators.errors import ValidationError
from indicators.exports import pdf, png, svg
from indicators.exports.formats import export, format_of, formats
from indicators.exports.picture import PRESETS
from indicators.exports.stamp import stamp_of
from indicators.views.charts import view_of
from indicators.views.full import full
from indicators.views.indicator.asked import KINDS, LINE, PARAMETERS
from indicators.warehouse import serving

_PICTURES = {"png": png, "svg": svg, "pdf": pdf}
#: Read by options of their own.
_OWN = ("indicator", "view")
_LISTS = ("compare", "highlight", "years")
_TABLE = "table"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its choices: those of the Indicators page, by the same names."""
    parser = subparsers.add_parser("export", help="write one chart as a file")
    chart = parser.add_mutually_exclusive_group(required=True)
    chart.add_argument("--indicator", help="id, as in docs/data-dictionary.md")
    chart.add_argument(
        "--chart",
        metavar="ADDRESS",
        help="address of any chart, such as '/ambition#index-relative'",
    )
    parser.add_argument("--view", choices=list(dict.fromkeys([*KINDS, _TABLE])), default=LINE)
    parser.add_argument("--format", choices=list(formats()), required=True)
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--size", choices=list(PRESETS), default="slide", help="of an image")
    parser.add_argument(
        "--rows",
        choices=("shown", "full"),
        default="shown",
        help="of a data format: those of the chart, or every area and period",
    )
    choices = parser.add_argument_group("choices of the Indicators page")
    for name, words in PARAMETERS.items():
        if name not in _OWN:
            several = "*" if name in _LISTS else None
            choices.add_argument(
                f"--{name.replace('_', '-')}", nargs=several, help=words, dest=name
            )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; the table is the one of the chart over time."""
    catalogue, w = load_catalogue(), serving()
    chosen = _chosen(arguments)
    if not arguments.chart:
        _ = catalogue[arguments.indicator]  # an unknown id is told as such
    view = view_of(w, catalogue, chosen)
    if arguments.rows == "full":
        if not format_of(arguments.format).is_data:
            raise ValidationError(f"--rows full is for data formats; {arguments.format} is none.")
        view = full(w, catalogue, view)
    stamp = stamp_of(w.build_id, chosen, date.today())
    if arguments.format in _PICTURES:
        content = _PICTURES[arguments.format].write(view, catalogue, stamp, arguments.size)
    else:
        content = export(view, catalogue, stamp, arguments.format)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(content)
    return 0


def _chosen(arguments: argparse.Namespace) -> Choice:
    """The chart by its address, or by an indicator and the choices that were given."""
    asked = {name: _text(getattr(arguments, name)) for name in PARAMETERS if name not in _OWN}
    given = {name: text for name, text in asked.items() if text}
    if arguments.view in KINDS and arguments.view != LINE:
        given["view"] = arguments.view
    if not arguments.chart:
        return indicator_choice(arguments.indicator, **given)
    if given:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        raise ValidationError(f"--chart has its choices in the address; leave out {names}.")
    return from_address(arguments.chart)


def _text(given: list[str] | str | None) -> str:
    """A choice as an address has it."""
    return joined(given) if isinstance(given, list) else given or ""
