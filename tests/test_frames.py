"""Tables kept in memory: made once, bounded, and never changed by who was given one."""

import gc
import threading
import tracemalloc

import pandas as pd
import pytest

from indicators.frames import KeptFrames, size_of


def frame(value=1.0, rows=100):
    return pd.DataFrame({"value": [value] * rows})


SIZE = size_of(frame())


def test_a_table_is_made_once():
    kept, made = KeptFrames(10 * SIZE, most_bytes_each=SIZE), []
    for _ in range(3):
        found = kept.get("gerd", lambda: made.append(1) or frame(7))
        assert found["value"].tolist() == [7.0] * 100
    assert made == [1]
    assert len(kept) == 1


def test_what_a_caller_writes_reaches_no_other():
    kept = KeptFrames(10 * SIZE, most_bytes_each=SIZE)
    first = kept.get("gerd", frame)
    first["value"] = 99.0
    first["more"] = "mine"
    first.loc[0, "value"] = -1.0
    second = kept.get("gerd", frame)
    second.iloc[5, 0] = -2.0
    third = kept.get("gerd", frame)
    assert third["value"].tolist() == [1.0] * 100
    assert list(third.columns) == ["value"]


def test_the_longest_unasked_goes_first_and_the_bound_holds():
    kept = KeptFrames(3 * SIZE, most_bytes_each=SIZE)
    for key in "abc":
        kept.get(key, frame)
    kept.get("a", lambda: pytest.fail("a is kept"))
    kept.get("d", frame)
    assert kept.held <= 3 * SIZE
    assert len(kept) == 3
    kept.get("a", lambda: pytest.fail("a was asked for after b"))
    again = []
    kept.get("b", lambda: again.append(1) or frame())
    assert again == [1]


def test_a_table_that_is_too_large_is_given_and_not_kept():
    kept = KeptFrames(100 * SIZE, most_bytes_each=SIZE)
    assert len(kept.get("all", lambda: frame(rows=1000))) == 1000
    assert len(kept) == 0
    assert kept.held == 0


def test_what_cannot_be_made_is_not_kept():
    kept = KeptFrames(10 * SIZE, most_bytes_each=SIZE)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            kept.get("broken", lambda: 1 / 0)
    assert len(kept) == 0


def test_threads_share_it_and_the_count_of_bytes_stays_true():
    kept = KeptFrames(5 * SIZE, most_bytes_each=SIZE)
    wrong = []

    def ask(start):
        for n in range(200):
            key = (start + n) % 9
            if kept.get(key, lambda k=key: frame(float(k)))["value"].iloc[0] != key:
                wrong.append(key)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert kept.held == len(kept) * SIZE <= 5 * SIZE


def test_giving_a_table_out_often_takes_no_more_memory():
    wide = pd.DataFrame({f"c{n}": pd.array([str(n)] * 3, dtype="string") for n in range(50)})
    kept = KeptFrames(10_000_000, most_bytes_each=10_000_000)
    kept.get("wide", lambda: wide)
    tracemalloc.start()
    try:
        for _ in range(400):
            kept.get("wide", lambda: wide)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Each copy leaves a note of some 80 bytes for each column: 1.6 MB if none were cleared.
    assert held < 500_000


def test_what_is_counted_is_what_small_tables_take():
    kept = KeptFrames(100_000_000, most_bytes_each=1_000_000)

    def small():
        return pd.DataFrame({f"c{n}": [f"GBR{n}"] * 40 for n in range(20)})

    small()
    gc.collect()
    tracemalloc.start()
    try:
        for key in range(60):
            for _ in range(19):
                kept.get(key, small)["c1"].eq("GBR1").sum()
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert 0.4 < taken / kept.held < 2
