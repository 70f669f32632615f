"""Who may ask, under which name, how much and how often: the outer layers, request by request."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from indicators.errors import QueryError
from pages.ui.http import limits
from pages.ui.http.buckets import Buckets
from pages.ui.http.clients import client_of, is_encrypted
from pages.ui.http.hosts import Hosts, is_ours
from pages.ui.http.limits import MOST_BODY, Limits


def scope(peer="203.0.113.9", scheme="http", **headers):
    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    return {"type": "http", "client": (peer, 5), "scheme": scheme, "headers": raw}


class TestClients:
    def test_a_forwarded_header_from_anybody_is_not_believed(self):
        asked = scope(x_forwarded_for="198.51.100.1", x_forwarded_proto="https")
        assert client_of(asked) == "203.0.113.9"
        assert is_encrypted(asked) is False

    def test_the_last_address_before_our_proxies_counts(self, monkeypatch):
        monkeypatch.setenv("INDICATORS_TRUSTED_PROXIES", "203.0.113.0/24, 10.0.0.1")
        asked = scope(x_forwarded_for="6.6.6.6, 198.51.100.1, 10.0.0.1", x_forwarded_proto="https")
        assert client_of(asked) == "198.51.100.1"
        assert is_encrypted(asked) is True

    def test_nonsense_from_a_proxy_counts_as_the_proxy(self, monkeypatch):
        monkeypatch.setenv("INDICATORS_TRUSTED_PROXIES", "203.0.113.9")
        assert client_of(scope(x_forwarded_for="<script>, unknown")) == "203.0.113.9"

    def test_addresses_of_one_network_in_ipv6_are_one_client(self):
        one, other = scope("2001:db8:1:2::1"), scope("2001:db8:1:2:ffff::9")
        assert client_of(one) == client_of(other) == "2001:db8:1:2::/64"

    def test_ipv4_in_ipv6_is_itself(self):
        assert client_of(scope("::ffff:198.51.100.1")) == "198.51.100.1"

    def test_tls_here_is_tls(self):
        assert is_encrypted(scope(scheme="https")) is True


class TestHosts:
    @pytest.mark.parametrize(
        "name", ["localhost", "a.localhost", "127.0.0.1", "192.0.2.8", "[::1]", "stats.example.org"]
    )
    def test_own_names_and_addresses_pass_unset(self, monkeypatch, name):
        monkeypatch.setenv("INDICATORS_PUBLIC_URL", "https://stats.example.org/")
        assert is_ours(name)

    @pytest.mark.parametrize("name", ["", "evil.example", "localhost.evil.example", "1.2.3.4.evil"])
    def test_a_strangers_name_does_not(self, name):
        assert not is_ours(name)

    def test_the_setting_names_all_and_nothing_else(self, monkeypatch):
        monkeypatch.setenv("INDICATORS_HOSTS", "stats.example.org, *.staging.example.org")
        assert is_ours("stats.example.org")
        assert is_ours("a.staging.example.org")
        assert not is_ours("staging.example.org")
        assert not is_ours("127.0.0.1")

    @pytest.mark.parametrize("host", ["evil.example", "localhost, evil", "a b", "local\thost", ""])
    def test_another_name_is_refused_in_words(self, host):
        answer = client(Hosts).get("/", headers={"host": host, "accept": "text/html"})
        assert answer.status_code == 400
        assert "INDICATORS_HOSTS" in answer.text
        assert "evil" not in answer.text

    def test_a_websocket_under_another_name_is_refused(self):
        with (
            pytest.raises(WebSocketDisconnect),
            client(Hosts).websocket_connect("/ws", headers={"host": "evil.example"}),
        ):
            pass

    def test_monitors_ask_under_any_name(self):
        assert client(Hosts).get("/health", headers={"host": "app-7"}).text == "0"


async def length(request: Request):
    return PlainTextResponse(str(len(await request.body())))


async def greet(websocket):
    await websocket.accept()
    await websocket.close()


def client(layer, **options):
    routes = [
        Route("/{path:path}", length, methods=["GET", "POST", "PUT"]),
        WebSocketRoute("/ws", greet),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(layer, **options)])
    return TestClient(app, base_url="http://127.0.0.1", client=("198.51.100.7", 1))


class TestSizes:
    def test_a_body_up_to_the_limit_passes(self):
        assert client(Limits).post("/x", content=b"a" * MOST_BODY).text == str(MOST_BODY)

    def test_a_longer_one_does_not(self):
        assert client(Limits).post("/x", content=b"a" * (MOST_BODY + 1)).status_code == 413

    def test_one_that_does_not_say_its_length_is_counted(self):
        pieces = (b"a" * 40_000 for _ in range(2))
        assert client(Limits).post("/x", content=pieces).status_code == 413

    def test_an_upload_may_hold_a_briefing(self):
        sent = client(Limits).put("/_stcore/upload_file/a/b", content=b"a" * 1_000_000)
        assert sent.text == "1000000"

    @pytest.mark.parametrize("length", ["-1", "1e9", "99999999999", "x"])
    def test_a_false_length_is_refused(self, length):
        answer = client(Limits).post("/x", headers={"content-length": length}, content=b"")
        assert answer.status_code in (400, 413)

    def test_a_long_address_is_refused(self):
        assert client(Limits).get("/x?" + "a" * 9_000).status_code == 414


class TestRates:
    def test_files_beyond_the_rate_are_refused_until_later(self):
        asked = client(Limits, buckets=Buckets(2))
        statuses = [asked.get("/indicators/a.csv").status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        refused = asked.get("/indicators/a.csv", headers={"accept": "application/json"})
        assert 1 <= int(refused.headers["retry-after"]) <= 30
        assert refused.headers["content-type"] == "application/problem+json"
        assert "2 files a minute" in refused.json()["detail"]

    def test_pages_are_not_counted(self):
        asked = client(Limits, buckets=Buckets(1))
        assert {asked.get("/indicators").status_code for _ in range(5)} == {200}

    def test_files_made_for_a_reader_are_counted(self):
        asked = client(Limits, buckets=Buckets(1))
        assert [asked.get("/media/ab12").status_code for _ in range(2)] == [200, 429]

    def test_a_bucket_fills_again(self):
        now = [0.0]
        bucket = Buckets(60, clock=lambda: now[0])
        assert [bucket.take("a") for _ in range(61)] == [0] * 60 + [1]
        now[0] += 1
        assert [bucket.take("a"), bucket.take("a")] == [0, 1]
        assert bucket.take("b") == 0

    def test_queries_in_sql_are_counted_for_each_reader(self, monkeypatch):
        monkeypatch.setenv("INDICATORS_QUERIES_PER_MINUTE", "2")
        limits.queries.cache_clear()
        limits.count_query()
        limits.count_query()
        with pytest.raises(QueryError, match="2 SQL queries a minute. Wait 30 seconds"):
            limits.count_query()
        limits.queries.cache_clear()

    def test_readers_behind_a_proxy_ask_queries_each_for_themselves(self, monkeypatch):
        def session(forwarded):
            headers = SimpleNamespace(get_all=lambda _: [forwarded])
            context = SimpleNamespace(headers=headers, ip_address="10.0.0.1")
            monkeypatch.setattr(limits.st, "context", context)
            return limits._client_of_session()

        assert session("198.51.100.1") == session("198.51.100.2") == "10.0.0.1"
        monkeypatch.setenv("INDICATORS_TRUSTED_PROXIES", "10.0.0.0/8")
        assert session("198.51.100.1") == "198.51.100.1"
        assert session("198.51.100.2") == "198.51.100.2"

    def test_no_limit(self):
        bucket = Buckets(0)
        assert {bucket.take("a") for _ in range(1000)} == {0}

    @given(st.lists(st.integers(0, 300), max_size=300))
    def test_memory_is_bounded(self, clients):
        bucket = Buckets(5, most=20, clock=lambda: 0.0)
        for number in clients:
            bucket.take(str(number))
        assert len(bucket) <= 20
