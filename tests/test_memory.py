"""Results held in memory: made once for each build and catalogue, and let go with the build."""

import gc
import threading
import weakref
from dataclasses import replace

import pytest

from indicators.catalogue import load_catalogue
from indicators.memory import once_a_build
from indicators.warehouse import Warehouse

CATALOGUE = load_catalogue()


@pytest.fixture
def counted():
    made = []

    @once_a_build
    def result(w, _catalogue, version):
        made.append(version)
        return [w.build_id, version]

    result.made = made
    return result


def test_it_is_made_once_for_each_build_and_argument(counted, warehouse):
    other = Warehouse(warehouse.path)
    first = counted(warehouse, CATALOGUE, "relative")
    assert counted(warehouse, CATALOGUE, "relative") is first
    assert counted(warehouse, CATALOGUE, "absolute") == [warehouse.build_id, "absolute"]
    assert counted(other, CATALOGUE, "relative") is not first
    assert counted.made == ["relative", "absolute", "relative"]


def test_another_catalogue_has_results_of_its_own(counted, warehouse):
    for _ in range(2):
        counted(warehouse, CATALOGUE, "relative")
        counted(warehouse, replace(CATALOGUE, indicators=CATALOGUE.indicators[:3]), "relative")
    assert counted.made == ["relative"] * 3


def test_it_does_not_hold_a_build_that_nobody_holds(counted, warehouse):
    build = Warehouse(warehouse.path)
    told = weakref.ref(build)
    counted(build, CATALOGUE, "relative")
    del build
    gc.collect()
    assert told() is None


def test_many_who_ask_at_once_wait_for_one_making(warehouse):
    begun, go, made = threading.Event(), threading.Event(), []

    @once_a_build
    def slow(_w, _catalogue):
        begun.set()
        go.wait(10)
        made.append(1)
        return object()

    found = []
    threads = [
        threading.Thread(target=lambda: found.append(slow(warehouse, CATALOGUE))) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go.set()
    for thread in threads:
        thread.join(10)
    assert made == [1]
    assert len(found) == 5
    assert len({id(item) for item in found}) == 1


def test_what_it_raises_is_asked_for_again(warehouse):
    tries = []

    @once_a_build
    def fails_first(_w, _catalogue):
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("not yet")
        return "made"

    with pytest.raises(ValueError, match="not yet"):
        fails_first(warehouse, CATALOGUE)
    assert fails_first(warehouse, CATALOGUE) == "made"
