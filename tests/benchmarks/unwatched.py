"""A browser that nobody listens to while it reads, as readers' browsers are.

Playwright asks the browser to report on scripts. V8 then notes the whole place of each exception
that a script throws and catches itself, and parses the script again to find it: of Plotly's 5 MB
that takes a second or more, which no reader waits for. Here the browser is asked for nothing while
a page comes, but to run one script before it and, on a throttled line, to hold bytes back.
"""

import itertools
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser import ARGUMENTS, find_browser

#: Seconds until the browser must have started, and until a page must have what is waited for.
_START, _PATIENCE = 30, 60
#: Seconds between two looks at a page. A look costs it less than a millisecond.
_LOOK = 0.05


@contextmanager
def unwatched_browser(width: int = 1280, height: int = 900) -> Iterator["Unwatched"]:
    """A browser with a window of width by height CSS pixels, stopped at the end."""
    path = find_browser()
    assert path, "Chromium or Chrome is needed on PATH: run `make test`, which finds one."
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="unwatched-")))
        process = subprocess.Popen(
            [path, *ARGUMENTS, f"--user-data-dir={folder}", "--remote-debugging-port=0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        opened.callback(process.wait, 15)
        # On some systems the command is a script, whose end the browser would outlive.
        opened.callback(os.killpg, process.pid, signal.SIGTERM)
        address = _address(folder / "DevToolsActivePort")
        yield Unwatched(
            opened.enter_context(connect(address, max_size=None, compression=None)), width, height
        )


class Unwatched:
    """A running browser whose visits each begin with an empty cache."""

    def __init__(self, commands: ClientConnection, width: int, height: int) -> None:
        self._commands = commands
        self._size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._numbers = itertools.count(1)

    def visit(
        self, url: str, script: str, seen: str, wanted: int, line: dict[str, Any] | None
    ) -> dict[str, float]:
        """What a page has noted once it has noted `wanted` things.

        Args:
            url: the page's address.
            script: runs before the page's own.
            seen: an expression whose value is an object of the notes.
            wanted: how many notes are waited for.
            line: conditions of the network as Chromium's own tools name them, or None.

        Raises:
            AssertionError: they are not there after a minute.
        """
        context = self._ask("Target.createBrowserContext")["browserContextId"]
        try:
            target = self._ask("Target.createTarget", url="about:blank", browserContextId=context)[
                "targetId"
            ]
            page = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            self._ask("Emulation.setDeviceMetricsOverride", page, **self._size)
            if line:
                self._ask("Network.enable", page)
                self._ask("Network.emulateNetworkConditions", page, **line)
            self._ask("Page.enable", page)
            self._ask("Page.addScriptToEvaluateOnNewDocument", page, source=script)
            self._ask("Page.navigate", page, url=url)
            return self._noted(page, url, seen, wanted)
        finally:
            self._ask("Target.disposeBrowserContext", browserContextId=context)

    def _noted(self, page: str, url: str, seen: str, wanted: int) -> dict[str, float]:
        found: dict[str, float] = {}
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            told = self._ask("Runtime.evaluate", page, expression=f"JSON.stringify({seen})")
            found = json.loads(told["result"].get("value") or "{}")
            if len(found) == wanted:
                return found
            time.sleep(_LOOK)
        raise AssertionError(f"{url}: of {wanted} things only {list(found)} were seen")

    def _ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """One command of the Chrome DevTools Protocol, and its answer. Events are passed over."""
        number = next(self._numbers)
        asked = {"id": number, "method": method, "params": parameters}
        self._commands.send(json.dumps(asked | ({"sessionId": session} if session else {})))
        while True:
            told = json.loads(self._commands.recv(_PATIENCE))
            if told.get("id") == number:
                assert "error" not in told, f"{method}: {told.get('error')}"
                result: dict[str, Any] = told["result"]
                return result


def _address(file: Path) -> str:
    """Where the browser takes commands; it writes its port and path to a file when it has begun."""
    until = time.monotonic() + _START
    while time.monotonic() < until:
        if file.exists() and len(lines := file.read_text(encoding="utf-8").splitlines()) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise RuntimeError("the browser did not start")
