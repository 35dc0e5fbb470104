"""Written questions: what people ask who need a passage, kept with the handbook and indexed with the passage."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.errors import QuestionsFault
from index.terms import fold
from ingest.document import Chunk
from ingest.handbook import Handbook

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_LANGUAGES = {"nl", "en"}


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """One question, its language (nl or en), and the quote of the section that answers it."""

    question: str
    lang: str
    quote: str
    section: str


@dataclass(frozen=True, slots=True)
class UnanswerableQuestion:
    """One question that the handbook does not answer, its language (nl or en), and what it asks about."""

    question: str
    lang: str
    topic: str


_Q = TypeVar("_Q", bound="DataclassInstance")


def read_questions(path: Path) -> tuple[WrittenQuestion, ...]:
    """Read a JSON lines file of written questions.

    Raises:
        QuestionsFault: the file cannot be read, or a line is not such a question.
    """
    return read_lines(WrittenQuestion, path)


def read_unanswerable(path: Path) -> tuple[UnanswerableQuestion, ...]:
    """Read a JSON lines file of questions that the handbook does not answer.

    Raises:
        QuestionsFault: the file cannot be read, or a line is not such a question.
    """
    return read_lines(UnanswerableQuestion, path)


def read_lines(kind: type[_Q], path: Path) -> tuple[_Q, ...]:
    """Read a JSON lines file whose objects have just the fields of the dataclass `kind`, all of them texts.

    Raises:
        QuestionsFault: the file cannot be read, or a line is no such object.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise QuestionsFault(f"{path}: the lines cannot be read ({fault}). Correct the file.") from None
    # not splitlines(): U+2028 and its like may stand in a question as they are
    lines = text.removesuffix("\n").split("\n") if text else []
    return tuple(_read_line(kind, line, f"{path}, line {number}") for number, line in enumerate(lines, 1))


def _read_line(kind: type[_Q], line: str, where: str) -> _Q:
    keys = {field.name for field in fields(kind)}
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        entry = None
    if not isinstance(entry, dict) or set(entry) != keys or not all(isinstance(v, str) for v in entry.values()):
        raise QuestionsFault(f"{where}: not an object with {sorted(keys)} as texts. Correct it.")
    if entry["lang"] not in _LANGUAGES:
        raise QuestionsFault(f"{where}: 'lang' is not one of {sorted(_LANGUAGES)}. Correct it.")
    for key in ("question", "quote", "description"):
        if key in keys and not any(map(str.isalnum, entry[key])):
            raise QuestionsFault(f"{where}: '{key}' has no word in it. Fill it in, or take the line out.")
    try:
        "".join(entry.values()).encode()
    except UnicodeEncodeError:
        raise QuestionsFault(f"{where}: half a character (an escape such as \\ud83d alone). Correct it.") from None
    return kind(**entry)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question's quote stands: `start` to `end` of the section's text, and the passage that holds it."""

    passage: int
    start: int
    end: int


def locate(questions: Sequence[WrittenQuestion], handbook: Handbook) -> list[Place | None]:
    """The place of each question's quote; None where its section, or the quote in it, is not there.

    Quotes are compared on letters and digits. The passage is the one with most of the quote.
    """
    passages: dict[str, list[tuple[int, Chunk]]] = {}
    for position, chunk in enumerate(handbook.chunks):
        passages.setdefault(chunk.section_id, []).append((position, chunk))
    texts = {section.id: _letters(section.text) for section in handbook.sections}
    places: list[Place | None] = []
    for question in questions:
        reduced, offsets = texts.get(question.section, ("", []))
        quote = _letters(question.quote)[0]
        at = reduced.find(quote) if quote else -1
        if at < 0:
            places.append(None)
            continue
        start, end = offsets[at], offsets[at + len(quote) - 1] + 1
        inside = passages[question.section]
        position, _ = max(inside, key=lambda one: min(end, one[1].end) - max(start, one[1].start))
        places.append(Place(position, start, end))
    return places


def _letters(text: str) -> tuple[str, list[int]]:
    """Folded letters and digits of `text`, and the offset of each in it."""
    letters, offsets = [], []
    for offset, character in enumerate(text):
        for letter in _folded(character):
            letters.append(letter)
            offsets.append(offset)
    return "".join(letters), offsets


@lru_cache(maxsize=1024)
def _folded(character: str) -> str:
    return "".join(letter for letter in fold(character) if letter.isascii() and letter.isalnum())
