"""Logs: one line an event, as JSON where the settings ask for it, with the id of each request.

What readers choose or type is in no line: no query, no body, no message of an unforeseen error,
which may hold either. Paths and places in the code are.
"""

import json
import logging
import re
import time
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from starlette.datastructures import Headers

from indicators.settings import LOGS, ROOT, read
from pages.ui.http.messages import App, Message, Receive, Scope, Send

#: The header that carries a request's id, from a proxy and back to who asked.
HEADER = b"x-request-id"
_GIVEN = re.compile(r"[0-9A-Za-z-]{8,64}")
#: Loggers of this project.
_OURS = ("indicators", "etl", "pages")
#: Addresses below these hold ids of sessions and files; asked so often that they tell nothing.
_SHORTENED = re.compile(r"^(/_stcore/upload_file|/media|/component|/static)/.*")
_UNTOLD = ("/_stcore/health", "/health", "/metrics", "/static/…")
_PATH_LENGTH = 200

_request: ContextVar[str] = ContextVar("request_id", default="")
_log = logging.getLogger(__name__)


class Lines(logging.Formatter):
    """A record as one JSON object: time, level, logger, message, request id, what was added."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if _request.get():
            told["request_id"] = _request.get()
        told |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0]:
            told["exception"] = record.exc_info[0].__name__
            told["at"] = places(record.exc_info[2])
        return json.dumps(told, ensure_ascii=False, default=str)


class Words(logging.Formatter):
    """The same for people: time, level, message, and where an error happened."""

    def format(self, record: logging.LogRecord) -> str:
        text = f"{self.formatTime(record)} {record.levelname.lower()} {record.getMessage()}"
        if record.exc_info and record.exc_info[0]:
            text += f" [{record.exc_info[0].__name__} at {' < '.join(places(record.exc_info[2]))}]"
        return text


def places(trace: TracebackType | None) -> list[str]:
    """Where in the code an error happened, the innermost place first: file, line, function."""
    frames = traceback.extract_tb(trace)
    return [
        f"{frame.filename.removeprefix(f'{ROOT}/')}:{frame.lineno} {frame.name}"
        for frame in reversed(frames)
    ]


def as_json() -> bool:
    """Whether the settings ask for JSON."""
    return read(LOGS).strip().lower() == "json"


def configure() -> None:
    """Give this project's loggers, and in JSON those of the libraries too, their form."""
    formatter: logging.Formatter = Lines() if as_json() else Words()
    for name in _OURS:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.StreamHandler())
        logger.setLevel(logging.INFO)
        logger.propagate = False
        for handler in logger.handlers:
            handler.setFormatter(formatter)
    if as_json():
        _adopt(formatter)


def _adopt(formatter: logging.Formatter) -> None:
    """Libraries give their loggers handlers of their own, some of them late."""
    for logger in [logging.root, *logging.root.manager.loggerDict.values()]:
        for handler in getattr(logger, "handlers", []):
            handler.setFormatter(formatter)


class Requests:
    """ASGI middleware that gives each request an id and, in JSON, a line when it has ended."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._told = as_json()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER.decode(), "")
        name = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = _request.set(name)
        start, seen = time.perf_counter(), {"status": 0, "bytes": 0}

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                message["headers"] = [*message.get("headers", []), (HEADER, name.encode())]
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            elif message["type"] == "websocket.send":
                seen["bytes"] += len(message.get("bytes") or b"")
            await send(message)

        try:
            if self._told and scope["type"] == "websocket":
                _adopt(Lines())
            await self.app(scope, receive, noted)
        finally:
            if self._told:
                _tell(scope, seen, time.perf_counter() - start)
            _request.reset(token)


def _tell(scope: Scope, seen: dict[str, int], seconds: float) -> None:
    path = _SHORTENED.sub(r"\1/…", scope["path"])[:_PATH_LENGTH]
    if path in _UNTOLD and seen["status"] < 400:
        return
    is_session = scope["type"] == "websocket"
    facts = {"path": path, "seconds": round(seconds, 4), "bytes": seen["bytes"]}
    if not is_session:
        facts |= {"method": scope["method"], "status": seen["status"]}
    _log.info("session ended" if is_session else "request", extra={"facts": facts})
