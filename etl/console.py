"""What the commands print: tables drawn with rich at a terminal, plain lines elsewhere."""

import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


def show(text: str) -> None:
    """One line of ordinary output."""
    print(text)  # noqa: T201


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A titled table; where there are no rows, the title with "none"."""
    if not rows:
        show(f"{title}: none")
    elif sys.stdout.isatty():
        table = Table(title=title, title_justify="left", header_style="bold")
        for column in columns:
            table.add_column(column)
        for row in rows:
            table.add_row(*(_text(cell) for cell in row))
        Console().print(table)
    else:
        cells = [list(columns), *([_text(cell) for cell in row] for row in rows)]
        widths = [max(len(line[n]) for line in cells) for n in range(len(columns))]
        show(title)
        for line in cells:
            show("  " + "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())


def fail(message: str) -> int:
    """Print an error on standard error and answer the exit code 1."""
    print(f"error: {message}", file=sys.stderr)  # noqa: T201
    return 1


def _text(cell: Any) -> str:
    if cell is None or cell != cell:
        return ""
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)
