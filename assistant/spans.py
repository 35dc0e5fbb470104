"""From ranked passages to the shortest verbatim spans that answer: whole sentences and bullets."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from assistant.cite import paragraph_around
from assistant.ranking import Ranking
from index.build import SearchIndex
from index.spans import Span
from index.terms import words
from ingest.chunk import paragraph_spans, sentence_spans

_SCORED_PASSAGES = 8
_MOST_SPANS = 4
_BEST = 3
_BESIDE = 0.10
_ELSEWHERE = 0.06
_PASSAGE_MARGIN = 2.0
_WHOLE_PARAGRAPH = 420
_LIST_LENGTH = 900
_OWN_COSINE = 0.6


class SpanFinder:
    """Scores the sentences of passages against a question. Read-only after construction."""

    def __init__(self, index: SearchIndex) -> None:
        """Encode the sentences of all passages of `index`."""
        self._index = index
        self._vectors = [index.encoder.encode_document([one.text for one in inside]) for inside in index.sentences]

    def scored(self, ranking: Ranking, passage: int) -> list[tuple[float, Span]]:
        """The sentences of one passage in reading order, each with its likeness to the question: up to 1.

        A sentence is as good as its own cosine with the question, or as that of a written question which it answers.
        """
        cosines = self._vectors[passage] @ ranking.retrieved.vector
        asked = self._asked(ranking, passage)
        scored = []
        for span, cosine in zip(self._index.sentences[passage], cosines.tolist(), strict=True):
            answering = [c for c, start, end in asked if span.meets(start, end)]
            scored.append((max([_OWN_COSINE * cosine, *answering]), span))
        return scored

    def likeness(self, ranking: Ranking, span: Span) -> float:
        """Likeness to the question of the best sentence in `span`."""
        scored = self.scored(ranking, span.passage)
        return max(score for score, one in scored if one.overlaps(span))

    def best(self, ranking: Ranking, passages: Sequence[int]) -> list[Span]:
        """The sentences of `passages` most like the question, at most three, best first, each as it is quoted."""
        found = [scored for passage in passages for scored in self.scored(ranking, passage)]
        return distinct(widened(span) for _, span in sorted(found, key=_descending)[:_BEST])

    def _asked(self, ranking: Ranking, passage: int) -> list[tuple[float, int, int]]:
        """Cosine and quote (start, end) of the neighbouring written questions that `passage` answers."""
        neighbours = ranking.retrieved.neighbours
        if not neighbours:
            return []
        places = self._index.places[[question for question, _ in neighbours]]
        own = np.flatnonzero(places[:, 0] == passage).tolist()
        return [(neighbours[at][1], *places[at, 1:].tolist()) for at in own]

    def answer_spans(self, ranking: Ranking, passages: Sequence[int]) -> list[Span]:
        """The spans that answer, at most four: the best of the first passage, what stands beside it, others as good.

        Ordered by passage as ranked, within a passage in reading order. A span is a whole bullet, or the sentences of a
        long paragraph that stand around the best one; one that ends in a colon takes its list along.
        """
        first = self.scored(ranking, passages[0]) if passages else []
        if not first:
            return []
        said = _saying([span for _, span in first], ranking)
        best = max(score for score, _ in first)
        told = any(score == best and span in said for score, span in first)
        beside = [(score, span) for score, span in first if score >= best - _BESIDE or (told and span in said)]
        chosen = distinct(widened(span) for _, span in sorted(beside, key=_descending)[:_MOST_SPANS])
        floor = ranking.scores[passages[0]] - _PASSAGE_MARGIN
        for passage in passages[1:_SCORED_PASSAGES]:
            if ranking.scores[passage] < floor or len(chosen) >= _MOST_SPANS:
                continue
            nearest = min(self.scored(ranking, passage), key=_descending, default=None)
            if nearest and nearest[0] >= best - _ELSEWHERE:
                chosen.append(widened(nearest[1]))
        rank = {passage: at for at, passage in enumerate(passages)}
        return distinct(_with_lists(sorted(chosen, key=lambda span: (rank[span.passage], span.start))))


def _descending(scored: tuple[float, Span]) -> float:
    """Key by which scored spans are sorted, best first."""
    return -scored[0]


def _saying(spans: Sequence[Span], ranking: Ranking) -> list[Span]:
    """The spans that name an organisation or person of the question."""
    forms = [
        f" {' '.join(words(form))} "
        for mention in ranking.query.mentions
        if mention.name.kind in ("organisation", "person")
        for form in (mention.name.canonical, *mention.name.aliases)
    ]
    return [span for span in spans if any(form in f" {' '.join(words(span.text))} " for form in forms)]


def widened(span: Span) -> Span:
    """The span that is quoted for a sentence: its bullet, or as much of a long paragraph as stands around it."""
    text = span.section.text
    start, end = paragraph_around(span.section, span.start, span.end)
    if end - start > _WHOLE_PARAGRAPH:
        start, end = _around(span, start, end)
    if text[:end].endswith(":"):
        end = _end_of_list(text, end)
    return replace(span, start=start, end=end)


def _around(span: Span, first: int, last: int) -> tuple[int, int]:
    """Start and end of the sentences around `span`, within one paragraph, as many as a quote bears."""
    sentences = sentence_spans(span.section.text, first, last)
    inside = [at for at, stretch in enumerate(sentences) if span.meets(*stretch)]
    low, high = inside[0], inside[-1]
    while True:
        wider = [(low, high + 1)] if high + 1 < len(sentences) else []
        wider += [(low - 1, high)] if low > 0 else []
        fitting = [one for one in wider if sentences[one[1]][1] - sentences[one[0]][0] <= _WHOLE_PARAGRAPH]
        if not fitting:
            return sentences[low][0], sentences[high][1]
        low, high = fitting[0]


def _with_lists(spans: Sequence[Span]) -> list[Span]:
    """`spans`, an item of a list that another one belongs to, too, as the whole list: who took part is all of them."""
    whole = []
    for span in spans:
        found = _list_around(span)
        if found:
            before, start, end = found
            inside = [one for one in spans if one.overlaps(replace(span, start=before, end=end))]
            if len(inside) > 1:
                span = replace(span, start=start, end=end)
        whole.append(span)
    return whole


def _list_around(span: Span) -> tuple[int, int, int] | None:
    """Where what introduces the list around a bullet begins, its heading, and its end; None where it has no heading."""
    text = span.section.text
    paragraphs = paragraph_spans(text)
    at = next((at for at, (start, end) in enumerate(paragraphs) if start <= span.start < end), 0)
    first = at
    while first and _is_bullet(text, paragraphs[first][0]):
        first -= 1
    start, stop = paragraphs[first]
    if first == at or not text[:stop].endswith(":"):
        return None
    return paragraphs[max(0, first - 1)][0], start, _end_of_list(text, stop)


def _is_bullet(text: str, start: int) -> bool:
    return text.startswith(("• ", "– "), start)


def _end_of_list(text: str, end: int) -> int:
    """Where the bullets that follow on `end` stop."""
    for start, stop in paragraph_spans(text):
        if start <= end:
            continue
        if not _is_bullet(text, start) or stop - end > _LIST_LENGTH:
            break
        end = stop
    return end


def distinct(spans: Iterable[Span]) -> list[Span]:
    """`spans` in order, those that overlap made one in the place of the first."""
    found: list[Span] = []
    for span in spans:
        for at, other in enumerate(found):
            if other.overlaps(span):
                found[at] = replace(other, start=min(span.start, other.start), end=max(span.end, other.end))
                break
        else:
            found.append(span)
    return found
