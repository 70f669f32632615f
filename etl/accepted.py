"""Held-back vintages that a person has looked at and let through, from `accepted.toml`.

It does not decide what is held back: see `etl.hold_back`.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from indicators.catalogue import Catalogue
from indicators.declarations import build, read_toml
from indicators.errors import CatalogueError, raise_all
from indicators.settings import ROOT, data_dir


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person's word that this vintage of this indicator is right as it is."""

    indicator: str
    vintage: str
    reason: str


def accepted_files() -> tuple[Path, ...]:
    """The committed file, and where the data folder is elsewhere the one that `accept` writes."""
    return tuple(dict.fromkeys((ROOT / "data" / "accepted.toml", data_dir() / "accepted.toml")))


def load_accepted(files: tuple[Path, ...], catalogue: Catalogue) -> tuple[Accepted, ...]:
    """The accepted vintages of every file that is there.

    Raises:
        CatalogueError: every problem in one message.
    """
    found: list[Accepted] = []
    problems: list[str] = []
    for path in files:
        if not path.exists():
            continue
        tables = read_toml(path)
        problems += [f"{path}: unknown table {t!r}" for t in tables.keys() - {"accepted"}]
        for position, table in enumerate(tables.get("accepted", []), start=1):
            where = f"{path}: accepted number {position}"
            item = build(Accepted, table, where, problems)
            if item is None:
                continue
            found.append(item)
            if not item.reason:
                problems.append(f"{where}: reason is empty")
            if item.indicator not in catalogue:
                problems.append(f"{where}: there is no indicator {item.indicator!r}")
    raise_all(CatalogueError, "accepted vintages", problems)
    return tuple(found)


def write_accepted(path: Path, item: Accepted) -> None:
    """Add one accepted vintage to the end of the file, which need not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if path.exists() else ""
    # A JSON string is a TOML basic string.
    lines = "".join(
        f"{key} = {json.dumps(getattr(item, key), ensure_ascii=False)}\n"
        for key in ("indicator", "vintage", "reason")
    )
    path.write_text(f"{before}[[accepted]]\n{lines}", encoding="utf-8")
