"""What the server does once, when it starts and before it answers."""

import os
import socket
import stat
from pathlib import Path


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
