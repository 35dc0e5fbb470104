"""What the buttons do: one action of a user changes the session and names the parts of the page to draw again.

Everything a browser sends is checked here. No exception leaves: a fault becomes a Dutch (or English) sentence.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web import session as sessions
from assistant.web.chat import conversation
from assistant.web.compare import comparison
from assistant.web.dossier import concept_page, dossier
from assistant.web.export import conversation_markdown
from assistant.web.fan import fan_page
from assistant.web.faults import log_fault
from assistant.web.feedback import Feedback
from assistant.web.filters import Choice
from assistant.web.library import Library
from assistant.web.lookup import practice_list
from assistant.web.markup import element, page
from assistant.web.session import Session
from assistant.web.sources import sources_panel

MAX_ACTION: Final = 36000
"""Longest action in characters. It leaves a too long question to the question's own check."""


@dataclass(slots=True)
class Update:
    """What changes: the session, and the parts of the page by name (those of `shell.TABS`, and `download`).

    `tab` is the tab to show, `question` the text to put in the question box; '' and None leave them as they are.
    """

    session: Session
    parts: dict[str, str] = field(default_factory=dict)
    tab: str = ""
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that an action may need: the assistant, example questions, the evaluation's figures, and where votes go."""

    library: Library
    examples: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    figures: Path | None = None
    feedback: Feedback = field(default_factory=Feedback)

    def chat(self, session: Session, **changes: Any) -> Update:  # noqa: ANN401 - fields of Update
        """An update that draws conversation and sources again."""
        parts = {
            "conversation": page(conversation(session, self.examples.get(session.language, ())), class_="w-gesprek"),
            "sources": page(sources_panel(self.library, session), class_="w-bronnenvak"),
        }
        return Update(session, parts, **changes)

    def detail(self, session: Session, shown: Markup) -> Update:
        """An update that opens one practice or a comparison in the look-up tab, in place of the list."""
        return Update(session, {"detail": page(shown, class_="w-detail")}, tab="lookup")


def ask(desk: Desk, session: Session, value: object) -> Update:
    """Ask a question: the typed one, a suggestion, or a choice."""
    asked = sessions.ask(desk.library, session, value)
    refused = asked.exchanges == session.exchanges
    return desk.chat(asked, question=None if refused else "")


def ask_about(desk: Desk, session: Session, value: object) -> Update:
    """Go to the conversation with a question about a practice begun in the box."""
    question = say("web_about_practice", session.language, name=value) if isinstance(value, str) else ""
    return replace_question(desk, session, question)


def replace_question(desk: Desk, session: Session, question: str) -> Update:
    """Show the conversation with `question` in the box."""
    return desk.chat(session, tab="chat", question=question)


def edit(desk: Desk, session: Session, value: object) -> Update:
    """Begin to rewrite an earlier question; a second time on the same one stops it."""
    number = _number(value, session)
    if number is None or session.editing == number:
        return desk.chat(replace(session, editing=None, notice=""), question="")
    editing = replace(session, editing=number, notice="web_editing")
    return desk.chat(editing, question=session.exchanges[number].answer.question)


def retry(desk: Desk, session: Session, value: object) -> Update:
    """Ask an earlier question again."""
    number = _number(value, session)
    return desk.chat(session if number is None else sessions.retry(desk.library, session, number))


def vote(desk: Desk, session: Session, value: object) -> Update:
    """A thumb up or down, with or without a reason: `number:choice[:reason]`."""
    number, _, rest = str(value).partition(":")
    choice, _, reason = rest.partition(":")
    at = _number(number, session)
    if at is None:
        return desk.chat(session)
    voted = sessions.vote(session, at, choice, reason)
    if choice and voted.exchanges != session.exchanges:
        desk.feedback.keep(voted.exchanges[at])
    return desk.chat(voted)


def sources(desk: Desk, session: Session, value: object) -> Update:
    """Show the sources of an earlier answer."""
    number = _number(value, session)
    return desk.chat(session if number is None else replace(session, shown=number, notice=""))


def new(desk: Desk, session: Session, _: object) -> Update:
    """Begin anew."""
    return desk.chat(Session(language=session.language, notice="web_new_started"), question="")


def export(desk: Desk, session: Session, _: object) -> Update:
    """The conversation as a Markdown file; the script in the page saves it."""
    library = desk.library
    body = conversation_markdown(session, library.handbook.document.title, library.profile.edition)
    return Update(session, {"download": page(element("pre", body, data_bestand="gesprek.md", hidden=True))})


def open_dossier(desk: Desk, session: Session, value: object) -> Update:
    """Open a practice."""
    return desk.detail(session, dossier(desk.library, str(value), session.language))


def fact(desk: Desk, session: Session, value: object) -> Update:
    """Open the practice that a fact belongs to, at the words it comes from: `section:start:end`."""
    section_id, start, end = [*str(value).rsplit(":", 2), "", ""][:3]
    if not (start.isdecimal() and end.isdecimal()):
        return Update(session)
    try:
        name = desk.library.section(section_id).name
    except KeyError:
        return Update(session)
    return desk.detail(session, dossier(desk.library, name, session.language, (section_id, int(start), int(end))))


def compare(desk: Desk, session: Session, value: object) -> Update:
    """Practices side by side."""
    names = [str(name) for name in value] if isinstance(value, list) else []
    shown = comparison(desk.library, names, session.language)
    if not 2 <= len(set(names)) <= 4:
        return Update(session, {"notice": page(shown)})
    return desk.detail(session, shown)


def narrow(desk: Desk, session: Session, value: object) -> Update:
    """Filter the list of practices."""
    choice = Choice.of(value) if isinstance(value, Mapping) else Choice()
    return Update(session, {"list": page(practice_list(desk.library, choice, session.language), class_="w-lijstvak")})


def back_to_list(_: Desk, session: Session, __: object) -> Update:
    """Close the practice that is open."""
    return Update(session, {"detail": page(class_="w-detail", data_leeg="1")}, tab="lookup")


def concept(desk: Desk, session: Session, value: object) -> Update:
    """Open a concept under the fan."""
    name = str(value)
    fan = page(fan_page(desk.library, session.language, name), class_="w-waaiervak")
    body = page(concept_page(desk.library, name, session.language), class_="w-detail")
    return Update(session, {"fan": fan, "concept": body}, tab="fan")


_ACTIONS: Final[dict[str, Callable[[Desk, Session, object], Update]]] = {
    "ask": ask,
    "ask_about": ask_about,
    "edit": edit,
    "retry": retry,
    "vote": vote,
    "sources": sources,
    "new": new,
    "export": export,
    "dossier": open_dossier,
    "fact": fact,
    "compare": compare,
    "filter": narrow,
    "list": back_to_list,
    "concept": concept,
    "fan": lambda _, session, __: Update(session, tab="fan"),
}


def act(desk: Desk, session: Session, action: object) -> Update:
    """Do what `action` asks for, a JSON object `{"do": name, "value": ...}`; anything else does nothing."""
    try:
        body = json.loads(action) if isinstance(action, str) and len(action) <= MAX_ACTION else None
    except (ValueError, RecursionError):
        body = None
    name, value = (body.get("do"), body.get("value")) if isinstance(body, dict) else (None, None)
    if not isinstance(name, str) or name not in _ACTIONS:
        return Update(session)
    return guarded(desk, session, lambda: _ACTIONS[name](desk, session, value))


def guarded(desk: Desk, session: Session, step: Callable[[], Update]) -> Update:
    """`step`, or where it fails the session as it was with a sentence that says so."""
    try:
        return step()
    except Exception as fault:  # the edge: the user gets a sentence, the log the place
        log_fault("an action failed", fault)
        return desk.chat(replace(session, notice="web_fault"))


def _number(value: object, session: Session) -> int | None:
    """`value` as the number of an exchange of the session, or None."""
    words = str(value)
    if not words.isdecimal() or len(words) > 4:
        return None
    return int(words) if int(words) < len(session.exchanges) else None
