"""Half an hour of controls: readers of one server move them, and nothing grows.

`SOAK_MINUTES=12 make test-system` is shorter. For the first 5,000 runs the caches are still
filling, and memory with them.
"""

import os
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pytest

from etl import pipeline
from tests.reader import Reader
from tests.serving import ROOT, streamlit

pytestmark = pytest.mark.system

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
READERS = 3
#: Seconds that a reader looks at a page, and changes of controls before the reader leaves.
THINK, STAY = 0.15, 40
PAGES = (
    "",
    "indicators",
    "countries",
    "ambition",
    "technologies",
    "strategy_figures",
    "data_and_sources",
    "glossary",
    "briefing",
)
#: Samples of memory a minute, and minutes before memory counts, as a share of the whole.
SAMPLES, SETTLING = 6, 0.5
#: The most that the last sixth may lie above the one after settling.
MOST_GROWTH, MOST_FILES = 1.05, 10


@dataclass
class Told:
    """What readers did and what went wrong."""

    runs: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sample:
    """Resident memory in MB and open descriptors, some minutes in."""

    minutes: float
    memory: float
    files: int


def _sample(process: int, minutes: float) -> Sample:
    folder = Path(f"/proc/{process}")
    pages = int((folder / "statm").read_text().split()[1])
    return Sample(minutes, pages * 4096 / 1e6, len(list((folder / "fd").iterdir())))


def _read(address: str, seed: int, until: float, told: Told) -> None:
    """Readers one after another: each opens pages, moves controls, and leaves."""
    chance = random.Random(seed)
    while time.monotonic() < until and not told.problems:
        try:
            with Reader(address, dark=chance.random() < 0.3) as reader:
                _visit(reader, chance, until, told)
        except Exception as fault:
            told.problems.append(repr(fault))


def _visit(reader: Reader, chance: random.Random, until: float, told: Told) -> None:
    page, run = "", reader.open("")
    for step in range(STAY):
        if time.monotonic() > until:
            return
        told.problems += [f"{page}: {problem}" for problem in run.problems]
        told.runs += 1
        time.sleep(THINK)
        movable = step % 4 and page not in ("", "glossary", "briefing")
        if movable:
            _, run = reader.change(chance)
        else:
            page = chance.choice(PAGES)
            run = reader.open(page)


def test_memory_and_open_files_stay_level(tmp_path):
    pipeline.build(folder=tmp_path / "warehouse")
    told, samples = Told(), []
    settings = {"INDICATORS_DATA_DIR": str(tmp_path)}
    with streamlit(ROOT / "app.py", tmp_path / "log", settings) as served:
        begun = time.monotonic()
        until = begun + 60 * MINUTES
        readers = [
            threading.Thread(target=_read, args=(served.address, seed, until, told), daemon=True)
            for seed in range(READERS)
        ]
        for reader in readers:
            reader.start()
        while time.monotonic() < until and not told.problems:
            time.sleep(60 / SAMPLES)
            samples.append(_sample(served.process, (time.monotonic() - begun) / 60))
        for reader in readers:
            reader.join(180)
    assert not told.problems
    _report(samples, told)
    settled = [s for s in samples if s.minutes >= SETTLING * MINUTES]
    sixth = max(1, len(samples) // 6)
    first, last = settled[:sixth], settled[-sixth:]
    growth = median(s.memory for s in last) / median(s.memory for s in first)
    assert growth < MOST_GROWTH, f"memory grew by {growth - 1:.1%} after it should have settled"
    more = median(s.files for s in last) - median(s.files for s in first)
    assert more <= MOST_FILES, f"{more} more open files"


def _report(samples: list[Sample], told: Told) -> None:
    print(f"\n{told.runs} runs of pages by {READERS} readers in {MINUTES:g} minutes")
    for sample in samples[:: max(1, len(samples) // 15)]:
        print(f"{sample.minutes:5.1f} min  {sample.memory:6.0f} MB  {sample.files:4} files")
