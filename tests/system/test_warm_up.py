"""After its warm-up a server has every answer that the first reader of a page asks for."""

import re
import time
import urllib.request

import pytest

from indicators.catalogue import load_catalogue
from indicators.views.technologies import technologies
from pages.ui.navigation import names
from tests.reader import Reader
from tests.serving import ROOT, streamlit

pytestmark = pytest.mark.system

_COUNT = re.compile(
    r'^indicators_cache_total\{cache="answers",result="(hit|miss)"\} ([\d.e+]+)$', re.MULTILINE
)


def counted(address: str) -> dict[str, float]:
    """Answers found and not found in the cache so far."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=10) as answer:
        return {result: float(n) for result, n in _COUNT.findall(answer.read().decode())}


def until_rested(address: str) -> dict[str, float]:
    """Wait until no answer has been asked for in six seconds; the counts then."""
    end, before, since = time.monotonic() + 240, {}, time.monotonic()
    while time.monotonic() - since < 6:
        assert time.monotonic() < end, "the warm-up does not end"
        time.sleep(0.5)
        now = counted(address)
        if now != before or not now:
            before, since = now, time.monotonic()
    return before


def test_no_reader_is_the_first(seed_folder, tmp_path):
    settings = {"INDICATORS_DATA_DIR": str(seed_folder), "INDICATORS_WARM_UP": "on"}
    with streamlit(ROOT / "app.py", tmp_path / "log", settings) as served:
        warmed = until_rested(served.address)
        with Reader(served.address) as reader:
            for name in names():
                assert not reader.open("" if name == "overview" else name).problems
            for name in technologies(load_catalogue()):
                assert not reader.open("technologies", f"technology={name}").problems
        read = counted(served.address)
    assert read["hit"] > warmed["hit"] + 20
    assert read["miss"] == warmed["miss"]
