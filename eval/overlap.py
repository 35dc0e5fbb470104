"""Questions that stand too near to each other: reference questions against written ones, and part against part.

The written questions (corpus/questions.jsonl) train the encoder and are searched with the passages, so a reference
question among them would measure memory. The reference wins: the written question is taken out.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from eval.errors import ReferenceFault
from eval.lines import read_lines
from eval.questions import Question

NEAR = 90.0
"""Similarity in [0, 100] from which two questions count as the same: of their letters, in order or by sorted words."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """A reference question and another question that is nearly the same, with their similarity."""

    id: str
    question: str
    other: str
    similarity: float


def find_overlaps(questions: Sequence[Question], others: Sequence[str], near: float = NEAR) -> tuple[Overlap, ...]:
    """Every pair of a question and one of `others` that are equal or nearly so. Follow-ups are left out.

    A follow-up ("hoe lang?") says nothing without its history, so two alike are two different questions.
    """
    asked = [question for question in questions if question.group != "follow_up"]
    ours, theirs = [_plain(question.question) for question in asked], [_plain(other) for other in others]
    found: dict[tuple[int, int], float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        scores = process.cdist(ours, theirs, scorer=scorer, score_cutoff=near)
        for at, other in zip(*scores.nonzero(), strict=True):
            found[at, other] = max(found.get((at, other), 0.0), float(scores[at, other]))
    pairs = sorted(found.items())
    return tuple(Overlap(asked[at].id, asked[at].question, others[other], score) for (at, other), score in pairs)


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.lower()))


def read_written(path: Path) -> tuple[str, ...]:
    """The written questions, in the order of the file.

    Raises:
        ReferenceFault: the file cannot be read, or a line has no question.
    """
    try:
        return tuple(json.loads(line)["question"] for line in read_lines(path))
    except (OSError, ValueError, KeyError) as fault:
        raise ReferenceFault(f"{path}: the written questions cannot be read ({fault}).") from None


def overlap_lines(overlaps: Iterable[Overlap]) -> str:
    """The pairs as lines of similarity, id and other question, divided by tabs.

    The reference question itself is left out: who mends the written questions need not see the test part.
    """
    return "\n".join(f"{one.similarity:.0f}\t{one.id}\t{one.other}" for one in overlaps) or "no overlaps"
