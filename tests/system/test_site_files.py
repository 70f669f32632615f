"""The static edition as nginx serves it: addresses without endings, compressed, a page for 404."""

import gzip
import os
import subprocess

import pytest

from indicators.settings import ROOT
from tests.system.machinery import nginx
from tests.system.visitor import fetch

pytestmark = pytest.mark.system

HOST = "site.localhost"
PAGE = "<h1>Figures</h1>" * 200


def compress(folder):
    subprocess.run(["sh", "deploy/compress.sh", str(folder)], cwd=ROOT, check=True)


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "indicators" / "gerd").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "indicators" / "index.html").write_text(PAGE)
    (folder / "indicators" / "gerd" / "index.html").write_text(PAGE)
    (folder / "glossary.html").write_text(PAGE)
    (folder / "404.html").write_text("<h1>Not here</h1>")
    (folder / "catalogue.json").write_text("{}")
    compress(folder)
    return folder


@pytest.fixture
def address(site, tmp_path):
    with nginx(tmp_path / "nginx", ["127.0.0.1:1"], SITE_ROOT=str(site)) as made:
        yield made


@pytest.mark.parametrize("path", ["/", "/indicators", "/indicators/gerd", "/glossary"])
def test_pages_have_addresses_without_endings(address, path):
    answer = fetch(address, path, Host=HOST)
    assert (answer.status, answer.body.decode()) == (200, PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "max-age=300" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


def test_pages_leave_compressed_from_the_copy(address):
    answer = fetch(address, "/indicators/gerd", Host=HOST, Accept_Encoding="gzip")
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < len(PAGE) / 10
    assert gzip.decompress(answer.body).decode() == PAGE


def test_what_is_not_there_has_a_page_of_its_own(address):
    answer = fetch(address, "/no/such/page", Host=HOST)
    assert answer.status == 404
    assert "Not here" in answer.body.decode()


def test_data_has_its_media_type(address):
    assert (
        fetch(address, "/catalogue.json", Host=HOST)
        .headers["content-type"]
        .startswith("application/json")
    )


def test_a_page_that_changed_is_compressed_anew_and_others_are_left(site, address):
    other = site / "glossary.html.gz"
    before = other.stat().st_mtime_ns, other.stat().st_ino
    page = site / "index.html"
    page.write_text("<h1>Newer</h1>")
    later = page.stat().st_mtime + 5
    os.utime(page, (later, later))
    compress(site)
    assert gzip.decompress((site / "index.html.gz").read_bytes()) == b"<h1>Newer</h1>"
    assert (other.stat().st_mtime_ns, other.stat().st_ino) == before
    answer = fetch(address, "/", Host=HOST, Accept_Encoding="gzip")
    assert answer.status == 200


def test_the_static_edition_is_there_when_no_replica_is(address):
    assert fetch(address, "/", Host=HOST).status == 200
    assert fetch(address, "/", Accept="text/html").status in (502, 504)
