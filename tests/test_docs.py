"""The documents are true: what they name exists, and what is generated is fresh."""

import re

import pytest

from etl.__main__ import main
from indicators.settings import ROOT, SETTINGS

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_data_dictionary_is_fresh():
    assert main(["docs", "--check"]) == 0


def test_every_setting_is_in_the_data_dictionary():
    dictionary = text_of("docs/data-dictionary.md")
    assert [s.name for s in SETTINGS if s.name not in dictionary] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_make_target_named_exists(path):
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)\b(?=[`\s])", path.read_text(encoding="utf-8")))
    named &= set(
        re.findall(r"(?:`|^)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert named <= targets, named - targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_command_named_exists(path, capsys):
    for command in set(re.findall(r"python -m etl ([a-z]+)", path.read_text(encoding="utf-8"))):
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0, command
        capsys.readouterr()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_link_within_the_repository_leads_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name}: {target}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_every_path_in_code_marks_exists(path):
    if path.name == "data-dictionary.md":
        return
    for target in re.findall(
        r"`((?:data|docs|etl|indicators|pages|tests)/[\w./-]+)`", path.read_text(encoding="utf-8")
    ):
        if "<" not in target and not target.startswith(
            ("data/warehouse", "data/snapshots", "data/results")
        ):
            assert (ROOT / target).exists(), f"{path.name}: {target}"
