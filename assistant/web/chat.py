"""The conversation: each question with its answer, cards, choices and what can be done with it."""

import re
from typing import Final

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Answer, Citation, Language
from assistant.web.cards import card_view, marker
from assistant.web.export import answer_as_text
from assistant.web.library import Library
from assistant.web.markup import EMPTY, button, element, hidden, join, text
from assistant.web.session import REASONS, Exchange, Session
from ingest.document import Kind
from ingest.repair import BULLET, NESTED

_MARKER: Final = re.compile(r"\s?\[(\d{1,3})\]")


def examples(library: Library, language: Language) -> tuple[str, ...]:
    """Questions to start from, made with the names of this handbook."""
    sheets = library.fact_sheets
    found = [
        ("web_example_funding", next((s.name for s in sheets if s.funding_care), None)),
        ("web_example_contact", next((s.name for s in reversed(sheets) if s.emails), None)),
        ("web_example_list", next((s.concept for s in sheets if s.concept), None)),
        (
            "web_example_lesson",
            next((s.name for s in reversed(library.handbook.sections) if s.kind == Kind.LESSON), None),
        ),
    ]
    return tuple(say(key, language, name=name) for key, name in found if name)


def conversation(session: Session, examples: tuple[str, ...] = ()) -> Markup:
    """The whole conversation, or before the first question a word of welcome with questions to start from."""
    language = session.language
    if not session.exchanges:
        return join([_welcome(language, examples), _notice(session)])
    turns = [_exchange(exchange, number, session) for number, exchange in enumerate(session.exchanges)]
    tools = element(
        "div",
        button(say("web_new", language), "new", class_="w-knop-stil"),
        button(say("web_export", language), "export", class_="w-knop-stil"),
        class_="w-rij w-gesprek-knoppen",
    )
    heading = element("h2", say("web_conversation", language), class_="w-hidden")
    return join([heading, *turns, _notice(session), tools])


def _welcome(language: Language, examples: tuple[str, ...]) -> Markup:
    questions = [element("li", button(question, "ask", question, class_="w-keuze")) for question in examples]
    return element(
        "section",
        element("h2", say("web_welcome", language)),
        element("p", say("web_welcome_text", language)),
        element("h3", say("web_welcome_try", language)) if questions else EMPTY,
        element("ul", *questions, class_="w-keuzes") if questions else EMPTY,
        element("p", say("web_no_client_details", language), class_="w-stil"),
        class_="w-welkom",
    )


def _notice(session: Session) -> Markup:
    if not session.notice:
        return EMPTY
    return element("p", say(session.notice, session.language), class_="w-melding", data_melding="1")


def _exchange(exchange: Exchange, number: int, session: Session) -> Markup:
    answer, language = exchange.answer, session.language
    shown = " w-getoond" if number == session.shown else ""
    return element(
        "article",
        element("h3", hidden(f"{say('web_question', language)}: "), element("span", answer.question), class_="w-vraag"),
        element(
            "div",
            _status(answer),
            *[card_view(card, answer, number) for card in answer.cards],
            answer_text(answer, number),
            _choices(answer.choices, answer.language, "web_choices") if answer.status == "clarify" else EMPTY,
            _sources_button(answer, number, language),
            class_=f"w-antwoord w-{answer.status}",
            id=f"antwoord-{number + 1}",
            tabindex="-1",
            lang=answer.language,
        ),
        _tools(exchange, number, session),
        _choices(answer.suggestions, answer.language, "web_suggestions") if _last(number, session) else EMPTY,
        class_=f"w-beurt{shown}",
    )


def _last(number: int, session: Session) -> bool:
    return number == len(session.exchanges) - 1


def _status(answer: Answer) -> Markup:
    """A heading that tells kinds of answer apart in words, not by colour alone."""
    if answer.kind == "refused":
        return EMPTY  # no question that could be answered or not
    key = {"answered": "web_answered", "not_in_handbook": "web_not_in_handbook", "clarify": "web_clarify"}[
        answer.status
    ]
    return element("p", say(key, answer.language), class_="w-status")


def answer_text(answer: Answer, number: int) -> Markup:
    """The answer's text in paragraphs and lists, its [n] markers as links to the sources."""
    citations = {citation.n: citation for citation in (*answer.citations, *answer.also)}
    blocks: list[Markup] = []
    points: list[Markup] = []
    for line in [*answer.answer.split("\n"), ""]:
        language = _language(line, answer)
        if line.lstrip().startswith((BULLET, NESTED)):
            words = line.lstrip()[len(BULLET) :]
            points.append(element("li", _marked(words, citations, number, answer.language), lang=language))
            continue
        if points:
            blocks.append(element("ul", *points))
            points = []
        if line.strip():
            blocks.append(element("p", _marked(line, citations, number, answer.language), lang=language))
    return element("div", *blocks, class_="w-tekst")


def _language(line: str, answer: Answer) -> Language:
    """The language of a line of an answer: that of the handbook for a quote, else that of the fixed sentences.

    A quote is known by the marker at its end; where it has several lines, those before the last by their words.
    """
    before = (part for one in answer.citations for part in one.quote.split("\n")[:-1] if part)
    return "nl" if _MARKER.search(line) or any(map(line.endswith, before)) else answer.language


def _marked(line: str, citations: dict[int, Citation], number: int, language: Language) -> Markup:
    parts, offset = [], 0
    for match in _MARKER.finditer(line):
        citation = citations.get(int(match[1]))
        if citation:
            parts += [text(line[offset : match.start()]), marker(citation, number, language)]
            offset = match.end()
    return join([*parts, text(line[offset:])])


def _sources_button(answer: Answer, number: int, language: Language) -> Markup:
    count = len(answer.citations) + len(answer.also)
    if not count:
        return EMPTY
    label = say("web_show_sources", language, count=count) if count > 1 else say("web_show_source", language)
    return element("p", button(label, "sources", number, class_="w-knop-stil", lang=language), class_="w-toon-bronnen")


def _choices(questions: tuple[str, ...], language: Language, key: str) -> Markup:
    if not questions:
        return EMPTY
    items = [element("li", button(question, "ask", question, class_="w-keuze")) for question in questions]
    return element(
        "nav",
        element("p", say(key, language), class_="w-keuzes-kop"),
        element("ul", *items, class_="w-keuzes"),
        aria_label=say(key, language),
        lang=language,
    )


def _tools(exchange: Exchange, number: int, session: Session) -> Markup:
    """Retry, edit, copy, and the thumbs; the buttons' names say which question they belong to."""
    language, which = session.language, str(number + 1)

    def tool(key: str, action: str, value: str | int = number, **attributes: str | bool) -> Markup:
        label = say(key, language)
        return button(label, action, value, class_="w-knop-stil", aria_label=f"{label}, {which}", **attributes)

    copied = answer_as_text(exchange.answer, language)
    copy_label = say("web_copy_answer", language)
    copy = element(
        "button", copy_label, type="button", class_="w-knop-stil", data_copy=copied, aria_label=f"{copy_label}, {which}"
    )
    thumbs = [
        tool(
            f"web_vote_{side}",
            "vote",
            f"{number}:{'' if exchange.vote == side else side}",
            aria_pressed="true" if exchange.vote == side else "false",
        )
        for side in ("up", "down")
    ]
    row = element(
        "div", copy, tool("web_edit", "edit"), tool("web_retry", "retry"), *thumbs, class_="w-rij w-gereedschap"
    )
    return row if exchange.vote != "down" else join([row, _reasons(exchange, number, language)])


def _reasons(exchange: Exchange, number: int, language: Language) -> Markup:
    """The reasons to choose from after a thumb down."""
    heading = say("web_vote_reason", language)
    items = [
        button(
            say(f"web_reason_{key}", language),
            "vote",
            f"{number}:down:{key}",
            class_="w-keuze",
            aria_pressed="true" if exchange.reason == key else "false",
        )
        for key in REASONS
    ]
    return element(
        "div",
        element("p", heading),
        element("div", *items, class_="w-rij"),
        role="group",
        aria_label=heading,
        class_="w-redenen",
    )
