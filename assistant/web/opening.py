"""The page as it opens: what the browser remembers, and what the link asks for."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from assistant.errors import UnknownName
from assistant.messages import say
from assistant.schema import Language
from assistant.web import session as sessions
from assistant.web.about import about_page, read_figures
from assistant.web.actions import Desk, Update, ask, concept, guarded, open_dossier
from assistant.web.fan import fan_page
from assistant.web.faults import log_fault
from assistant.web.filters import Choice, filter_form
from assistant.web.lookup import practice_list
from assistant.web.markup import element, page
from assistant.web.session import Session


def restored(desk: Desk, now: Session, kept: object) -> Session:
    """`now`, or where the server lost it (a restart, too many users) the session that the browser remembers."""
    if now.exchanges or not kept or now.notice == "web_new_started":
        return now
    return guarded(desk, now, lambda: Update(sessions.recall(desk.library, kept, now.language))).session


def first_view(desk: Desk, memory: object, query: Mapping[str, str]) -> Update:
    """The page as it opens: the conversation that the browser remembers, and what the link asks for.

    `?vraag=` asks a question, `?praktijk=` opens a practice, `?concept=` a concept, `?tab=` a tab, `?taal=en` English.
    """
    language: Language = "en" if query.get("taal") == "en" else "nl"
    session = guarded(
        desk, Session(language=language), lambda: Update(sessions.recall(desk.library, memory, language))
    ).session
    update = guarded(desk, session, lambda: _linked(desk, session, query))
    drawn: dict[str, Callable[[], str]] = {
        "filters": lambda: page(filter_form(desk.library, language)),
        "list": lambda: page(practice_list(desk.library, Choice(), language), class_="w-lijstvak"),
        "detail": lambda: page(class_="w-detail", data_leeg="1"),
        "fan": lambda: page(fan_page(desk.library, language), class_="w-waaiervak"),
        "concept": lambda: page(class_="w-detail"),
        "about": lambda: page(_about(desk, language), class_="w-over"),
    }
    parts = {name: _drawn(draw, language) for name, draw in drawn.items()}
    update.parts = parts | desk.chat(update.session).parts | update.parts
    return update


def _about(desk: Desk, language: Language) -> Markup:
    return about_page(desk.library, language, read_figures(desk.figures), desk.feedback.stores)


def _drawn(draw: Callable[[], str], language: Language) -> str:
    """One part of the page; where it cannot be drawn, a sentence in its place, and the other parts stay."""
    try:
        return draw()
    except Exception as fault:  # the edge, as in `guarded`
        log_fault("a part could not be drawn", fault)
        return page(element("p", say("web_fault", language), class_="w-melding"))


def _linked(desk: Desk, session: Session, query: Mapping[str, str]) -> Update:
    if query.get("vraag"):
        return ask(desk, session, query["vraag"])
    if query.get("praktijk"):
        return open_dossier(desk, session, _practice(desk, query["praktijk"][:200]))
    if query.get("concept"):
        return concept(desk, session, query["concept"][:200])
    tab = query.get("tab", "")
    return Update(session, tab=tab if tab in ("chat", "lookup", "fan", "about") else "")


def _practice(desk: Desk, wanted: str) -> str:
    """The name of the practice that a link means; one that is none stays as it is, for the dossier to say so."""
    try:
        return desk.library.lookup(wanted).name
    except UnknownName:
        return wanted
