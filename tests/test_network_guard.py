"""The guard of conftest.py: a test that tries to reach the network is told the address."""

import socket

import pytest
import requests

ADDRESS = "https://api.beta.ons.gov.uk/v1/search"


def test_requests_are_refused_with_the_address():
    with pytest.raises(RuntimeError, match=r"api\.beta\.ons\.gov\.uk/v1/search"):
        requests.get(ADDRESS, timeout=1)


def test_names_are_not_looked_up():
    with pytest.raises(RuntimeError, match=r"sdmx\.oecd\.org"):
        socket.create_connection(("sdmx.oecd.org", 443), timeout=1)


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_sockets_are_refused_with_the_address(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with (
        socket.socket(family, socket.SOCK_STREAM) as out,
        pytest.raises(RuntimeError, match=address[0]),
    ):
        out.connect(address)
    with (
        socket.socket(family, socket.SOCK_DGRAM) as out,
        pytest.raises(RuntimeError, match=address[0]),
    ):
        out.sendto(b"hello", address)


def test_loopback_is_open(httpserver):
    httpserver.expect_request("/here").respond_with_data("yes")
    assert requests.get(httpserver.url_for("/here"), timeout=5).text == "yes"
