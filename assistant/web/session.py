"""One user's conversation: a value that passes through Gradio's per-user state, and its short form for the browser.

The browser keeps the questions and the votes, never answers: after a reload the questions are asked again, so what
is shown always comes from the handbook on this server. What a browser sends is checked and bounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.schema import MAX_QUESTION, MAX_TURNS, Answer, Language, Turn
from assistant.web.library import Library

MAX_EXCHANGES = 30
"""Exchanges that one conversation keeps; the oldest go first."""

Vote = Literal["up", "down", ""]
REASONS = ("wrong", "incomplete", "unclear", "source", "other")
"""Keys of the reasons for a thumb down; their words are in messages.toml."""


class QuestionRefusedError(ValueError):
    """A question that is empty or too long. `args[0]` is the key of its message, never the question."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer (without passages: nothing shows them), and what the user thought of it."""

    answer: Answer
    vote: Vote = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation: its exchanges, oldest first.

    `shown` is the exchange whose sources are beside the conversation; `editing` the one whose question is being
    rewritten; `notice` the key of a message about the last action, '' for none.
    """

    language: Language = "nl"
    exchanges: tuple[Exchange, ...] = ()
    shown: int = -1
    editing: int | None = None
    notice: str = ""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns that a next question may refer to."""
        return tuple(Turn.of(exchange.answer) for exchange in self.exchanges[-MAX_TURNS:])


def checked_question(question: object) -> str:
    """`question` without outer blanks.

    Raises:
        QuestionRefusedError: it is no text, empty, or longer than MAX_QUESTION.
    """
    if not isinstance(question, str) or not question.strip():
        raise QuestionRefusedError("web_question_empty")
    if len(question) > MAX_QUESTION:
        raise QuestionRefusedError("web_question_too_long")
    return question.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()


def ask(library: Library, session: Session, question: object) -> Session:
    """The session after `question`. While one is being rewritten, the exchanges from that one on are replaced."""
    try:
        asked = checked_question(question)
    except QuestionRefusedError as refusal:
        return replace(session, notice=str(refusal))
    if session.editing is not None:
        session = replace(session, exchanges=session.exchanges[: session.editing], editing=None)
    answer = replace(library.ask(asked, session.turns), passages=())
    exchanges = (*session.exchanges, Exchange(answer))[-MAX_EXCHANGES:]
    return replace(session, exchanges=exchanges, shown=len(exchanges) - 1, notice="")


def retry(library: Library, session: Session, number: int) -> Session:
    """The session with question `number` asked again in its place; its vote is dropped."""
    if not 0 <= number < len(session.exchanges):
        return session
    before = replace(session, exchanges=session.exchanges[:number])
    answer = library.ask(session.exchanges[number].answer.question, before.turns)
    exchanges = list(session.exchanges)
    exchanges[number] = Exchange(replace(answer, passages=()))
    return replace(session, exchanges=tuple(exchanges), shown=number, notice="web_asked_again")


def vote(session: Session, number: int, choice: object, reason: object = "") -> Session:
    """The session with a thumb up or down (or taken back: '') on exchange `number`."""
    if not 0 <= number < len(session.exchanges) or choice not in ("up", "down", ""):
        return session
    given: Vote = choice
    why = reason if given == "down" and isinstance(reason, str) and reason in REASONS else ""
    exchanges = list(session.exchanges)
    exchanges[number] = replace(exchanges[number], vote=given, reason=why)
    notice = {"up": "web_vote_thanks", "down": "web_vote_thanks" if why else "web_vote_reason", "": ""}[given]
    return replace(session, exchanges=tuple(exchanges), notice=notice)


def remember(session: Session) -> dict[str, Any]:
    """What the browser keeps: the questions and votes."""
    turns = [{"q": e.answer.question, "v": e.vote, "r": e.reason} for e in session.exchanges]
    return {"version": 1, "turns": turns}


def recall(library: Library, memory: object, language: Language) -> Session:
    """The session that `memory` (from the browser) describes; anything odd in it is left out."""
    session = Session(language=language)
    turns = memory.get("turns") if isinstance(memory, Mapping) else None
    if not isinstance(turns, Sequence) or isinstance(turns, str | bytes):
        return session
    for turn in list(turns)[-MAX_EXCHANGES:]:
        if isinstance(turn, Mapping):
            asked = ask(library, session, turn.get("q"))
            if len(asked.exchanges) > len(session.exchanges):
                session = vote(asked, len(asked.exchanges) - 1, turn.get("v"), turn.get("r"))
    return replace(session, notice="")
