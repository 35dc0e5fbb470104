"""What a comparison compares: the names in the question, or what its halves describe."""

import re
from collections.abc import Callable, Sequence

from assistant.cues import tables
from assistant.practice import likely_practices
from assistant.ranking import Ranking
from assistant.understand import Query
from index.names import NameBook
from ingest.document import Section

_MOST = 4
_SURE = 0.3
_MOST_CUTS = 4  # both halves of each are ranked


def compared_names(
    query: Query, names: NameBook, rank: Callable[[str], Ranking], sections: Sequence[Section]
) -> tuple[str, ...]:
    """The two to four names that `query` compares; fewer where it compares nothing.

    Named practices (or glossary entries, concepts) count; where fewer than two are named and the question has a cue of
    comparison, the halves around "of", "en", "or" ... are looked up by what they describe.
    """
    if len(query.practices) > 1:
        return query.practices[:_MOST]
    if not query.wants_comparison:
        return ()
    if len(query.topics) > 1 and not query.practices:
        return query.topics[:_MOST]
    if query.wants_list:
        return query.topics[:_MOST] if len(query.topics) > 1 else ()
    for left, right in _halves(query.text.removesuffix(f"({', '.join(query.focus)})")):
        found = tuple(dict.fromkeys(name for half in (left, right) if (name := _meant(half, names, rank, sections))))
        if len(found) == 2:
            return found
    return query.topics[:_MOST] if len(query.topics) > 1 else ()


def _halves(text: str) -> list[tuple[str, str]]:
    """The text divided at each word that may stand between what is compared, the middle-most first."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, tables()['compare_between']))})\b", re.IGNORECASE)
    cuts = sorted(pattern.finditer(text), key=lambda match: abs(match.start() - len(text) * 0.6))
    return [(text[: cut.start()], text[cut.end() :]) for cut in cuts if text[cut.end() :].strip(" ?")][:_MOST_CUTS]


def _meant(half: str, names: NameBook, rank: Callable[[str], Ranking], sections: Sequence[Section]) -> str | None:
    named = [mention.name.canonical for mention in names.find(half) if mention.name.kind == "practice"]
    if named:
        return named[-1]
    likely = likely_practices(rank(half), sections)
    return likely[0][0] if likely and likely[0][1] >= _SURE else None
