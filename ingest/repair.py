"""Repair of extracted lines: broken words, columns, bullets. Lines in, paragraphs of running text out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import Line

BULLET = "• "
NESTED = "– "

_BULLET = re.compile(r"^\s*[\u2022\ufffd]+[\s\ufffd]*")
_NESTED = re.compile(r"^\s*[-–]\s+")
_NUMBERED = re.compile(r"^\s*\d{1,2}\.\s+(?=\S)")
_CLOSED = re.compile(r"[.!?:;]$")
_LOST_BLANK = re.compile(r"(?<=[a-zà-ÿ]{3}[.!?])(?=[A-ZÀ-Þ][a-zà-ÿ]+\s)")


@dataclass(frozen=True, slots=True)
class LineEnds:
    """What the end of a line tells in one document.

    `marked`: a line that ends a word ends in a blank, so that one without broke a word whose hyphen was lost (as in
    text that pypdf took from a typeset PDF); else every line ends a word, and a hyphen at its end is a broken word's.
    `hyphen_before`: words before which a hyphen keeps its blank ("woon- en zorgvormen"). `paragraph_starts`: lines, as
    printed, that begin a paragraph though the line before them seems to run on.
    """

    marked: bool = True
    hyphen_before: frozenset[str] = frozenset()
    paragraph_starts: frozenset[str] = frozenset()


@dataclass(slots=True)
class Paragraph:
    """One paragraph or bullet: its text and, for each source line in it, the offset where that line begins."""

    text: str = ""
    starts: list[tuple[int, Line]] = field(default_factory=list)
    wrapped: bool = False  # its last line ended in a blank: the sentence ran on


def normalise(text: str) -> str:
    """`text` with every run of white space (no-break spaces, tabs, control characters) as one space, ends stripped."""
    return re.sub(r"[\s\u00a0\ufeff\x00-\x1f\x7f-\x9f]+", " ", text).strip()


def is_bullet(text: str) -> bool:
    """Whether a line opens a bullet, a nested bullet or a numbered entry."""
    return bool(_BULLET.match(text) or _NESTED.match(text) or _NUMBERED.match(text))


def marks_word_ends(lines: Iterable[Line]) -> bool:
    """Whether most lines that run on to the next line end in a blank (see `LineEnds.marked`)."""
    printed = [line.text for line in lines if normalise(line.text)]
    runs_on = [ends_in_blank(text) for text, following in pairwise(printed) if following.lstrip()[:1].islower()]
    return 2 * sum(runs_on) > len(runs_on)


def ends_in_blank(text: str) -> bool:
    """Whether a line ends in a blank, and so in a whole word of a sentence that runs on."""
    return text != text.rstrip()


def join_lines(lines: Iterable[Line | None], ends: LineEnds) -> list[Paragraph]:
    """Join the lines of one section, in reading order, to paragraphs; None stands for a gap.

    A gap is a blank line, furniture, or a column's end. Bullets begin with "• ", nested ones with "– ". No line is lost
    or doubled.
    """
    paragraphs: list[Paragraph] = []
    current, gap, alone = Paragraph(), True, ""
    for line in lines:
        marker, rest = _opening(line.text) if line else ("", "")
        if not line or not rest:
            gap, alone = True, marker or alone  # a bullet may stand on a line of its own, before its text
            continue
        marker = marker or alone
        new = marker or is_bullet(line.text) or normalise(line.text) in ends.paragraph_starts
        open_ = current.text and not new and (not gap or _is_open(current, rest, ends))
        before = _join(current, rest, ends) if open_ else None
        if before is None:
            current, before = Paragraph(), marker
            paragraphs.append(current)
        current.starts.append((len(before) if current.text else 0, line))
        current.text = before + rest
        current.wrapped = ends_in_blank(line.text)
        gap, alone = False, ""
    return paragraphs


def join_paragraphs(paragraphs: Sequence[Paragraph]) -> tuple[str, list[tuple[int, Line]]]:
    """The text of a section (paragraphs divided by newlines) and the offset at which each source line begins."""
    text = ""
    starts: list[tuple[int, Line]] = []
    for paragraph in paragraphs:
        text += "\n" if text else ""
        starts.extend((len(text) + offset, line) for offset, line in paragraph.starts)
        text += paragraph.text
    return text, starts


def _opening(text: str) -> tuple[str, str]:
    """Marker and rest of a line: ("• ", rest), ("– ", rest) or ("", rest); blanks lost after a full stop put back."""
    marker, at = "", 0
    if match := _BULLET.match(text):
        marker, at = BULLET, match.end()
    elif match := _NESTED.match(text):
        marker, at = NESTED, match.end()
    return marker, _LOST_BLANK.sub(" ", normalise(text[at:]))


def _join(paragraph: Paragraph, after: str, ends: LineEnds) -> str | None:
    """The text of `paragraph` made ready for `after` to follow; None where `after` begins a new paragraph."""
    before = paragraph.text
    if before.endswith("\u00ad"):
        return before[:-1]
    if before.endswith(" -"):
        return before + " "
    if before.endswith("-"):
        if after.split(" ", 1)[0].strip("(,.;") in ends.hyphen_before:
            return before + " "
        return before if ends.marked or not after[:1].islower() else before[:-1]
    if paragraph.wrapped:
        return before + " "
    if before.endswith("/"):
        return before
    runs_on = not _CLOSED.search(before)
    if ends.marked:
        return before if runs_on and after[:1].islower() else None
    return before + " " if runs_on or after[:1].islower() else None


def _is_open(paragraph: Paragraph, after: str, ends: LineEnds) -> bool:
    """Whether a block that follows a gap (a column's end, a credit) goes on with the sentence of `paragraph`."""
    if paragraph.wrapped and ends.marked:
        return True
    return not _CLOSED.search(paragraph.text) and (after[:1].islower() or after.startswith("("))
