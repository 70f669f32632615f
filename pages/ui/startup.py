"""What the server does once, when it starts: sockets, and the reading of every page."""

import asyncio
import gc
import logging
import os
import socket
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.session_manager import ClientContext, SessionClient

from indicators import results
from indicators.catalogue import load_catalogue
from indicators.settings import ROOT
from indicators.warehouse import serving

_log = logging.getLogger(__name__)

#: Seconds that the reading of one page may take, and that are left to readers after each.
PATIENCE, REST = 120, 0.2
#: How far the computing of results stands back behind readers (19 is the farthest).
NICE = 15


def send_at_once() -> None:
    """Let small answers leave without waiting for the one before to be acknowledged.

    A page is drawn by many small messages; with Nagle's algorithm the reader's computer holds back
    its acknowledgement and each of them for up to 40 ms. asyncio turns it off only where a socket
    names its protocol, and Streamlit's does not. Connections take the option over from the socket
    that listens.
    """
    for entry in list(Path("/dev/fd").iterdir()):
        descriptor = int(entry.name)
        try:
            if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                continue
            with socket.socket(fileno=os.dup(descriptor)) as found:
                if found.family in (socket.AF_INET, socket.AF_INET6):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError:
            continue  # closed meanwhile, or not TCP


class _Reader(SessionClient):
    """A session of the server's own, which takes note of nothing but the end of each run."""

    def __init__(self) -> None:
        self._ended = asyncio.Event()

    @property
    def client_context(self) -> ClientContext | None:
        return None

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        if msg.WhichOneof("type") == "script_finished":
            self._ended.set()

    async def read(self, runtime: Runtime, session: str, address: str) -> None:
        """Have a page drawn, with what its address chooses, and wait for its end."""
        self._ended.clear()
        asked = BackMsg()
        asked.rerun_script.page_name, _, asked.rerun_script.query_string = address.partition("?")
        runtime.handle_backmsg(session, asked)
        await asyncio.wait_for(self._ended.wait(), PATIENCE)


async def read_every_page(addresses: Iterable[str]) -> None:
    """Draw each page once, so that no reader is the first: imports, answers and drawings are kept.

    The first page comes first. Results of the index that no earlier process has kept are computed
    by a process of its own, which stands back behind readers. At the end, what has been made is
    kept out of every later collection of garbage: it stays as long as the server.
    """
    first, *others = addresses
    try:
        await _read([first])
        await _keep_index()
        await _read(others)
    except Exception:
        # Readers then draw the pages themselves.
        _log.exception("the pages could not all be read at the start")
    gc.collect()
    gc.freeze()


async def _read(addresses: Iterable[str]) -> None:
    runtime, reader = get_instance(), _Reader()
    session = runtime.connect_session(reader, {})
    try:
        for address in addresses:
            await reader.read(runtime, session, address)
            await asyncio.sleep(REST)
    finally:
        runtime.close_session(session)


async def _keep_index() -> None:
    if await asyncio.to_thread(results.index_is_kept, serving(), load_catalogue()):
        return
    command = (sys.executable, "-m", "indicators", "compute", "--index")
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
        await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
