"""Style sheet, script and icon of the static edition, each under a name that holds its hash."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from indicators.markup import reading, style

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that never changes under its path."""

    path: str
    body: bytes


def _asset(stem: str, extension: str, text: str) -> Asset:
    body = text.encode("utf-8")
    return Asset(f"/assets/{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{extension}", body)


@cache
def style_sheet() -> Asset:
    own = (_HERE / "site.css").read_text(encoding="utf-8")
    return _asset("site", "css", f"{style.by_preference()}\n{style.PARTS}\n{own}")


@cache
def script() -> Asset:
    own = (_HERE / "site.js").read_text(encoding="utf-8")
    return _asset("site", "js", f"{reading.SCRIPT}\n{own}")


@cache
def icon() -> Asset:
    return _asset("icon", "svg", style.ICON.read_text(encoding="utf-8"))


def assets() -> tuple[Asset, ...]:
    return style_sheet(), script(), icon()
