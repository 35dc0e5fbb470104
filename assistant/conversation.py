"""Follow-up questions: what a question means after the turns before it. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cues import has_cue, ordinal
from assistant.schema import Turn
from assistant.understand import Query

_BRIEF = 4


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question made whole: its text as shown and searched, and the names that the conversation brings along."""

    question: str
    focus: tuple[str, ...] = ()


def resolve(query: Query, history: Sequence[Turn]) -> Resolved:
    """What `query` asks after `history` (oldest turn first).

    A question that names its own subject, or says that the subject changes, stands alone. "Die tweede" points at the
    members or choices of the last turn. A name without anything asked of it ("en bij X?") takes over what was asked
    before. Otherwise the names of the last turn are brought along.
    """
    last = history[-1] if history else None
    if last is None or has_cue("topic_change", query.text):
        return Resolved(query.text)
    listed = last.choices or last.members or last.names
    pointed = ordinal(query.text)
    if pointed is not None and len(listed) > 1 and pointed < len(listed) and not query.practices:
        return _about(query.text, (listed[pointed],))
    if query.topics:
        asks = query.aspects or [word for word in query.content if not has_cue("follow_up", word)]
        return Resolved(query.text) if asks else _about(last.question, query.topics[:1])
    if query.named("organisation") and not has_cue("follow_up", query.text) and len(query.content) >= _BRIEF:
        return Resolved(query.text)
    names = last.names[:2]
    return _about(query.text, names) if names else Resolved(query.text)


def _about(question: str, names: Sequence[str]) -> Resolved:
    """`question` with the names that it is about added to it, where it does not say them itself."""
    missing = [name for name in names if name.casefold() not in question.casefold()]
    return Resolved(f"{question} ({', '.join(missing)})" if missing else question, tuple(names))
