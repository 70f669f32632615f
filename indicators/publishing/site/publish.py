"""The whole edition as a folder that any file server can serve; only what changed is rewritten.

Two processes make the files. Each file is put in place whole, pages after what they refer to.
"""

import gc
import hashlib
import json
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from indicators.catalogue import Catalogue
from indicators.errors import IndicatorsError, NoDataError
from indicators.publishing import addresses
from indicators.publishing.site import assets, earlier, pages, service
from indicators.publishing.site import manifest as manifests
from indicators.publishing.site.document import document
from indicators.publishing.site.edition import Site
from indicators.publishing.site.manifest import Held, Manifest
from indicators.warehouse import Warehouse

PROCESSES = 2
_FOUND = 200
_BUILDS_FILE = "builds.json"

#: Folders whose paths are one thing each: its page, its frame and its files are made together.
_SERIES = ("/indicators/", "/embed/")


@dataclass(frozen=True, slots=True)
class Published:
    """What came of it: files there are, how many were rewritten, and pages of what vanished.

    `left_out` are addresses that the figures do not answer, each with the reason.
    """

    files: int
    rewritten: int
    gone: int
    left_out: tuple[tuple[str, str], ...] = ()


def publish(
    folder: Path,
    w: Warehouse,
    catalogue: Catalogue,
    site: Site,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Published:
    """Publish into a folder. `told` hears how many of how many parts are done.

    Raises:
        OSError: the folder cannot be written; what is there stays whole.
    """
    before = manifests.read(folder)
    key = manifests.key_of(w.build_id, site)
    if before.key == key and before.complete(folder):
        return Published(len(before.files), 0, len(before.gone))
    site = replace(site, day=manifests.day_of(before, key, site.day))
    folder.mkdir(parents=True, exist_ok=True)
    left_out: list[tuple[str, str]] = []
    made = {
        _file(asset.path): _put(folder, _file(asset.path), asset.body, before)
        for asset in assets.assets()
    }
    groups = list(_groups(w, catalogue))
    held_paths = frozenset(path for group in groups for path in group)
    with ProcessPoolExecutor(
        PROCESSES,
        multiprocessing.get_context("spawn"),
        _start,
        (folder, w.path, catalogue, site, before, held_paths),
    ) as pool:
        waiting = [pool.submit(_make, group) for group in groups]
        for done, one in enumerate(as_completed(waiting), start=1):
            files, refused = one.result()
            made |= files
            left_out += refused
            told(done, len(groups))
    gone = _gone(folder, before, made, site)
    held = {name: held for name, (held, _) in made.items()} | gone
    # Earlier assets stay, so that a page that a reader has open finds its style sheet.
    held |= {n: h for n, h in before.files.items() if n.startswith("assets/") and n not in held}
    _keep_build(folder, w.build_id, held)
    made[_BUILDS_FILE] = _list_builds(folder, w.build_id, before)
    held[_BUILDS_FILE] = made[_BUILDS_FILE][0]
    manifests.write(folder, Manifest(key, w.build_id, site.day.isoformat(), held, tuple(gone)))
    rewritten = sum(changed for _, changed in made.values())
    return Published(len(held), rewritten, len(gone), tuple(sorted(left_out)))


def _file(path: str) -> str:
    """The file that a file server gives for a path: pages are the index of a folder."""
    if path == "/404":
        return "404.html"
    inside = path.strip("/")
    if "." in inside.rpartition("/")[2]:
        return inside
    return f"{inside}/index.html".lstrip("/")


def _groups(w: Warehouse, catalogue: Catalogue) -> Iterator[list[str]]:
    """Paths made one after another in one process, because they share what is costly."""
    files = list(addresses.paths(w, catalogue))
    found: dict[str, list[str]] = {}
    for path in (*pages.paths(w, catalogue), *files):
        found.setdefault(_group(path), []).append(path)
    # Those that take longest begin first.
    yield from sorted(found.values(), key=lambda group: (group[0] != "/", -len(group)))


def _group(path: str) -> str:
    for folder in _SERIES:
        if path.startswith(folder):
            return "/indicators/" + path.removeprefix(folder).partition(".")[0]
    if path.startswith("/ambition/projections/"):
        return "projections"
    if path in ("/", "/index.json") or path.startswith("/ambition"):
        return "answer"
    folder, _, name = path.strip("/").partition("/")
    if name:
        return folder
    return path


#: A page that is of no build.
_NOT_KEPT = "/404"

_state: tuple[Path, Warehouse, Catalogue, Site, Manifest, frozenset[str]]


def _start(  # noqa: PLR0913  (all that a process works with)
    folder: Path,
    build: Path,
    catalogue: Catalogue,
    site: Site,
    before: Manifest,
    paths: frozenset[str],
) -> None:
    """Ready a process: it has the build open for itself, and ends when the publishing does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    global _state  # noqa: PLW0603  (a process has one)
    _state = folder, Warehouse(build), catalogue, site, before, paths - {_NOT_KEPT}
    # What stays for the whole life of the process is not looked through for rubbish each time.
    gc.freeze()


def _end_with_parent() -> None:
    """A pool's process waits for work for ever where its parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make(
    group: Iterable[str],
) -> tuple[dict[str, tuple[Held, bool]], list[tuple[str, str]]]:
    """The files of a group, and the addresses that the figures do not answer."""
    folder, w, catalogue, site, before, paths = _state
    known = set(pages.paths(w, catalogue))
    made, refused = {}, []
    for path in group:
        try:
            if path in known:
                html = pages.page(w, catalogue, path, site)
                body = html.encode()
                if path in paths:
                    _keep_page(folder, path, earlier.kept(html, path, w.build_id, paths, site), w)
            else:
                body = _answered(w, catalogue, path, site)
        except IndicatorsError as reason:
            refused.append((path, str(reason)))
            continue
        made[_file(path)] = _put(folder, _file(path), body, before)
    return made, refused


def _answered(w: Warehouse, catalogue: Catalogue, path: str, site: Site) -> bytes:
    """The bytes of a stable address.

    Raises:
        NoDataError: the address refuses; the message is its own.
    """
    found = addresses.answer(w, catalogue, path, (), site)
    if found.status != _FOUND:
        raise NoDataError(json.loads(found.body)["detail"])
    return found.body


def _put(folder: Path, name: str, body: bytes, before: Manifest) -> tuple[Held, bool]:
    """Write a file where it differs from what is there; whether it was written."""
    held = Held(hashlib.sha256(body).hexdigest(), len(body))
    path = folder / name
    if before.files.get(name) == held and path.is_file() and path.stat().st_size == held.size:
        return held, False
    manifests.replace(path, body)
    return held, True


def _gone(
    folder: Path, before: Manifest, made: dict[str, tuple[Held, bool]], site: Site
) -> dict[str, Held]:
    """Pages that an earlier publishing had: each now says that it is gone. Their files go."""
    told: dict[str, Held] = {}
    for name in before.files:
        if name in made or name.startswith("assets/") or name == _BUILDS_FILE:
            continue
        if name.endswith("index.html"):
            path = "/" + name.removesuffix("/index.html")
            body = document(service.gone(path, site), site).encode()
            told[name], _ = _put(folder, name, body, before)
        else:
            (folder / name).unlink(missing_ok=True)
    return told


def _keep_page(folder: Path, path: str, html: str, w: Warehouse) -> None:
    """A page under its build's id, written where it differs from what is there."""
    place = folder / _file(earlier.folder_of(w.build_id) + path)
    body = html.encode()
    if not place.is_file() or place.read_bytes() != body:
        manifests.replace(place, body)


def _keep_build(folder: Path, build_id: str, held: dict[str, Held]) -> None:
    """A build's data files under its own id as well, where a later publishing leaves them."""
    for name in held:
        if name.endswith(".html") or name.startswith("assets/"):
            continue
        kept = folder / earlier.BUILDS / build_id / name
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_name(f".linking-{kept.name}")
        beside.unlink(missing_ok=True)
        try:
            beside.hardlink_to(folder / name)
        except OSError:
            shutil.copyfile(folder / name, beside)
        beside.replace(kept)


def _list_builds(folder: Path, newest: str, before: Manifest) -> tuple[Held, bool]:
    """The builds whose files are kept, and which is the newest."""
    kept = sorted(path.name for path in (folder / earlier.BUILDS).iterdir() if path.is_dir())
    body = json.dumps({"newest": newest, "kept": kept}, indent=1).encode() + b"\n"
    return _put(folder, _BUILDS_FILE, body, before)
