"""Reference questions: what users ask and what the handbook answers. eval/reference/README.md describes the fields."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from eval.errors import ReferenceFault
from eval.letters import letters
from eval.lines import read_lines

PARTS = ("tuning", "test")
REFERENCE = Path(__file__).with_name("reference")
"""The folder of the reference files (package data)."""

KINDS = (
    "contact",
    "funding",
    "fact",
    "obstacle",
    "collaboration",
    "contract",
    "lessons",
    "concept",
    "glossary",
    "list",
    "compare",
    "unanswerable",
)
"""Kinds of a single question; a turn without a kind of its own is an `opening` or a `follow_up`, and then `clarify`."""

Group = Literal["question", "opening", "follow_up", "clarify"]


@dataclass(frozen=True, slots=True)
class Source:
    """A section in which an answer stands. Without a theme, any theme of the name."""

    kind: str
    name: str
    theme: str | None = None

    def covers(self, kind: str, name: str, theme: str | None) -> bool:
        """Whether a passage or citation of that kind, name and theme comes from this source."""
        return (kind, name) == (self.kind, self.name) and self.theme in (None, theme)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one turn of a conversation, with its gold.

    `sources`: any is right; `quotes`: a passage of a source that holds any of them is a hit; `answer`: all must occur
    in the answer; `answer_any`: one is enough; `members`: the whole list of a list question; `choices`: what a good
    counter-question offers (group `clarify` only). All empty: the handbook does not give it. `id` is unique over
    all parts, for a turn `<conversation>.<turn from 1>`.
    """

    id: str
    lang: str
    group: Group
    kind: str
    question: str
    sources: tuple[Source, ...] = ()
    quotes: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    answer_any: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the handbook answers it as it is asked."""
        return self.kind not in ("unanswerable", "clarify")

    def is_source(self, kind: str, name: str, theme: str | None) -> bool:
        """Whether one of the sources covers a passage or citation of that kind, name and theme."""
        return any(source.covers(kind, name, theme) for source in self.sources)

    def has_quote(self, text: str) -> bool:
        """Whether `text` holds one of the quotes, compared on letters and digits."""
        reduced = letters(text)
        return any(letters(quote) in reduced for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions asked one after the other; each may lean on those before it. `id` is that of the file."""

    id: str
    turns: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """One part of the reference set; `conversations` holds single questions, too, as conversations of one turn."""

    part: str
    conversations: tuple[Conversation, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question and turn, in the order of the files."""
        return tuple(turn for conversation in self.conversations for turn in conversation.turns)


def read_reference(part: str, folder: Path = REFERENCE) -> Reference:
    """Read one part: `<part>.questions.jsonl`, `.conversations.jsonl` and, where there is one, `.clarify.jsonl`.

    Raises:
        ReferenceFault: no such part, or a line that is not as described.
    """
    conversations: list[Conversation] = []
    for name, required in (("questions", True), ("conversations", True), ("clarify", False)):
        path = folder / f"{part}.{name}.jsonl"
        if not path.is_file():
            if required:
                raise ReferenceFault(f"{path}: no such file. The parts are {' and '.join(PARTS)}.")
            continue
        conversations += _read_file(path, clarify=name == "clarify")
    _refuse_doubles(question.id for conversation in conversations for question in conversation.turns)
    return Reference(part, tuple(conversations))


def _read_file(path: Path, clarify: bool) -> Iterator[Conversation]:
    for number, line in enumerate(read_lines(path), 1):
        try:
            row = json.loads(line)
            turns = tuple(_turns(row)) if "turns" in row else (_question(row, "clarify" if clarify else "question"),)
            yield Conversation(row["id"], turns)
        except (KeyError, TypeError, ValueError) as fault:
            raise ReferenceFault(f"{path}, line {number}: {fault!r}. See README.md beside it for the fields.") from None


def _turns(row: Mapping[str, Any]) -> Iterator[Question]:
    for number, turn in enumerate(row["turns"], 1):
        group: Group = "opening" if number == 1 else "follow_up"
        yield _question({"lang": row["lang"], "id": f"{row['id']}.{number}", **turn}, group)


def _question(row: Mapping[str, Any], group: Group) -> Question:
    kind = row["kind"] if group == "question" else row.get("kind", group)
    if kind not in (*KINDS, "opening", "follow_up", "clarify"):
        raise ValueError(f"unknown kind {kind!r}")
    return Question(
        id=row["id"],
        lang=row["lang"],
        group=group,
        kind=kind,
        question=row["question"],
        sources=tuple(Source(**source) for source in row.get("sources", ())),
        **{key: tuple(row.get(key, ())) for key in ("quotes", "answer", "answer_any", "members", "choices")},
    )


def _refuse_doubles(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ReferenceFault(f"reference question {one!r} stands there twice. Give each an id of its own.")
        seen.add(one)
