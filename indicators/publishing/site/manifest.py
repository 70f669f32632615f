"""What a published folder holds: a hash of every file, and the key of what it was made from."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from indicators import results
from indicators.documents import documents
from indicators.publishing.site.edition import Site
from indicators.settings import ROOT

#: Beside the pages; its name begins with a dot, so that servers keep it to themselves.
NAME = ".published.json"

#: What a page is made from besides the figures.
_SOURCES = ("*.py", "*.toml", "*.css", "*.js", "*.svg", "*.ttf")


@dataclass(frozen=True, slots=True)
class Held:
    """One file of the folder: its hash and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of a folder. `day` is that of its first publishing by this key."""

    key: str = ""
    build_id: str = ""
    day: str = ""
    files: dict[str, Held] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    def complete(self, folder: Path) -> bool:
        """Whether every file is there, of its size."""
        return all(_size(folder / name) == held.size for name, held in self.files.items())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def read(folder: Path) -> Manifest:
    """The folder's manifest; an empty one where there is none that can be read."""
    try:
        raw = json.loads((folder / NAME).read_text(encoding="utf-8"))
        files = {name: Held(*held) for name, held in raw["files"].items()}
        return Manifest(raw["key"], raw["build_id"], raw["day"], files, tuple(raw["gone"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest()


def write(folder: Path, manifest: Manifest) -> None:
    """Keep the manifest."""
    raw = asdict(manifest) | {"files": {n: [h.sha256, h.size] for n, h in manifest.files.items()}}
    replace(folder / NAME, json.dumps(raw, separators=(",", ":")).encode())


def replace(path: Path, body: bytes) -> None:
    """Write a file whole: a reader finds the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def key_of(build_id: str, site: Site) -> str:
    """What all files of a folder depend on: figures, projections kept, code, and where it stands.

    The day is not in it, so that a folder published again unchanged stays as it is.
    """
    whole = hashlib.sha256()
    kept = "\n".join(results.kept_names(build_id))
    for part in (build_id, kept, site.base, site.app, site.contact, _code()):
        whole.update(part.encode() + b"\0")
    return whole.hexdigest()


@cache
def _code() -> str:
    """A hash of the program's own files."""
    whole = hashlib.sha256()
    for path in _own_files():
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def _own_files() -> Iterator[Path]:
    found = {p for pattern in _SOURCES for p in (ROOT / "indicators").rglob(pattern)}
    yield from sorted(found)
    yield from (ROOT / "docs" / f"{name}.md" for name in documents())
    yield from (p for p in (ROOT / "data" / "corrections.toml",) if p.is_file())


def day_of(manifest: Manifest, key: str, today: date) -> date:
    """The day that stands in citations: that of the first publishing by this key."""
    return date.fromisoformat(manifest.day) if manifest.key == key and manifest.day else today
