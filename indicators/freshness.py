"""When the figures of a view are due to be renewed, and whether that day has passed.

It reads the publishers' announcements as they are kept with vintages; it asks no clock.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

_FORMS = ("%d %B %Y", "%Y-%m-%d")
_MONTH_FORMS = ("%B %Y", "%Y-%m")
_YEAR = re.compile(r"\b(20\d\d)\b")

NOT_ANNOUNCED = "Next update not announced."


@dataclass(frozen=True, slots=True)
class Due:
    """The next update as announced; `last_day` is the last that it can mean, None if it cannot be
    told."""

    announced: str
    last_day: date | None

    def overdue(self, today: date) -> bool:
        """Whether the announced update is past and these figures are from before it."""
        return self.last_day is not None and today > self.last_day

    def words(self, today: date) -> str:
        """A sentence for readers."""
        if not self.announced:
            return NOT_ANNOUNCED
        if self.overdue(today):
            return f"An update was due {self.announced}; these figures are from before it."
        return f"Next update {self.announced}."


def due(rows: pd.DataFrame) -> Due:
    """The next update of rows of `queries.observations`: that of their newest vintage which has
    one announced."""
    if rows.empty or "next_release" not in rows or "vintage_date" not in rows:
        return Due("", None)
    told = rows[rows["next_release"].fillna("").astype(str).str.strip() != ""]
    if told.empty:
        return Due("", None)
    newest = told.sort_values("vintage_date").iloc[-1]
    text = str(newest["next_release"]).strip()
    return Due(text, last_day(text))


def last_day(text: str) -> date | None:
    """The last day that an announcement can mean: the day, or the end of the month or year."""
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day, in no zone)
        except ValueError:
            continue
    for form in _MONTH_FORMS:
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
        return found.replace(day=calendar.monthrange(found.year, found.month)[1])
    year = _YEAR.search(text)
    return date(int(year[1]), 12, 31) if year else None
