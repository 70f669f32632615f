"""How much and how often: sizes of requests, and the rate of files and of SQL for one client."""

from functools import cache
from typing import Any

import streamlit as st
from starlette.datastructures import Headers

from indicators.errors import QueryError
from indicators.publishing.briefing import MOST_UPLOAD
from indicators.settings import FILES_PER_MINUTE, QUERIES_PER_MINUTE, whole_number
from pages.ui.http.buckets import Buckets
from pages.ui.http.clients import client_of
from pages.ui.http.messages import App, Message, Receive, Scope, Send, refusal
from pages.ui.http.places import is_file, is_upload

#: Bytes of a body. An upload is an earlier briefing with the form around it; nothing else has one.
MOST_BODY = 64_000
MOST_UPLOAD_BODY = MOST_UPLOAD + MOST_BODY
#: Characters of path and query together; the longest link of a briefing is 4,000.
MOST_ADDRESS = 8_000


@cache
def queries() -> Buckets:
    """The buckets of readers' SQL."""
    return Buckets(whole_number(QUERIES_PER_MINUTE))


def count_query() -> None:
    """Count one SQL query of this session's client.

    Raises:
        QueryError: it has asked too many; the sentence says how long to wait.
    """
    wait = queries().take(_client_of_session())
    if wait:
        raise QueryError(
            f"A reader may ask {queries().per_minute} SQL queries a minute. Wait {wait} seconds, "
            "then run this one again."
        )


def _client_of_session() -> str:
    """The client of this session's websocket, behind the same proxies as every other request's."""
    forwarded = st.context.headers.get_all("X-Forwarded-For")
    headers = [(b"x-forwarded-for", text.encode("latin-1", "replace")) for text in forwarded]
    # Streamlit gives no address for the machine that it runs on.
    peer = st.context.ip_address or "127.0.0.1"
    return client_of({"type": "websocket", "client": (peer, 0), "headers": headers})


class TooLarge(Exception):
    """A body went beyond its limit while it was read."""


class Limits:
    """ASGI middleware: 414 and 413 for what is too large, 429 for too many files at once."""

    def __init__(self, app: App, buckets: Buckets | None = None) -> None:
        self.app = app
        self.files = Buckets(whole_number(FILES_PER_MINUTE)) if buckets is None else buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send)
            return
        await self._within(scope, receive, send)

    def _refused(self, scope: Scope) -> Any:
        if len(scope["path"]) + len(scope.get("query_string", b"")) > MOST_ADDRESS:
            sentence = f"An address here has at most {MOST_ADDRESS:,} characters. Shorten it."
            return refusal(scope, 414, "Address too long", sentence)
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdigit() or int(length) > _most(scope):
            return _too_large(scope)
        wait = self.files.take(client_of(scope)) if is_file(scope["path"]) else 0
        if wait:
            sentence = (
                f"One reader may ask for {self.files.per_minute} files a minute. "
                f"Wait {wait} seconds and ask again."
            )
            return refusal(scope, 429, "Too many requests", sentence, retry_after=str(wait))
        return None

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a body that does not say its length; answer 413 unless an answer has begun."""
        read, begun, most = 0, False, _most(scope)

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except TooLarge:
            if begun:
                raise
            await _too_large(scope)(scope, receive, send)


def _most(scope: Scope) -> int:
    return MOST_UPLOAD_BODY if is_upload(scope["path"]) else MOST_BODY


def _too_large(scope: Scope) -> Any:
    sentence = f"A request to this address may hold at most {_most(scope):,} bytes."
    return refusal(scope, 413, "Request too large", sentence)
