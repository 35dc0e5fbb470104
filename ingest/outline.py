"""Sections of a handbook without a profile: headings are told from running text by their form."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from statistics import median

from ingest.document import Document, Kind, Line, Section
from ingest.profile import Profile
from ingest.repair import (
    LineEnds,
    Paragraph,
    ends_in_blank,
    is_bullet,
    join_lines,
    join_paragraphs,
    marks_word_ends,
    normalise,
)
from ingest.stretches import slug

_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+\S")
_LONGEST_HEADING = 80


def outline_sections(document: Document) -> tuple[tuple[Section, ...], tuple[int, ...]]:
    """The sections under detected headings, in order, and the numbers of the lines that are furniture.

    A heading is a short line of its own that begins with a capital or a number and ends without a full stop. One that
    another follows at once is part of that one's heading path. What stands before the first heading is a section named
    after the document. Lines that return at the same end of most pages (running heads) and bare page numbers are
    furniture.
    """
    lines = [line for page in document.pages for line in page.lines]
    ends = LineEnds(marks_word_ends(lines), Profile().hyphen_before)
    sections: list[Section] = []
    taken: set[str] = set()
    for headings, running in _stretches(document, ends.marked):
        name = slug(normalise(headings[-1].text) if headings else document.title) or "untitled"
        numbered = (f"section/{name}" if number == 1 else f"section/{name}-{number}" for number in count(1))
        section_id = next(key for key in numbered if key not in taken)
        taken.add(section_id)
        sections.append(_section(section_id, document.title, headings, join_lines(running, ends)))
    used = {number for section in sections for number in section.lines}
    return tuple(sections), tuple(line.number for line in lines if line.number not in used)


def _section(section_id: str, title: str, headings: Sequence[Line], paragraphs: Sequence[Paragraph]) -> Section:
    text, starts = join_paragraphs(paragraphs)
    path = (title, *(normalise(heading.text) for heading in headings))
    own = [*headings, *(line for _, line in starts)]
    first = starts[0][1] if starts else own[0]
    places = [(0, first.page, first.label), *((offset, line.page, line.label) for offset, line in starts)]
    return Section(
        id=section_id,
        kind=Kind.SECTION,
        name=path[-1],
        theme=None,
        facet=None,
        heading_path=path,
        page=first.page,
        page_label=first.label,
        text=text,
        lines=tuple(line.number for line in own),
        breaks=tuple(now for last, now in pairwise(places) if last[1:] != now[1:]),
    )


def _stretches(document: Document, marked: bool) -> Iterator[tuple[list[Line], list[Line | None]]]:
    """The headings of each stretch with its lines; None in them is a gap. The first stretch may have no heading."""
    running_heads = _running_heads(document)
    width = median([len(text) for page in document.pages for line in page.lines if (text := normalise(line.text))])
    headings: list[Line] = []
    running: list[Line | None] = []
    for page in document.pages:
        printed: list[Line | None] = [
            None if line.number in page.targets or _is_furniture(normalise(line.text), running_heads) else line
            for line in page.lines
        ]
        last = max((at for at, line in enumerate(printed) if line), default=0)
        for at, line in enumerate(printed):
            after = printed[at + 1] if at < last else None
            if at >= last or not line or not _is_heading(line, printed[at - 1] if at else None, after, width, marked):
                running.append(line)
                continue
            if any(running):
                yield headings, running
                headings, running = [], []
            headings.append(line)
    if any(running):
        yield headings, running
    elif headings:
        yield [], [line for heading in headings for line in (None, heading)]


def _running_heads(document: Document) -> frozenset[str]:
    """First and last lines that return on over half of at least three pages, with '#' for the numbers in them."""
    counts: Counter[str] = Counter()
    for page in document.pages:
        texts = [text for line in page.lines if (text := normalise(line.text))]
        counts.update({_numberless(text) for text in [*texts[:1], *texts[-1:]]})
    most = max(2, len(document.pages) // 2)
    return frozenset(text for text, count in counts.items() if count > most)


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _is_furniture(text: str, running_heads: frozenset[str]) -> bool:
    return not text or text.isdigit() or _numberless(text) in running_heads


def _is_heading(line: Line, before: Line | None, after: Line | None, width: float, marked: bool) -> bool:
    """Whether `line` has the form of a heading; the lines around it are None at a gap."""
    text = normalise(line.text)
    numbered = bool(_NUMBER.match(text))
    if len(text) > _LONGEST_HEADING or re.search(r"[.,;:!-]$", text) or not (numbered or text[0].isupper()):
        return False
    if is_bullet(line.text) and not (numbered and before is None and after is None):
        return False
    if before and not (re.search(r"[.!?:]$", normalise(before.text)) and len(text) < width * 0.75):
        return False  # a line amid running text, unless it is short and stands between sentences
    if marked and ends_in_blank(line.text):
        return False
    if after is None:
        return True
    opens = normalise(after.text)[0].isupper() or is_bullet(after.text) or (numbered and before is None)
    return len(text) < width * 0.75 and opens
