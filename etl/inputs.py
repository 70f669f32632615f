"""What a build is made from, and the build id that follows from it.

It reads files and kept answers; it holds no figures back and writes nothing.
"""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from etl import snapshots
from etl.accepted import accepted_files
from etl.sources import Response, fetched_source_ids
from etl.validate import KNOWN_VALUES_FILE
from indicators.areas import AREAS_FILE
from indicators.catalogue import CATALOGUE_FILE
from indicators.corrections import CORRECTIONS_FILE
from indicators.settings import ROOT, seed_dir
from indicators.warehouse import SCHEMA_VERSION

_log = logging.getLogger(__name__)

STRATEGY_FILE = ROOT / "indicators" / "strategy.toml"


def _responses() -> dict[str, list[Response]]:
    found: dict[str, list[Response]] = {}
    for source_id in fetched_source_ids():
        damaged: list[str] = []
        found[source_id] = snapshots.responses(source_id, damaged)
        for problem in damaged:
            _log.warning("left out: %s", problem)
    return found


def _code() -> tuple[Path, ...]:
    """The modules that turn inputs into rows: a build of older code is not a build of this one."""
    names = ("areas", "declarations", "periods", "strategy_figures", "warehouse")
    below = (ROOT / "indicators" / f"{name}.py" for name in names)
    catalogue = (ROOT / "indicators" / "catalogue").glob("*.py")
    return tuple(sorted((*(ROOT / "etl").rglob("*.py"), *below, *catalogue)))


@dataclass(frozen=True)
class Inputs:
    """Everything a build depends on. Without arguments: the project's own files."""

    catalogue: Path = CATALOGUE_FILE
    areas: Path = AREAS_FILE
    strategy: Path = STRATEGY_FILE
    seed: Path = field(default_factory=seed_dir)
    corrections: Path = CORRECTIONS_FILE
    known_values: Path = KNOWN_VALUES_FILE
    accepted: tuple[Path, ...] = field(default_factory=accepted_files)
    responses: dict[str, list[Response]] = field(default_factory=_responses)
    code: tuple[Path, ...] = field(default_factory=_code)

    @property
    def build_id(self) -> str:
        """Sixteen hexadecimal digits: a hash of every input's bytes and of the code reading them.

        No clock, path or machine enters it.
        """
        digest = hashlib.sha256(f"schema {SCHEMA_VERSION}\n".encode())
        for name, content in self._parts():
            digest.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
        return digest.hexdigest()[:16]

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        for name in ("catalogue", "areas", "strategy", "corrections", "known_values"):
            path: Path = getattr(self, name)
            yield name, path.read_bytes() if path.exists() else b""
        yield "accepted", b"\n".join(p.read_bytes() for p in self.accepted if p.exists())
        for path in sorted(self.seed.rglob("*.csv")):
            yield path.relative_to(self.seed).as_posix(), path.read_bytes()
        for source_id, responses in sorted(self.responses.items()):
            for response in responses:
                request = response.request
                served = ",".join(request.indicator_ids)
                name = f"{source_id} {request.address} {response.retrieved} {response.status}"
                yield f"{name} {served}", response.body
        for path in self.code:
            yield path.name, path.read_bytes()
