"""What cannot be fetched again, kept in the store: publishers' answers and accepted vintages.

With it a machine that has nothing makes the same builds: the answers of years ago are nowhere else.
Answers are only ever added, so a copy is what is missing on the other side.
"""

from collections.abc import Iterator
from pathlib import Path

from etl.snapshots import snapshots_dir
from indicators.settings import ROOT, data_dir
from indicators.store import Store

FOLDER = "inputs"
#: Written anew at times; all other files of the archive never change.
_CHANGING = ("last_refresh.json", "accepted.toml")


def push(store: Store) -> int:
    """Copy to the store what it does not hold yet; answers how many files that were."""
    held = set(store.objects.names(FOLDER))
    sent = 0
    for name, path in _files():
        if name not in held or path.name in _CHANGING:
            store.objects.upload(path, name)
            sent += 1
    return sent


def pull(store: Store) -> int:
    """Copy from the store what is missing here; answers how many files that were."""
    got = 0
    for name in store.objects.names(FOLDER):
        parts = name.split("/")
        target = data_dir().joinpath(*parts[1:])
        if ".." in parts or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        try:
            store.objects.download(name, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        got += 1
    return got


def _files() -> Iterator[tuple[str, Path]]:
    # The committed list of accepted vintages belongs to the code.
    accepted = data_dir() / "accepted.toml"
    if accepted.is_file() and data_dir() != ROOT / "data":
        yield f"{FOLDER}/{accepted.name}", accepted
    for path in sorted(snapshots_dir().rglob("*")):
        # Bodies come before the sidecars that name them: `bodies` < `retrievals`.
        if path.is_file() and not path.name.startswith("."):
            yield f"{FOLDER}/{path.relative_to(data_dir()).as_posix()}", path
