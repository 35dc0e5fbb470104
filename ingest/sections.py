"""Document to sections by the rules of its profile: every line of it in one section, or furniture."""

import re
from collections.abc import Iterator, Sequence

from ingest.document import Document, Kind, Line, Section
from ingest.errors import ProfileError
from ingest.profile import Part, Profile, SectionRule
from ingest.repair import LineEnds, Paragraph, join_lines, join_paragraphs, marks_word_ends, normalise
from ingest.stretches import Stretch, divide_lines, section_id, unprinted


def split_sections(document: Document, profile: Profile) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections of `document` in reading order, and the numbers of the lines that are furniture.

    Raises:
        ProfileError: a heading, a line or a facet that the profile names is not where it says, or text stands before
            the first section.
    """
    lines = [line for page in document.pages for line in page.lines]
    furniture = {line.number for line in _furniture(document, profile)}
    if absent := sorted(profile.paragraph_starts - {normalise(line.text) for line in lines}):
        raise ProfileError(f"{profile.handbook}: no line '{absent[0]}'. Correct 'paragraph_starts' in the profile.")
    ends = LineEnds(marks_word_ends(lines), profile.hyphen_before, profile.paragraph_starts)
    stretches = divide_lines(lines, furniture, profile)
    sections = tuple(section for stretch in stretches for section in _sections(stretch, profile, ends))
    used = {number for section in sections for number in section.lines}
    for line in lines:
        if line.number not in used and line.number not in furniture and re.search(r"\w", line.text):
            stray = f"{profile.handbook}, page {line.page}: '{normalise(line.text)}' stands in no section"
            raise ProfileError(f"{stray}. Add a section for it to the profile, or name it furniture.")
    return sections, tuple(line.number for line in lines if line.number not in used)


def _furniture(document: Document, profile: Profile) -> Iterator[Line]:
    """Blank lines, page numbers, link targets, and the lines that the profile calls furniture."""
    patterns = [re.compile(pattern) for pattern in profile.furniture_patterns]
    for page in document.pages:
        for line in page.lines:
            text = normalise(line.text)
            named = text in profile.furniture or any(pattern.search(text) for pattern in patterns)
            if not text or text.isdigit() or named or line.number in page.targets:
                yield line


def _sections(stretch: Stretch, profile: Profile, ends: LineEnds) -> Iterator[Section]:
    """One section of a stretch, or one a facet where the rule gives the facets of its bullets."""
    paragraphs = join_lines(stretch.running, ends)
    rule, part, headings = stretch.rule, stretch.part, stretch.headings
    table = profile.parts.get(rule.parts, ())
    if not paragraphs and not headings:
        return
    if not rule.facets or not table or part != table[0]:
        yield _section(rule, part, paragraphs, headings)
        return
    if len(paragraphs) != len(rule.facets):
        raise ProfileError(
            f"{profile.handbook}: '{rule.name}', '{part.heading}' has {len(paragraphs)} bullets, but the profile gives "
            f"{len(rule.facets)} facets. Correct 'facets'."
        )
    for facet in dict.fromkeys(rule.facets):
        own = [paragraph for paragraph, of in zip(paragraphs, rule.facets, strict=True) if of == facet]
        part = next((part for part in table if part.key == facet), unprinted(facet))
        yield _section(rule, part, own, headings)
        headings = []


def _section(rule: SectionRule, part: Part, paragraphs: Sequence[Paragraph], headings: Sequence[Line]) -> Section:
    text, starts = join_paragraphs(paragraphs)
    first = starts[0][1] if starts else headings[0]
    breaks: list[tuple[int, int, str]] = []
    at = (first.page, first.label)
    for offset, line in starts:
        if (line.page, line.label) != at:
            at = (line.page, line.label)
            breaks.append((offset, *at))
    themed = rule.kind is Kind.LESSON and bool(part.heading)
    return Section(
        id=section_id(rule, part.key),
        kind=rule.kind,
        name=rule.name,
        theme=part.key if themed else None,
        facet=None if themed else part.key or None,
        heading_path=(*rule.under, rule.name, *((part.title,) if part.title else ())),
        page=first.page,
        page_label=first.label,
        text=text,
        lines=tuple([line.number for line in headings] + [line.number for _, line in starts]),
        breaks=tuple(breaks),
    )
