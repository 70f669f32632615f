"""What was measured, as one table with the machine that it was measured on."""

import importlib.metadata
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

TABLE = Path(__file__).resolve().parents[1] / "output" / "benchmarks.md"
LIBRARIES = ("duckdb", "pandas", "numpy", "pyarrow", "streamlit", "plotly")

Measured = Callable[[str, float, str, float], None]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table. `bound` is the most that passes."""

    what: str
    value: float
    unit: str
    bound: float

    @property
    def line(self) -> str:
        verdict = "yes" if self.value <= self.bound else "NO"
        return (
            f"| {self.what} | {self.value:,.3g} {self.unit} "
            f"| {self.bound:,g} {self.unit} | {verdict} |"
        )


_measures: list[Measure] = []


@pytest.fixture
def measured() -> Iterator[Measured]:
    """Enter a measure into the table; fail at the test's end where one is beyond its bound."""
    beyond: list[str] = []

    def enter(what: str, value: float, unit: str, bound: float) -> None:
        measure = Measure(what, value, unit, bound)
        _measures.append(measure)
        if value > bound:
            beyond.append(measure.line)

    yield enter
    assert not beyond, "\n".join(beyond)


def machine() -> str:
    """The machine in one line: processor, cores, memory, system, Python and libraries."""
    processor = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                processor = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    return (
        f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, {versions}"
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _measures:
        return
    lines = [
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {machine()}",
        "",
        "| What | Measured | Bound | Within |",
        "| --- | --- | --- | --- |",
        *(measure.line for measure in _measures),
    ]
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    terminalreporter.write_sep("=", f"benchmarks, also in {TABLE}")
    for line in lines:
        terminalreporter.write_line(line)
