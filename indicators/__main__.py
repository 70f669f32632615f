"""`python -m indicators COMMAND`: finds the commands in `indicators.commands` and runs one."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

from indicators import commands
from indicators.errors import IndicatorsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command named by the arguments; an error made for readers is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m indicators", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True)
    for info in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{info.name}").add_parser(subparsers)
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except (IndicatorsError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
