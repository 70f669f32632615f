"""Raw answers kept on disk, each with a record of where and when it was retrieved.

`<data>/snapshots/<source>/bodies/<sha256>` holds bytes, equal ones once;
`retrievals/<time>_<address>.json` is a sidecar for every retrieval. Nothing here is changed or
deleted afterwards, and nothing is read into figures.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from etl.sources import Request, Response
from indicators.errors import SourceError
from indicators.settings import data_dir


@dataclass(frozen=True, slots=True)
class Retrieval:
    """One sidecar. `failed` says why for each indicator that the answer did not serve.

    A retrieval with status 304 names the bytes that it confirmed.
    """

    address: str
    retrieved_at: datetime
    status: int
    sha256: str
    size: int
    headers: Mapping[str, str]
    indicator_ids: tuple[str, ...]
    failed: Mapping[str, str]

    @property
    def good(self) -> bool:
        """Whether it served any indicator; only then is it data for a build."""
        return not self.failed or bool(set(self.indicator_ids) - set(self.failed))


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest good retrieval of an address, with its bytes as an answer."""

    retrieval: Retrieval
    response: Response


def snapshots_dir() -> Path:
    return data_dir() / "snapshots"


class Snapshots:
    """The kept answers of one source."""

    def __init__(
        self,
        source_id: str,
        folder: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = (folder or snapshots_dir()) / source_id
        self._now = now
        self.damaged: list[str] = []
        self.retrievals = self._read_sidecars()
        self._last = {r.address: r for r in self.retrievals if r.good}

    def last(self, request: Request) -> Kept | None:
        """The newest good answer to this address; None where there is none or it is damaged."""
        retrieval = self._last.get(request.address)
        if retrieval is None:
            return None
        try:
            return Kept(retrieval, self._response(retrieval, request))
        except SourceError:
            return None

    def keep(self, response: Response, failed: Mapping[str, str]) -> Retrieval:
        """Write an answer's bytes, where they are new, and then its sidecar.

        Raises:
            SourceError: they cannot be written; nothing that was there before is lost.
        """
        body = self._body_path(response.sha256)
        if not _holds(body, response.sha256):
            _write(body, response.body)
        return self._write_sidecar(response, response.sha256, len(response.body), failed)

    def confirm(self, kept: Kept, response: Response) -> Retrieval:
        """Write the sidecar of an answer "not modified" to a request for `kept`'s address."""
        before = kept.retrieval
        renewed = {k: v for k, v in response.headers.items() if not k.startswith("Content-")}
        headers = {**before.headers, **renewed}
        confirmed = Response(response.request, 304, headers, b"", response.retrieved)
        return self._write_sidecar(confirmed, before.sha256, before.size, {})

    def responses(self) -> list[Response]:
        """Every good answer, newest last; bytes that an address gave again follow only once.

        An answer that came again unchanged is dated by its first retrieval. What is damaged is
        left out and named in `damaged`.
        """
        found = []
        newest: dict[str, str] = {}
        for retrieval in self.retrievals:
            if not retrieval.good or newest.get(retrieval.address) == retrieval.sha256:
                continue
            try:
                request = Request(retrieval.address, retrieval.indicator_ids)
                found.append(self._response(retrieval, request))
                newest[retrieval.address] = retrieval.sha256
            except SourceError as reason:
                self.damaged.append(str(reason))
        return found

    def _response(self, retrieval: Retrieval, request: Request) -> Response:
        path = self._body_path(retrieval.sha256)
        try:
            body = path.read_bytes()
        except OSError as reason:
            raise SourceError(
                f"{path} cannot be read ({reason.strerror}). Refresh again."
            ) from None
        if hashlib.sha256(body).hexdigest() != retrieval.sha256:
            raise SourceError(f"{path} is damaged: its bytes have changed. Refresh again.")
        status = 200 if retrieval.status == 304 else retrieval.status
        day = retrieval.retrieved_at.date()
        return Response(request, status, retrieval.headers, body, day)

    def _write_sidecar(
        self, response: Response, sha256: str, size: int, failed: Mapping[str, str]
    ) -> Retrieval:
        request, moment = response.request, self._now()
        retrieval = Retrieval(
            request.address,
            moment,
            response.status,
            sha256,
            size,
            dict(response.headers),
            request.indicator_ids,
            dict(failed),
        )
        record = {
            "address": retrieval.address,
            "retrieved_at": moment.isoformat(),
            "status": retrieval.status,
            "sha256": sha256,
            "size": size,
            "headers": dict(retrieval.headers),
            "indicator_ids": list(retrieval.indicator_ids),
            "failed": dict(retrieval.failed),
        }
        mark = hashlib.sha256(request.address.encode()).hexdigest()[:12]
        path = self.folder / "retrievals" / f"{moment:%Y%m%dT%H%M%S%fZ}_{mark}.json"
        _write(path, (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode())
        self.retrievals.append(retrieval)
        if retrieval.good:
            self._last[request.address] = retrieval
        return retrieval

    def _read_sidecars(self) -> list[Retrieval]:
        found = []
        for path in sorted((self.folder / "retrievals").glob("*.json")):
            try:
                found.append(_retrieval(json.loads(path.read_bytes())))
            except (AttributeError, KeyError, OSError, TypeError, ValueError) as reason:
                self.damaged.append(f"{path} cannot be read ({reason!r}). Delete it and refresh.")
        return sorted(found, key=lambda r: (r.retrieved_at, r.address))

    def _body_path(self, sha256: str) -> Path:
        return self.folder / "bodies" / sha256


def responses(source_id: str, problems: list[str] | None = None) -> list[Response]:
    """Every good answer kept for a source, newest last, each checked against its SHA-256.

    What is damaged is appended to `problems` and left out; the rest is returned.

    Raises:
        SourceError: something is damaged and no list of problems was given.
    """
    snapshots = Snapshots(source_id)
    found = snapshots.responses()
    if snapshots.damaged and problems is None:
        raise SourceError("; ".join(snapshots.damaged))
    if problems is not None:
        problems += snapshots.damaged
    return found


def _retrieval(record: dict[str, object]) -> Retrieval:
    moment = datetime.fromisoformat(str(record["retrieved_at"]))
    return Retrieval(
        address=str(record["address"]),
        retrieved_at=moment.astimezone(UTC),
        status=int(str(record["status"])),
        sha256=_hexadecimal(str(record["sha256"])),
        size=int(str(record["size"])),
        headers=_texts(record["headers"]),
        indicator_ids=tuple(_list(record["indicator_ids"])),
        failed=_texts(record["failed"]),
    )


def _hexadecimal(text: str) -> str:
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise ValueError("its SHA-256 is not one")
    return text


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("expected a table")
    return {str(key): str(text) for key, text in value.items()}


def _list(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError("expected a list")
    return [str(item) for item in value]


def _holds(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as reason:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise SourceError(
            f"{path} cannot be written: {reason.strerror}. Make room and refresh."
        ) from None
