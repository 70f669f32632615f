"""What the server does once when it starts."""

import asyncio
import platform
import re
import socket
import subprocess
import sys

from indicators.warehouse import current_path
from pages.ui.pools import MOST_POOLS, share_memory
from pages.ui.startup import send_at_once
from pages.ui.warehouse import ensure_build


def _accepted_without_delay(listener: socket.socket) -> bool:
    """Whether asyncio's own server would send small answers on this socket at once."""
    told = []

    async def serve() -> None:
        async def answer(_reader, writer) -> None:
            connection = writer.get_extra_info("socket")
            told.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        server = await asyncio.start_server(answer, sock=listener)
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        await reader.read()
        writer.close()
        server.close()

    asyncio.run(serve())
    return bool(told[0])


def _bound() -> socket.socket:
    """A listening socket as Streamlit makes it, which does not name its protocol."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    return listener


def test_connections_of_a_socket_that_is_there_at_the_start_send_at_once():
    listener = _bound()
    send_at_once()
    assert _accepted_without_delay(listener)


def test_other_descriptors_are_left_alone(tmp_path):
    with (tmp_path / "file").open("w") as file:
        one, other = socket.socketpair()
        closed = _bound()
        closed.close()
        send_at_once()
        file.write("still open")
        one.sendall(b"x")
        assert other.recv(1) == b"x"
        one.close()
        other.close()


def test_without_a_build_the_committed_figures_are_built(data_dir):
    ensure_build()
    assert current_path().is_file()
    assert current_path().is_relative_to(data_dir)


#: Many threads ask for memory at once.
MANY_ASK = """
import threading
ready = threading.Barrier(12)
def work():
    ready.wait()
    kept = [bytearray(3000) for _ in range(2000)]
    ready.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
[t.start() for t in threads]
[t.join() for t in threads]
"""

#: A large piece is held for the second time.
LARGE_AGAIN = """
large = bytearray(20_000_000)
del large
large = bytearray(20_000_000)
"""

#: Prints what glibc tells of its memory.
TELL = """
import ctypes
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def _memory(work: str, *, shared: bool) -> tuple[int, int]:
    """The number of pools after some work, and the bytes that stand in none."""
    begin = "from pages.ui.pools import share_memory\n" + ("assert share_memory()" * shared)
    command = [sys.executable, "-c", begin + work + TELL]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    outside = re.findall(r'<total type="mmap" count="\d+" size="(\d+)"/>', told)
    return told.count("<heap nr="), int(outside[-1])


def test_threads_share_few_pools_of_memory_without_large_pieces():
    if platform.libc_ver()[0] != "glibc":
        assert not share_memory()
        return
    assert _memory(MANY_ASK, shared=False)[0] > MOST_POOLS + 2
    assert _memory(MANY_ASK, shared=True)[0] <= MOST_POOLS + 2  # those of importing stay
    assert _memory(LARGE_AGAIN, shared=False)[1] < 20_000_000
    assert _memory(LARGE_AGAIN, shared=True)[1] >= 20_000_000


#: Prints the bytes that the C library holds for the text of a table.
TEXT = """
import sys
from pages.ui.pools import share_memory
import pandas as pd, pyarrow as pa
if "share" in sys.argv:
    share_memory()
text = pd.Series(["a text of a table"] * 1000)
assert text.dtype == "str"
print(pa.system_memory_pool().bytes_allocated())
"""


def test_the_text_of_tables_stands_in_the_shared_pools():
    def held(*arguments: str) -> int:
        command = [sys.executable, "-c", TEXT, *arguments]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    assert held() == 0
    assert held("share") >= 17_000
