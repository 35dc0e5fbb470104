"""Sections to chunks: stretches of whole paragraphs, never across a section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Chunk, Section
from ingest.repair import BULLET, NESTED

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ‘“(0-9])")


@dataclass(frozen=True, slots=True)
class ChunkOptions:
    """How long a chunk gets, in characters.

    Paragraphs are added to a chunk as long as it stays within `target`; one that alone is longer than `longest` is cut
    between sentences.
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
        sentences = [(start + a, start + b) for a, b in sentence_spans(text[start:end])]
        parts = -(-(end - start) // longest)
        goal, at = (end - start) / parts, start
        for (_, stop), nxt in zip(sentences, [*sentences[1:], None], strict=True):
            if nxt is None or stop - at >= goal or nxt[1] - at > longest:
                yield at, stop
                at = nxt[0] if nxt else stop


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph (bullet) of a section's text."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line:
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a section's text, bullet marks left out."""
    spans = []
    for begin, end in paragraph_spans(text):
        at = begin + len(BULLET) if text.startswith((BULLET, NESTED), begin) else begin
        for match in _SENTENCE.finditer(text, at, end):
            spans.append((at, match.start()))
            at = match.end()
        spans.append((at, end))
    return spans
