"""The profile: all that is particular to one handbook, read from a TOML file and checked once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.document import Kind
from ingest.errors import ProfileError
from ingest.tables import instance, instances, read_toml

_CONJUNCTIONS = frozenset({"en", "of", "tot", "als", "cq", "and", "or"})


@dataclass(frozen=True, slots=True)
class SectionRule:
    """Where a section begins and how it divides.

    `start` is its heading as printed (lines joined by a space), looked for from `page` on. With `from_top`, what
    stands above the heading on its page belongs to the section, too, as part `above`; `text_start` keeps the start in
    the text. `part` is the part that the heading opens, `parts` names the table of headings inside the section, and
    `facets` are those of the bullets of the first part of that table, in order. `under` is the heading path above it.
    """

    kind: Kind
    name: str
    start: str
    page: int = 1
    from_top: bool = False
    above: str = ""
    text_start: bool = False
    part: str = ""
    parts: str = ""
    facets: tuple[str, ...] = ()
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading inside a section: its theme or facet (`key`), and how it is shown (`title`)."""

    heading: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Move:
    """Lines of `page` that were extracted in the wrong place.

    From the line `first` through the line `last` (both as printed), they belong to section `to`: after its line
    `after`, or at its end.
    """

    page: int
    first: str
    last: str
    to: str
    after: str = ""


@dataclass(frozen=True, slots=True)
class LinkRule:
    """The printed words `label` on `page` that the link target `url` belongs to."""

    page: int
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class FanRule:
    """A concept's blade of the fan, in order: its place on the two axes as far as `quotes` support it.

    `nearness` runs from support on appointment (0) to support at hand day and night (1), `stay` from short (0) to long
    (1). `also` names practices that the text counts under it besides those of its own page.
    """

    concept: str
    nearness: float | None = None
    stay: float | None = None
    quotes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactRule:
    """How contact details are printed in the facet that holds them: labels before a colon, hosts of social media."""

    facet: str = ""
    websites: tuple[str, ...] = ()
    social: Mapping[str, str] = field(default_factory=dict)
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A handbook's profile. A handbook without one gets `Profile()`: headings are then detected."""

    title: str = ""
    edition: str = ""
    folder: Path = Path()
    handbook: str = ""
    facts: str = ""
    names: str = ""
    aspects: str = ""
    questions: str = ""
    unanswerable: str = ""
    descriptions: str = ""
    properties: str = ""
    page_start: str = ""
    first_label: int | None = None
    lost_breaks: tuple[str, ...] = ()
    furniture: frozenset[str] = frozenset()
    furniture_patterns: tuple[str, ...] = ()
    hyphen_before: frozenset[str] = _CONJUNCTIONS
    paragraph_starts: frozenset[str] = frozenset()
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    sections: tuple[SectionRule, ...] = ()
    moves: tuple[Move, ...] = ()
    fan: tuple[FanRule, ...] = ()
    links: tuple[LinkRule, ...] = ()
    contact: ContactRule = field(default_factory=ContactRule)
    conflicts: tuple[tuple[str, ...], ...] = ()
    list_facets: frozenset[str] = frozenset()
    purpose_facet: str = ""

    def file(self, name: str) -> Path:
        """Path of a file that the profile names, relative to the profile's folder."""
        return self.folder / name


_TABLES = ("parts", "section", "move", "link", "contact", "fan")


def read_profile(path: Path) -> Profile:
    """Read and check the profile at `path` (TOML; every key is described in corpus/README.md).

    Raises:
        ProfileError: no such file, not TOML, a missing or unknown key, or a value of the wrong type.
    """
    table = read_toml(path, "no such profile. Name the handbook's profile with --corpus.")
    where = str(path)
    for key in ("title", "handbook"):
        if not table.get(key):
            raise ProfileError(f"{where}: '{key}' is missing. Add it to the profile.")
    profile = instance(
        Profile,
        where,
        {key: value for key, value in table.items() if key not in _TABLES},
        folder=path.parent,
        parts=_parts(where, table.get("parts", {})),
        sections=instances(SectionRule, where, table, "section", start="name"),
        moves=instances(Move, where, table, "move", last="first"),
        fan=instances(FanRule, where, table, "fan"),
        links=instances(LinkRule, where, table, "link"),
        contact=instance(ContactRule, f"{where}, contact", table.get("contact", {})),
    )
    _check(where, profile)
    return profile


def _check(where: str, profile: Profile) -> None:
    """Refuse patterns that are no regular expression, and parts that no table gives."""
    for pattern in (profile.page_start, *profile.furniture_patterns):
        try:
            re.compile(pattern)
        except re.error as fault:
            raise ProfileError(f"{where}: '{pattern}' is no regular expression ({fault}). Correct it.") from None
    for rule in profile.sections:
        if rule.parts and rule.parts not in profile.parts:
            raise ProfileError(
                f"{where}: section '{rule.name}': no table parts.{rule.parts}. Add it or correct 'parts'."
            )


def _parts(where: str, tables: object) -> dict[str, tuple[Part, ...]]:
    if not isinstance(tables, dict):
        raise ProfileError(f"{where}: 'parts' must be a table. Correct it in the profile.")
    return {name: instances(Part, f"{where}, parts", tables, name, title="key") for name in tables}
