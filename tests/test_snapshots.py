"""Kept answers: whole or not at all, equal bytes once, damage found and named."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from etl import snapshots
from etl.snapshots import Snapshots
from etl.sources import Request, Response
from indicators.errors import SourceError

DAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
REQUEST = Request("http://127.0.0.1/data?uri=/a", ("gdp", "growth"))


def response(body: bytes, request: Request = REQUEST, status: int = 200, **given) -> Response:
    headers = {name.replace("_", "-"): value for name, value in given.items()}
    return Response(request, status, headers, body, DAY.date())


def kept(folder, hours: float = 0.0) -> Snapshots:
    return Snapshots("ons", folder / "snapshots", lambda: DAY + timedelta(hours=hours))


def files(folder, kind: str) -> list:
    return sorted((folder / "snapshots/ons" / kind).iterdir())


def test_an_answer_is_kept_with_its_sidecar(tmp_path):
    kept(tmp_path).keep(response(b"{}", ETag='"1"', Content_Type="application/json"), {})
    (body,) = files(tmp_path, "bodies")
    assert body.read_bytes() == b"{}"
    (sidecar,) = files(tmp_path, "retrievals")
    assert json.loads(sidecar.read_text(encoding="utf-8")) == {
        "address": "http://127.0.0.1/data?uri=/a",
        "retrieved_at": "2026-11-23T08:00:00+00:00",
        "status": 200,
        "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "size": 2,
        "headers": {"ETag": '"1"', "Content-Type": "application/json"},
        "indicator_ids": ["gdp", "growth"],
        "failed": {},
    }
    assert body.name == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_equal_bytes_are_stored_once_and_every_retrieval_is_recorded(tmp_path):
    kept(tmp_path).keep(response(b"{}"), {})
    kept(tmp_path, 24).keep(response(b"{}"), {})
    kept(tmp_path, 25).keep(response(b"{}", Request("http://127.0.0.1/other", ("x",))), {})
    assert len(files(tmp_path, "bodies")) == 1
    assert len(files(tmp_path, "retrievals")) == 3


def test_the_build_gets_each_change_once_newest_last(tmp_path):
    other = Request("http://127.0.0.1/other", ("x",))
    for hours, body, request in [
        (0, b"a", REQUEST),
        (1, b"z", other),
        (24, b"a", REQUEST),
        (48, b"b", REQUEST),
        (72, b"a", REQUEST),
    ]:
        kept(tmp_path, hours).keep(response(body, request), {})
    found = kept(tmp_path).responses()
    assert [(r.body, r.retrieved) for r in found] == [
        (b"a", date(2026, 11, 23)),
        (b"z", date(2026, 11, 23)),
        (b"b", date(2026, 11, 25)),
        (b"a", date(2026, 11, 26)),
    ]
    assert found[0].request.address == REQUEST.address
    assert found[0].request.indicator_ids == ("gdp", "growth")


def test_confirmed_bytes_are_the_last_again_and_no_new_answer(tmp_path):
    kept(tmp_path).keep(response(b"{}", ETag='"1"', Content_Type="application/json"), {})
    later = kept(tmp_path, 24)
    before = later.last(REQUEST)
    later.confirm(before, response(b"", status=304, ETag='"2"', Content_Length="0"))
    again = kept(tmp_path, 48).last(REQUEST)
    assert again.response.body == b"{}"
    assert again.response.status == 200
    assert again.retrieval.retrieved_at == DAY + timedelta(hours=24)
    assert again.retrieval.headers == {"ETag": '"2"', "Content-Type": "application/json"}
    assert len(kept(tmp_path).responses()) == 1


def test_an_answer_that_served_nothing_is_kept_and_never_the_last_good(tmp_path):
    kept(tmp_path).keep(response(b"good"), {})
    kept(tmp_path, 24).keep(response(b"bad"), {"gdp": "no", "growth": "no"})
    assert kept(tmp_path).last(REQUEST).response.body == b"good"
    assert [r.body for r in kept(tmp_path).responses()] == [b"good"]
    assert len(files(tmp_path, "bodies")) == 2


def test_an_answer_that_served_some_is_good_and_says_what_failed(tmp_path):
    kept(tmp_path).keep(response(b"partly"), {"growth": "its unit has changed"})
    last = kept(tmp_path).last(REQUEST)
    assert last.retrieval.failed == {"growth": "its unit has changed"}
    assert [r.body for r in kept(tmp_path).responses()] == [b"partly"]


def test_nothing_is_kept_of_what_was_never_asked(tmp_path):
    assert kept(tmp_path).last(REQUEST) is None
    assert kept(tmp_path).responses() == []


def test_changed_bytes_are_found_named_and_left_out(data_dir):
    store = Snapshots("ons", now=lambda: DAY)
    store.keep(response(b"first"), {})
    other = Request("http://127.0.0.1/other", ("x",))
    store.keep(response(b"second", other), {})
    (path,) = [p for p in files(data_dir, "bodies") if p.read_bytes() == b"first"]
    path.write_bytes(b"FIRST")
    assert Snapshots("ons").last(REQUEST) is None
    problems: list[str] = []
    assert [r.body for r in snapshots.responses("ons", problems)] == [b"second"]
    assert len(problems) == 1
    assert path.name in problems[0]
    assert "its bytes have changed" in problems[0]
    with pytest.raises(SourceError, match="its bytes have changed"):
        snapshots.responses("ons")


def test_damaged_bytes_are_mended_by_the_next_equal_answer(tmp_path):
    kept(tmp_path).keep(response(b"first"), {})
    (path,) = files(tmp_path, "bodies")
    path.write_bytes(b"")
    kept(tmp_path, 1).keep(response(b"first"), {})
    assert path.read_bytes() == b"first"
    assert kept(tmp_path).last(REQUEST) is not None


def test_lost_bytes_are_named(tmp_path):
    kept(tmp_path).keep(response(b"first"), {})
    files(tmp_path, "bodies")[0].unlink()
    store = kept(tmp_path)
    assert store.responses() == []
    assert "cannot be read" in store.damaged[0]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"address": 1}', "null", "\udcff"],
)
def test_a_damaged_sidecar_is_named_and_stops_nothing(text, tmp_path):
    kept(tmp_path).keep(response(b"first"), {})
    bad = tmp_path / "snapshots/ons/retrievals/20260101T000000000000Z_0.json"
    bad.write_bytes(text.encode("utf-8", "surrogateescape"))
    store = kept(tmp_path)
    assert [r.body for r in store.responses()] == [b"first"]
    assert len(store.damaged) == 1
    assert bad.name in store.damaged[0]


@pytest.mark.parametrize(
    ("key", "value"),
    [("sha256", "../../../../etc/passwd"), ("sha256", "0" * 63), ("headers", []), ("status", "x")]
    + [("indicator_ids", "gdp"), ("retrieved_at", "yesterday"), ("failed", None), ("size", None)],
)
def test_a_sidecar_with_another_shape_is_named(key, value, tmp_path):
    kept(tmp_path).keep(response(b"first"), {})
    (path,) = files(tmp_path, "retrievals")
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    store = kept(tmp_path)
    assert store.responses() == []
    assert path.name in store.damaged[0]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    """A disk that fills up while an answer is being written."""

    def full(descriptor: int) -> None:  # noqa: ARG001
        raise OSError(28, "No space left on device")

    store = kept(tmp_path)
    store.keep(response(b"first"), {})
    monkeypatch.setattr(snapshots.os, "fsync", full)
    with pytest.raises(SourceError, match="cannot be written: No space left on device"):
        store.keep(response(b"second"), {})
    assert [p.read_bytes() for p in files(tmp_path, "bodies")] == [b"first"]
    assert kept(tmp_path).last(REQUEST).response.body == b"first"


def test_a_folder_that_is_a_file_is_said_in_words(tmp_path):
    (tmp_path / "snapshots").write_text("")
    with pytest.raises(SourceError, match="cannot be written"):
        kept(tmp_path).keep(response(b"first"), {})
