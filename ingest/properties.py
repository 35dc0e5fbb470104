"""Properties that practices share: which have them, each with the words that show it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.document import Kind, Section
from ingest.errors import ProfileError
from ingest.facts import provenance
from ingest.factsheet import Provenance
from ingest.profile import Profile

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_KEYS = {"id", "nl", "en", "questions", "members"}


@dataclass(frozen=True, slots=True)
class Property:
    """Something that people ask practices by, such as having a garden.

    `title` is its name by language (nl, en), `questions` are ways to ask for it, and `members` the practices that have
    it, in order, each with the quote that shows it. Members may be other things, too: the concepts, the makers.
    """

    id: str
    title: Mapping[str, str]
    questions: tuple[str, ...]
    members: Mapping[str, Provenance]


def read_properties(sections: Sequence[Section], profile: Profile) -> tuple[Property, ...]:
    """The properties of the profile's JSON lines file; none where it names no such file.

    Raises:
        ProfileError: the file cannot be read, a line is no property, or a practice does not say what is quoted of it.
    """
    if not profile.properties:
        return ()
    path = profile.file(profile.properties)
    try:
        text = path.read_text("utf-8-sig").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise ProfileError(f"{path}: the properties cannot be read ({fault}). Correct the file.") from None
    lines = text.split("\n") if text else []
    found = tuple(_property(line, sections, f"{path}, line {number}") for number, line in enumerate(lines, 1))
    ids = [one.id for one in found]
    if doubles := [one for one in ids if ids.count(one) > 1]:
        raise ProfileError(f"{path}: two properties '{doubles[0]}'. Join them, or rename one.")
    return found


def _property(line: str, sections: Sequence[Section], where: str) -> Property:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        entry = None
    if not _is_property(entry):
        raise ProfileError(f"{where}: not an object with {sorted(_KEYS)}, all filled in. Correct it.")
    return Property(
        id=entry["id"],
        title={"nl": entry["nl"], "en": entry["en"]},
        questions=tuple(entry["questions"]),
        members={one["name"]: _place(one["quote"], one["name"], sections, where) for one in entry["members"]},
    )


def _is_property(entry: object) -> bool:
    if not isinstance(entry, dict) or set(entry) != _KEYS or not _are_texts(entry[key] for key in ("id", "nl", "en")):
        return False
    questions, members = entry["questions"], entry["members"]
    if not isinstance(questions, list) or not isinstance(members, list) or not _are_texts(questions):
        return False
    named = [one for one in members if isinstance(one, dict) and set(one) == {"name", "quote"}]
    if not named or len(named) < len(members) or not _are_texts(text for one in named for text in one.values()):
        return False
    return len({one["name"] for one in named}) == len(named)


def _are_texts(values: Iterable[object]) -> bool:
    """Whether all are texts with a letter or digit in them, and can be written as UTF-8."""
    return all(
        isinstance(value, str) and any(map(str.isalnum, value)) and not _HALF_CHARACTER.search(value)
        for value in values
    )


def _place(quote: str, name: str, sections: Sequence[Section], where: str) -> Provenance:
    """Where `quote` stands: in a section named `name`, and only there for a practice, else in any that has it."""
    own = [section for section in sections if section.name == name]
    elsewhere = () if any(section.kind is Kind.PRACTICE for section in own) else sections
    for section in (*own, *elsewhere):
        at = section.text.find(quote)
        if at >= 0:
            return provenance(section, at, at + len(quote))
    raise ProfileError(f"{where}: '{quote}' is not in the sections on '{name}'. Quote it as it stands.")
