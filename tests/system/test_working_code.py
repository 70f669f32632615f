"""The code that a chart shows for R and Excel: run by R, and read by Power Query's own parser."""

import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from indicators.exports.code import fetching
from tests.test_working import CATALOGUE, CHOSEN, cells, made, service

pytestmark = pytest.mark.system
__all__ = ["service"]  # a fixture

#: Reads a query from standard input; ends with 0 where the parser has nothing against it.
_READ = """
const parser = require("@microsoft/powerquery-parser");
const text = require("fs").readFileSync(0, "utf8");
parser.TaskUtils.tryLexParse(parser.DefaultSettings, text).then((task) => {
  console.log(task.resultKind, task.stage);
  process.exit(task.resultKind === "Ok" && task.stage === "Parse" ? 0 : 1);
});
"""


def test_the_r_shown_fetches_the_same_numbers(seed_warehouse, service, tmp_path):
    command = shutil.which("Rscript")
    assert command, "Rscript is needed: install r-base-core."
    view, found = made(seed_warehouse, CHOSEN["ranked"], base=service)
    code = next(s for s in found.fetches if s.title == "R").code
    script = tmp_path / "figures.R"
    script.write_text(code + '\nwrite.csv(rows, "rows.csv", row.names = FALSE)\n', encoding="utf-8")
    done = subprocess.run(
        [command, script.name], cwd=tmp_path, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    fetched = pd.read_csv(tmp_path / "rows.csv", dtype={"period_label": str})
    assert cells(fetched) == cells(view.data)
    assert CATALOGUE["venture_capital_pct_gdp"].id in set(fetched["indicator_id"])


def _parsed(text: str, folder: Path) -> int:
    node, npm = shutil.which("node"), shutil.which("npm")
    assert node, "Node.js is needed: install nodejs."
    assert npm, "npm is needed: install npm."
    modules = subprocess.run(
        [npm, "root", "-g"], capture_output=True, text=True, timeout=60, check=True
    ).stdout.strip()
    installed = Path(modules, "@microsoft", "powerquery-parser").is_dir()
    assert installed, "Its parser is needed: npm install -g @microsoft/powerquery-parser"
    script = folder / "read.js"
    script.write_text(_READ, encoding="utf-8")
    return subprocess.run(
        [node, str(script)], input=text, text=True, env={"NODE_PATH": modules},
        capture_output=True, timeout=60, check=False,
    ).returncode  # fmt: skip


def test_the_power_query_shown_is_read_by_its_parser(tmp_path):
    address = "https://indicators.test/indicators/gerd_pct_gdp.csv?view=rank&v=0123456789ab"
    code = next(s for s in fetching(address) if s.title.startswith("Excel")).code
    assert _parsed(code, tmp_path) == 0
    assert _parsed(code.replace("),\n    Headed", ")\n    Headed"), tmp_path) == 1
