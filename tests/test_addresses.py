"""What stable addresses answer: from a build, a path and parameters to bytes or a problem."""

import csv
import io
import json
import time
import zipfile
from datetime import date

import openpyxl
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from lxml import etree
from openapi_spec_validator import validate as validate_openapi

from indicators import queries
from indicators.catalogue import load_catalogue
from indicators.publishing.addresses import DOCUMENTS, PAGED, answer, paths
from indicators.publishing.files import SUFFIXES, parameters_of
from indicators.publishing.parameters import BY_NAME
from indicators.publishing.site.edition import Site
from indicators.results import standing_of

CATALOGUE = load_catalogue()
SITE = Site(date(2026, 9, 30), "https://uti.example")
ATOM = "{http://www.w3.org/2005/Atom}"
#: Under a licence that closes it, without any figure, and computed here from others.
CLOSED, EMPTY, DERIVED = "ai_investment", "", "ai_patents_per_million"


def got(w, path, **texts):
    return answer(w, CATALOGUE, path, texts.items(), SITE)


def loaded(w, path, **texts):
    found = got(w, path, **texts)
    assert found.status == 200, found.body
    return json.loads(found.body)


def refused(w, path, status, **texts):
    found = got(w, path, **texts)
    assert (found.status, found.media_type) == (status, "application/problem+json"), found.body
    told = json.loads(found.body)
    assert told["status"] == status
    assert told["title"]
    assert told["detail"].endswith(".")
    assert told["type"].startswith("/openapi.json#/components/responses/")
    return told


def rows_of(body):
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_every_path_is_told_once_and_those_of_closed_figures_are_no_data(seed_warehouse):
    found = list(paths(seed_warehouse, CATALOGUE))
    assert len(found) == len(set(found))
    for path in ("/catalogue.json", "/strategy.json", "/index.json", "/datapackage.json",
                 "/openapi.json", "/feed.atom", "/sitemap.xml", "/robots.txt"):  # fmt: skip
        assert path in found
    own = {path.partition(".")[2] for path in found if path.startswith("/indicators/gerd_pct_gdp.")}
    assert own == {*SUFFIXES, "atom"}
    assert {"csv", "csvw.json", "metadata.json", "json", "xlsx", "png", "svg", "zip"} <= own
    closed = {path.partition(".")[2] for path in found if path.startswith(f"/indicators/{CLOSED}.")}
    assert "png" in closed
    assert not closed & {"csv", "json", "xlsx", "ods", "parquet", "csvw.json"}


def test_an_indicator_can_be_had_in_every_format_and_later_the_same(seed_warehouse):
    first = {s: got(seed_warehouse, f"/indicators/gerd_pct_gdp.{s}") for s in SUFFIXES}
    for suffix, found in first.items():
        assert found.status == 200, found.body
        assert found.filename == f"gerd_pct_gdp.{suffix}"
        assert found.canonical == f"/indicators/gerd_pct_gdp.{suffix}"
        assert found.licence == "https://creativecommons.org/licenses/by/4.0/"
    time.sleep(2.1)  # archives date their entries to two seconds
    for suffix, found in first.items():
        again = got(seed_warehouse, f"/indicators/gerd_pct_gdp.{suffix}")
        assert again.body == found.body, suffix


def test_no_file_says_which_day_it_was_read(seed_warehouse):
    told = loaded(seed_warehouse, "/indicators/gerd_pct_gdp.json")
    assert "accessed" not in told
    assert told["citation"].endswith("(newest figures of 30 September 2026).")
    assert b"urldate" not in got(seed_warehouse, "/indicators/gerd_pct_gdp.txt").body


def test_numbers_come_round_from_every_data_format(seed_warehouse):
    held = queries.observations(seed_warehouse, "gerd_pct_gdp", geos=("GBR",), frequency="A")
    wanted = {
        label: value
        for label, value in zip(held["period_label"], held["value"], strict=True)
        if value == value
    }
    base = "/indicators/gerd_pct_gdp"
    from_csv = {
        row["period_label"]: float(row["value"])
        for row in rows_of(got(seed_warehouse, f"{base}.csv").body)
        if row["geo"] == "GBR" and row["value"]
    }
    from_json = {
        row["period_label"]: row["value"]
        for row in loaded(seed_warehouse, f"{base}.json")["rows"]
        if row["geo"] == "GBR" and row["value"] is not None
    }
    table = pq.read_table(io.BytesIO(got(seed_warehouse, f"{base}.parquet").body)).to_pandas()
    own = table[(table["geo"] == "GBR") & table["value"].notna()]
    from_parquet = dict(zip(own["period_label"], own["value"], strict=True))
    assert from_csv == from_json == from_parquet == wanted
    book = openpyxl.load_workbook(io.BytesIO(got(seed_warehouse, f"{base}.xlsx").body))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert set(wanted.values()) <= cells
    archive = zipfile.ZipFile(io.BytesIO(got(seed_warehouse, f"{base}.zip").body))
    (name,) = [n for n in archive.namelist() if n.endswith(".csv")]
    assert archive.read(name) == got(seed_warehouse, f"{base}.csv").body


def test_parameters_choose_areas_years_and_view(seed_warehouse):
    told = loaded(
        seed_warehouse, "/indicators/gerd_pct_gdp.json", compare="USA.DEU", years="2010.2015"
    )
    assert {row["geo"] for row in told["rows"]} == {"GBR", "USA", "DEU"}
    years = {row["period_label"] for row in told["rows"]}
    assert years == {str(year) for year in range(2010, 2016)}
    ranked = loaded(seed_warehouse, "/indicators/gerd_pct_gdp.json", view="rank")
    assert len({row["geo"] for row in ranked["rows"]}) > 20
    whole = loaded(seed_warehouse, "/indicators/gerd_pct_gdp.json", rows="all")
    assert len(whole["rows"]) == len(queries.observations(seed_warehouse, "gerd_pct_gdp"))


def test_an_address_with_choices_that_are_defaults_has_the_canonical_address_of_none(
    seed_warehouse,
):
    plain = got(seed_warehouse, "/indicators/gerd_pct_gdp.csv")
    same = got(seed_warehouse, "/indicators/gerd_pct_gdp.csv", view="line", rows="shown", log="no")
    assert (same.canonical, same.body) == (plain.canonical, plain.body)
    chosen = got(seed_warehouse, "/indicators/gerd_pct_gdp.csv", compare="USA,DEU", view="line")
    assert chosen.canonical == "/indicators/gerd_pct_gdp.csv?compare=USA.DEU"
    assert chosen.filename == "gerd_pct_gdp-compare-USA-DEU.csv"


def test_sizes_of_pictures(seed_warehouse):
    square = got(seed_warehouse, "/indicators/gerd_pct_gdp.svg", size="square").body
    assert b'width="1080" height="1080"' in square
    assert b'width="1280" height="720"' in got(seed_warehouse, "/indicators/gerd_pct_gdp.svg").body


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        ({"view": "pie"}, {"view"}),
        ({"compare": "USA.XYZ"}, {"compare"}),
        ({"years": "1.2"}, {"years"}),
        ({"years": "1850.1860"}, {"years"}),
        ({"as_at": "yesterday"}, {"as_at"}),
        ({"as_at": "2999-01-01"}, {"as_at"}),
        ({"rows": "some"}, {"rows"}),
        ({"size": "slide"}, {"size"}),
        ({"colour": "red", "frequency": "M"}, {"colour"}),
        ({"frequency": "M"}, {"frequency"}),
        ({"group": "g8", "as": "nonsense"}, {"group", "as"}),
    ],
)
def test_a_bad_parameter_is_named(seed_warehouse, texts, names):
    told = refused(seed_warehouse, "/indicators/gerd_pct_gdp.csv", 400, **texts)
    assert {one["name"] for one in told["parameters"]} == names
    assert "Showing" not in told["detail"]


def test_figures_under_a_closed_licence_leave_as_a_picture_only(seed_warehouse):
    told = refused(seed_warehouse, f"/indicators/{CLOSED}.csv", 403)
    assert "licence does not allow it" in told["detail"]
    assert told["publisher_address"].startswith("https://")
    assert f"/indicators/{CLOSED}.png" in told["allowed"]
    assert got(seed_warehouse, f"/indicators/{CLOSED}.png").body[:4] == b"\x89PNG"
    refused(seed_warehouse, f"/indicators/{CLOSED}.json", 403, rows="all")
    archive = zipfile.ZipFile(io.BytesIO(got(seed_warehouse, f"/indicators/{CLOSED}.zip").body))
    assert not [
        n for n in archive.namelist() if n.endswith((".csv", ".json")) and "recipe" not in n
    ]


def test_what_is_not_there_says_so(seed_warehouse):
    assert "/catalogue.json" in refused(seed_warehouse, "/indicators/none.csv", 404)["detail"]
    assert ".csv" in refused(seed_warehouse, "/indicators/gerd_pct_gdp.exe", 404)["detail"]
    refused(seed_warehouse, "/elsewhere", 404)
    empty = next(i for i in CATALOGUE if not queries.has(seed_warehouse, i.id))
    told = refused(seed_warehouse, f"/indicators/{empty.id}.csv", 404)
    assert empty.title in told["detail"]
    page = got(seed_warehouse, f"/indicators/{empty.id}")
    assert (page.status, page.media_type) == (200, "text/html; charset=utf-8")


def test_what_cannot_be_computed_says_why(seed_warehouse):
    told = refused(seed_warehouse, f"/indicators/{DERIVED}.csv", 422, as_at="2026-01-01")
    assert "computed here" in told["detail"]
    told = refused(seed_warehouse, "/indicators/gerd_pct_gdp.csv", 422, as_at="1995-01-01")
    assert "choose that day or a later one" in told["detail"]


def test_as_at_gives_the_figures_as_they_had_been_published(seed_warehouse):
    day = date(2026, 1, 1)
    held = queries.observations_as_at(
        seed_warehouse, "gerd_pct_gdp", day, geos=("GBR",), frequency="A"
    )
    wanted = {r["period_label"]: r["value"] for r in held.to_dict("records")}
    told = loaded(seed_warehouse, "/indicators/gerd_pct_gdp.json", as_at="2026-01-01")
    found = {r["period_label"]: r["value"] for r in told["rows"] if r["geo"] == "GBR"}
    assert found == wanted
    newest = loaded(seed_warehouse, "/indicators/gerd_pct_gdp.json")["rows"]
    assert found != {r["period_label"]: r["value"] for r in newest if r["geo"] == "GBR"}


def test_csvw_describes_the_csv_at_its_address(seed_warehouse):
    told = loaded(seed_warehouse, "/indicators/gerd_pct_gdp.csvw.json", compare="USA")
    assert told["url"] == "gerd_pct_gdp.csv?compare=USA"
    columns = [column["name"] for column in told["tableSchema"]["columns"]]
    body = got(seed_warehouse, "/indicators/gerd_pct_gdp.csv", compare="USA").body
    assert body.decode("utf-8-sig").splitlines()[0].split(",") == columns
    plain = got(seed_warehouse, "/indicators/gerd_pct_gdp.csvw.json").body
    assert got(seed_warehouse, "/indicators/gerd_pct_gdp.metadata.json").body == plain


def test_the_catalogue_lists_every_indicator_with_addresses_that_answer(seed_warehouse):
    told = loaded(seed_warehouse, "/catalogue.json")
    assert [one["id"] for one in told["indicators"]] == [i.id for i in CATALOGUE]
    assert told["data_version"] == seed_warehouse.build_id
    known = set(paths(seed_warehouse, CATALOGUE))
    for one in told["indicators"]:
        assert set(one["files"].values()) <= known, one["id"]
        assert bool(one["files"]) == (one["figures"] > 0)


def test_the_strategy_has_every_figure_with_its_verdicts(seed_warehouse):
    told = loaded(seed_warehouse, "/strategy.json")
    table = queries.strategy_figure_table(seed_warehouse)
    assert [one["id"] for one in told["figures"]] == list(table["figure_id"])
    for one in told["figures"]:
        assert one["as_stated"]["verdict"]
        for evidence in one["as_stated"]["evidence"]:
            closed = not CATALOGUE[evidence["indicator"]].redistributable
            assert (evidence["value"] is None) == closed == evidence["withheld"]


def test_the_index_has_both_versions_and_a_range_with_every_rank(seed_warehouse):
    told = loaded(seed_warehouse, "/index.json")
    assert set(told["versions"]) == {"relative", "absolute"}
    for version, one in told["versions"].items():
        summary = standing_of(seed_warehouse, CATALOGUE, version).summary
        ranks = {row["geo"]: row["nominal_rank"] for row in one["countries"]}
        assert ranks == {str(geo): int(r) for geo, r in summary["nominal_rank"].items()}
        for row in one["countries"]:
            assert 1 <= row["rank_low"] <= row["rank_high"] <= len(one["countries"])
        assert one["recipe"]["seed"] >= 0


def test_the_data_package_is_valid_and_holds_open_rows_only(seed_warehouse, tmp_path):
    (tmp_path / "data").mkdir()
    described = got(seed_warehouse, "/datapackage.json").body
    (tmp_path / "datapackage.json").write_bytes(described)
    for resource in json.loads(described)["resources"]:
        body = got(seed_warehouse, f"/{resource['path']}").body
        assert len(body) == resource["bytes"]
        (tmp_path / resource["path"]).write_bytes(body)
    report = Package("datapackage.json", basepath=str(tmp_path)).validate()
    assert report.valid, report.flatten(["fieldName", "type", "note"])[:5]
    vintages = {r["vintage_id"]: r for r in rows_of((tmp_path / "data/vintage.csv").read_bytes())}
    seen = rows_of((tmp_path / "data/observation.csv").read_bytes())
    assert len(seen) == len(queries.open_rows(seed_warehouse))
    for row in seen:
        assert CATALOGUE[row["indicator_id"]].redistributable
        assert vintages[row["vintage_id"]]["redistributable"] == "true"


def test_the_description_is_valid_openapi_and_says_what_is_served(seed_warehouse):
    told = loaded(seed_warehouse, "/openapi.json")
    validate_openapi(told)
    own = {path for path in told["paths"] if "{" not in path}
    assert own == set(DOCUMENTS)
    suffixes = {path.partition("}.")[2] for path in told["paths"] if "}." in path}
    assert suffixes == {*SUFFIXES, "atom"}
    assert {path for path in told["paths"] if path.endswith("}")} == {
        "/indicators/{id}", "/embed/{id}"
    }  # fmt: skip
    for suffix in SUFFIXES:
        refs = told["paths"][f"/indicators/{{id}}.{suffix}"]["parameters"]
        named = [ref["$ref"].rpartition("/")[2] for ref in refs]
        assert named == ["id", *(p.name for p in parameters_of(suffix))]


def test_what_the_description_gives_as_examples_is_answered(seed_warehouse):
    told = loaded(seed_warehouse, "/openapi.json")
    tried = 0
    for name, parameter in told["components"]["parameters"].items():
        if name in ("id", "v", "frequency", "highlight") or "example" not in parameter:
            continue
        suffix = "png" if name == "size" else "json"
        more = {"period": {"view": "rank"}, "rule": {"view": "rank"}, "since": {"view": "change"},
                "beside": {"view": "scatter"}, "base": {"as": "index"}}.get(name, {})  # fmt: skip
        indicator = "gerd_ppp" if name == "log" else "gerd_pct_gdp"
        path = f"/indicators/{indicator}.{suffix}"
        texts = {name: parameter["example"]} | more
        assert got(seed_warehouse, path, **texts).status == 200, texts
        tried += 1
    assert tried > 8


def test_json_meets_the_schema_that_describes_it(seed_warehouse):
    import jsonschema

    told = loaded(seed_warehouse, "/openapi.json")
    schemas = told["components"]["schemas"]
    jsonschema.validate(loaded(seed_warehouse, "/indicators/gerd_pct_gdp.json"), schemas["Series"])
    jsonschema.validate(
        refused(seed_warehouse, "/indicators/gerd_pct_gdp.json", 400, view="x"), schemas["Problem"]
    )


def entries(body):
    feed = etree.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    for need in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{need}") is not None
    return feed, feed.findall(f"{ATOM}entry")


def test_the_feeds_are_dated_by_their_vintages_and_their_ids_never_change(seed_warehouse):
    feed, found = entries(got(seed_warehouse, "/feed.atom").body)
    days = [entry.findtext(f"{ATOM}updated")[:10] for entry in found]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == "2026-09-30T00:00:00+00:00"
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(ids) == len(set(ids))
    elsewhere = answer(
        seed_warehouse, CATALOGUE, "/feed.atom", {}, Site(date(2030, 1, 1), "https://other.example")
    )
    _, there = entries(elsewhere.body)
    assert [entry.findtext(f"{ATOM}id") for entry in there] == ids
    log = queries.load_log(seed_warehouse)
    own = log[log["indicator_id"] == "gerd_pct_gdp"]
    _, series = entries(got(seed_warehouse, "/indicators/gerd_pct_gdp.atom").body)
    assert len(series) == len(own)


def test_a_series_feed_names_what_was_revised(seed_warehouse):
    changed = queries.revisions(seed_warehouse, "gerd_pct_gdp").iloc[0]
    _, found = entries(got(seed_warehouse, "/indicators/gerd_pct_gdp.atom").body)
    told = [entry.findtext(f"{ATOM}content") for entry in found]
    area = CATALOGUE.areas[changed["geo"]].name
    assert any(f"{area}, {changed['period_label']}: " in text for text in told)
    closed = [i for i in CATALOGUE if not i.redistributable and queries.has(seed_warehouse, i.id)]
    for indicator in closed:
        body = got(seed_warehouse, f"/indicators/{indicator.id}.atom").body
        assert b" is now " not in body, indicator.id


def test_the_sitemap_lists_whole_addresses_that_are_pages(seed_warehouse):
    site = etree.fromstring(got(seed_warehouse, "/sitemap.xml").body)
    ns = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = [loc.text for loc in site.iter(f"{ns}loc")]
    assert "https://uti.example/indicators/gerd_pct_gdp" in found
    assert all(one.startswith("https://uti.example/") for one in found)
    assert not [one for one in found if "/embed/" in one or one.endswith("/404")]
    assert {lastmod.text for lastmod in site.iter(f"{ns}lastmod")} == {"2026-09-30"}
    nowhere = answer(seed_warehouse, CATALOGUE, "/sitemap.xml", {}, Site(date(2026, 9, 30)))
    assert nowhere.status == 404
    assert b"INDICATORS_PUBLIC_URL" in nowhere.body


def test_robots_may_read_all_but_frames(seed_warehouse):
    text = got(seed_warehouse, "/robots.txt").body.decode()
    assert "Disallow: /embed/" in text
    assert "Sitemap: https://uti.example/sitemap.xml" in text


def test_a_page_shows_the_view_of_its_address_and_names_what_it_could_not_read(seed_warehouse):
    plain = got(seed_warehouse, "/indicators/gerd_pct_gdp").body.decode()
    ranked = got(
        seed_warehouse, "/indicators/gerd_pct_gdp", view="rank", compare="XXX", utm_source="mail"
    ).body.decode()
    assert plain.count("<h1") == ranked.count("<h1") == 1
    assert "XXX" in ranked
    assert "/indicators/gerd_pct_gdp.csv?view=rank" in ranked
    assert "/indicators/gerd_pct_gdp.csv?" not in plain
    early = got(seed_warehouse, "/indicators/gerd_pct_gdp", as_at="1995-01-01")
    assert early.status == 200
    assert "choose that day or a later one" in early.body.decode()


def test_every_kind_of_page_that_shows_one_thing_is_answered(seed_warehouse):
    names = ("gerd_pct_gdp", "gerd_pct_gdp", "ai", "USA", "vintage")
    for folder, name in zip(PAGED, names, strict=True):
        found = got(seed_warehouse, f"{folder}{name}")
        assert found.status == 200, folder
        assert got(seed_warehouse, f"{folder}nothing-at-all").status == 404


def test_every_parameter_is_declared_with_words_and_a_schema():
    for parameter in BY_NAME.values():
        assert parameter.description.endswith(".")
        assert parameter.schema["type"] == "string"
        assert not parameter.problem(parameter.example or "x")
