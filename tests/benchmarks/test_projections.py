"""Speed of one projection, in a process of its own on one core."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

WORK = """
import time
import numpy as np, pandas as pd
from indicators.projections import History, project
areas = [f"a{n}" for n in range(20)]
walks = np.exp(np.random.default_rng(1).normal(0.03, 0.06, (25, 20)).cumsum(axis=0))
history = History("x", pd.DataFrame(walks, index=range(2000, 2025), columns=areas), low=0.0)
request = dict(focus="a0", comparators=tuple(areas), as_at=2026, until=2030, seed=1)
start = time.process_time()
project(history, **request)
print(time.process_time() - start)
"""


@pytest.mark.benchmark
def test_one_projection():
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, "-c", WORK],
        cwd=ROOT,
        env={**os.environ, **single},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = float(done.stdout)
    print(f"\none indicator, 20 areas × 25 years, back-test and 10,000 draws: {seconds:.1f} s")
    assert seconds < 60
