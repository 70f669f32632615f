"""Few pools of memory, shared by all threads: asked for before any other thread is there."""

import ctypes

#: glibc's name for the number of its pools of memory (malloc.h), and how many there may be.
_M_ARENA_MAX, MOST_POOLS = -8, 2


def share_memory() -> bool:
    """Let threads share two pools of memory; whether the machine's C library has such pools.

    Streamlit draws each run in a thread of its own. glibc gives threads up to eight pools for each
    processor, and what one run frees in its pool is of no use to the next, so that memory creeps
    up for hours. Threads of Python take turns anyway, and lose nothing by sharing.
    """
    try:
        done: int = ctypes.CDLL(None).mallopt(_M_ARENA_MAX, MOST_POOLS)
    except (AttributeError, OSError, TypeError):
        return False  # another C library: macOS, musl, Windows
    return done == 1
