"""Logs: a line an event, an id a request, and nothing of what readers chose or typed."""

import io
import json
import logging

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.ui.http.logs import Lines, Requests, Words

TYPED = "DROP TABLE secret_plans"


@pytest.fixture
def written():
    """What the project's loggers write as JSON, as records."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    logger = logging.getLogger("pages")
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.level, logger.propagate = before


@pytest.fixture
def client(monkeypatch):
    monkeypatch.setenv("INDICATORS_LOGS", "json")

    def good(_request):
        logging.getLogger("pages.made_up").info("something happened")
        return PlainTextResponse("good")

    def bad(_request):
        raise ValueError(TYPED)

    app = Starlette(routes=[Route("/good", good), Route("/bad", bad), Route("/health", good)])
    return TestClient(Requests(app), raise_server_exceptions=False)


def test_a_request_has_one_id_in_every_line_and_in_its_answer(client, written):
    answer = client.get("/good?note=typed-by-a-reader")
    name = answer.headers["x-request-id"]
    assert len(name) == 32
    happened, ended = written()
    assert happened["message"] == "something happened"
    assert happened["request_id"] == ended["request_id"] == name
    assert (ended["path"], ended["method"], ended["status"], ended["bytes"]) == (
        "/good",
        "GET",
        200,
        4,
    )
    assert 0 <= ended["seconds"] < 10
    assert "typed" not in json.dumps(written())


def test_a_proxys_id_is_kept_and_nonsense_is_not(client):
    given = "0123456789abcdef"
    assert client.get("/good", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    for bad in ("short", "a" * 65, 'quote"quote', "line break".replace(" ", "\t")):
        assert client.get("/good", headers={"X-Request-ID": bad}).headers["x-request-id"] != bad


def test_two_requests_have_two_ids(client):
    ids = {client.get("/good").headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


def test_a_fault_ends_in_a_line_too(client, written):
    client.get("/bad")
    assert written()[-1]["status"] == 500
    assert TYPED not in json.dumps(written())


def test_monitors_that_ask_every_few_seconds_fill_no_log(client, written):
    client.get("/health")
    assert [r for r in written() if r["message"] == "request"] == []


@pytest.mark.parametrize("formatter", [Lines(), Words()])
def test_an_unforeseen_error_is_logged_by_kind_and_place_without_its_message(formatter):
    try:
        raise ValueError(TYPED)
    except ValueError:
        record = logging.getLogger("pages").makeRecord(
            "pages", logging.ERROR, __file__, 1, "a page could not be drawn", (), _info()
        )
    text = formatter.format(record)
    assert TYPED not in text
    assert "ValueError" in text
    assert "tests/test_logs.py:" in text
    assert "a page could not be drawn" in text


def _info():
    import sys

    return sys.exc_info()


def test_a_line_stays_one_line(written):
    logging.getLogger("pages").info("first\nsecond")
    assert [r["message"] for r in written()] == ["first\nsecond"]
