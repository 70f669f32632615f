"""Pages of the static edition: whole and valid HTML, complete for readers, true to the views."""

import json
import re

import pytest

from indicators.accessibility import load_results
from indicators.links import SiteLinks
from indicators.markup import service
from indicators.publishing.site import assets
from indicators.publishing.site.document import POLICY
from indicators.publishing.site.edition import Site, static_site
from indicators.publishing.site.pages import page
from indicators.views import indicator as views
from indicators.views import sources
from indicators.views.indicator.asked import MAKERS, asked
from tests.edition import CATALOGUE, SAMPLE, SITE, inner_links, made, targets, tree

PAGES = pytest.mark.parametrize("name", SAMPLE)
#: Pages with a frame of their own around them: no navigation and no foot.
FRAMED = {"Frame"}
#: Pages that show figures.
WITH_FIGURES = set(SAMPLE) - {
    "Glossary", "Word", "Accessibility", "Privacy", "Corrections", "Not found", "Countries",
    "Technologies", "Indicators", "Indicator without figures", "Methods", "Assumptions",
}  # fmt: skip

#: Pages whose figures stand in tables and words.
WITHOUT_CHARTS = {"Data and sources", "Strategy figures", "2030 ambition, tables"}


@pytest.fixture(scope="module")
def built(seed_folder):
    from indicators.warehouse import Warehouse, current_path

    w = Warehouse(current_path(seed_folder / "warehouse"))
    yield w
    w.close()


@pytest.fixture(scope="module")
def markup(built):
    return made(built)


@pytest.fixture(scope="module")
def roots(markup):
    return {name: tree(text) for name, text in markup.items()}


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


@PAGES
def test_a_page_is_valid_html_with_language_title_and_description(roots, name):
    root = roots[name]
    assert root.get("lang") == "en-GB"
    assert root.find("head/title").text.strip()
    described = root.xpath("head/meta[@name='description']/@content")
    assert len(described) == 1
    assert 20 <= len(described[0]) <= 300
    assert root.xpath("head/link[@rel='canonical']/@href") == [
        f"https://figures.example{SAMPLE[name]}"
    ]


def test_titles_tell_pages_apart(roots):
    titles = [root.find("head/title").text for name, root in roots.items() if name != "Frame"]
    assert len(set(titles)) == len(titles)


@PAGES
def test_headings_step_down_one_by_one_from_one_h1(roots, name):
    levels = [int(e.tag[1]) for e in roots[name].iter() if re.fullmatch("h[1-6]", str(e.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(levels, levels[1:], strict=False))


@PAGES
def test_ids_are_there_once_and_anchors_lead_to_them(roots, name):
    root = roots[name]
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for anchor in root.xpath("//a/@href[starts-with(., '#')]"):
        assert anchor[1:] in ids, anchor


@PAGES
def test_tables_have_captions_and_scopes(roots, name):
    for table in roots[name].iter("table"):
        assert text_of(table.find("caption"))
        assert all(th.get("scope") in ("col", "row") for th in table.iter("th"))
        assert table.findall("thead/tr/th")


@PAGES
def test_drawings_are_named_and_described_or_not_read_aloud(roots, name):
    drawings = roots[name].xpath("//*[local-name()='svg']")
    assert drawings or name not in WITH_FIGURES - WITHOUT_CHARTS
    for drawing in drawings:
        if drawing.get("aria-hidden") == "true":
            continue
        assert drawing.get("role") == "img"
        title, words = drawing.get("aria-labelledby").split()
        told = {e.get("id"): text_of(e) for e in drawing if e.get("id")}
        assert len(told[title]) > 5
        assert len(told[words]) > 20


@PAGES
def test_every_link_within_leads_somewhere(built, roots, name):
    missing = inner_links(roots[name]) - targets(built) - {""}
    assert not missing


@PAGES
def test_anchors_on_other_pages_are_there(roots, name):
    by_path = {path: roots[n] for n, path in SAMPLE.items()}
    for address in roots[name].xpath("//a/@href[contains(., '#')]"):
        path, _, anchor = address.partition("#")
        if path in by_path:
            assert anchor in by_path[path].xpath("//@id"), address


@PAGES
def test_nothing_is_loaded_from_elsewhere_or_inline(markup, roots, name):
    root = roots[name]
    loaded = root.xpath(
        "//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src"
    )
    assert set(loaded) == {asset.path for asset in assets.assets()}
    assert not root.xpath("//*[@style] | //style | //iframe | //form")
    inline = root.xpath("//script[not(@src)]/@type")
    assert set(inline) <= {"application/json", "application/ld+json"}
    assert POLICY in root.xpath("head/meta[@http-equiv='Content-Security-Policy']/@content")
    assert not re.search(r"\son[a-z]+=", re.sub(r">[^<]*<", "><", markup[name]))


@PAGES
def test_a_page_is_light(markup, name):
    most = 60_000 if name == "Frame" else 150_000
    assert len(markup[name].encode()) <= most


@PAGES
def test_a_page_has_skip_link_navigation_and_foot(roots, name):
    root = roots[name]
    if name in FRAMED:
        assert not root.xpath("//header | //footer")
        return
    first = root.find("body")[0]
    assert first.get("href") == "#content"
    assert root.xpath("//main[@id='content']")
    for nav in root.xpath("//header//nav"):
        assert len(nav.xpath(".//a")) == 8
    foot = root.xpath("//footer")[0]
    links = set(foot.xpath(".//a/@href"))
    assert {"/accessibility", "/privacy", "/corrections", "/data_and_sources"} <= links
    assert "Not an official statistics publication" in text_of(foot)


def test_the_page_of_the_navigation_is_marked(roots):
    for name, path in (("Overview", "/"), ("Country", "/countries"), ("Word", "/glossary")):
        current = roots[name].xpath("//header//a[@aria-current='page']/@href")
        assert set(current) == {path}


# What the regulator asks of every dashboard, by type of page.


@pytest.mark.parametrize("name", sorted(WITH_FIGURES))
def test_source_and_producer_are_named(roots, name):
    text = text_of(roots[name].find("body"))
    assert re.search(r"Source: |Publisher|Strategy, March 2023", text)


@pytest.mark.parametrize(
    "name", ["Indicator", "Indicator of one country", "Indicator that is closed"]
)
def test_an_indicator_page_has_the_regulators_list(built, roots, name):
    root, indicator = roots[name], CATALOGUE[SAMPLE[name].rpartition("/")[2]]
    text = text_of(root.find("body"))
    assert indicator.publisher in text
    assert root.xpath("//span[@class='badge']"), "status label"
    assert "Keep in mind" in text, "limits"
    assert "Good for" in text, "strengths"
    assert root.xpath("//section[@id='revisions']"), "revisions"
    assert re.search(r"retrieved|released|copy dated|dated", text), "date of the figures"
    assert root.xpath("//section[@id='download']//a"), "other formats"
    assert root.xpath("//a[@href='/corrections']"), "corrections and contact"
    assert views.vintage_days(built, indicator.id) in text, "dates of every vintage held"


def test_upkeep_corrections_contact_and_schedule_are_told(roots):
    text = text_of(roots["Corrections"])
    for wanted in ("Report an error", "5 working days", "Should the service end", "a@b.example"):
        assert wanted in text
    assert "Next release" in text_of(roots["Data and sources"])


# Numbers are the views'.


def test_the_tables_of_an_indicator_are_those_of_its_views(built, roots):
    found = asked(built, CATALOGUE, {"indicator": "gerd_pct_gdp"})
    view = MAKERS[found.kind](built, CATALOGUE, found.question)
    ranked = views.rank_view(built, CATALOGUE, found.question)
    root = roots["Indicator"]
    assert text_of(root.xpath("//h1")[0]) == view.headline
    shown = {text_of(t.find("caption")): t for t in root.iter("table")}
    for table in (view.table, ranked.table):
        rows = [[text_of(c) for c in tr] for tr in shown[table.caption].find("tbody")]
        assert rows == [list(row) for row in table.rows]
    for note in view.notes:
        assert note in text_of(root.find("body"))
    assert view.source_line in text_of(root.find("body"))


def test_points_for_reading_are_those_of_the_chart(built, roots):
    found = asked(built, CATALOGUE, {"indicator": "gerd_pct_gdp"})
    view = MAKERS[found.kind](built, CATALOGUE, found.question)
    listed = json.loads(roots["Indicator"].xpath("//script[@class='points']/text()")[0])
    assert [line["name"] for line in listed] == [s.label for s in view.chart.series]
    uk = next(line for line in listed if line["geo"] == "GBR")
    assert uk["points"][-1][:2] == ["2023", "2.75%"]


def test_every_indicator_is_in_the_list_with_its_newest_finding(built, roots):
    root = roots["Indicators"]
    held = views.offered(built, CATALOGUE)
    assert set(root.xpath("//div[contains(@class,'index')]//a/@href")) == {
        f"/indicators/{name}" for name in held
    }
    assert "UK R&D spending was 2.75% of GDP in 2023" in text_of(root)
    for indicator in CATALOGUE:
        if indicator.id not in held and indicator.unavailable:
            assert " ".join(indicator.unavailable.split()) in text_of(root)


def test_closed_figures_leave_as_pictures_only(roots):
    files = roots["Indicator that is closed"].xpath("//section[@id='download']//a/@href")
    assert {f.rpartition(".")[2] for f in files} == {"pptx", "png", "svg", "docx", "pdf", "atom"}
    open_files = roots["Indicator"].xpath("//section[@id='download']//a/@href")
    assert "/indicators/gerd_pct_gdp.csv" in open_files
    assert "/indicators/gerd_pct_gdp.csvw.json" in open_files


def test_a_page_is_described_as_a_data_set(roots):
    data = json.loads(roots["Indicator"].xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["@type"] == "Dataset"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["temporalCoverage"].startswith("1981-01-01/")
    assert "United Kingdom" in data["spatialCoverage"]
    urls = {d["contentUrl"] for d in data["distribution"]}
    assert "https://figures.example/indicators/gerd_pct_gdp.csv" in urls
    social = roots["Indicator"].xpath("//meta[@property='og:image']/@content")
    assert social == ["https://figures.example/indicators/gerd_pct_gdp.png"]


def test_the_2030_page_says_what_is_not_computed(roots):
    text = text_of(roots["2030 ambition"])
    assert "No projection has been computed for this build." in text
    assert "Method range" in text
    assert "What would it take" in text


def test_the_interactive_edition_is_named_only_where_there_is_one(built, roots):
    assert roots["Indicator"].xpath(
        "//main//a[starts-with(@href,'https://app.example/indicators')]"
    )
    alone = page(built, CATALOGUE, "/indicators/gerd_pct_gdp", Site(SITE.day))
    assert "Interactive version" not in alone
    assert "og:url" not in alone


def test_a_folder_below_a_hosts_root_has_its_path_in_every_link(built, monkeypatch):
    monkeypatch.delenv("INDICATORS_PUBLIC_URL", raising=False)
    site = static_site(SITE.day, "https://host.example/uk/tech/")
    assert site.links == SiteLinks("/uk/tech")
    root = tree(page(built, CATALOGUE, "/countries/GBR", site))
    assert all(path.startswith("/uk/tech/") for path in inner_links(root))


# The statement, privacy and corrections.


def test_the_statement_follows_the_model_and_the_results(roots):
    text, found = text_of(roots["Accessibility"]), load_results()
    for wanted in (
        "partially compliant", "Public Sector Bodies (Websites and Mobile Applications) (No. 2) "
        "Accessibility Regulations 2018", "Equality Advisory and Support Service",
        "Non-accessible content", "not been tested with screen-reader users", "a@b.example",
        found.tool,
    ):  # fmt: skip
        assert wanted in text, wanted
    for fault in found.streamlit:
        assert fault.rule in text
        assert fault.way_round in text
    for check in found.keyboard:
        assert check.what in text


def test_without_a_contact_the_statement_says_what_the_host_must_do(built):
    for path in ("/accessibility", "/corrections", "/privacy"):
        text = text_of(tree(page(built, CATALOGUE, path, Site(SITE.day))))
        assert service.UNSET in text
        assert "INDICATORS_SERVICE_CONTACT" in text


def test_corrections_are_listed_with_both_figures(built):
    from indicators.corrections import Correction

    made_one = Correction(
        "gerd_pct_gdp", "oecd", "GBR", "2022", 27.6, 2.76, "The decimal point is misplaced."
    )
    shown = service.corrections(
        [made_one], CATALOGUE, sources.revisions(built, CATALOGUE), "a@b.example", SiteLinks()
    )
    text = text_of(tree(f"<!DOCTYPE html><title>x</title>{shown}"))
    assert "27.60%" in text
    assert "2.76%" in text
    assert "The decimal point is misplaced." in text
