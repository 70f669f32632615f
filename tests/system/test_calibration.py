"""The calibration in the methods is the one that is measured: every projection, computed anew.

Takes minutes of both cores. Where the working copy holds results of this build, made by this code,
they are read instead.
"""

import re
import shutil

import pytest

from indicators import results
from indicators.catalogue import load_catalogue
from indicators.settings import ROOT

pytestmark = pytest.mark.system

CATALOGUE = load_catalogue()
LABELS = {"1": "1", "3": "3", "5": "5", "all": "All"}


@pytest.fixture
def kept(seed_warehouse):
    own = ROOT / "data" / "results" / seed_warehouse.build_id
    if own.is_dir():
        shutil.copytree(own, results.folder(seed_warehouse.build_id), dirs_exist_ok=True)
    return results.compute(seed_warehouse, CATALOGUE)


def test_the_calibration_in_the_methods_is_the_measured_one(kept, seed_warehouse):
    text = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    flat = re.sub(r"\s+", " ", text)
    pooled = results.pooled_calibration(seed_warehouse.build_id)
    for horizon, label in LABELS.items():
        row = pooled.loc[horizon]
        held = [
            f"{row[f'coverage_{level}']:.0%} ({row[f'coverage_{level}_low']:.0%} to "
            f"{row[f'coverage_{level}_high']:.0%})"
            for level in (80, 95)
        ]
        line = f"| {label} | {row['mase']:.2f} | {row['naive_mase']:.2f} | {held[0]} | {held[1]} |"
        assert line in text
    whole = pooled.loc["all"]
    assert (
        f"{len(kept)} indicators pooled, {int(whole['country_folds']):,} country-folds of "
        f"{int(whole['countries'])} countries in {int(whole['origins'])} past years"
    ) in flat
    worse = {
        name
        for name, stored in kept.items()
        if stored.folds.loc["all", "mase"] > stored.folds.loc["all", "naive_mase"]
    }
    for name in worse:
        row = kept[name].folds.loc["all"]
        assert f"({row['mase']:.2f} against {row['naive_mase']:.2f})" in flat, name
    assert len(worse) == 3
