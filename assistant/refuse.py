"""The honest no: how likely is it that the handbook answers a question at all?

A scorecard of a few signs, learned on the tuning part of the reference questions: answerability.json.
"""

from collections.abc import Sequence

import numpy as np

from assistant.contact import asks_contact
from assistant.coverage import CoverageMeter
from assistant.cues import answer_types
from assistant.ranking import Ranking
from assistant.scorecard import ANSWERABLE, read_scorecard
from index.build import SearchIndex
from index.matcher import LONGEST_SENTENCE, AnswerMatcher

_NEIGHBOURS = 3
_NEAR_PASSAGES = 5
_TYPED_PASSAGES = 3


class SentenceJudge:
    """Judges the sentences of passages as answers. Read-only after construction."""

    def __init__(self, index: SearchIndex) -> None:
        """Read all sentences of `index`; nothing is known of them with an encoder that the matcher does not know."""
        self._matcher = AnswerMatcher.load(index.encoder)
        read = self._matcher.read if self._matcher else None
        self._sentences = [
            read([one.headed for one in inside], LONGEST_SENTENCE) if read else [] for inside in index.sentences
        ]

    def best(self, question: str, passage: int) -> float:
        """Log odds that the best sentence of a passage (its position) answers `question`, whose names are masked."""
        return float(self._matcher.scores(question, self._sentences[passage]).max()) if self._matcher else 0.0


class Answerability:
    """Tells answerable questions from others. Read-only after construction."""

    def __init__(self, index: SearchIndex) -> None:
        """Judge questions over `index`."""
        self._index = index
        self._coverage = CoverageMeter(index)
        self._judge = SentenceJudge(index)
        self._card = read_scorecard(ANSWERABLE)

    def probability(self, ranking: Ranking) -> float:
        """Probability, 0 to 1, that the handbook answers the question; 1 where nothing is known of such questions."""
        if self._index.wording is None or not ranking.retrieved.neighbours:
            return 1.0
        return self._card.probability(self.signs(ranking))

    def is_answerable(self, probability: float) -> bool:
        """Whether a question of that probability is answered."""
        return probability >= self._card.threshold

    def signs(self, ranking: Ranking) -> dict[str, float]:
        """The signs by name.

        `wording` are the log odds by the wording alone; `nearest` and `nearer` how much more alike the nearest question
        that the handbook answers is than the nearest one that it does not (cosines), and the three nearest;
        `uncovered` and `foreign` what the best passages, and the whole handbook, leave unsaid of the question;
        `missing_type` is 1 where the best passages hold no answer of the kind asked for, `follow_up` where the
        conversation tells what it is about; `listing` are the log odds, by the wording, that it asks for a list;
        `contact` is 1 where a contact detail is asked of a practice that is clearly described: most of these are there;
        `answered` the log odds that a sentence of the best passage answers it.
        """
        query = ranking.query
        written = [cosine for _, cosine in ranking.retrieved.neighbours[:_NEIGHBOURS]]
        others, _ = self._index.unanswerable.search(ranking.retrieved.vector, _NEIGHBOURS)
        near = ranking.best(_NEAR_PASSAGES)
        coverage = self._coverage.measure(query, near)
        wording, listing = self._index.wording, self._index.listing
        text = query.masked
        return {
            "wording": wording.score(text) if wording else 0.0,
            "nearest": written[0] - float(others[0]),
            "nearer": float(np.mean(written)) - float(others.mean()),
            "uncovered": coverage.near,
            "foreign": coverage.anywhere,
            "missing_type": self._missing_type(ranking, near[:_TYPED_PASSAGES]),
            "listing": listing.score(text) if listing else 0.0,
            "follow_up": float(bool(query.focus)),
            "contact": float(asks_contact(ranking)),
            "answered": self._judge.best(text, near[0]),
        }

    def _missing_type(self, ranking: Ranking, passages: Sequence[int]) -> float:
        """1 where the question asks for a kind of answer (a date, a percentage) that the best passages do not hold."""
        chunks = self._index.handbook.chunks
        text = "\n".join(chunks[at].text for at in passages)
        asked = [kind for kind in answer_types() if kind.asks(ranking.query.text)]
        return float(any(not kind.holds(text) for kind in asked))
