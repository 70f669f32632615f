"""The real services give what the catalogue asks of them. Run by `make test-live`."""

import functools

import pytest

from etl.find import found, search_request
from etl.http import Client, user_agent
from etl.sources import (
    Request,
    Response,
    fetched_source_ids,
    get_source,
    parse_each,
    select,
    series_of,
)
from indicators.areas import load_areas
from indicators.catalogue import load_catalogue

pytestmark = pytest.mark.live


@functools.cache
def client(source_id: str) -> Client:
    """One client for each service, so that its limits hold over all tests."""
    return Client(get_source(source_id).SOURCE, user_agent(), budget=600)


@functools.cache
def asked(source_id: str, request_address: str) -> Response:
    (request,) = [r for r in requests_of(source_id) if r.address == request_address]
    return client(source_id).get(request)


def requests_of(source_id: str) -> list[Request]:
    return list(get_source(source_id).requests(series_of(load_catalogue(), source_id)))


CASES = [(name, r.address) for name in fetched_source_ids() for r in requests_of(name)]


@pytest.mark.parametrize(("source_id", "address"), CASES)
def test_every_series_has_figures_for_the_uk(source_id, address):
    response = asked(source_id, address)
    series = series_of(load_catalogue(), source_id)
    wanted = select(series, response.request.indicator_ids)
    parsed, failed = parse_each(get_source(source_id), response, wanted)
    assert not failed
    uk = {
        (indicator, area)
        for one in parsed
        for indicator, area in one.rows[["indicator_id", "area"]].itertuples(index=False)
        if area == "GBR"
    }
    assert uk == {(one.indicator_id, "GBR") for one in wanted}


@pytest.mark.parametrize(("source_id", "address"), CASES)
def test_every_area_is_declared(source_id, address):
    """An area that the service adds is seen here before a reader misses it."""
    known = load_areas().codes_of(source_id)
    response = asked(source_id, address)
    series = series_of(load_catalogue(), source_id)
    parsed, _ = parse_each(get_source(source_id), response, series)
    assert {area for one in parsed for area in one.rows["area"]} <= set(known)


@pytest.mark.parametrize("one", series_of(load_catalogue(), "ons"), ids=lambda s: s.indicator_id)
def test_every_ons_reference_is_where_the_search_finds_it(one):
    cdid = one.reference.split("/")[-2]
    matches = found(client("ons").get(search_request(cdid)), cdid)
    assert one.reference in [match.reference for match in matches]


def test_an_earlier_ons_version_is_another_vintage():
    ons = get_source("ons")
    series = [s for s in series_of(load_catalogue(), "ons") if s.reference.endswith("/abmi/ukea")]
    (request,) = ons.requests(series)
    response = client("ons").get(request)
    earlier = ons.history(request, response)
    assert earlier
    old = client("ons").get(earlier[-1])
    (then,), (now,) = ons.parse(old, series), ons.parse(response, series)
    assert then.vintage.date < now.vintage.date
    assert then.vintage.vintage_id != now.vintage.vintage_id
