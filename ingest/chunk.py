"""Sections to chunks: stretches of whole paragraphs, never across a section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Chunk, Section
from ingest.repair import BULLET, NESTED

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ‘“(0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:max|min|ca|ong|bv|bijv|incl|excl|nr|art|cq|resp|dr|mr|st)|\b\w(?:\.\w)+)\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ChunkOptions:
    """How long a chunk gets, in characters.

    Paragraphs are added to a chunk as long as it stays within `target`, nested bullets as long as it stays within
    `longest`; a paragraph that alone is longer than that is cut between sentences, or between words where it must be.
    """

    target: int = 420
    longest: int = 640


def chunk_section(section: Section, options: ChunkOptions) -> tuple[Chunk, ...]:
    """The chunks of one section, in order; `section.text[chunk.start:chunk.end] == chunk.text` for each."""
    spans: list[tuple[int, int]] = []
    for start, end in _pieces(section.text, options.longest):
        nested = section.text.startswith(NESTED, start)
        fits = spans and end - spans[-1][0] <= (options.longest if nested else options.target)
        if fits:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(
        Chunk(f"{section.id}#{number}", section.id, start, end, section.text[start:end])
        for number, (start, end) in enumerate(spans, 1)
    )


def _pieces(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Paragraphs as (start, end); a paragraph longer than `longest` as stretches of whole sentences."""
    for start, end in paragraph_spans(text):
        if end - start <= longest:
            yield start, end
            continue
        goal, at = (end - start) / -(-(end - start) // longest), start
        (_, first), *others = sentence_spans(text, start, end)
        stops = [stop for span in ((start, first), *others) for stop in _stops(text, *span, longest)]
        for stop, following in pairwise([*stops, None]):
            if stop is not None and (following is None or stop - at >= goal or following - at > longest):
                yield at, stop
                at = stop + len(text[stop:end]) - len(text[stop:end].lstrip())


def _stops(text: str, start: int, end: int, longest: int) -> Iterator[int]:
    """Where a sentence may be cut: at its end, and at blanks where it is longer than `longest`."""
    while end - start > longest:
        blank = text.rfind(" ", start + 1, start + longest + 1)
        yield (stop := blank if blank > start else start + longest)
        start = stop
    yield end


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph (bullet) of a section's text."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Start and end of each sentence of a section's text (or of a stretch of it), bullet marks left out."""
    spans = []
    for begin, stop in paragraph_spans(text[start:end]):
        at, stop = start + begin, start + stop
        at += len(BULLET) if text.startswith((BULLET, NESTED), at) else 0
        for match in _SENTENCE.finditer(text, at, stop):
            if _ABBREVIATION.search(text, at, match.start()):
                continue
            spans.append((at, match.start()))
            at = match.end()
        spans.append((at, stop))
    return spans
