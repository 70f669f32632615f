"""The runbook is carried out: each command of docs/operations.md, in its section's situation."""

import gzip
import os
import re
import shlex
import subprocess
import sys

import pytest

from indicators.settings import ROOT

pytestmark = pytest.mark.system

TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def commands(section):
    """The commands in the blocks of one section, in order."""
    body = TEXT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", body, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def run(command, folder, store, *, code=0):
    words = shlex.split(command)
    assert words[:2] == ["python", "-m"], command
    environment = {k: v for k, v in os.environ.items() if not k.startswith("INDICATORS_")} | {
        "INDICATORS_DATA_DIR": str(folder),
        "INDICATORS_STORE": f"file://{store}",
    }
    done = subprocess.run(
        [sys.executable, *words[1:]],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, f"{command}\n{done.stdout[-1500:]}{done.stderr[-1500:]}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("runbook")


@pytest.fixture(scope="module")
def service(place):
    """A machine and a store with two releases; the build of the repository serves."""
    folder, store = place / "job", place / "store"
    extra = folder / "accepted.toml"
    run("python -m etl build --quiet", folder, store)
    run("python -m etl push", folder, store)
    first = run("python -m etl path", folder, store).strip()
    extra.write_text("# Another build: its inputs differ by this line.\n")
    run("python -m etl build --quiet", folder, store)
    run("python -m etl push", folder, store)
    assert run("python -m etl path", folder, store).strip() != first
    return folder, store


def test_every_block_of_commands_is_carried_out_below():
    sections = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    with_commands = {s for s in sections if commands(s)}
    assert with_commands == {
        "On duty", "Sources down", "Bad release", "Store down", "Restore from nothing"
    }  # fmt: skip


def test_on_duty(service):
    (status,) = commands("On duty")
    assert "What to do next" in run(status, *service)


def test_sources_down(service):
    told = [run(command, *service) for command in commands("Sources down")]
    assert "GET" in told[1] or "https://" in told[1]
    assert len(told) == 4


def test_bad_release(service):
    back, builds, further, again = commands("Bad release")
    assert "withdrawn" in run(back, *service)
    assert "serves" in run(builds, *service)
    # To the release before: the one that was just left. It is then not withdrawn any more.
    assert "serves now" in run(further, *service)
    assert "serves" in run(again, *service)


def test_store_down(service):
    (push,) = commands("Store down")
    assert "was there already" in run(push, *service)


@pytest.fixture(scope="module")
def rebuilt(place):
    """A machine that had nothing, made anew from the repository with its projections."""
    folder, store = place / "empty", place / "other"
    for command in commands("Restore from nothing")[2:]:
        told = run(command, folder, store)
    assert "pushed" in told
    return folder


def test_restore_from_the_store(service, place):
    pull, status, *_ = commands("Restore from nothing")
    _, store = service
    new = place / "new"
    assert "serves here now" in run(pull, new, store)
    assert "taken from the store" in run(status, new, store)


def test_restore_from_the_repository(rebuilt):
    assert list((rebuilt / "results").glob("*/*"))


def test_the_job_goes_through_without_a_contact(rebuilt, place):
    """`deploy/job.sh` as the schedule runs it."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("INDICATORS_")} | {
        "INDICATORS_DATA_DIR": str(rebuilt),
        "INDICATORS_STORE": f"file://{place}/fresh-store",
        "SITE": str(place / "site"),
        "PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}",
    }
    done = subprocess.run(
        ["sh", "deploy/job.sh"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "INDICATORS_CONTACT is not set" in done.stderr
    assert "pushed and serves" in done.stdout, done.stderr[-2000:]
    assert done.returncode == 0, done.stderr[-2000:]
    assert (place / "fresh-store" / "current.json").is_file()
    page = place / "site" / "index.html"
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
