"""The two commands as a newcomer types them, in a clone of what is committed.

Needs git, make and the package index.
"""

import os
import shutil
import signal
import subprocess
import time
import urllib.request

import pytest

from indicators.settings import ROOT
from tests.serving import free_port

pytestmark = pytest.mark.system

TOOLS = ("git", "make")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    assert not missing, f"these tools are needed and not on PATH: {', '.join(missing)}"
    folder = tmp_path_factory.mktemp("clone") / "project"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder)], check=True)
    return folder


def _answer(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.status, answer.read().decode("utf-8")


def test_make_run_serves_the_dashboard_in_a_fresh_clone(clone):
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("INDICATORS_")}
    with (clone / "run.log").open("wb") as log:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=clone,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            for _ in range(600):
                assert process.poll() is None, (clone / "run.log").read_text()[-2000:]
                try:
                    status, page = _answer(f"http://127.0.0.1:{port}/indicators")
                    break
                except OSError:
                    time.sleep(0.5)
            else:
                pytest.fail((clone / "run.log").read_text()[-2000:])
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)
    assert status == 200
    assert '<html lang="en-GB"' in page
    assert (clone / "data" / "warehouse" / "current").is_file()
