"""Follow-up questions: what a question means after the turns before it. Pure functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.cues import after_cue, has_cue, ordinal
from assistant.schema import Turn
from assistant.understand import Query


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question made whole: its text as shown and searched, and the names that the conversation brings along."""

    question: str
    focus: tuple[str, ...] = ()


def resolve(query: Query, history: Sequence[Turn], nameless: Callable[[str], str]) -> Resolved:
    """What `query` asks after `history` (oldest turn first).

    A question that names its own subject, or says that the subject changes, stands alone. "Die tweede" points at the
    members or choices of the last turn that had several. A subject without anything asked of it ("en bij X?", "en in
    dat oude klooster?") takes over what was asked before; `nameless` takes the names out of that. Otherwise the names
    of the last turn are brought along.
    """
    last = history[-1] if history else None
    if last is None or has_cue("topic_change", query.text):
        return Resolved(query.text)
    pointed = _pointed(query, history)
    if pointed:
        return _about(query.text, (pointed,))
    asks = any(not aspect.weak for aspect in query.aspects) or [
        word for word in query.content if not has_cue("follow_up", word)
    ]
    if query.topics:
        return Resolved(query.text) if asks else _about(nameless(last.question), query.topics[:1])
    if not query.aspects and _asks_the_same(query.text):
        return Resolved(f"{nameless(last.question)} {query.text}")
    names = last.names[:2]
    return _about(query.text, names) if names else Resolved(query.text)


def _asks_the_same(text: str) -> bool:
    """Whether a question only puts another subject in the place of the last one: "en in dat oude klooster?"."""
    rest = after_cue("same_of", text)
    return bool(rest) and not has_cue("question_words", rest.split()[0])


def _pointed(query: Query, history: Sequence[Turn]) -> str | None:
    """The member or choice that "de tweede" and the like point at, None where nothing is pointed at."""
    place = ordinal(query.text)
    if place is None or query.practices:
        return None
    listed = next((t.choices or t.members for t in reversed(history) if len(t.choices or t.members) > 1), ())
    return listed[place] if -len(listed) <= place < len(listed) else None


def _about(question: str, names: Sequence[str]) -> Resolved:
    """`question` with the names that it is about added to it, where it does not say them itself."""
    missing = [name for name in names if name.casefold() not in question.casefold()]
    return Resolved(f"{question} ({', '.join(missing)})" if missing else question, tuple(names))
