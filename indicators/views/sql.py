"""A reader's own query: what is offered to ask, and its answer as table, words and file.

It runs nothing: see `indicators.sandbox`. Its chart is `indicators.views.sql_chart`'s.
"""

from indicators.catalogue import Catalogue
from indicators.exports import csv
from indicators.numbers import MINUS, format_exact
from indicators.queries.bulk import open_indicators
from indicators.sandbox.limits import LIMITS
from indicators.sandbox.query import Answer, Cell
from indicators.sandbox.tables import OPEN_TABLES
from indicators.sandbox.words import WORDS
from indicators.view import Column, Table
from indicators.views.sql_shape import is_number
from indicators.warehouse import Warehouse

#: Rows and columns of an answer that are shown on the page. The file has them all.
SHOWN_ROWS = 200
SHOWN_COLUMNS = 40
#: A longer text is cut on the page. The file has it whole.
_SHOWN_TEXT = 300

#: What a missing value is shown as: the language's own word, as the reader will filter by it.
NULL = "NULL"


def limits_in_words() -> str:
    """What a query may use, in a sentence."""
    return (
        f"A query may take {LIMITS.seconds} seconds and {LIMITS.memory_mb} MB, and gives at most "
        f"{LIMITS.rows:,} rows."
    )


def reference() -> tuple[tuple[str, Table], ...]:
    """The name of each open table, with its columns, their kinds and what they mean."""
    titles = (Column("Column"), Column("Kind"), Column("Meaning"))
    return tuple(
        (
            table.name,
            Table(
                table.about,
                titles,
                tuple((column.name, column.kind, column.about) for column in table.columns),
            ),
        )
        for table in OPEN_TABLES
    )


def names(w: Warehouse, catalogue: Catalogue) -> dict[str, object]:
    """What can be completed in a query: tables, their columns, values of columns, words of SQL.

    Values are those of `indicator_id`, as far as the open rows have the indicator, and of `geo`.
    """
    held = set(open_indicators(w))
    return {
        "tables": [[table.name, table.about] for table in OPEN_TABLES],
        "columns": {
            table.name: [[column.name, column.about] for column in table.columns]
            for table in OPEN_TABLES
        },
        "values": {
            "indicator_id": [[i.id, i.title] for i in catalogue if i.id in held],
            "geo": [[area.geo, area.name] for area in catalogue.areas.areas],
        },
        "words": list(WORDS),
    }


def size_in_words(answer: Answer) -> str:
    """How many rows there are, whether that is all, and how long it took."""
    number = len(answer.rows)
    noun = "row" if number == 1 else "rows"
    if answer.truncated:
        count = f"The first {number:,} {noun}. The answer has more, which are left out"
    else:
        count = f"{number:,} {noun}" if number else "No rows"
    return f"{count}; {answer.seconds:.1f} seconds."


def origin_in_words(answer: Answer) -> str:
    """Which build was asked and what is not in it. Stands with every answer."""
    return (
        f"From build {answer.build_id} of UK Technology Indicators, open rows only: figures under "
        "the Open Government Licence, CC BY or in the public domain. A query's result is its "
        "author's: it is not checked here."
    )


def table(answer: Answer) -> Table | None:
    """The first rows and columns for the page; None where there are no rows."""
    if not answer.rows:
        return None
    columns = tuple(
        Column(_shown(name), is_number(kind))
        for name, kind in zip(answer.columns, answer.types, strict=True)
    )
    columns = columns[:SHOWN_COLUMNS]
    rows = tuple(
        tuple(
            _shown(cell, column.numeric)
            for cell, column in zip(row[:SHOWN_COLUMNS], columns, strict=True)
        )
        for row in answer.rows[:SHOWN_ROWS]
    )
    return Table(_caption(answer), columns, rows)


def _caption(answer: Answer) -> str:
    parts = []
    if len(answer.rows) > SHOWN_ROWS:
        parts.append(f"first {SHOWN_ROWS} of {len(answer.rows):,} rows")
    if len(answer.columns) > SHOWN_COLUMNS:
        parts.append(f"first {SHOWN_COLUMNS} of {len(answer.columns)} columns")
    return f"Answer, {' and '.join(parts)}; the CSV file has them all" if parts else "Answer"


def _shown(cell: Cell, numeric: bool = False) -> str:
    if cell is None:
        return NULL
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return format_exact(cell)
    if numeric:  # a decimal, which comes as text so that no digit is lost
        return cell.replace("-", MINUS)
    return cell if len(cell) <= _SHOWN_TEXT else f"{cell[: _SHOWN_TEXT - 1]}…"


def file(answer: Answer) -> bytes:
    """All rows as CSV. NULL is an empty cell; what a spreadsheet would run is written as text."""
    return csv.write_rows(
        answer.columns,
        (["NaN" if cell != cell else cell for cell in row] for row in answer.rows),
    )
