"""The build's speed and memory, and how fast a warehouse of any size answers."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import pipeline
from indicators import queries
from indicators.areas import load_areas
from indicators.warehouse import Warehouse
from tests.benchmarks.conftest import Measured
from tests.seeding import CATALOGUE, Seed, inputs

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.benchmark

AREAS, YEARS, VINTAGES = 20, 25, 4
#: Indicators of the generated warehouses of 10⁵ and 10⁶ rows.
SIZES = {100_000: 50, 1_000_000: 500}

# VmHWM and not ru_maxrss: that one begins with what the parent held when it forked.
CHILD = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from etl import pipeline
pipeline.build(folder=Path(sys.argv[1]))
seconds = time.perf_counter() - start
status = Path("/proc/self/status").read_text()
print(seconds, int(status.split("VmHWM:")[1].split()[0]) / 1024)
"""


def test_the_build_of_the_committed_seed(tmp_path: Path, measured: Measured) -> None:
    """In a process of its own, imports included; the fastest of three."""
    runs = []
    for attempt in range(3):
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(tmp_path / str(attempt))],
            cwd=ROOT,
            env=os.environ | {"INDICATORS_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        )
        runs.append([float(number) for number in done.stdout.split()])
    measured("Build of the committed seed", min(seconds for seconds, _ in runs), "s", 5)
    measured("Memory of that build", max(megabytes for _, megabytes in runs), "MB", 400)


def generated(folder: Path, indicators: int) -> dict[str, object]:
    """A seed of `indicators` × 2,000 rows with a catalogue of its own: inputs of a build."""
    text = CATALOGUE.read_text(encoding="utf-8")
    head, *blocks = text.split("[[indicator]]\n")
    block = blocks[0].split("[[indicator.breaks]]")[0].replace("high = 10 ", "high = 1000 ")
    names = [f"n{n:04}_made_up" for n in range(indicators)]
    catalogue = folder / "catalogue.toml"
    folder.mkdir(parents=True)
    catalogue.write_text(
        head
        + "".join("[[indicator]]\n" + block.replace("gerd_pct_gdp", name, 1) for name in names),
        encoding="utf-8",
    )
    geos = load_areas().countries[:AREAS]
    seed = Seed(folder / "seed")
    for start in range(0, indicators, 50):
        for vintage in range(VINTAGES):
            rows = [
                f"{name},{geo},{2000 + year},A,{100 + number % 7 + year + vintage / 8}"
                for number, name in enumerate(names[start : start + 50])
                for geo in geos
                for year in range(YEARS)
            ]
            seed.add(f"v{start}_{vintage}", *rows, date=f"{2020 + vintage}")
    return {"seed": seed.folder, "catalogue": catalogue}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[float, Warehouse]]:
    """By number of rows: seconds of the fastest of two builds, and the warehouse."""
    made = {}
    for size, indicators in SIZES.items():
        folder = tmp_path_factory.mktemp("generated") / "inputs"
        given = generated(folder, indicators)
        seed = given.pop("seed")
        times = []
        for attempt in range(2):
            start = time.perf_counter()
            built = pipeline.build(inputs(seed, **given), folder.parent / str(attempt))
            times.append(time.perf_counter() - start)
        made[size] = (min(times), Warehouse(built.path))
        held = made[size][1].fetch("SELECT count(*) AS n FROM observation")["n"].iloc[0]
        assert held == size
    return made


def test_the_cost_of_a_row_stays_flat(
    builds: dict[int, tuple[float, Warehouse]], measured: Measured
) -> None:
    small, large = SIZES
    for size in SIZES:
        measured(f"Build of {size:,} generated rows", builds[size][0], "s", 60)
    ratio = (builds[large][0] / large) / (builds[small][0] / small)
    measured("Cost of a row, 10⁶ rows against 10⁵", ratio, "times", 1.5)


def fastest(ask: Callable[[], object]) -> float:
    """Milliseconds of the fastest of 30 answers: what others do on the machine only adds."""
    times = []
    for _ in range(30):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


@pytest.mark.parametrize("size", SIZES)
def test_one_indicator_answers_at_once(
    size: int, builds: dict[int, tuple[float, Warehouse]], measured: Measured
) -> None:
    w = builds[size][1]
    name = f"n{SIZES[size] // 2:04}_made_up"
    assert len(queries.observations(w, name)) == AREAS * YEARS
    asked = fastest(lambda: queries.observations(w, name))
    measured(f"Latest values of one indicator among {size:,} rows", asked, "ms", 10)
    ranked = fastest(lambda: queries.ranking_rows(w, name))
    measured(f"Its values to rank by year among {size:,} rows", ranked, "ms", 10)
