"""Code that fetches the rows behind a view: Python, R and Power Query from its stable address, and
SQL and Python from the open file.

It writes text that runs as it stands. It asks nobody.
"""

from dataclasses import dataclass

from indicators.exports.csv import COLUMNS

#: Columns that hold numbers and days, for the language that must be told.
_NUMBERS = ("value", "lower", "upper")
_DAYS = ("period_start", "period_end")
_SHOWN = ("geo", "period_label", "value", "obs_status")


@dataclass(frozen=True, slots=True)
class Snippet:
    """One way to the figures: what it is called, what must be installed, and the code.

    `language` is the name that a highlighter knows it by.
    """

    title: str
    needs: str
    language: str
    code: str


def fetching(address: str) -> tuple[Snippet, ...]:
    """Python, R and Power Query M that read the CSV at a whole address."""
    return (
        Snippet("Python", "Needs pandas.", "python", _python(address)),
        Snippet("R", "Needs nothing beyond R itself.", "r", _r(address)),
        Snippet(
            "Excel (Power Query)",
            "In Excel: Data, Get Data, From Other Sources, Blank Query, Advanced Editor; replace "
            "what stands there. Asked how to connect, choose Anonymous.",
            "powerquery",
            _power_query(address),
        ),
    )


def from_file(sql: str, file: str) -> Snippet:
    """Python that runs a statement on the open DuckDB file."""
    code = f'''import duckdb

with duckdb.connect("{file}", read_only=True) as figures:
    rows = figures.sql("""
{sql}
    """).df()
print(rows[["{'", "'.join(_SHOWN)}"]])
'''
    needs = "Needs duckdb and pandas, and the file in the folder you work in."
    return Snippet("Python, from the DuckDB file", needs, "python", code)


def _python(address: str) -> str:
    return f'''import pandas as pd

rows = pd.read_csv(
    "{address}",
    parse_dates=["{'", "'.join(_DAYS)}"],
    encoding="utf-8-sig",
)
print(rows[["{'", "'.join(_SHOWN)}"]])
'''


def _r(address: str) -> str:
    return f'''rows <- read.csv(
  "{address}",
  fileEncoding = "UTF-8-BOM"
)
print(rows[, c("{'", "'.join(_SHOWN)}")])
'''


def _power_query(address: str) -> str:
    blank = ", ".join(f'"{name}"' for name in _NUMBERS)
    numbers = ", ".join(f'{{"{name}", type number}}' for name in _NUMBERS)
    days = ", ".join(f'{{"{name}", type date}}' for name in _DAYS)
    return f'''let
    Source = Csv.Document(
        Web.Contents("{address}"),
        [Delimiter = ",", Columns = {len(COLUMNS)}, Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
    ),
    Headed = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),
    Missing = Table.ReplaceValue(Headed, "", null, Replacer.ReplaceValue, {{{blank}}}),
    Typed = Table.TransformColumnTypes(Missing, {{{numbers}, {days}}}, "en-GB")
in
    Typed
'''
