"""The commands: what they print, what they change, and how they fail."""

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from etl import __main__ as cli
from etl import docs, pipeline, refresh
from etl.console import show_table
from etl.inputs import Inputs
from etl.status import NEXT_PASSED, OLD, next_release_day
from indicators import errors
from indicators.catalogue import load_catalogue
from indicators.errors import IndicatorsError
from indicators.settings import SETTINGS
from indicators.warehouse import current_path, serving
from tests.seeding import CATALOGUE, Seed, answer, catalogue_with, inputs, stand_in_source
from tests.test_validate import HEADER

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def seed(tmp_path) -> Seed:
    seed = Seed(tmp_path / "seed")
    seed.add(
        "old",
        "gerd_pct_gdp,GBR,2019,A,2.5",
        "gerd_pct_gdp,GBR,2020,A,2.6",
        date="2025-03",
        next_release="March 2026",
    )
    return seed


@pytest.fixture
def run(seed, data_dir, monkeypatch, capsys):
    """Run a command on the test's inputs; answers exit code, output and errors."""
    changes: dict[str, object] = {}

    def given() -> Inputs:
        return inputs(seed.folder, **({"accepted": (data_dir / "accepted.toml",)} | changes))

    monkeypatch.setattr(cli, "Inputs", given)
    monkeypatch.setattr(pipeline, "Inputs", given)

    def run(*arguments: str, **changed: object) -> tuple[int, str, str]:
        changes.update(changed)
        code = cli.main(arguments)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_build_says_what_it_made_and_then_that_it_stands(run, data_dir):
    code, out, err = run("build")
    assert (code, err) == (0, "")
    path = current_path(data_dir / "warehouse")
    assert re.match(rf"Build {path.stem} made in \d+\.\d s: {re.escape(str(path))}\n", out)
    assert "2 figures of 1 indicators from 1 vintages.\nHeld back or refused: none\n" in out
    code, out, _ = run("build")
    assert out.startswith(f"Build {path.stem} is up to date: ")


def test_build_quiet_prints_nothing(run):
    assert run("build", "--quiet") == (0, "", "")


def test_a_build_that_fails_is_one_message_and_exit_1(run, seed):
    run("build")
    seed.add("wrong", "gerd_pct_gdp,GBR,2020,A,99", "gerd_pct_gdp,ATL,2020,A,2", date="2026")
    code, out, err = run("build")
    assert (code, out) == (1, "")
    assert err.startswith("error: the figures: 2 problems.\n  - wrong.csv row 3 gerd_pct_gdp: ATL")
    assert "Traceback" not in err


def test_check_writes_nothing_and_names_what_has_no_figures(run, data_dir):
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert out.startswith("8 indicators, 1 vintages, 2 figures: no fault.\n")
    assert "vc_pct_gdp" in out
    assert "perception" not in out
    assert not (data_dir / "warehouse").exists()


def test_check_fails_with_every_problem(run, seed):
    seed.add("wrong", "gerd_pct_gdp,GBR,2020,A,99", date="2026")
    code, _, err = run("check")
    assert code == 1
    assert "wrong.csv row 2 gerd_pct_gdp: GBR 2020: the value is outside its limits (99.0)" in err


def test_path_prints_only_the_path(run, data_dir):
    run("build", "--quiet")
    assert run("path") == (0, f"{current_path(data_dir / 'warehouse')}\n", "")


@pytest.mark.parametrize("command", ["path", "diff", "status"])
def test_before_the_first_build_the_message_says_how(run, command):
    code, out, err = run(command)
    assert (code, out) == (1, "")
    assert re.match(r"error: there is no warehouse in .*\. Run `python -m etl build`\.\n", err)


def test_diff_lists_new_revised_and_lost(run, seed):
    run("build", "--quiet")
    assert run("diff")[1] == (
        "0 new, 0 revised, 0 lost, 0 out of range\nChanges: none\nHeld back or refused: none\n"
    )
    seed.add("new", "gerd_pct_gdp,GBR,2020,A,2.65", "gerd_pct_gdp,GBR,2021,A,2.7", date="2026")
    run("accept", "gerd_pct_gdp", "--reason", "A shorter edition.")
    code, out, _ = run("diff")
    assert code == 0
    lines = [re.sub(r" +", " ", line.strip()) for line in out.splitlines()]
    assert lines[0] == "1 new, 1 revised, 1 lost, 0 out of range"
    assert lines[2] == (
        "change indicator_id geo frequency period_label old new old_vintage new_vintage"
    )
    assert lines[3:6] == [
        "lost gerd_pct_gdp GBR A 2019 2.5 old",
        "new gerd_pct_gdp GBR A 2021 2.7 new",
        "revised gerd_pct_gdp GBR A 2020 2.6 2.65 old new",
    ]


def test_diff_as_json_with_what_is_held_back_and_out_of_range(run, seed, tmp_path, monkeypatch):
    source = stand_in_source(monkeypatch)
    catalogue = catalogue_with(tmp_path, ('source = "seed"', f'source = "{source}"'))
    run("build", "--quiet", catalogue=catalogue)
    body = HEADER + "gerd_pct_gdp,GBR,2019,A,2.5,,,\ngerd_pct_gdp,GBR,2020,A,99,,,\n"
    answers = {source: [answer(body, date(2026, 1, 1), "gerd_pct_gdp")]}
    seed.add("new", "gerd_pct_gdp,GBR,2020,A,2.6", date="2025-12")
    code, out, _ = run("diff", "--json", responses=answers)
    found = json.loads(out)
    assert code == 0
    assert found["cells"] == [
        {
            "change": "out of range",
            "indicator_id": "gerd_pct_gdp",
            "geo": "GBR",
            "frequency": "A",
            "period_label": "2020",
            "old": None,
            "new": 99.0,
            "old_vintage": None,
            "new_vintage": "stand_in_2026-01-01",
        }
    ]
    assert [(item["vintage_id"], item["outcome"]) for item in found["kept_out"]] == [
        ("new", "held back"),
        ("stand_in_2026-01-01", "refused"),
    ]
    assert found["kept_out"][0]["reason"] == "lacks 1 of 2 figures (50%: GBR 2019)"


def test_status_as_json(run, seed):
    run("build", "--quiet")
    seed.add("new", "gerd_pct_gdp,GBR,2020,A,2.65", date="2026")
    code, out, _ = run("status", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["build_id"] == serving().build_id
    assert found["inputs_changed"] is True
    (source,) = [s for s in found["sources"] if s["source"] == "seed"]
    assert (source["series"], source["with_figures"], source["newest_date"]) == (6, 1, "2025-03")
    gerd = found["series"][0]
    assert gerd == {
        "source": "seed",
        "indicator_id": "gerd_pct_gdp",
        "vintage_id": "old",
        "dated": "2025-03",
        "date_kind": "released",
        "retrieved": "",
        "next_release": "March 2026",
        "newest_period": "2020-12-31",
        "stale": [NEXT_PASSED, OLD],
        "kept_out": [],
    }
    assert "perception" not in {s["indicator_id"] for s in found["series"]}


def test_status_names_what_is_held_back_and_that_a_build_is_due(run, seed):
    seed.add("new", "gerd_pct_gdp,GBR,2020,A,2.65", date="2026")
    run("build", "--quiet")
    code, out, _ = run("status")
    assert code == 0
    assert out.startswith(f"Serving build {serving().build_id} (up to date)\n")
    assert "new held back: lacks 1 of 2 figures (50%: GBR 2019)" in out
    seed.add("newer", "gerd_pct_gdp,GBR,2020,A,2.65", date="2026-06")
    assert "(inputs have changed since: run `python -m etl build`)" in run("status")[1]


def test_the_retrieval_day_comes_from_the_kept_answer(run, tmp_path, monkeypatch):
    source = stand_in_source(monkeypatch)
    catalogue = catalogue_with(tmp_path, ('source = "seed"', f'source = "{source}"'))
    body = HEADER + "gerd_pct_gdp,GBR,2019,A,2.5,,,\ngerd_pct_gdp,GBR,2020,A,2.6,,,\n"
    answers = {source: [answer(body, date(2026, 1, 2), "gerd_pct_gdp")]}
    run("build", "--quiet", catalogue=catalogue, responses=answers)
    found = json.loads(run("status", "--json")[1])["series"][0]
    assert (found["vintage_id"], found["retrieved"]) == ("stand_in_2026-01-02", "2026-01-02")


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("31 March 2026", date(2026, 3, 31)),
        ("1st July 2026", date(2026, 7, 1)),
        ("March 2026", date(2026, 3, 31)),
        ("february 2028", date(2028, 2, 29)),
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03", date(2026, 3, 31)),
        ("2026", date(2026, 12, 31)),
        ("31 February 2026", date(2026, 2, 28)),
        ("To be announced", None),
        ("Discontinued", None),
        ("spring 2026", None),
        ("", None),
    ],
)
def test_a_next_release_in_words(wording, day):
    assert next_release_day(wording) == day


def test_accept_writes_the_entry_that_lets_it_through(run, seed, data_dir):
    seed.add("new", "gerd_pct_gdp,GBR,2020,A,2.65", date="2026")
    run("build", "--quiet")
    assert serving().fetch("SELECT outcome FROM load_log")["outcome"].tolist() == [
        "loaded",
        "held back",
    ]
    code, out, _ = run("accept", "gerd_pct_gdp", "--reason", "One year only, by design.")
    assert code == 0
    path = data_dir / "accepted.toml"
    assert out == f"Accepted gerd_pct_gdp in new: written to {path}. Run `python -m etl build`.\n"
    assert path.read_text(encoding="utf-8") == (
        '[[accepted]]\nindicator = "gerd_pct_gdp"\nvintage = "new"\n'
        'reason = "One year only, by design."\n'
    )
    run("build", "--quiet")
    log = serving().fetch("SELECT outcome, reason FROM load_log")
    assert log["outcome"].tolist() == ["loaded", "loaded"]
    assert log["reason"].iloc[1].endswith("accepted: One year only, by design.")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nonsense"], "there is no indicator 'nonsense'"),
        (["gerd_pct_gdp"], "nothing of gerd_pct_gdp is held back"),
        (["gerd_pct_gdp", "--vintage", "old"], "nothing of gerd_pct_gdp is held back"),
    ],
)
def test_accept_refuses_what_is_not_held_back(run, data_dir, arguments, sentence):
    code, _, err = run("accept", *arguments)
    assert code == 1
    assert sentence in err
    assert not (data_dir / "accepted.toml").exists()


def test_accept_asks_which_where_several_are_held_back(run, seed):
    seed.add("new", "gerd_pct_gdp,GBR,2020,A,2.65", date="2026-01")
    seed.add("newer", "gerd_pct_gdp,GBR,2020,A,2.66", date="2026-02")
    code, _, err = run("accept", "gerd_pct_gdp")
    assert code == 1
    assert "say which vintage of gerd_pct_gdp with --vintage:\n  - new: lacks 1 of 2" in err
    assert run("accept", "gerd_pct_gdp", "--vintage", "newer")[0] == 0


def test_refresh_and_find_are_handed_over_with_their_arguments(run, monkeypatch):
    seen = []
    monkeypatch.setattr(refresh, "main", lambda chosen: seen.append(vars(chosen)) or 3)
    monkeypatch.setattr(refresh, "find", lambda chosen: seen.append(vars(chosen)) or 0)
    code, *_ = run("refresh", "--source", "ons", "--indicator", "x", "--dry-run", "--history")
    assert code == 3
    assert run("refresh")[0] == 3
    assert run("find", "FDYQ")[0] == 0
    for arguments in seen:
        del arguments["run"]
    assert seen == [
        {"source": "ons", "indicator": "x", "dry_run": True, "history": True},
        {"source": None, "indicator": None, "dry_run": False, "history": False},
        {"cdid": "FDYQ"},
    ]


def test_an_interruption_is_told_in_one_line(run, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "prepare", interrupted)
    code, _, err = run("build")
    assert (code, err) == (1, "error: interrupted. What served before still does.\n")


def test_a_fault_of_the_program_is_not_hidden(run, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "prepare", broken)
    with pytest.raises(ZeroDivisionError):
        run("build")


@pytest.mark.parametrize("arguments", [[], ["bild"], ["build", "--now"], ["accept"], ["find"]])
def test_wrong_arguments_are_exit_2_with_the_usage(run, capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert "usage: python -m etl" in capsys.readouterr().err


def test_the_dictionary_has_every_indicator_setting_and_table():
    text = docs.dictionary(load_catalogue(CATALOGUE))
    for indicator in load_catalogue(CATALOGUE):
        assert f"### {indicator.title}\n\n`{indicator.id}`. {indicator.short}" in text
        for caveat in indicator.caveats:
            assert caveat in text
    for setting in SETTINGS:
        assert f"| `{setting.name}` |" in text
    assert "**No public series.** No public poll asks this question." in text
    assert "- 2018, United Kingdom, break in the series: New method for higher" in text
    assert "- Accepted values: 0 to 10\n" in text
    assert "CREATE TABLE observation (" in text


def test_docs_check_tells_a_stale_dictionary(tmp_path):
    catalogue = load_catalogue(CATALOGUE)
    path = tmp_path / "docs" / "data-dictionary.md"
    assert not docs.is_fresh(catalogue, path)
    docs.write(catalogue, path)
    assert docs.is_fresh(catalogue, path)
    path.write_text(path.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert not docs.is_fresh(catalogue, path)


def test_docs_and_docs_check(run, tmp_path, monkeypatch):
    path = tmp_path / "data-dictionary.md"
    monkeypatch.setattr(docs, "DICTIONARY_FILE", path)
    assert run("docs", "--check")[0] == 1
    assert run("docs")[0] == 0
    assert run("docs", "--check") == (0, "", "")


def test_a_table_at_a_terminal_is_drawn_and_elsewhere_plain(run):
    """Under a pseudo-terminal the same command draws with rich."""
    run("build", "--quiet")
    assert not re.search(r"[┃│]", run("status")[1])
    code = (
        "import sys; sys.stdout.isatty = lambda: True\n"
        "from etl.console import show_table\n"
        "show_table('Title', ['a', 'b'], [['x', 1.5], [None, float('nan')]])\n"
    )
    drawn = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert re.search(r"[┃│]", drawn.stdout)
    assert "Title" in drawn.stdout
    assert "nan" not in drawn.stdout
    assert show_table("Nothing", ["a"], []) is None


def test_the_module_runs_from_the_shell(tmp_path):
    """The real thing: the committed seed, a folder of its own, another process."""
    environment = os.environ | {"INDICATORS_DATA_DIR": str(tmp_path)}

    def shell(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "etl", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    assert shell("path").returncode == 1
    built = shell("build", "--quiet")
    assert (built.returncode, built.stdout, built.stderr) == (0, "", "")
    path = Path(shell("path").stdout.strip())
    assert path.is_file()
    assert path.parent == tmp_path / "warehouse"
    checked = shell("check")
    assert checked.returncode == 0, checked.stderr
    assert "no fault" in checked.stdout


def test_every_error_of_the_project_is_one_family():
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    found = [c for c in classes if issubclass(c, Exception)]
    assert len(found) == 9
    assert all(issubclass(c, IndicatorsError) for c in found)
    assert all(c.__doc__ for c in found)
