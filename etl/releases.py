"""Builds to the store and from it: push, take into place, roll back, prune.

What stands in the store and how it is checked is in `indicators.store`; when a server looks is in
`etl.follow`.
"""

import json
import os
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from etl import journal, load
from indicators.errors import StoreError, WarehouseError
from indicators.settings import data_dir
from indicators.store import FileRecord, Release, Store, now, record_of, sha256_of
from indicators.warehouse import (
    SCHEMA_VERSION,
    current_path,
    open_duckdb_path,
    open_parquet_path,
    warehouse_dir,
)

#: The manifest of a build that was taken from a store, beside it.
_SUFFIX = ".release.json"
_PART = ".part"
#: The word that stands for the release before the serving one.
PREVIOUS = "previous"


def make(path: Path) -> tuple[Release, dict[str, Path]]:
    """The release of the build at `path` with its results, and where each of its files is."""
    places = {f"warehouse/{p.name}": p for p in _files_of(path)}
    results = data_dir() / "results" / path.stem
    places |= {
        f"results/{path.stem}/{p.relative_to(results).as_posix()}": p
        for p in sorted(results.rglob("*"))
        if p.is_file() and not p.name.startswith(".")
    }
    release = Release(
        build_id=path.stem,
        schema_version=SCHEMA_VERSION,
        built_at=datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds"),
        pushed_at=now(),
        files=tuple(record_of(place, name) for name, place in places.items()),
        sources=tuple(asdict(entry) for entry in journal.entries()),
    )
    return release, places


def push(store: Store, *, keep: int, again: bool = False) -> tuple[Release, bool]:
    """Push the serving build, let it serve everywhere, and prune; False where nothing was new.

    Raises:
        StoreError: the build was withdrawn by a rollback and `again` is not set, or the store
            does not take it; the release that served before still does.
        WarehouseError: there is no build, or it is damaged.
    """
    path = current_path()
    if not load.is_valid(path):
        raise WarehouseError(f"{path} is damaged. Delete it and run `python -m etl build`.")
    before = store.pointer()
    withdrawn = dict(before.withdrawn) if before else {}
    if path.stem in withdrawn and not again:
        raise StoreError(
            f"build {path.stem} was withdrawn by a rollback at {withdrawn[path.stem]}. Mend its "
            "inputs and build again, or push it all the same with --again."
        )
    withdrawn.pop(path.stem, None)
    release, places = make(path)
    new = store.push(release, places)
    if before is None or before.release != release.name or withdrawn != before.withdrawn:
        store.point_to(release.name, withdrawn)
    prune(store, keep)
    return release, new


def prune(store: Store, keep: int) -> list[str]:
    """Delete all but the newest `keep` releases; the serving and the previous one stay."""
    pointer = store.pointer()
    held = {pointer.release, pointer.previous} if pointer else set()
    old = [r.name for r in store.releases()[max(keep, 1) :] if r.name not in held]
    for name in old:
        store.remove(name)
    return old


def rollback(store: Store, wanted: str = PREVIOUS) -> Release:
    """Let an earlier release serve, and mark the build that served as withdrawn.

    `wanted` is a release's name, a build's id (its newest release), or "previous".

    Raises:
        StoreError: there is no such release; nothing was moved.
    """
    pointer = store.pointer()
    if pointer is None:
        raise StoreError(f"{store.address} holds no release yet. Run `python -m etl push`.")
    release = _wanted(store, wanted, pointer.previous)
    served = pointer.release.rpartition("-")[0]
    withdrawn = dict(pointer.withdrawn)
    if served != release.build_id:
        withdrawn[served] = now()
    withdrawn.pop(release.build_id, None)
    store.point_to(release.name, withdrawn)
    return release


def _wanted(store: Store, wanted: str, previous: str) -> Release:
    if wanted == PREVIOUS:
        if not previous:
            raise StoreError("there is no release before the serving one.")
        return store.release(previous)
    found = [r for r in store.releases() if wanted in (r.name, r.build_id)]
    if not found:
        raise StoreError(
            f"there is no release or build {wanted!r} in {store.address}. "
            "`python -m etl builds` lists them."
        )
    return found[0]


def rollback_here(wanted: str = PREVIOUS) -> Path:
    """Where there is no store: let an earlier build of this machine serve.

    Raises:
        WarehouseError: there is no such build, or it is damaged; nothing was moved.
    """
    serving = current_path()
    builds = builds_here()
    if wanted == PREVIOUS:
        builds = [p for p in builds if p.stat().st_mtime < serving.stat().st_mtime]
    else:
        builds = [p for p in builds if p.stem == wanted]
    if not builds:
        raise WarehouseError(
            f"there is no build {wanted!r} here. `python -m etl builds` lists them."
        )
    with load.building(serving.parent):
        if not load.is_valid(builds[0]):
            raise WarehouseError(f"{builds[0]} is damaged; {serving.stem} still serves.")
        load.point_to(builds[0])
    return builds[0]


def builds_here() -> list[Path]:
    """The builds of this machine, the newest first."""
    found = (p for p in warehouse_dir().glob("*.duckdb") if not p.stem.endswith("-open"))
    return sorted(found, key=lambda p: p.stat().st_mtime_ns, reverse=True)


def take(store: Store, release: Release) -> Path:
    """Fetch what is missing here of a release, check it, and let the pointer here name it.

    Raises:
        StoreError: it was made by another version, is damaged or does not come; the build that
            served before still does.
    """
    if release.schema_version != SCHEMA_VERSION:
        raise StoreError(
            f"release {release.name} was made by another version of this project (tables of "
            f"version {release.schema_version}; this one reads {SCHEMA_VERSION}). Update this "
            "server, or roll back."
        )
    folder = warehouse_dir()
    path = load.build_path(folder, release.build_id)
    with load.building(folder):
        _fetch(store, release)
        moment = datetime.fromisoformat(release.built_at).timestamp()
        os.utime(path, (moment, moment))
        if not load.is_valid(path):
            raise StoreError(f"release {release.name} holds a file that is not a sound warehouse.")
        _write(path.with_name(path.stem + _SUFFIX), json.dumps(asdict(release)).encode())
        load.point_to(path)
        load.prune(folder)
        _prune_results(folder)
    return path


def taken(path: Path) -> Release | None:
    """The release that the build at `path` came with; None where it was built here."""
    try:
        told = json.loads(path.with_name(path.stem + _SUFFIX).read_text(encoding="utf-8"))
        files = tuple(FileRecord(**f) for f in told.pop("files"))
        return Release(files=files, **told | {"sources": tuple(told["sources"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _fetch(store: Store, release: Release) -> None:
    """All files under temporary names first; they get their own when every one is sound."""
    parts: dict[Path, Path] = {}
    try:
        for record in release.files:
            target = data_dir() / record.name
            if target.is_file() and sha256_of(target) == record.sha256:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            parts[target] = target.with_name(f".{target.name}{_PART}")
            store.fetch(release, record, parts[target])
        # The warehouse itself comes last: where it stands, the rest stands too.
        for target in sorted(parts, key=lambda t: (t.suffix == ".duckdb", t.name)):
            parts[target].replace(target)
    except OSError as reason:
        raise StoreError(
            f"release {release.name} cannot be written to {data_dir()}: {reason.strerror}. "
            "Make room or mend the folder's permissions."
        ) from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _prune_results(folder: Path) -> None:
    """Remove what came with builds that are no longer here; what was computed here stays."""
    for manifest in folder.glob(f"*{_SUFFIX}"):
        build_id = manifest.name.removesuffix(_SUFFIX)
        if not load.build_path(folder, build_id).exists():
            shutil.rmtree(data_dir() / "results" / build_id, ignore_errors=True)
            manifest.unlink(missing_ok=True)


def _files_of(path: Path) -> tuple[Path, Path, Path]:
    return open_duckdb_path(path), open_parquet_path(path), path


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}{_PART}")
    part.write_bytes(content)
    part.replace(path)
