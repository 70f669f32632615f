"""How a chart was made: statements, vintages with their hashes, versions, and code to do it again.

It runs nothing but the look-up of vintages.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from indicators import queries
from indicators.catalogue import Catalogue, Indicator
from indicators.choice import Choice
from indicators.code_version import code_version
from indicators.exports.code import Snippet, fetching, from_file
from indicators.exports.licence import may_pass_on
from indicators.notes import sentence
from indicators.numbers import format_date_label
from indicators.view import View
from indicators.views.indicator.facts import divided_by
from indicators.views.indicator.question import Question
from indicators.warehouse import Warehouse, open_duckdb_path

#: As many characters of a build id as every file prints.
_SHORT = 12


@dataclass(frozen=True)
class Working:
    """`statements` are those that were run, `steps` what was done with their rows after.

    `fetches` is code that fetches the same numbers; where the licence forbids that, it is empty
    and `closed` says so.
    """

    statements: tuple[Snippet, ...]
    steps: tuple[str, ...]
    vintages: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    fetches: tuple[Snippet, ...]
    closed: str = ""


def working(
    w: Warehouse,
    catalogue: Catalogue,
    question: Question,
    view: View,
    chosen: Choice,
    *,
    base: str,
) -> Working:
    """The working behind the view of a question.

    Args:
        chosen: the same choice by ids, for the address that the code fetches from.
        base: the address of this service, which stands before its paths.
    """
    names = [question.indicator.id, *divided_by(w, catalogue, question)]
    names += [question.beside] if question.beside else []
    statements = tuple(_statement(catalogue[name], question) for name in dict.fromkeys(names))
    open_here = may_pass_on(view, catalogue)
    fetches: tuple[Snippet, ...] = ()
    if open_here:
        address = csv_address(base, chosen, w.build_id)
        file = f"uk-technology-indicators-{open_duckdb_path(w.path).name}"
        fetches = (*fetching(address), from_file(statements[0].code, file))
    return Working(
        statements=statements,
        steps=_steps(question, view),
        vintages=_vintages(w, view),
        versions=(
            ("Data version (build)", w.build_id),
            ("Program version", code_version()),
            ("Rows of data behind the chart", f"{len(view.data):,}"),
        ),
        fetches=fetches,
        closed="" if open_here else _closed(question.indicator),
    )


def csv_address(base: str, chosen: Choice, build_id: str) -> str:
    """The whole address of the rows behind a chart, of this build for as long as it is kept."""
    asked = chosen.parameters
    name = asked.pop("indicator")
    query = urlencode({**asked, "v": build_id[:_SHORT]})
    return f"{base.rstrip('/')}/indicators/{name}.csv?{query}"


def _statement(indicator: Indicator, question: Question) -> Snippet:
    sql = queries.observations_sql(indicator.id, frequency=question.frequency, on=question.as_at)
    return Snippet(indicator.title, "Runs in DuckDB on the open file.", "sql", sql)


def _steps(question: Question, view: View) -> tuple[str, ...]:
    """What is done to the rows of the statements, in order."""
    steps = ["The statement above gives every area of the indicator at this frequency."]
    if question.years is not None:
        first, last = question.years
        steps.append(f"Kept: periods whose middle day lies in {first} to {last}.")
    if question.period:
        steps.append(f"Kept: figures up to {question.period}.")
    computed = [note for note in view.notes if note.startswith("Computed here.")]
    steps += computed
    if question.group is not None:
        steps.append(f"Compared: {question.group.rule}")
    steps.append(
        "Nothing is filled in, joined across a declared break or converted between currencies. "
        "Numbers are rounded only when they are written."
    )
    return tuple(steps)


def _vintages(w: Warehouse, view: View) -> tuple[tuple[str, str], ...]:
    """The vintages whose figures stand in the chart, newest first: name, and all that traces it."""
    used = set(view.data["vintage_id"])
    found = queries.vintages(w)
    told = []
    for v in found[found["vintage_id"].isin(used)].to_dict("records"):
        name = ", ".join(part for part in (v["publisher"], v["dataset"], v["edition"]) if part)
        day = f"{v['date_kind']} {format_date_label(str(v['date_label']))}"
        parts = (
            sentence(day),
            sentence(str(v["read_as"])),
            f"Licence: {v['licence']}.",
            f"Address: {v['address']}" if v["address"] else "",
            f"SHA-256 of the {v['sha256_of']}: {v['sha256']}." if v["sha256"] else "",
            f"Vintage {v['vintage_id']}.",
        )
        told.append((name, " ".join(part for part in parts if part)))
    return tuple(told)


def _closed(indicator: Indicator) -> str:
    return (
        "The licence of these figures does not allow them to be passed on as data, so there is no "
        f"address to fetch them from. {indicator.publisher} has them: see the addresses above."
    )
