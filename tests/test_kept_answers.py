"""Answers of the pages: each question has room of its own, and all go with their build."""

import gc
import os
import shutil
import sys
import weakref

import pytest

# As a server does when it starts: some libraries hold on to whatever imports them first.
import pages.ui.http.stack  # noqa: F401
from indicators.catalogue import load_catalogue
from indicators.warehouse import current_path, serving
from pages.ui.cache import MOST_ANSWERS, remember
from pages.ui.http.metrics import REGISTRY
from tests.test_pages import PAGES, open_page

CATALOGUE = load_catalogue()


@pytest.fixture
def made():
    return []


def test_many_choices_on_one_page_do_not_push_out_what_another_shows(warehouse, made):
    def first_sight(_w, _catalogue):
        made.append("first sight")
        return "first sight"

    def chosen(_w, _catalogue, number):
        made.append(number)
        return number

    remember(first_sight, warehouse, CATALOGUE)
    for number in range(5 * MOST_ANSWERS):
        assert remember(chosen, warehouse, CATALOGUE, number) == number
    assert remember(first_sight, warehouse, CATALOGUE) == "first sight"
    assert made.count("first sight") == 1


def test_the_choice_longest_unasked_goes_first(warehouse, made):
    def chosen(_w, _catalogue, number):
        made.append(number)
        return number

    for number in range(MOST_ANSWERS):
        remember(chosen, warehouse, CATALOGUE, number)
    remember(chosen, warehouse, CATALOGUE, 0)
    remember(chosen, warehouse, CATALOGUE, MOST_ANSWERS)
    made.clear()
    remember(chosen, warehouse, CATALOGUE, 0)
    remember(chosen, warehouse, CATALOGUE, 1)
    assert made == [1]


def test_a_build_that_no_longer_serves_is_let_go_with_its_answers(
    seed_folder, tmp_path, monkeypatch
):
    """What a page has asked must not hold the build, or a server would keep all it ever had."""
    shutil.copytree(seed_folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("INDICATORS_DATA_DIR", str(tmp_path))
    main = sys.modules["__main__"]
    for page in PAGES:
        open_page(page)
    sys.modules["__main__"] = main  # the last page's own, until another is run
    told = weakref.ref(serving())
    os.utime(current_path(), (1, 1))
    assert serving() is not told()
    gc.collect()
    assert told() is None


@pytest.mark.usefixtures("seed_warehouse")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_seen_again_finds_all_its_answers(page):
    """One that asked more of a question than is kept would never find any."""

    def missed():
        labels = {"cache": "answers", "result": "miss"}
        return REGISTRY.get_sample_value("indicators_cache_total", labels)

    open_page(page)
    before = missed()
    open_page(page)
    assert missed() == before
