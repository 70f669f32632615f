"""The floors hold: imports are absolute and point strictly downwards; each library has its door."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: Longest prefix wins. ETL stands beside the upper floors: it sees F1 and F2 only, and of the
#: floors above it only the app, which builds a missing warehouse, sees it.
FLOORS = {
    "app": 7,
    "pages": 7,
    "indicators.__main__": 6.6,
    "indicators.commands": 6.5,
    "indicators.publishing": 6,
    "indicators.markup": 5.5,
    "indicators.views": 5,
    "indicators.exports": 4.5,
    "indicators.view": 4.2,
    "indicators.charts": 4,
    "indicators": 3,
    "indicators.queries": 2,
    "indicators.sandbox": 2.2,
    "indicators.warehouse": 1,
    "indicators.frames": 1,
    "indicators.catalogue": 1,
    "indicators.areas": 1,
    "indicators.declarations": 1,
    "indicators.periods": 1,
    "indicators.objects": 1,
    "indicators.store": 1,
    "indicators.settings": 1,
    "indicators.errors": 1,
    "indicators.strategy_figures": 1,
    "indicators.technologies": 1,
    "indicators.glossary": 1,
    "indicators.corrections": 1,
    "indicators.accessibility": 1,
    "etl": 2.5,
}

#: Modules inside these floors may use one another; others may not look sideways.
SIDEWAYS = {1, 2, 2.2, 3, 4, 4.5, 5, 5.5, 6, 6.5, 7, 2.5}

DOORS = {
    "requests": {"etl/http.py"},
    # The sandbox's process has a connection of its own, to a copy of the open rows; the server
    # never imports that module.
    "duckdb": {"indicators/warehouse.py", "etl/load.py", "indicators/sandbox/child.py"},
    "fsspec": {"indicators/objects.py"},
    "obstore": {"indicators/objects.py"},
    "plotly": {"indicators/charts/plotly.py"},
    "streamlit": {"app.py", "pages/"},
}


def modules() -> list[Path]:
    found = [ROOT / "app.py"]
    for folder in ("pages", "indicators", "etl"):
        found += sorted((ROOT / folder).rglob("*.py"))
    return found


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> float | None:
    if module in ("indicators", "indicators.VERSION"):
        return None  # the package itself holds nothing but its version
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        floor = FLOORS.get(".".join(parts[:length]))
        if floor is not None:
            return floor
    return None


def imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import in line {node.lineno}"
            names.append(node.module or "")
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_downwards(path):
    own = floor_of(name_of(path))
    for imported in imports(path):
        floor = floor_of(imported)
        if floor is None:
            continue
        assert floor < own or (floor == own and own in SIDEWAYS), (
            f"{name_of(path)} (floor {own}) imports {imported} (floor {floor})"
        )
        if imported.split(".")[0] == "etl" and own != 2.5:
            assert own == 7, f"{name_of(path)} imports {imported}: only the app may"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_each_library_has_its_door(path):
    relative = path.relative_to(ROOT).as_posix()
    for imported in imports(path):
        doors = DOORS.get(imported.split(".")[0])
        if doors is not None:
            assert any(relative.startswith(door) for door in doors), f"{relative}: {imported}"


def test_etl_does_not_import_upper_floors():
    for path in (ROOT / "etl").rglob("*.py"):
        for imported in imports(path):
            floor = floor_of(imported)
            assert floor in (None, 1, 2, 2.5), f"{name_of(path)} imports {imported}"


def test_pages_are_thin():
    """A page is a title, controls and views in reading order: no tables are shaped there."""
    for path in (ROOT / "pages").glob("*.py"):
        used = {name.split(".")[0] for name in imports(path)}
        assert not used & {"pandas", "numpy", "plotly", "duckdb"}, path
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 150, path


def test_every_setting_is_read_in_one_place():
    for path in modules():
        if path.name == "settings.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"os\.environ|getenv", text), f"{path} reads the environment itself"


def test_nothing_refers_to_a_machine():
    """The repository stands alone: no absolute path of a developer's machine in any text file."""
    pattern = re.compile(r"(?<![\w.:/-])/(work|home|root|Users)/\w|\.\./shared")
    for folder in ("pages", "indicators", "etl", "docs", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".toml", ".md", ".css"} and path != Path(__file__).resolve():
                assert not pattern.search(path.read_text(encoding="utf-8")), path


def test_sentences_for_readers_are_never_read_as_markup():
    """One module draws boxes, and shows what an address or a file says letter for letter."""
    boxes = {"info", "warning", "error", "success", "exception"}
    for path in (ROOT / "pages").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in boxes:
                of_streamlit = isinstance(node.value, ast.Name) and node.value.id == "st"
                assert not of_streamlit, f"{path}: st.{node.attr}"
