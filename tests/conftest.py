"""What every test has: no way to the network but to this machine, and a data folder of its own."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The machine may be busy: how long an example takes proves nothing.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

_connect, _lookup = socket.socket.connect, socket.getaddrinfo


def _is_local(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(address: object) -> None:
    raise RuntimeError(f"a test tried to reach {address!r}: tests never touch the network")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Any connection or look-up beyond this machine raises with the address."""
    if request.node.get_closest_marker("live"):
        yield
        return

    def connect(self: socket.socket, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            _refuse(address)
        return _connect(self, address)

    def getaddrinfo(host, *arguments, **options):
        if not _is_local(host):
            _refuse(host)
        return _lookup(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    """An empty data folder that the settings name."""
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(tmp_path))
    return tmp_path
