"""TOML tables read into frozen dataclasses, with every problem reported at once.

A key that the dataclass does not have is refused, a missing one without a default likewise.
What the values mean is checked by the module that owns the dataclass.
"""

import dataclasses
import tomllib
import types
import typing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from indicators.errors import CatalogueError

T = TypeVar("T")


def read_toml(path: Path) -> dict[str, Any]:
    """The file's tables.

    Raises:
        CatalogueError: the file is missing or is not TOML; the message names line and column.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise CatalogueError(f"{path} is missing. Restore it from the repository.") from None
    except UnicodeDecodeError as reason:
        raise CatalogueError(
            f"{path} is not UTF-8 text: byte {reason.start + 1:,} cannot be read. Save it as UTF-8 "
            "or restore it from the repository."
        ) from None
    except tomllib.TOMLDecodeError as reason:
        raise CatalogueError(
            f"{path} is not valid TOML: {reason}. Mend that line and try again."
        ) from None


def build(cls: type[T], table: object, where: str, problems: list[str]) -> T | None:
    """One dataclass from one table; None when anything was wrong, with each fault appended.

    `where` names the table for the reader of the message, for example `indicator gerd`.
    """
    if not isinstance(table, dict):
        problems.append(f"{where}: expected a table, found {_name(table)}")
        return None
    known = _fields(typing.cast(Any, cls))
    before = len(problems)
    for key in table.keys() - known.keys():
        problems.append(f"{where}: unknown key {key!r}; known keys are {', '.join(sorted(known))}")
    values = {}
    for key, (name, hint, required) in known.items():
        if key in table:
            values[name] = _value(hint, table[key], f"{where}, {key}", problems)
        elif required:
            problems.append(f"{where}: {key!r} is missing")
    return cls(**values) if len(problems) == before else None


def build_all(
    cls: type[T], tables: object, noun: str, problems: list[str], key: str = "id"
) -> tuple[T, ...]:
    """A dataclass for each table of an array; ids must be unique."""
    if not isinstance(tables, list):
        problems.append(f"{noun}: expected [[{noun}]] tables")
        return ()
    built, seen = [], set()
    for position, table in enumerate(tables, start=1):
        name = table.get(key) if isinstance(table, dict) else None
        where = f"{noun} {name or f'number {position}'}"
        if name in seen:
            problems.append(f"{where}: {key} {name!r} stands twice")
        seen.add(name)
        item = build(cls, table, where, problems)
        if item is not None:
            built.append(item)
    return tuple(built)


@cache
def _fields(cls: Any) -> dict[str, tuple[str, Any, bool]]:
    hints = typing.get_type_hints(cls)
    missing = dataclasses.MISSING
    return {
        field.metadata.get("key", field.name): (
            field.name,
            hints[field.name],
            field.default is missing and field.default_factory is missing,
        )
        for field in dataclasses.fields(cls)
        if field.init
    }


def _value(hint: Any, value: object, where: str, problems: list[str]) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = next(a for a in arguments if a is not type(None))
        return _value(inner, value, where, problems)
    if origin is tuple:
        if not isinstance(value, list):
            problems.append(f"{where}: expected a list, found {_name(value)}")
            return ()
        return tuple(
            _value(arguments[0], item, f"{where} {position}", problems)
            for position, item in enumerate(value, start=1)
        )
    if origin is dict:
        if not isinstance(value, dict):
            problems.append(f"{where}: expected a table, found {_name(value)}")
            return {}
        return {k: _value(arguments[1], v, f"{where} {k}", problems) for k, v in value.items()}
    if dataclasses.is_dataclass(hint):
        return build(typing.cast(type, hint), value, where, problems)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is not bool and isinstance(value, bool)):
        problems.append(f"{where}: expected {hint.__name__}, found {_name(value)}")
        return None
    if hint is str and value != value.strip():
        problems.append(f"{where}: has spaces at its start or end")
    return value


def _name(value: object) -> str:
    return f"{type(value).__name__} {value!r}"
