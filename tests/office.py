"""Office files under test: what a validator of their formats says, and charts with their sheets."""

import io
import zipfile
from pathlib import Path

import openpyxl
from openxml_audit import FileFormat, OdfValidator, OpenXmlValidator
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn


def findings(content: bytes, name: str, folder: Path) -> list[str]:
    """What the validator of ECMA-376 (or of OpenDocument) has against the file; empty if nothing.

    Files inside it are judged too: the data sheets of charts are workbooks of their own.
    """
    path = folder / name
    path.write_bytes(content)
    # Without its schemas the validator of OpenDocument looks at the package only.
    ods = name.endswith(".ods")
    validator = (
        OdfValidator(FileFormat.ODF_1_2, relaxng_validation=True) if ods else OpenXmlValidator()
    )
    found = validator.validate(str(path))
    told = [f"{error.part_uri}: {error.description}" for error in found.errors]
    if not ods:
        with zipfile.ZipFile(path) as archive:
            inner = [n for n in archive.namelist() if n.endswith(".xlsx")]
            for place, part in enumerate(inner):
                told += findings(archive.read(part), f"{path.stem}-{place}.xlsx", folder)
    return told


def charts_of(content: bytes) -> list:
    """The native charts of a deck, slide by slide."""
    deck = Presentation(io.BytesIO(content))
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            inside = shape.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP else (shape,)
            found += [one.chart for one in inside if one.has_chart]
    return found


def sheet_of(chart):
    """The chart's data sheet, with the values that formulas had when it was made."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return openpyxl.load_workbook(io.BytesIO(blob), data_only=True).active


def copies(chart):
    """(cells, the chart's own copy of them) for every reference of a chart."""
    for reference in chart._chartSpace.iter(qn("c:numRef"), qn("c:strRef")):
        cache = next(c for c in reference if c.tag.endswith("Cache"))
        count = int(cache.find(qn("c:ptCount")).get("val"))
        known = {
            int(point.get("idx")): point.find(qn("c:v")).text for point in cache.findall(qn("c:pt"))
        }
        yield reference.find(qn("c:f")).text, [known.get(at) for at in range(count)]
