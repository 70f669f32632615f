"""The client: what it says of itself, how it keeps limits, and what it makes of bad answers."""

import gzip
import itertools
import json
import random
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from werkzeug import Response as Answer

from etl import http
from etl.http import Client, retry_budget, user_agent
from etl.pace import Pace
from etl.sources import Limit, Request, Source, oecd, ons, worldbank
from indicators import VERSION
from indicators.errors import SourceError
from tests.servers import FastTime, drops, http_reply, raw_server, sends

AGENT = "uk-technology-indicators/0 (test)"
DATA = {"figures": [1, 2, 3]}
WHOLE = json.dumps(DATA).encode()


def source(*limits: Limit, timeout: float = 30.0) -> Source:
    return Source("test", "The Test Office", "OGL-3.0", "", "", limits, timeout)


def client(passing: FastTime | None = None, *limits: Limit, **options) -> Client:
    timeout = options.pop("timeout", 30.0)
    clock = (passing or FastTime()).clock
    options = {"clock": clock, "jitter": lambda: 0.5} | options
    return Client(source(*limits, timeout=timeout), AGENT, **options)


def json_request(address: str) -> Request:
    return Request(address, ("gerd",), accept="application/json", starts_with=("{",))


def csv_request(address: str) -> Request:
    return Request(address, ("gerd",), form="csv", starts_with=("STRUCTURE", "DATAFLOW"))


def serve(server: HTTPServer, *answers: Answer) -> Request:
    """Give these answers in turn, the last again and again; the request that gets them."""
    turn = itertools.chain(answers, itertools.repeat(answers[-1]))
    server.expect_request("/data").respond_with_handler(lambda _: next(turn))
    return json_request(server.url_for("/data"))


def good() -> Answer:
    return Answer(WHOLE, content_type="application/json")


# What it says of itself


def test_the_user_agent_has_the_form_that_the_ons_asks_for(monkeypatch):
    monkeypatch.setenv("INDICATORS_CONTACT", "statistics@dsit.test")
    monkeypatch.setenv("INDICATORS_PUBLIC_URL", "https://indicators.test/")
    assert user_agent() == (
        f"uk-technology-indicators/{VERSION} "
        "(UK Technology Indicators statistics@dsit.test +https://indicators.test/)"
    )


def test_no_address_is_invented(monkeypatch):
    monkeypatch.setenv("INDICATORS_CONTACT", "statistics@dsit.test")
    monkeypatch.delenv("INDICATORS_PUBLIC_URL", raising=False)
    assert user_agent().endswith("(UK Technology Indicators statistics@dsit.test)")


@pytest.mark.parametrize("contact", ["", "somebody", "a@b)\r\nX: y", "a b@c"])
def test_without_a_contact_there_is_no_asking(contact, monkeypatch):
    monkeypatch.setenv("INDICATORS_CONTACT", contact)
    with pytest.raises(SourceError, match="INDICATORS_CONTACT"):
        user_agent()


def test_the_version_is_the_projects(request):
    assert f'version = "{VERSION}"' in (request.config.rootpath / "pyproject.toml").read_text()


@pytest.mark.parametrize("text", ["soon", "-1", "inf", "nan"])
def test_the_budget_must_be_seconds(text, monkeypatch):
    monkeypatch.setenv("INDICATORS_RETRY_BUDGET", text)
    with pytest.raises(SourceError, match="INDICATORS_RETRY_BUDGET"):
        retry_budget()


def test_the_budget_is_ninety_seconds_unless_set(monkeypatch):
    monkeypatch.delenv("INDICATORS_RETRY_BUDGET", raising=False)
    assert retry_budget() == 90.0


def test_headers_are_sent_and_kept(httpserver):
    httpserver.expect_request(
        "/data",
        headers={
            "User-Agent": AGENT,
            "Accept": "application/json",
            "Accept-Language": "en",
            "If-None-Match": '"1"',
        },
    ).respond_with_data(WHOLE, content_type="application/json", headers={"ETag": '"2"', "X": "y"})
    address = httpserver.url_for("/data")
    request = Request(address, (), {"Accept-Language": "en"}, accept="application/json")
    response = client().get(request, {"If-None-Match": '"1"'})
    assert (response.status, response.body) == (200, WHOLE)
    assert response.headers["ETag"] == '"2"'
    assert "X" not in response.headers


def test_not_modified_is_an_answer(httpserver):
    request = serve(httpserver, Answer(status=304))
    assert client().get(request, {"If-None-Match": '"1"'}).status == 304


def test_compressed_answers_are_kept_as_their_text(httpserver):
    packed = Answer(gzip.compress(WHOLE), content_type="application/json")
    packed.headers["Content-Encoding"] = "gzip"
    assert client().get(serve(httpserver, packed)).body == WHOLE


# Answers that are asked for again


@pytest.mark.parametrize(
    "bad",
    [
        Answer("Internal error", status=500),
        Answer("Bad gateway", status=502),
        Answer("", status=503),
        Answer("Gateway time-out", status=504),
        Answer("", status=429),
        Answer("", content_type="application/json"),
        Answer(WHOLE[:-3], content_type="application/json"),
        Answer("<html>Sorry</html>", content_type="text/html"),
        Answer("<html>Sorry</html>", content_type="application/json"),
        Answer(WHOLE, content_type="text/html"),
        Answer(b"%PDF-1.7", content_type="application/pdf"),
        Answer("Too many requests, please retry later", content_type="text/plain"),
    ],
    ids=lambda answer: f"{answer.status_code} {answer.content_type} {answer.data[:12]!r}",
)
def test_a_bad_answer_and_then_a_good_one_is_a_good_one(bad, httpserver):
    passing = FastTime()
    assert client(passing).get(serve(httpserver, bad, good())).body == WHOLE
    assert passing.slept == [0.5]


@pytest.mark.parametrize(
    ("bad", "attempts", "words"),
    [
        (Answer("Internal error", status=500), 6, "500: 'Internal error'"),
        (Answer("", status=429), 6, "429 too many requests"),
        (Answer("<html>Sorry</html>", content_type="text/html"), 3, "text/html instead of json"),
        (Answer(WHOLE[:-3], content_type="application/json"), 6, "not whole JSON"),
        (Answer("", content_type="application/json"), 6, "an empty answer"),
        (Answer(b"%PDF", content_type="application/pdf"), 3, "application/pdf instead of json"),
        (Answer("Rate limit exceeded.", content_type="text/plain"), 6, "a refusal in words"),
        (Answer("", status=300), 3, "status 300 without data"),
    ],
)
def test_giving_up_says_what_came_and_how_often(bad, attempts, words, httpserver):
    request = serve(httpserver, bad)
    with pytest.raises(SourceError, match=f"after {attempts} attempts: .*{words}"):
        client().get(request)
    assert len(httpserver.log) == attempts


def test_waits_double_from_half_a_second_with_jitter(httpserver):
    passing = FastTime()
    with pytest.raises(SourceError):
        client(passing).get(serve(httpserver, Answer(status=500)))
    assert passing.slept == [0.5, 1.0, 2.0, 4.0, 8.0]
    passing = FastTime()
    with pytest.raises(SourceError):
        client(passing, jitter=lambda: 0.0).get(json_request(httpserver.url_for("/data")))
    assert passing.slept == [0.25, 0.5, 1.0, 2.0, 4.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_refusal_is_for_the_source_to_read(status, httpserver):
    response = client().get(serve(httpserver, Answer("NoRecordsFound", status=status)))
    assert (response.status, response.body) == (status, b"NoRecordsFound")
    assert len(httpserver.log) == 1


def test_a_table_cut_in_a_row_is_asked_for_again(httpserver):
    table = b"STRUCTURE,OBS_VALUE\r\nDATAFLOW,2.75\r\n"
    answers = iter([table[:-4], b"Please slow down", table])
    httpserver.expect_request("/t").respond_with_handler(
        lambda _: Answer(next(answers), content_type="application/vnd.sdmx.data+csv; version=1")
    )
    assert client().get(csv_request(httpserver.url_for("/t"))).body == table


def test_a_body_of_another_kind_is_not_a_table(httpserver):
    httpserver.expect_request("/t").respond_with_data(WHOLE + b"\n", content_type="text/csv")
    with pytest.raises(SourceError, match="text/csv instead of csv"):
        client().get(csv_request(httpserver.url_for("/t")))


# Retry-After


@pytest.mark.parametrize("status", [429, 503, 500])
def test_retry_after_is_honoured(status, httpserver):
    passing = FastTime()
    bad = Answer(status=status, headers={"Retry-After": "7"})
    assert client(passing).get(serve(httpserver, bad, good())).body == WHOLE
    assert passing.slept == [7.0]


def test_retry_after_with_prose_and_status_200_is_honoured(httpserver):
    passing = FastTime()
    bad = Answer("Too many requests", content_type="text/plain", headers={"Retry-After": "3"})
    client(passing).get(serve(httpserver, bad, good()))
    assert passing.slept == [3.0]


def test_retry_after_as_a_date_is_honoured(httpserver):
    moment = datetime.now(UTC) + timedelta(seconds=30)
    passing = FastTime()
    bad = Answer(status=429, headers={"Retry-After": format_datetime(moment, usegmt=True)})
    client(passing).get(serve(httpserver, bad, good()))
    assert passing.slept == [pytest.approx(30, abs=3)]


@pytest.mark.parametrize("text", ["0", "soon", "-5", "9" * 5000, ""])
def test_retry_after_of_zero_or_nonsense_is_not(text, httpserver):
    passing = FastTime()
    bad = Answer(status=429, headers={"Retry-After": text})
    client(passing).get(serve(httpserver, bad, bad, good()))
    assert passing.slept == [0.5, 1.0]


def test_a_long_rest_is_not_waited_for_and_not_disturbed(httpserver):
    """Asking an hour's rest away would block the caller for longer."""
    passing = FastTime()
    request = serve(httpserver, Answer(status=429, headers={"Retry-After": "600"}), good())
    asking = client(passing)
    with pytest.raises(SourceError, match="429"):
        asking.get(request)
    with pytest.raises(SourceError, match="was not asked for: The Test Office asked for 600 s"):
        asking.get(request)
    assert len(httpserver.log) == 1
    passing.elapsed += 601
    assert asking.get(request).body == WHOLE


# Limits


def test_requests_keep_every_limit(httpserver):
    """One each 2 s and four each 20 s: the fifth waits for the first to be 20 s past."""
    passing = FastTime()
    asking = client(passing, Limit(1, 2), Limit(4, 20))
    request = serve(httpserver, good())
    moments = []
    for _ in range(6):
        asking.get(request)
        moments.append(round(passing.elapsed, 6))
    assert moments == [0.0, 2.1, 4.2, 6.3, 21.0, 23.1]


def test_requests_of_an_earlier_run_count(httpserver):
    passing = FastTime()
    earlier = [passing.now() - timedelta(seconds=1)]
    client(passing, Limit(1, 2), earlier=earlier).get(serve(httpserver, good()))
    assert passing.slept == [pytest.approx(1.1)]


def test_an_hourly_limit_is_reported_and_not_waited_for(httpserver):
    passing = FastTime()
    earlier = [passing.now() - timedelta(minutes=10)] * 60
    asking = client(passing, Limit(60, 3600), earlier=earlier)
    with pytest.raises(SourceError, match="takes no more requests for now.*in 53 minutes"):
        asking.get(serve(httpserver, good()))
    assert httpserver.log == []


@given(
    st.lists(st.floats(0, 30), min_size=1, max_size=60),
    st.integers(1, 5),
    st.floats(0.5, 20),
)
def test_no_window_ever_holds_more_than_its_limit(gaps, most, seconds):
    pace, now, sent = Pace([Limit(most, seconds)]), 0.0, []
    for gap in gaps:
        now += gap
        now += pace.delay(now)
        pace.note([now])
        sent.append(now)
    for first, last in zip(sent, sent[most:], strict=False):
        assert last - first >= seconds


def test_the_limits_are_those_that_the_services_name():
    assert Limit(120, 10) in ons.SOURCE.limits
    assert Limit(200, 60) in ons.SOURCE.limits
    assert Limit(1, 2) in oecd.SOURCE.limits
    assert Limit(60, 3600) in oecd.SOURCE.limits
    assert worldbank.SOURCE.limits


# Connections


def test_a_dropped_connection_is_tried_again():
    with raw_server(drops, sends(http_reply(WHOLE))) as server:
        assert client().get(json_request(server.address)).body == WHOLE
        assert len(server.requests) == 2


def test_a_body_shorter_than_announced_is_tried_again():
    short = sends(http_reply(WHOLE[:5], length=len(WHOLE)))
    with raw_server(short, sends(http_reply(WHOLE))) as server:
        assert client().get(json_request(server.address)).body == WHOLE


def test_a_chunked_body_without_its_end_is_tried_again():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    table = b"STRUCTURE,OBS_VALUE\nDATAFLOW,2.75\n"
    chunk = f"{len(table):x}\r\n".encode() + table + b"\r\n"
    whole = sends(head + chunk + b"0\r\n\r\n")
    with raw_server(sends(head + chunk), whole) as server:
        assert client().get(csv_request(server.address)).body == table
        assert len(server.requests) == 2


def test_a_service_that_only_drops_connections_is_given_up():
    with raw_server(drops) as server, pytest.raises(SourceError, match="the connection failed"):
        client().get(json_request(server.address))


def test_nobody_listening_is_said_in_words():
    with raw_server(drops) as server:
        address = server.address
    with pytest.raises(SourceError, match="after 6 attempts: the connection failed"):
        client().get(json_request(address))


def test_a_slow_answer_is_given_up_in_time_and_tried_again():
    slow, quick = sends(http_reply(WHOLE), pause=5), sends(http_reply(WHOLE))
    with raw_server(slow, quick) as server:
        started = time.monotonic()
        assert client(timeout=0.3).get(json_request(server.address)).body == WHOLE
        assert time.monotonic() - started < 3


def test_a_body_that_drips_in_is_given_up_in_time():
    """Each byte comes within the time-out, the whole body would take 20 s."""
    reply = http_reply(b"{" + b" " * 100 + b"}")
    drip = sends(reply[:-100], *(bytes([byte]) for byte in reply[-100:]), pause=0.2)
    real = http.Clock(sleep=lambda _: None)
    with raw_server(drip) as server:
        started = time.monotonic()
        with pytest.raises(SourceError, match="no answer within"):
            client(clock=real, timeout=0.5).get(json_request(server.address))
        assert time.monotonic() - started < 8


def test_an_endless_body_is_refused(monkeypatch):
    monkeypatch.setattr(http, "MAX_BYTES", 1000)
    endless = sends(http_reply(b"{" + b" " * 5000 + b"}"))
    with raw_server(endless) as server, pytest.raises(SourceError, match="than 1,000 bytes"):
        client().get(json_request(server.address))


# The budget


def test_lost_time_never_passes_the_budget_by_more_than_an_attempt(httpserver):
    passing = FastTime()
    asking = client(passing, budget=20)
    request = serve(httpserver, Answer(status=500))
    for _ in range(30):
        with pytest.raises(SourceError):
            asking.get(request)
    assert sum(passing.slept) <= 20
    assert len(httpserver.log) < 30 + 12, "with the budget spent, each request is tried once"


def test_a_budget_of_nothing_means_one_attempt(httpserver):
    with pytest.raises(SourceError, match="after 1 attempt: 500"):
        client(budget=0).get(serve(httpserver, Answer(status=500)))


def test_a_service_that_hangs_after_the_budget_is_asked_no_more(monkeypatch):
    monkeypatch.setattr(http, "SHORTEST_TIMEOUT", 0.2)
    real = http.Clock(sleep=lambda _: None)
    with raw_server(sends(http_reply(WHOLE), pause=5)) as server:
        asking = client(clock=real, budget=0.0, timeout=0.2)
        for _ in range(3):
            with pytest.raises(SourceError):
                asking.get(json_request(server.address))
        assert len(server.requests) == 1
        with pytest.raises(SourceError, match="has stopped answering in time"):
            asking.get(json_request(server.address))


@pytest.mark.parametrize("seed", range(5))
def test_with_four_answers_in_ten_broken_forty_requests_end_in_four_minutes(seed, httpserver):
    """A whole refresh of one source, at its own limits, with every kind of fault by turns."""
    chance = random.Random(seed)
    faults = [
        Answer("Internal error", status=500),
        Answer("", status=429),
        Answer("", status=429, headers={"Retry-After": "0"}),
        Answer("", status=429, headers={"Retry-After": "5"}),
        Answer("Too many requests", content_type="text/plain"),
        Answer("<html>Sorry</html>", content_type="text/html"),
        Answer(WHOLE[:-2], content_type="application/json"),
    ]
    httpserver.expect_request("/data").respond_with_handler(
        lambda _: chance.choice(faults) if chance.random() < 0.4 else good()
    )
    request = json_request(httpserver.url_for("/data"))
    passing = FastTime()
    asking = client(passing, Limit(2, 1), Limit(60, 60), jitter=chance.random)
    answered = 0
    for _ in range(40):
        try:
            answered += asking.get(request).body == WHOLE
        except SourceError:
            continue
    assert passing.elapsed < 240
    assert asking.lost <= 90
    assert answered >= 36


def test_a_test_cannot_reach_the_network():
    with pytest.raises(RuntimeError, match="api.beta.ons.gov.uk"):
        client().get(json_request("https://api.beta.ons.gov.uk/v1/data"))
    with pytest.raises(RuntimeError, match="203.0.113.1"):
        client().get(json_request("http://203.0.113.1/"))
