"""Fetching what one source was asked for: each answer is read once for faults, and then kept.

It decides what need not be asked again. It makes no figures of what it keeps, and never lets one
faulty series cost the others.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType

from etl.http import Client
from etl.journal import OUTCOMES
from etl.snapshots import Kept, Snapshots
from etl.sources import Request, Response, Series, parse_each, select, words_of
from indicators.errors import SourceError

#: Pages of one answer beyond which something is wrong.
MOST_PAGES = 100

#: Headers that make a request conditional, with the kept header that each repeats.
CONDITIONS = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}

Follow = Callable[[Request, Response], list[Request]]

_log = logging.getLogger(__name__)


@dataclass
class Report:
    """What became of each indicator of a source, with the reason where there is one."""

    source_id: str
    outcomes: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    kept: int = 0

    def note(self, indicator_id: str, outcome: str, reason: str = "") -> None:
        before = self.outcomes.get(indicator_id, OUTCOMES[0])
        self.outcomes[indicator_id] = max(before, outcome, key=OUTCOMES.index)
        if reason:
            self.reasons.setdefault(indicator_id, reason)

    def count(self, outcome: str) -> int:
        return sum(1 for found in self.outcomes.values() if found == outcome)


Tell = Callable[[Report, str, int], None]


@dataclass(frozen=True)
class Plan:
    """What is to be asked of one source; `refused` are series whose reference it rejects."""

    source: ModuleType
    series: tuple[Series, ...]
    requests: tuple[Request, ...]
    refused: dict[str, str]


def plan(source: ModuleType, series: Sequence[Series]) -> Plan:
    """The requests for these series, each of which is tried alone first."""
    accepted, refused = [], {}
    for one in series:
        try:
            source.requests([one])
            accepted.append(one)
        except SourceError as reason:
            refused[one.indicator_id] = str(reason)
    requests = tuple(source.requests(accepted)) if accepted else ()
    return Plan(source, tuple(accepted), requests, refused)


class Retriever:
    """Carries out one plan. `tell(report, label, left)` is called before each request."""

    def __init__(
        self,
        plan: Plan,
        client: Client,
        snapshots: Snapshots,
        tell: Tell,
        history: bool = False,
    ) -> None:
        self.plan = plan
        self.client = client
        self.snapshots = snapshots
        self.report = Report(plan.source.SOURCE.id)
        self._tell = tell
        self._history = history and hasattr(plan.source, "history")
        self._follow: Follow | None = getattr(plan.source, "follow", None)

    def run(self) -> Report:
        """Fetch everything. What fails stands in the report and is not raised."""
        for indicator_id, reason in self.plan.refused.items():
            self.report.note(indicator_id, "failed", reason)
        queue = deque(self.plan.requests)
        while queue:
            request = queue.popleft()
            self._tell(self.report, ", ".join(request.indicator_ids), len(queue) + 1)
            try:
                first = self._retrieve(request)
                if self._history and first is not None and not request.permanent:
                    queue.extend(self.plan.source.history(request, first))
            except Exception as reason:
                # Whatever is wrong with one answer must not stop the others.
                _log.debug("%s failed", request.address, exc_info=True)
                for indicator_id in request.indicator_ids:
                    self.report.note(indicator_id, "failed", words_of(reason))
        self._tell(self.report, "", 0)
        return self.report

    def _retrieve(self, request: Request) -> Response | None:
        """One answer with all its pages: kept before, confirmed, or fetched and kept.

        Returns its first page, or None where no indicator could be read from it.
        """
        before = self._kept(request)
        faultless = [] if any(kept.retrieval.failed for kept in before) else before
        if faultless and self._fresh(request, faultless[0]):
            return self._note([kept.response for kept in before], before)
        first = self._ask(request, faultless)
        if faultless and first.status == 304:
            self.snapshots.confirm(before[0], first)
            return self._note([kept.response for kept in before], before)
        return self._note(self._with_pages(first), before)

    def _kept(self, request: Request) -> list[Kept]:
        """The kept answer and its pages; nothing where one of them is missing or damaged."""
        requests, found = [request], []
        for wanted in requests:
            kept = self.snapshots.last(wanted)
            if kept is None or len(requests) > MOST_PAGES:
                return []
            found.append(kept)
            requests += self._next_pages(kept.response)
        return found

    def _fresh(self, request: Request, kept: Kept) -> bool:
        today = self.client.clock.now().date()
        return request.permanent or kept.retrieval.retrieved_at.date() == today

    def _ask(self, request: Request, before: Sequence[Kept] = ()) -> Response:
        headers = before[0].retrieval.headers if before else {}
        conditions = {name: headers[kept] for name, kept in CONDITIONS.items() if kept in headers}
        self.report.requests += 1
        return self.client.get(request, conditions)

    def _with_pages(self, first: Response) -> list[Response]:
        pages = [first]
        for page in pages:
            following = self._next_pages(page)
            if len(pages) + len(following) > MOST_PAGES:
                raise SourceError(f"{first.request.address} has more than {MOST_PAGES} pages.")
            pages += [self._ask(request) for request in following]
        return pages

    def _next_pages(self, page: Response) -> list[Request]:
        if self._follow is None or page.status != 200:
            return []
        try:
            return self._follow(page.request, page)
        except SourceError:
            return []  # A page that cannot be read is reported when its rows are.

    def _note(self, pages: Sequence[Response], before: Sequence[Kept]) -> Response | None:
        """Keep pages that are new, and report on every indicator that they were to serve."""
        served: set[str] = set()
        failed: dict[str, str] = {}
        for page in pages:
            wanted = select(self.plan.series, page.request.indicator_ids)
            parsed, faults = parse_each(self.plan.source, page, wanted)
            served.update(*(p.rows["indicator_id"] for p in parsed))
            failed.update(faults)
        known = [kept.response for kept in before]
        if list(pages) != known:
            for page in pages:
                self.snapshots.keep(page, failed)
        new = [page.sha256 for page in pages] != [page.sha256 for page in known]
        self.report.kept += new and bool(served)
        for indicator_id in pages[0].request.indicator_ids:
            if indicator_id in failed:
                self.report.note(indicator_id, "failed", failed[indicator_id])
            elif indicator_id not in served:
                self.report.note(indicator_id, "no data", "the publisher has no figures for it")
            else:
                self.report.note(indicator_id, "fetched" if new else "unchanged")
        return pages[0] if served - set(failed) else None
