"""What is wrong with an answer before anybody reads it: its status, its type, its two ends.

It asks nothing and decides nothing: `etl.http` decides what is asked for again. A body shorter
than announced never comes here, because urllib3 breaks off with an error.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from etl.reading import start_of
from etl.sources import Request


class Kind(Enum):
    """What a fault says about asking again."""

    BUSY = "the service asked for patience"
    BROKEN = "the service or the connection failed"
    SLOW = "the service did not answer in time"
    NOT_DATA = "the answer is something else than data"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer cannot be used, and the seconds that the service asked to wait, if any."""

    kind: Kind
    words: str
    wait: float = 0.0


#: Media types in which data of a form may come. Services are careless with plain text and bytes.
TYPES = {
    "json": ("json", "text/plain", "octet-stream"),
    "csv": ("csv", "text/plain", "octet-stream", "ms-excel"),
}

_PROSE = re.compile(
    r"too many|rate.?limit|limit (was |is |has been )?exceeded|exceeded|throttl|quota|slow down|"
    r"(try|come) (again )?(later|back)|temporarily blocked",
    re.IGNORECASE,
)


def fault_of(
    request: Request, status: int, headers: Mapping[str, str], body: bytes
) -> Fault | None:
    """Why this answer should be asked for again, or None where asking again would not help.

    Refusals (most 4xx) are answers: the source knows what they mean.
    """
    wait = retry_after(headers)
    if status == 429:
        return Fault(Kind.BUSY, "429 too many requests", wait)
    if status == 503:
        return Fault(Kind.BUSY, "503 service unavailable", wait)
    if status == 408 or status >= 500:
        return Fault(Kind.BROKEN, f"{status}: {start_of(body)}", wait)
    if status == 200:
        return _body_fault(request, headers, body, wait)
    if status < 400 and status != 304:
        return Fault(Kind.NOT_DATA, f"status {status} without data")
    return None


def _body_fault(
    request: Request, headers: Mapping[str, str], body: bytes, wait: float
) -> Fault | None:
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return Fault(Kind.BROKEN, "an empty answer")
    media_type = headers.get("Content-Type", "").split(";")[0].strip().lower()
    wrong_type = media_type and not any(known in media_type for known in TYPES[request.form])
    begins = tuple(text.encode() for text in request.starts_with)
    if wrong_type or (begins and not start.startswith(begins)):
        # Some services word a refusal for haste as prose, and send it with status 200.
        if _PROSE.search(start[:2000].decode("utf-8", errors="replace")):
            return Fault(Kind.BUSY, f"a refusal in words: {start_of(body)}", wait)
        return Fault(
            Kind.NOT_DATA, f"{media_type or 'no type'} instead of {request.form}: {start_of(body)}"
        )
    return _end_fault(request.form, body)


def _end_fault(form: str, body: bytes) -> Fault | None:
    if form == "csv":
        return None if body.endswith(b"\n") else Fault(Kind.BROKEN, "cut short in its last row")
    try:
        json.loads(body)
    except (ValueError, RecursionError) as reason:
        return Fault(Kind.BROKEN, f"not whole JSON ({reason})")
    return None


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds that `Retry-After` asks for, as a number or a date; 0 where it says nothing."""
    given = headers.get("Retry-After", "")
    if not given:
        return 0.0
    try:
        return float(Retry().parse_retry_after(given))
    except (InvalidHeader, ValueError, OverflowError, TypeError):
        return 0.0
