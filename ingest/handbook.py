"""The whole of ingest in one call: from a profile or a bare file to sections, chunks and fact sheets."""

from dataclasses import dataclass
from pathlib import Path

from ingest.chunk import ChunkOptions, chunk_section
from ingest.document import Chunk, Document, Section
from ingest.errors import EmptyHandbook, ProfileError
from ingest.facts import read_fact_sheets
from ingest.factsheet import FactSheet
from ingest.links import attach_links
from ingest.outline import outline_sections
from ingest.profile import Profile, read_profile
from ingest.properties import Property, read_properties
from ingest.read import read_document
from ingest.sections import split_sections


@dataclass(frozen=True, slots=True)
class Handbook:
    """All that ingest gives: the sections in reading order, their chunks, facts, properties, and what is furniture.

    `furniture` holds the numbers of lines that are page furniture, link targets, credits or blank; together with the
    lines of the sections they are all lines of the document, none twice.
    """

    document: Document
    profile: Profile
    sections: tuple[Section, ...]
    chunks: tuple[Chunk, ...]
    fact_sheets: tuple[FactSheet, ...]
    properties: tuple[Property, ...]
    furniture: tuple[int, ...]

    def section(self, section_id: str) -> Section:
        """The section with that id; KeyError where there is none."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)

    def chunk_sections(self) -> tuple[Section, ...]:
        """The section of each chunk, in the order of the chunks."""
        sections = {section.id: section for section in self.sections}
        return tuple(sections[chunk.section_id] for chunk in self.chunks)


def read_handbook(path: Path, options: ChunkOptions | None = None) -> Handbook:
    """Read a handbook by its profile (`.toml`), or a `.txt` or `.pdf` without one.

    Raises:
        HandbookError: the handbook file cannot be used.
        ProfileError: the profile, or a file that it names, has a fault.
    """
    profile = read_profile(path) if path.suffix.lower() == ".toml" else Profile()
    document = read_document(profile.file(profile.handbook) if profile.handbook else path, profile)
    sections, furniture = split_sections(document, profile) if profile.sections else outline_sections(document)
    sections = attach_links(document, sections, profile)
    chunks = tuple(chunk for section in sections for chunk in chunk_section(section, options or ChunkOptions()))
    for quote in (quote for conflict in profile.conflicts for quote in conflict):
        if not any(quote in section.text for section in sections):
            raise ProfileError(f"{path}: conflicts: '{quote}' is in no section. Quote it as it stands.")
    if not chunks:
        raise EmptyHandbook(f"{path}: no running text found in it. Give a handbook with text in it.")
    sheets, properties = read_fact_sheets(sections, profile), read_properties(sections, profile)
    return Handbook(document, profile, sections, chunks, sheets, properties, furniture)
