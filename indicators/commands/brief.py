"""`python -m indicators brief`: the files of a briefing from its recipe, unattended.

It asks nothing and sends nothing: a scheduler runs it, and somebody reads what changed.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from indicators.catalogue import load_catalogue
from indicators.exports.stamp import Stamp
from indicators.publishing.briefing import pack, recipe_in
from indicators.publishing.charts import changes, filled
from indicators.warehouse import serving


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command and its choices."""
    parser = subparsers.add_parser("brief", help="write a briefing's files from its recipe")
    parser.add_argument(
        "--recipe", type=Path, required=True, help="a saved recipe, or a file made from one"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write PPTX, DOCX, PDF, XLSX and the recipe; print what changed since it was saved."""
    briefing = recipe_in(arguments.recipe.read_bytes())
    catalogue, w = load_catalogue(), serving()
    charts = filled(w, catalogue, briefing)
    stamp = Stamp(w.build_id, "/briefing", date.today())
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, content in pack(briefing, charts, catalogue, stamp).items():
        (arguments.out / name).write_bytes(content)
    for line in changes(charts) or ("Nothing has changed since the briefing was saved.",):
        sys.stdout.write(line + "\n")
    return 0 if all(chart.view is not None for chart in charts) else 1
