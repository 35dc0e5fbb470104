"""Is a question Dutch or English? Told by function words that the two languages do not share."""

from functools import cache

from assistant.cues import tables
from assistant.schema import Language
from index.terms import words


def detect_language(text: str) -> Language:
    """`en` where English function words outnumber Dutch ones, else `nl`."""
    tokens = words(text)
    return "en" if _count("english", tokens) > _count("dutch", tokens) else "nl"


def _count(language: str, tokens: list[str]) -> int:
    known = _function_words(language)
    return sum(token in known for token in tokens)


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(tables()[language])
