"""A reader as a browser behind nginx is one: document, cookie, websocket, downloads."""

import http.client
import random
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException

from tests.reader import Reader, Run

#: What a reader meets when the server goes away.
GONE = (OSError, WebSocketException, TimeoutError, EOFError)


@dataclass(frozen=True)
class Fetched:
    """One answer to a GET."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def cookie(self) -> str:
        """The cookie that it sets, as it is sent back."""
        return self.headers.get("set-cookie", "").split(";")[0]


def fetch(address: str, path: str, **headers: str) -> Fetched:
    """One GET over a connection of its own. Raises OSError where nobody answers."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        named = {k.lower(): v for k, v in answer.getheaders()}
        return Fetched(answer.status, answer.read(), named)
    except http.client.HTTPException as reason:
        raise OSError(str(reason)) from reason
    finally:
        connection.close()


class Visitor(Reader):
    """A reader with the cookie that the document set; it can also take files away."""

    def __init__(self, address: str, cookie: str = "") -> None:
        if not cookie:
            document = fetch(address, "/", Accept="text/html")
            if document.status != 200:
                raise OSError(f"the document came with status {document.status}")
            cookie = document.cookie
        self.cookie, self._session = cookie, ""
        super().__init__(address, cookie=cookie)

    def _messages(self, run: Run) -> Iterator[ForwardMsg]:
        for message in super()._messages(run):
            if message.WhichOneof("type") == "new_session":
                self._session = message.new_session.initialize.session_id
            yield message

    def download(self, label: str) -> bytes:
        """The bytes behind a download button.

        Raises:
            OSError: they do not come.
        """
        asked = BackMsg()
        wanted = asked.backend_operation_request
        wanted.request_id, wanted.session_id = uuid.uuid4().hex, self._session
        wanted.deferred_file.file_id = self.controls[label].element.deferred_file_id
        self._socket.send(asked.SerializeToString())
        for message in self._messages(Run(0.0, 0.0, 0)):
            if message.WhichOneof("type") == "backend_operation_response":
                told = message.backend_operation_response
                if told.error_msg:
                    raise OSError(told.error_msg)
                answer = fetch(self.address, told.deferred_file.url, Cookie=self.cookie)
                if answer.status != 200:
                    raise OSError(f"the file came with status {answer.status}")
                return answer.body
        raise OSError("no answer")


@dataclass
class Lived:
    """What one visitor lived through. Times are of `time.monotonic()`."""

    cookie: str = ""
    runs: list[tuple[float, float]] = field(default_factory=list)
    downloads: int = 0
    lost_downloads: int = 0
    lost_runs: int = 0
    reconnected: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Crowd:
    """Visitors who read until they are told to stop, each in a thread of its own."""

    def __init__(
        self,
        address: str,
        count: int,
        *,
        pages: Sequence[tuple[str, str]],
        think: float,
        file: str = "",
    ) -> None:
        self._address, self._pages, self._think, self._file = address, pages, think, file
        self._stop = threading.Event()
        self.lived = [Lived() for _ in range(count)]
        self._threads = [
            threading.Thread(target=self._live, args=(n, one), daemon=True)
            for n, one in enumerate(self.lived)
        ]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def seconds(self, since: float = 0.0) -> list[float]:
        """How long each run took that ended after `since`, in order."""
        return sorted(took for one in self.lived for ended, took in one.runs if ended > since)

    def _live(self, number: int, one: Lived) -> None:
        chance = random.Random(number)
        lost: float | None = None
        while not self._stop.wait(chance.uniform(0, self._think if lost is None else 0.3)):
            try:
                with Visitor(self._address, one.cookie) as visitor:
                    one.cookie = visitor.cookie
                    self._read(visitor, one, chance, lost)
            except GONE as reason:
                if not self._stop.is_set():
                    lost = lost or time.monotonic()
                    one.lost_runs += 1
                    one.problems.append(f"lost: {type(reason).__name__}: {reason}"[:200])

    def _read(
        self, visitor: Visitor, one: Lived, chance: random.Random, lost: float | None
    ) -> None:
        while not self._stop.is_set():
            run = visitor.open(*chance.choice(self._pages))
            one.runs.append((time.monotonic(), run.seconds))
            one.problems += run.problems
            if lost is not None:
                one.reconnected.append(time.monotonic() - lost)
                lost = None
            if self._file and self._file in visitor.controls:
                try:
                    one.downloads += bool(visitor.download(self._file))
                except GONE:
                    one.lost_downloads += 1
                    raise
            self._stop.wait(self._think * chance.uniform(0.5, 1.5))
