"""First sights kept: made once for each build and address, in a thread of their own, bounded.

A reader never waits long for one: a page without it is still a page. What failed once is not tried
again in the same build.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from indicators.catalogue import load_catalogue
from indicators.errors import IndicatorsError
from indicators.publishing.site.first_paint import PARAMETERS, Opening, opening_of
from indicators.warehouse import Warehouse, serving
from pages.ui.cache import remember
from pages.ui.http.metrics import CACHE

#: First sights kept at once; each takes up to 100 kB.
MOST_KEPT = 400
#: First sights that may be waited for at once; beyond it readers get the page without.
MOST_WAITING = 24
#: Seconds that one reader waits for one.
PATIENCE = 0.7
#: Longest text of a parameter that is read; ids, codes and lists of them are shorter.
_MOST_TEXT = 200

Key = tuple[str, str, tuple[tuple[str, str], ...]]


class Openings:
    """First sights by build, path and the parameters that matter there."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Future[Opening]] = OrderedDict()
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="first-paint")
        self._waiting = 0

    def warm(self, paths: Iterable[str]) -> None:
        """Start making the first sights of pages without parameters, one after another."""
        build = serving()
        for path in paths:
            self._asked(build, path, ())

    async def get(self, path: str, parameters: Mapping[str, str]) -> tuple[str, Opening]:
        """The build's id and the first sight, or one without markup where there is none in time."""
        plain = Opening(path)
        try:
            build = serving()
        except (IndicatorsError, OSError):
            return "", plain
        known = PARAMETERS.get(path, ())
        texts = tuple((n, parameters[n][:_MOST_TEXT]) for n in known if n in parameters)
        future = self._asked(build, path, texts)
        if future is None:
            return "", plain
        waited = asyncio.shield(asyncio.wrap_future(future))
        try:
            return build.build_id, await asyncio.wait_for(waited, PATIENCE)
        except TimeoutError:
            return "", plain

    def _asked(
        self, build: Warehouse, path: str, texts: tuple[tuple[str, str], ...]
    ) -> Future[Opening] | None:
        key = build.build_id, path, texts
        found = self._kept.get(key)
        CACHE.labels("first paint", "hit" if found else "miss").inc()
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        future = self._maker.submit(_made, build, path, dict(texts))
        future.add_done_callback(self._less)
        self._kept[key] = future
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return future

    def _less(self, _: Future[Opening]) -> None:
        self._waiting -= 1


def _made(build: Warehouse, path: str, texts: dict[str, str]) -> Opening:
    try:
        return opening_of(build, load_catalogue(), path, texts, remember)
    except IndicatorsError:
        return Opening(path)  # the live page says what is wrong
    except Exception:
        logging.getLogger(__name__).exception("the first sight of %s could not be made", path)
        return Opening(path)
