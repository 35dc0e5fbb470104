"""What ingest produces: a document of pages, its sections and their chunks."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of section, as they stand in an answer's citations."""

    PRACTICE = "practice"
    CONCEPT = "concept"
    LESSON = "lesson"
    ATTENTION_POINT = "attention_point"
    GLOSSARY = "glossary"
    INTRO = "intro"
    DISCUSSION = "discussion"
    COLOFON = "colofon"
    SECTION = "section"  # a section of a handbook without a profile


@dataclass(frozen=True, slots=True)
class Link:
    """A link target and the words it belongs to.

    `url` is complete (https://, mailto:); `label` is the printed text that carries it, empty where the source does
    not tell.
    """

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as extracted.

    `number` counts from 0 through the document; `page` is the page of the file, from 1; `label` the page number as
    printed, or else that of the file; `text` keeps its trailing blank, which tells a word's end from a broken word.
    """

    number: int
    page: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file, `number` from 1, with its lines and its links.

    `targets` holds the numbers of the lines that are nothing but the target of a link, as text files have them.
    """

    number: int
    lines: tuple[Line, ...]
    links: tuple[Link, ...] = ()
    targets: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """A handbook as read: its pages in order. `sha256` is over the bytes of the file."""

    title: str
    sha256: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the handbook that is cited as one.

    `id` is stable and readable (`practice/onder-de-pannen/belemmeringen`); `name` and `theme` are canonical; `facet`
    is the part of a practice or concept; `heading_path` runs from the outermost heading to the innermost, as shown to
    users and put before each passage for the encoder. `text` is the repaired text: paragraphs divided by newlines,
    bullets opened by "• ", nested ones by "– ". `page` is where the section begins; `breaks` holds (offset, page
    number, page label) for each page it runs on to. `lines` are the numbers of the source lines in it, in reading
    order.
    """

    id: str
    kind: Kind
    name: str
    theme: str | None
    facet: str | None
    heading_path: tuple[str, ...]
    page: int
    page_label: str
    text: str
    lines: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    breaks: tuple[tuple[int, int, str], ...] = ()

    def page_at(self, offset: int) -> tuple[int, str]:
        """Page number and label of the character at `offset` of the text."""
        number, label = self.page, self.page_label
        for start, page, page_label in self.breaks:
            if offset >= start:
                number, label = page, page_label
        return number, label


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one section as stored in the index: `section.text[start:end] == text`."""

    id: str
    section_id: str
    start: int
    end: int
    text: str
