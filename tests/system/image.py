"""A Dockerfile carried out without a container engine: each step in turn, in a clean folder.

`/app`, `/venv` and `/var/lib/indicators` of the image stand below the folder. The base image is
this machine's Python. What is copied is taken from what git holds, less what is ignored.
"""

import fnmatch
import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from dockerfile_parse import DockerfileParser

from indicators.settings import ROOT

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
#: Folders of the image that are moved below the test's folder.
MOVED = ("/var/lib/indicators", "/app", "/venv")


@dataclass
class Image:
    """What the steps made: a folder, the environment, the user, and what it runs."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    user: str = "0:0"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    folder: str = "/"
    steps: list[str] = field(default_factory=list)

    def moved(self, text: str) -> str:
        """Paths of the image as they stand here."""
        for path in MOVED:
            text = text.replace(path, f"{self.root}{path}") if path in text else text
        return text

    @property
    def workdir(self) -> Path:
        return Path(self.moved(self.folder))

    def process(self) -> dict[str, str]:
        """The environment of a process in the image, and nothing else of this machine."""
        python = Path(sys.executable).resolve().parent
        told = {k: self.moved(v) for k, v in self.environment.items()}
        told["PATH"] = f"{told.get('PATH', '/usr/bin:/bin')}:{python}"
        passed = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE")
        return told | {k: os.environ[k] for k in passed if k in os.environ}


def carry_out(root: Path) -> Image:
    """Every instruction of the shipped Dockerfile, in order; the first that fails raises."""
    os.umask(0o022)  # as in an engine's build
    image = Image(root)
    content = DOCKERFILE.read_bytes()
    for instruction in DockerfileParser(fileobj=_Bytes(content)).structure:
        kind, value = instruction["instruction"], instruction["value"]
        if kind == "COMMENT":
            continue
        _STEPS[kind](image, value)
        image.steps.append(f"{kind} {value}")
    return image


class _Bytes:
    """What the parser wants of a file."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def seek(self, *_: int) -> None:
        return None

    def read(self) -> bytes:
        return self._content

    def readlines(self) -> list[bytes]:
        return self._content.splitlines(keepends=True)


def _from(image: Image, value: str) -> None:
    assert value.startswith("python:3."), f"an unforeseen base image: {value}"
    # A new stage has none of what the one before set; folders it copies from remain.
    image.environment, image.user = {}, "0:0"


def _env(image: Image, value: str) -> None:
    for pair in shlex.split(value):
        name, _, text = pair.partition("=")
        image.environment[name] = text


def _workdir(image: Image, value: str) -> None:
    image.folder = value
    image.workdir.mkdir(parents=True, exist_ok=True)


def _copy(image: Image, value: str) -> None:
    *sources, target = value.split()
    if sources[0].startswith("--from="):
        assert sources[1:] == [target], "a stage's folder is copied to its own place"
        assert Path(image.moved(target)).is_dir()
        return
    held = _held()
    for source in sources:
        files = [f for f in held if f == source or f.startswith(f"{source}/")]
        assert files, f"COPY {source}: nothing of it is committed, or all of it is ignored"
        for name in files:
            place = image.workdir / target
            if target.endswith("/"):
                place = place / (Path(name).name if name == source else name)
            elif name != source:
                place = place / name.removeprefix(f"{source}/")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, place)


def _held() -> list[str]:
    """What git holds of the repository and the ignore file lets through."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    rules = [
        line
        for line in (DOCKERFILE.parent / "Dockerfile.dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    return [name for name in listed if not _is_ignored(name, rules)]


def _is_ignored(name: str, rules: list[str]) -> bool:
    ignored = False
    for rule in rules:
        pattern = rule.lstrip("!").replace("**/", "*")
        parts = [name, *(str(p) for p in Path(name).parents if str(p) != ".")]
        if any(fnmatch.fnmatch(part, pattern) for part in parts):
            ignored = not rule.startswith("!")
    return ignored


def _run(image: Image, value: str) -> None:
    done = subprocess.run(
        ["sh", "-ec", image.moved(value)],
        cwd=image.workdir, env=image.process(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"RUN {value}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"


def _user(image: Image, value: str) -> None:
    image.user = value


def _cmd(image: Image, value: str) -> None:
    image.command = [image.moved(part) for part in json.loads(value)]


def _healthcheck(image: Image, value: str) -> None:
    image.health = json.loads(value.partition("CMD ")[2])


def _nothing(_image: Image, _value: str) -> None:
    """Says something to an engine, and does nothing."""


_STEPS = {
    "FROM": _from,
    "ENV": _env,
    "WORKDIR": _workdir,
    "COPY": _copy,
    "RUN": _run,
    "USER": _user,
    "CMD": _cmd,
    "HEALTHCHECK": _healthcheck,
    "VOLUME": _nothing,
    "EXPOSE": _nothing,
    "STOPSIGNAL": _nothing,
}
