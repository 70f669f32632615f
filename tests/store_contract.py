"""What must hold of every store, whatever is behind its address: subclass with `address`."""

import json
import os
import threading
from pathlib import Path

import pytest

from etl import pipeline, releases
from etl.__main__ import main
from etl.follow import Follower
from indicators import queries
from indicators.errors import StoreError
from indicators.store import OPEN_ROWS, POINTER, Store
from indicators.warehouse import Warehouse, current_path, serving
from tests.seeding import Seed, inputs


class Machine:
    """A machine of its own: a data folder, which the settings name while it is at work."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch

    def __enter__(self) -> "Machine":
        self._before = os.environ.get("INDICATORS_DATA_DIR", "")
        self._patch.setenv("INDICATORS_DATA_DIR", str(self.folder))
        return self

    def __exit__(self, *_: object) -> None:
        self._patch.setenv("INDICATORS_DATA_DIR", self._before)

    def build(self, value: float) -> str:
        """A build that says this of the UK in 2020; a result beside it."""
        with self:
            seed = Seed(self.folder / "seed")
            seed.add("first", f"gerd_pct_gdp,GBR,2020,A,{value}", date="2025")
            built = pipeline.build(inputs(seed.folder))
            results = self.folder / "results" / built.build_id
            results.mkdir(parents=True, exist_ok=True)
            (results / "gerd_pct_gdp.json").write_text(f'{{"of": {value}}}', encoding="utf-8")
            return built.build_id

    def shown(self) -> float:
        """What a page would show now."""
        with self:
            return float(queries.observations(serving(), "gerd_pct_gdp")["value"].iloc[0])


class StoreContract:
    """Tests of one kind of store. `address` is one that is empty at the start of each test."""

    @pytest.fixture
    def address(self) -> str:
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def settings(self, address, monkeypatch):
        monkeypatch.setenv("INDICATORS_STORE", address)

    @pytest.fixture
    def store(self, address) -> Store:
        return Store(address)

    @pytest.fixture
    def job(self, tmp_path, monkeypatch) -> Machine:
        return Machine(tmp_path / "job", monkeypatch)

    @pytest.fixture
    def replica(self, tmp_path, monkeypatch) -> Machine:
        return Machine(tmp_path / "replica", monkeypatch)

    def push(self, job: Machine, value: float) -> str:
        build_id = job.build(value)
        with job:
            assert main(["push"]) == 0
        return build_id

    def follower(self, address: str) -> Follower:
        return Follower(lambda: Store(address), 60)

    def look(self, replica: Machine, follower: Follower) -> bool:
        with replica:
            return follower.look()

    def test_a_server_takes_what_was_pushed(self, job, replica, address):
        build_id = self.push(job, 2.5)
        follower = self.follower(address)
        assert self.look(replica, follower)
        assert replica.shown() == 2.5
        assert not self.look(replica, follower), "nothing new, and yet it was taken again"
        with replica:
            kept = replica.folder / "results" / build_id / "gerd_pct_gdp.json"
            assert json.loads(kept.read_text()) == {"of": 2.5}

    def test_a_session_keeps_its_build_and_the_next_run_has_the_new_one(
        self, job, replica, address
    ):
        follower = self.follower(address)
        self.push(job, 2.5)
        self.look(replica, follower)
        with replica:
            held: Warehouse = serving()
        self.push(job, 2.75)
        assert self.look(replica, follower)
        assert float(queries.observations(held, "gerd_pct_gdp")["value"].iloc[0]) == 2.5
        assert replica.shown() == 2.75

    def test_the_pointer_is_written_last(self, job, store, monkeypatch):
        written = []
        for name in ("upload", "write"):
            real = getattr(type(store.objects), name)

            def noted(self, *arguments, _real=real, _name=name):
                written.append(arguments[1] if _name == "upload" else arguments[0])
                return _real(self, *arguments)

            monkeypatch.setattr(type(store.objects), name, noted)
        self.push(job, 2.5)
        builds = [n for n in written if not n.startswith("inputs/")]
        assert builds[-1] == POINTER
        assert builds[-2].endswith("/manifest.json")
        assert len(builds) == 6

    @pytest.mark.parametrize("damage", ["changed", "short", "gone", "no manifest", "manifest"])
    def test_a_damaged_release_is_refused_and_the_build_before_serves(
        self, job, replica, address, store, damage, caplog
    ):
        follower = self.follower(address)
        self.push(job, 2.5)
        self.look(replica, follower)
        self.push(job, 2.75)
        _, release = store.serving()
        part = "manifest.json" if "manifest" in damage else release.files[-1].name
        at = release.object_of(part)
        whole = store.objects.read(at)
        if damage in ("gone", "no manifest"):
            store.objects.remove(at)
        else:
            bad = whole[:-100] if damage == "short" else whole[:-1] + bytes([whole[-1] ^ 1])
            store.objects.write(at, bad)
        assert not self.look(replica, follower)
        assert not self.look(replica, follower)
        assert replica.shown() == 2.5
        told = [r.getMessage() for r in caplog.records if r.name == "etl.follow"]
        assert len([t for t in told if part in t and "goes on serving" in t]) == 1, told
        assert follower.seen.failures == 2
        assert not list(replica.folder.rglob("*.part"))
        store.objects.write(at, whole)
        assert self.look(replica, follower), "what was mended is taken"
        assert replica.shown() == 2.75

    def test_another_versions_release_is_refused(self, job, replica, address, monkeypatch):
        follower = self.follower(address)
        self.push(job, 2.5)
        monkeypatch.setattr(releases, "SCHEMA_VERSION", 99)
        assert not self.look(replica, follower)
        assert "another version" in follower.seen.problem

    def test_rolling_back_is_one_command_and_holds(self, job, replica, address, capsys):
        follower = self.follower(address)
        good, bad = self.push(job, 2.5), self.push(job, 9.9)
        self.look(replica, follower)
        assert replica.shown() == 9.9
        with job:
            assert main(["rollback"]) == 0
        self.look(replica, follower)
        assert replica.shown() == 2.5
        assert job.shown() == 2.5
        # The scheduled job makes the same build again: it must not come back by itself.
        assert job.build(9.9) == bad
        with job:
            assert main(["push"]) == 1
            assert "withdrawn" in capsys.readouterr().err
            main(["builds", "--json"])
            listed = json.loads(capsys.readouterr().out)["builds"]
            states = {row["build_id"]: row["state"] for row in listed}
            assert states[good] == "serves"
            assert states[bad].startswith("withdrawn")
            assert main(["push", "--again"]) == 0
        self.look(replica, follower)
        assert replica.shown() == 9.9

    def test_rolling_back_to_a_build_by_its_id(self, job, replica, address, capsys):
        first, _, _ = (self.push(job, v) for v in (1.5, 2.5, 3.5))
        with job:
            assert main(["rollback", first]) == 0
            assert main(["rollback", "no-such-build"]) == 1
        assert "no-such-build" in capsys.readouterr().err
        self.look(replica, self.follower(address))
        assert replica.shown() == 1.5

    def test_old_releases_are_pruned(self, job, store, monkeypatch):
        monkeypatch.setenv("INDICATORS_STORE_KEPT", "2")
        builds = [self.push(job, v) for v in (1.5, 2.5, 3.5)]
        assert [r.build_id for r in store.releases()] == [builds[2], builds[1]]
        names = store.objects.names("builds")
        assert not [n for n in names if builds[0] in n]

    def test_pushing_twice_sends_nothing_twice(self, job, store, capsys):
        self.push(job, 2.5)
        before = store.pointer()
        with job:
            assert main(["push"]) == 0
        assert "was there already" in capsys.readouterr().out
        assert store.pointer() == before

    def test_more_results_of_a_build_are_a_new_release(self, job, replica, address, store):
        follower = self.follower(address)
        build_id = self.push(job, 2.5)
        self.look(replica, follower)
        (job.folder / "results" / build_id / "berd_pct_gdp.json").write_text("{}")
        with job:
            main(["push"])
        assert self.look(replica, follower)
        assert (replica.folder / "results" / build_id / "berd_pct_gdp.json").is_file()
        assert len(store.releases()) == 2

    def test_the_open_rows_stay_at_one_address(self, job, store):
        self.push(job, 2.5)
        first = store.objects.read(OPEN_ROWS)
        self.push(job, 2.75)
        with job:
            assert store.objects.read(OPEN_ROWS) != first
            main(["rollback"])
        assert store.objects.read(OPEN_ROWS) == first

    def test_a_server_that_cannot_reach_the_store_serves_on(
        self, job, replica, address, monkeypatch
    ):
        self.push(job, 2.5)
        self.look(replica, self.follower(address))
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
        lost = self.follower("s3://bucket/nowhere")
        with replica:
            assert not lost.look()
        assert replica.shown() == 2.5
        assert lost.seen.problem

    def test_answers_are_archived_and_restored(self, job, replica):
        body = job.folder / "snapshots" / "ons" / "bodies" / "abc"
        body.parent.mkdir(parents=True)
        body.write_bytes(b"as the publisher sent it")
        (job.folder / "accepted.toml").write_text("# looked at\n")
        self.push(job, 2.5)
        with replica:
            assert main(["pull", "--inputs"]) == 0
        restored = replica.folder / "snapshots" / "ons" / "bodies" / "abc"
        assert restored.read_bytes() == b"as the publisher sent it"
        assert (replica.folder / "accepted.toml").read_text() == "# looked at\n"
        assert replica.shown() == 2.5

    def test_readers_never_see_half_a_build(self, job, replica, address):
        """One thread swaps builds, others read all the time: every answer is whole."""
        self.push(job, 1.5)
        self.push(job, 2.5)
        follower = self.follower(address)
        with replica:
            follower.look()
            stop, seen, faults = threading.Event(), set(), []

            def read() -> None:
                while not stop.is_set():
                    try:
                        rows = queries.observations(serving(), "gerd_pct_gdp")
                        seen.add(float(rows["value"].iloc[0]))
                    except Exception as fault:
                        faults.append(fault)

            readers = [threading.Thread(target=read) for _ in range(2)]
            for reader in readers:
                reader.start()
            for _ in range(6):
                releases.rollback(Store(address))
                follower.look()
            stop.set()
            for reader in readers:
                reader.join()
        assert not faults
        assert seen == {1.5, 2.5}
        assert follower.seen.switches == 7

    def test_an_empty_store_says_what_to_do(self, replica, store, capsys):
        assert store.pointer() is None
        with replica:
            assert main(["pull"]) == 1
            assert "python -m etl push" in capsys.readouterr().err
            assert main(["rollback"]) == 1
        with pytest.raises(StoreError, match="no-such is missing|is missing"):
            store.release("no-such")

    def test_a_file_of_a_release_stays_in_its_place(self, job, store):
        self.push(job, 2.5)
        pointer, release = store.serving()
        at = release.object_of("manifest.json")
        told = store.objects.read(at).decode()
        name = release.files[0].name
        store.objects.write(at, told.replace(name, "warehouse/../../../stolen").encode())
        with pytest.raises(StoreError, match="damaged"):
            store.release(pointer.release)
        with job:
            assert current_path().stem == release.build_id
