"""The commands of `python -m etl`. Those that speak with the store are in `etl.store_commands`.

It reads arguments and prints. What the commands do is in the modules they call.
"""

import argparse
import dataclasses
import importlib
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime

from etl import diff, docs, duty, pipeline, status, store_commands
from etl.accepted import Accepted, write_accepted
from etl.console import fail, show, show_table
from etl.hold_back import HELD_BACK, LOADED, Outcome
from etl.inputs import Inputs
from etl.journal import OUTCOMES
from etl.tables import Candidate
from indicators.catalogue import load_catalogue
from indicators.errors import CatalogueError, IndicatorsError
from indicators.queries import load_log, serving_cells
from indicators.settings import data_dir
from indicators.warehouse import Warehouse, current_path, serving

#: Changed cells that `diff` prints; `--json` gives all.
_SHOWN = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit code: 0 good, 1 something failed, 2 wrong arguments."""
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
    except IndicatorsError as error:
        return fail(str(error))
    except KeyboardInterrupt:
        return fail("interrupted. What served before still does.")
    except BrokenPipeError:
        # The reader of a pipe (`| head`) has had enough; Python must not write on exit either.
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Figures in, warehouse out.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="make the warehouse from seed and snapshots, offline")
    build.add_argument("--quiet", action="store_true", help="print nothing unless it fails")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", help="check catalogue and figures; write nothing")
    check.set_defaults(run=_check)

    differ = commands.add_parser("diff", help="what a build now would change in the serving one")
    differ.add_argument("--json", action="store_true", help="print JSON")
    differ.set_defaults(run=_diff)

    state = commands.add_parser("status", help="what serves, what went wrong, what to do next")
    state.add_argument("--json", action="store_true", help="print JSON")
    state.set_defaults(run=_status)

    accept = commands.add_parser("accept", help="let a held-back vintage of an indicator through")
    accept.add_argument("indicator", metavar="ID", help="indicator id")
    accept.add_argument("--vintage", help="vintage id; needed where several are held back")
    accept.add_argument("--reason", default="Looked at and found right.", help="kept with it")
    accept.set_defaults(run=_accept)

    refresh = commands.add_parser("refresh", help="fetch new figures from the publishers")
    refresh.add_argument("--source", metavar="ID", help="only this source")
    refresh.add_argument("--indicator", metavar="ID", help="only this indicator")
    refresh.add_argument("--dry-run", action="store_true", help="print the requests, send none")
    refresh.add_argument("--history", action="store_true", help="fetch earlier ONS releases too")
    refresh.set_defaults(run=lambda chosen: _live("main", chosen))

    find = commands.add_parser("find", help="look an ONS series up by its four-letter code")
    find.add_argument("cdid", metavar="CDID")
    find.set_defaults(run=lambda chosen: _live("find", chosen))

    write = commands.add_parser("docs", help="write docs/data-dictionary.md")
    write.add_argument("--check", action="store_true", help="only say whether it is up to date")
    write.set_defaults(run=_docs)

    path = commands.add_parser("path", help="print the path of the serving build")
    path.set_defaults(run=_path)

    store_commands.add(commands)
    return parser


def _build(chosen: argparse.Namespace) -> int:
    start = time.monotonic()
    built = pipeline.build()
    if not chosen.quiet:
        warehouse = Warehouse(built.path)
        log = load_log(warehouse)
        done = "is up to date" if built.reused else f"made in {time.monotonic() - start:.1f} s"
        show(f"Build {built.build_id} {done}: {built.path}")
        loaded = log[log["outcome"] == LOADED]
        show(
            f"{loaded['rows'].sum():,} figures of {loaded['indicator_id'].nunique()} indicators "
            f"from {loaded['vintage_id'].nunique()} vintages."
        )
        kept_out = log[log["outcome"] != LOADED]
        columns = ["indicator_id", "vintage_id", "outcome", "reason"]
        show_table("Held back or refused", columns, kept_out[columns].to_numpy().tolist())
        warehouse.close()
    return 0


def _check(chosen: argparse.Namespace) -> int:  # noqa: ARG001
    candidate = pipeline.prepare(Inputs())
    outcomes = [o for o in candidate.outcomes if o.outcome != LOADED]
    served = set(candidate.latest["indicator_id"].unique())
    without = [i.id for i in candidate.catalogue if i.available and i.id not in served]
    show(
        f"{len(candidate.catalogue)} indicators, {len(candidate.vintages)} vintages, "
        f"{len(candidate.observation):,} figures: no fault."
    )
    _show_kept_out(outcomes)
    show_table("Indicators without figures", ["indicator_id"], [[name] for name in without])
    return 0


def _show_kept_out(outcomes: Sequence[Outcome]) -> None:
    rows = [(o.indicator_id, o.vintage_id, o.outcome, o.reason) for o in outcomes]
    show_table("Held back or refused", ("indicator_id", "vintage_id", "outcome", "reason"), rows)


def _diff(chosen: argparse.Namespace) -> int:
    found = diff.compare(serving_cells(serving()), pipeline.prepare(Inputs()))
    if chosen.json:
        cells = json.loads(found.cells.to_json(orient="records", double_precision=15))
        show(json.dumps({"cells": cells, "kept_out": found.kept_out}, indent=1, ensure_ascii=False))
        return 0
    counts = found.cells["change"].value_counts()
    kinds = ("new", "revised", "lost", "out of range")
    show(", ".join(f"{counts.get(kind, 0)} {kind}" for kind in kinds))
    show_table("Changes", diff.COLUMNS, found.cells.head(_SHOWN).to_numpy().tolist())
    if len(found.cells) > _SHOWN:
        show(f"and {len(found.cells) - _SHOWN} more; --json gives all")
    rows = [list(item.values()) for item in found.kept_out]
    show_table("Held back or refused", ("indicator_id", "vintage_id", "outcome", "reason"), rows)
    return 0


def _status(chosen: argparse.Namespace) -> int:
    inputs = Inputs()
    warehouse = serving()
    series = status.series_statuses(warehouse, inputs.responses, date.today())
    changed = warehouse.build_id != inputs.build_id
    seen = duty.state(warehouse.path, series, changed, datetime.now(UTC))
    if chosen.json:
        answer = dataclasses.asdict(seen) | {
            "sources": [dataclasses.asdict(s) for s in status.source_statuses(series)],
            "series": [dataclasses.asdict(s) for s in series],
        }
        show(json.dumps(answer, indent=1, ensure_ascii=False))
        return 0
    _show_duty(seen)
    for title, records in (("Sources", status.source_statuses(series)), ("Series", series)):
        names = [f.name for f in dataclasses.fields(records[0]) if f.name != "kept_out"]
        rows = [
            ["; ".join(v) if isinstance(v := getattr(r, n), tuple) else v for n in names]
            for r in records
        ]
        show_table(title, names, rows)
    held = [(s.indicator_id, text) for s in series for text in s.kept_out]
    show_table("Held back or refused", ("indicator_id", "what and why"), held)
    return 0


def _show_duty(seen: duty.Duty) -> None:
    origin = "taken from the store" if seen.taken else "up to date"
    if seen.inputs_changed:
        origin = "inputs have changed since: run `python -m etl build`"
    show(f"Serving build {seen.build_id} ({origin})")
    show(f"Built {seen.built_at}, {seen.age_hours:,.1f} hours ago")
    if seen.store is None:
        show("Store: none is named; this machine serves its own builds")
    else:
        told = seen.store.problem or (
            f"release {seen.store.release} since {seen.store.moved_at}" if seen.store.release else
            "no release yet"
        )  # fmt: skip
        show(f"Store {seen.store.address}: {told}")
    rows = [
        (e.source, e.ended_at, *(e.outcomes.get(o, 0) for o in OUTCOMES)) for e in seen.refreshes
    ]
    show_table("Last refreshes", ("source", "ended_at", *OUTCOMES), rows)
    show("What to do next" + ("" if seen.next_steps else ": nothing"))
    for step in seen.next_steps:
        show(f"  - {step}")


def _accept(chosen: argparse.Namespace) -> int:
    candidate = pipeline.prepare(Inputs())
    vintage = _held_vintage(candidate, chosen.indicator, chosen.vintage)
    path = data_dir() / "accepted.toml"
    write_accepted(path, Accepted(chosen.indicator, vintage, chosen.reason))
    show(f"Accepted {chosen.indicator} in {vintage}: written to {path}. Run `python -m etl build`.")
    return 0


def _held_vintage(candidate: Candidate, indicator_id: str, vintage: str | None) -> str:
    if indicator_id not in candidate.catalogue:
        raise CatalogueError(
            f"there is no indicator {indicator_id!r}. `python -m etl status` lists them."
        )
    held = {
        o.vintage_id: o.reason
        for o in candidate.outcomes
        if o.indicator_id == indicator_id and o.outcome == HELD_BACK and o.vintage_id
    }
    if vintage is None and len(held) == 1:
        return next(iter(held))
    if vintage in held:
        return vintage
    if not held:
        raise CatalogueError(f"nothing of {indicator_id} is held back, so nothing to accept.")
    listed = "".join(f"\n  - {name}: {reason}" for name, reason in held.items())
    raise CatalogueError(f"say which vintage of {indicator_id} with --vintage:{listed}")


def _docs(chosen: argparse.Namespace) -> int:
    catalogue = load_catalogue()
    if chosen.check:
        if docs.is_fresh(catalogue):
            return 0
        return fail("docs/data-dictionary.md is out of date. Run `python -m etl docs`.")
    docs.write(catalogue)
    show(f"Wrote {docs.DICTIONARY_FILE}")
    return 0


def _path(chosen: argparse.Namespace) -> int:  # noqa: ARG001
    show(str(current_path()))
    return 0


def _live(function: str, chosen: argparse.Namespace) -> int:
    """Hand over to the one module of commands that goes to the network."""
    code: int = getattr(importlib.import_module("etl.refresh"), function)(chosen)
    return code


if __name__ == "__main__":
    sys.exit(main())
