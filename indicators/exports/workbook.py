"""The tables and words of a spreadsheet, once for every spreadsheet format.

It lays nothing out: `xlsx` and `ods` write what stands here.
"""

from dataclasses import dataclass

import pandas as pd

from indicators.catalogue import Catalogue
from indicators.errors import LicenceError
from indicators.exports.citation import long
from indicators.exports.csv import as_shown, text_cell, tidy
from indicators.exports.licence import has_rows, indicators_of, may_pass_on
from indicators.exports.stamp import SERVICE, Stamp, clean
from indicators.notes import status_words
from indicators.view import View

#: Columns of the figures, as readers see them. Every text cell is filled: no cell is left empty.
COLUMNS = {
    "area": "Area",
    "period_label": "Period",
    "value": "Value",
    "lower": "Lower 95%",
    "upper": "Upper 95%",
    "status": "Observation status",
    "unit": "Unit",
    "dataset": "Data set",
    "edition": "Edition",
    "date_words": "Source date",
    "licence": "Licence",
    "indicator": "Indicator",
    "geo": "Area code",
}
NUMERIC = ("Value", "Lower 95%", "Upper 95%")
MISSING = "[x]"
WITHHELD = "[c]"
SYMBOLS = "[x] means that the publisher gives no figure. [c] means that a figure is not passed on."


@dataclass(frozen=True)
class Sheet:
    """One table a sheet: a name for its tab, a title, and a frame ready to write."""

    name: str
    title: str
    table: pd.DataFrame
    source: str


@dataclass(frozen=True)
class Book:
    """A whole workbook: cover, notes and sheets."""

    title: str
    intro: tuple[str, ...]
    about: tuple[str, ...]
    notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def book(views: tuple[View, ...], catalogue: Catalogue, stamp: Stamp, title: str = "") -> Book:
    """The workbook of one view or of several, a sheet of figures and one as shown for each.

    Raises:
        LicenceError: no figure of any view may be passed on.
    """
    sheets: list[Sheet] = []
    refused: list[str] = []
    for place, view in enumerate(views, start=1):
        try:
            sheets += _sheets(view, catalogue, place)
        except LicenceError as error:
            refused.append(str(error))
    if not sheets:
        raise LicenceError(" ".join(refused))
    notes = [note for view in views for note in view.notes]
    notes += [c for v in views for i in indicators_of(v, catalogue)[:3] for c in i.caveats]
    return Book(
        title=clean(title or views[0].headline),
        intro=tuple(clean(f"{view.headline}. {view.alt}") for view in views),
        about=_cleaned(
            *(f"{view.source_line} {view.status_label}." for view in views),
            SYMBOLS,
            *refused,
            f"{SERVICE}, data version {stamp.build_id}. {stamp.link}",
            *(f"Cite as: {long(view, catalogue, stamp)}" for view in views),
        ),
        notes=_cleaned(*dict.fromkeys(notes)),
        sheets=tuple(sheets),
    )


def _cleaned(*lines: str) -> tuple[str, ...]:
    return tuple(clean(line) for line in lines)


def _sheets(view: View, catalogue: Catalogue, place: int) -> list[Sheet]:
    titles, rows = as_shown(view)
    shown = pd.DataFrame([[_shown(cell) for cell in row] for row in rows], columns=list(titles))
    table_shown = Sheet(
        f"Table_{place}b", clean(f"As shown: {view.table.caption}"), shown, clean(view.source_line)
    )
    if not has_rows(view):
        return [Sheet(f"Table_{place}", view.table.caption, shown, view.source_line)]
    table = _figures(view, catalogue)
    figures = Sheet(f"Table_{place}a", f"Figures: {view.subtitle}", table, view.source_line)
    return [figures, table_shown] if may_pass_on(view, catalogue) else [figures]


def _figures(view: View, catalogue: Catalogue) -> pd.DataFrame:
    rows = tidy(view, catalogue)
    rows = rows.assign(
        area=[catalogue.areas[geo].short if geo in catalogue.areas else geo for geo in rows["geo"]],
        status=[status_words(status) for status in rows["obs_status"]],
        indicator=[catalogue[i].title for i in rows["indicator_id"]],
        date_words=rows["date_kind"].str.capitalize() + " " + rows["date"].astype(str),
    )
    table = rows[list(COLUMNS)].rename(columns=COLUMNS)
    for name in table.columns:
        if name not in NUMERIC:
            table[name] = [_shown(cell) for cell in table[name]]
    filled = [name for name in NUMERIC if table[name].notna().any() or name == "Value"]
    withheld = rows["withheld"] != ""
    for name in filled:
        table[name] = [
            (WITHHELD if hidden else MISSING) if value != value else float(value)
            for value, hidden in zip(table[name], withheld, strict=True)
        ]
    return table.drop(columns=[name for name in NUMERIC if name not in filled])


def _shown(cell: object) -> str:
    text = "" if cell is None or cell != cell else clean(str(cell)).strip()
    if not text:
        return "not given"
    # A dash alone says nothing to a screen reader.
    return text_cell(text) if any(c.isalnum() for c in text) else "not applicable"
