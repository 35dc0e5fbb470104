"""What a user takes along: an answer as text, the conversation as Markdown, practices as CSV and vCard."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from assistant.messages import say
from assistant.schema import Answer, Citation, Language
from assistant.web.facts import field_label, merged
from assistant.web.library import page_words
from assistant.web.markup import safe_url
from assistant.web.session import Session
from ingest.factsheet import FIELDS, Fact, FactSheet
from ingest.repair import BULLET, NESTED

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")


def citation_line(citation: Citation, language: Language) -> str:
    """One source in one line: `[1] Voorbeeldhuis, wat werkt, blz. 46: "..."`, with its links."""
    parts = [part for part in (citation.name, citation.theme, citation.facet) if part]
    where = ", ".join([*parts, page_words(citation.page, citation.page_label, language)])
    quote = " ".join(citation.quote.split())
    urls = [url for entry in citation.links if (url := safe_url(entry.get("url", "")))]
    return f"[{citation.n}] {where}: “{quote}”" + "".join(f" <{url}>" for url in urls)


def answer_as_text(answer: Answer, language: Language) -> str:
    """Question, answer, cards and sources as plain text, for the clipboard."""
    lines = [answer.question, ""]
    for card in answer.cards:
        lines += [f"{label}: {value or say('not_stated', language)}" for label, value, _, _ in card.rows]
        lines.append("")
    lines += [answer.answer]
    cited = [*answer.citations, *answer.also]
    if cited:
        lines += ["", say("web_sources", language) + ":"]
        lines += [citation_line(citation, language) for citation in cited]
    return "\n".join(lines)


def _plain(words: str) -> str:
    """`words` with every character that Markdown or HTML would read as markup escaped."""
    return _MARKDOWN.sub(r"\\\1", words)


def _plain_lines(words: str) -> Iterable[str]:
    """The lines of an answer as Markdown: its bullets as list items, its [n] markers kept readable."""
    for line in words.split("\n"):
        bullet = line.lstrip().startswith((BULLET, NESTED))
        body = _plain(line.lstrip()[len(BULLET) :] if bullet else line)
        yield f"- {body}" if bullet else re.sub(r"^(\s*)(-|\d+\.)", r"\1\\\2", body) + ("  " if body.strip() else "")


def conversation_markdown(session: Session, title: str, edition: str) -> str:
    """The conversation with its sources as a Markdown document."""
    language = session.language
    lines = [f"# {_plain(say('web_export_title', language, title=title))}", "", _plain(edition), ""]
    for number, exchange in enumerate(session.exchanges, 1):
        answer = exchange.answer
        lines += [f"## {number}. {_plain(' '.join(answer.question.split()))}", ""]
        for card in answer.cards:
            lines += [
                f"- {_plain(label)}: {_plain(value or say('not_stated', language))}" for label, value, _, _ in card.rows
            ]
            lines.append("")
        lines += [*_plain_lines(answer.answer), ""]
        cited = [*answer.citations, *answer.also]
        if cited:
            lines += [f"### {_plain(say('web_sources', language))}", ""]
            lines += [f"- {_plain(citation_line(citation, language))}" for citation in cited]
            lines.append("")
    return "\n".join(lines)


def _cell(words: str) -> str:
    """`words` as a cell: a spreadsheet never reads it as a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def facts_as_text(facts: Sequence[Fact], language: Language) -> str:
    """The values of a field with their pages; where there are none, that the handbook does not state it."""
    if not facts:
        return say("not_stated", language)
    firsts = [group[0] for group in merged(facts)]
    return "; ".join(f"{f.value} ({page_words(f.source.page, f.source.page_label, language)})" for f in firsts)


def practices_csv(sheets: Sequence[FactSheet], language: Language) -> str:
    """The fact sheets as CSV for a Dutch spreadsheet: semicolons, a byte order mark, one row a practice."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    labels = [field_label(field, language) for field in FIELDS]
    writer.writerow(
        [say("web_practice", language), say("web_concept", language), say("web_page_heading", language), *labels]
    )
    for sheet in sheets:
        cells = [facts_as_text(getattr(sheet, field), language) for field in FIELDS]
        writer.writerow(
            [_cell(cell) for cell in (sheet.name, sheet.concept, sheet.page_label or str(sheet.page), *cells)]
        )
    return "\ufeff" + out.getvalue()


def _vcard_text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> str:
    """A vCard line in pieces of at most 75 octets (RFC 6350, 3.2)."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        if len((piece + letter).encode("utf-8")) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\r\n ".join([*pieces, piece])


def vcard(sheet: FactSheet, title: str, language: Language) -> str:
    """The contact details of a practice as a vCard 4.0; what the handbook does not give is left out."""
    note = say("web_vcard_note", language, title=title, page=page_words(sheet.page, sheet.page_label, language))
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        f"FN:{_vcard_text(sheet.name)}",
        f"ORG:{_vcard_text(sheet.name)}",
    ]
    lines += [f"EMAIL:{_vcard_text(fact.value)}" for fact in sheet.emails]
    addresses = [url for fact in sheet.websites if (url := safe_url(fact.link or f"https://{fact.value}"))]
    lines += [f"URL:{url}" for url in dict.fromkeys(addresses)]
    lines += [f"NOTE:{_vcard_text(note)}", "END:VCARD"]
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"
