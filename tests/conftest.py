"""Fixtures for all tests, and the guard that keeps them off the network."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests.adapters
from filelock import FileLock
from hypothesis import settings

from etl import pipeline
from indicators import results
from indicators.catalogue import load_catalogue
from indicators.warehouse import Warehouse, serving
from tests.seeding import copy_of_seed, inputs

# The machine may be busy: how long an example takes proves nothing.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

_LOOPBACK = ("localhost", "127.", "::1", "0.0.0.0")
_allowed = False


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host or "")
    return name == "" or name.startswith(_LOOPBACK)


def _refuse(address: object) -> None:
    raise RuntimeError(f"a test tried to reach the network: {address}")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test of a browser waits for a third of its time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files of browser tests first: they take longest, and one left to the end runs alone."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    global _allowed
    _allowed = item.get_closest_marker("live") is not None


@pytest.fixture(autouse=True)
def _main_stays() -> Iterator[None]:
    """A page under test takes the place of `__main__`, which a new process would look for."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Every way out but loopback raises with the address, except in tests marked `live`."""
    patch = pytest.MonkeyPatch()
    real_send = requests.adapters.HTTPAdapter.send
    real_look_up = socket.getaddrinfo

    def send(self, request, *args, **kwargs):
        if not _allowed and not _is_loopback(urlsplit(request.url).hostname):
            _refuse(request.url)
        return real_send(self, request, *args, **kwargs)

    def look_up(host, *args, **kwargs):
        if not _allowed and not _is_loopback(host):
            _refuse(host)
        return real_look_up(host, *args, **kwargs)

    class GuardedSocket(socket.socket):
        def connect(self, address):
            self._check(address)
            return super().connect(address)

        def connect_ex(self, address):
            self._check(address)
            return super().connect_ex(address)

        def sendto(self, data, *rest):
            self._check(rest[-1])
            return super().sendto(data, *rest)

        def _check(self, address):
            inet = self.family in (socket.AF_INET, socket.AF_INET6)
            if inet and not _allowed and not _is_loopback(address[0]):
                _refuse(address)

    patch.setattr(requests.adapters.HTTPAdapter, "send", send)
    patch.setattr(socket, "getaddrinfo", look_up)
    patch.setattr(socket, "socket", GuardedSocket)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a dashboard that was run here has left in `data/` is no part of a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A build of the real figures in `tests/fixtures`, open for reading."""
    folder: Path = tmp_path_factory.mktemp("warehouse")
    given = inputs(copy_of_seed(folder / "seed"))
    built = Warehouse(pipeline.build(given, folder / "builds").path)
    yield built
    built.close()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder that the settings name."""
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def seed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose warehouse is built from the committed seed, with the index kept.

    Processes that test side by side share it: the first that needs it makes it.
    """
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder = place / "seeded"
    with FileLock(f"{folder}.lock"):
        if not (folder / "made").is_file():
            pipeline.build(folder=folder / "warehouse")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("INDICATORS_DATA_DIR", str(folder))
                results.keep_index(serving(), load_catalogue())
            (folder / "made").touch()
    return folder


@pytest.fixture
def seed_warehouse(seed_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The committed seed's build, which the settings name as the one that serves."""
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(seed_folder))
    return serving()
