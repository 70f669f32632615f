"""Speed and memory of an index under many methods, each in a process of its own on one core."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.benchmark

PANEL = """
import resource, time
import numpy as np, pandas as pd
from indicators.composite import *
from indicators.uncertainty import *
rng = np.random.default_rng(1)
units, ids = [f"u{n}" for n in range(51)], [f"i{n}" for n in range(49)]
panel = pd.DataFrame(rng.lognormal(size=(51, 49)), index=units, columns=ids)
panel = panel.mask(rng.random(panel.shape) < 0.08)
spec = IndexSpec(
    indicators=tuple(IndicatorSpec(name, f"p{n % 7}") for n, name in enumerate(ids)),
    pillars=tuple(PillarSpec(f"p{n}") for n in range(7)),
)
alternatives = reasonable_alternatives(spec)
"""


def measure(work: str) -> tuple[float, float]:
    """Seconds of processor time and peak memory in MB of `work`."""
    code = PANEL + (
        f"start = time.process_time()\n{work}\n"
        "print(time.process_time() - start, "
        "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **single},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def test_ten_thousand_draws():
    seconds, megabytes = measure(
        "monte_carlo(panel, spec, alternatives, seed=1, draws=10_000, subset=('u1', 'u2'))"
    )
    print(f"\n10,000 draws of 51 units × 49 indicators: {seconds:.2f} s, {megabytes:.0f} MB")
    assert seconds < 2
    assert megabytes < 1_000


def test_sobol_indices():
    seconds, megabytes = measure("sensitivity(panel, spec, alternatives, 'u1', seed=1)")
    print(f"\nSobol indices, N = 1,024: {seconds:.2f} s, {megabytes:.0f} MB")
    assert seconds < 10
    assert megabytes < 1_000


def test_one_index():
    seconds, _ = measure("for _ in range(20): build(panel, spec)")
    print(f"\none index of 51 units × 49 indicators: {seconds / 20 * 1000:.1f} ms")
    assert seconds / 20 < 0.1
