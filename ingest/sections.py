"""Document to sections by the rules of its profile: every line of it in one section, or furniture."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import Document, Kind, Line, Section
from ingest.errors import ProfileError
from ingest.profile import Move, Part, Profile, SectionRule
from ingest.read import target_lines
from ingest.repair import LineEnds, Paragraph, join_lines, join_paragraphs, marks_word_ends, normalise

_HEADING_LINES = 3


def slug(text: str) -> str:
    """`text` as part of a readable id: small ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("’", "")).strip("-")


@dataclass(slots=True)
class _Stretch:
    """The lines of one section-to-be: headings apart from running lines; None in `running` is a gap."""

    rule: SectionRule
    part: Part
    headings: list[Line] = field(default_factory=list)
    running: list[Line | None] = field(default_factory=list)

    @property
    def id(self) -> str:
        return section_id(self.rule, self.part.key)


def section_id(rule: SectionRule, part: str) -> str:
    """Readable id of a part of a section: kind, name and part."""
    return "/".join(piece for piece in (rule.kind.value.replace("_", "-"), slug(rule.name), slug(part)) if piece)


def split_sections(document: Document, profile: Profile) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections of `document` in reading order, and the numbers of the lines that are furniture.

    Raises:
        ProfileError: a heading, a line to move or a facet that the profile names is not where it says.
    """
    lines = [line for page in document.pages for line in page.lines]
    furniture = {line.number for line in _furniture(document, profile)}
    starts = _find_starts(lines, profile)
    moved = [(move, _moved_lines(lines, move)) for move in profile.moves]
    away = {line.number for _, taken in moved for line in taken}
    stretches: dict[str, _Stretch] = {}
    for rule, first, heading, end in _spans(lines, starts):
        own = [line for line in lines[first:end] if line.number not in away]
        _divide(rule, own, {line.number for line in heading}, furniture, profile, stretches)
    for move, taken in moved:
        _put(stretches, move, taken)
    ends = LineEnds(marks_word_ends(lines), profile.hyphen_before, profile.paragraph_starts)
    _hand_on_headings(stretches)
    sections = [section for stretch in stretches.values() for section in _sections(stretch, profile, ends)]
    used = {number for section in sections for number in section.lines}
    return tuple(sections), tuple(line.number for line in lines if line.number not in used)


def _furniture(document: Document, profile: Profile) -> Iterator[Line]:
    """Blank lines, page numbers, link targets, credits, and the lines that the profile calls furniture."""
    patterns = [re.compile(pattern) for pattern in profile.furniture_patterns]
    for page in document.pages:
        for line in page.lines:
            text = normalise(line.text)
            if not text or text.isdigit() or text in profile.furniture or any(p.search(text) for p in patterns):
                yield line
        for at in target_lines([line.text for line in page.lines]):
            yield page.lines[at]


def _heading_at(lines: Sequence[Line], at: int, headings: Iterable[str]) -> list[Line]:
    """The lines from `at` on that together print one of `headings`; empty where they do not."""
    wanted = set(headings)
    for count in range(_HEADING_LINES, 0, -1):
        block = lines[at : at + count]
        texts = [normalise(line.text) for line in block]
        if len(block) == count and all(texts) and block[0].page == block[-1].page and " ".join(texts) in wanted:
            return list(block)
    return []


def _find_starts(lines: Sequence[Line], profile: Profile) -> list[tuple[SectionRule, int, list[Line]]]:
    """Each rule with the place of its heading, in order."""
    found, at = [], 0
    for rule in profile.sections:
        heading: list[Line] = []
        while at < len(lines) and not heading:
            heading = _heading_at(lines, at, (rule.start,)) if lines[at].page >= rule.page else []
            at += 0 if heading else 1
        if not heading:
            raise ProfileError(
                f"{profile.handbook}: heading '{rule.start}' of {rule.kind} '{rule.name}' not found from page "
                f"{rule.page} on. Correct 'start' or 'page' in the profile."
            )
        found.append((rule, at, heading))
        at += len(heading)
    return found


def _spans(
    lines: Sequence[Line], starts: Sequence[tuple[SectionRule, int, list[Line]]]
) -> Iterator[tuple[SectionRule, int, list[Line], int]]:
    """Each rule with its first line, its heading and its end."""
    firsts = []
    for rule, at, heading in starts:
        first = at
        while rule.from_top and first and lines[first - 1].page == heading[0].page:
            first -= 1
        firsts.append(first)
    for (rule, _, heading), first, end in zip(starts, firsts, [*firsts[1:], len(lines)], strict=True):
        yield rule, first, heading, end


def _moved_lines(lines: Sequence[Line], move: Move) -> list[Line]:
    """The lines that a move takes away."""
    on_page = [line for line in lines if line.page == move.page]
    texts = [normalise(line.text) for line in on_page]
    if texts.count(move.first) != 1 or move.last not in texts[texts.index(move.first) :]:
        raise ProfileError(f"page {move.page}: lines '{move.first}' to '{move.last}' not found once. Correct the move.")
    first = texts.index(move.first)
    return on_page[first : texts.index(move.last, first) + 1]


def _divide(
    rule: SectionRule,
    lines: Sequence[Line],
    heading: set[int],
    furniture: set[int],
    profile: Profile,
    stretches: dict[str, _Stretch],
) -> None:
    """Put the lines of one rule under its parts."""
    parts = {part.heading: part for part in profile.parts.get(rule.parts, ())}
    above, opened = _unprinted(rule.above), _unprinted(rule.part)
    stretch = _stretch(stretches, rule, above if rule.from_top and rule.above else opened)
    skip = 0
    for at, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        if line.number in heading:
            stretch.headings.extend([] if rule.text_start else [line])
            stretch.running.extend([line] if rule.text_start else [])
            if not rule.text_start and line.number == max(heading):
                before, stretch = stretch, _stretch(stretches, rule, opened)
                if stretch is not before and not opened.key:
                    continue
        elif block := _heading_at(lines, at, parts):
            stretch = _stretch(stretches, rule, parts[" ".join(normalise(one.text) for one in block)])
            stretch.headings.extend(block)
            skip = len(block) - 1
        else:
            stretch.running.append(None if line.number in furniture else line)


def _unprinted(key: str) -> Part:
    """A part that has no heading of its own; it is shown by its key."""
    return Part("", key, key[:1].upper() + key[1:])


def _stretch(stretches: dict[str, _Stretch], rule: SectionRule, part: Part) -> _Stretch:
    stretch = stretches.setdefault(section_id(rule, part.key), _Stretch(rule, part))
    stretch.running.append(None)
    return stretch


def _hand_on_headings(stretches: dict[str, _Stretch]) -> None:
    """Where the heading of a section is followed at once by that of its first part, both belong to the part."""
    for (key, stretch), (_, after) in pairwise(list(stretches.items())):
        if not any(stretch.running) and after.rule is stretch.rule:
            after.headings[:0] = stretch.headings
            del stretches[key]


def _put(stretches: dict[str, _Stretch], move: Move, taken: list[Line]) -> None:
    """Put moved lines where they belong; `to` may name a new part of a section, which then stands before it."""
    parent, _, part = move.to.rpartition("/")
    if move.to not in stretches and parent in stretches:
        order = list(stretches.items())
        at = list(stretches).index(parent)
        stretches.clear()
        stretches.update([*order[:at], (move.to, _Stretch(order[at][1].rule, _unprinted(part))), *order[at:]])
    stretch = stretches.get(move.to)
    texts = [normalise(line.text) if line else "" for line in stretch.running] if stretch else []
    if not stretch or (move.after and move.after not in texts):
        raise ProfileError(f"page {move.page}: no line '{move.after}' in section '{move.to}'. Correct the move.")
    at = texts.index(move.after) + 1 if move.after else len(texts)
    inserted = [line if normalise(line.text) else None for line in taken]
    stretch.running[at:at] = inserted if move.after else [None, *inserted]


def _sections(stretch: _Stretch, profile: Profile, ends: LineEnds) -> Iterator[Section]:
    """One section of a stretch, or one a facet where the rule gives the facets of its bullets."""
    paragraphs = join_lines(stretch.running, ends)
    rule, part = stretch.rule, stretch.part
    if not paragraphs:
        if stretch.headings:
            yield _section(rule, part, [], stretch.headings)
        return
    table = profile.parts.get(rule.parts, ())
    if not rule.facets or part != table[0]:
        yield _section(rule, part, paragraphs, stretch.headings)
        return
    if len(paragraphs) != len(rule.facets):
        raise ProfileError(
            f"{profile.handbook}: '{rule.name}', '{part.heading}' has {len(paragraphs)} bullets, but the profile gives "
            f"{len(rule.facets)} facets. Correct 'facets'."
        )
    headings = stretch.headings
    for facet in dict.fromkeys(rule.facets):
        own = [paragraph for paragraph, of in zip(paragraphs, rule.facets, strict=True) if of == facet]
        part = next((part for part in table if part.key == facet), _unprinted(facet))
        yield _section(rule, part, own, headings)
        headings = []


def _section(rule: SectionRule, part: Part, paragraphs: Sequence[Paragraph], headings: Sequence[Line]) -> Section:
    text, starts = join_paragraphs(paragraphs)
    places = [(offset, line) for offset, line in starts] or [(0, line) for line in headings]
    first = places[0][1]
    breaks, at = [], (first.page, first.label)
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
