"""The measures: one function each, from a question with its gold and an answer to a number.

Each gives a value in [0, 1], higher is better unless it says otherwise, or None where it does not apply to the
question. A figure is the mean over the questions to which it applies (eval/figures.py). Names follow ir-measures where
one exists: `R@1` and `R@5` here are what it calls Success@1 and Success@5, since any one of the places is right.
"""

from collections.abc import Callable, Mapping, Sequence

from assistant.schema import Answer, Citation, PassageView
from eval.letters import letters, longest_common_run
from eval.questions import Question

OVERLAP = 20
"""Letters that a cited quote and a gold quote must share when neither holds the other (about four words)."""

Measure = Callable[[Question, Answer], float | None]


def is_hit(question: Question, passage: PassageView) -> bool:
    """Whether a passage is a hit: its source is one of the gold sources and it holds one of the gold quotes."""
    return question.is_source(passage.kind, passage.name, passage.theme) and question.has_quote(passage.text)


def rank_of_hit(question: Question, passages: Sequence[PassageView]) -> int | None:
    """Rank (from 1) of the first hit; None where no passage is one."""
    return next((rank for rank, passage in enumerate(passages, 1) if is_hit(question, passage)), None)


def hit_at(question: Question, passages: Sequence[PassageView], depth: int) -> float | None:
    """1 if a hit stands among the first `depth` passages, else 0; None for a question without sources."""
    if not question.sources:
        return None
    rank = rank_of_hit(question, passages[:depth])
    return float(rank is not None)


def hit_at_1(question: Question, answer: Answer) -> float | None:
    """R@1: 1 if the first passage is a hit, else 0."""
    return hit_at(question, answer.passages, 1)


def hit_at_5(question: Question, answer: Answer) -> float | None:
    """R@5: 1 if one of the first five passages is a hit, else 0."""
    return hit_at(question, answer.passages, 5)


def reciprocal_rank(question: Question, answer: Answer) -> float | None:
    """RR@10: 1 / rank of the first hit among the first ten passages, 0 where there is none (Voorhees, TREC-8, 1999)."""
    if not question.sources:
        return None
    rank = rank_of_hit(question, answer.passages[:10])
    return 1 / rank if rank else 0.0


def is_right_citation(question: Question, citation: Citation, passages: Sequence[PassageView]) -> bool:
    """Whether a citation is right: it comes from a gold source, and it points at the place that answers.

    It points there if its quote holds a gold quote or lies within one, if the two share a run of OVERLAP letters, or if
    the passage in which it stands is among `passages` and holds a gold quote.
    """
    if not question.is_source(citation.kind, citation.name, citation.theme):
        return False
    cited = letters(citation.quote)
    if any(_overlaps(cited, letters(quote)) for quote in question.quotes):
        return True
    return any(question.has_quote(passage.text) for passage in passages if passage.id == citation.passage_id)


def _overlaps(cited: str, gold: str) -> bool:
    if not cited or not gold:
        return False
    return gold in cited or cited in gold or longest_common_run(cited, gold) >= OVERLAP


def first_citation(question: Question, answer: Answer) -> float | None:
    """1 if the first citation is right (see `is_right_citation`), 0 if it is not or there is none."""
    if not question.sources:
        return None
    if not answer.citations:
        return 0.0
    first = min(answer.citations, key=lambda citation: citation.n)
    return float(is_right_citation(question, first, answer.passages))


def right_answer(question: Question, answer: Answer) -> float | None:
    """1 if the answer is right, else 0: answered, all of `answer` in it, and one of `answer_any` where there are any.

    Looked for in the answer's text and its citations' quotes, on letters and digits. Gold without such strings is
    judged by `list_f1` where it has members (then a value between 0 and 1 is possible), else by `first_citation`.
    """
    if not question.answerable:
        return None
    if answer.status != "answered":
        return 0.0
    if not question.answer and not question.answer_any:
        return list_f1(question, answer) if question.members else first_citation(question, answer)
    said = letters(" ".join([answer.answer, *(citation.quote for citation in answer.citations)]))
    has_all = all(letters(string) in said for string in question.answer)
    has_any = not question.answer_any or any(letters(string) in said for string in question.answer_any)
    return float(has_all and has_any)


def list_f1(question: Question, answer: Answer) -> float | None:
    """F1 of the answer's members against the gold members: 2 * right / (given + gold), as sets of names."""
    if not question.members:
        return None
    gold = {letters(name) for name in question.members}
    given = {letters(name) for name in answer.members}
    return 2 * len(gold & given) / (len(gold) + len(given))


def refused(question: Question, answer: Answer) -> float | None:
    """1 if the answer says that the handbook does not give it. For an answerable question lower is better."""
    return float(answer.status == "not_in_handbook")


def clarified(question: Question, answer: Answer) -> float | None:
    """1 if the answer is a counter-question. Good for group `clarify` only; for all others lower is better."""
    return float(answer.status == "clarify")


def answered(question: Question, answer: Answer) -> float | None:
    """1 if the question is answered. For an unanswerable or unclear question lower is better."""
    return float(answer.status == "answered")


def choices_offered(question: Question, answer: Answer) -> float | None:
    """Share of the gold choices that the counter-question offers (at most four); 0 where it is none."""
    if not question.choices:
        return None
    if answer.status != "clarify":
        return 0.0
    offered = letters(" ".join([*answer.choices, answer.answer]))
    found = sum(letters(choice) in offered for choice in question.choices)
    return min(1.0, found / min(4, len(question.choices)))


def right_reply(question: Question, answer: Answer) -> float | None:
    """1 if the reply is right in kind and content: a right answer, or a refusal where the handbook does not give it."""
    if question.kind == "clarify":
        return clarified(question, answer)
    return right_answer(question, answer) if question.answerable else refused(question, answer)


def right_cited_reply(question: Question, answer: Answer) -> float | None:
    """As `right_reply`, and what is answered has a right first citation, too."""
    reply, citation = right_reply(question, answer), first_citation(question, answer)
    return reply if reply is None or citation is None else min(reply, citation)


MEASURES: Mapping[str, Measure] = {
    "R@1": hit_at_1,
    "R@5": hit_at_5,
    "RR@10": reciprocal_rank,
    "first citation": first_citation,
    "answer": right_answer,
    "list F1": list_f1,
    "answered": answered,
    "refused": refused,
    "clarified": clarified,
    "choices": choices_offered,
    "reply": right_reply,
    "cited reply": right_cited_reply,
}
"""Every measure by the name under which its values are saved."""
