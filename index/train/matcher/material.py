"""What the answer matcher learns from: the written questions and the sentences that answer them, or do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from index.build import SearchIndex
from index.matcher import LONGEST_QUESTION, LONGEST_SENTENCE, N_KINDS, WordEncoder, describe, tokens
from index.questions import Place, locate, read_unanswerable
from index.retrieve import Retriever
from index.spans import Span
from index.vectors import Vectors

Words = Sequence[int]
_NEAR_PASSAGES = 4
_NEAR_SENTENCES = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the sentences that answer it, and those like it that do not (positions in the sentences)."""

    question: Words
    answers: Sequence[int]
    others: Sequence[int]


@dataclass(frozen=True, slots=True)
class Material:
    """What is learned from: questions, sentences, and the words that both consist of, as they are described."""

    asked: Sequence[Example]
    sentences: Sequence[Words]
    words: Vectors


def gather(index: SearchIndex, encoder: WordEncoder) -> Material:
    """The pairs that the written questions of an index give."""
    sentences = [sentence for passage in index.sentences for sentence in passage]
    numbers: dict[str, int] = {}

    def read(text: str, longest: int) -> list[int]:
        return [numbers.setdefault(word, len(numbers) + 1) for word in tokens(text, longest)] or [0]

    pairs = tqdm(list(_questions(index)), desc="search", unit="question")
    near = _Nearest(index, encoder, sentences)
    asked = [
        Example(
            read(index.names.masked(question), LONGEST_QUESTION),
            answers := [
                at
                for at, one in enumerate(sentences)
                if place and place.passage == one.passage and one.meets(place.start, place.end)
            ],
            near.others(question, answers),
        )
        for question, place in pairs
    ]
    read_sentences = [read(sentence.headed, LONGEST_SENTENCE) for sentence in sentences]
    nothing = np.zeros((1, encoder.dim + N_KINDS), np.float32)
    return Material(asked, read_sentences, np.vstack([nothing, describe(list(numbers), encoder)]))


def _questions(index: SearchIndex) -> Iterator[tuple[str, Place | None]]:
    """Each written question with the place that answers it, and each that nothing answers."""
    profile = index.handbook.profile
    for one, place in zip(index.written, locate(index.written, index.handbook), strict=True):
        if place:
            yield one.question, place
    for other in read_unanswerable(profile.file(profile.unanswerable)) if profile.unanswerable else ():
        yield other.question, None


class _Nearest:
    """Finds the sentences most like a question in the passages that plain search finds."""

    def __init__(self, index: SearchIndex, encoder: WordEncoder, sentences: Sequence[Span]) -> None:
        self._retriever = Retriever(index)
        self._vectors = encoder.encode_document([sentence.text for sentence in sentences])
        self._passages = np.array([sentence.passage for sentence in sentences])

    def others(self, question: str, answers: Sequence[int]) -> list[int]:
        """Positions of the sentences most like `question`, best first, without those that answer it."""
        found = self._retriever.score(question)
        near = np.argsort(-found.fused(), kind="stable")[:_NEAR_PASSAGES]
        places = np.setdiff1d(np.flatnonzero(np.isin(self._passages, near)), answers)
        order = np.argsort(-(self._vectors[places] @ found.vector), kind="stable")[:_NEAR_SENTENCES]
        return [int(place) for place in places[order]]
