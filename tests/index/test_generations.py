import os
import random
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from index.build import SearchIndex
from index.errors import IndexDamaged, IndexMissing
from index.generations import LOCK, current, discard, new_generation, publish
from index.lock import locked
from tests.conftest import ROOT
from tests.index.conftest import Opened
from tests.index.examples import mini_corpus

KILLS = 25


def made(home: Path) -> Path:
    folder = new_generation(home)
    (folder / "terms").mkdir()
    (folder / "terms" / "a.json").write_text("1", "utf-8")
    return folder


def generations(home: Path) -> set[str]:
    return {path.name for path in home.glob("generation-*")}


def test_no_pointer_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="no index yet"):
        current(tmp_path)


@pytest.mark.parametrize("name", ["", "generation-", "x", "../x", "generation-A", "generation-a/b", "generation-é"])
def test_a_pointer_to_no_generation(tmp_path: Path, name: str) -> None:
    (tmp_path / "current").write_text(name, "utf-8")
    with pytest.raises(IndexDamaged, match=r"current: names no index. Build it anew with: waaier index$"):
        current(tmp_path)


def test_the_generation_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    folders = []
    for _ in range(4):
        folders.append(made(tmp_path))
        publish(tmp_path, folders[-1])
        assert current(tmp_path) == folders[-1]
        assert generations(tmp_path) == {folder.name for folder in folders[-2:]}


def test_what_killed_builds_left_is_removed_before_there_is_more(tmp_path: Path) -> None:
    first = made(tmp_path)
    publish(tmp_path, first)
    left = made(tmp_path)
    (tmp_path / "current.new").write_text(left.name, "utf-8")
    folder = new_generation(tmp_path)
    assert generations(tmp_path) == {first.name, folder.name}
    assert not (tmp_path / "current.new").exists()


def test_a_failed_build_is_discarded_but_never_the_current_one(tmp_path: Path) -> None:
    first, second = made(tmp_path), None
    publish(tmp_path, first)
    second = made(tmp_path)
    discard(tmp_path, second)
    discard(tmp_path, first)
    assert generations(tmp_path) == {first.name}


def test_all_is_on_the_disk_before_the_pointer_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    synced, replaced = os.fsync, Path.replace

    def fsync(file: int) -> None:
        events.append(str(Path(f"/proc/self/fd/{file}").readlink()))
        synced(file)

    def replace(self: Path, target: Path) -> Path:
        events.append("replace")
        return replaced(self, target)

    folder = made(tmp_path)
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    publish(tmp_path, folder)
    at = events.index("replace")
    before = [folder / "terms" / "a.json", folder / "terms", folder, tmp_path, tmp_path / "current.new"]
    assert set(events[:at]) == {str(path) for path in before}
    assert events.index(str(folder / "terms" / "a.json")) < events.index(str(folder / "terms"))
    assert events[at + 1 :] == [str(tmp_path)]


def test_who_builds_waits_for_who_is_building(opened: Opened, home: Path) -> None:
    opened()
    holding, done, waiting = Event(), Event(), Event()

    def build_slowly(found: list[bool]) -> None:
        with locked(home / LOCK, lambda: None):
            folder = new_generation(home)
            holding.set()
            done.wait(10)
            found.append(folder.exists())

    found: list[bool] = []
    steps: list[str] = []
    result: list[SearchIndex] = []
    slow = Thread(target=build_slowly, args=(found,))
    slow.start()
    holding.wait(10)

    def step(name: str) -> None:
        steps.append(name)
        waiting.set()

    other = Thread(target=lambda: result.append(opened(rebuild=True, report=step)[0]))
    other.start()
    assert waiting.wait(10)
    assert steps == ["waiting"]
    done.set()
    slow.join(10)
    other.join(10)
    assert found == [True]
    assert len(result) == 1
    assert steps == ["waiting", "passages", "questions", "terms"]


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_killed_at_any_moment_the_index_still_opens(tmp_path: Path, home: Path) -> None:
    corpus = mini_corpus(tmp_path / "corpus")
    seed = random.Random(3).randrange(1000)
    command = [sys.executable, "-m", "tests.index.kills", str(corpus), str(home), str(KILLS), str(seed)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    kills, builds, broken = map(int, done.stdout.split())
    assert (kills, broken) == (KILLS, 0)
    assert builds > 0  # some kills fell after a build was published, so not all fell before the first write
