"""Cue words for the kind of question, read from cues.toml: data of the two languages, not of a handbook."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.terms import words


def phrase_pattern(cues: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all cues over folded words, the longest first.

    `*` at a cue's end stands for any ending, `_` for any one word ("waar staat _ voor").
    """
    forms = []
    for cue in sorted(cues, key=len, reverse=True):
        parts = [re.escape(" ".join(words(part))) for part in cue.removesuffix("*").split("_")]
        forms.append(r" \w+ ".join(parts) + (r"\w*" if cue.endswith("*") else ""))
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


@cache
def tables() -> dict[str, Any]:
    """Cues by kind."""
    read: dict[str, Any] = tomllib.loads((Path(__file__).parent / "cues.toml").read_text("utf-8"))
    return read


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return phrase_pattern(tables()[kind])


def has_cue(kind: str, text: str) -> bool:
    """Whether a cue of `kind` stands in `text`."""
    return bool(_pattern(kind).search(" ".join(words(text))))


def without_passing(folded: str) -> str:
    """The folded words with those that only seem to ask for an aspect blotted out, as many words as before."""
    return _pattern("in_passing").sub(lambda match: " ".join("-" for _ in match[0].split()), folded)


def after_cue(kind: str, text: str) -> str:
    """The folded words after a cue of `kind` with which `text` begins; empty where it begins with none."""
    folded = " ".join(words(text))
    match = _pattern(kind).match(folded)
    return folded[match.end() :].strip() if match else ""


def without_cues(kind: str, text: str) -> str:
    """The folded words of `text` without the cues of `kind`."""
    return " ".join(_pattern(kind).sub(" ", " ".join(words(text))).split())


def asks_twice(text: str) -> bool:
    """Whether a question word of `text` comes again after a word that stands between what is compared."""
    tokens = words(text)
    between = set(tables()["compare_between"])
    asking = set(tables()["question_words"])
    again = [word for before, word in pairwise(tokens) if before in between and word in asking]
    return any(tokens.count(word) > 1 for word in again)


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A kind of answer, such as a date: the words that ask for one, and what a text that holds one looks like."""

    cues: re.Pattern[str]
    pattern: re.Pattern[str] | None

    def asks(self, question: str) -> bool:
        """Whether a question asks for this kind of answer."""
        return bool(self.cues.search(" ".join(words(question))))

    def holds(self, text: str) -> bool:
        """Whether a text holds such an answer."""
        return bool(self.pattern and self.pattern.search(text))


@cache
def answer_types() -> tuple[AnswerType, ...]:
    """The kinds of answer that are told apart."""
    entries: list[Any] = tables()["answer_type"]
    return tuple(
        AnswerType(phrase_pattern(entry["cues"]), re.compile(entry["pattern"]) if entry["pattern"] else None)
        for entry in entries
    )


@cache
def _ordinal_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(phrase_pattern(forms) for forms in tables()["ordinals"])


def ordinal(text: str) -> int | None:
    """Position from 0 that `text` points at ("die tweede" -> 1), -1 for the last one, None where it points at none."""
    folded = " ".join(words(text))
    for position, pattern in enumerate(_ordinal_patterns()):
        if pattern.search(folded):
            return position
    return -1 if _pattern("last").search(folded) else None
