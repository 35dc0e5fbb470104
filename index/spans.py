"""Spans: the stretches of text, sentences and bullets above all, that are compared with questions and quoted."""

from dataclasses import dataclass
from typing import Protocol

from ingest.chunk import sentence_spans
from ingest.document import Section
from ingest.handbook import Handbook


class Stretch(Protocol):
    """Where something stands: from `start` to `end` of the text of the section with that id."""

    @property
    def section_id(self) -> str: ...  # noqa: D102  # told by the class
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Span:
    """A verbatim stretch, `section.text[start:end]`, of the passage at that position among the chunks."""

    section: Section
    passage: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.section.text[self.start : self.end]

    @property
    def headed(self) -> str:
        """The words under the heading that they stand under."""
        return f"{self.section.heading_path[-1]} {self.text}"

    @property
    def section_id(self) -> str:
        """Id of its section."""
        return self.section.id

    def meets(self, start: int, end: int) -> bool:
        """Whether it has a character in common with `start` to `end` of its section."""
        return self.start < end and start < self.end

    def overlaps(self, other: Stretch) -> bool:
        """Whether it has a character in common with `other`."""
        return self.section_id == other.section_id and self.meets(other.start, other.end)


def span_at(handbook: Handbook, section: Section, start: int, end: int) -> Span:
    """The span of a section from `start`, which lies in one of its passages, to `end`."""
    passage = next(
        at
        for at, chunk in enumerate(handbook.chunks)
        if chunk.section_id == section.id and chunk.start <= start < chunk.end
    )
    return Span(section, passage, start, end)


def passage_sentences(handbook: Handbook) -> tuple[tuple[Span, ...], ...]:
    """The sentences of each passage in reading order; one that runs over the end of a passage is in both."""
    sections = handbook.chunk_sections()
    return tuple(
        tuple(
            span
            for start, end in sentence_spans(section.text)
            if (span := Span(section, position, start, end)).meets(chunk.start, chunk.end)
        )
        for position, (chunk, section) in enumerate(zip(handbook.chunks, sections, strict=True))
    )
