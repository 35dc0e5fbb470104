"""What the web chat needs of the assistant, as a protocol, and reading aids over its sections and fact sheets."""

from collections.abc import Sequence
from typing import Protocol

from assistant.messages import say
from assistant.schema import Answer, Language, Turn
from ingest.document import Kind, Section
from ingest.factsheet import FactSheet
from ingest.profile import FanRule


class Titled(Protocol):
    """The part of a document that pages show."""

    @property
    def title(self) -> str:
        """Title of the handbook: that of its profile, or else the name of its file."""
        ...


class Described(Protocol):
    """The part of a profile that pages show."""

    @property
    def edition(self) -> str:
        """Edition of the handbook, '' where unknown."""
        ...

    @property
    def fan(self) -> tuple[FanRule, ...]:
        """The blades of the fan with their places on the two axes; empty where no profile gives them."""
        ...


class Sectioned(Protocol):
    """The part of a handbook that pages show."""

    @property
    def document(self) -> Titled:
        """The handbook as it was read, with its title."""
        ...

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections in reading order."""
        ...


class Library(Protocol):
    """The assistant as the web chat sees it: read-only after loading, and safe to use from several threads."""

    @property
    def handbook(self) -> Sectioned:
        """The handbook with its sections."""
        ...

    @property
    def fact_sheets(self) -> tuple[FactSheet, ...]:
        """One fact sheet for each practice, in the handbook's order."""
        ...

    @property
    def profile(self) -> Described:
        """The edition, and the fan."""
        ...

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to `question` after the turns of `history`."""
        ...

    def lookup(self, name: str) -> FactSheet:
        """The fact sheet of the practice that `name` means; raises UnknownName where none does."""
        ...

    def section(self, section_id: str) -> Section:
        """The section with that id; raises KeyError."""
        ...


def practice_sections(library: Library, name: str) -> tuple[Section, ...]:
    """All sections of the practice `name`, in reading order."""
    return tuple(s for s in library.handbook.sections if s.kind == Kind.PRACTICE and s.name == name)


def concept_sections(library: Library, name: str) -> tuple[Section, ...]:
    """The sections that define the concept `name`.

    Two concepts may share a section: where none bears the name, it is the section whose text speaks of it.
    """
    concepts = [s for s in library.handbook.sections if s.kind == Kind.CONCEPT]
    own = tuple(s for s in concepts if s.name == name)
    if own:
        return own
    shared = next((s.name for s in concepts if name.casefold() in s.text.casefold()), None)
    return tuple(s for s in concepts if s.name == shared)


def lesson_sections(library: Library, name: str) -> tuple[Section, ...]:
    """The lessons for the concept `name`, one section a theme, in reading order."""
    return tuple(s for s in library.handbook.sections if s.kind == Kind.LESSON and s.name == name)


def page_words(page: int, label: str, language: Language) -> str:
    """The page as users read it: its printed number, or where none is known its place in the file."""
    if label:
        return say("web_page", language, label=label)
    return say("web_page_in_file", language, number=page)


def slug(name: str) -> str:
    """`name` in letters, digits and hyphens, for file names and ids."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in name.casefold())
    return "-".join(part for part in letters.split("-") if part)
