"""A server follows the store: a thread that looks for a new release and takes it into place.

Whatever goes wrong is logged in a sentence and counted, and the build that serves goes on serving.
Sessions are not touched: pages pick the new build up at their next run.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from etl import releases
from indicators.errors import IndicatorsError, WarehouseError
from indicators.settings import STORE, STORE_SECONDS, read
from indicators.store import Store
from indicators.warehouse import current_path

#: Servers that were started together do not ask together.
JITTER = 0.1

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Followed:
    """What a follower has seen so far. Times are seconds since the epoch; 0 where never."""

    looks: int = 0
    switches: int = 0
    failures: int = 0
    last_good_look: float = 0.0
    problem: str = ""


def interval() -> float:
    """Seconds between two looks: at least one."""
    try:
        return max(1.0, float(read(STORE_SECONDS)))
    except ValueError:
        return float(STORE_SECONDS.default)


class Follower:
    """Looks into a store again and again. One a process; `look` may also be called by hand."""

    def __init__(self, open_store: Callable[[], Store], seconds: float) -> None:
        self.seen = Followed()
        self._open = open_store
        self._store: Store | None = None
        self._seconds = seconds
        self._taken = ""
        self._stop = threading.Event()
        self._looking = threading.Lock()
        self._thread: threading.Thread | None = None

    def look(self) -> bool:
        """Look once; True where a release was taken. It raises nothing."""
        with self._looking:
            self.seen.looks += 1
            try:
                switched = self._take_newer()
            except IndicatorsError as reason:
                self._failed(str(reason))
            except Exception as reason:
                # A thread that dies would leave the server behind for good.
                self._failed(f"the store could not be followed ({type(reason).__name__}).")
            else:
                self.seen.last_good_look, self.seen.problem = time.time(), ""
                return switched
            return False

    def _take_newer(self) -> bool:
        self._store = self._store or self._open()
        pointer = self._store.pointer()
        if pointer is None or (pointer.release == self._taken and _serves(pointer.release)):
            return False
        release = self._store.release(pointer.release, pointer.manifest_sha256)
        path = releases.take(self._store, release)
        self._taken = release.name
        self.seen.switches += 1
        _log.info("release %s serves now: %s", release.name, path)
        return True

    def _failed(self, problem: str) -> None:
        self.seen.failures += 1
        if problem != self.seen.problem:
            _log.warning("no new build was taken, and the one before goes on serving: %s", problem)
        self.seen.problem = problem

    def start(self) -> None:
        """Look in the background from now on; nothing happens where it does already."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="store", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the background thread, after the look it is at."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._seconds * random.uniform(1 - JITTER, 1 + JITTER)):
            self.look()


def _serves(release: str) -> bool:
    try:
        return current_path().stem == release.rpartition("-")[0]
    except WarehouseError:
        return False


_follower: Follower | None = None
_making = threading.Lock()


def follower() -> Follower | None:
    """The follower of this process; None where the settings name no store."""
    global _follower
    with _making:
        if _follower is None and read(STORE).strip():
            _follower = Follower(lambda: Store(read(STORE).strip()), interval())
        return _follower
