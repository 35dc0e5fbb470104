"""Citations: verbatim spans numbered in the order in which an answer uses them."""

import re
from collections.abc import Mapping, Sequence

from assistant.schema import Citation
from ingest.document import Chunk, Section


class Citer:
    """Numbers the citations of one answer; the same span keeps its number."""

    def __init__(self, chunks: Mapping[str, Sequence[Chunk]]) -> None:
        """Cite from sections whose passages are `chunks`, by section id."""
        self._chunks = chunks
        self._found: dict[tuple[str, int, int], Citation] = {}

    def cite(self, section: Section, start: int, end: int) -> Citation:
        """The citation of `section.text[start:end]`, new or known."""
        key = (section.id, start, end)
        if key not in self._found:
            self._found[key] = self._citation(section, start, end)
        return self._found[key]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, by number."""
        return tuple(self._found.values())

    def _citation(self, section: Section, start: int, end: int) -> Citation:
        page, label = section.page_at(start)
        quote = section.text[start:end]
        passages = self._chunks[section.id]
        passage = next((chunk for chunk in passages if chunk.start <= start < chunk.end), passages[0])
        links = [link for link in section.links if link.label and _says(quote, link.label)]
        return Citation(
            n=len(self._found) + 1,
            kind=section.kind.value,
            name=section.name,
            theme=section.theme,
            facet=section.facet,
            page=page,
            page_label=label,
            quote=quote,
            passage_id=passage.id,
            section_id=section.id,
            start=start,
            end=end,
            links=tuple({"label": link.label, "url": link.url} for link in links),
        )


def _says(quote: str, label: str) -> bool:
    """Whether `label` stands in `quote`, not as a part of a longer word or address."""
    return re.search(rf"(?<![\w@.]){re.escape(label)}(?!\w)", quote, re.IGNORECASE) is not None


def paragraph_around(section: Section, start: int, end: int) -> tuple[int, int]:
    """Start and end of the paragraph (bullet, its mark left out) that holds `start` to `end`."""
    first = section.text.rfind("\n", 0, start) + 1
    last = section.text.find("\n", end)
    last = len(section.text) if last < 0 else last
    while section.text.startswith(("• ", "– "), first):
        first += 2
    return first, last


def quoted(citation: Citation) -> str:
    """A quote with its marker."""
    return f"{citation.quote} [{citation.n}]"


def marked(citations: Sequence[Citation]) -> str:
    """Quotes with their markers, a line each; the name of the source before the first of each."""
    lines, name = [], ""
    for citation in citations:
        lines.append(quoted(citation) if citation.name == name else f"{citation.name}: {quoted(citation)}")
        name = citation.name
    return "\n".join(lines)
