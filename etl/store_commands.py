"""The commands of `python -m etl` that speak with the store: push, pull, builds, rollback."""

import argparse
import json
from typing import Any

from etl import archive, releases
from etl.console import show, show_table
from indicators.errors import StoreError, WarehouseError
from indicators.settings import STORE_KEPT, read
from indicators.store import Pointer, Store, configured
from indicators.warehouse import current_path


def add(commands: Any) -> None:
    """Add the commands to a parser's."""
    push = commands.add_parser("push", help="send the serving build to the store; servers take it")
    push.add_argument("--again", action="store_true", help="even if it was withdrawn by a rollback")
    push.set_defaults(run=_push)

    pull = commands.add_parser("pull", help="take the store's serving build, as servers do")
    pull.add_argument(
        "--inputs", action="store_true", help="also fetch the publishers' answers kept in the store"
    )
    pull.set_defaults(run=_pull)

    listed = commands.add_parser("builds", help="list the builds to serve or to go back to")
    listed.add_argument("--json", action="store_true", help="print JSON")
    listed.set_defaults(run=_builds)

    back = commands.add_parser("rollback", help="let an earlier build serve, everywhere")
    back.add_argument(
        "build", metavar="BUILD", nargs="?", default=releases.PREVIOUS,
        help="a build or release of `builds`; without it, the one before",
    )  # fmt: skip
    back.set_defaults(run=_rollback)


def _push(chosen: argparse.Namespace) -> int:
    store = _store()
    kept = archive.push(store)
    release, new = releases.push(store, keep=_kept(), again=chosen.again)
    results = sum(f.name.startswith("results/") for f in release.files)
    done = "pushed" if new else "was there already"
    show(f"Release {release.name} {done} and serves: {store.address}")
    show(f"{len(release.files)} files, of them {results} of projections; {kept} inputs archived.")
    return 0


def _pull(chosen: argparse.Namespace) -> int:
    store = _store()
    if chosen.inputs:
        show(f"{archive.pull(store)} inputs fetched from {store.address}.")
    found = store.serving()
    if found is None:
        raise StoreError(f"{store.address} holds no release yet. Run `python -m etl push`.")
    path = releases.take(store, found[1])
    show(f"Release {found[1].name} serves here now: {path}")
    return 0


def _rollback(chosen: argparse.Namespace) -> int:
    store = configured()
    if store is None:
        path = releases.rollback_here(chosen.build)
        show(f"Build {path.stem} serves here now. `python -m etl build` makes the newer one again.")
        return 0
    release = releases.rollback(store, chosen.build)
    show(
        f"Release {release.name} serves now; servers take it within the time that "
        "INDICATORS_STORE_SECONDS gives. The build before it is withdrawn: it is not pushed again."
    )
    path = releases.take(store, release)
    show(f"Here it serves already: {path}")
    return 0


def _builds(chosen: argparse.Namespace) -> int:
    store = configured()
    rows = _rows_here() if store is None else _rows(store)
    if chosen.json:
        show(json.dumps({"store": store.address if store else None, "builds": rows}, indent=1))
        return 0
    where = store.address if store else "on this machine"
    columns = ("build_id", "release", "built_at", "pushed_at", "megabytes", "state")
    show_table(f"Builds, {where}", columns, [[row[c] for c in columns] for row in rows])
    return 0


def _rows(store: Store) -> list[dict[str, Any]]:
    pointer = store.pointer()
    return [
        {
            "build_id": r.build_id,
            "release": r.name,
            "built_at": r.built_at,
            "pushed_at": r.pushed_at[:19],
            "megabytes": round(sum(f.size for f in r.files) / 1e6, 1),
            "state": _state(r.name, r.build_id, pointer),
        }
        for r in store.releases()
    ]


def _state(name: str, build_id: str, pointer: Pointer | None) -> str:
    if pointer is None:
        return ""
    if name == pointer.release:
        return "serves"
    if build_id in pointer.withdrawn:
        return f"withdrawn {pointer.withdrawn[build_id][:19]}"
    return releases.PREVIOUS if name == pointer.previous else ""


def _rows_here() -> list[dict[str, Any]]:
    try:
        serving = current_path()
    except WarehouseError:
        serving = None
    rows: list[dict[str, Any]] = []
    for path in releases.builds_here():
        release, _ = releases.make(path)
        rows.append(
            {
                "build_id": path.stem,
                "release": "",
                "built_at": release.built_at,
                "pushed_at": "",
                "megabytes": round(sum(f.size for f in release.files) / 1e6, 1),
                "state": "serves" if path == serving else "",
            }
        )
    return rows


def _store() -> Store:
    found = configured()
    if found is None:
        raise StoreError(
            "no store is named. Set INDICATORS_STORE, for example to s3://bucket/indicators or "
            "file:///srv/indicators."
        )
    return found


def _kept() -> int:
    text = read(STORE_KEPT).strip()
    return int(text) if text.isdigit() and int(text) > 0 else int(STORE_KEPT.default)
