"""Releases of builds in a store: what is there, which one serves, and their bytes.

A release is a build as it was pushed, with a SHA-256 of every file. Its objects never change; the
object `current.json` names the release that serves, and is written last. `etl.releases` makes
releases and puts their files into place.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from indicators.errors import StoreError
from indicators.objects import Objects
from indicators.settings import STORE, read

#: Written into every manifest and pointer; others are refused.
FORMAT = 1
POINTER = "current.json"
MANIFEST = "manifest.json"
BUILDS = "builds"
#: The open rows of the serving release at an address that stays, for other engines.
OPEN_ROWS = "open/observation.parquet"
#: Where a release's files may stand: the first part of their names.
FOLDERS = ("warehouse", "results")

_RESTORE = "Push that build again, or `python -m etl rollback`."


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a release: its name below the release, its SHA-256 and its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Release:
    """A build as it was pushed. `sources` says how its figures were last fetched, by source."""

    build_id: str
    schema_version: int
    built_at: str
    pushed_at: str
    files: tuple[FileRecord, ...]
    sources: tuple[Mapping[str, Any], ...] = ()
    format: int = FORMAT

    @property
    def name(self) -> str:
        """The build's id, and eight digits of what its files hold."""
        told = "\n".join(f"{f.name} {f.sha256}" for f in sorted(self.files, key=lambda f: f.name))
        return f"{self.build_id}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    @property
    def open_rows(self) -> str:
        """The name of the file that holds the open rows as Parquet."""
        return f"warehouse/{self.build_id}-open.parquet"

    def object_of(self, name: str) -> str:
        """The object that holds one of its files."""
        return f"{BUILDS}/{self.name}/{name}"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which release serves. `withdrawn`: when each build that was rolled back was, by its id."""

    release: str
    manifest_sha256: str
    moved_at: str
    previous: str = ""
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT


def record_of(path: Path, name: str) -> FileRecord:
    """The record of a file on this machine."""
    return FileRecord(name, sha256_of(path), path.stat().st_size)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def now() -> str:
    """This moment in UTC, as manifests and pointers have it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def configured() -> "Store | None":
    """The store that the settings name; None where they name none."""
    address = read(STORE).strip()
    return Store(address) if address else None


class Store:
    """The releases at one address.

    Raises:
        StoreError: the address or its protocol is not understood, or a package is missing.
    """

    def __init__(self, address: str) -> None:
        self.objects = Objects(address)
        self.address = self.objects.address

    def pointer(self) -> Pointer | None:
        """What `current.json` says; None where nothing was ever pushed.

        Raises:
            StoreError: the store does not answer, or the pointer is damaged.
        """
        try:
            content = self.objects.read(POINTER)
        except FileNotFoundError:
            return None
        with self._reading(POINTER):
            return Pointer(**_table(content))

    def release(self, name: str, manifest_sha256: str | None = None) -> Release:
        """A release by its name, its manifest checked against this SHA-256 where one is given.

        Raises:
            StoreError: it is missing or damaged.
        """
        at = f"{BUILDS}/{name}/{MANIFEST}"
        try:
            content = self.objects.read(at)
        except FileNotFoundError:
            raise StoreError(f"{self.address}/{at} is missing. {_RESTORE}") from None
        if manifest_sha256 is not None and hashlib.sha256(content).hexdigest() != manifest_sha256:
            raise self._damaged(at, "its bytes are not those that the pointer names")
        with self._reading(at):
            told = _table(content)
            told["files"] = tuple(FileRecord(**f) for f in told["files"])
            found = Release(**told | {"sources": tuple(told["sources"])})
        if found.name != name or not all(_is_safe(f.name) for f in found.files):
            raise self._damaged(at, "it does not describe the release of its name")
        return found

    def serving(self) -> tuple[Pointer, Release] | None:
        """The pointer and the release that it names; None where nothing was ever pushed."""
        pointer = self.pointer()
        if pointer is None:
            return None
        return pointer, self.release(pointer.release, pointer.manifest_sha256)

    def releases(self) -> list[Release]:
        """Every release whose manifest can be read, the one pushed last first."""
        found = []
        for name in self.objects.names(BUILDS):
            parts = name.split("/")
            if len(parts) == 3 and parts[2] == MANIFEST:
                try:
                    found.append(self.release(parts[1]))
                except StoreError:
                    continue
        return sorted(found, key=lambda r: (r.pushed_at, r.name), reverse=True)

    def push(self, release: Release, places: Mapping[str, Path]) -> bool:
        """Write a release's files, its manifest last. False where it is there already, whole.

        `places` gives the path of each file by its name. The pointer is not moved.
        """
        if self._is_whole(release):
            return False
        for record in release.files:
            self.objects.upload(places[record.name], release.object_of(record.name))
        content = json.dumps(asdict(release), indent=1, sort_keys=True) + "\n"
        self.objects.write(release.object_of(MANIFEST), content.encode())
        return True

    def point_to(self, name: str, withdrawn: Mapping[str, str] | None = None) -> Pointer:
        """Let a release serve, in one write. `withdrawn` replaces the builds that were withdrawn.

        Raises:
            StoreError: there is no such release, or it is damaged; the pointer is not moved.
        """
        release = self.release(name)
        before = self.pointer()
        previous = before.previous if before and before.release == name else ""
        if before and before.release != name:
            previous = before.release
        if withdrawn is None:
            withdrawn = before.withdrawn if before else {}
        digest = hashlib.sha256(self.objects.read(release.object_of(MANIFEST))).hexdigest()
        moved = Pointer(name, digest, now(), previous, dict(withdrawn))
        self.objects.write(POINTER, (json.dumps(asdict(moved), indent=1) + "\n").encode())
        self.objects.copy(release.object_of(release.open_rows), OPEN_ROWS)
        return moved

    def fetch(self, release: Release, record: FileRecord, target: Path) -> None:
        """Write one file of a release to `target`, and check its bytes.

        Raises:
            StoreError: it is missing, damaged, or cannot be fetched; nothing stands at `target`.
        """
        at = release.object_of(record.name)
        try:
            self.objects.download(at, target)
            if target.stat().st_size != record.size or sha256_of(target) != record.sha256:
                raise self._damaged(at, "its bytes are not those that the manifest names")
        except FileNotFoundError:
            target.unlink(missing_ok=True)
            raise StoreError(f"{self.address}/{at} is missing. {_RESTORE}") from None
        except StoreError:
            target.unlink(missing_ok=True)
            raise

    def remove(self, name: str) -> None:
        """Delete a release, its manifest first, so that nobody begins to fetch it."""
        folder = f"{BUILDS}/{name}"
        self.objects.remove(f"{folder}/{MANIFEST}")
        for found in self.objects.names(folder):
            self.objects.remove(found)
        self.objects.tidy(folder)

    def _is_whole(self, release: Release) -> bool:
        try:
            self.release(release.name)
        except StoreError:
            return False
        names = set(self.objects.names(f"{BUILDS}/{release.name}"))
        return names >= {release.object_of(record.name) for record in release.files}

    def _damaged(self, name: str, reason: str) -> StoreError:
        return StoreError(f"{self.address}/{name} is damaged: {reason}. {_RESTORE}")

    @contextlib.contextmanager
    def _reading(self, name: str) -> Iterator[None]:
        """Turn what is wrong with a JSON object into an error that names it."""
        try:
            yield
        except (KeyError, TypeError, ValueError) as reason:
            raise self._damaged(name, str(reason)) from None


def _table(content: bytes) -> dict[str, Any]:
    told = json.loads(content)
    if not isinstance(told, dict):
        raise TypeError("it is not a table")
    if told.get("format") != FORMAT:
        raise ValueError(
            f"it has the format {told.get('format')!r}, and this version reads {FORMAT}"
        )
    return told


def _is_safe(name: str) -> bool:
    """Whether a file of this name stays in its place when it is put on a disk."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and str(path) == name
    return plain and len(path.parts) > 1 and path.parts[0] in FOLDERS
