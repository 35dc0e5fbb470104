"""Figures of a trained table: SICK-NL, and retrieval of what was held out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.train.finetune import Asked
from index.train.pairs import TrainingFileFault, read_lines
from index.vectors import Vectors

Encode = Callable[[Sequence[str]], Vectors]
"""Texts -> float32 (n_texts, dim), rows L2-normalised."""

_COLUMNS = ("sentence_A", "sentence_B", "relatedness_score", "SemEval_set")
_TOP = 3  # questions of a passage whose cosines are averaged


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Two Dutch sentences and how related people found them, from 1 to 5."""

    first: str
    second: str
    relatedness: float


def read_sick(path: Path, split: str) -> list[SentencePair]:
    """Read one split (TRAIN, TRIAL or TEST) of SICK-NL (Wijnholds and Moortgat 2021, arXiv:2101.05716).

    Raises:
        TrainingFileFault: the file cannot be read or is not SICK_NL.txt.
    """
    header, *lines = (line.split("\t") for line in read_lines(path))
    if not set(_COLUMNS) <= set(header):
        raise TrainingFileFault(f"{path}: columns {_COLUMNS} not found. Give SICK_NL.txt of gijswijnholds/sick_nl.")
    first, second, score, part = (header.index(column) for column in _COLUMNS)
    return [SentencePair(row[first], row[second], float(row[score])) for row in lines if row[part].strip() == split]


def sick_spearman(pairs: Sequence[SentencePair], encode: Encode) -> float:
    """Return Spearman's rank correlation of cosine and relatedness, in [-1, 1]."""
    cosines = (encode([pair.first for pair in pairs]) * encode([pair.second for pair in pairs])).sum(axis=1)
    ranks = [_ranks(values) for values in (cosines, np.array([pair.relatedness for pair in pairs]))]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the rank of each value, equal values sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = ((last - counts + last - 1) / 2)[inverse]
    return ranks


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Which questions train, and which measure.

    Attributes:
        train: bool (n_questions,).
        questions: bool (n_questions,): left out, other questions of the same passage may train.
        passages: bool (n_questions,): all questions of some passages, none of which train.
    """

    train: NDArray[np.bool_]
    questions: NDArray[np.bool_]
    passages: NDArray[np.bool_]


def hold_out(answer: NDArray[np.int64], n_passages: int, share: float = 0.15, seed: int = 7) -> HoldOut:
    """Hold out a share of the passages with all their questions, and the same share of the other questions."""
    generator = np.random.default_rng(seed)
    kept_from = generator.choice(n_passages, int(share * n_passages), replace=False)
    passages = np.isin(answer, kept_from)
    questions = (generator.random(len(answer)) < share) & ~passages
    return HoldOut(~questions & ~passages, questions, passages)


def retrieval(asked: Asked, split: HoldOut, encode: Encode) -> dict[str, dict[str, float]]:
    """Return R@1, R@5 and RR@10 of finding the one passage that a question was written for.

    `questions`: held-out questions, scored by the mean of the three nearest known questions of a passage plus half the
    cosine to its text. `passages`: questions about passages that have no known question, by the cosine to the text.
    """
    asking, texts = encode(asked.questions), encode(asked.passages)
    to_text = asking @ texts.T
    known = _mean_of_nearest(asking[split.questions] @ asking[split.train].T, asked.answer[split.train], len(texts))
    return {
        "questions": _measures(known + 0.5 * to_text[split.questions], asked.answer[split.questions]),
        "passages": _measures(to_text[split.passages], asked.answer[split.passages]),
    }


def _mean_of_nearest(cosines: Vectors, answer: NDArray[np.int64], n_passages: int) -> Vectors:
    """Return float32 (n_questions, n_passages): mean cosine of the nearest known questions of each passage, or -1."""
    scores = np.full((len(cosines), n_passages), -1.0, dtype=np.float32)
    for passage in np.unique(answer):
        own = np.sort(cosines[:, answer == passage], axis=1)[:, -_TOP:]
        scores[:, passage] = own.mean(axis=1)
    return scores


def _measures(scores: Vectors, answer: NDArray[np.int64]) -> dict[str, float]:
    """Return recall and reciprocal rank of the right passage, and the number of questions."""
    if not len(answer):
        return {"n": 0}
    right = scores[np.arange(len(answer)), answer]
    rank = 1 + (scores > right[:, None]).sum(axis=1)
    return {
        "n": len(answer),
        "R@1": round(float((rank <= 1).mean()), 4),
        "R@5": round(float((rank <= 5).mean()), 4),
        "RR@10": round(float(np.where(rank <= 10, 1 / rank, 0).mean()), 4),
    }
