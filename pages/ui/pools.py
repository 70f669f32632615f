"""How memory is kept: in few pools that all threads share and that do not grow for large pieces.

It is said before any thread is there. Streamlit draws each run of a page in a thread of its own,
and libraries that keep memory for each thread keep more with every run.
"""

import ctypes

import pyarrow as pa

#: glibc's names for the number of its pools of memory, and for the bytes of a piece from which no
#: pool grows for it (malloc.h), and what they may be.
_M_ARENA_MAX, MOST_POOLS = -8, 2
_M_MMAP_THRESHOLD, LARGE = -3, 128 * 1024


def share_memory() -> bool:
    """Have all threads share two small pools; whether the C library has such pools.

    glibc gives threads up to eight pools for each processor, and what one run frees in its pool is
    of no use to the next, so that memory creeps up for hours. Threads of Python take turns anyway,
    and lose nothing by sharing.

    A large piece goes back to the system once it is free; but after the first, glibc takes the next
    of its size from a pool, where small ones that stay come to lie between, and the pool grows by
    what then fits nowhere. Naming the size keeps large pieces out.

    Arrow, in which pandas keeps text, has pools of its own, which grow with every thread that ends.
    It is to ask the C library instead.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    return _said(_M_ARENA_MAX, MOST_POOLS) and _said(_M_MMAP_THRESHOLD, LARGE)


def _said(name: int, value: int) -> bool:
    try:
        done: int = ctypes.CDLL(None).mallopt(name, value)
    except (AttributeError, OSError, TypeError):
        return False  # another C library: macOS, musl, Windows
    return done == 1
