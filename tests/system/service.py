"""The whole service on 127.0.0.1: a job that pushes, an S3 server, two replicas, nginx in front."""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from etl import pipeline
from etl.__main__ import main
from etl.inputs import Inputs
from indicators.settings import ROOT
from tests.system.machinery import Replica, nginx, replica, s3_server
from tests.system.visitor import fetch

#: Pages that readers of a test go to, with the query of each.
PAGES = (
    ("", ""),
    ("indicators", ""),
    ("indicators", "indicator=gerd_pct_gdp"),
    ("technologies", ""),
    ("strategy_figures", ""),
    ("data_and_sources", ""),
)
#: A download button of the Indicators page.
FILE = "CSV"
#: Tests arrive faster than readers do.
UNHURRIED = {"ARRIVALS_PER_SECOND": "1000", "ARRIVALS_BURST": "1000"}


def wait_until(met: Callable[[], bool], seconds: float, what: str) -> None:
    """Fail where something does not come true in time."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


class Service:
    """A job that pushes builds, two replicas that take them, nginx in front."""

    one: Replica
    two: Replica
    address: str

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self.folder, self.variables = folder, variables
        self.builds: list[str] = []

    def make_build(self, number: int) -> str:
        """A build like the real one, but of its own id."""
        seed = self.folder / "seed"
        if not seed.exists():
            shutil.copytree(ROOT / "data" / "seed", seed)
        note = self.folder / f"corrections-{number}.toml"
        note.write_text(f"# {number}\n", encoding="utf-8")
        given = replace(Inputs(), seed=seed, corrections=note)
        return pipeline.build(given, self.folder / "job" / "warehouse").build_id

    def push(self, number: int, monkeypatch: pytest.MonkeyPatch) -> str:
        """Make a build and push it, as the job does."""
        self.settings(monkeypatch)
        build_id = self.make_build(number)
        assert main(["push"]) == 0
        self.builds.append(build_id)
        return build_id

    def settings(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let commands of this process be those of the job."""
        for name, value in self.variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("INDICATORS_DATA_DIR", str(self.folder / "job"))

    def served(self, name: str) -> str:
        """The build that a replica serves."""
        pointer = self.folder / name / "data" / "warehouse" / "current"
        return pointer.read_text().strip().removesuffix(".duckdb") if pointer.exists() else ""

    def serve_all(self, build_id: str) -> bool:
        """Whether both replicas serve this build."""
        return {self.served("one"), self.served("two")} == {build_id}

    def lines(self) -> list[dict[str, Any]]:
        """nginx's access log."""
        text = (self.folder / "nginx" / "access.log").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def home_of(self, cookie: str) -> str:
        """The replica that answers this cookie, as nginx names it."""
        for _ in range(20):
            mark = f"/_stcore/home-{cookie[-2:]}"
            fetch(self.address, mark, Cookie=cookie)
            found = [r["upstream"] for r in self.lines() if r["path"] == mark]
            if found:
                return str(found[-1])
            time.sleep(0.1)
        raise AssertionError("nginx logs nothing")


@contextmanager
def serving(folder: Path, *, poll: float, **settings: str) -> Iterator[Service]:
    """The service with one build pushed. `poll`: seconds between two looks into the store."""
    with s3_server(folder) as s3:
        made = Service(folder, s3)
        with pytest.MonkeyPatch.context() as patch:
            made.push(0, patch)
        told = s3 | {"INDICATORS_STORE_SECONDS": str(poll)}
        with replica(folder / "one", told) as one, replica(folder / "two", told) as two:
            made.one, made.two = one, two
            servers = [f"127.0.0.1:{one.port}", f"127.0.0.1:{two.port}"]
            with nginx(folder / "nginx", servers, **UNHURRIED | settings) as address:
                made.address = address
                yield made
