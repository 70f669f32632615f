"""When figures are due to be renewed: announcements read, and said once their day has passed."""

from datetime import date

import pandas as pd
import pytest

from indicators.freshness import NOT_ANNOUNCED, due, last_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 September 2026", date(2026, 9, 30)),
        ("2026-09-30", date(2026, 9, 30)),
        ("February 2028", date(2028, 2, 29)),
        ("2026-09", date(2026, 9, 30)),
        ("autumn 2026", date(2026, 12, 31)),
        ("when ready", None),
    ],
)
def test_the_last_day_that_an_announcement_can_mean(text, day):
    assert last_day(text) == day


def rows(*announced):
    return pd.DataFrame(
        {
            "next_release": [text for _, text in announced],
            "vintage_date": [pd.Timestamp(day) for day, _ in announced],
        }
    )


def test_the_newest_announcement_counts_and_is_late_the_day_after():
    found = due(rows(("2025-01-01", "1 June 2025"), ("2026-01-01", "1 June 2026")))
    assert found.announced == "1 June 2026"
    assert not found.overdue(date(2026, 6, 1))
    assert found.words(date(2026, 6, 1)) == "Next update 1 June 2026."
    assert found.overdue(date(2026, 6, 2))
    assert "was due 1 June 2026" in found.words(date(2026, 6, 2))


def test_silence_is_said():
    assert due(rows(("2026-01-01", ""))).words(date(2026, 6, 2)) == NOT_ANNOUNCED
    assert due(rows()).words(date(2026, 6, 2)) == NOT_ANNOUNCED
