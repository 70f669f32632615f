"""Builds through a store: a folder stands in for the cloud. `tests/system` has a real S3 server."""

import pytest

from etl import pipeline
from etl.__main__ import main
from indicators.errors import StoreError
from indicators.store import Store
from indicators.warehouse import current_path
from tests.seeding import Seed, inputs
from tests.store_contract import StoreContract


class TestFolder(StoreContract):
    @pytest.fixture
    def address(self, tmp_path) -> str:
        return f"file://{tmp_path}/store"


def test_a_package_that_is_missing_is_named_with_the_line_that_installs_it():
    with pytest.raises(StoreError, match=r"pip install adlfs"):
        Store("abfs://container/folder")


@pytest.mark.parametrize("address", ["bucket/folder", "s3:/bucket", "s3://", "nonsense://x"])
def test_an_address_that_is_none_says_how_one_is_written(address):
    with pytest.raises(StoreError, match=r"s3://bucket/folder|cannot be used"):
        Store(address)


@pytest.mark.usefixtures("data_dir")
def test_commands_without_a_store_say_how_to_name_one(capsys, monkeypatch):
    monkeypatch.delenv("INDICATORS_STORE", raising=False)
    assert main(["push"]) == 1
    assert "INDICATORS_STORE" in capsys.readouterr().err


def test_rolling_back_on_a_machine_without_a_store(data_dir, capsys, monkeypatch):
    monkeypatch.delenv("INDICATORS_STORE", raising=False)
    seed = Seed(data_dir / "seed")
    ids = []
    for value in (1.5, 2.5):
        seed.add("first", f"gerd_pct_gdp,GBR,2020,A,{value}", date="2025")
        ids.append(pipeline.build(inputs(seed.folder)).build_id)
    assert main(["rollback"]) == 0
    assert current_path().stem == ids[0]
    assert main(["rollback"]) == 1
    assert main(["rollback", ids[1]]) == 0
    assert current_path().stem == ids[1]
    capsys.readouterr()
    assert main(["builds"]) == 0
    shown = capsys.readouterr().out
    assert ids[0] in shown
    assert "serves" in shown
