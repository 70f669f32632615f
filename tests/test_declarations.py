"""TOML into dataclasses: unknown keys refused, every problem reported at once."""

from dataclasses import dataclass, field

import pytest

from indicators.declarations import build, build_all, read_toml
from indicators.errors import CatalogueError


@dataclass(frozen=True)
class Part:
    name: str
    weight: float = 1.0


@dataclass(frozen=True)
class Thing:
    id: str
    count: int
    ready: bool = False
    share: float | None = None
    tags: tuple[str, ...] = ()
    codes: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    part: Part | None = None
    origin: str = field(default="", metadata={"key": "from"})


def test_a_whole_table():
    problems: list[str] = []
    table = {
        "id": "a",
        "count": 2,
        "ready": True,
        "share": 1,
        "tags": ["x", "y"],
        "codes": {"oecd": "W"},
        "parts": [{"name": "p"}, {"name": "q", "weight": 2}],
        "part": {"name": "r"},
        "from": "there",
    }
    expected = Thing(
        "a",
        2,
        ready=True,
        share=1.0,
        tags=("x", "y"),
        codes={"oecd": "W"},
        parts=(Part("p"), Part("q", 2.0)),
        part=Part("r"),
        origin="there",
    )
    assert build(Thing, table, "thing a", problems) == expected
    assert problems == []


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"count": 1}, ["thing a: 'id' is missing"]),
        ({"id": "a", "count": "1"}, ["thing a, count: expected int, found str '1'"]),
        ({"id": "a", "count": True}, ["thing a, count: expected int, found bool True"]),
        ({"id": 1, "count": 1}, ["thing a, id: expected str, found int 1"]),
        ({"id": "a ", "count": 1}, ["thing a, id: has spaces at its start or end"]),
        ({"id": "a", "count": 1, "tags": "x"}, ["thing a, tags: expected a list, found str 'x'"]),
        ({"id": "a", "count": 1, "tags": [1]}, ["thing a, tags 1: expected str, found int 1"]),
        (
            {"id": "a", "count": 1, "codes": ["x"]},
            ["thing a, codes: expected a table, found list ['x']"],
        ),
        (
            {"id": "a", "count": 1, "parts": [{"name": "p", "wait": 2}]},
            ["thing a, parts 1: unknown key 'wait'; known keys are name, weight"],
        ),
        ({"id": "a", "count": 1, "part": 3}, ["thing a, part: expected a table, found int 3"]),
        ("text", ["thing a: expected a table, found str 'text'"]),
    ],
)
def test_each_fault_is_named(table, expected):
    problems: list[str] = []
    assert build(Thing, table, "thing a", problems) is None
    assert problems == expected


def test_a_renamed_key_is_known_by_its_name_in_the_file_only():
    problems: list[str] = []
    build(Thing, {"id": "a", "count": 1, "origin": "x"}, "thing a", problems)
    assert len(problems) == 1
    assert problems[0].startswith(
        "thing a: unknown key 'origin'; known keys are codes, count, from"
    )


def test_all_tables_are_read_before_anything_is_reported():
    problems: list[str] = []
    tables = [{"id": "a", "count": 1}, {"id": "a", "count": 2}, {"id": "b"}, {"kind": 1}]
    built = build_all(Thing, tables, "thing", problems)
    assert [thing.id for thing in built] == ["a", "a"]
    assert problems[0] == "thing a: id 'a' stands twice"
    assert problems[1] == "thing b: 'count' is missing"
    assert any(problem.startswith("thing number 4: ") for problem in problems)


def test_not_a_list_of_tables():
    problems: list[str] = []
    assert build_all(Thing, {"id": "a"}, "thing", problems) == ()
    assert problems == ["thing: expected [[thing]] tables"]


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(CatalogueError, match=r"none\.toml is missing\. Restore it"):
        read_toml(tmp_path / "none.toml")


def test_a_broken_file_names_line_and_column(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text('[[indicator]]\nid = "a\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"broken\.toml is not valid TOML: .*line 2"):
        read_toml(path)


def test_bytes_that_are_not_text(tmp_path):
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CatalogueError, match="is not UTF-8 text: byte 1 "):
        read_toml(path)
