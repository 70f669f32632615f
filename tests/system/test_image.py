"""The Dockerfile's steps one by one, and what they make run as its user on a read-only root.

No container engine is needed. Needs root, `unshare`, `setpriv` and the package index.
"""

import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest

from tests.system.image import carry_out
from tests.system.machinery import free_port, running, tool, wait_for

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def image():
    # pytest keeps its own folders closed to other users, of whom the image's is one.
    with tempfile.TemporaryDirectory(prefix="image-") as folder:
        Path(folder).chmod(0o755)
        yield carry_out(Path(folder))


def inside(image, command, port=None):
    """A command in the image, as its user, with all of it read-only but the data folder."""
    assert os.geteuid() == 0, "root is needed to take away its own rights"
    uid, gid = image.user.split(":")
    data = image.moved("/var/lib/indicators")
    script = (
        f"mount --make-rprivate / && mount --bind {image.root} {image.root} && "
        f"mount -o remount,ro,bind {image.root} && "
        f"mount -t tmpfs -o uid={uid},gid={gid} tmpfs {data} && "
        f"cd {image.workdir} && exec setpriv --reuid {uid} --regid {gid} --clear-groups "
        '--bounding-set=-all --no-new-privs "$@"'
    )
    command = [part.replace("8501", str(port)) if port else part for part in command]
    return [tool("unshare"), "--mount", "sh", "-ec", script, "sh", *command]


def test_the_steps_are_those_of_two_stages_and_end_as_nobody(image):
    kinds = [step.split()[0] for step in image.steps]
    assert kinds.count("FROM") == 2
    assert image.user == "10001:10001"
    assert kinds.index("USER") > max(n for n, kind in enumerate(kinds) if kind == "RUN")
    assert image.health[0] == "python"


def test_the_image_serves_with_a_read_only_root(image, tmp_path):
    tool("setpriv")
    port = free_port()
    told = image.process() | {"TMPDIR": image.moved("/var/lib/indicators")}
    python = str(image.root / "venv" / "bin")
    command = [f"{python}/{image.command[0]}", *image.command[1:]]
    command = [part.replace("0.0.0.0", "127.0.0.1") for part in command]
    log = tmp_path / "server.log"
    environment = {k: v for k, v in told.items() if k != "PATH"}
    with running(inside(image, command, port), log, environment) as process:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log, 120)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            assert "UK Technology Indicators" in answer.read().decode()
        health = [f"{python}/python", *image.health[1:]]
        subprocess.run([h.replace("8501", str(port)) for h in health], check=True)
        # It cannot write to itself.
        with pytest.raises(subprocess.CalledProcessError):
            subprocess.run(
                inside(image, ["touch", str(image.workdir / "app.py")]), check=True,
                capture_output=True,
            )  # fmt: skip
    text = log.read_text()
    assert "Read-only file system" not in text
    assert "Permission denied" not in text, text[-2000:]


def test_no_tests_and_no_figures_of_this_machine_are_in_it(image):
    app = image.workdir
    assert not (app / "tests").exists()
    assert not (app / "data" / "warehouse").exists()
    assert (app / "data" / "seed" / "vintages.csv").is_file()
    done = subprocess.run(
        [str(image.root / "venv" / "bin" / "python"), "-m", "pip", "check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert sys.version_info[:2] >= (3, 11)
