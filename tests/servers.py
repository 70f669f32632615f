"""Badly behaved servers on 127.0.0.1, for what a well-made test server will not do."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from etl.pace import Clock

Reply = Callable[[socket.socket], None]


def sends(*parts: bytes, pause: float = 0.0) -> Reply:
    """A reply that sends these parts, resting before each, and closes the connection."""

    def reply(connection: socket.socket) -> None:
        for part in parts:
            time.sleep(pause)
            connection.sendall(part)

    return reply


def drops(connection: socket.socket) -> None:
    """A reply that never comes: the connection is reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


@dataclass
class RawServer:
    """A server that gives one reply a connection, the last again and again."""

    replies: Sequence[Reply]
    requests: list[bytes] = field(default_factory=list)
    address: str = ""

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                part = connection.recv(65536)
                if not part:
                    return
                data += part
            self.requests.append(data)
            reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
            try:
                reply(connection)
            except OSError:
                return


@contextmanager
def raw_server(*replies: Reply) -> Iterator[RawServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(replies)
    server.address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    threading.Thread(target=server.serve, args=(listener,), daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def http_reply(body: bytes, *headers: str, length: int | None = None) -> bytes:
    """The bytes of a 200 answer; `length` overrides what Content-Length says."""
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode() + body


class FastTime:
    """Time that passes by sleeping only, and in no time; `slept` holds every sleep."""

    def __init__(self, start: datetime | None = None) -> None:
        self.elapsed = 0.0
        self.slept: list[float] = []
        self.start = start or datetime.now(UTC)
        self.clock = Clock(lambda: self.elapsed, self._sleep, self.now)

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.elapsed)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.elapsed += seconds
