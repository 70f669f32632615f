"""Every file says what the warehouse says: numbers are read back with the format's own library."""

import csv as csv_module
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import docx as word
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from odf import table as odf_table
from odf.opendocument import load as load_ods
from odf.teletype import extractText
from PIL import Image
from pptx import Presentation

from indicators import queries
from indicators.catalogue import load_catalogue
from indicators.charts.description import Kind
from indicators.choice import indicator_choice
from indicators.errors import LicenceError, ValidationError
from indicators.exports import citation, csv, docx, ods, pdf, png, pptx, svg, xlsx
from indicators.exports.formats import export, file_name, formats, safe_name
from indicators.exports.picture import PRESETS, draw
from indicators.exports.stamp import Stamp, stamp_of
from indicators.numbers import parse_number
from indicators.view import Column, Table, View
from indicators.views import indicator as views
from indicators.views import overview

CATALOGUE = load_catalogue()
STAMP = Stamp("ab12cd34ef56ab12", "/indicators?indicator=gerd_pct_gdp", date(2026, 11, 23))
GERD = "gerd_pct_gdp"
CLOSED = next(i.id for i in CATALOGUE if i.available and i.licence == "all rights reserved")


def line(w, indicator_id=GERD, *compare):
    chosen = CATALOGUE[indicator_id]
    return views.line_view(w, CATALOGUE, views.Question(chosen, chosen.frequencies[0], compare))


def ranked(w, indicator_id=GERD, *compare):
    chosen = CATALOGUE[indicator_id]
    return views.rank_view(w, CATALOGUE, views.Question(chosen, chosen.frequencies[0], compare))


def changed(view, **parts):
    return View(**{**view.__dict__, **parts})


def warehouse_values(w, *geos):
    """(area, period) to value, asked of the warehouse anew."""
    rows = queries.observations(w, GERD, geos=list(geos), frequency="A")
    rows = rows[rows["value"].notna()]
    keys = zip(rows["geo"], rows["period_label"], strict=True)
    return dict(zip(keys, rows["value"], strict=True))


def slide_of(content):
    return Presentation(io.BytesIO(content)).slides[0]


def native_chart(content):
    return next(shape for shape in slide_of(content).shapes if shape.has_chart)


# Round trips


@pytest.mark.parametrize("name", ["csv", "json", "parquet"])
def test_data_formats_hold_every_digit(seed_warehouse, name):
    content = export(line(seed_warehouse, GERD, "DEU", "KOR"), CATALOGUE, STAMP, name)
    if name == "csv":
        rows = list(csv_module.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    elif name == "json":
        rows = json.loads(content)["rows"]
    else:
        rows = pq.read_table(io.BytesIO(content)).to_pylist()
    found = {
        (row["geo"], row["period_label"]): float(row["value"])
        for row in rows
        if row["value"] not in ("", None) and row["value"] == row["value"]
    }
    assert found == warehouse_values(seed_warehouse, "GBR", "DEU", "KOR")


def test_the_powerpoint_chart_and_its_data_sheet_hold_every_digit(seed_warehouse):
    content = pptx.write(line(seed_warehouse, GERD, "DEU"), CATALOGUE, STAMP)
    chart = native_chart(content).chart
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    header, *body = list(sheet.iter_rows(values_only=True))
    in_sheet = {}
    for place, name in enumerate(header[1:], start=1):
        geo = "GBR" if name.startswith("UK") else "DEU"
        for row in body:
            if row[place] is not None:
                in_sheet[(geo, str(row[0].year))] = row[place]
    expected = warehouse_values(seed_warehouse, "GBR", "DEU")
    assert in_sheet == expected
    drawn = [
        value for series in chart.plots[0].series for value in series.values if value is not None
    ]
    assert sorted(drawn) == sorted(expected.values())


def test_a_declared_break_is_a_gap_in_powerpoint(seed_warehouse):
    chart = native_chart(pptx.write(line(seed_warehouse), CATALOGUE, STAMP)).chart
    names = [series.name for series in chart.plots[0].series]
    assert "UK, 1985 to 2013" in names
    assert "UK, 2014 to 2017" in names
    assert "UK, 2018 to 2023" in names


def test_powerpoint_bars_stand_in_rank_order(seed_warehouse):
    view = ranked(seed_warehouse, GERD, "DEU")
    plot = native_chart(pptx.write(view, CATALOGUE, STAMP)).chart.plots[0]
    newest = warehouse_values(seed_warehouse, *(bar.geo for bar in view.chart.bars))
    assert list(plot.categories)[0].endswith("Israel")
    for bar, value in zip(view.chart.bars, plot.series[0].values, strict=True):
        assert value in {v for (geo, _), v in newest.items() if geo == bar.geo}
    assert list(plot.series[0].values) == sorted(plot.series[0].values, reverse=True)
    uk = [bar.geo for bar in view.chart.bars].index("GBR")
    assert str(plot.series[0].points[uk].format.fill.fore_color.rgb) == "12436D"


def figures_of(header, rows):
    place = {name: at for at, name in enumerate(header)}
    return {
        (row[place["Area code"]], row[place["Period"]]): row[place["Value"]]
        for row in rows
        if isinstance(row[place["Value"]], float | int)
    }


def test_excel_holds_every_digit(seed_warehouse):
    content = xlsx.write(line(seed_warehouse, GERD, "DEU"), CATALOGUE, STAMP)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Table_1a"]
    rows = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(rows) if row[0] == "Area")
    assert figures_of(rows[start], rows[start + 1 :]) == warehouse_values(
        seed_warehouse, "GBR", "DEU"
    )


def ods_tables(content):
    document = load_ods(io.BytesIO(content))
    found = {}
    for table in document.getElementsByType(odf_table.Table):
        rows = []
        for row in table.getElementsByType(odf_table.TableRow):
            cells = []
            for cell in row.getElementsByType(odf_table.TableCell):
                number = cell.getAttribute("value")
                cells.append(float(number) if number else extractText(cell))
            rows.append(cells)
        found[table.getAttribute("name")] = rows
    return found


def test_opendocument_holds_every_digit(seed_warehouse):
    tables = ods_tables(ods.write(line(seed_warehouse, GERD, "DEU"), CATALOGUE, STAMP))
    assert list(tables) == ["Cover", "Contents", "Notes", "Table_1a", "Table_1b"]
    rows = tables["Table_1a"]
    start = next(i for i, row in enumerate(rows) if row[0] == "Area")
    assert figures_of(rows[start], rows[start + 1 :]) == warehouse_values(
        seed_warehouse, "GBR", "DEU"
    )


def test_the_word_table_says_what_the_warehouse_says(seed_warehouse):
    document = word.Document(
        io.BytesIO(docx.write(line(seed_warehouse, GERD, "DEU"), CATALOGUE, STAMP))
    )
    unit = CATALOGUE.unit_of(CATALOGUE[GERD])
    known = warehouse_values(seed_warehouse, "GBR", "DEU")
    header, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert header == ["Period", "UK", "Germany"]
    checked = 0
    for period, *cells in rows:
        for geo, cell in zip(("GBR", "DEU"), cells, strict=True):
            value = known.get((geo, period))
            if value is None:
                assert cell in ("no figure", "shown as missing")
            else:
                assert parse_number(cell.split(" (")[0], unit) == pytest.approx(value, abs=0.0051)
                checked += 1
    assert checked > 40


def test_word_has_real_headings_and_a_marked_header_row(seed_warehouse):
    document = word.Document(io.BytesIO(docx.write(line(seed_warehouse), CATALOGUE, STAMP)))
    styles = {p.text: p.style.name for p in document.paragraphs if p.style.name.startswith("Head")}
    assert list(styles.values())[0] == "Heading 1"
    assert styles["Source"] == styles["Keep in mind"] == styles["Figures"] == "Heading 2"
    first, second, *_ = document.tables[0].rows
    assert "w:tblHeader" in first._tr.xml
    assert "w:tblHeader" not in second._tr.xml
    pictures = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', document.element.xml)
    assert len(pictures) == 1
    assert pictures[0].startswith("UK R&amp;D spending")


# What every picture and page says of itself


def texts(content, name):
    """All words of a file, joined."""
    if name == "svg":
        return re.sub(r"<[^>]+>", " ", content.decode())
    if name == "pptx":
        return " ".join(s.text_frame.text for s in slide_of(content).shapes if s.has_text_frame)
    return " ".join(p.text for p in word.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize("name", ["svg", "pptx", "docx"])
def test_source_vintage_data_version_and_link_are_inside(seed_warehouse, name):
    view = line(seed_warehouse, GERD, "FRA")
    said = re.sub(r"\s+", " ", texts(export(view, CATALOGUE, STAMP, name), name))
    labels = set(view.data["date_label"])
    assert labels
    for label in labels:
        day = pd.Timestamp(label)
        assert f"{day.day} {day:%B %Y}" in said
    assert "ab12cd34ef56" in said
    assert "/indicators?indicator=gerd_pct_gdp" in said.replace("&amp;", "&")
    assert view.headline.replace("&", "&amp;" if name == "svg" else "&")[:30] in said
    assert "OECD, Main Science and Technology Indicators" in said


def test_the_link_has_the_installations_address_where_there_is_one(monkeypatch):
    monkeypatch.setenv("INDICATORS_PUBLIC_URL", "https://indicators.test/")
    assert STAMP.link == "https://indicators.test/indicators?indicator=gerd_pct_gdp"
    monkeypatch.delenv("INDICATORS_PUBLIC_URL")
    assert STAMP.link == "/indicators?indicator=gerd_pct_gdp"


def test_slides_have_title_notes_and_a_text_alternative(seed_warehouse):
    view = line(seed_warehouse, GERD, "FRA")
    content = pptx.write(view, CATALOGUE, STAMP)
    slide = slide_of(content)
    assert slide.shapes.title.text == view.headline
    assert native_chart(content)._element.nvGraphicFramePr.cNvPr.get("descr") == view.alt
    notes = slide.notes_slide.notes_text_frame.text
    for part in (view.alt, *view.notes, *CATALOGUE[GERD].caveats):
        assert part in notes


@pytest.mark.parametrize("preset", PRESETS)
def test_pictures_have_the_presets_size_and_repeat_to_the_byte(seed_warehouse, preset):
    view = ranked(seed_warehouse)
    content = png.write(view, CATALOGUE, STAMP, preset)
    size = PRESETS[preset]
    assert Image.open(io.BytesIO(content)).size == (2 * size.width, 2 * size.height)
    assert content == png.write(ranked(seed_warehouse), CATALOGUE, STAMP, preset)


def test_no_words_leave_the_picture(seed_warehouse):
    view = changed(line(seed_warehouse, GERD, "DEU"), headline="Very long words " * 18)
    for name, preset in PRESETS.items():
        drawing = draw(view, STAMP, name)
        assert f'viewBox="0 0 {preset.width} {preset.height}"' in drawing
        inner = re.search(r'<svg [^>]*x="[\d.]+" y="([\d.]+)"[^>]*height="([\d.]+)"', drawing)
        if inner is None:
            inner = re.search(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', drawing)
        foot = float(re.findall(r"translate\(0 ([\d.]+)\)", drawing)[-1])
        assert float(inner[1]) + float(inner[2]) <= foot + 1, name


def test_rows_too_many_for_a_slide_are_counted_and_the_uk_stays(seed_warehouse):
    view = ranked(seed_warehouse)
    drawing = draw(view, STAMP, "slide")
    said = re.search(r"(\d+) of (\d+) rows are shown", drawing)
    assert int(said[2]) == len(view.chart.bars)
    names = re.findall(r">([A-Z][A-Za-z ]+)</text>", drawing)
    assert "UK" in names
    drawn = sum(bar.label in names for bar in view.chart.bars)
    assert drawn == int(said[1])


def test_pdf_is_one_page_of_vectors_that_repeats_to_the_byte(seed_warehouse):
    view = line(seed_warehouse)
    content = pdf.write(view, CATALOGUE, STAMP)
    assert content.startswith(b"%PDF-")
    assert content == pdf.write(view, CATALOGUE, STAMP)
    assert content.count(b"/Type /Page\n") == 1
    assert b"/Subtype /Image" not in content
    assert b"Inter" in content


# Licence


@pytest.mark.parametrize("name", [n for n, m in formats().items() if m.FORMAT.is_data])
def test_data_formats_refuse_closed_figures(seed_warehouse, name):
    with pytest.raises(LicenceError, match="may not be passed on"):
        export(line(seed_warehouse, CLOSED), CATALOGUE, STAMP, name)


def test_closed_figures_leave_as_a_picture_with_the_notice(seed_warehouse):
    view = line(seed_warehouse, CLOSED)
    notice = CATALOGUE[CLOSED].licence_notice.rstrip(".")
    drawing = re.sub(r"<[^>]+>", " ", svg.write(view, CATALOGUE, STAMP).decode())
    assert notice[:40] in re.sub(r"\s+", " ", drawing).replace("&#x27;", "'")
    slide = slide_of(pptx.write(view, CATALOGUE, STAMP))
    assert not any(shape.has_chart for shape in slide.shapes)
    assert any(shape.shape_type == 13 for shape in slide.shapes)
    document = word.Document(io.BytesIO(docx.write(view, CATALOGUE, STAMP)))
    assert document.tables == []
    with zipfile.ZipFile(io.BytesIO(export(view, CATALOGUE, STAMP, "zip"))) as archive:
        assert not [n for n in archive.namelist() if n.endswith((".csv", f"{CLOSED}-line.json"))]
        assert b"may not be passed on" in archive.read("README.txt")


def test_one_closed_row_among_open_ones_is_blank_and_says_so(seed_warehouse):
    view = line(seed_warehouse)
    rows = view.data.copy()
    rows.loc[rows.index[3], "redistributable"] = False
    content = csv.write(changed(view, data=rows), CATALOGUE).decode("utf-8-sig")
    written = list(csv_module.DictReader(io.StringIO(content)))
    assert (written[3]["value"], written[3]["withheld"] != "") == ("", True)
    assert all(row["value"] and not row["withheld"] for row in written[4:])
    book = openpyxl.load_workbook(
        io.BytesIO(xlsx.write(changed(view, data=rows), CATALOGUE, STAMP))
    )
    assert "Table_1b" not in book.sheetnames
    assert any("[c]" in row for row in book["Table_1a"].iter_rows(values_only=True))
    assert not any(
        shape.has_chart
        for shape in slide_of(pptx.write(changed(view, data=rows), CATALOGUE, STAMP)).shapes
    )


# The Analysis Function's checklist for spreadsheets


@pytest.fixture
def workbook(seed_warehouse):
    content = xlsx.write(line(seed_warehouse, GERD, "DEU", "KOR"), CATALOGUE, STAMP)
    return openpyxl.load_workbook(io.BytesIO(content))


def test_spreadsheet_begins_with_cover_contents_and_notes(workbook):
    assert workbook.sheetnames == ["Cover", "Contents", "Notes", "Table_1a", "Table_1b"]
    cover = " ".join(str(c.value) for row in workbook["Cover"] for c in row if c.value)
    assert "ab12cd34ef56ab12" in cover
    assert "Source: OECD" in cover
    listed = [row[0].value for row in workbook["Contents"].iter_rows(min_row=4)]
    assert [name for name in listed if name] == ["Table_1a", "Table_1b"]


def test_spreadsheet_has_no_merged_hidden_or_empty_cells(workbook):
    for sheet in workbook:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.sheet_state == "visible"
        assert not [c for c in sheet.column_dimensions.values() if c.hidden]
        assert not [r for r in sheet.row_dimensions.values() if r.hidden]
        if sheet.title.startswith("Table"):
            (table,) = sheet.tables.values()
            for row in sheet[table.ref]:
                for cell in row:
                    assert cell.value not in (None, ""), f"{sheet.title}!{cell.coordinate}"


def test_spreadsheet_sheets_are_marked_tables_with_distinct_headers(workbook):
    for sheet in workbook:
        if sheet.title in ("Cover",):
            continue
        assert len(sheet.tables) == 1, sheet.title
        (table,) = sheet.tables.values()
        header = [cell.value for cell in sheet[table.ref][0]]
        assert len(set(header)) == len(header)
        assert sheet["A1"].value
        assert table.ref.startswith("A")


def test_spreadsheet_names_statuses_in_words_and_colours_nothing(workbook):
    sheet = workbook["Table_1a"]
    (table,) = sheet.tables.values()
    header, *rows = sheet[table.ref]
    at = [cell.value for cell in header].index("Observation status")
    assert all(len(row[at].value) > 2 for row in rows)
    assert {cell.fill.fill_type for row in rows for cell in row} == {None}


def test_opendocument_has_no_merged_or_empty_cells_and_marked_headings(seed_warehouse):
    content = ods.write(line(seed_warehouse, GERD, "DEU"), CATALOGUE, STAMP)
    markup = zipfile.ZipFile(io.BytesIO(content)).read("content.xml").decode()
    assert "covered-table-cell" not in markup
    assert "spanned=" not in markup
    assert "table:visibility" not in markup
    tables = ods_tables(content)
    for name, rows in tables.items():
        if name.startswith("Table"):
            assert all(cell not in ("", None) for row in rows for cell in row), name
    assert markup.count("<table:table-header-rows>") == len(tables) - 1, "all but the cover"


# Hostile and odd content


def hostile(view):
    bad = view.data.assign(publisher="=HYPERLINK(1)", dataset="@SUM(1)", edition="+1|cmd")
    table = Table(
        "=1+1", (Column("=A1"), Column("-2+3", numeric=True)), (("@x", "=cmd|' /C calc'!A0"),)
    )
    return changed(view, data=bad, table=table, headline="=1+1 is two")


def test_spreadsheets_hold_no_formula(seed_warehouse):
    view = hostile(line(seed_warehouse))
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write(view, CATALOGUE, STAMP)))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert b"table:formula" not in zipfile.ZipFile(
        io.BytesIO(ods.write(view, CATALOGUE, STAMP))
    ).read("content.xml")
    for row in csv_module.reader(
        io.StringIO(csv.write(view, CATALOGUE).decode("utf-8-sig")), strict=True
    ):
        for cell in row:
            assert not re.match(r"[=+@\t\r]|-[^\d]", cell), cell


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc-passwd.csv"),
        ("R&D, % of GDP", "r-d-of-gdp.csv"),
        ("日本", "chart.csv"),
        ("CON\x00<>:|?*", "con.csv"),
        ("é" * 200, "e" * 80 + ".csv"),
    ],
)
def test_file_names_are_safe(text, name):
    assert safe_name(text, "csv") == name


ODD_HEADLINES = {
    "long": "A headline that goes on " * 12,
    "scripts": "英国の研究開発費 بريطانيا Ελλάδα <b>&amp;</b> \x00\x0b \ud800",
    "braces": "{bold} $$note$$ %s \\textbf{x} _under_ ~",
}


@pytest.mark.parametrize("kind", ODD_HEADLINES)
@pytest.mark.parametrize("name", formats())
def test_odd_headlines_go_into_every_format(seed_warehouse, name, kind):
    view = changed(ranked(seed_warehouse), headline=ODD_HEADLINES[kind])
    assert export(view, CATALOGUE, STAMP, name)
    if name == "pptx":
        title = slide_of(export(view, CATALOGUE, STAMP, name)).shapes.title.text
        assert title.startswith(pptx.clean(ODD_HEADLINES[kind])[:10])


def one_point(view):
    series = view.chart.series[0]
    last = replace(series.segments[-1], points=series.segments[-1].points[-1:])
    chart = replace(view.chart, series=(replace(series, segments=(last,)),))
    return changed(view, chart=chart, data=view.data.tail(1))


@pytest.mark.parametrize("name", formats())
def test_one_point_and_thirty_areas_go_into_every_format(seed_warehouse, name):
    geos = tuple(queries.observations(seed_warehouse, GERD)["geo"].unique())
    assert len(geos) >= 26
    for view in (one_point(line(seed_warehouse)), line(seed_warehouse, GERD, *geos)):
        assert export(view, CATALOGUE, STAMP, name)


def test_missing_values_stay_missing(seed_warehouse):
    view = line(seed_warehouse)
    rows = view.data.copy()
    rows.loc[rows.index[5], ["value", "obs_status"]] = [float("nan"), "M"]
    bare = changed(view, data=rows)
    row = json.loads(export(bare, CATALOGUE, STAMP, "json"))["rows"][5]
    assert (row["value"], row["obs_status"], row["withheld"]) == (None, "M", "")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.write(bare, CATALOGUE, STAMP)))["Table_1a"]
    marked = [r for r in sheet.iter_rows(values_only=True) if "[x]" in r]
    assert len(marked) == 1
    assert "missing" in marked[0]


def test_a_view_computed_here_leaves_as_picture_table_and_document(seed_warehouse):
    view = overview.places_view(seed_warehouse, CATALOGUE)
    assert view.chart.kind is Kind.DOT
    for name in ("png", "svg", "pdf", "pptx", "docx"):
        assert export(view, CATALOGUE, STAMP, name)


def test_an_unknown_format_names_those_there_are(seed_warehouse):
    with pytest.raises(ValidationError, match="pptx"):
        export(line(seed_warehouse), CATALOGUE, STAMP, "bmp")


def test_a_chart_that_is_computed_from_many_figures_leaves_as_its_table(seed_warehouse):
    bare = changed(ranked(seed_warehouse), data=pd.DataFrame())
    titles = [column.title for column in bare.table.columns]
    written = list(csv_module.reader(io.StringIO(csv.write(bare, CATALOGUE).decode("utf-8-sig"))))
    assert written[0] == titles
    assert [tuple(row) for row in written[1:]] == list(bare.table.rows)
    found = json.loads(export(bare, CATALOGUE, STAMP, "json"))["rows"]
    assert [tuple(row.values()) for row in found] == list(bare.table.rows)
    table = pq.read_table(io.BytesIO(export(bare, CATALOGUE, STAMP, "parquet")))
    assert (table.column_names, table.num_rows) == (titles, len(bare.table.rows))
    described = json.loads(export(bare, CATALOGUE, STAMP, "csvw"))
    assert [c["titles"] for c in described["tableSchema"]["columns"]] == titles
    slide = slide_of(pptx.write(bare, CATALOGUE, STAMP))
    assert any(shape.has_chart for shape in slide.shapes)


# Citation and metadata


def test_citation_has_source_version_link_and_day(seed_warehouse):
    view = line(seed_warehouse)
    long = citation.long(view, CATALOGUE, STAMP)
    for part in ("OECD", "ab12cd34ef56", STAMP.link, "accessed 23 November 2026"):
        assert part in long
    entry = citation.bibtex(view, CATALOGUE, STAMP)
    assert entry.startswith("@misc{gerd_pct_gdp_line_ab12cd34ef56,")
    assert "R\\&D" in entry
    assert entry.count("{") == entry.count("}")
    assert "urldate = {2026-11-23}" in entry


def test_csvw_describes_the_columns_that_the_csv_has(seed_warehouse):
    view = line(seed_warehouse)
    described = json.loads(export(view, CATALOGUE, STAMP, "csvw"))
    header = csv.write(view, CATALOGUE).decode("utf-8-sig").splitlines()[0].split(",")
    assert [column["name"] for column in described["tableSchema"]["columns"]] == header
    assert described["url"] == file_name(view, "csv")
    assert set(described["tableSchema"]["primaryKey"]) <= set(header)


def test_the_zip_has_data_picture_words_and_a_recipe_that_makes_it_again(seed_warehouse):
    view = line(seed_warehouse, GERD, "DEU")
    chosen = indicator_choice(GERD, compare="DEU")
    stamp = stamp_of(STAMP.build_id, chosen, STAMP.accessed)
    content = export(view, CATALOGUE, stamp, "zip")
    assert content == export(view, CATALOGUE, stamp, "zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        recipe = json.loads(archive.read("recipe.json"))
        assert view.alt in archive.read("text-alternative.txt").decode()
    stem = "gerd_pct_gdp-line"
    wanted = {f"{stem}.{e}" for e in ("csv", "csv-metadata.json", "json", "png", "svg")}
    assert wanted | {"citation.txt", "README.txt", "recipe.json", "text-alternative.txt"} == names
    assert recipe["items"][0]["chart"] == "/indicators?indicator=gerd_pct_gdp&compare=DEU"
