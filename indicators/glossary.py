"""The glossary: what words mean here, in plain words, from `glossary.toml`.

It reads and checks declarations. Where a word stands in a text is found elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from indicators.declarations import build_all, read_toml
from indicators.errors import CatalogueError, raise_all

GLOSSARY_FILE = Path(__file__).with_name("glossary.toml")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Begins with a letter or digit and ends with one or with a per cent sign.
_FORM = re.compile(r"\w([^<>\s]| (?! ))*(?<=[\w%])")
#: A meaning longer than this is not plain any more.
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Term:
    """One word and what it means.

    `forms` are the spellings that are linked where they stand in a text; without any the word has
    an entry and is never linked. One in small letters also stands for itself with a first capital.
    `more` says what follows for the reader; `source` names the standard that defines the word,
    and `address` where that is; `see` are ids of other terms.
    """

    id: str
    word: str
    meaning: str
    more: str = ""
    forms: tuple[str, ...] = ()
    source: str = ""
    address: str = ""
    see: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Glossary:
    """Every term, in alphabetical order of its word."""

    terms: tuple[Term, ...]

    @cached_property
    def by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}

    @cached_property
    def by_form(self) -> dict[str, Term]:
        return {form: term for term in self.terms for form in term.forms}

    def __getitem__(self, term_id: str) -> Term:
        try:
            return self.by_id[term_id]
        except KeyError:
            raise CatalogueError(
                f"there is no term {term_id!r}. See indicators/glossary.toml for the ids."
            ) from None

    def __contains__(self, term_id: object) -> bool:
        return term_id in self.by_id

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)


def _problems(term: Term, ids: set[str]) -> Iterator[str]:
    where = f"term {term.id}"
    if not _ID.fullmatch(term.id):
        yield f"{where}: an id has small letters, digits and single hyphens only"
    for key in ("word", "meaning"):
        if not getattr(term, key):
            yield f"{where}: {key} is empty"
    for key in ("meaning", "more"):
        text = getattr(term, key)
        if text and not text.endswith("."):
            yield f"{where}: {key} does not end with a full stop"
        if len(text.split()) > _MOST_WORDS:
            yield f"{where}: {key} has {len(text.split())} words; {_MOST_WORDS} is the most"
    if term.address and (not term.source or not term.address.startswith("https://")):
        yield f"{where}: an address starts with https:// and belongs to a named source"
    for other in term.see:
        if other not in ids or other == term.id:
            yield f"{where}: see {other!r} is not another term"


def _form_problems(terms: tuple[Term, ...]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for term in terms:
        for form in term.forms:
            first = seen.setdefault(form.casefold(), term.id)
            if first != term.id:
                yield f"term {term.id}: the form {form!r} stands for {first} already"
            if not _FORM.fullmatch(form):
                yield f"term {term.id}: the form {form!r} is not words with single spaces between"


@cache
def load_glossary(path: Path = GLOSSARY_FILE) -> Glossary:
    """Read and check the glossary.

    Raises:
        CatalogueError: every problem of the file in one message, each with its term's id.
    """
    tables = read_toml(path)
    problems = [f"unknown table {table!r}" for table in tables.keys() - {"term"}]
    terms = build_all(Term, tables.get("term", []), "term", problems)
    ids = {term.id for term in terms}
    for term in terms:
        problems += _problems(term, ids)
    problems += _form_problems(terms)
    raise_all(CatalogueError, str(path), problems)
    return Glossary(tuple(sorted(terms, key=lambda term: term.word.casefold())))
