"""The only door to the network: one polite client for each source.

It keeps the service's limits, asks again where that can help, and hands back whole answers. It
reads none of them, and what a refusal means is for the source to say.

The retry loop is our own, because urllib3's `Retry` sees a status and headers only: it cannot ask
again for a body that was cut short or that is prose with status 200, has no budget that several
requests share, and sleeps on the real clock. Its reading of `Retry-After` is used.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import requests
import urllib3

from etl.answers import Fault, Kind, fault_of
from etl.pace import Clock, Pace
from etl.sources import Request, Response, Source
from indicators import VERSION
from indicators.errors import SourceError
from indicators.settings import CONTACT, PUBLIC_URL, RETRY_BUDGET, read

#: Attempts for one request. A web page instead of data is seldom a matter of luck.
ATTEMPTS = {Kind.BUSY: 6, Kind.BROKEN: 6, Kind.SLOW: 3, Kind.NOT_DATA: 3}

#: Seconds: the first wait, doubled after each further attempt, and the longest.
FIRST_WAIT, LONGEST_WAIT = 0.5, 20.0

#: Seconds an answer may take once the budget is nearly spent.
SHORTEST_TIMEOUT = 15.0

#: Seconds beyond which a limit is not waited for but reported.
LONGEST_PACE_WAIT = 90.0

MAX_BYTES = 256 * 2**20

#: Headers kept with a snapshot: what the answer was, and what makes the next request conditional.
KEPT_HEADERS = (
    "Content-Type",
    "Content-Length",
    "Content-Encoding",
    "Date",
    "ETag",
    "Last-Modified",
)


def user_agent() -> str:
    """How the client names itself, in the form that the ONS asks for.

    Raises:
        SourceError: no contact is set, or it is not an e-mail address.
    """
    contact, address = read(CONTACT), read(PUBLIC_URL)
    if not re.fullmatch(r"[^\s()@]+@[^\s()@]+", contact):
        fault = f"{contact!r} is not an e-mail address" if contact else "it is not set"
        raise SourceError(
            f"{CONTACT.name}: {fault}. Publishers ask for a contact: set it to yours and try again."
        )
    home = f" +{address}" if re.fullmatch(r"https?://[^\s()]+", address) else ""
    return f"uk-technology-indicators/{VERSION} (UK Technology Indicators {contact}{home})"


def retry_budget() -> float:
    """The seconds a source may lose to failed attempts.

    Raises:
        SourceError: the setting is not a number, or is below zero.
    """
    text = read(RETRY_BUDGET)
    try:
        budget = float(text)
        if not 0 <= budget < float("inf"):
            raise ValueError
    except ValueError:
        raise SourceError(f"{RETRY_BUDGET.name} is {text!r}; give a number of seconds.") from None
    return budget


class Client:
    """Asks one service, one request at a time.

    `lost` is the time that failed attempts and the waits after them have cost. It never passes
    `budget` by more than one attempt: afterwards each request is tried once, with a short
    time-out, and the first that is not answered in time ends the asking.
    """

    def __init__(
        self,
        source: Source,
        agent: str,
        *,
        budget: float = 90.0,
        clock: Clock | None = None,
        jitter: Callable[[], float] = random.random,
        earlier: Sequence[datetime] = (),
    ) -> None:
        self.source = source
        self.budget = budget
        self.lost = 0.0
        self.clock = clock or Clock()
        self._jitter = jitter
        self._pace = Pace(source.limits)
        ago = ((self.clock.now() - moment).total_seconds() for moment in sorted(earlier))
        self._pace.note(self.clock.monotonic() - seconds for seconds in ago if seconds >= 0)
        self._closed_until = 0.0
        self._closed_because = ""
        self._session = requests.Session()
        self._session.headers["User-Agent"] = agent

    def get(self, request: Request, conditions: Mapping[str, str] | None = None) -> Response:
        """The answer: status 200 with a whole body, 304 where `conditions` hold, or a refusal.

        Raises:
            SourceError: no usable answer within the attempts and the budget, or the service asked
                for a longer wait than the budget has left.
        """
        attempt = 0
        while True:
            attempt += 1
            self._wait_for_turn(request)
            spent = self.lost >= self.budget
            started = self.clock.monotonic()
            outcome = self._attempt(request, conditions or {})
            if isinstance(outcome, Response):
                return outcome
            self.lost += self.clock.monotonic() - started
            if outcome.kind is Kind.SLOW and spent:
                self._close(float("inf"), f"{self.source.publisher} has stopped answering in time")
            wait = self._wait_after(outcome, attempt)
            if wait is None:
                raise SourceError(
                    f"{request.address} gave no data after {attempt} "
                    f"{'attempt' if attempt == 1 else 'attempts'}: {outcome.words}."
                )
            self.lost += wait
            self.clock.sleep(wait)

    def _wait_for_turn(self, request: Request) -> None:
        now = self.clock.monotonic()
        if now < self._closed_until:
            raise SourceError(f"{request.address} was not asked for: {self._closed_because}.")
        delay = self._pace.delay(now)
        if delay > LONGEST_PACE_WAIT:
            raise SourceError(
                f"{request.address} was not asked for: {self.source.publisher} takes no more "
                f"requests for now. Run the refresh again in {delay / 60:.0f} minutes; it goes on "
                "where it stopped."
            )
        if delay:
            self.clock.sleep(delay)
        self._pace.note([self.clock.monotonic()])

    def _wait_after(self, fault: Fault, attempt: int) -> float | None:
        """Seconds to wait before the next attempt, or None where there is to be none."""
        left = self.budget - self.lost
        if fault.wait and fault.wait > left:
            self._close(fault.wait, f"{self.source.publisher} asked for {fault.wait:.0f} s of rest")
            return None
        if attempt >= ATTEMPTS[fault.kind]:
            return None
        backoff = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (attempt - 1)) * (0.5 + self._jitter())
        wait = max(fault.wait, backoff)
        return wait if wait <= left else None

    def _close(self, seconds: float, why: str) -> None:
        self._closed_until = self.clock.monotonic() + seconds
        self._closed_because = why

    def _attempt(self, request: Request, conditions: Mapping[str, str]) -> Response | Fault:
        timeout = min(self.source.timeout, max(self.budget - self.lost, SHORTEST_TIMEOUT))
        headers = {"Accept": request.accept, **request.headers, **conditions}
        try:
            with self._session.get(
                request.address, headers=headers, timeout=(min(10.0, timeout), timeout), stream=True
            ) as answer:
                body = self._body(answer, timeout)
        except (requests.Timeout, TimeoutError) as reason:
            return Fault(Kind.SLOW, f"no answer within {timeout:.0f} s ({type(reason).__name__})")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as reason:
            return Fault(Kind.BROKEN, _connection_words(reason))
        fault = fault_of(request, answer.status_code, answer.headers, body)
        if fault is not None:
            return fault
        kept = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
        return Response(request, answer.status_code, kept, body, self.clock.now().date())

    def _body(self, answer: requests.Response, timeout: float) -> bytes:
        """The body, read as it comes, so that one that drips in is given up in time."""
        deadline = self.clock.monotonic() + timeout
        parts, size = [], 0
        try:
            while part := answer.raw.read1(2**16, decode_content=True):
                parts.append(part)
                size += len(part)
                if self.clock.monotonic() > deadline:
                    raise TimeoutError("the body came too slowly")
                if size > MAX_BYTES:
                    raise OSError(f"it sent more than {MAX_BYTES:,} bytes")
        except urllib3.exceptions.ReadTimeoutError as reason:
            raise TimeoutError(str(reason)) from None
        return b"".join(parts)


def _connection_words(reason: BaseException) -> str:
    """What happened to a connection, without the names of classes inside classes."""
    return f"the connection failed ({str(reason)[:160] or type(reason).__name__})"
