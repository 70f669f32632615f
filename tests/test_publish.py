"""Publishing a folder: complete, unchanged where nothing changed, and nothing lost of the past."""

import json
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from etl import pipeline
from indicators.catalogue import CATALOGUE_FILE, load_catalogue
from indicators.publishing.site import manifest
from indicators.publishing.site.edition import Site
from indicators.publishing.site.publish import publish
from indicators.warehouse import Warehouse
from tests.edition import inner_links, tree
from tests.seeding import Seed, inputs

CATALOGUE = load_catalogue()
SITE = Site(date(2026, 11, 29), "https://figures.example")
GERD = [
    f"gerd_pct_gdp,{geo},{y},A,{v}" for geo in ("GBR", "DEU") for y, v in ((2021, 2.8), (2022, 2.9))
]


def build(folder: Path, *vintages: tuple[str, list[str], str]) -> Warehouse:
    seed = Seed(folder / "seed")
    for name, rows, day in vintages:
        seed.add(name, *rows, date=day)
    given = inputs(seed.folder, catalogue=CATALOGUE_FILE)
    return Warehouse(pipeline.build(given, folder / "builds").path)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file but the manifest's."""
    return {
        p.relative_to(folder).as_posix(): (p.stat().st_ino, p.stat().st_mtime_ns)
        for p in folder.rglob("*")
        if p.is_file() and p.name != manifest.NAME
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Published, published again, then again from a build with other figures."""
    folder = tmp_path_factory.mktemp("edition")
    out = folder / "out"
    berd = [row.replace("gerd", "berd") for row in GERD]
    first = build(folder / "one", ("a", GERD, "2025-06-23"), ("b", berd, "2025-06-23"))
    one = publish(out, first, CATALOGUE, SITE)
    before, csv = state(out), (out / "indicators/gerd_pct_gdp.csv").read_bytes()
    # Another day: nothing is made anew for it.
    two = publish(out, first, CATALOGUE, Site(date(2027, 1, 1), SITE.base))
    between = state(out)
    newer = [*GERD, "gerd_pct_gdp,GBR,2023,A,3.1"]
    second = build(folder / "two", ("a", newer, "2026-06-23"))
    three = publish(out, second, CATALOGUE, SITE)
    yield {
        "out": out, "one": one, "two": two, "three": three, "before": before, "between": between,
        "csv": csv, "ids": (first.build_id, second.build_id),
    }  # fmt: skip
    first.close()
    second.close()


def test_a_folder_is_complete(told):
    out = told["out"]
    for name in (
        "index.html", "404.html", "indicators/index.html", "indicators/gerd_pct_gdp/index.html",
        "indicators/gerd_pct_gdp.csv", "indicators/gerd_pct_gdp.png",
        "embed/gerd_pct_gdp/index.html",
        "technologies/quantum/index.html", "glossary/gerd/index.html", "accessibility/index.html",
        "catalogue.json", "feed.atom", "sitemap.xml", "robots.txt",
    ):  # fmt: skip
        assert (out / name).stat().st_size > 50, name
    assert told["one"].rewritten == told["one"].files


def test_every_link_of_every_page_is_a_file(told):
    out = told["out"]
    # The index cannot be computed from two series, and the run says so.
    unanswered = {path for path, _ in told["three"].left_out}
    assert unanswered == {"/index.json"}
    unanswered |= {f"/builds/{build}/index.json" for build in told["ids"]}
    for page in out.rglob("*.html"):
        for path in inner_links(tree(page.read_text(encoding="utf-8"))) - unanswered:
            target = out / path.strip("/")
            assert target.is_file() or (target / "index.html").is_file(), f"{page}: {path}"


def test_unchanged_nothing_is_written_not_even_on_another_day(told):
    assert told["two"].rewritten == 0
    assert told["between"] == told["before"]


def test_only_what_changed_is_rewritten(told):
    after = state(told["out"])
    assert 0 < told["three"].rewritten < told["three"].files
    same = ("404.html", "accessibility/index.html", "privacy/index.html")
    for name in same:
        assert after[name] == told["before"][name], name
    changed = "indicators/gerd_pct_gdp/index.html"
    assert after[changed] != told["before"][changed]
    assert "3.1" in (told["out"] / changed).read_text(encoding="utf-8")


def test_what_vanished_says_so_and_its_files_go(told):
    page = (told["out"] / "indicators/berd_pct_gdp/index.html").read_text(encoding="utf-8")
    assert "No figures are held." in page
    frame = (told["out"] / "embed/berd_pct_gdp/index.html").read_text(encoding="utf-8")
    assert "not in the newest build" in frame
    assert not (told["out"] / "indicators/berd_pct_gdp.csv").exists()
    assert told["three"].gone == 1, "its frame"


def test_an_earlier_build_keeps_its_bytes(told):
    out, (first, second) = told["out"], told["ids"]
    assert (out / f"builds/{first}/indicators/gerd_pct_gdp.csv").read_bytes() == told["csv"]
    assert (out / f"builds/{first}/indicators/berd_pct_gdp.csv").is_file()
    newest = out / f"builds/{second}/indicators/gerd_pct_gdp.csv"
    assert newest.read_bytes() == (out / "indicators/gerd_pct_gdp.csv").read_bytes()
    assert newest.read_bytes() != told["csv"]
    assert not [p for p in out.rglob(".*") if p.name != manifest.NAME], "half-written files"


def test_an_earlier_builds_pages_stay_as_they_were_and_say_so(told):
    out, (first, second) = told["out"], told["ids"]
    now = (out / "indicators/gerd_pct_gdp/index.html").read_text(encoding="utf-8")
    pages = {}
    for build in (first, second):
        place = out / f"builds/{build}/indicators/gerd_pct_gdp/index.html"
        pages[build] = tree(place.read_text(encoding="utf-8"))
        (notice,) = pages[build].xpath("//main/p[@role='note']")
        assert build[:12] in "".join(notice.itertext())
        assert notice.xpath(".//a/@href") == ["/indicators/gerd_pct_gdp"]
        assert pages[build].xpath("//meta[@name='robots']/@content") == ["noindex"]
        links = inner_links(pages[build])
        assert f"/builds/{build}/indicators/gerd_pct_gdp.csv" in links
        assert f"/builds/{build}/" in links, "the way home stays in the build"
        assert all(link.startswith(("/assets/", f"/builds/{build}/")) for link in links - {
            "/indicators/gerd_pct_gdp"
        })  # fmt: skip
    (headline,) = tree(now).xpath("//h1")
    texts = {build: "".join(page.xpath("//h1")[0].itertext()) for build, page in pages.items()}
    assert texts[second] == "".join(headline.itertext()) != texts[first]
    lost = "indicators/berd_pct_gdp/index.html"
    gone = "No figures are held."
    assert gone not in (out / f"builds/{first}/{lost}").read_text(encoding="utf-8")
    assert gone in (out / f"builds/{second}/{lost}").read_text(encoding="utf-8")
    assert not (out / f"builds/{first}/404.html").exists()


def test_the_list_of_builds_names_the_newest_and_those_kept(told):
    found = json.loads((told["out"] / "builds.json").read_text(encoding="utf-8"))
    assert found["newest"] == told["ids"][1]
    assert set(found["kept"]) == set(told["ids"])


def test_a_damaged_folder_is_made_whole(told, tmp_path):
    before = manifest.read(told["out"])
    assert before.complete(told["out"])
    assert not before.complete(tmp_path)
    (tmp_path / manifest.NAME).write_text("{", encoding="utf-8")
    assert manifest.read(tmp_path) == manifest.Manifest()


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "deep" / "page.html"
    manifest.replace(path, b"one")
    with path.open("rb") as reading:
        manifest.replace(path, b"two, and longer")
        assert reading.read() == b"one", "a reader of the old file reads it to its end"
    assert path.read_bytes() == b"two, and longer"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [one.name for one in path.parent.iterdir()] == ["page.html"]


def test_the_key_follows_figures_and_place_but_not_the_day():
    one = manifest.key_of("b1", SITE)
    assert one == manifest.key_of("b1", Site(date(2030, 1, 1), SITE.base))
    assert one != manifest.key_of("b2", SITE)
    assert one != manifest.key_of("b1", Site(SITE.day, "https://other.example"))
    assert one != manifest.key_of("b1", Site(SITE.day, SITE.base, contact="a@b.example"))


def test_the_sitemap_names_pages_that_are_there(told):
    text = (told["out"] / "sitemap.xml").read_text(encoding="utf-8")
    for line in text.split("<loc>")[1:]:
        path = urlsplit(unescape(line.split("</loc>")[0])).path.strip("/")
        assert (told["out"] / path / "index.html").is_file(), path
