"""Show the working: the statement gives the rows, the code fetches them, the hashes are the files'.

Everything shown is run as it stands, against the open file and a server on 127.0.0.1.
"""

import hashlib
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest

from indicators import queries
from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice
from indicators.exports import csv
from indicators.publishing.addresses import answer
from indicators.publishing.site.edition import Site
from indicators.settings import seed_dir
from indicators.views.charts import view_of
from indicators.views.indicator import working
from indicators.views.indicator.asked import asked
from indicators.warehouse import open_duckdb_path, serving

CATALOGUE = load_catalogue()
CHOSEN = {
    "over time": indicator_choice("gerd_pct_gdp", compare="DEU.KOR", years="2000.2023"),
    "ranked": indicator_choice("venture_capital_pct_gdp", view="rank"),
    "per head": indicator_choice("gerd_ppp", **{"as": "per_head"}),
    "as at": indicator_choice("gerd_pct_gdp", as_at="2025-12-31"),
    "two indicators": indicator_choice("gerd_pct_gdp", view="scatter"),
}


@pytest.fixture(scope="module")
def service(seed_folder) -> Iterator[str]:
    """The stable addresses of the service over HTTP."""
    w = serving(seed_folder / "warehouse")
    site = Site(date(2026, 11, 29), "https://indicators.test")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            split = urlsplit(self.path)
            found = answer(w, CATALOGUE, split.path, parse_qsl(split.query), site)
            self.send_response(found.status)
            self.send_header("Content-Type", found.media_type)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def made(w, chosen, base="https://indicators.test"):
    found = asked(w, CATALOGUE, chosen.parameters)
    view = view_of(w, CATALOGUE, chosen)
    return view, working(w, CATALOGUE, found.question, view, chosen, base=base)


def run_python(code: str, folder: Path) -> str:
    """What a program prints, run by itself in a folder."""
    script = folder / "figures.py"
    script.write_text(code, encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, script.name], cwd=folder, env=env, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def cells(rows) -> set[tuple[str, str, str, float]]:
    known = rows[rows["value"].notna()]
    return set(
        zip(known["indicator_id"], known["geo"], known["period_label"].astype(str),
            known["value"].round(9), strict=True)
    )  # fmt: skip


@pytest.mark.parametrize("name", CHOSEN)
def test_the_statement_runs_in_the_open_file_and_gives_the_rows_of_the_chart(seed_warehouse, name):
    view, found = made(seed_warehouse, CHOSEN[name])
    import duckdb

    rows = []
    with duckdb.connect(str(open_duckdb_path(seed_warehouse.path)), read_only=True) as file:
        for statement in found.statements:
            assert "?" not in statement.code
            rows.append(file.sql(statement.code).df())
    given = cells(pd.concat(rows))
    if name == "per head":  # the statements give what was divided and what it was divided by
        shown = view.data[view.data["value"].notna()]
        for geo, label in zip(shown["geo"], shown["period_label"], strict=True):
            assert ("gerd_ppp", geo, label) in {cell[:3] for cell in given}
        return
    assert cells(view.data) <= given


@pytest.mark.parametrize("name", ["over time", "ranked", "two indicators"])
def test_the_python_shown_fetches_the_same_numbers(seed_warehouse, service, tmp_path, name):
    view, found = made(seed_warehouse, CHOSEN[name], base=service)
    python = next(s for s in found.fetches if s.title == "Python")
    printed = run_python(python.code + '\nrows.to_csv("rows.csv", index=False)\n', tmp_path)
    assert "period_label" in printed
    fetched = pd.read_csv(tmp_path / "rows.csv", dtype={"period_label": str})
    assert cells(fetched) == cells(view.data)


def test_the_python_for_the_open_file_runs_beside_it(seed_warehouse, tmp_path):
    view, found = made(seed_warehouse, CHOSEN["ranked"])
    python = next(s for s in found.fetches if "DuckDB" in s.title)
    name = re.search(r'connect\("([^"]+)"', python.code)[1]
    source = open_duckdb_path(seed_warehouse.path)
    assert name == f"uk-technology-indicators-{source.name}"
    (tmp_path / name).write_bytes(source.read_bytes())
    run_python(python.code + '\nrows.to_csv("rows.csv", index=False)\n', tmp_path)
    fetched = pd.read_csv(tmp_path / "rows.csv", dtype={"period_label": str})
    assert cells(view.data) <= cells(fetched)


def test_the_power_query_shown_is_whole_and_names_each_step_once(seed_warehouse):
    _, found = made(seed_warehouse, CHOSEN["ranked"])
    code = next(s for s in found.fetches if s.title.startswith("Excel")).code
    text = re.sub(r'"[^"]*"', '""', code)
    for one, other in ("()", "[]", "{}"):
        assert text.count(one) == text.count(other) > 0
    body = re.fullmatch(r"let\n(.*)\nin\n    (\w+)\n", code, re.DOTALL)
    assert body
    steps = re.findall(r"^    (\w+) = ", body[1], re.MULTILINE)
    assert steps == ["Source", "Headed", "Missing", "Typed"]
    assert body[2] == steps[-1]
    assert f"Columns = {len(csv.COLUMNS)}" in code


def test_the_hash_shown_is_that_of_the_file(seed_warehouse):
    view, found = made(seed_warehouse, CHOSEN["ranked"])
    files = {hashlib.sha256(p.read_bytes()).hexdigest() for p in seed_dir().rglob("*.csv")}
    vintages = queries.vintages(seed_warehouse, "venture_capital_pct_gdp")
    for vintage in set(view.data["vintage_id"]):
        told = next(text for _, text in found.vintages if f"Vintage {vintage}." in text)
        sha = re.search(r"SHA-256 of the seed file: ([0-9a-f]{64})", told)[1]
        assert sha in files
        address = vintages.set_index("vintage_id").loc[vintage, "address"]
        assert address in told


def test_build_and_program_are_named(seed_warehouse):
    _, found = made(seed_warehouse, CHOSEN["ranked"])
    versions = dict(found.versions)
    assert versions["Data version (build)"] == seed_warehouse.build_id
    assert versions["Program version"].startswith("0.")


def test_what_may_not_be_passed_on_has_no_code_and_says_why(seed_warehouse):
    closed = next(
        i for i in CATALOGUE if not i.redistributable and queries.has(seed_warehouse, i.id)
    )
    _, found = made(seed_warehouse, indicator_choice(closed.id))
    assert found.fetches == ()
    assert "licence" in found.closed
    assert found.statements
