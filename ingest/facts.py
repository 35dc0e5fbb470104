"""Fact sheets: contact details read from the text, other fields from the profile's facts file, each with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.chunk import paragraph_spans
from ingest.document import Kind, Link, Section
from ingest.errors import ProfileError
from ingest.factsheet import FIELDS, Fact, FactSheet, Provenance
from ingest.profile import ContactRule, Profile
from ingest.tables import read_toml

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LABELLED = re.compile(r"(?:• )?([\w -]{3,30}):\s+(\S.*)$")
_CONTACT_FIELDS = ("websites", "emails", "social_media", "other_contacts")
_STATED_FIELDS = tuple(field for field in FIELDS if field not in _CONTACT_FIELDS)


def read_fact_sheets(sections: Sequence[Section], profile: Profile) -> tuple[FactSheet, ...]:
    """One fact sheet a practice, in reading order.

    Raises:
        ProfileError: the facts file cannot be read, names no practice, or quotes what the practice does not say.
    """
    path = profile.file(profile.facts)
    stated = _stated(path) if profile.facts else {}
    practices: dict[str, list[Section]] = {}
    for section in sections:
        if section.kind is Kind.PRACTICE:
            practices.setdefault(section.name, []).append(section)
    if unknown := [name for name in stated if name not in practices]:
        raise ProfileError(f"{path}: no practice '{unknown[0]}' in the handbook. Correct its name.")
    return tuple(
        _fact_sheet(name, own, [*_quoted(path, name, own, stated.get(name, {})), *_contacts(own, profile.contact)])
        for name, own in practices.items()
    )


def _fact_sheet(name: str, sections: Sequence[Section], facts: Sequence[tuple[str, Fact]]) -> FactSheet:
    """The sheet of one practice from (field, fact) pairs; the concept is the heading above its name."""
    fields: dict[str, dict[str, Fact]] = {}
    for field, fact in facts:
        fields.setdefault(field, {}).setdefault(f"{fact.value} {fact.source.quote}", fact)
    first = sections[0]
    above = first.heading_path.index(name)
    concept = first.heading_path[above - 1] if above else ""
    found = {field: tuple(by_text.values()) for field, by_text in fields.items()}
    return FactSheet(name, concept, first.page, first.page_label, **found)


def _stated(path: Path) -> dict[str, Mapping[str, Any]]:
    """The facts file: entries by practice and field."""
    sheets = read_toml(path, "no such file of facts. Correct 'facts' in the profile.").get("sheet", [])
    stated: dict[str, Mapping[str, Any]] = {}
    for number, sheet in enumerate(sheets if isinstance(sheets, list) else [sheets], 1):
        name = sheet.get("name") if isinstance(sheet, dict) else None
        if not isinstance(name, str) or name in stated:
            raise ProfileError(f"{path}: sheet {number} has no name, or that of another sheet. Correct it.")
        stated[name] = {key: value for key, value in sheet.items() if key != "name"}
        if unknown := sorted(set(stated[name]) - set(_STATED_FIELDS)):
            raise ProfileError(f"{path}: sheet '{name}': unknown field '{unknown[0]}'. Remove it or correct it.")
    return stated


def _quoted(
    path: Path, name: str, sections: Sequence[Section], stated: Mapping[str, Any]
) -> Iterator[tuple[str, Fact]]:
    """Field and fact of each entry of one sheet; the quote is looked for in the practice's sections, in order."""
    for field, entries in stated.items():
        for entry in entries if isinstance(entries, list) else [entries]:
            quote = entry.get("quote") if isinstance(entry, dict) else None
            value = entry.get("value", quote) if isinstance(entry, dict) else None
            if not isinstance(quote, str) or not isinstance(value, str) or not quote or set(entry) - {"quote", "value"}:
                raise ProfileError(f"{path}: '{name}', {field}: give each fact a 'quote' and, if need be, a 'value'.")
            place = next((section for section in sections if quote in section.text), None)
            if place is None:
                raise ProfileError(
                    f"{path}: '{name}', {field}: '{quote}' is not in its sections. Quote it as it stands."
                )
            at = place.text.index(quote)
            yield field, Fact(value, provenance(place, at, at + len(quote)))


def provenance(section: Section, start: int, end: int) -> Provenance:
    """The place of `section.text[start:end]`."""
    page, label = section.page_at(start)
    return Provenance(section.id, page, label, section.text[start:end], start, end)


def _contacts(sections: Sequence[Section], rule: ContactRule) -> Iterator[tuple[str, Fact]]:
    """Field and fact of each contact detail in the contact part of a practice."""
    for section in sections:
        if section.facet != rule.facet:
            continue
        printed = [found for span in paragraph_spans(section.text) for found in _in_paragraph(section, *span, rule)]
        yield from printed
        has_website = any(field == "websites" for field, _ in printed)
        told = {fact.link for _, fact in printed}
        for link in section.links:
            at = section.text.casefold().find(link.label.casefold())
            if link.label and at >= 0 and link.url not in told and not _same_address(link.url, told):
                field = "other_contacts" if has_website or link.url.startswith("mailto:") else "websites"
                source = provenance(section, at, at + len(link.label))
                yield _social(link, rule) or field, Fact(source.quote, source, link.url)


def _same_address(url: str, told: set[str]) -> bool:
    """Whether `url` is in `told` with another scheme."""
    return url.partition("://")[2] in {other.partition("://")[2] for other in told if "://" in other}


def _social(link: Link, rule: ContactRule) -> str:
    return "social_media" if any(host in link.url for host in rule.social.values()) else ""


def _in_paragraph(section: Section, start: int, end: int, rule: ContactRule) -> Iterator[tuple[str, Fact]]:
    """Contact details in one paragraph: printed e-mail addresses, "Website: ...", "YouTube: ..."."""
    text = section.text[start:end]
    for match in _EMAIL.finditer(text):
        source = provenance(section, start + match.start(), start + match.end())
        yield "emails", Fact(match[0], source, f"mailto:{match[0]}")
    labelled = _LABELLED.match(text)
    if not labelled:
        return
    kind, value = labelled[1], labelled[2]
    source = provenance(section, start + labelled.start(1), end)
    links = [link for link in section.links if link.label and link.label.casefold() in text.casefold()]
    exact = [link for link in links if link.label.casefold() == value.casefold()]
    if kind in rule.websites:
        yield from (("websites", Fact(link.label, source, link.url)) for link in exact[:1] or links)
        if not links:
            yield "websites", Fact(value, source)
    elif kind in rule.social or kind in rule.other:
        field = "social_media" if kind in rule.social else "other_contacts"
        yield field, Fact(f"{kind}: {value}", source, links[0].url if links else "")
