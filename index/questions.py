"""Written questions: what people ask who need a passage, kept with the handbook and indexed with the passage."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import QuestionsFault
from index.terms import fold
from ingest.document import Chunk

_KEYS = {"question", "lang", "quote", "section"}


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """One question, its language (nl or en), and the quote of the section that answers it."""

    question: str
    lang: str
    quote: str
    section: str


def letters(text: str) -> str:
    """`text` reduced to folded letters and digits: how quotes are compared."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def read_questions(path: Path) -> tuple[WrittenQuestion, ...]:
    """Read a JSON lines file of written questions.

    Raises:
        QuestionsFault: the file cannot be read, or a line is not such a question.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise QuestionsFault(f"{path}: the written questions cannot be read ({fault}). Correct the file.") from None
    questions = []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
        except json.JSONDecodeError:
            entry = None
        if not isinstance(entry, dict) or set(entry) != _KEYS or not all(isinstance(v, str) for v in entry.values()):
            raise QuestionsFault(f"{path}, line {number}: not an object with {sorted(_KEYS)} as texts. Correct it.")
        questions.append(WrittenQuestion(**entry))
    return tuple(questions)


def passages_of(questions: Sequence[WrittenQuestion], chunks: Sequence[Chunk]) -> list[int | None]:
    """For each question the position in `chunks` of the passage that answers it, None where its section is not there.

    The passage is the one that holds the quote; where the quote runs over two, the one with more of it.
    """
    by_section: dict[str, list[tuple[int, str]]] = {}
    for position, chunk in enumerate(chunks):
        by_section.setdefault(chunk.section_id, []).append((position, letters(chunk.text)))
    found: list[int | None] = []
    for question in questions:
        quote = letters(question.quote)
        passages = by_section.get(question.section, [])
        found.append(max(passages, key=lambda passage: _overlap(quote, passage[1]))[0] if passages else None)
    return found


def _overlap(quote: str, text: str) -> int:
    """How much of `quote` stands in `text`, in steps of 8 letters; all of it counts most."""
    if quote in text:
        return len(quote) + 8
    return sum(quote[at : at + 8] in text for at in range(0, max(1, len(quote) - 7), 4))
