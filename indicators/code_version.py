"""Which state of the program is running: its version, and the commit where that is known.

It reads the working copy's own record, and runs nothing.
"""

from pathlib import Path

from indicators import VERSION
from indicators.settings import ROOT

_SHORT = 12


def code_version(root: Path = ROOT) -> str:
    """The version, with the commit in brackets where the program runs from a working copy."""
    commit = _commit(root)
    return f"{VERSION} (commit {commit[:_SHORT]})" if commit else VERSION


def _commit(root: Path) -> str:
    """The commit that is checked out; nothing where there is no record of it."""
    try:
        folder = root / ".git"
        if folder.is_file():  # a second working copy names the folder of its own record
            folder = root / folder.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref:"):
            return head
        name = head.removeprefix("ref:").strip()
        shared = folder / "commondir"
        common = folder / shared.read_text(encoding="utf-8").strip() if shared.is_file() else folder
        return _of_branch(common, name)
    except OSError:
        return ""


def _of_branch(folder: Path, name: str) -> str:
    loose = folder / name
    if loose.is_file():
        return loose.read_text(encoding="utf-8").strip()
    packed = folder / "packed-refs"
    if packed.is_file():
        for line in packed.read_text(encoding="utf-8").splitlines():
            commit, _, ref = line.partition(" ")
            if ref == name:
                return commit
    return ""
