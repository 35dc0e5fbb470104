"""Handbook to searchable index: built in a folder of its own, published in one step, verified before use."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encode import Encoder, load_encoder
from index.errors import IndexDamaged, IndexMissing, IndexStale, IndexUnwritable
from index.manifest import Manifest, describe, verify, write_manifest
from index.parts import PartClassifier, part_of
from index.questions import Place, WrittenQuestion, locate, read_questions
from index.store import VectorStore
from index.terms import TermIndex
from ingest.chunk import ChunkOptions
from ingest.handbook import Handbook, read_handbook

Progress = Callable[[str], None]
"""Called with the name of each step of a build as it begins."""

_POINTER = "current"


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """All that retrieval needs, in the order of `handbook.chunks`.

    `questions` holds the vectors of the written questions and `places`, int64 (n_questions, 3), the passage of each and
    start and end of its quote in the section's text; both are empty, and `parts` is None, where the handbook has no
    written questions.
    """

    handbook: Handbook
    encoder: Encoder
    passages: VectorStore
    questions: VectorStore
    places: NDArray[np.int64]
    terms: TermIndex
    parts: PartClassifier | None


def open_index(
    corpus: Path,
    home: Path,
    *,
    encoder: str | None = None,
    options: ChunkOptions | None = None,
    rebuild: bool = False,
    progress: Progress = lambda step: None,
) -> SearchIndex:
    """The index of the handbook at `corpus`: loaded from `home` where it is whole and fresh, else built there.

    Args:
        corpus: profile (.toml) or bare handbook (.txt, .pdf).
        home: folder for generations of the index; made where it is missing.
        encoder: None for the shipped one, else a folder or hub model.
        options: chunk sizes.
        rebuild: build even if the stored index is fresh.
        progress: told the steps of a build.

    Raises:
        WaaierError: a fault in handbook, profile, questions or encoder; the stored index is left as it was.
    """
    options = options or ChunkOptions()
    handbook = read_handbook(corpus, options)
    model = load_encoder(encoder)
    expected = describe(_corpus_files(corpus, handbook), model, options)
    if not rebuild:
        try:
            return _load(_current(home), expected, handbook, model)
        except (IndexMissing, IndexStale, IndexDamaged):
            pass  # the corpus is at hand, so what is missing, stale or damaged is built anew
    _build(handbook, model, expected, home, progress)
    return _load(_current(home), expected, handbook, model)


def _corpus_files(corpus: Path, handbook: Handbook) -> list[Path]:
    profile = handbook.profile
    named = (profile.handbook, profile.facts, profile.names, profile.aspects, profile.questions)
    return [corpus, *(profile.file(name) for name in named if name)]


def _current(home: Path) -> Path:
    """Folder of the generation in use."""
    try:
        return home / (home / _POINTER).read_text("utf-8").strip()
    except OSError:
        raise IndexMissing(f"{home}: there is no index yet. Build it with: waaier index") from None


def _load(folder: Path, expected: Manifest, handbook: Handbook, encoder: Encoder) -> SearchIndex:
    verify(folder, expected)
    parts = folder / "parts.npz"
    return SearchIndex(
        handbook=handbook,
        encoder=encoder,
        passages=VectorStore.load(folder / "passages.faiss"),
        questions=VectorStore.load(folder / "questions.faiss"),
        places=np.load(folder / "places.npy", allow_pickle=False),
        terms=TermIndex.load(folder / "terms"),
        parts=PartClassifier.load(parts) if parts.exists() else None,
    )


def _build(handbook: Handbook, encoder: Encoder, manifest: Manifest, home: Path, progress: Progress) -> None:
    """Build a generation in a temporary folder of `home` and make it the current one."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="generation-", dir=home))
    except OSError as fault:
        raise IndexUnwritable(f"{home}: no index can be written here ({fault.strerror}). Name another folder.") from None
    try:
        _write(handbook, encoder, folder, progress)
        write_manifest(folder, manifest)
        _publish(home, folder)
    except OSError as fault:
        shutil.rmtree(folder, ignore_errors=True)
        raise IndexUnwritable(f"{home}: the index cannot be written ({fault.strerror}). Make room and try again.") from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(handbook: Handbook, encoder: Encoder, folder: Path, progress: Progress) -> None:
    """Write all files of an index but the manifest."""
    chunks, profile = handbook.chunks, handbook.profile
    sections = {section.id: section for section in handbook.sections}
    questions = read_questions(profile.file(profile.questions)) if profile.questions else ()
    places = locate(questions, handbook)
    known = [(question, place) for question, place in zip(questions, places, strict=True) if place is not None]
    progress("passages")
    texts = _passage_texts(handbook, known)
    VectorStore.build(encoder.encode_document(texts)).save(folder / "passages.faiss")
    progress("questions")
    vectors = encoder.encode_query([question.question for question, _ in known])
    vectors = vectors.reshape(len(known), encoder.dim)
    VectorStore.build(vectors).save(folder / "questions.faiss")
    spans = [(place.passage, place.start, place.end) for _, place in known]
    np.save(folder / "places.npy", np.array(spans, dtype=np.int64).reshape(-1, 3))
    if known:
        labels = [part_of(sections[chunks[place.passage].section_id]) for _, place in known]
        PartClassifier.learn(vectors, labels).save(folder / "parts.npz")
    progress("terms")
    TermIndex.build(texts).save(folder / "terms")


def _passage_texts(handbook: Handbook, questions: Sequence[tuple[WrittenQuestion, Place]]) -> list[str]:
    """Each passage as indexed: its heading path, its text and the questions written for it."""
    asked: Mapping[int, list[str]] = {position: [] for position in range(len(handbook.chunks))}
    for question, place in questions:
        asked[place.passage].append(question.question)
    paths = {section.id: " / ".join(section.heading_path) for section in handbook.sections}
    return [
        "\n".join((paths[chunk.section_id], chunk.text, *asked[position]))
        for position, chunk in enumerate(handbook.chunks)
    ]


def _publish(home: Path, folder: Path) -> None:
    """Make `folder` the current generation in one step; keep the one before it, remove older ones."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    pointer = home / _POINTER
    before = pointer.read_text("utf-8").strip() if pointer.exists() else ""
    draft = home / f"{_POINTER}.{folder.name}"
    draft.write_text(folder.name, "utf-8")
    os.replace(draft, pointer)
    for old in home.glob("generation-*"):
        if old.name not in (folder.name, before):
            shutil.rmtree(old, ignore_errors=True)
