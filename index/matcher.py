"""How well a sentence answers a question: decomposable attention over the words of both.

Parikh et al. 2016, "A Decomposable Attention Model for Natural Language Inference", over the encoder's word vectors,
each mixed with those of its neighbours, so that order counts a little. Learned by `python -m index.train.matcher`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from index.encode import Encoder
from index.static import UnusableEncoder
from index.terms import fold
from index.vectors import Vectors

SHIPPED = Path(__file__).parent / "matcher.safetensors"
ENCODER = "encoder"
"""Key under which the file names the fingerprint of the encoder that it was learned with."""
SHARPNESS = 3.0
LONGEST_QUESTION, LONGEST_SENTENCE = 40, 70
"""Words that are read of each."""

N_KINDS = 7
"""Features of a word besides its vector."""

_WORD = re.compile(r"<\w+>|[€%@]|[a-z0-9]+")
_SHORT = 3
_KNOWN_WORDS = 20_000


@runtime_checkable
class WordEncoder(Encoder, Protocol):
    """An encoder that gives vectors of single words, too."""

    def word_vectors(self, words: Sequence[str]) -> Vectors:
        """Return float32 (n_words, dim), rows L2-normalised."""
        ...


@dataclass(frozen=True, slots=True)
class Weights:
    """What is learned: matrices to multiply with from the right, float32, and what is added after it.

    With d numbers a word and `n_features(dim)` that describe it: `project` (n_features, d), `mix` (3 d, d) for the word
    before, itself and the word after, `attend` (d, d), `question` and `sentence` (4 d, d), `judge` (4 d, d), `decide`
    (d, 1).
    """

    project: Vectors
    project_bias: Vectors
    mix: Vectors
    mix_bias: Vectors
    attend: Vectors
    attend_bias: Vectors
    question: Vectors
    question_bias: Vectors
    sentence: Vectors
    sentence_bias: Vectors
    judge: Vectors
    judge_bias: Vectors
    decide: Vectors
    decide_bias: Vectors


def tokens(text: str, longest: int) -> list[str]:
    """The words of a text, folded, with signs of amounts, shares and addresses, and the masks of names (<practice>)."""
    return _WORD.findall(fold(text).replace("'", "").replace("’", ""))[:longest]


def describe(words: Sequence[str], encoder: WordEncoder) -> Vectors:
    """Vectors of words and what kind of words they are, float32 (n_words, n_features)."""
    vectors = encoder.word_vectors([word.strip("<>") for word in words]).reshape(len(words), encoder.dim)
    kinds = [
        (
            word.isdigit(),
            word == "€",
            word == "%",
            word == "@",
            word.startswith("<"),
            len(word) <= _SHORT,
            not word.isdigit() and any(map(str.isdigit, word)),
        )
        for word in words
    ]
    return np.hstack([vectors, np.array(kinds, np.float32).reshape(len(words), N_KINDS)])


class AnswerMatcher:
    """Judges sentences as answers to questions. Read-only after construction."""

    def __init__(self, encoder: WordEncoder, weights: Weights) -> None:
        """Read words with `encoder`, which is the one that `weights` were learned with."""
        self._encoder = encoder
        self._weights = weights
        self._row = lru_cache(maxsize=_KNOWN_WORDS)(self._projected)

    @classmethod
    def load(cls, encoder: Encoder, path: Path = SHIPPED) -> "AnswerMatcher | None":
        """The matcher that was learned with `encoder`, None where that is another one.

        Raises:
            UnusableEncoder: the file is missing or damaged.
        """
        try:
            with safe_open(path, framework="numpy") as stored:
                learned_with = (stored.metadata() or {}).get(ENCODER)
                if not isinstance(encoder, WordEncoder) or learned_with != encoder.fingerprint:
                    return None
                arrays = {one.name: stored.get_tensor(one.name).astype(np.float32) for one in fields(Weights)}
        except (OSError, SafetensorError) as error:
            raise UnusableEncoder(f"No usable answer matcher in {path} ({error}). Reinstall Waaier.") from error
        return cls(encoder, Weights(**arrays))

    def read(self, texts: Sequence[str], longest: int) -> list[Vectors]:
        """The words of each text in their context, float32 (n_words, d); at least one word each."""
        return [self._mixed(np.array([self._row(word) for word in tokens(text, longest) or [""]])) for text in texts]

    def _projected(self, word: str) -> Vectors:
        """A word by itself, float32 (d,)."""
        row: Vectors = (describe([word], self._encoder) @ self._weights.project + self._weights.project_bias)[0]
        return row

    def _mixed(self, rows: Vectors) -> Vectors:
        """Words with their neighbours mixed in."""
        nothing = np.zeros((1, rows.shape[1]), np.float32)
        around = np.hstack([np.vstack([nothing, rows[:-1]]), rows, np.vstack([rows[1:], nothing])])
        mixed: Vectors = rows + np.maximum(around @ self._weights.mix + self._weights.mix_bias, 0)
        return mixed

    def scores(self, question: str, sentences: Sequence[Vectors]) -> Vectors:
        """Log odds, float32 (n_sentences,), that each of `sentences`, as read, answers a question with names masked."""
        if not sentences:
            return np.empty(0, np.float32)
        weights = self._weights
        asked = self.read([question], LONGEST_QUESTION)[0]
        lengths = [len(one) for one in sentences]
        starts = np.cumsum([0, *lengths[:-1]])
        said = np.concatenate(sentences)
        likeness = (asked @ weights.attend + weights.attend_bias) @ said.T * (SHARPNESS / np.sqrt(asked.shape[1]))
        by_sentence = np.exp(likeness - np.repeat(np.maximum.reduceat(likeness, starts, axis=1), lengths, axis=1))
        by_sentence /= np.repeat(np.add.reduceat(by_sentence, starts, axis=1), lengths, axis=1)
        answers = [part @ one for part, one in zip(np.split(by_sentence, starts[1:], axis=1), sentences, strict=True)]
        by_word = np.exp(likeness - likeness.max(axis=0))
        asks = (by_word / by_word.sum(axis=0)).T @ asked
        repeated = np.tile(asked, (len(sentences), 1))
        mine = _compared(repeated, np.concatenate(answers), weights.question, weights.question_bias)
        theirs = _compared(said, asks, weights.sentence, weights.sentence_bias)
        places = np.arange(len(sentences)) * len(asked)
        pooled = np.hstack([_pooled(mine, places), _pooled(theirs, starts)])
        judged = np.maximum(pooled @ weights.judge + weights.judge_bias, 0)
        scores: Vectors = (judged @ weights.decide + weights.decide_bias)[:, 0]
        return scores


def _compared(words: Vectors, aligned: Vectors, matrix: Vectors, bias: Vectors) -> Vectors:
    """Each word beside what it is aligned with."""
    beside = np.hstack([words, aligned, words * aligned, np.abs(words - aligned)])
    compared: Vectors = np.maximum(beside @ matrix + bias, 0)
    return compared


def _pooled(rows: Vectors, starts: NDArray[np.int64]) -> Vectors:
    """Largest and mean of each stretch of rows."""
    lengths = np.diff([*starts, len(rows)])[:, None]
    pooled: Vectors = np.hstack([np.maximum.reduceat(rows, starts), np.add.reduceat(rows, starts) / lengths])
    return pooled.astype(np.float32)
