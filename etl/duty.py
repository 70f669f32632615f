"""What whoever is on duty must know first: what serves, its age, the store, the last refreshes,
and what to do next. It reads and changes nothing; `etl.status` has the details of every series.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from etl import journal, releases
from etl.journal import Entry
from etl.status import SeriesStatus
from indicators.errors import StoreError
from indicators.settings import STORE, read
from indicators.store import configured

#: Days without a refresh after which the scheduled job is not running.
LATE_DAYS = 3


@dataclass(frozen=True, slots=True)
class StoreState:
    """What the store says; `problem` in place of it where it does not answer."""

    address: str
    release: str = ""
    build_id: str = ""
    moved_at: str = ""
    withdrawn: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """The state of a machine. `taken`: the build came from the store. `store` is None without one.

    `refreshes` are the machine's own, or those of the job that pushed the build.
    """

    build_id: str
    built_at: str
    age_hours: float
    taken: bool
    inputs_changed: bool
    store: StoreState | None
    refreshes: tuple[Entry, ...]
    next_steps: tuple[str, ...] = ()


def state(
    path: Path, series: Sequence[SeriesStatus], inputs_changed: bool, moment: datetime
) -> Duty:
    """The state of this machine, whose serving build stands at `path`, at a moment in UTC."""
    built = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    release = releases.taken(path)
    seen = Duty(
        build_id=path.stem,
        built_at=built.isoformat(timespec="seconds"),
        age_hours=round((moment - built) / timedelta(hours=1), 1),
        taken=release is not None,
        inputs_changed=inputs_changed and release is None,
        store=_store(),
        refreshes=tuple(refreshes(path)),
    )
    steps = (*_of_store(seen), *_of_refreshes(seen, moment), *_of_series(series))
    if seen.inputs_changed:
        steps = ("Inputs have changed since: run `python -m etl build`.", *steps)
    return replace(seen, next_steps=steps)


def refreshes(path: Path) -> list[Entry]:
    """The last refresh of each source: this machine's, or the job's that pushed the build."""
    own = journal.entries()
    release = releases.taken(path)
    return own or [Entry(**told) for told in (release.sources if release else ())]


def _store() -> StoreState | None:
    try:
        store = configured()
        if store is None:
            return None
        found = store.serving()
    except StoreError as reason:
        return StoreState(read(STORE), problem=str(reason))
    if found is None:
        return StoreState(store.address)
    pointer, release = found
    return StoreState(
        store.address, release.name, release.build_id, pointer.moved_at[:19],
        tuple(sorted(pointer.withdrawn)),
    )  # fmt: skip


def _of_store(seen: Duty) -> list[str]:
    store = seen.store
    if store is None:
        return []
    if store.problem:
        return [f"The store does not answer; what serves goes on serving. {store.problem}"]
    if not store.release:
        return [f"{store.address} holds no release yet: run `python -m etl push`."]
    if store.build_id == seen.build_id:
        return []
    if seen.build_id in store.withdrawn:
        return [
            f"Build {seen.build_id} was withdrawn and still serves here: run `python -m etl pull`."
        ]
    if seen.taken:
        return [f"The store serves {store.build_id}: run `python -m etl pull`, or wait a minute."]
    return [
        f"Servers have {store.build_id}, this machine {seen.build_id}: run `python -m etl push` "
        "to send it, or `python -m etl pull` to take theirs."
    ]


def _of_refreshes(seen: Duty, moment: datetime) -> list[str]:
    if not seen.refreshes:
        return [
            "No refresh is known: the figures are those that came with the code. Set "
            "INDICATORS_CONTACT and run `python -m etl refresh`."
        ]
    steps = [
        f"{entry.source}: {entry.failed} indicators were not fetched at {entry.ended_at}. Run "
        f"`python -m etl refresh --source {entry.source}`; if it fails again, see Sources down "
        "in docs/operations.md."
        for entry in seen.refreshes
        if entry.failed
    ]
    newest = max(entry.moment for entry in seen.refreshes)
    if moment - newest > timedelta(days=LATE_DAYS):
        steps.append(
            f"The last refresh ended {(moment - newest).days} days ago: see whether the scheduled "
            "job still runs."
        )
    return steps


def _of_series(series: Sequence[SeriesStatus]) -> list[str]:
    held = [s.indicator_id for s in series if s.kept_out]
    if not held:
        return []
    named = ", ".join(held[:5]) + (f" and {len(held) - 5} more" if len(held) > 5 else "")
    return [
        f"{len(held)} series have a vintage that is held back or refused ({named}): look at each "
        "below, then `python -m etl accept ID` or mend its input."
    ]
