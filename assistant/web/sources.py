"""The sources beside the conversation: each opens on its section, with the quoted words marked."""

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Answer, Citation, Language
from assistant.web.fan import fan_sign
from assistant.web.library import Library, page_words
from assistant.web.markup import EMPTY, button, element, join, link, text
from assistant.web.session import Session
from ingest.document import Section
from ingest.repair import BULLET, NESTED


def sources_panel(library: Library, session: Session) -> Markup:
    """The sources of the exchange that is shown; before the first question, what this panel is for."""
    language = session.language
    heading = element("h2", say("web_sources", language), id="w-bronnen-kop", tabindex="-1")
    if not 0 <= session.shown < len(session.exchanges):
        return join(
            [heading, element("p", say("web_sources_empty", language), class_="w-stil"), _invitation(library, language)]
        )
    answer = session.exchanges[session.shown].answer
    question = element(
        "p", say("web_sources_of", language), " ", element("q", answer.question), class_="w-stil w-vraag-kort"
    )
    if not answer.citations and not answer.also:
        return join([heading, question, element("p", say("web_sources_none", language), class_="w-stil")])
    return join([heading, question, _list(library, session, answer), _also(library, session, answer)])


def _invitation(library: Library, language: Language) -> Markup:
    """Beside an empty conversation: the fan, as another way in."""
    label = button(say("web_open_fan", language), "fan", "", class_="w-keuze")
    return join([element("h3", say("web_sources_fan", language)), fan_sign(library), element("p", label)])


def _list(library: Library, session: Session, answer: Answer) -> Markup:
    if not answer.citations:
        return EMPTY
    single = len(answer.citations) == 1
    items = [element("li", source(library, session, citation, opened=single)) for citation in answer.citations]
    return element("ol", *items, class_="w-bronnen")


def _also(library: Library, session: Session, answer: Answer) -> Markup:
    """What the handbook gives instead: apart from the answer, so under a heading of its own."""
    if not answer.also:
        return EMPTY
    heading = element("h3", say("web_also", session.language))
    items = [element("li", source(library, session, citation)) for citation in answer.also]
    return join([heading, element("ol", *items, class_="w-bronnen")])


def source_id(turn: int, citation: Citation) -> str:
    """Id in the page of the source that `citation` of exchange `turn` opens."""
    return f"bron-{turn + 1}-{citation.n}"


def source(library: Library, session: Session, citation: Citation, opened: bool = False) -> Markup:
    """One source: its number, place and quote; opened, its whole section."""
    language = session.language
    try:
        section = library.section(citation.section_id)
        body = section_text(section, citation.start, citation.end, language)
        deep = deep_links(section, citation)
    except KeyError:
        body, deep = element("blockquote", citation.quote), EMPTY
    back = element("a", say("web_back_to_answer", language), href=f"#antwoord-{session.shown + 1}", class_="w-terug")
    parts = [_summary(library, citation, language), body, deep, _more(citation, language), back]
    return element("details", *parts, id=source_id(session.shown, citation), open=opened)


def _summary(library: Library, citation: Citation, language: Language) -> Markup:
    """The closed source: number, name and place."""
    number = element("span", say("web_source_n", language, n=citation.n), " ", class_="w-hidden")
    name = [number, element("strong", citation.name), _where(library, citation, language)]
    chip = element("span", str(citation.n), class_="w-chip", aria_hidden="true")
    return element("summary", chip, element("span", *name, class_="w-bron-kop"))


def _where(library: Library, citation: Citation, language: Language) -> Markup:
    """Under the name: the rest of the heading path, and the page."""
    try:
        path = [part for part in library.section(citation.section_id).heading_path if part != citation.name]
    except KeyError:
        path = [part for part in (citation.theme, citation.facet) if part]
    words = " › ".join([*path, page_words(citation.page, citation.page_label, language)])
    return element("span", words, class_="w-plek")


def _more(citation: Citation, language: Language) -> Markup:
    """The way from a source of a practice to its dossier."""
    if citation.kind != "practice":
        return EMPTY
    label = say("web_open_dossier", language, name=citation.name)
    return element("p", button(label, "dossier", citation.name, class_="w-knop-stil"))


def section_text(section: Section, start: int, end: int, language: Language) -> Markup:
    """The text of a section, paragraph by paragraph, the characters from `start` to `end` marked, page turns shown."""
    parts, offset = [], 0
    turns = list(section.breaks)
    for line in section.text.split("\n"):
        stop = offset + len(line)
        while turns and turns[0][0] <= stop:
            _, number, label = turns.pop(0)
            if offset:
                parts.append(element("p", page_words(number, label, language), class_="w-blad", lang=language))
        if line.strip():
            parts.append(_paragraph(line, start - offset, end - offset))
        offset = stop + 1
    return element("div", *parts, class_="w-tekst", lang="nl")


def _paragraph(line: str, start: int, end: int) -> Markup:
    start, end = max(start, 0), min(end, len(line))
    words = text(line)
    if start < end:
        words = join([line[:start], element("mark", line[start:end]), line[end:]])
    level = {BULLET: "w-punt", NESTED: "w-punt w-onder"}.get(line[: len(BULLET)])
    return element("p", words, class_=level)


def deep_links(section: Section, citation: Citation | None = None) -> Markup:
    """The addresses that the handbook gives here: those in the quote, or else those of the section."""
    pairs = [(entry.get("url", ""), entry.get("label", "")) for entry in citation.links] if citation else []
    pairs = pairs or [(entry.url, entry.label) for entry in section.links]
    items = [element("li", link(label or url, url)) for url, label in dict.fromkeys(pairs)]
    return element("ul", *items, class_="w-links") if items else EMPTY
