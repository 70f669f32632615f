"""Stable addresses over HTTP: validators, encodings, methods, data versions, many readers."""

import asyncio
import csv
import gzip
import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from urllib.parse import quote

import httpx
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.datastructures import Headers

from etl import pipeline
from etl.inputs import Inputs
from indicators.publishing.answers import Answer
from indicators.publishing.files import SUFFIXES
from indicators.publishing.parameters import BY_NAME
from indicators.settings import seed_dir
from indicators.warehouse import serving
from pages.ui.http.conditional import encoding_of, is_known
from pages.ui.http.kept import Busy, Kept
from pages.ui.http.routes import routes

APP = Starlette(routes=routes())
CSV = "/indicators/gerd_pct_gdp.csv"


def ask(path, method="GET", **headers):
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    named.setdefault("accept-encoding", "identity")

    async def go():
        transport = httpx.ASGITransport(app=APP)
        async with httpx.AsyncClient(transport=transport, base_url="http://uti.test") as client:
            return await client.request(method, path, headers=named)

    return asyncio.run(go())


@pytest.fixture(scope="module")
def two_builds(tmp_path_factory):
    """A data folder, the id of its earlier build, and a way to let either serve."""
    folder = tmp_path_factory.mktemp("two")
    seed = shutil.copytree(seed_dir(), folder / "seed")
    first = pipeline.build(Inputs(seed=seed), folder / "warehouse")
    with (seed / "vintages.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(
            ("later_news", "OECD", "Main Science and Technology Indicators", "",
             "https://data-explorer.oecd.org/", "2026-10-15", "released",
             "copy of the publisher's file", "CC-BY-4.0", "", "partial", "")
        )  # fmt: skip
    (seed / "open" / "later_news.csv").write_text(
        "indicator_id,geo,period,frequency,value,lower,upper,obs_status\n"
        "gerd_pct_gdp,GBR,2023,A,2.8125,,,\n",
        encoding="utf-8",
    )
    return folder, first, lambda: pipeline.build(Inputs(seed=seed), folder / "warehouse")


@pytest.fixture
def earlier(two_builds, monkeypatch):
    """The earlier build's id with a later one serving; what each address said before is kept."""
    folder, first, build_again = two_builds
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(folder))
    paths = [f"/indicators/gerd_pct_gdp.{suffix}" for suffix in SUFFIXES]
    paths += ["/indicators/gerd_pct_gdp", "/catalogue.json", "/datapackage.json",
              "/data/latest_observation.csv", "/feed.atom"]  # fmt: skip
    if serving().build_id == first.build_id:
        _before.update({path: ask(f"{path}?v={first.build_id}").content for path in paths})
        _plain.update({path: ask(path).content for path in paths})
        build_again()
    return first.build_id


_before: dict[str, bytes] = {}
_plain: dict[str, bytes] = {}
#: What tells readers that there is something newer, and so is not the same as before.
_TELLS = ("/indicators/gerd_pct_gdp", "/indicators/gerd_pct_gdp.json", "/catalogue.json")


def test_a_named_build_serves_the_same_bytes_after_a_new_load(earlier):
    assert serving().build_id != earlier
    for path, before in _before.items():
        found = ask(f"{path}?v={earlier}")
        assert found.headers["data-version"] == earlier
        assert found.headers["newer-data"] == serving().build_id
        if path in _TELLS:
            assert found.content != before, path
            assert "immutable" not in found.headers["cache-control"]
        else:
            assert found.content == before, path
            assert "immutable" in found.headers["cache-control"]
    now = ask(CSV)
    assert now.content != _plain[CSV]
    assert b"2.8125" in now.content
    assert "newer-data" not in now.headers
    assert now.headers["cache-control"].startswith("public, max-age=300")


def test_a_named_build_says_where_there_is_newer_data(earlier):
    newest = serving().build_id
    told = ask(f"/indicators/gerd_pct_gdp.json?v={earlier[:12]}").json()
    assert told["newer_data"]["data_version"] == newest
    assert told["data_version"] == earlier
    before = json.loads(_before["/indicators/gerd_pct_gdp.json"])
    assert before.pop("newer_data") is None
    told.pop("newer_data")
    assert told == before
    page = ask(f"/indicators/gerd_pct_gdp?v={earlier}").text
    assert '<a href="/indicators/gerd_pct_gdp">There are newer ones</a>' in page
    assert f"/indicators/gerd_pct_gdp.csv?v={earlier}" in page
    assert "There are newer ones" not in ask(f"/indicators/gerd_pct_gdp?v={newest}").text


def test_an_unknown_build_is_told_with_those_that_are_kept(earlier):
    found = ask(f"{CSV}?v=0123456789ab")
    told = found.json()
    assert found.status_code == 404
    assert told["newest"] == serving().build_id
    assert set(told["kept"]) == {earlier, serving().build_id}
    assert ask(f"{CSV}?v=../../etc/passwd").status_code == 400
    assert ask(f"{CSV}?v={earlier}&v={earlier}").status_code == 400


@pytest.mark.usefixtures("earlier")
def test_a_build_of_another_version_of_the_software_is_gone(two_builds):
    folder = two_builds[0] / "warehouse"
    damaged = folder / "00000000000000ff.duckdb"
    damaged.write_bytes(b"not a build")
    try:
        assert ask(f"{CSV}?v=00000000000000ff").status_code == 410
    finally:
        damaged.unlink()


def test_tags_of_two_builds_differ(earlier):
    old, new = ask(f"{CSV}?v={earlier}"), ask(CSV)
    assert old.headers["etag"] != new.headers["etag"]
    assert ask(CSV, if_none_match=old.headers["etag"]).status_code == 200


def test_every_answer_has_what_caches_and_programs_need(seed_warehouse):
    found = ask(CSV)
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    assert found.headers["content-disposition"] == 'attachment; filename="gerd_pct_gdp.csv"'
    assert found.headers["last-modified"] == "Wed, 30 Sep 2026 00:00:00 GMT"
    assert found.headers["data-version"] == seed_warehouse.build_id
    assert found.headers["vary"] == "Accept-Encoding"
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["etag"].startswith('"')
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in found.headers["link"]
    assert '</indicators/gerd_pct_gdp.csv>; rel="canonical"' in found.headers["link"]
    assert 'gerd_pct_gdp.csvw.json>; rel="describedby"' in found.headers["link"]
    assert len(found.content) == int(found.headers["content-length"])
    assert "inline" in ask("/indicators/gerd_pct_gdp.png").headers["content-disposition"]


@pytest.mark.usefixtures("seed_warehouse")
def test_a_client_that_has_the_answer_gets_304_and_no_body():
    first = ask(CSV)
    tag, day = first.headers["etag"], first.headers["last-modified"]
    for headers in (
        {"if_none_match": tag},
        {"if_none_match": f'"other", W/{tag}'},
        {"if_none_match": "*"},
        {"if_modified_since": day},
        {"if_modified_since": "Thu, 01 Oct 2026 00:00:00 GMT"},
    ):
        found = ask(CSV, **headers)
        assert (found.status_code, found.content) == (304, b""), headers
        assert found.headers["etag"] == tag
        assert found.headers["vary"] == "Accept-Encoding"
    for headers in (
        {"if_none_match": '"other"'},
        {"if_none_match": '"other"', "if_modified_since": day},
        {"if_modified_since": "Tue, 29 Sep 2026 23:59:59 GMT"},
        {"if_modified_since": "some day"},
    ):
        assert ask(CSV, **headers).status_code == 200, headers
    for path in ("/indicators/none.csv", f"{CSV}?view=pie"):
        assert ask(path, if_none_match="*").status_code in (400, 404)
        assert ask(path, if_modified_since=day).status_code in (400, 404)


@pytest.mark.parametrize(
    "path", [CSV, "/indicators/gerd_pct_gdp.png", "/catalogue.json", "/indicators/gerd_pct_gdp"]
)
@pytest.mark.usefixtures("seed_warehouse")
def test_head_gives_the_headers_of_get(path):
    head, whole = ask(path, "HEAD"), ask(path)
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)
    assert int(head.headers["content-length"]) == len(whole.content)


@pytest.mark.usefixtures("seed_warehouse")
def test_bodies_are_compressed_as_the_client_asks():
    plain = ask(CSV)
    for encoding, read in (
        ("gzip", gzip.decompress),
        ("zstd", lambda body: zstandard.ZstdDecompressor().decompress(body)),
    ):
        raw = _raw(CSV, encoding)
        assert raw.headers["content-encoding"] == encoding
        assert raw.headers["etag"] != plain.headers["etag"]
        assert read(raw.content) == plain.content
        assert len(raw.content) < len(plain.content) / 5
    for suffix in ("png", "zip"):
        found = _raw(f"/indicators/gerd_pct_gdp.{suffix}", "gzip, zstd")
        assert "content-encoding" not in found.headers


def _raw(path, accepted):
    """The answer with its body as it went over the line."""

    async def go():
        transport = httpx.ASGITransport(app=APP)
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://uti.test") as client,
            client.stream("GET", path, headers={"accept-encoding": accepted}) as found,
        ):
            body = b"".join([part async for part in found.aiter_raw()])
        return httpx.Response(
            found.status_code,
            headers=[h for h in found.headers.items() if h[0] != "content-encoding"],
            content=body,
        ), found.headers

    answered, headers = asyncio.run(go())
    answered.headers = headers
    return answered


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0, zstd;q=0", ""),
        ("identity, gzip;q=0.5", ""),
        ("*", "zstd"),
        ("br", ""),
        ("GZIP", "gzip"),
    ],
)
def test_the_encoding_liked_best_is_chosen(accepted, encoding):
    assert encoding_of(Headers({"accept-encoding": accepted}), ("zstd", "gzip")) == encoding


def test_a_day_without_a_time_zone_is_read_as_utc():
    headers = Headers({"if-modified-since": "Wed, 30 Sep 2026 00:00:00"})
    assert is_known(headers, (), date(2026, 9, 30))


@pytest.mark.usefixtures("seed_warehouse")
def test_other_hosts_pages_may_read_and_nobody_may_write():
    found = ask(CSV, "OPTIONS", origin="https://elsewhere.example")
    assert (found.status_code, found.content) == (204, b"")
    assert found.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = ask(CSV, method)
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, HEAD, OPTIONS"
        assert refused.json()["status"] == 405


@pytest.mark.usefixtures("data_dir")
def test_without_a_build_the_answer_says_to_come_back():
    found = ask(CSV)
    assert found.status_code == 503
    assert "python -m etl build" in found.json()["detail"]
    assert found.headers["retry-after"]


def test_a_fault_is_a_problem_and_is_not_kept(seed_warehouse, monkeypatch):
    from pages.ui.http import routes as module

    def broken(*_args, **_kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr(module, "answer", broken)
    path = "/indicators/gerd_pct_gdp.csv?years=2001.2002"
    found = ask(path)
    assert (found.status_code, found.headers["cache-control"]) == (500, "no-store")
    assert "boom" not in found.text
    monkeypatch.undo()
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(seed_warehouse.path.parent.parent))
    assert ask(path).status_code == 200


_NAMES = st.sampled_from(sorted(BY_NAME)) | st.text(max_size=12)
_TEXTS = (
    st.text(max_size=40)
    | st.sampled_from(
        ["USA.DEU", "rank", "line", "change", "scatter", "index", "2000.2020", "2020-06-30", "all",
         "Q1-2020", "A", "Q", "g7", "yes", "none", "0001-01-01", "9999.9999", "GBR", "∞", "NaN",
         "berd_pct_gdp", "0123456789ab", "%00", "slide", "2020"]
    )
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[*HealthCheck])
@given(
    name=st.sampled_from(["gerd_pct_gdp", "ai_investment", "uk_ict_jobs", "ai_patents_per_million"])
    | st.text(st.characters(exclude_characters="/"), min_size=1, max_size=20),
    suffix=st.sampled_from(["csv", "json", "csvw.json", "svg", "txt", "atom", "", "exe"]),
    pairs=st.lists(st.tuples(_NAMES, _TEXTS), max_size=5),
)
@pytest.mark.usefixtures("seed_warehouse")
def test_no_parameter_makes_a_fault(name, suffix, pairs):
    query = "&".join(f"{quote(k.encode('utf-8', 'replace'))}={quote(v.encode('utf-8', 'replace'))}"
                     for k, v in pairs)  # fmt: skip
    ending = f".{suffix}" if suffix else ""
    path = f"/indicators/{quote(name.encode('utf-8', 'replace'), safe='')}{ending}?{query}"
    found = ask(path)
    assert found.status_code in (200, 400, 403, 404, 422), (path, found.text)
    if found.status_code != 200 and suffix:
        assert found.headers["content-type"] == "application/problem+json"
        assert found.json()["detail"]


@settings(max_examples=40, suppress_health_check=[*HealthCheck])
@given(
    path=st.sampled_from(["/catalogue.json", "/openapi.json", "/data/geography.csv"]),
    pairs=st.lists(st.tuples(_NAMES, _TEXTS), max_size=4),
)
@pytest.mark.usefixtures("seed_warehouse")
def test_documents_take_a_data_version_and_nothing_else(path, pairs):
    query = "&".join(f"{quote(k.encode('utf-8', 'replace'))}={quote(v.encode('utf-8', 'replace'))}"
                     for k, v in pairs)  # fmt: skip
    status = ask(f"{path}?{query}").status_code
    names = {k for k, _ in pairs}
    assert status == 200 if not names else status in (400, 404)


def test_a_stampede_makes_each_file_once():
    made, begin = [], threading.Event()

    def make():
        begin.wait(5)
        made.append(1)
        return Answer(b"x" * 1000, "text/plain")

    kept = Kept(10_000)
    with ThreadPoolExecutor(20) as crowd:
        waiting = [crowd.submit(lambda: kept.ask("one", make).result(5)) for _ in range(100)]
        time.sleep(0.1)
        begin.set()
        found = {id(one.result()) for one in waiting}
    assert (len(made), len(found)) == (1, 1)
    assert kept.get("one") is not None


def test_memory_is_bounded_and_what_was_asked_for_last_stays():
    kept = Kept(5_000)
    for number in range(20):
        body = bytes(500) if number else bytes(400)
        kept.ask(number, lambda body=body: Answer(body, "image/png")).result(5)
        assert kept.size <= 5_000
    assert kept.get(19) is not None
    assert kept.get(0) is None


def test_refusals_are_not_kept():
    kept = Kept(5_000)
    assert kept.ask("bad", lambda: Answer(b"no", "text/plain", status=404)).result(5)
    assert kept.get("bad") is None


def test_where_too_many_wait_the_next_one_is_turned_away():
    hold = threading.Event()

    def slow():
        hold.wait(5)
        return Answer(b"x", "text/plain")

    kept = Kept(5_000, workers=1, most_waiting=2)
    first = [kept.ask(name, slow) for name in ("a", "b")]
    with pytest.raises(Busy):
        kept.ask("c", slow)
    assert kept.ask("a", slow) is first[0]
    hold.set()
    assert [one.result(5).answer.status for one in first] == [200, 200]
    assert kept.ask("c", slow).result(5)


@pytest.mark.usefixtures("seed_warehouse")
def test_a_file_that_takes_long_holds_up_no_other_reader(monkeypatch):
    from pages.ui.http import routes as module

    hold = threading.Event()
    real = module.answer

    def slow(w, catalogue, path, pairs, site, newer=""):
        if path.endswith(".docx"):
            hold.wait(10)
        return real(w, catalogue, path, pairs, site, newer=newer)

    ask(CSV)
    monkeypatch.setattr(module, "answer", slow)

    async def go():
        transport = httpx.ASGITransport(app=APP)
        async with httpx.AsyncClient(transport=transport, base_url="http://uti.test") as client:
            long = asyncio.create_task(client.get("/indicators/berd_pct_gdp.docx", timeout=30))
            await asyncio.sleep(0.05)
            quick = await asyncio.wait_for(client.get(CSV), 2)
            late = long.done()
            hold.set()
            return quick.status_code, late, (await long).status_code

    assert asyncio.run(go()) == (200, False, 200)
