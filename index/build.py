"""Handbook to searchable index: built in a folder of its own, published in one step, verified before use."""

import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encode import Encoder, load_encoder
from index.errors import IndexDamaged, IndexMissing, IndexStale, IndexUnwritable
from index.generations import LOCK, current, discard, new_generation, publish
from index.lock import locked
from index.manifest import Manifest, describe, verify, write_manifest
from index.names import NameBook, ordinary_words, read_names
from index.parts import PartClassifier, part_of
from index.questions import Place, WrittenQuestion, locate, read_questions, read_unanswerable
from index.spans import Span, passage_sentences
from index.store import VectorStore
from index.terms import TermIndex
from index.vectors import Vectors
from index.wording import WordingClassifier
from ingest.chunk import ChunkOptions
from ingest.handbook import Handbook, read_handbook

Progress = Callable[[str], None]
"""Called with the name of each step of a build as it begins: passages, questions, terms; waiting, for another build."""

_READING = threading.Lock()
"""Held while arrays are read: NumPy parses headers with `ast`, which fails in two threads at once (Python 3.11)."""

_WORDING, _LISTING = "wording.npz", "listing.npz"


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """All that retrieval needs, in the order of `handbook.chunks`.

    `sentences` are those of each passage, in reading order; `passages` holds the vectors of the passages. `written` are
    the written questions, `questions` the vectors of those whose quote the handbook has, and `places`, int64
    (n_questions, 3), the passage of each and start and end of its quote in the section's text; all are empty, and
    `parts` is None, where there are no written questions. `unanswerable` holds the vectors of questions that the
    handbook does not answer; `wording` is None where there are none. `listing` tells questions after a list from
    others by their wording, None where no properties are known. `names` finds the handbook's names in questions.
    """

    handbook: Handbook
    sentences: tuple[tuple[Span, ...], ...]
    encoder: Encoder
    passages: VectorStore
    written: tuple[WrittenQuestion, ...]
    questions: VectorStore
    unanswerable: VectorStore
    places: NDArray[np.int64]
    terms: TermIndex
    parts: PartClassifier | None
    names: NameBook
    wording: WordingClassifier | None
    listing: WordingClassifier | None


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

    Any number of processes may open one `home` at once: those that have to build do so one after the other, and take
    what another has built meanwhile.

    Args:
        corpus: profile (.toml) or bare handbook (.txt, .pdf).
        home: folder for generations of the index; made where it is missing.
        encoder: None for the shipped one, else a folder or hub model.
        options: chunk sizes.
        rebuild: build even if the stored index is fresh.
        progress: told the steps of a build.

    Raises:
        WaaierError: a fault in handbook, profile, questions or encoder, or a folder that cannot be written; the stored
            index is left as it was.
    """
    options = options or ChunkOptions()
    handbook = read_handbook(corpus, options)
    model = load_encoder(encoder)
    expected = describe(_corpus_files(corpus, handbook), handbook, model, options)
    stored = None if rebuild else _stored(home, expected, handbook, model)
    if stored:
        return stored
    try:
        home.mkdir(parents=True, exist_ok=True)
        with locked(home / LOCK, lambda: progress("waiting")):
            stored = None if rebuild else _stored(home, expected, handbook, model)
            return stored or _build(handbook, model, expected, home, progress)
    except OSError as fault:
        reason = fault.strerror or fault
        raise IndexUnwritable(
            f"{home}: the index cannot be written ({reason}). Make room there or name another folder."
        ) from None


def _corpus_files(corpus: Path, handbook: Handbook) -> list[Path]:
    profile = handbook.profile
    texts = (profile.handbook, profile.facts, profile.names, profile.aspects)
    questions = (profile.questions, profile.unanswerable, profile.properties)
    return [corpus, *(profile.file(name) for name in (*texts, *questions) if name)]


def _stored(home: Path, expected: Manifest, handbook: Handbook, encoder: Encoder) -> SearchIndex | None:
    """The index as stored, None where it is missing, stale or damaged: the corpus is at hand, so it is built anew."""
    try:
        with _READING:
            return _load(current(home), expected, handbook, encoder)
    except (IndexMissing, IndexStale, IndexDamaged):
        return None


def _load(folder: Path, expected: Manifest, handbook: Handbook, encoder: Encoder) -> SearchIndex:
    """Read a generation; every checksum is compared before any file is parsed."""
    verify(folder, expected)
    parts = folder / "parts.npz"
    written = _written(handbook)
    names = _names(handbook, written)
    try:
        index = SearchIndex(
            handbook=handbook,
            sentences=passage_sentences(handbook),
            encoder=encoder,
            passages=VectorStore.load(folder / "passages.npy"),
            written=written,
            questions=VectorStore.load(folder / "questions.npy"),
            unanswerable=VectorStore.load(folder / "unanswerable.npy"),
            places=np.load(folder / "places.npy", allow_pickle=False),
            terms=TermIndex.load(folder / "terms"),
            parts=PartClassifier.load(parts) if parts.exists() else None,
            names=names,
            wording=_wording(folder / _WORDING),
            listing=_wording(folder / _LISTING),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError, zipfile.BadZipFile):
        raise IndexDamaged(f"{folder}: not an index of this program. Build it anew with: waaier index") from None
    if not _fits(index):
        raise IndexDamaged(f"{folder}: parts of the index do not fit together. Build it anew with: waaier index")
    return index


def _fits(index: SearchIndex) -> bool:
    """Whether all parts of `index` are of one size, and its places lie within it."""
    n_chunks, places = len(index.handbook.chunks), index.places
    return (
        len(index.passages) == len(index.terms) == n_chunks
        and index.passages.dim == index.questions.dim == index.unanswerable.dim == index.encoder.dim
        and places.shape == (len(index.questions), 3)
        and places.dtype == np.int64
        and bool(np.all((places[:, 0] >= 0) & (places[:, 0] < n_chunks)))
    )


def _build(handbook: Handbook, encoder: Encoder, manifest: Manifest, home: Path, progress: Progress) -> SearchIndex:
    """Build a generation, read it back and make it the current one. The caller holds the lock."""
    folder = new_generation(home)
    try:
        _write(handbook, encoder, folder, progress)
        write_manifest(folder, manifest)
        index = _load(folder, manifest, handbook, encoder)
        publish(home, folder)
    except BaseException:
        discard(home, folder)
        raise
    return index


def _write(handbook: Handbook, encoder: Encoder, folder: Path, progress: Progress) -> None:
    """Write all files of an index but the manifest."""
    questions = _written(handbook)
    places = locate(questions, handbook)
    known = [(question, place) for question, place in zip(questions, places, strict=True) if place is not None]
    progress("passages")
    texts = _passage_texts(handbook, known)
    VectorStore(encoder.encode_document(texts)).save(folder / "passages.npy")
    progress("questions")
    vectors = _save_questions([question.question for question, _ in known], encoder, folder / "questions.npy")
    spans = [(place.passage, place.start, place.end) for _, place in known]
    np.save(folder / "places.npy", np.array(spans, dtype=np.int64).reshape(-1, 3), allow_pickle=False)
    if known:
        parts = [part_of(section) for section in handbook.chunk_sections()]
        labels = [parts[place.passage] for _, place in known]
        PartClassifier.learn(vectors, labels).save(folder / "parts.npz")
    _write_wordings(handbook, questions, encoder, folder)
    progress("terms")
    TermIndex.build(texts).save(folder / "terms")


def _write_wordings(handbook: Handbook, written: Sequence[WrittenQuestion], encoder: Encoder, folder: Path) -> None:
    """Write what tells questions that the handbook answers from others, and those after a list from others."""
    profile = handbook.profile
    found = read_unanswerable(profile.file(profile.unanswerable)) if profile.unanswerable else ()
    _save_questions([question.question for question in found], encoder, folder / "unanswerable.npy")
    names = _names(handbook, written)
    answered = [names.masked(question.question) for question in written]
    others = [names.masked(question.question) for question in found]
    lists = [names.masked(question) for one in handbook.properties for question in one.questions]
    _save_wording(answered, others, folder / _WORDING)
    _save_wording(lists, [*answered, *others], folder / _LISTING)


def _save_wording(ones: Sequence[str], others: Sequence[str], path: Path) -> None:
    """Write what tells the wordings `ones` from `others`, where there are both."""
    if ones and others:
        WordingClassifier.learn([*ones, *others], [True] * len(ones) + [False] * len(others)).save(path)


def _wording(path: Path) -> WordingClassifier | None:
    return WordingClassifier.load(path) if path.exists() else None


def _save_questions(texts: Sequence[str], encoder: Encoder, path: Path) -> Vectors:
    """Write the vectors of questions, float32 (n, dim), and return them."""
    vectors = encoder.encode_query(texts).reshape(len(texts), encoder.dim)
    VectorStore(vectors).save(path)
    return vectors


def _written(handbook: Handbook) -> tuple[WrittenQuestion, ...]:
    profile = handbook.profile
    return read_questions(profile.file(profile.questions)) if profile.questions else ()


def _names(handbook: Handbook, written: Sequence[WrittenQuestion]) -> NameBook:
    profile = handbook.profile
    names = read_names(profile.file(profile.names)) if profile.names else ()
    return NameBook(names, ordinary_words(handbook, written))


def _passage_texts(handbook: Handbook, questions: Sequence[tuple[WrittenQuestion, Place]]) -> list[str]:
    """Each passage as indexed: its heading path, its text and the questions written for it."""
    asked: Mapping[int, list[str]] = {position: [] for position in range(len(handbook.chunks))}
    for question, place in questions:
        asked[place.passage].append(question.question)
    return [
        "\n".join((" / ".join(section.heading_path), chunk.text, *asked[position]))
        for position, (chunk, section) in enumerate(zip(handbook.chunks, handbook.chunk_sections(), strict=True))
    ]
