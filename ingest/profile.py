"""The profile: all that is particular to one handbook, read from a TOML file and checked once."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from ingest.document import Kind
from ingest.errors import ProfileError

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

    @property
    def quote(self) -> str:
        """The words that the place rests on."""
        return " ".join(self.quotes)


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

    def file(self, name: str) -> Path:
        """Path of a file that the profile names, relative to the profile's folder."""
        return self.folder / name


_TABLES = ("parts", "section", "move", "link", "contact", "fan")


def read_profile(path: Path) -> Profile:
    """Read and check the profile at `path` (TOML; every key is described in corpus/README.md).

    Raises:
        ProfileError: no such file, not TOML, a missing or unknown key, or a value of the wrong type.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ProfileError(f"{path}: no such profile. Name the handbook's profile with --corpus.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise ProfileError(f"{path}: the profile cannot be read ({fault}). Correct it.") from None
    where = str(path)
    for key in ("title", "handbook"):
        if not table.get(key):
            raise ProfileError(f"{where}: '{key}' is missing. Add it to the profile.")
    profile = _build(
        Profile,
        where,
        {key: value for key, value in table.items() if key not in _TABLES},
        folder=path.parent,
        parts=_parts(where, table.get("parts", {})),
        sections=_each(SectionRule, where, table, "section", start="name"),
        moves=_each(Move, where, table, "move", last="first"),
        fan=_each(FanRule, where, table, "fan"),
        links=_each(LinkRule, where, table, "link"),
        contact=_build(ContactRule, f"{where}, contact", table.get("contact", {})),
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
    return {name: _each(Part, f"{where}, parts", tables, name, title="key") for name in tables}


_T = TypeVar("_T", Profile, SectionRule, Part, Move, LinkRule, ContactRule, FanRule)


def _each(kind: type[_T], where: str, table: Mapping[str, Any], key: str, **same: str) -> tuple[_T, ...]:
    """An instance of `kind` for each table of the list at `key`; `same`: the key whose value a missing one takes."""
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise ProfileError(f"{where}: '{key}' must be a list of tables. Correct it in the profile.")
    built = []
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict):
            entry = {missing: entry[other] for missing, other in same.items() if other in entry} | entry
        built.append(_build(kind, f"{where}, {key} {number}", entry))
    return tuple(built)


def _build(kind: type[_T], where: str, table: object, **given: Any) -> _T:  # noqa: ANN401 - what is no table of its own
    """An instance of `kind` from a TOML table, each value checked against its field's type."""
    if not isinstance(table, dict):
        raise ProfileError(f"{where}: must be a table. Correct it in the profile.")
    known = {f.name: f for f in fields(kind) if f.name not in given}
    if unknown := sorted(set(table) - set(known)):
        raise ProfileError(f"{where}: unknown key '{unknown[0]}'. Remove it or correct its spelling.")
    for name, one in known.items():
        if name not in table and one.default is MISSING and one.default_factory is MISSING:
            raise ProfileError(f"{where}: '{name}' is missing. Add it to the profile.")
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for name, value in table.items():
        form, fits, convert = _FORMS[hints[name]]
        if not fits(value):
            raise ProfileError(f"{where}: '{name}' must be {form}. Correct it in the profile.")
        values[name] = convert(value)
    return kind(**values, **given)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


_FORMS: dict[object, tuple[str, Callable[[Any], bool], Callable[[Any], object]]] = {
    str: ("a text", lambda value: isinstance(value, str), str),
    bool: ("true or false", lambda value: isinstance(value, bool), bool),
    int: ("a whole number", lambda value: type(value) is int, int),
    int | None: ("a whole number", lambda value: type(value) is int, int),
    float | None: ("a number from 0 to 1", lambda value: type(value) in (int, float) and 0 <= value <= 1, float),
    Kind: (f"one of {', '.join(Kind)}", lambda value: isinstance(value, str) and value in set(Kind), Kind),
    tuple[str, ...]: ("a list of texts", _is_texts, tuple),
    frozenset[str]: ("a list of texts", _is_texts, frozenset),
    tuple[tuple[str, ...], ...]: (
        "a list of lists of texts",
        lambda value: isinstance(value, list) and all(map(_is_texts, value)),
        lambda value: tuple(map(tuple, value)),
    ),
    Mapping[str, str]: (
        "a table of texts",
        lambda value: isinstance(value, dict) and _is_texts([*value.values()]),
        dict,
    ),
}
