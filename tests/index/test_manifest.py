import json
import random
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexMissing, IndexStale
from index.generations import current
from index.manifest import NAME, Manifest, describe, verify
from ingest.chunk import ChunkOptions
from ingest.errors import ProfileError
from ingest.handbook import read_handbook
from tests.index.conftest import Opened
from tests.index.examples import HashEncoder

FLIPS = 200


@pytest.fixture
def expected(corpus: Path) -> Manifest:
    return describe(corpus_files(corpus), read_handbook(corpus), HashEncoder(), ChunkOptions())


@pytest.fixture
def generation(opened: Opened, home: Path) -> Path:
    opened()
    return current(home)


def corpus_files(corpus: Path) -> list[Path]:
    return [corpus, *(corpus.with_name(f"mini{end}") for end in (".txt", ".facts.toml", ".questions.jsonl"))]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_just_built_is_whole_and_fresh(generation: Path, expected: Manifest) -> None:
    verify(generation, expected)


def test_every_flipped_bit_is_refused(generation: Path, expected: Manifest) -> None:
    rng = random.Random(7)
    for number in range(FLIPS):
        path = files(generation)[number % len(files(generation))]
        content = path.read_bytes()
        at, bit = rng.randrange(len(content)), rng.randrange(8)
        damaged = content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]
        path.write_bytes(damaged)
        with pytest.raises((IndexDamaged, IndexStale)):
            verify(generation, expected)
        path.write_bytes(content)
    verify(generation, expected)


def instead(put: Callable[[Path], object]) -> Callable[[Path], object]:
    """What takes a file away and puts something else in its place."""

    def damage(path: Path) -> None:
        path.unlink()
        put(path)

    return damage


DAMAGE: dict[str, Callable[[Path], object]] = {
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n\n\0"),
    "removed": lambda path: path.unlink(),
    "a folder": instead(Path.mkdir),
    "a link to nowhere": instead(lambda path: path.symlink_to("nowhere")),
    "a link to itself": instead(lambda path: path.symlink_to(path.name)),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_any_file_is_refused(generation: Path, expected: Manifest, damage: str) -> None:
    for path in files(generation):
        content = path.read_bytes()
        DAMAGE[damage](path)
        with pytest.raises((IndexDamaged, IndexMissing)):
            verify(generation, expected)
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        path.write_bytes(content)
    verify(generation, expected)


def test_a_file_more_is_refused(generation: Path, expected: Manifest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(generation)  # the path of a socket may have no more than 107 characters
    for name in ("extra.npy", "terms/corpus.jsonl", f"terms/{NAME}"):
        (generation / name).write_bytes(b"x")
        with pytest.raises(IndexDamaged):
            verify(generation, expected)
        (generation / name).unlink()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("pipe")
        with pytest.raises(IndexDamaged):
            verify(generation, expected)


HOSTILE = {
    "no JSON": b"{",
    "no UTF-8": b"\xff",
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "deep": b"[" * 200_000,
    "long number": b'{"format": ' + b"9" * 10_000 + b"}",
}


@pytest.mark.parametrize("content", HOSTILE)
def test_another_manifest_is_refused(generation: Path, expected: Manifest, content: str) -> None:
    (generation / NAME).write_bytes(HOSTILE[content])
    with pytest.raises((IndexDamaged, IndexStale)):
        verify(generation, expected)


@pytest.mark.parametrize("files", [None, [], "x", {}, {"../../../etc/passwd": "0"}, {"terms": 3}])
def test_another_list_of_files_is_refused(generation: Path, expected: Manifest, files: object) -> None:
    body = json.loads((generation / NAME).read_text("utf-8"))
    (generation / NAME).write_text(json.dumps(body | {"files": files}), "utf-8")
    with pytest.raises(IndexDamaged):
        verify(generation, expected)


def test_no_manifest_is_no_index(tmp_path: Path, expected: Manifest) -> None:
    with pytest.raises(IndexMissing, match=r"no index yet. Build it with: waaier index$"):
        verify(tmp_path, expected)


@pytest.mark.parametrize(
    "change", ["format", "corpus", "passages", "encoder", "encoder_sha256", "dim", "stemmer", "code"]
)
def test_what_is_out_of_date_is_named(generation: Path, expected: Manifest, change: str) -> None:
    other = replace(expected, **{change: 1 if change in ("format", "dim") else "other"})  # type: ignore[arg-type]
    with pytest.raises(IndexStale, match=rf"out of date \({change}\)\. Build it anew with: waaier index$"):
        verify(generation, other)


def test_another_key_is_named(generation: Path, expected: Manifest) -> None:
    body = json.loads((generation / NAME).read_text("utf-8"))
    (generation / NAME).write_text(json.dumps(body | {"author": "x"}), "utf-8")
    with pytest.raises(IndexStale, match=r"\(author\)"):
        verify(generation, expected)


def test_the_name_of_a_corpus_file_counts_and_its_place_does_not(
    corpus: Path, expected: Manifest, tmp_path: Path
) -> None:
    handbook, paths = read_handbook(corpus), corpus_files(corpus)
    corpus.parent.rename(tmp_path / "elsewhere")
    moved = [tmp_path / "elsewhere" / path.name for path in paths]
    assert describe(moved, handbook, HashEncoder(), ChunkOptions()) == expected
    moved[1] = moved[1].rename(moved[1].with_name("other.txt"))
    assert describe(moved, handbook, HashEncoder(), ChunkOptions()).corpus != expected.corpus


def test_a_corpus_file_that_cannot_be_read(corpus: Path) -> None:
    missing = corpus.with_name("names.toml")
    with pytest.raises(ProfileError, match=r"names\.toml: cannot be read"):
        describe([corpus, missing], read_handbook(corpus), HashEncoder(), ChunkOptions())
