"""Cue words for the kind of question, read from cues.toml: data of the two languages, not of a handbook."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.terms import words


def phrase_pattern(cues: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all cues over folded words, the longest first; `*` at a cue's end stands for any ending."""
    forms = []
    for cue in sorted(cues, key=len, reverse=True):
        text = " ".join(words(cue.removesuffix("*")))
        forms.append(re.escape(text) + (r"\w*" if cue.endswith("*") else ""))
    return re.compile(rf"\b(?:{'|'.join(forms)})\b")


@cache
def tables() -> dict[str, list[str]]:
    """Cues by kind."""
    read: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "cues.toml").read_text("utf-8"))
    return read


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return phrase_pattern(tables()[kind])


def has_cue(kind: str, text: str) -> bool:
    """Whether a cue of `kind` stands in `text`."""
    return bool(_pattern(kind).search(" ".join(words(text))))


def after_cue(kind: str, text: str) -> str:
    """The folded words after a cue of `kind` with which `text` begins; empty where it begins with none."""
    folded = " ".join(words(text))
    match = _pattern(kind).match(folded)
    return folded[match.end() :].strip() if match else ""


def without_cues(kind: str, text: str) -> str:
    """The folded words of `text` without the cues of `kind`."""
    return " ".join(_pattern(kind).sub(" ", " ".join(words(text))).split())


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
