"""`python -m etl refresh`: ask the services for what the catalogue names, and keep their answers.

The sources run side by side, one thread each, because each is a host of its own. It builds
nothing: `python -m etl build` makes figures of what was kept.
"""

import argparse
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console

from etl import journal
from etl.display import Bars, show_plans, show_reports
from etl.find import find
from etl.http import Client, retry_budget, user_agent
from etl.pace import Clock
from etl.retrieval import Plan, Report, Retriever, plan
from etl.snapshots import Snapshots
from etl.sources import fetched_source_ids, get_source, series_of
from indicators.catalogue import Catalogue, load_catalogue
from indicators.errors import SourceError

__all__ = ["Run", "find", "main", "plans_for"]

#: Exit code of a command that was stopped from the keyboard.
INTERRUPTED = 130


def main(arguments: argparse.Namespace) -> int:
    """Refresh what `arguments` asks for: 0 when all went well, 1 when anything failed.

    Raises:
        SourceError: no contact is set, or there is no such source or live indicator.
        CatalogueError: there is no such indicator.
    """
    console = Console()
    plans = plans_for(load_catalogue(), arguments.source, arguments.indicator)
    if arguments.dry_run:
        show_plans(console, plans, arguments.history)
        return int(any(one.refused for one in plans))
    run = Run(plans, user_agent(), retry_budget(), arguments.history)
    reports = run.run(console)
    journal.record(reports)
    show_reports(console, reports)
    if run.stop.is_set():
        console.print("Stopped. Run the refresh again: it goes on where it stopped.")
        return INTERRUPTED
    return int(any(report.count("failed") for report in reports))


def plans_for(
    catalogue: Catalogue, source_id: str | None = None, indicator_id: str | None = None
) -> list[Plan]:
    """What is to be asked of each source; of one source or for one indicator where named.

    Raises:
        SourceError: the source cannot be fetched, or the indicator does not come from one that can.
        CatalogueError: there is no such indicator.
    """
    sources = fetched_source_ids()
    if source_id is not None and source_id not in sources:
        raise SourceError(
            f"{source_id!r} is not a source that can be fetched; those are {', '.join(sources)}."
        )
    chosen = set(catalogue.by_id) if indicator_id is None else _parts(catalogue, indicator_id)
    plans = []
    for name in sources if source_id is None else [source_id]:
        series = [one for one in series_of(catalogue, name) if one.indicator_id in chosen]
        if series:
            plans.append(plan(get_source(name), series))
    if not plans and indicator_id is not None:
        raise SourceError(
            f"indicator {indicator_id} has nothing to fetch: its figures come from "
            f"{catalogue[indicator_id].source!r}. Leave out --source, or choose another indicator."
        )
    return plans


def _parts(catalogue: Catalogue, indicator_id: str) -> set[str]:
    """The indicator itself, or what a derived one is computed from."""
    formula = catalogue[indicator_id].formula
    if formula is None:
        return {indicator_id}
    return _parts(catalogue, formula.numerator) | _parts(catalogue, formula.denominator)


@dataclass
class Run:
    """One refresh of several sources side by side."""

    plans: Sequence[Plan]
    agent: str
    budget: float
    history: bool = False
    clock: Clock = field(default_factory=Clock)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, console: Console) -> list[Report]:
        """The report of each source, in order; what was stopped has an unfinished one."""
        with Bars(console, self.plans, self.stop) as bars:
            retrievers = [self._retriever(one, bars) for one in self.plans]
            threads: list[threading.Thread] = []
            try:
                # Ctrl-C can come as soon as the first has begun.
                threads += (_start(retriever.run) for retriever in retrievers)
                _join(threads)
            except KeyboardInterrupt:
                # The threads end at their next request or wait, or with the process.
                self.stop.set()
                _join(threads, seconds=2.0)
        return [retriever.report for retriever in retrievers]

    def _retriever(self, one: Plan, bars: Bars) -> Retriever:
        source = one.source.SOURCE
        snapshots = Snapshots(source.id, now=self.clock.now)
        client = Client(
            source,
            self.agent,
            budget=self.budget,
            clock=Clock(self.clock.monotonic, self._sleep, self.clock.now),
            earlier=[retrieval.retrieved_at for retrieval in snapshots.retrievals],
        )
        return Retriever(one, client, snapshots, bars.tell, self.history)

    def _sleep(self, seconds: float) -> None:
        """Sleep, unless the refresh is stopped."""
        if self.clock.sleep is not time.sleep:
            self.clock.sleep(seconds)
        elif self.stop.wait(seconds):
            raise KeyboardInterrupt


def _start(work: Callable[[], Report]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except KeyboardInterrupt:
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _join(threads: Iterable[threading.Thread], seconds: float = float("inf")) -> None:
    """Wait for the threads, in short steps so that Ctrl-C is heard on every system."""
    end = time.monotonic() + seconds
    for thread in threads:
        while thread.is_alive() and time.monotonic() < end:
            thread.join(0.1)
