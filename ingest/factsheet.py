"""Fact sheets: what the handbook says of one practice, field by field, with the place where it says so."""

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field stands: `quote == section.text[start:end]` of the section with that id."""

    section_id: str
    page: int
    page_label: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: `value` as shown (printed form), `link` the target behind it ('' where none), and its source."""

    value: str
    source: Provenance
    link: str = ""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """All facts of one practice. An empty tuple means that the handbook does not give the field; nothing is guessed.

    `housing_benefit` facts have the value "ja", "nee" or "deels"; `legal_basis` facts name a law or arrangement
    (Wmo, Wlz, PGB, subsidie ...).
    """

    name: str
    concept: str
    page: int
    page_label: str
    websites: tuple[Fact, ...] = ()
    emails: tuple[Fact, ...] = ()
    social_media: tuple[Fact, ...] = ()
    other_contacts: tuple[Fact, ...] = ()
    funding_care: tuple[Fact, ...] = ()
    funding_building: tuple[Fact, ...] = ()
    resident_pays: tuple[Fact, ...] = ()
    pays_to: tuple[Fact, ...] = ()
    housing_benefit: tuple[Fact, ...] = ()
    legal_basis: tuple[Fact, ...] = ()
    duration: tuple[Fact, ...] = ()
    contract: tuple[Fact, ...] = ()
    landlord: tuple[Fact, ...] = ()
    property_owner: tuple[Fact, ...] = ()
    care_provider: tuple[Fact, ...] = ()
    target_group: tuple[Fact, ...] = ()
    size: tuple[Fact, ...] = ()
    district: tuple[Fact, ...] = ()


FIELDS: tuple[str, ...] = tuple(
    f.name for f in fields(FactSheet) if f.name not in ("name", "concept", "page", "page_label")
)
"""The names of the fields that hold facts, in the order in which they are shown."""


def sheet_of(sheets: Sequence[FactSheet], name: str) -> FactSheet | None:
    """The fact sheet of the practice of exactly that name, None where there is none."""
    return next((sheet for sheet in sheets if sheet.name == name), None)
