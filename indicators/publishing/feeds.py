"""Atom feeds of what was loaded: one for all series, one for each.

Entries are vintages, dated by their publisher or copy; ids follow from what the entry is of, so
that neither another build nor another host makes an old entry new. It asks no clock.
"""

import uuid
from datetime import UTC, date, datetime
from html import escape
from typing import Any, cast

import pandas as pd
from feedgen.feed import FeedGenerator

from indicators import queries
from indicators.catalogue import Catalogue, Indicator
from indicators.exports.stamp import SERVICE
from indicators.numbers import format_date_label, format_value
from indicators.warehouse import Warehouse

#: Entries of the feed for all series; older ones are in the feeds of their series.
MOST_ENTRIES = 60
#: Revised figures that an entry names.
_MOST_REVISED = 12
#: Stands in every entry's id; it must never change.
_NAMESPACE = uuid.UUID("d1f3c2a4-7b21-5e0b-8f5e-3f2f7f6f4c1d")


def feed(w: Warehouse, catalogue: Catalogue, base: str) -> bytes:
    """The newest vintages of all series, newest first."""
    log = _log(w)
    made = _opened(f"{SERVICE}: new and revised figures", "/feed.atom", "/data_and_sources", base)
    days = []
    for (vintage_id, outcome), rows in list(log.groupby(["vintage_id", "outcome"], sort=False))[
        :MOST_ENTRIES
    ]:
        first = rows.iloc[0]
        titles = [catalogue[i].title for i in rows["indicator_id"] if i in catalogue]
        shown = "".join(
            f"<li>{_link(base, i, catalogue[i].title)}: {escape(_counts(row))}</li>"
            for i, row in zip(rows["indicator_id"], rows.to_dict("records"), strict=True)
            if i in catalogue
        )
        what = titles[0] if len(titles) == 1 else f"{len(titles)} indicators"
        day = _day(first["date"])
        days.append(day)
        _add(
            made,
            key=f"vintage/{vintage_id}/{outcome}",
            title=f"{first['publisher']}, {first['dataset']}: {what}, {_verb(str(outcome))}",
            link=f"{base}/data_and_sources",
            day=day,
            body=f"<p>{escape(_dated(first))}</p><ul>{shown}</ul>",
        )
    return _finished(made, days, w)


def series_feed(w: Warehouse, catalogue: Catalogue, indicator: Indicator, base: str) -> bytes:
    """Every vintage of one series, newest first, with the figures that each revised."""
    log = _log(w)
    log = log[log["indicator_id"] == indicator.id]
    here = f"/indicators/{indicator.id}"
    made = _opened(f"{indicator.title}: new and revised figures", f"{here}.atom", here, base)
    revised = queries.revisions(w, indicator.id)
    days = []
    for row in log.to_dict("records"):
        own = revised[revised["new_vintage"] == row["vintage_id"]]
        day = _day(row["date"])
        days.append(day)
        _add(
            made,
            key=f"series/{indicator.id}/{row['vintage_id']}/{row['outcome']}",
            title=f"{indicator.title}: {_counts(row)}, {_verb(row['outcome'])}",
            link=f"{base}{here}",
            day=day,
            body=f"<p>{escape(_dated(row))} {escape(_reason(row))}</p>"
            + _revised(own, catalogue, indicator),
        )
    return _finished(made, days, w)


def _log(w: Warehouse) -> pd.DataFrame:
    """The load log with what it says of each vintage, newest first."""
    held = queries.vintages(w)[
        ["vintage_id", "publisher", "dataset", "edition", "date_label", "date_kind"]
    ]
    found = queries.load_log(w).merge(held, on="vintage_id", how="left")
    words = ["publisher", "dataset", "edition", "date_label", "date_kind", "reason"]
    found[words] = found[words].fillna("")
    return found[found["date"].notna()]


def _opened(title: str, own: str, about: str, base: str) -> Any:
    made = FeedGenerator()
    made.id(f"urn:uuid:{uuid.uuid5(_NAMESPACE, own)}")
    made.title(title)
    made.author({"name": SERVICE})
    made.language("en-GB")
    made.link([{"href": f"{base}{own}", "rel": "self", "type": "application/atom+xml"},
               {"href": f"{base}{about}", "rel": "alternate", "type": "text/html"}])  # fmt: skip
    return made


def _add(made: Any, *, key: str, title: str, link: str, day: datetime, body: str) -> None:
    entry = made.add_entry(order="append")
    entry.id(f"urn:uuid:{uuid.uuid5(_NAMESPACE, key)}")
    entry.title(title)
    entry.link({"href": link, "rel": "alternate", "type": "text/html"})
    entry.updated(day)
    entry.content(body, type="html")


def _finished(made: Any, days: list[datetime], w: Warehouse) -> bytes:
    made.updated(max(days, default=_day(w.newest_vintage)))
    return cast(bytes, made.atom_str(pretty=True))


def _day(day: date | pd.Timestamp) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _verb(outcome: str) -> str:
    return outcome if outcome != "loaded" else "now shown"


def _counts(row: dict[Any, Any]) -> str:
    parts = [(row["new"], "new"), (row["revised"], "revised"), (row["lost"], "no longer held")]
    told = ", ".join(f"{int(n):,} {word}" for n, word in parts if n and n == n)
    figures = "figure" if row["rows"] == 1 else "figures"
    return f"{int(row['rows']):,} {figures} ({told or 'none of them changed'})"


def _dated(row: Any) -> str:
    edition = f", {row['edition']}" if row["edition"] else ""
    if not row["publisher"]:
        return "The vintage is not shown."
    day = format_date_label(row["date_label"])
    return f"{row['publisher']}, {row['dataset']}{edition}; {row['date_kind']} {day}."


def _reason(row: dict[Any, Any]) -> str:
    return f"{row['outcome'].capitalize()}: {row['reason'][:600]}" if row["reason"] else ""


def _revised(rows: pd.DataFrame, catalogue: Catalogue, indicator: Indicator) -> str:
    if rows.empty or not indicator.redistributable:
        return ""  # figures under a closed licence leave as pictures only
    unit = catalogue.unit_of(indicator)
    shown = "".join(
        f"<li>{escape(catalogue.areas[r['geo']].name)}, {escape(r['period_label'])}: "
        f"{escape(format_value(r['old'], unit))} is now {escape(format_value(r['new'], unit))}</li>"
        for r in rows.head(_MOST_REVISED).to_dict("records")
    )
    left = len(rows) - _MOST_REVISED
    more = f"<p>{left:,} more figures were revised.</p>" if left > 0 else ""
    return f"<p>Revised:</p><ul>{shown}</ul>{more}"


def _link(base: str, indicator_id: str, title: str) -> str:
    href = escape(f"{base}/indicators/{indicator_id}", quote=True)
    return f'<a href="{href}">{escape(title)}</a>'
