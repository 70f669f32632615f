"""What a request's headers ask of an answer: an encoding, or nothing where it is known already.

RFC 9110, sections 8.8, 12.5.3 and 13.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def encoding_of(headers: Headers, offered: Iterable[str]) -> str:
    """The encoding the client likes best of those offered, in their order; "" for none."""
    wanted = {}
    for part in headers.get("accept-encoding", "").split(","):
        name, _, rest = part.strip().partition(";")
        wanted[name.strip().lower()] = _quality(rest)
    liked = [(wanted.get(name, wanted.get("*", 0.0)), -place, name)
             for place, name in enumerate(offered)]  # fmt: skip
    best = max(liked, default=(0.0, 0, ""))
    plain = wanted.get("identity", 0.0)
    return best[2] if best[0] > 0 and best[0] >= plain else ""


def _quality(text: str) -> float:
    found = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", text)
    return float(found[1]) if found else 1.0


def is_known(headers: Headers, tags: Iterable[str], modified: date | None) -> bool:
    """Whether the client has the answer: 304. `tags` are those of its forms.

    Where a client sends a tag, its day says nothing.
    """
    given = headers.get("if-none-match")
    if given is not None:
        return given.strip() == "*" or bool(set(_TAG.findall(given)) & set(tags))
    since = headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        asked = parsedate_to_datetime(since)
    except ValueError:
        return False
    return _midnight(modified) <= (asked if asked.tzinfo else asked.replace(tzinfo=UTC))


def http_date(day: date) -> str:
    """A day as HTTP writes it, at its first moment."""
    return format_datetime(_midnight(day), usegmt=True)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
