"""Office files as archives: every entry bears one fixed date, so that the same content is the same
file to the byte."""

import io
import re
import zipfile

#: The first day that an archive can hold.
_DAY = (1980, 1, 1, 0, 0, 0)
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def dated(content: bytes, parts: dict[str, bytes] | None = None) -> bytes:
    """The archive with that date on its entries and on those of archives within it.

    `parts` are put in the place of entries of their names, or after the others.
    """
    left = dict(parts or {})
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in given.infolist():
            part = left.pop(entry.filename, None)
            if part is None:
                part = given.read(entry)
            if entry.filename.endswith(".xlsx"):
                part = _workbook(part)
            _put(archive, entry.filename, part, entry.compress_type)
        for name, part in left.items():
            _put(archive, name, part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _workbook(content: bytes) -> bytes:
    """The workbook behind a chart; its writer enters the time of day."""
    core = "docProps/core.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as given:
        told = given.read(core) if core in given.namelist() else None
    if told is None:
        return dated(content)
    return dated(content, {core: _CREATED.sub(rb"\g<1>1980-01-01T00:00:00Z", told)})


def _put(archive: zipfile.ZipFile, name: str, content: bytes, how: int) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
