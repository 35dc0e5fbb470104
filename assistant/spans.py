"""From ranked passages to the shortest verbatim spans that answer: whole sentences and bullets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.rank import Ranking
from index.build import SearchIndex
from index.store import Vectors
from ingest.chunk import sentence_spans
from ingest.document import Section

_SCORED_PASSAGES = 8
_MOST_SPANS = 4
_BESIDE = 0.10
_ELSEWHERE = 0.06
_PASSAGE_MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class Span:
    """A verbatim stretch `section.text[start:end]`, the passage that holds it, and its likeness to the question."""

    section: Section
    passage: int
    start: int
    end: int
    score: float

    @property
    def quote(self) -> str:
        """The words themselves."""
        return self.section.text[self.start : self.end]


class SpanFinder:
    """Scores the sentences of passages against a question. Read-only after construction."""

    def __init__(self, index: SearchIndex) -> None:
        """Divide all passages of `index` into sentences and encode them."""
        self._index = index
        sections = {section.id: section for section in index.handbook.sections}
        self._sentences: list[list[Span]] = []
        self._vectors: list[Vectors] = []
        for position, chunk in enumerate(index.handbook.chunks):
            section = sections[chunk.section_id]
            inside = [(a, b) for a, b in sentence_spans(section.text) if a < chunk.end and b > chunk.start]
            self._sentences.append([Span(section, position, a, b, 0.0) for a, b in inside])
            self._vectors.append(index.encoder.encode_document([section.text[a:b] for a, b in inside]))

    def sentences(self, ranking: Ranking, passage: int) -> list[Span]:
        """The sentences of one passage with their scores, in reading order.

        A sentence is as good as its own cosine with the question, or as that of a written question which it answers.
        """
        cosines = self._vectors[passage] @ ranking.retrieved.vector
        asked = self._asked(ranking).get(passage, ())
        scored = []
        for span, cosine in zip(self._sentences[passage], cosines.tolist(), strict=True):
            answering = [c for c, start, end in asked if start < span.end and end > span.start]
            score = max([0.6 * cosine, *answering])
            scored.append(Span(span.section, passage, span.start, span.end, score))
        return scored

    def _asked(self, ranking: Ranking) -> Mapping[int, list[tuple[float, int, int]]]:
        """Cosine and quote of the neighbouring written questions, by passage."""
        asked: dict[int, list[tuple[float, int, int]]] = {}
        for question, cosine in ranking.retrieved.neighbours:
            passage, start, end = self._index.places[question].tolist()
            asked.setdefault(passage, []).append((cosine, start, end))
        return asked

    def answer_spans(self, ranking: Ranking, passages: Sequence[int]) -> list[Span]:
        """The spans that answer, at most four: the best of the first passage, what stands beside it, others as good.

        Ordered by passage as ranked, within a passage in reading order; sentences that touch are one span.
        """
        first = self.sentences(ranking, passages[0]) if passages else []
        if not first:
            return []
        best = max(span.score for span in first)
        chosen = [span for span in first if span.score >= best - _BESIDE]
        chosen = sorted(chosen, key=lambda span: -span.score)[:_MOST_SPANS]
        floor = ranking.scores[passages[0]] - _PASSAGE_MARGIN
        for passage in passages[1:_SCORED_PASSAGES]:
            if ranking.scores[passage] < floor or len(chosen) >= _MOST_SPANS:
                continue
            span = max(self.sentences(ranking, passage), key=lambda one: one.score, default=None)
            if span and span.score >= best - _ELSEWHERE:
                chosen.append(span)
        return _in_order(chosen, passages)


def _in_order(spans: Sequence[Span], passages: Sequence[int]) -> list[Span]:
    """Spans by passage as ranked, then as read; neighbours of one paragraph joined."""
    rank = {passage: at for at, passage in enumerate(passages)}
    ordered: list[Span] = []
    for span in sorted(spans, key=lambda one: (rank[one.passage], one.start)):
        last = ordered[-1] if ordered else None
        if last and last.section.id == span.section.id and 0 <= span.start - last.end <= 1:
            joined = last.section.text[last.start : span.end]
            if "\n" not in joined:
                score = max(last.score, span.score)
                ordered[-1] = Span(last.section, last.passage, last.start, span.end, score)
                continue
        ordered.append(span)
    return ordered


def distinct(spans: Sequence[Span]) -> list[Span]:
    """`spans` without those that another of them holds."""
    return [
        span
        for at, span in enumerate(spans)
        if not any(
            other.section.id == span.section.id
            and other.start <= span.start
            and span.end <= other.end
            and (other.end - other.start > span.end - span.start or there < at)
            for there, other in enumerate(spans)
            if there != at
        )
    ]


def nearest_cosine(ranking: Ranking) -> float:
    """Cosine of the most similar written question, 0 where there is none."""
    return float(np.float32(ranking.retrieved.neighbours[0][1])) if ranking.retrieved.neighbours else 0.0
