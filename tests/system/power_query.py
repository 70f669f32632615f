"""Runs the Power Query M on standard input and writes its rows as JSON, with each column's kinds.

A program of its own: it runs in the environment of requirements-system.txt. pqtools reads the code
with Microsoft's parser and carries out each step. Two things that it leaves out are added here:
fetching an address, and the culture that numbers and days are read in, of which it knows only the
one without a country. Both read a decimal point and ISO days alike; any other culture is refused.
"""

import json
import sys
import urllib.request
from collections.abc import Callable
from typing import Any

from pqtools.builtins import BUILTINS
from pqtools.evaluate import evaluate

_CULTURE = "en-GB"


def _fetched(arguments: list[Any], _: Any) -> bytes:
    (address,) = arguments
    with urllib.request.urlopen(address, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def _in_a_culture(change: Callable[[list[Any], Any], Any]) -> Callable[[list[Any], Any], Any]:
    def changed(arguments: list[Any], context: Any) -> Any:
        table, types, culture = arguments
        if culture != _CULTURE:
            raise ValueError(f"the culture is {culture!r}, not {_CULTURE!r}")
        return change([table, types], context)

    return changed


def main() -> None:
    """Run what stands on standard input."""
    BUILTINS["Web.Contents"] = _fetched
    change = "Table.TransformColumnTypes"
    BUILTINS[change] = _in_a_culture(BUILTINS[change])
    rows = evaluate(sys.stdin.read())
    kinds = {name: sorted({type(row[name]).__name__ for row in rows}) for name in rows[0]}
    json.dump({"kinds": kinds, "rows": rows}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
