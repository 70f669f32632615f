"""The validator of office files sees damage: a finding of nothing says something."""

import io
import zipfile
from datetime import date

import pytest

from indicators.catalogue import load_catalogue
from indicators.choice import indicator_choice
from indicators.exports import docx, ods, pptx, xlsx
from indicators.exports.stamp import Stamp
from indicators.views.charts import view_of
from tests.office import findings

CATALOGUE = load_catalogue()
STAMP = Stamp("ab12cd34ef56ab12", "/indicators", date(2026, 11, 23))
MAKERS = {"pptx": pptx, "docx": docx, "xlsx": xlsx, "ods": ods}


def damaged(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The file with the first `old` in a part replaced; the part must hold it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        assert part in given.namelist()
        for item in given.infolist():
            data = given.read(item)
            if item.filename == part:
                assert old in data, part
                data = data.replace(old, new, 1)
            made.writestr(item, data)
    return out.getvalue()


def inner(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        return given.read(part)


@pytest.fixture
def made(seed_warehouse):
    view = view_of(seed_warehouse, CATALOGUE, indicator_choice("gerd_pct_gdp", compare="DEU"))
    return {name: maker.write(view, CATALOGUE, STAMP) for name, maker in MAKERS.items()}


@pytest.mark.parametrize(
    ("kind", "part", "old", "new"),
    [
        ("pptx", "ppt/slides/slide1.xml", b"<p:spTree>", b"<p:spTree><p:bogus/>"),
        ("docx", "word/document.xml", b"<w:body>", b"<w:body><w:bogus/>"),
        ("xlsx", "xl/worksheets/sheet1.xml", b"<sheetData>", b"<bogus/><sheetData>"),
        ("ods", "content.xml", b"<office:spreadsheet>", b"<office:spreadsheet><table:bogus/>"),
        ("ods", "META-INF/manifest.xml", b' manifest:version="1.2"', b""),
    ],
)
def test_an_element_that_is_not_in_the_format_is_found(made, tmp_path, kind, part, old, new):
    assert findings(made[kind], f"whole.{kind}", tmp_path) == []
    assert findings(damaged(made[kind], part, old, new), f"damaged.{kind}", tmp_path)


def test_damage_in_the_sheet_behind_a_chart_is_found(made, tmp_path):
    with zipfile.ZipFile(io.BytesIO(made["pptx"])) as archive:
        (sheet,) = (n for n in archive.namelist() if n.endswith(".xlsx"))
    broken = damaged(
        inner(made["pptx"], sheet), "xl/worksheets/sheet1.xml",
        b"<sheetData>", b"<bogus/><sheetData>",
    )  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made["pptx"])) as given, zipfile.ZipFile(out, "w") as copy:
        for item in given.infolist():
            copy.writestr(item, broken if item.filename == sheet else given.read(item))
    assert findings(out.getvalue(), "inner.pptx", tmp_path)
