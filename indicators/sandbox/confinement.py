"""Limits that the operating system keeps on the process of one query, whatever DuckDB does.

Called once, after the rows are loaded. It knows nothing of SQL. Linux keeps them all; where a
system cannot set one, the query is refused rather than run without it.
"""

import contextlib
import os
import resource
import signal
from pathlib import Path

from indicators.sandbox.limits import Limits

#: The user and group that owns nothing, by Linux convention.
_NOBODY = 65534
_MB = 1024 * 1024


def volunteer() -> None:
    """Be slower than the server, and the first to go where the machine is out of memory."""
    os.nice(10)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def confine(limits: Limits) -> None:
    """Take away for good: files, sockets, processes, threads, memory and time.

    With no free file descriptor left, nothing can be opened: no file, no address, no pipe. What
    is open stays usable. The alarm ends a process whose parent is gone.

    Raises:
        OSError, ValueError: the system cannot set one of the limits.
    """
    _become_nobody()
    signal.alarm(limits.seconds + 1)
    # At the hard limit the system kills without saying that it was for time.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    bounds = {
        resource.RLIMIT_DATA: limits.process_mb * _MB,
        resource.RLIMIT_AS: limits.address_space_mb * _MB,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for kind, most in bounds.items():
        resource.setrlimit(kind, (most, most))


def _become_nobody() -> None:
    """Give up root where the server runs as root; the limit on processes does not bind root."""
    if os.geteuid() == 0:
        with contextlib.suppress(PermissionError):
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
