"""Headers that tell the browser what a page may do. One policy for each kind of answer.

The app's policy was tried in Chromium on every page (`tests/http/test_policy.py`). No `unsafe-eval`
is needed: neither Streamlit's client nor Plotly's charts as drawn here make code from text.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from starlette.datastructures import MutableHeaders

from pages.ui.http.clients import is_encrypted
from pages.ui.http.messages import App, Message, Receive, Scope, Send
from pages.ui.http.places import is_streamlits, page_at

#: Two years, as browsers' own lists ask. Subdomains are the host's affair.
STRICT_TRANSPORT = "max-age=63072000"
PERMISSIONS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), "
    "fullscreen=(self), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=(), "
    "clipboard-write=(self)"
)
EMBED = "/embed/"

NOT_MODIFIED = 304

_NOWHERE = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}

_APP = {
    "default-src": "'none'",
    # blob: Streamlit hands each component's script to the browser as a blob of its own making, and
    # imports it. wasm-unsafe-eval: its reader of messages starts a few bytes of WebAssembly for
    # whole numbers of 64 bits; it makes no script from text. The hashes added are those of the
    # shell's few lines that must run before anything else.
    "script-src": "'self' blob: 'wasm-unsafe-eval'",
    # unsafe-inline: Streamlit's and Plotly's style sheets are written into the page as they are
    # needed, and our own markup is put in as text, in which SVG carries `style`.
    "style-src": "'self' 'unsafe-inline'",
    # data: and blob: pictures that Plotly makes to be saved or copied; icons in style sheets.
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    # The websocket is same-origin, which 'self' covers. blob: a picture is read back to be copied.
    "connect-src": "'self' blob:",
    "media-src": "'self'",
    # blob: Streamlit's client reads tables in a worker that it makes itself.
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}

_DOCUMENT = {
    "default-src": "'none'",
    "script-src": "'self'",
    # unsafe-inline: charts are SVG in the page, and carry `style`.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def hash_of(script: str) -> str:
    """The name by which a policy lets one inline script run."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _written(policy: dict[str, str], framed: str) -> str:
    rules = policy | {"frame-ancestors": framed, "object-src": "'none'"}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def policy_for(path: str, media_type: str, hashes: Iterable[str] = ()) -> str:
    """The content security policy of an answer: the app's, a plain document's, or a file's."""
    framed = "*" if path.startswith(EMBED) else "'none'"
    if not media_type.startswith("text/html"):
        # A file opened by itself, such as an SVG, may be styled and nothing else.
        styled = {"style-src": "'unsafe-inline'", "img-src": "data:", "font-src": "data:"}
        return _written(_NOWHERE | styled, framed)
    if not page_at(path):
        return _written(_DOCUMENT, framed)
    scripts = " ".join((_APP["script-src"], *hashes))
    return _written(_APP | {"script-src": scripts}, framed)


class Security:
    """ASGI middleware that adds the headers to every answer. An answer's own policy stands."""

    def __init__(self, app: App, hashes: Iterable[str] = ()) -> None:
        self.app = app
        self._hashes = tuple(hashes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def relay(message: Message) -> None:
            # A browser adds the headers of a 304 to those it keeps, so what depends on the kind of
            # document must not be guessed there.
            if message["type"] == "http.response.start" and message["status"] != NOT_MODIFIED:
                self._add(scope, MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, relay)

    def _add(self, scope: Scope, headers: MutableHeaders) -> None:
        path, kind = scope["path"], headers.get("content-type", "")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        if is_encrypted(scope):
            headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        if not (is_streamlits(path) and not kind.startswith("text/html")):
            headers.setdefault("Content-Security-Policy", policy_for(path, kind, self._hashes))
        if not path.startswith(EMBED):
            headers["X-Frame-Options"] = "DENY"
        if kind.startswith("text/html"):
            headers["Permissions-Policy"] = PERMISSIONS
            if not path.startswith(EMBED):
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
        shared = headers.get("access-control-allow-origin") == "*" or path.startswith(EMBED)
        headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin"
        )
