"""The one shape that every page, file and address shares: a headline with all that backs it.

It is filled by `indicators.views`; nothing here asks, ranks or words anything.
"""

from dataclasses import dataclass

import pandas as pd

from indicators.charts.description import Chart


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; figures are set right-aligned."""

    title: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as readers see it: every cell is text, formatted once. `focus` names a row.

    `indicators` holds, for each row, the id of the indicator that its heading leads to; or nothing.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    focus: int | None = None
    indicators: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = [i for i, row in enumerate(self.rows) if len(row) != len(self.columns)]
        if not self.caption.strip() or wrong:
            raise ValueError(
                f"table {self.caption!r}: a caption is needed, and rows {wrong} differ"
            )
        if self.indicators and len(self.indicators) != len(self.rows):
            raise ValueError(f"table {self.caption!r}: name an indicator for each row, or none")


@dataclass(frozen=True, eq=False)
class View:
    """An answer that can leave the page: headline, chart, table, source, text alternative.

    `data` holds the tidy rows behind the chart, with the columns of `queries.observations`; where
    figures are in a form computed here, also `transform`, `unit` and the `reason` of those that
    could not be computed. `slug` names files made from it. Two views are the same only if they are
    one object, so that what is drawn from one can be kept beside it.
    """

    slug: str
    headline: str
    subtitle: str
    chart: Chart
    table: Table
    source_line: str
    status_label: str
    alt: str
    data: pd.DataFrame
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("slug", "headline", "subtitle", "source_line", "status_label", "alt"):
            if not getattr(self, name).strip():
                raise ValueError(f"a view needs a {name}: readers must never meet one without")
        if not self.table.rows:
            raise ValueError("a view needs a table with at least one row")
