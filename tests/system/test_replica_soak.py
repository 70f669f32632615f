"""Half an hour of readers while builds are swapped every minute: no error, and nothing grows.

`SOAK_MINUTES=6 make test-system` is shorter; memory and files settle in the first sixth.
"""

import os
import time
from dataclasses import dataclass

import pytest

from etl.__main__ import main
from tests.system.machinery import Replica
from tests.system.service import FILE, PAGES, serving, wait_until
from tests.system.visitor import Crowd

pytestmark = pytest.mark.system

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
#: Seconds between two swaps, and between two looks of a replica into the store.
SWAP, POLL = 60.0, 5
READERS = 6
BUILDS = 3
#: Growth that passes, beyond the first sixth: what an allocator holds back differs by this much.
MOST_MB, MOST_FILES = 40, 6


@dataclass(frozen=True)
class Sample:
    """A replica's memory and open files at a moment."""

    moment: float
    mb: float
    files: int


def sample(replica: Replica) -> Sample:
    return Sample(time.monotonic(), replica.resident_mb(), replica.open_files())


def growth(samples: list[Sample], settled: float) -> tuple[float, int]:
    """From the most in the third after settling to the most in the last third."""
    after = [s for s in samples if s.moment >= settled]
    third = len(after) // 3
    early, late = after[:third], after[-third:]
    assert early, "too short to compare"
    return (
        max(s.mb for s in late) - max(s.mb for s in early),
        max(s.files for s in late) - max(s.files for s in early),
    )


def test_nothing_breaks_or_grows_while_builds_are_swapped(tmp_path, monkeypatch, capsys):
    with serving(tmp_path, poll=POLL) as service:
        for number in range(1, BUILDS):
            service.push(number, monkeypatch)
        start = time.monotonic()
        end = start + MINUTES * 60
        samples: dict[int, list[Sample]] = {service.one.port: [], service.two.port: []}
        swaps, next_swap = 0, start + SWAP
        with Crowd(service.address, READERS, pages=PAGES, think=2.0, file=FILE) as crowd:
            while time.monotonic() < end:
                time.sleep(2)
                for replica in (service.one, service.two):
                    assert replica.process.poll() is None, replica.log.read_text()[-2000:]
                    samples[replica.port].append(sample(replica))
                if time.monotonic() >= next_swap:
                    wanted = service.builds[swaps % BUILDS]
                    assert main(["rollback", wanted]) == 0
                    wait_until(lambda b=wanted: service.serve_all(b), SWAP, "the swap")
                    swaps, next_swap = swaps + 1, next_swap + SWAP
        problems = [p for one in crowd.lived for p in one.problems]
        runs = sum(len(one.runs) for one in crowd.lived)
        files = sum(one.downloads for one in crowd.lived)
        grown = {p: growth(s, start + MINUTES * 10) for p, s in samples.items()}
        logs = [r.log.read_text() for r in (service.one, service.two)]
    with capsys.disabled():
        print(
            f"\nSoak of {MINUTES:g} minutes: {swaps} swaps, {runs} runs, {files} files, "
            f"{len(problems)} problems; growth beyond the first sixth: "
            + ", ".join(f"{mb:+.0f} MB and {n:+d} files" for mb, n in grown.values())
            + f"; at the end {', '.join(f'{s[-1].mb:.0f} MB' for s in samples.values())}."
        )
    assert problems == []
    assert swaps >= int(MINUTES) - 2
    assert runs > MINUTES * READERS
    assert [line for text in logs for line in text.splitlines() if '"level": "error"' in line] == []
    for mb, opened in grown.values():
        assert mb <= MOST_MB
        assert opened <= MOST_FILES
