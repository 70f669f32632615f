"""What the last refresh of each source came to: one small file a source, for `etl status`.

It is written by a refresh and read by people and monitors; no build depends on it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from etl.snapshots import snapshots_dir

if TYPE_CHECKING:
    from etl.retrieval import Report

#: What became of an indicator, worst last. An indicator with several answers has the worst.
OUTCOMES = ("unchanged", "fetched", "no data", "failed")

_NAME = "last_refresh.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One source: when its last refresh ended, how many indicators came to what, why some failed.

    `reasons` has the reason for each indicator that failed or had no data.
    """

    source: str
    ended_at: str
    outcomes: Mapping[str, int]
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """When it ended, in UTC."""
        return datetime.fromisoformat(self.ended_at)

    @property
    def failed(self) -> int:
        return int(self.outcomes.get("failed", 0))


def record(reports: "Iterable[Report]", moment: datetime | None = None) -> None:
    """Keep what a refresh came to, source by source; a source that was not asked keeps its own."""
    ended = (moment or datetime.now(UTC)).isoformat(timespec="seconds")
    for report in reports:
        counts = {outcome: report.count(outcome) for outcome in OUTCOMES}
        entry = Entry(report.source_id, ended, counts, dict(report.reasons))
        path = _path(report.source_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(entry), ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(path)


def entries() -> list[Entry]:
    """The last refresh of every source that was ever asked, by id. Damaged files are left out."""
    found = []
    for path in sorted(snapshots_dir().glob(f"*/{_NAME}")):
        try:
            found.append(Entry(**json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, TypeError, ValueError):
            continue
    return found


def _path(source_id: str) -> Path:
    return snapshots_dir() / source_id / _NAME
