"""LibreOffice opens what we make, draws it, and saves it anew without loss of a number."""

import io
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from indicators.briefing import Briefing, Item
from indicators.catalogue import load_catalogue
from indicators.charts.description import Kind
from indicators.choice import indicator_choice
from indicators.exports import docx, ods, pptx, xlsx
from indicators.exports.stamp import Stamp
from indicators.publishing import briefing as publishing
from indicators.publishing.charts import filled
from indicators.views.charts import view_of
from tests.office import charts_of
from tests.system.machinery import tool
from tests.test_native_charts import CHARTS, drawn

LABELS = {
    Kind.LINE: ("UK", "Germany"),
    Kind.MULTIPLES: ("UK", "Germany"),
    Kind.SCATTER: ("UK", "France", "South Korea"),
    Kind.BAR: ("South Korea", "5.0%", "Italy"),
    Kind.DOT: ("South Korea", "5.0%", "Italy"),
    Kind.INTERVAL: ("South Korea", "5.0%", "Italy"),
    Kind.DUMBBELL: ("South Korea", "4.0%", "5.0%", "pale dot 2015"),
}

pytestmark = pytest.mark.system

CATALOGUE = load_catalogue()
STAMP = Stamp("ab12cd34ef56ab12", "/indicators", date(2026, 11, 23))
LINE = indicator_choice("gerd_pct_gdp", compare="DEU.USA")
RANK = indicator_choice("gerd_pct_gdp", view="rank")


def converted(content: bytes, name: str, to: str, folder: Path) -> Path:
    given = folder / name
    given.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        tool("soffice"),
        "--headless",
        profile,
        "--convert-to",
        to,
        "--outdir",
        str(folder / "out"),
    ]
    subprocess.run([*command, str(given)], check=True, capture_output=True, timeout=180)
    return folder / "out" / f"{given.stem}.{to}"


def pages(path: Path) -> list[Image.Image]:
    stem = path.with_suffix("")
    subprocess.run(
        [tool("pdftoppm"), "-r", "50", "-png", str(path), str(stem)], check=True, timeout=120
    )
    return [Image.open(page).convert("RGB") for page in sorted(path.parent.glob(f"{stem.name}-*"))]


def words(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode()


def share_of(picture: Image.Image, colour: tuple[int, int, int]) -> float:
    near = sum(
        count
        for count, pixel in picture.getcolors(1 << 24)
        if all(abs(a - b) < 24 for a, b in zip(pixel, colour, strict=True))
    )
    return near / (picture.width * picture.height)


@pytest.mark.parametrize(("choice", "least"), [(LINE, 0.0008), (RANK, 0.001)])
def test_slides_are_drawn_in_our_colours(seed_warehouse, tmp_path, choice, least):
    view = view_of(seed_warehouse, CATALOGUE, choice)
    drawn = converted(pptx.write(view, CATALOGUE, STAMP), "slide.pptx", "pdf", tmp_path)
    (page,) = pages(drawn)
    assert page.width / page.height == pytest.approx(16 / 9, abs=0.02)
    assert share_of(page, (0x12, 0x43, 0x6D)) > least
    said = words(drawn)
    for part in ("UK R&D spending was", "Source: OECD", "ab12cd34ef56", "2.75%"):
        assert part in said


def test_the_years_stand_under_a_slides_line_chart(seed_warehouse, tmp_path):
    view = view_of(seed_warehouse, CATALOGUE, LINE)
    said = words(converted(pptx.write(view, CATALOGUE, STAMP), "slide.pptx", "pdf", tmp_path))
    assert "1991" in said
    assert "2016" in said


def test_a_document_is_drawn_with_headline_table_and_source(seed_warehouse, tmp_path):
    view = view_of(seed_warehouse, CATALOGUE, LINE)
    drawn = converted(docx.write(view, CATALOGUE, STAMP), "document.docx", "pdf", tmp_path)
    said = words(drawn)
    for part in ("UK R&D spending was", "Figures", "Keep in mind", "Source", "Germany", "3.13%"):
        assert part in said
    assert share_of(pages(drawn)[0], (0x12, 0x43, 0x6D)) > 0.0005


@pytest.mark.parametrize("module", [xlsx, ods])
def test_a_workbook_keeps_its_numbers_through_libreoffice(seed_warehouse, tmp_path, module):
    view = view_of(seed_warehouse, CATALOGUE, LINE)
    name = f"given.{module.FORMAT.extension}"
    again = converted(module.write(view, CATALOGUE, STAMP), name, "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(io.BytesIO(again.read_bytes()))["Table_1a"]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] == "Area")
    at = rows[start].index("Value")
    found = [row[at] for row in rows[start + 1 :] if isinstance(row[at], float | int)]
    assert found == pytest.approx([v for v in view.data["value"] if v == v], rel=1e-14)


def test_a_whole_briefing_opens(seed_warehouse, tmp_path):
    given = Briefing((Item(LINE, "Own words", "A note"), Item(RANK)), "charts", "OFFICIAL")
    files = publishing.pack(given, filled(seed_warehouse, CATALOGUE, given), CATALOGUE, STAMP)
    for extension in ("pptx", "docx"):
        drawn = converted(files[f"briefing.{extension}"], f"b.{extension}", "pdf", tmp_path)
        said = words(drawn)
        assert "OFFICIAL" in said
        assert "Own words" in said


@pytest.mark.parametrize("name", CHARTS)
def test_native_charts_are_drawn_with_their_words(tmp_path, name):
    """A chart of every kind: LibreOffice leaves out what it does not understand, so look for it."""
    chart = CHARTS[name]
    path = converted(drawn(chart), "chart.pptx", "pdf", tmp_path)
    said = words(path)
    for label in LABELS[chart.kind]:
        assert label in said, f"{label} is not drawn"
    (page,) = pages(path)
    assert share_of(page, (0x12, 0x43, 0x6D)) > 0.0001, "the UK is not drawn"
    assert share_of(page, (0x28, 0xA1, 0x97)) > 0.00005, "the comparator is not drawn"


def test_sheets_of_native_charts_compute_to_the_charts_numbers(tmp_path):
    """LibreOffice computes the formulas anew; they give what the chart was made with."""
    for name in ("fan", "interval", "dumbbell"):
        (chart,) = charts_of(drawn(CHARTS[name]))
        blob = chart.part.chart_workbook.xlsx_part.blob
        before = openpyxl.load_workbook(io.BytesIO(blob), data_only=True).active
        again = converted(blob, f"{name}.xlsx", "ods", tmp_path)
        back = converted(again.read_bytes(), f"{name}-again.ods", "xlsx", tmp_path)
        after = openpyxl.load_workbook(io.BytesIO(back.read_bytes()), data_only=True).active
        checked = 0
        for row in before.iter_rows():
            for cell in row:
                if isinstance(cell.value, float | int):
                    assert after[cell.coordinate].value == pytest.approx(cell.value, abs=1e-9)
                    checked += 1
        assert checked > 10


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_a_one_page_note_is_one_page(seed_warehouse, tmp_path, count):
    items = tuple(
        Item(LINE if n % 2 else RANK, "Own words " * 6, "A note of some length. " * 8)
        for n in range(count)
    )
    given = Briefing(items, "note", "OFFICIAL")
    charts = filled(seed_warehouse, CATALOGUE, given)
    made = publishing.pack(given, charts, CATALOGUE, STAMP)
    assert len(pages(converted(made["briefing.docx"], "note.docx", "pdf", tmp_path))) == 1
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "note.pdf").write_bytes(made["briefing.pdf"])
    assert len(pages(tmp_path / "own" / "note.pdf")) == 1
