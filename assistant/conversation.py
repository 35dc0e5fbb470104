"""Follow-up questions: what a question means after the turns before it. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.cues import after_cue, has_cue, ordinal
from assistant.schema import Turn
from assistant.understand import Query


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question made whole: its text as shown and searched, and the names that the conversation brings along."""

    question: str
    focus: tuple[str, ...] = ()


class Reader(Protocol):
    """What must be known of the handbook to tell what a question is about."""

    def nameless(self, text: str, names: Sequence[str]) -> str:
        """The folded words of `text` without any names, nor the words that only describe `names`."""
        ...

    def practice(self, text: str) -> str | None:
        """The practice that `text` names or describes, None where that is not clear."""
        ...


def resolve(query: Query, history: Sequence[Turn], reader: Reader) -> Resolved:
    """What `query` asks after `history` (oldest turn first).

    A question that names its own subject, or says that the subject changes, stands alone. "Die tweede" points at the
    members or choices of the last turn that had several, else at the subjects in the order in which they came up;
    "de andere" and "allebei" do so where there are two. A subject without anything asked of it ("en bij X?", "en in
    dat oude klooster?") takes over what was asked before; a place ("en in Noord?") is asked for besides it. Otherwise
    the names of the last turn are brought along.
    """
    last = history[-1] if history else None
    if last is None or has_cue("topic_change", query.text):
        return Resolved(query.text)
    before = reader.nameless(last.resolved_question, last.names)
    pointed = () if query.practices else _pointed(query.text, history)
    if pointed:
        return _about(before if _asks_nothing(query) else query.text, pointed)
    if has_cue("dwells", query.text):
        more = after_cue("conjunction", query.text) or query.text  # "wat ... en wat ..." asks for two things
        return _about(f"{before} {more}", query.topics[:1] or last.names[:1])
    if query.topics:
        return Resolved(query.text) if _asks(query) else _about(before, query.topics[:1])
    other = "" if query.aspects else _asks_the_same(query.text)
    if other or (query.mentions and _asks_nothing(query)):
        practice = reader.practice(other) if other and not query.named("place") else None
        return _about(before, (practice,)) if practice else Resolved(f"{before} {query.text}")
    if len(last.members) > 1:
        return Resolved(query.text, last.members)
    return _about(query.text, last.names[:1]) if last.names else Resolved(query.text)


def _asks(query: Query) -> bool:
    """Whether a question says what is asked, besides pointing at what it is asked of."""
    if any(not aspect.weak for aspect in query.aspects):
        return True
    return any(not has_cue("follow_up", word) and ordinal(word) is None for word in query.content)


def _asks_nothing(query: Query) -> bool:
    """Whether a question only puts another subject in the place of the last one: "en de gemeente?"."""
    return not _asks(query) and not has_cue("question_words", query.text)


def _asks_the_same(text: str) -> str:
    """The other subject of a question that only puts it in the place of the last one: "en in dat oude klooster?"."""
    rest = after_cue("same_of", text)
    return "" if not rest or has_cue("question_words", rest.split()[0]) else rest


def _pointed(text: str, history: Sequence[Turn]) -> tuple[str, ...]:
    """What "de tweede", "de andere", "allebei" and the like point at; empty where nothing is pointed at."""
    listed = next((t.choices or t.members for t in reversed(history) if len(t.choices or t.members) > 1), ())
    subjects = listed or tuple(dict.fromkeys(turn.names[0] for turn in history if turn.names))
    place = ordinal(text)
    if place is not None and len(subjects) > 1:
        return (subjects[place],) if -len(subjects) <= place < len(subjects) else ()
    if len(subjects) != 2:
        return ()
    if has_cue("both_of", text) or (not listed and has_cue("of_these", text)):
        return subjects
    others = tuple(name for name in subjects if name not in history[-1].names)
    return others if len(others) == 1 and has_cue("other_of", text) else ()


def _about(question: str, names: Sequence[str]) -> Resolved:
    """`question` with the names that it is about added to it, where it does not say them itself."""
    missing = [name for name in names if name.casefold() not in question.casefold()]
    return Resolved(f"{question} ({', '.join(missing)})" if missing else question, tuple(names))
