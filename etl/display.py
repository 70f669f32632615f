"""What a person sees of a refresh: a bar for each source while it runs, and a closing table.

It only shows; outside a terminal there are no bars, and the table is plain text.
"""

from collections.abc import Sequence
from threading import Event
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from etl.journal import OUTCOMES
from etl.retrieval import Plan, Report


class Bars:
    """A progress bar for each source: what is being fetched, what is left, what was kept."""

    def __init__(self, console: Console, plans: Sequence[Plan], stop: Event) -> None:
        self._stop = stop
        self._progress = Progress(
            TextColumn("{task.fields[source]}", table_column=Column(no_wrap=True, max_width=30)),
            BarColumn(bar_width=20, table_column=Column(min_width=8)),
            MofNCompleteColumn(table_column=Column(no_wrap=True, min_width=5)),
            TimeRemainingColumn(table_column=Column(no_wrap=True, min_width=7)),
            TextColumn("{task.fields[kept]} new"),
            # The only column that gives way on a narrow terminal.
            TextColumn("{task.description}", table_column=Column(ratio=1, no_wrap=True)),
            console=console,
            expand=True,
            disable=not console.is_terminal,
        )
        self._tasks = {
            plan.source.SOURCE.id: self._progress.add_task(
                "", total=len(plan.requests), source=plan.source.SOURCE.publisher, kept=0
            )
            for plan in plans
        }
        self._done = dict.fromkeys(self._tasks, -1)

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def tell(self, report: Report, label: str, left: int) -> None:
        """Show one step of a source; a refresh that was stopped ends here."""
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._done[report.source_id] += 1
        done = self._done[report.source_id]
        short = label if len(label) <= 50 else label[:49] + "…"
        self._progress.update(
            self._tasks[report.source_id],
            description=short,
            completed=done,
            total=done + left,
            kept=report.kept,
        )


def show_plans(console: Console, plans: Sequence[Plan], history: bool) -> None:
    """Print every request, one a line, and every series whose reference is refused."""
    for plan in plans:
        for request in plan.requests:
            console.print(f"GET {request.address}", markup=False, highlight=False, soft_wrap=True)
        if history and hasattr(plan.source, "history"):
            console.print("  and the earlier versions that each of these answers lists")
        for indicator_id, reason in plan.refused.items():
            _show_reason(console, indicator_id, "refused", reason)


def show_reports(console: Console, reports: Sequence[Report]) -> None:
    """Print how many indicators of each source were fetched and so on, and why some were not."""
    table = Table("Source", *(name.capitalize() for name in OUTCOMES), "Requests", "New answers")
    for column in table.columns[1:]:
        column.justify = "right"
    for report in reports:
        counts = [str(report.count(name)) for name in OUTCOMES]
        table.add_row(report.source_id, *counts, str(report.requests), str(report.kept))
    console.print(table)
    for report in reports:
        alike: dict[tuple[str, str], list[str]] = {}
        for indicator_id, reason in report.reasons.items():
            alike.setdefault((report.outcomes[indicator_id], reason), []).append(indicator_id)
        for (outcome, reason), ids in alike.items():
            _show_reason(console, ", ".join(ids), outcome, reason)
    if any(report.kept for report in reports):
        console.print(
            "Kept. `python -m etl diff` shows what would change; `python -m etl build` serves it.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _show_reason(console: Console, indicator_id: str, outcome: str, reason: str) -> None:
    text = f"{indicator_id}: {outcome}: {reason}"
    console.print(text, markup=False, highlight=False, soft_wrap=True)
