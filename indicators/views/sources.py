"""Data and sources: what is held, how old it is, what was loaded, held back and revised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

import pandas as pd

from indicators import queries
from indicators.catalogue import STATISTICS_STATUSES, Catalogue
from indicators.numbers import format_date, format_date_label, format_move, format_value
from indicators.view import Column, Table
from indicators.warehouse import Warehouse

_OUTCOMES = {
    "loaded": "loaded",
    "held": "held back",
    "failed": "not read",
}


#: How a vintage was read that came straight from its publisher.
FETCHED = "fetched from the publisher"


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the figures are: sentences for the top of a page, and the table behind them."""

    newest: str
    median: str
    how_read: str
    table: Table


def freshness(w: Warehouse) -> Freshness:
    """Ages of the data sets that serve, newest first.

    Raises:
        NoDataError: the build serves no figure.
    """
    found = queries.freshness(w)
    found = found.sort_values("date", ascending=False, kind="stable")
    # The publisher's own words for a date: a month stays a month, and gets no day of ours.
    told = [format_date_label(text) for text in found["date_label"]]
    newest, middle = told[0], told[len(told) // 2]
    rows = tuple(
        (
            r["publisher"],
            r["dataset"],
            f"{format_date_label(r['date_label'])} ({r['date_kind']})",
            r["read_as"],
            format_date_label(r["next_release"]) if r["next_release"] else "not stated",
            str(r["indicators"]),
        )
        for r in found.to_dict("records")
    )
    columns = ("Publisher", "Data set", "Date", "How it was read", "Next release", "Indicators")
    return Freshness(
        newest=f"The newest data set is dated {newest}",
        median=f"half are dated {middle} or earlier",
        how_read=_how_read(found),
        table=Table(
            "Data sets that serve, newest first",
            tuple(Column(title, numeric=title == "Indicators") for title in columns),
            rows,
        ),
    )


def _how_read(found: pd.DataFrame) -> str:
    """Whether publishers were asked directly, and how to do so where none was."""
    fetched = (found["read_as"] == FETCHED).sum()
    if fetched:
        return f"{fetched} of {len(found)} data sets were fetched from their publishers."
    return (
        "No publisher has been asked directly yet: every figure comes with this service, read in a "
        "copy of its publisher's file or on a page that quotes it. To fetch newer ones, run "
        "“python -m etl refresh” and then “python -m etl build”."
    )


def open_summary(w: Warehouse) -> str:
    """What the bulk files hold and what they leave out, in sentences."""
    held = queries.indicator_table(w)
    held = held[held["values"] > 0]
    open_ones = int(held["redistributable"].sum())
    return (
        f"Every figure, of every vintage, of the {open_ones} indicators whose licence allows it "
        f"(Open Government Licence, CC BY or public domain). The other {len(held) - open_ones} are "
        "charted with their notices and are not in the files. Each row names its publisher, date "
        "and licence."
    )


def catalogue_table(w: Warehouse, catalogue: Catalogue, theme: str | None = None) -> Table:
    """Every indicator with its unit, period, status, licence and source."""
    held = queries.indicator_table(w).set_index("indicator_id")
    rows = []
    for indicator in catalogue:
        if theme is not None and indicator.theme != theme:
            continue
        record = held.loc[indicator.id]
        span = "no figures"
        if record["values"] > 0:
            first, last = record["first_period"].year, record["last_period"].year
            span = str(first) if first == last else f"{first}–{last}"
        rows.append(
            (
                indicator.title,
                catalogue.unit_of(indicator).label,
                span,
                str(record["areas"]),
                STATISTICS_STATUSES[indicator.statistics_status],
                indicator.publisher,
                indicator.licence if indicator.available else indicator.unavailable,
            )
        )
    titles = ("Indicator", "Unit", "Years", "Areas", "Status", "Publisher", "Licence")
    columns = tuple(Column(title, numeric=title == "Areas") for title in titles)
    return Table("Indicators in the catalogue", columns, tuple(rows))


def load_log(w: Warehouse, catalogue: Catalogue, limit: int = 100) -> Table | None:
    """What each vintage brought: rows new, revised and lost, and what was held back and why."""
    found = queries.load_log(w)
    if found.empty:
        return None
    rows = tuple(
        (
            format_date(_day(r["date"])) if pd.notna(r["date"]) else "",
            catalogue[r["indicator_id"]].title
            if r["indicator_id"] in catalogue
            else r["indicator_id"],
            r["vintage_id"],
            str(r["rows"]),
            str(r["new"]),
            str(r["revised"]),
            str(r["lost"]),
            " ".join(filter(None, (_OUTCOMES.get(r["outcome"], r["outcome"]), r["reason"] or ""))),
        )
        for r in found.head(limit).to_dict("records")
    )
    titles = ("Date", "Indicator", "Vintage", "Rows", "New", "Revised", "Lost", "Outcome")
    columns = tuple(Column(title, numeric=3 <= i <= 6) for i, title in enumerate(titles))
    return Table("Load log, newest vintage first", columns, rows)


def revisions(w: Warehouse, catalogue: Catalogue, limit: int = 60) -> Table | None:
    """The newest revisions of any series: old figure, new figure, and when each was published.

    Those too small to be seen in the figures as written are left out.
    """
    rows = tuple(islice(_seen_revisions(w, catalogue), limit))
    titles = ("Indicator", "Area", "Period", "Earlier", "Later", "Change", "Date of later figure")
    columns = tuple(Column(title, numeric=3 <= i <= 5) for i, title in enumerate(titles))
    return Table("Revised figures, newest first", columns, rows) if rows else None


def _seen_revisions(w: Warehouse, catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    for r in queries.revisions(w).to_dict("records"):
        indicator = catalogue[r["indicator_id"]]
        unit = catalogue.unit_of(indicator)
        old, new = (format_value(r[which], unit) for which in ("old", "new"))
        if old == new:
            continue
        yield (
            indicator.title,
            catalogue.areas[r["geo"]].short,
            r["period_label"],
            old,
            new,
            format_move(r["old"], r["new"], unit),
            format_date_label(r["new_label"]),
        )


def _day(stamp: pd.Timestamp) -> date:
    return stamp.date()
