"""Invented questions, passages and answers for the tests of evaluation, and an assistant that looks words up."""

from collections.abc import Sequence

from assistant.schema import Answer, Citation, PassageView, Turn
from eval.questions import Question, Source

MILL = Source("practice", "De Molen")
HARBOUR = Source("lesson", "Samen wonen", "Financieel")


def question(**changes: object) -> Question:
    fields = {
        "id": "e1",
        "lang": "nl",
        "group": "question",
        "kind": "fact",
        "question": "hoeveel kamers heeft de molen?",
        "sources": (MILL,),
        "quotes": ("twaalf kamers",),
        "answer": ("twaalf",),
    }
    return Question(**(fields | changes))  # type: ignore[arg-type]


def passage(number: int, text: str, source: Source = MILL, score: float = 0.0) -> PassageView:
    ident = f"{source.kind}/{source.name.lower().replace(' ', '-')}#{number}"
    return PassageView(ident, source.kind, source.name, source.theme, None, 4, "4", text, score)


def citation(quote: str, source: Source = MILL, n: int = 1, passage_id: str = "practice/de-molen#1") -> Citation:
    return Citation(n, source.kind, source.name, source.theme, None, 4, "4", quote, passage_id, "s", 0, len(quote))


def answer(text: str = "Er zijn twaalf kamers. [1]", **changes: object) -> Answer:
    fields = {
        "question": "hoeveel kamers heeft de molen?",
        "resolved_question": "hoeveel kamers heeft de molen?",
        "language": "nl",
        "status": "answered",
        "kind": "passages",
        "answer": text,
        "citations": (citation("Er zijn twaalf kamers."),),
        "passages": (passage(1, "Er zijn twaalf kamers."),),
        "timings_ms": {"total": 2.0},
    }
    return Answer(**(fields | changes))  # type: ignore[arg-type]


class WordAssistant:
    """Ranks passages by how many words they share with the question and the questions before it."""

    legs = ("words", "history")

    def __init__(self, passages: Sequence[PassageView]) -> None:
        self.passages = passages

    def retrieve_only(self, question: str, legs: Sequence[str]) -> list[PassageView]:
        return self._rank(question) if "words" in legs else list(self.passages)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        asked = " ".join([*(turn.question for turn in history), question])
        best = self._rank(asked)
        return answer(
            best[0].text + " [1]",
            question=question,
            resolved_question=asked,
            citations=(citation(best[0].text, Source(best[0].kind, best[0].name, best[0].theme), 1, best[0].id),),
            passages=tuple(best),
        )

    def _rank(self, asked: str) -> list[PassageView]:
        words = set(asked.lower().split())
        return sorted(self.passages, key=lambda one: -len(words & set(one.text.lower().split())))
