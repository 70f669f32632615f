"""The first HTML of every page, real 404s, headers, files, monitors: whole answers of the stack."""

import gzip
import json
import re
from html import unescape

import anyio
import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from indicators.catalogue import load_catalogue
from indicators.errors import NoDataError
from indicators.publishing.site.first_paint import Opening, first_paint, opening_of
from pages.ui.http import metrics, openings
from pages.ui.http.assets import Assets, streamlits
from pages.ui.http.critical import critical
from pages.ui.http.document import CONTROLS, MODULES, PLOTLY, SCRIPT, document, first_files
from pages.ui.http.openings import Openings
from pages.ui.http.places import label_of
from pages.ui.http.security import hash_of
from pages.ui.navigation import names
from tests.web import HTML, stack

PATHS = tuple("/" if name == "overview" else f"/{name}" for name in names())


@pytest.fixture
def patient(monkeypatch):
    """First sights are waited for, however busy the machine is."""
    monkeypatch.setattr(openings, "PATIENCE", 60.0)


@pytest.fixture
def client(seed_warehouse, patient):  # noqa: ARG001  (what it serves)
    return stack(
        Route("/embed/{name}", lambda _: HTMLResponse("<p>embedded</p>")),
        Route("/indicators/{name}.svg", lambda _: Response("<svg/>", media_type="image/svg+xml")),
    )


def meta(text, name):
    found = re.search(rf'<meta (?:name|property)="{name}" content="([^"]*)">', text)
    return unescape(found[1]) if found else None


class TestFirstHtml:
    @pytest.mark.parametrize("path", PATHS)
    def test_every_page_has_its_words_before_any_script(self, client, path):
        text = client.get(path, headers=HTML).text
        assert text.startswith('<!DOCTYPE html><html lang="en-GB"')
        assert text.count("<h1") == 1
        assert text.index("<h1") < text.index('<div id="root"></div>')
        title = re.search("<title>(.*?)</title>", text)[1]
        assert title.endswith(" – UK Technology Indicators")
        assert len(meta(text, "description")) > 25
        assert f'<link rel="canonical" href="http://127.0.0.1{path}">' in text
        assert meta(text, "og:url") == f"http://127.0.0.1{path}"

    def test_the_overview_carries_its_answer_and_first_chart(self, client):
        text = client.get("/", headers=HTML).text
        assert "By measured figures the UK is" in text
        assert re.search(r'<svg [^>]*role="img"', text)
        assert "By measured figures the UK is" in meta(text, "description")

    def test_an_indicator_is_named_wherever_it_is_shared(self, client):
        text = client.get("/indicators?indicator=berd_pct_gdp", headers=HTML).text
        catalogue = load_catalogue()
        title = catalogue["berd_pct_gdp"].title
        assert f"<title>{title} – UK Technology Indicators</title>" in unescape(text)
        assert meta(text, "og:title") == title
        assert meta(text, "og:image") == "http://127.0.0.1/indicators/berd_pct_gdp.png"
        assert meta(text, "twitter:card") == "summary_large_image"
        assert 'href="http://127.0.0.1/indicators/berd_pct_gdp">' in text

    def test_the_view_that_the_address_asks_for_is_shown(self, client):
        ranked = client.get("/indicators?indicator=berd_pct_gdp&view=rank", headers=HTML).text
        over_time = client.get("/indicators?indicator=berd_pct_gdp", headers=HTML).text
        lede = '<p class="lede">(.*?)</p>'
        assert "1981–" in re.search(lede, over_time)[1]
        assert "1981–" not in re.search(lede, ranked)[1]

    def test_the_public_address_stands_in_shared_links(self, client, monkeypatch):
        monkeypatch.setenv("INDICATORS_PUBLIC_URL", "https://stats.example.org/")
        text = client.get("/countries?country=FRA", headers=HTML).text
        assert 'href="https://stats.example.org/countries/FRA">' in text

    def test_its_script_may_run_and_no_other(self, client):
        answer = client.get("/", headers=HTML)
        data = r'<script type="application/json"[^>]*>.*?</script>'  # data, which nobody runs
        text = re.sub(data, "", answer.text, flags=re.DOTALL)
        inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", text, re.DOTALL)
        assert inline == [SCRIPT]
        policy = answer.headers["content-security-policy"]
        assert hash_of(SCRIPT) in policy
        assert "'unsafe-eval'" not in policy
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        assert not re.search(r"<[^>]+\son\w+=", answer.text)

    @pytest.mark.parametrize(
        ("asked", "undo"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
    )
    def test_it_is_compressed_and_not_sent_twice(self, client, asked, undo):
        headers = HTML | {"accept-encoding": asked}
        with client.stream("GET", "/", headers=headers) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == asked
        assert undo(raw).decode() == client.get("/", headers=HTML).text
        again = client.get("/", headers=headers | {"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        # A browser would put these in place of those that came with the page.
        assert "content-security-policy" not in again.headers

    @pytest.mark.usefixtures("data_dir", "patient")
    def test_a_page_without_a_build_still_opens(self):
        answer = stack().get("/", headers=HTML)
        assert answer.status_code == 200
        assert '<div id="root"></div>' in answer.text

    @pytest.mark.usefixtures("seed_warehouse")
    def test_a_slow_first_sight_is_not_waited_for(self, monkeypatch):
        monkeypatch.setattr(openings, "PATIENCE", 0.0)
        answer = stack().get("/?never=1", headers=HTML)
        assert answer.status_code == 200
        assert "<title>Overview" in answer.text

    def test_it_stays_small(self, client):
        for path in PATHS:
            headers = HTML | {"accept-encoding": "br"}
            assert int(client.get(path, headers=headers).headers["content-length"]) < 30_000, path

    def test_the_markup_is_the_pages_own(self, seed_warehouse):
        found = opening_of(seed_warehouse, load_catalogue(), "/glossary", {"term": "vintage"})
        assert found.title == "Vintage"
        assert found.path == "/glossary/vintage"
        again = first_paint(seed_warehouse, load_catalogue(), "/glossary", {"term": "vintage"})
        assert again == found.markup


class TestOpenings:
    def test_one_that_fails_leaves_a_page_without(self, seed_warehouse, monkeypatch):
        def fail(*_):
            raise NoDataError("nothing")

        monkeypatch.setattr(openings, "opening_of", fail)
        build, found = anyio.run(Openings().get, "/ambition", {})
        assert build == seed_warehouse.build_id
        assert found == Opening("/ambition")

    @pytest.mark.usefixtures("seed_warehouse")
    def test_a_fault_is_logged_and_leaves_a_page_without(self, monkeypatch, caplog):
        monkeypatch.setattr(openings, "opening_of", lambda *_: 1 / 0)
        _, found = anyio.run(Openings().get, "/ambition", {})
        assert found == Opening("/ambition")
        assert "/ambition could not be made" in caplog.text

    @pytest.mark.usefixtures("seed_warehouse")
    def test_an_address_is_made_once_whatever_else_it_says(self, monkeypatch):
        made = []
        monkeypatch.setattr(openings, "opening_of", lambda *a: made.append(a[2:4]) or Opening("/x"))
        kept = Openings()
        for extra in ("1", "2", "3"):
            anyio.run(kept.get, "/glossary", {"term": "vintage", "utm_source": extra})
        assert made == [("/glossary", {"term": "vintage"})]

    @pytest.mark.usefixtures("seed_warehouse")
    def test_memory_is_bounded(self, monkeypatch):
        monkeypatch.setattr(openings, "opening_of", lambda *a: Opening(a[2]))
        monkeypatch.setattr(openings, "MOST_KEPT", 5)
        kept = Openings()
        for number in range(20):
            anyio.run(kept.get, "/glossary", {"term": str(number)})
        assert len(kept._kept) == 5


class TestNotFound:
    @pytest.mark.parametrize(
        "path", ["/nope", "/indicators/x/y", "/overview", "/.env", "/indicators%00", "/a/../b"]
    )
    def test_an_unknown_address_does_not_exist(self, client, path):
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 404
        assert "<h1>Page not found</h1>" in answer.text
        assert 'action="/indicators"' in answer.text
        assert 'href="/data_and_sources"' in answer.text
        assert "form-action 'self'" in answer.headers["content-security-policy"]

    def test_a_program_gets_a_problem(self, client):
        answer = client.get("/nope.json")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 404

    def test_a_slash_at_the_end_leads_to_the_page(self, client):
        answer = client.get("/indicators/?indicator=gerd_pct_gdp&q=a%0d%0ab", headers=HTML)
        assert answer.status_code == 308
        assert answer.headers["location"] == "/indicators?indicator=gerd_pct_gdp&q=a%0d%0ab"

    def test_two_slashes_lead_nowhere_else(self, client):
        answer = client.get("http://127.0.0.1//evil.example/indicators/", headers=HTML)
        assert answer.status_code == 404

    def test_what_streamlit_asks_for_is_left_to_it(self, client):
        assert client.get("/media/x").text == "a file"
        assert client.get("/_stcore/host-config").status_code == 200


class TestHeaders:
    def test_no_page_is_framed_but_embeds(self, client):
        page, embed = client.get("/", headers=HTML), client.get("/embed/x", headers=HTML)
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors *" in embed.headers["content-security-policy"]
        assert "x-frame-options" not in embed.headers

    @pytest.mark.parametrize("path", ["/", "/nope", "/health", "/indicators/a.svg", "/media/x"])
    def test_every_answer_has_them(self, client, path):
        headers = client.get(path, headers=HTML).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert "strict-transport-security" not in headers
        assert "set-cookie" not in headers

    def test_a_picture_opened_by_itself_runs_nothing(self, client):
        policy = client.get("/indicators/a.svg").headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy

    def test_strict_transport_only_behind_tls(self, client, monkeypatch):
        monkeypatch.setenv("INDICATORS_TRUSTED_PROXIES", "127.0.0.1")
        asked = HTML | {"x-forwarded-proto": "https"}
        assert "strict-transport-security" not in client.get("/", headers=asked).headers
        trusted = stack()
        trusted._transport.client = ("127.0.0.1", 9)
        assert "max-age" in trusted.get("/", headers=asked).headers["strict-transport-security"]


class TestAssets:
    def test_first_modules_are_named_in_the_page_and_exist(self, client):
        text = client.get("/", headers=HTML).text
        for name in first_files():
            assert f'"/static/{name}"' in text, name
            assert (streamlits().folder / name).is_file()
        assert not re.search(rf'(href|src)="[^"]*{PLOTLY}', text)

    @pytest.mark.parametrize("stem", [*MODULES, PLOTLY, *sorted({*sum(CONTROLS.values(), ())})])
    def test_streamlit_still_has_the_module(self, stem):
        assert streamlits().module(stem), f"Streamlit has no module {stem} any more"

    def test_imports_are_followed(self, tmp_path):
        (tmp_path / "js").mkdir()
        texts = {"A.1": 'import{a}from"./B.2.js"', "B.2": 'import"./C.3.js"', "C.3": "", "D.4": ""}
        for name, text in texts.items():
            (tmp_path / "js" / f"{name}.js").write_text(text)
        assert Assets(tmp_path).modules_of(("A",)) == ("js/A.1.js", "js/B.2.js", "js/C.3.js")

    @pytest.mark.parametrize(
        ("asked", "undo"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
    )
    def test_a_module_is_sent_small_and_kept_for_good(self, client, asked, undo):
        name = streamlits().module("Html")
        with client.stream("GET", f"/static/{name}", headers={"accept-encoding": asked}) as answer:
            raw = b"".join(answer.iter_raw())
        plain = (streamlits().folder / name).read_bytes()
        assert undo(raw) == plain
        assert len(raw) < len(plain)
        assert answer.headers["content-encoding"] == asked
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "Accept-Encoding"
        again = client.get(
            f"/static/{name}",
            headers={"accept-encoding": asked, "if-none-match": answer.headers["etag"]},
        )
        assert again.status_code == 304

    def test_tags_are_the_same_after_a_restart(self):
        name = streamlits().module("Html")
        one, other = Assets(streamlits().folder), Assets(streamlits().folder)
        assert one.get(name, "br").etag == other.get(name, "br").etag

    @pytest.mark.parametrize("asked", ["identity", "br;q=0", ""])
    def test_who_takes_no_compression_gets_streamlits_own(self, client, asked):
        name = streamlits().module("Html")
        answer = client.get(f"/static/{name}", headers={"accept-encoding": asked})
        assert answer.text == "<title>Streamlit</title>"  # the stand-in's


class TestMonitors:
    def test_health_names_the_build(self, client, seed_warehouse):
        answer = client.get("/health")
        body = answer.json()
        assert body["ok"] is True
        assert body["build"] == seed_warehouse.build_id
        assert body["build_age_seconds"] >= 0
        assert answer.headers["cache-control"] == "no-store"

    @pytest.mark.usefixtures("data_dir")
    def test_health_says_why_it_is_not_well(self):
        answer = stack().get("/health")
        assert answer.status_code == 503
        assert "etl build" in answer.json()["reason"]

    def test_metrics_count_requests_by_route(self, client):
        def count(text):
            labels = r'\{method="GET",route="/glossary",status="200"\}'
            found = re.search(rf"indicators_http_requests_total{labels} (.*)", text)
            return float(found[1]) if found else 0.0

        before = count(client.get("/metrics").text)
        client.get("/glossary", headers=HTML)
        assert count(client.get("/metrics").text) == before + 1

    def test_metrics_tell_of_the_build_and_its_sources(self, client, seed_warehouse):
        text = client.get("/metrics").text
        assert f'indicators_build_info{{build="{seed_warehouse.build_id}"}} 1.0' in text
        assert "indicators_build_serves 1.0" in text
        assert 'indicators_source_vintages_kept_out{outcome="held back",source="oecd"}' in text
        assert "indicators_build_age_seconds" in text

    @pytest.mark.usefixtures("data_dir")
    def test_metrics_without_a_build(self):
        assert "indicators_build_serves 0.0" in stack().get("/metrics").text

    def test_a_run_is_counted_however_it_ends(self):
        def count(outcome):
            name = "indicators_reruns_total"
            labels = {"page": "a test", "outcome": outcome}
            return metrics.REGISTRY.get_sample_value(name, labels) or 0.0

        with metrics.rerun("a test"):
            pass
        with pytest.raises(ValueError, match="x"), metrics.rerun("a test"):
            raise ValueError("x")
        with pytest.raises(KeyboardInterrupt), metrics.rerun("a test"):
            raise KeyboardInterrupt
        assert [count(o) for o in ("done", "failed", "stopped")] == [1.0, 1.0, 1.0]

    @pytest.mark.parametrize(
        ("path", "label"),
        [
            ("/", "/"),
            ("/indicators", "/indicators"),
            ("/indicators/gerd_pct_gdp.csv", "/indicators/*.csv"),
            ("/indicators/gerd_pct_gdp", "/indicators/*"),
            ("/static/js/a.js", "/static/*"),
            ("/_stcore/stream", "/_stcore/stream"),
            ("/wp-login.php", "other"),
        ],
    )
    def test_many_addresses_are_few_routes(self, path, label):
        assert label_of(path) == label


class TestCritical:
    def test_only_what_the_markup_needs(self):
        css = (
            "/* a { } */ .uti p { color: red } .cards, .said > p { x: y }"
            "@media print { .uti a { b: c } .cards { d: e } } .none:not(.cards) { f: g }"
        )
        kept = critical(css, '<div class="uti said"><p></p></div>')
        assert kept == ".uti p{color: red}.said > p{x: y}@media print{.uti a{b: c}}"


NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ['"><script>alert(1)</script>', "../../etc/passwd", "%00", "gerd_pct_gdp\r\nX: y", "𝕏" * 30]
    ),
)
NAMES = st.one_of(
    st.sampled_from(["indicator", "view", "years", "compare", "as_at", "term", "country", "q"]),
    st.text(min_size=1, max_size=12),
)


class TestAnythingAtAll:
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        path=st.sampled_from([*PATHS, "/nope", "/health", "/metrics", "/indicators/"]),
        parameters=st.dictionaries(NAMES, NASTY, max_size=4),
    )
    def test_no_parameter_breaks_a_page_or_comes_back(self, client, path, parameters):
        answer = client.get(path, params=parameters, headers=HTML)
        assert answer.status_code in (200, 308, 404, 414)
        for text in parameters.values():
            # A mark or two of HTML stand in any page.
            if re.search('[<>"]', text) and len(text) > 3:
                assert text not in answer.text

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(path=st.text(max_size=40), host=st.text("abc.:[]<>1-", max_size=20))
    def test_no_path_or_host_breaks_anything(self, client, path, host):
        scope = {
            "type": "http", "method": "GET", "path": "/" + path, "raw_path": b"/", "scheme": "http",
            "query_string": path.encode("utf-8", "replace"), "root_path": "",
            "headers": [(b"host", host.encode()), (b"accept", b"text/html")],
            "client": ("198.51.100.9", 1), "server": ("127.0.0.1", 80), "http_version": "1.1",
        }  # fmt: skip
        statuses = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        anyio.run(client.app, scope, receive, send)
        assert statuses
        assert statuses[0] < 500


def test_a_document_escapes_what_it_is_given(seed_warehouse):
    found = opening_of(seed_warehouse, load_catalogue(), "/glossary", {"term": "vintage"})
    nasty = '"><script>'
    changed = type(found)("/x", "", title=nasty, description=nasty, image="/x.png")
    text = document("glossary", changed, "http://127.0.0.1")
    assert nasty not in text
    assert json.dumps(nasty) not in text
