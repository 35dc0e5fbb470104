"""Answers and fact sheets as plain text for a terminal: aligned rows, numbered sources, no codes unless asked for."""

import os
import shutil
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from assistant.messages import say
from assistant.schema import Answer, Card, Citation, Language
from ingest.document import Section
from ingest.factsheet import FIELDS, Fact, FactSheet

_OVERVIEW = ("emails", "websites")
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Style:
    """How to write: lines of at most `width` characters (None: as long as they are), headings bold or not."""

    width: int | None = None
    bold: bool = False

    def heading(self, words: str) -> str:
        """`words` as a heading."""
        return f"\033[1m{words}\033[0m" if self.bold else words

    def paragraph(self, words: str, indent: str = "") -> str:
        """`words` in lines that fit; the second and further lines begin with `indent`."""
        text = printable(words)
        if self.width is None:
            return text
        width = max(self.width, _NARROWEST)
        lines = [
            textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
            for line in text.split("\n")
        ]
        return "\n".join(lines)


def style_of(stream: TextIO) -> Style:
    """Wrapped and with bold headings on a terminal (see no-color.org), bare anywhere else."""
    if not stream.isatty():
        return Style()
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return Style(width=shutil.get_terminal_size().columns, bold=not plain)


def printable(words: str) -> str:
    """`words` without control characters: a handbook or a question must not steer the terminal."""
    text = words.replace("\t", " ")
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs"))


def answer_text(answer: Answer, section: Callable[[str], Section], style: Style) -> str:
    """The answer, its cards, its numbered sources, what there is instead, choices and suggestions."""
    language = answer.language
    blocks = [style.paragraph(answer.answer)]
    blocks += [_card(card, language, style) for card in answer.cards]
    sources = [_source(citation, section, language, style) for citation in answer.citations]
    blocks += _block("cli_sources", sources, language, style)
    instead = [_source(one, section, language, style, quote=True) for one in answer.also]
    blocks += _block("cli_instead", instead, language, style)
    choices = [style.paragraph(f"{n}. {choice}", "   ") for n, choice in enumerate(answer.choices, 1)]
    blocks += _block("cli_choices", choices, language, style)
    blocks += _block(
        "cli_suggestions", [style.paragraph(f"- {one}", "  ") for one in answer.suggestions], language, style
    )
    return "\n\n".join(blocks)


def sheet_text(sheet: FactSheet, language: Language, style: Style) -> str:
    """One fact sheet: every field with its values and their pages, or that the handbook does not state it."""
    rows = [row for field in FIELDS for row in _field(say(f"field_{field}", language), getattr(sheet, field), language)]
    place = ", ".join((sheet.concept, page_words(sheet.page, sheet.page_label, language)))
    return "\n".join((style.heading(printable(sheet.name)), printable(place), "", _aligned(rows, style)))


def overview_text(sheets: Sequence[FactSheet], language: Language, style: Style) -> str:
    """All fact sheets in a table: name, page, e-mail address and website."""
    head = (
        say("cli_practice", language),
        say("cli_page_heading", language),
        *(say(f"field_{f}", language) for f in _OVERVIEW),
    )
    rows = [
        (
            sheet.name,
            sheet.page_label or str(sheet.page),
            *(_first(getattr(sheet, field), language) for field in _OVERVIEW),
        )
        for sheet in sheets
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "  ".join(printable(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in (head, *rows)
    ]
    return "\n".join((style.heading(lines[0].rstrip()), *(line.rstrip() for line in lines[1:])))


def page_words(page: int, label: str, language: Language) -> str:
    """The page as printed, or where no number is known its place in the file."""
    return say("cli_page", language, label=label) if label else say("cli_page_in_file", language, number=page)


def _block(key: str, lines: Iterable[str], language: Language, style: Style) -> list[str]:
    """A heading and the lines under it; nothing where there are none."""
    found = list(lines)
    return ["\n".join((style.heading(say(key, language)), *found))] if found else []


def _source(
    citation: Citation, section: Callable[[str], Section], language: Language, style: Style, quote: bool = False
) -> str:
    """`[1] praktijkvoorbeeld X, financiën, p. 47`, with the quote after it where it stands nowhere else."""
    kind = say(f"cli_kind_{citation.kind}", language)
    name = citation.name if kind.casefold() == citation.name.casefold() else f"{kind} {citation.name}"
    facet = section(citation.section_id).heading_path[-1].rpartition(": ")[2].casefold() if citation.facet else ""
    parts = (name, citation.theme or facet, page_words(citation.page, citation.page_label, language))
    where = f"[{citation.n}] " + ", ".join(part for part in parts if part)
    words = f": “{citation.quote}”" if quote else ""
    links = "".join(f" <{link['url']}>" for link in citation.links)
    return style.paragraph(f"{where}{words}{links}", "    ")


def _card(card: Card, language: Language, style: Style) -> str:
    rows = []
    for label, value, link, number in card.rows:
        shown = say("not_stated", language) if value is None else _linked(value, link)
        rows.append((label, f"{shown} [{number}]" if number else shown))
    heading = say(f"cli_card_{card.kind}", language, name=card.name)
    return "\n".join((style.heading(printable(heading)), _aligned(rows, style)))


def _aligned(rows: Sequence[tuple[str, str]], style: Style) -> str:
    """Labels and values in two columns; a label that is that of the row before is left out."""
    width = max(len(label) for label, _ in rows) + 2
    lines, last = [], ""
    for label, value in rows:
        shown = "" if label == last else label
        lines.append(style.paragraph(f"{shown.ljust(width)}{' '.join(value.split())}", " " * width))
        last = label
    return "\n".join(lines)


def _field(label: str, facts: Sequence[Fact], language: Language) -> list[tuple[str, str]]:
    """The rows of one field, each value once."""
    if not facts:
        return [(label, say("not_stated", language))]
    once = {fact.value.casefold(): fact for fact in reversed(facts)}
    return [
        (label, f"{_linked(f.value, f.link)} ({page_words(f.source.page, f.source.page_label, language)})")
        for f in reversed(once.values())
    ]


def _first(facts: Sequence[Fact], language: Language) -> str:
    """The first value of a field; where it is words that carry a link, the link."""
    if not facts:
        return say("not_stated", language)
    return facts[0].value if "." in facts[0].value else facts[0].link or facts[0].value


def _linked(value: str, link: str) -> str:
    """`value` with the target behind it, where that says more than the value itself."""
    plain = link.removeprefix("mailto:").partition("://")[2] or link.removeprefix("mailto:")
    return value if plain.rstrip("/") in ("", value, f"www.{value}") else f"{value} <{link}>"
