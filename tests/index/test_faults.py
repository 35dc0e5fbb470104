import errno
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnwritable, QuestionsFault
from index.generations import current
from ingest.errors import ProfileError, WaaierError
from tests.index.conftest import Opened

BUILT = ["passages", "questions", "terms"]


def test_a_damaged_index_is_built_anew_and_never_parsed(
    opened: Opened, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    names = [path.relative_to(current(home)) for path in current(home).rglob("*") if path.is_file()]
    assert len(names) >= 9
    for name in names:
        path = current(home) / name
        path.write_bytes(path.read_bytes()[:-1] + b"\xff")
        parsed: list[Path] = []
        with monkeypatch.context() as patch:
            patch.setattr("index.store.VectorStore.load", parsed.append)
            patch.setattr("index.terms.TermIndex.load", parsed.append)
            patch.setattr("index.parts.PartClassifier.load", parsed.append)
            patch.setattr("index.build._write", refuse)
            with pytest.raises(ProfileError):
                opened()
        assert parsed == []
        assert opened()[1] == BUILT


def refuse(*_: object) -> None:
    raise ProfileError("stop")


@pytest.mark.parametrize(
    "pointer", [b"", b"\xff", b"..", b"/etc", b"generation-x/../..", b"generation-\0", b"x" * 10**6]
)
def test_a_damaged_pointer_is_replaced(opened: Opened, home: Path, pointer: bytes) -> None:
    opened()
    (home / "current").write_bytes(pointer)
    assert opened()[1] == BUILT
    assert opened()[1] == []


def test_parts_that_do_not_fit_together_are_refused(
    opened: Opened, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    monkeypatch.setattr("index.build.verify", lambda folder, expected: None)  # as if the checksums were right
    np.save(current(home) / "places.npy", np.array([[99, 0, 1]] * 8))
    assert opened()[1] == BUILT
    (current(home) / "terms" / "vocab.index.json").write_text("[]", "utf-8")
    assert opened()[1] == BUILT
    (current(home) / "parts.npz").write_bytes(b"PK")
    assert opened()[1] == BUILT


FAULTS: dict[str, tuple[str, bytes | None, type[WaaierError]]] = {
    "empty handbook": ("mini.txt", b"", WaaierError),
    "no handbook": ("mini.txt", None, WaaierError),
    "profile no TOML": ("mini.toml", b"[", ProfileError),
    "questions with a fault": ("mini.questions.jsonl", b"{}\n", QuestionsFault),
    "no questions": ("mini.questions.jsonl", None, ProfileError),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_corpus_leaves_the_index_as_it_was(opened: Opened, corpus: Path, home: Path, fault: str) -> None:
    opened()
    before = sorted(path.name for path in home.rglob("*"))
    name, content, error = FAULTS[fault]
    path = corpus.with_name(name)
    kept = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(error, match=r".+\.$"):
        opened()
    assert sorted(path.name for path in home.rglob("*")) == before
    path.write_bytes(kept)
    assert opened()[1] == []


def test_a_fresh_index_is_opened_without_writing(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    opened()

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("index.build.locked", forbidden)
    assert opened()[1] == []
    with pytest.raises(IndexUnwritable, match=r"\(Permission denied\)\. Make room there or name another folder\.$"):
        opened(rebuild=True)


def test_a_home_that_is_a_file_or_lies_below_one(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    for home in (tmp_path / "file", tmp_path / "file" / "index", Path("/proc/waaier")):
        with pytest.raises(IndexUnwritable, match=r"cannot be written"):
            opened(home=home)
    assert (tmp_path / "file").read_text("utf-8") == "mine"


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Writes beyond `size` bytes of a file fail half-way, as on a full disk."""
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("size", [0, 10, 200, 700, 1200, 1600])
def test_a_full_disk_leaves_the_index_as_it_was(opened: Opened, home: Path, size: int) -> None:
    opened()
    before = sorted(path.name for path in home.rglob("*"))
    with largest_file(size), pytest.raises(IndexUnwritable, match=r"cannot be written \(.+\)\. Make room"):
        opened(rebuild=True)
    assert sorted(path.name for path in home.rglob("*")) == before
    assert opened()[1] == []


def test_a_disk_that_fails_at_any_moment_leaves_an_index(
    opened: Opened, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    moments = 0
    for moment in range(100):
        calls = iter(range(1000))

        def failing(file: int, calls: Iterator[int] = calls, moment: int = moment) -> None:
            if next(calls) == moment:
                raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", failing)
            try:
                opened(rebuild=True)
            except IndexUnwritable:
                moments += 1
            else:
                break
        assert opened()[1] == []
        assert len(list(home.glob("generation-*"))) <= 2
    assert moments >= 14  # each file and folder, the pointer, and the folder of all


def test_many_that_open_at_once_build_once(opened: Opened) -> None:
    with ThreadPoolExecutor(6) as pool:
        steps = [future.result()[1] for future in [pool.submit(opened) for _ in range(6)]]
    assert sum("passages" in one for one in steps) == 1


def test_many_that_build_at_once_leave_one_index(opened: Opened, home: Path) -> None:
    opened()
    with ThreadPoolExecutor(6) as pool:
        builds = [pool.submit(opened, rebuild=True) for _ in range(6)]
        reads = [pool.submit(opened) for _ in range(20)]
        assert all(len(future.result()[0].passages) == 23 for future in (*builds, *reads))
    assert opened()[1] == []
    assert len(list(home.glob("generation-*"))) == 2
