"""The sentences of the passages: the units that are compared with questions and quoted."""

from dataclasses import dataclass

from ingest.chunk import sentence_spans
from ingest.document import Section
from ingest.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or bullet, `section.text[start:end]`, of the passage at that position among the chunks."""

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
        """The sentence under the heading that it stands under."""
        return f"{self.section.heading_path[-1]} {self.text}"


def passage_sentences(handbook: Handbook) -> list[list[Sentence]]:
    """The sentences of each passage in reading order; one that runs over the end of a passage is in both."""
    sections = {section.id: section for section in handbook.sections}
    return [
        [
            Sentence(section, position, start, end)
            for start, end in sentence_spans(section.text)
            if start < chunk.end and end > chunk.start
        ]
        for position, chunk in enumerate(handbook.chunks)
        for section in (sections[chunk.section_id],)
    ]
