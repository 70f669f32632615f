"""Briefings: links and recipes go out and come back; hostile ones are refused; files keep words."""

import base64
import hashlib
import io
import json
import logging
import zipfile
import zlib
from dataclasses import replace
from datetime import date

import docx as word
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from indicators import briefing as briefings
from indicators.__main__ import main
from indicators.briefing import Briefing, Item
from indicators.catalogue import load_catalogue
from indicators.choice import PATHS, Choice, indicator_choice
from indicators.errors import ValidationError
from indicators.exports.stamp import Stamp
from indicators.publishing import briefing as publishing
from indicators.publishing.charts import changes, filled
from indicators.settings import ROOT
from indicators.views.charts import view_of
from tests.test_pages import told

CATALOGUE = load_catalogue()
STAMP = Stamp("ab12cd34ef56ab12", "/briefing", date(2026, 11, 23))
LINE = indicator_choice("gerd_pct_gdp", compare="DEU.KOR")
RANK = indicator_choice("gerd_pct_gdp", view="rank")
SECRET = "Zebra words that must stay in the session"
WORDED = Briefing(
    (Item(LINE, "My own headline", SECRET), Item(RANK)), "deck", "OFFICIAL", "ab12cd34ef56ab12"
)

choices = st.builds(
    Choice,
    st.sampled_from(list(PATHS)),
    st.from_regex(r"[a-z0-9_-]{0,30}", fullmatch=True),
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
        st.from_regex(r"[A-Za-z0-9_./–-]{1,20}", fullmatch=True),
        max_size=5,
    ).map(lambda asked: tuple(asked.items())),
)


# Links


@given(st.lists(choices, max_size=8), st.sampled_from(list(briefings.TEMPLATES)))
@settings(max_examples=60)
def test_a_link_comes_back_as_the_charts_it_was_made_from(charts, template):
    given_briefing = Briefing(tuple(Item(chart) for chart in charts), template)
    link = briefings.to_link(given_briefing)
    assert len(link) <= 2_000
    assert briefings.from_link("https://indicators.test" + link) == given_briefing


def test_a_link_holds_no_words():
    link = briefings.to_link(WORDED)
    code = link.split("charts=")[1]
    inside = zlib.decompress(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))).decode()
    for text in ("headline", "Zebra", "OFFICIAL"):
        assert text not in link
        assert text not in inside


def test_forty_charts_fit_a_link():
    ids = [i.id for i in CATALOGUE if i.available][:40]
    full = Briefing(tuple(Item(indicator_choice(i)) for i in ids))
    assert len(briefings.to_link(full)) <= 2_000


def test_a_link_that_would_be_too_long_says_so():
    ids = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(40))
    with pytest.raises(ValidationError, match="Save the briefing as a file"):
        briefings.to_link(Briefing(tuple(Item(indicator_choice(one)) for one in ids)))


def coded(*lines):
    return base64.urlsafe_b64encode(zlib.compress("\n".join(lines).encode())).decode().rstrip("=")


HOSTILE_CODES = {
    "empty": "",
    "not base64": "!!!!",
    "not packed": "AAAA",
    "cut short": briefings.to_link(WORDED).split("charts=")[1][:-12],
    "one letter altered": "A" + briefings.to_link(WORDED).split("charts=")[1][1:],
    "a bomb": base64.urlsafe_b64encode(zlib.compress(b"[" * 5_000_000)).decode().rstrip("="),
    "too long": "A" * 5_000,
    "another page": coded("/etc/passwd"),
    "a script for an id": coded("/indicators?indicator=<script>"),
    "words for an id": coded("/indicators?indicator=some+words+of+mine"),
    "a script for a chart": coded("/indicators?indicator=gerd_pct_gdp#<b>"),
    "a control letter": coded("/indicators?indicator=a%00b"),
    "an address that is none": coded("http://[::1/indicators"),
    "many choices": coded("/indicators?" + "&".join(f"{c}{d}=1" for c in "abcde" for d in "abcde")),
    "too many": coded(*["/indicators?indicator=gerd_pct_gdp"] * 41),
}


@pytest.mark.parametrize("kind", HOSTILE_CODES)
def test_hostile_links_are_refused_in_a_sentence(kind):
    with pytest.raises(ValidationError) as refused:
        briefings.from_code(HOSTILE_CODES[kind])
    assert len(str(refused.value)) < 2_500


# Recipes


def test_a_recipe_comes_back_as_it_was():
    assert briefings.from_json(briefings.to_json(WORDED).encode()) == WORDED


def recipe(**parts):
    return json.dumps(json.loads(briefings.to_json(WORDED)) | parts).encode()


HOSTILE_RECIPES = {
    "empty": b"",
    "not JSON": b"{items",
    "not UTF-8": b"\xff\xfe\x00",
    "too large": b" " * 100_001,
    "deep": b"[" * 90_000,
    "a list": b"[]",
    "an unknown key": recipe(secret="x"),
    "another format": recipe(format=1),
    "an unknown template": recipe(template="poster"),
    "a long marking": recipe(marking="x" * 61),
    "a number for charts": recipe(items=4),
    "a long headline": recipe(items=[{"chart": "/indicators?indicator=a", "headline": "x" * 301}]),
    "41 charts": recipe(items=[{"chart": "/indicators?indicator=a"}] * 41),
    "a false version": recipe(build_id="<b>"),
}


@pytest.mark.parametrize("kind", HOSTILE_RECIPES)
def test_hostile_recipes_are_refused_in_a_sentence(kind):
    with pytest.raises(ValidationError) as refused:
        briefings.from_json(HOSTILE_RECIPES[kind])
    assert len(str(refused.value)) < 2_500


def packed(name=publishing.RECIPE, content=b"{}", count=1):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(count):
            archive.writestr(name if n == 0 else f"part{n}", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed("word/document.xml"), "no briefing recipe"),
        (packed(count=5_001, content=b""), "far larger"),
        (packed("big.xml", b"0" * 201_000_000), "far larger"),
        (packed(content=b" " * 200_000), "bytes"),
        (packed()[:-30], "damaged"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"PK" + b"0" * 20_000_001, "20 MB"),
    ],
    ids=["no recipe", "many parts", "a bomb", "a large recipe", "cut", "not a ZIP", "too large"],
)
def test_hostile_office_files_are_refused_in_a_sentence(content, words):
    with pytest.raises(ValidationError, match=words):
        publishing.recipe_in(content)


def test_external_entities_in_an_office_file_are_never_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a>&x;')
        archive.writestr(publishing.RECIPE, briefings.to_json(WORDED))
    assert publishing.recipe_in(out.getvalue()) == WORDED


# Order


def test_charts_move_within_the_list_and_are_added_once():
    assert [i.chart for i in briefings.moved(WORDED, 1, -1).items] == [RANK, LINE]
    assert briefings.moved(WORDED, 0, -1) == WORDED
    assert briefings.moved(WORDED, 1, 1) == WORDED
    assert briefings.added(WORDED, LINE) == WORDED
    more = briefings.added(WORDED, indicator_choice("gii_rank"))
    assert more.items[-1].chart == indicator_choice("gii_rank")


# Files


@pytest.fixture(params=list(briefings.TEMPLATES))
def files(request, seed_warehouse):
    given_briefing = replace(WORDED, template=request.param)
    charts = filled(seed_warehouse, CATALOGUE, given_briefing)
    heard = []
    made = publishing.pack(
        given_briefing, charts, CATALOGUE, STAMP, lambda share, _words: heard.append(share)
    )
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    return made


def test_every_template_gives_all_files_with_words_data_and_marking(files):
    assert set(files) == {
        "briefing.pptx", "briefing.docx", "briefing.pdf", "briefing.xlsx", "briefing-recipe.json",
    }  # fmt: skip
    deck = Presentation(io.BytesIO(files["briefing.pptx"]))
    assert len(deck.slides) == 2
    said = [s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame]
    assert deck.slides[0].shapes.title.text == "My own headline"
    assert said.count("OFFICIAL") == 2
    assert any("UK R&D spending was" in text for text in said)
    assert SECRET in said
    assert "edited by the author" in deck.slides[0].notes_slide.notes_text_frame.text
    document = word.Document(io.BytesIO(files["briefing.docx"]))
    paragraphs = [p.text for p in document.paragraphs]
    assert SECRET in paragraphs
    assert any("Headline edited by the author" in text for text in paragraphs)
    assert document.sections[0].header.paragraphs[0].text == "OFFICIAL"
    book = openpyxl.load_workbook(io.BytesIO(files["briefing.xlsx"]))
    assert {"Table_1a", "Table_2a"} <= set(book.sheetnames)
    assert files["briefing.pdf"].startswith(b"%PDF-")


def test_every_office_file_gives_its_recipe_back_and_is_declared_whole(files):
    for name in ("pptx", "docx", "xlsx"):
        content = files[f"briefing.{name}"]
        found = publishing.recipe_in(content)
        assert [i.chart for i in found.items] == [LINE, RANK]
        assert found.items[0].note == SECRET
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            types = archive.read("[Content_Types].xml").decode()
            assert 'Extension="json"' in types
            assert len(set(archive.namelist())) == len(archive.namelist())


def test_forty_charts_with_long_notes_make_a_deck(seed_warehouse):
    note = "Two hundred characters of an author's own words, 日本語 and ελληνικά among them. " * 3
    note = note.strip()
    given_briefing = Briefing(tuple(Item(LINE if n % 2 else RANK, "", note) for n in range(40)))
    views = {choice: view_of(seed_warehouse, CATALOGUE, choice) for choice in (LINE, RANK)}
    charts = filled(seed_warehouse, CATALOGUE, given_briefing, lambda _w, _c, one: views[one])
    content = publishing.make(given_briefing, charts, CATALOGUE, STAMP, "pptx")
    deck = Presentation(io.BytesIO(content))
    assert len(deck.slides) == 40
    for slide in deck.slides:
        assert note in [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        tops = {shape.name: shape.top + shape.height for shape in slide.shapes}
        assert max(tops.values()) <= deck.slide_height, "nothing runs off the slide"


def test_a_chart_that_cannot_be_made_is_told_and_the_rest_is_made(seed_warehouse):
    given_briefing = Briefing((Item(LINE), Item(indicator_choice("gone_indicator")), Item(RANK)))
    charts = filled(seed_warehouse, CATALOGUE, given_briefing)
    made = publishing.pack(given_briefing, charts, CATALOGUE, STAMP)
    assert len(Presentation(io.BytesIO(made["briefing.pptx"])).slides) == 2
    assert b"gone_indicator" in made["READ ME.txt"]


def test_a_refresh_lists_what_changed(seed_warehouse):
    old = Item(LINE, made="UK R&D spending was 2.91% of GDP in 2020")
    own = Item(RANK, headline="Mine", made="Another sentence")
    charts = filled(seed_warehouse, CATALOGUE, Briefing((old, own)))
    first, second = changes(charts)
    assert "“UK R&D spending was 2.91% of GDP in 2020” is now “UK R&D spending was 2.75%" in first
    assert "check that it still holds" in second
    again = publishing.saved(Briefing((old, own)), charts, "ab")
    assert changes(filled(seed_warehouse, CATALOGUE, again)) == ()


# Commands and page


@pytest.mark.usefixtures("seed_warehouse")
def test_the_commands_write_files(tmp_path, capsys):
    out = tmp_path / "chart.svg"
    asked = ["--indicator", "gerd_pct_gdp", "--format", "svg", "--compare", "DEU", "FRA"]
    assert main(["export", *asked, "--size", "square", "--out", str(out)]) == 0
    assert 'viewBox="0 0 1080 1080"' in out.read_text(encoding="utf-8")
    (tmp_path / "recipe.json").write_text(briefings.to_json(WORDED), encoding="utf-8")
    given_recipe = ["--recipe", str(tmp_path / "recipe.json")]
    assert main(["brief", *given_recipe, "--out", str(tmp_path / "week")]) == 0
    made = {path.name for path in (tmp_path / "week").iterdir()}
    assert {"briefing.pptx", "briefing.docx", "briefing.pdf", "briefing.xlsx"} <= made
    assert "Nothing has changed" in capsys.readouterr().out


@pytest.mark.usefixtures("seed_warehouse")
def test_a_wrong_command_is_one_sentence(tmp_path, capsys):
    asked = ["--indicator", "no_such", "--format", "csv", "--out", str(tmp_path / "x.csv")]
    assert main(["export", *asked]) == 1
    assert "no_such" in capsys.readouterr().err
    assert not (tmp_path / "x.csv").exists()


@pytest.fixture
def page(seed_warehouse):
    assert seed_warehouse.build_id
    return AppTest.from_file(ROOT / "pages" / "briefing.py", default_timeout=60)


def test_the_page_opens_a_link_and_keeps_words_out_of_address_and_logs(page, caplog):
    caplog.set_level(logging.DEBUG)
    page.query_params["charts"] = briefings.to_link(WORDED).split("charts=")[1]
    page.run()
    assert not page.exception
    assert len([t for t in page.text_input if t.label.startswith("Headline")]) == 2
    page.text_area[0].set_value(SECRET).run()
    page.button(key=next(b.key for b in page.button if b.label == "Move chart 1 down")).click()
    page.run()
    assert not page.exception
    notes = [area.value for area in page.text_area]
    assert notes == ["", SECRET]
    make = next(b for b in page.button if b.label.startswith("Make PowerPoint"))
    make.click().run(timeout=60)
    assert not page.exception
    assert "Zebra" not in caplog.text
    assert "Zebra" not in json.dumps({k: list(v) for k, v in page.query_params.items()})
    assert not any("Zebra" in block.value for block in page.code)


def test_the_page_refuses_a_damaged_link_and_says_what_it_is_for(page):
    page.query_params["charts"] = "AAAA"
    page.run()
    assert "cut short" in told(page)[0]
    assert "OFFICIAL" in told(page, "told")[0]
    assert not page.exception


def test_a_link_that_names_no_chart_puts_no_link_of_its_own_on_the_page(page):
    strangers = Briefing((Item(indicator_choice("www.b.example")),))
    page.query_params["charts"] = briefings.to_link(strangers).split("charts=")[1]
    page.run()
    assert any("www.b.example" in sentence for sentence in told(page))
    read_as_markdown = [*page.markdown, *page.caption, *page.warning, *page.info, *page.error]
    assert not any("b.example" in element.value for element in read_as_markdown)
