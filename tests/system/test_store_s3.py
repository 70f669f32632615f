"""Builds through a real S3 server on 127.0.0.1. What must hold is in `tests/store_contract.py`."""

import uuid

import pytest

from tests.store_contract import StoreContract
from tests.system.machinery import BUCKET, s3_server

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    with s3_server(tmp_path_factory.mktemp("s3")) as variables:
        yield variables


class TestS3(StoreContract):
    @pytest.fixture
    def address(self, s3, monkeypatch) -> str:
        for name, value in s3.items():
            monkeypatch.setenv(name, value)
        return f"s3://{BUCKET}/{uuid.uuid4().hex}"
