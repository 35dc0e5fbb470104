"""Which lines belong to which section, by the rules of the profile, before they are joined to text."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import Line
from ingest.errors import ProfileError
from ingest.profile import Move, Part, Profile, SectionRule
from ingest.repair import normalise

_HEADING_LINES = 3


@dataclass(slots=True)
class Stretch:
    """The lines of one section-to-be: headings apart from running lines; None in `running` is a gap."""

    rule: SectionRule
    part: Part
    headings: list[Line] = field(default_factory=list)
    running: list[Line | None] = field(default_factory=list)


def slug(text: str) -> str:
    """`text` as part of a readable id: small ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def section_id(rule: SectionRule, part: str) -> str:
    """Readable id of a part of a section: kind, name and part."""
    return "/".join(piece for piece in (rule.kind.value.replace("_", "-"), slug(rule.name), slug(part)) if piece)


def unprinted(key: str) -> Part:
    """A part that has no heading of its own; it is shown by its key."""
    return Part("", key, key[:1].upper() + key[1:])


def divide_lines(lines: Sequence[Line], furniture: set[int], profile: Profile) -> list[Stretch]:
    """The stretches of a document in reading order.

    Args:
        lines: all lines of the document.
        furniture: numbers of the lines that are furniture unless they are a heading.
        profile: the rules of the sections, and the lines to move.

    Raises:
        ProfileError: a heading or a line to move is not where the profile says.
    """
    starts = _find_starts(lines, profile)
    moved = [(move, _moved_lines(lines, move, profile)) for move in profile.moves]
    away = {line.number for _, taken in moved for line in taken}
    stretches: dict[str, Stretch] = {}
    for start, end in pairwise([*starts, None]):
        if start is not None:
            own = [line for line in lines[start.first : end.first if end else None] if line.number not in away]
            _divide(start, own, furniture, profile, stretches)
    for move, taken in moved:
        _put(stretches, move, taken, profile)
    _hand_on_headings(stretches)
    return list(stretches.values())


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the section of a rule begins: the place of its first line, and its heading."""

    rule: SectionRule
    first: int
    heading: list[Line]


def _find_starts(lines: Sequence[Line], profile: Profile) -> list[_Start]:
    """The start of each rule's section, in order."""
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
        first = at
        while rule.from_top and first and lines[first - 1].page == heading[0].page:
            first -= 1
        found.append(_Start(rule, first, heading))
        at += len(heading)
    return found


def _heading_at(lines: Sequence[Line], at: int, headings: Iterable[str]) -> list[Line]:
    """The lines from `at` on that together print one of `headings`; empty where they do not."""
    wanted = set(headings)
    for count in range(_HEADING_LINES, 0, -1):
        block = lines[at : at + count]
        texts = [normalise(line.text) for line in block]
        if len(block) == count and all(texts) and block[0].page == block[-1].page and " ".join(texts) in wanted:
            return list(block)
    return []


def _divide(
    start: _Start, lines: Sequence[Line], furniture: set[int], profile: Profile, stretches: dict[str, Stretch]
) -> None:
    """Put the lines of one rule under its parts."""
    rule = start.rule
    parts = {part.heading: part for part in profile.parts.get(rule.parts, ())}
    stretch = _open(stretches, rule, unprinted(rule.above if rule.from_top and rule.above else rule.part))
    printed = set() if rule.text_start else {line.number for line in start.heading}
    skip = 0
    for at, line in enumerate(lines):
        if skip:
            skip -= 1
        elif line.number in printed:
            stretch = _open(stretches, rule, unprinted(rule.part))
            stretch.headings.append(line)
        elif block := _heading_at(lines, at, parts):
            stretch = _open(stretches, rule, parts[" ".join(normalise(one.text) for one in block)])
            stretch.headings.extend(block)
            skip = len(block) - 1
        else:
            stretch.running.append(None if line.number in furniture else line)


def _open(stretches: dict[str, Stretch], rule: SectionRule, part: Part) -> Stretch:
    """The stretch of a part, with a gap after what is in it."""
    stretch = stretches.setdefault(section_id(rule, part.key), Stretch(rule, part))
    stretch.running.append(None)
    return stretch


def _moved_lines(lines: Sequence[Line], move: Move, profile: Profile) -> list[Line]:
    """The lines that a move takes away."""
    on_page = [line for line in lines if line.page == move.page]
    texts = [normalise(line.text) for line in on_page]
    if texts.count(move.first) != 1 or move.last not in texts[texts.index(move.first) :]:
        lacks = f"lines '{move.first}' to '{move.last}' not found once"
        raise ProfileError(f"{profile.handbook}, page {move.page}: {lacks}. Correct the move.")
    first = texts.index(move.first)
    return on_page[first : texts.index(move.last, first) + 1]


def _put(stretches: dict[str, Stretch], move: Move, taken: list[Line], profile: Profile) -> None:
    """Put moved lines where they belong; `to` may name a new part of a section, which then stands before it."""
    parent, _, part = move.to.rpartition("/")
    if move.to not in stretches and parent in stretches:
        order = list(stretches.items())
        at = list(stretches).index(parent)
        stretches.clear()
        stretches.update([*order[:at], (move.to, Stretch(order[at][1].rule, unprinted(part))), *order[at:]])
    stretch = stretches.get(move.to)
    texts = [normalise(line.text) if line else "" for line in stretch.running] if stretch else []
    if not stretch or (move.after and move.after not in texts):
        lacks = f"no line '{move.after}' in section '{move.to}'" if stretch else f"no section '{move.to}'"
        raise ProfileError(f"{profile.handbook}, page {move.page}: {lacks}. Correct the move.")
    at = texts.index(move.after) + 1 if move.after else len(texts)
    inserted = [line if normalise(line.text) else None for line in taken]
    stretch.running[at:at] = inserted if move.after else [None, *inserted]


def _hand_on_headings(stretches: dict[str, Stretch]) -> None:
    """Where the heading of a section is followed at once by that of its first part, both belong to the part."""
    for (key, stretch), (_, after) in pairwise(list(stretches.items())):
        if not any(stretch.running) and after.rule is stretch.rule:
            after.headings[:0] = stretch.headings
            del stretches[key]
