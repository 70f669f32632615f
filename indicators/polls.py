"""Poll results that a reader brings: checked row by row, and the UK's reported rank over time.

No public poll measures the target, so none is held here. It judges no poll's quality.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from indicators.errors import ValidationError

COLUMNS = (
    "fielded_from",
    "fielded_to",
    "country_polled",
    "sample",
    "question",
    "uk_rank",
    "uk_share",
    "top_nation",
    "source",
    "url",
)
REQUIRED = ("fielded_from", "fielded_to", "country_polled", "sample", "question", "source")
#: The largest file taken, in bytes, and the most rows.
MOST_BYTES = 100_000
MOST_ROWS = 500
#: Rows whose problems are told one by one.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Poll:
    """One result: where and when it was fielded, and the UK's rank or share, or both."""

    fielded_from: date
    fielded_to: date
    country_polled: str
    sample: int
    question: str
    uk_rank: int | None
    uk_share: float | None
    top_nation: str
    source: str
    url: str


def template() -> str:
    """An empty file with the columns, to fill in."""
    return ",".join(COLUMNS) + "\n"


def read_polls(content: bytes) -> tuple[Poll, ...]:
    """The polls of a CSV file, oldest first.

    Raises:
        ValidationError: with every problem and the number of its row, as a spreadsheet counts.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(
            f"polls: the file has {len(content):,} bytes; {MOST_BYTES:,} are the most."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError("polls: the file is not UTF-8 text. Save it as CSV UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        rows, names = list(reader), tuple(reader.fieldnames or ())
    except csv.Error as fault:
        raise ValidationError(f"polls: row {reader.line_num}: not readable as CSV: {fault}.") from (
            fault
        )
    problems = list(_header_problems(names, len(rows)))
    found = []
    if not problems:
        for number, row in enumerate(rows, start=2):
            own = [f"row {number}: {problem}" for problem in _row_problems(row)]
            problems += own
            if not own:
                found.append(_poll(row))
    if problems:
        more = len(problems) - MOST_TOLD
        told = "\n".join(f"- {problem}" for problem in problems[:MOST_TOLD])
        rest = f"\n- and {more} more" if more > 0 else ""
        noun = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise ValidationError(f"polls: {noun}. Correct the file and choose it again.\n{told}{rest}")
    return tuple(sorted(found, key=lambda poll: (poll.fielded_to, poll.country_polled)))


def _header_problems(names: tuple[str, ...], rows: int) -> Iterator[str]:
    for name in COLUMNS:
        if name not in names:
            yield f"row 1: column {name!r} is missing"
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            yield f"row 1: column {name!r} is not one of the template's"
        elif names.count(name) > 1:
            yield f"row 1: column {name!r} stands twice"
    if not rows:
        yield "there is no row under the headings"
    elif rows > MOST_ROWS:
        yield f"{rows} rows; {MOST_ROWS} are the most"


def _row_problems(row: dict[str | None, str | None]) -> Iterator[str]:
    if None in row or None in row.values():
        yield f"it does not have {len(COLUMNS)} cells"
        return
    cells = {str(k): str(v).strip() for k, v in row.items()}
    for name in REQUIRED:
        if not cells[name]:
            yield f"{name} is empty"
    days = [_day(cells[name]) for name in ("fielded_from", "fielded_to")]
    for name, day in zip(("fielded_from", "fielded_to"), days, strict=True):
        if cells[name] and day is None:
            yield f"{name} {cells[name]!r} is not a date like 2026-03-31"
    if days[0] and days[1] and days[0] > days[1]:
        yield "fielded_from is after fielded_to"
    yield from _number_problems(cells)
    if cells["url"] and not cells["url"].startswith(("https://", "http://")):
        yield f"url {cells['url']!r} does not start with https:// or http://"


def _number_problems(cells: dict[str, str]) -> Iterator[str]:
    if not cells["uk_rank"] and not cells["uk_share"]:
        yield "uk_rank and uk_share are both empty; give at least one"
    for name, most in (("sample", 10_000_000), ("uk_rank", 250)):
        text = cells[name]
        if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
            yield f"{name} {text!r} is not a whole number from 1 to {most:,}"
    if cells["uk_share"] and _share(cells["uk_share"]) is None:
        yield f"uk_share {cells['uk_share']!r} is not a percentage from 0 to 100"


def _share(text: str) -> float | None:
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _poll(row: dict[str | None, str | None]) -> Poll:
    cells = {str(k): str(v).strip() for k, v in row.items()}
    first, last = (date.fromisoformat(cells[name]) for name in ("fielded_from", "fielded_to"))
    return Poll(
        fielded_from=first,
        fielded_to=last,
        country_polled=cells["country_polled"],
        sample=int(cells["sample"]),
        question=cells["question"],
        uk_rank=int(cells["uk_rank"]) if cells["uk_rank"] else None,
        uk_share=_share(cells["uk_share"]) if cells["uk_share"] else None,
        top_nation=cells["top_nation"],
        source=cells["source"],
        url=cells["url"],
    )
