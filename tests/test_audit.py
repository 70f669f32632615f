"""The audit of dependencies: silent about nothing, and no obstacle without the internet."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests import audit


def test_without_the_service_it_says_so_and_passes(capsys):
    assert audit.main("http://127.0.0.1:9/none") == 0
    assert "not audited" in capsys.readouterr().out


def test_an_answer_of_another_kind_counts_as_no_service(httpserver, capsys):
    httpserver.expect_request("/pip").respond_with_json({"info": {}})
    assert audit.main(httpserver.url_for("/pip")) == 0
    assert "names no vulnerabilities" in capsys.readouterr().out


@pytest.mark.parametrize("code", [0, 1])
def test_what_pip_audit_finds_decides(httpserver, monkeypatch, code):
    httpserver.expect_request("/pip").respond_with_json({"vulnerabilities": []})
    asked = []

    def run(command, check):
        asked.append((command, check))
        return SimpleNamespace(returncode=code)

    monkeypatch.setattr(subprocess, "run", run)
    assert audit.main(httpserver.url_for("/pip")) == code
    assert asked[0][0][:3] == [sys.executable, "-m", "pip_audit"]
    assert str(audit.CONSTRAINTS) in asked[0][0]


def test_what_is_probed_is_pinned():
    package, version = audit.PROBE.split("/")[-3:-1]
    assert f"{package}=={version}" in audit.CONSTRAINTS.read_text().splitlines()
