"""How fresh every series is: released when, retrieved when, next when, and what is held back.

It reads the serving build and the kept answers; it fetches and changes nothing.
"""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from etl.hold_back import LOADED
from etl.sources import Response
from indicators.errors import ValidationError
from indicators.periods import parse_period
from indicators.queries import indicator_table, load_log, vintages
from indicators.warehouse import Warehouse

#: Days after which a series of that frequency ought to have had a release: one period and a half.
EXPECTED_DAYS = {
    "D": 35,
    "M": 62,
    "R3": 62,
    "Q": 140,
    "S": 280,
    "A": 550,
    "FY": 550,
    "MY": 1460,
}
NEXT_PASSED = "next release has passed"
OLD = "older than its frequency suggests"

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_WORDED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? )?([A-Za-z]+) (\d{4})")


@dataclass(frozen=True, slots=True)
class SeriesStatus:
    """One indicator: its serving vintage's dates, flags, and vintages of it that are kept out."""

    source: str
    indicator_id: str
    vintage_id: str
    dated: str
    date_kind: str
    retrieved: str
    next_release: str
    newest_period: str
    stale: tuple[str, ...]
    kept_out: tuple[str, ...]


def next_release_day(wording: str) -> date | None:
    """The last day that a publisher's wording of its next release allows; None if it names none.

    Reads "31 March 2026", "March 2026", "2026-03-31", "2026-03" and "2026".
    """
    words = wording.strip()
    match = _WORDED.fullmatch(words)
    if match and match[2].lower() in _MONTHS:
        year, month = int(match[3]), _MONTHS[match[2].lower()]
        last = calendar.monthrange(year, month)[1]
        return date(year, month, min(int(match[1] or last), last))
    for frequency in ("D", "M", "A"):
        try:
            return parse_period(words, frequency).end
        except ValidationError:
            continue
    return None


def series_statuses(
    w: Warehouse, responses: Mapping[str, list[Response]], today: date
) -> list[SeriesStatus]:
    """The status of every indicator that a public series exists for, in catalogue order."""
    indicators = indicator_table(w)
    log = load_log(w)
    newest = _newest_vintages(w, log)
    retrieved = _retrieved(responses)
    return [
        _status(
            row, newest.get(row["indicator_id"]), retrieved.get(row["indicator_id"]), log, today
        )
        for row in indicators.to_dict("records")
        if row["source"] != "none"
    ]


def _newest_vintages(w: Warehouse, log: pd.DataFrame) -> dict[str, pd.Series]:
    """Each indicator's newest vintage among those let through."""
    loaded = log[log["outcome"] == LOADED][["indicator_id", "vintage_id"]]
    joined = loaded.merge(vintages(w), on="vintage_id").sort_values("position")
    return {row["indicator_id"]: row for _, row in joined.iterrows()}


def _retrieved(responses: Mapping[str, list[Response]]) -> dict[str, date]:
    days: dict[str, date] = {}
    for answers in responses.values():
        for response in answers:
            for indicator_id in response.request.indicator_ids:
                days[indicator_id] = max(response.retrieved, days.get(indicator_id, date.min))
    return days


def _status(
    row: Mapping[Any, Any],
    vintage: pd.Series | None,
    retrieved: date | None,
    log: pd.DataFrame,
    today: date,
) -> SeriesStatus:
    mine = log[(log["indicator_id"] == row["indicator_id"]) & (log["outcome"] != LOADED)]
    kept_out = tuple(
        f"{r['vintage_id'] or 'an answer'} {r['outcome']}: {r['reason']}"
        for r in mine.to_dict("records")
    )
    source, indicator_id = str(row["source"]), str(row["indicator_id"])
    if vintage is None:
        return SeriesStatus(source, indicator_id, "", "", "", "", "", "", (), kept_out)
    next_release = vintage["next_release"] or str(row["next_release"])
    if retrieved is None and vintage["date_kind"] != "released":
        retrieved = vintage["date"].date()
    last = row["last_period"]
    return SeriesStatus(
        source=source,
        indicator_id=indicator_id,
        vintage_id=vintage["vintage_id"],
        dated=vintage["date_label"],
        date_kind=vintage["date_kind"],
        retrieved=retrieved.isoformat() if retrieved else "",
        next_release=next_release,
        newest_period=last.date().isoformat() if isinstance(last, pd.Timestamp) else "",
        stale=_stale(vintage["date"].date(), str(row["frequencies"]), next_release, today),
        kept_out=kept_out,
    )


def _stale(released: date, frequencies: str, next_release: str, today: date) -> tuple[str, ...]:
    flags = []
    day = next_release_day(next_release)
    if day is not None and day < today:
        flags.append(NEXT_PASSED)
    if (today - released).days > min(EXPECTED_DAYS[f] for f in frequencies.split()):
        flags.append(OLD)
    return tuple(flags)


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source: how many series it has, how many are stale or kept out, and its newest dates."""

    source: str
    series: int
    with_figures: int
    stale: int
    held_back_or_refused: int
    newest_date: str
    last_retrieved: str


def source_statuses(series: list[SeriesStatus]) -> list[SourceStatus]:
    """A summary for each source, in alphabetical order."""
    by_source: dict[str, list[SeriesStatus]] = {}
    for one in series:
        by_source.setdefault(one.source, []).append(one)
    return [
        SourceStatus(
            source=source,
            series=len(members),
            with_figures=sum(bool(s.vintage_id) for s in members),
            stale=sum(bool(s.stale) for s in members),
            held_back_or_refused=sum(len(s.kept_out) for s in members),
            newest_date=max(s.dated for s in members),
            last_retrieved=max(s.retrieved for s in members),
        )
        for source, members in sorted(by_source.items())
    ]
