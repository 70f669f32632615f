"""Many readers at once, from one process that needs little: a load for measuring a server.

`python -m tests.benchmarks.crowd ADDRESS --most 160` adds readers step by step until the 95th
percentile of a page's time passes a second, and prints each step as a line of JSON. A reader opens
a page over Streamlit's WebSocket, waits for its end, thinks for about ten seconds, and goes on to
another. It reads only as much of each message as says that the page has ended.
"""

import argparse
import asyncio
import http.client
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

THINK = 10.0
#: Pages and queries of the readers: the real ones, as often as people open them.
PAGES = (
    ("", ""),
    ("indicators", "indicator=gerd_pct_gdp"),
    ("indicators", "indicator=gva_per_hour_ppp"),
    ("indicators", "indicator=gerd_pct_gdp&view=rank"),
    ("ambition", ""),
    ("strategy_figures", ""),
    ("technologies", ""),
    ("countries", ""),
)
#: Bytes beyond which a message is content and not the word that a page has ended.
_SHORT = 200
PATIENCE = 60.0


@dataclass
class Step:
    """What so many readers met. p50, p95: seconds of a page; lost: connections that broke."""

    readers: int
    runs: int
    p50: float
    p95: float
    lost: int
    refused: int


@dataclass
class Crowd:
    """Readers who live until they are cancelled."""

    address: str
    took: list[tuple[float, float]] = field(default_factory=list)
    lost: int = 0
    refused: int = 0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def add(self, count: int) -> None:
        """Let so many come, spread over the time that one thinks."""
        for _ in range(count):
            self.tasks.append(asyncio.create_task(self._live(random.uniform(0, THINK))))

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _live(self, wait: float) -> None:
        chance = random.Random()
        await asyncio.sleep(wait)
        while True:
            try:
                cookie = await asyncio.to_thread(cookie_of, self.address)
                if cookie is None:
                    self.refused += 1
                else:
                    await self._read(cookie, chance)
            except (OSError, WebSocketException, TimeoutError):
                self.lost += 1
            await asyncio.sleep(chance.uniform(0.5, 1.5))

    async def _read(self, cookie: str, chance: random.Random) -> None:
        place = urlsplit(self.address)
        async with connect(
            f"ws://{place.netloc}/_stcore/stream",
            origin=self.address,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": cookie} if cookie else None,
            max_size=None, compression=None, open_timeout=PATIENCE,
        ) as socket:  # fmt: skip
            while True:
                page, query = chance.choice(PAGES)
                begun = time.perf_counter()
                await socket.send(question(self.address, page, query))
                async with asyncio.timeout(PATIENCE):
                    while not ends(await socket.recv()):
                        pass
                self.took.append((time.monotonic(), time.perf_counter() - begun))
                await asyncio.sleep(THINK * chance.uniform(0.5, 1.5))


def cookie_of(address: str) -> str | None:
    """The cookie that comes with the first document; None where it is the page of the queue."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
    try:
        connection.request("GET", "/", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            return None
        return (answer.getheader("set-cookie") or "").split(";")[0]
    except http.client.HTTPException as reason:
        raise OSError(str(reason)) from reason
    finally:
        connection.close()


def question(address: str, page: str, query: str) -> bytes:
    """The message that asks for a page."""
    asked = BackMsg()
    told = asked.rerun_script
    told.page_name, told.query_string = page, query
    told.context_info.url = f"{address}/{page}"
    told.context_info.timezone, told.context_info.locale = "Europe/London", "en-GB"
    told.context_info.color_scheme = "light"
    return asked.SerializeToString()


def ends(content: str | bytes) -> bool:
    """Whether a message says that the page has ended."""
    if isinstance(content, str) or len(content) > _SHORT:
        return False
    return ForwardMsg.FromString(content).WhichOneof("type") == "script_finished"


def percentile(values: Sequence[float], share: float) -> float:
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * share))] if found else float("inf")


async def measure(address: str, start: int, step: int, most: int, hold: float) -> list[Step]:
    """Step by step more readers, until a page takes more than a second or a connection breaks."""
    crowd, steps = Crowd(address), []
    try:
        readers = start
        crowd.add(start)
        while readers <= most:
            # Arrivals are over and every page has been made once before the clock runs.
            await asyncio.sleep(THINK * 1.5)
            since, lost, refused = time.monotonic(), crowd.lost, crowd.refused
            await asyncio.sleep(hold)
            times = [took for ended, took in crowd.took if ended >= since]
            found = Step(
                readers, len(times), percentile(times, 0.5), percentile(times, 0.95),
                crowd.lost - lost, crowd.refused - refused,
            )  # fmt: skip
            steps.append(found)
            sys.stdout.write(json.dumps(asdict(found)) + "\n")
            sys.stdout.flush()
            if found.p95 > 1 or found.lost:
                break
            crowd.add(step)
            readers += step
    finally:
        await crowd.leave()
    return steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--start", type=int, default=20)
    parser.add_argument("--step", type=int, default=20)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--hold", type=float, default=30.0)
    given = parser.parse_args()
    asyncio.run(measure(given.address, given.start, given.step, given.most, given.hold))


if __name__ == "__main__":
    main()
