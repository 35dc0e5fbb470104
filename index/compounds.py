"""Splitting of Dutch compounds by corpus frequency.

Dutch writes compounds as one word (huurachterstand = huur + achterstand), so a vocabulary of whole words never meets
most of them twice. The splitter follows Koehn and Knight (2003), "Empirical Methods for Compound Splitting", EACL: of
all ways to cut a word into known words, take the one whose parts have the highest geometric mean of frequencies; the
word as it stands is one of the ways, so that a frequent compound (ziekenhuis) stays whole.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LINKING = ("s", "en", "e", "n")
"""Letters that may join two parts; they stay with the part before them (verhuizings + kosten)."""


@dataclass(frozen=True, slots=True)
class CompoundSplitter:
    """Cuts words into the parts that a frequency lexicon knows.

    Attributes:
        frequencies: lower-case word -> occurrences (> 0) in running text.
        min_part: shortest part in letters. Below four, splits such as ken + nis outnumber the right ones.
        max_parts: most parts that a word is cut into.
        short_parts: parts below `min_part` letters that are allowed all the same.
    """

    frequencies: Mapping[str, float]
    min_part: int = 4
    max_parts: int = 4
    short_parts: frozenset[str] = field(default_factory=frozenset)

    def split(self, word: str) -> tuple[str, ...]:
        """Return the parts of one lower-case word, in order; joined they are the word again.

        A word with no better split comes back whole, as a tuple of one.
        """
        best: tuple[str, ...] = (word,)
        best_score = self._log_frequency(word)
        for parts in self._segmentations(word, self.max_parts):
            if len(parts) == 1:
                continue
            score = sum(map(self._log_frequency_part, parts[:-1])) + self._log_frequency(parts[-1])
            score /= len(parts)
            if score > best_score:
                best, best_score = parts, score
        return best

    def _segmentations(self, rest: str, parts_left: int) -> Iterator[tuple[str, ...]]:
        """Yield every way to write `rest` as at most `parts_left` known parts."""
        if self._is_part(rest):
            yield (rest,)
        if parts_left == 1:
            return
        for cut in range(2, len(rest) - 1):
            head = rest[:cut]
            if self._is_part(head) or self._without_link(head) is not None:
                for tail in self._segmentations(rest[cut:], parts_left - 1):
                    yield (head, *tail)

    def _is_part(self, text: str) -> bool:
        return (len(text) >= self.min_part or text in self.short_parts) and text in self.frequencies

    def _without_link(self, text: str) -> str | None:
        """Return the known part that `text` is once its linking letters are taken off, or None."""
        for link in LINKING:
            stem = text.removesuffix(link)
            if stem != text and self._is_part(stem):
                return stem
        return None

    def _log_frequency_part(self, part: str) -> float:
        """Return ln of the frequency of a part that may carry linking letters."""
        stem = self._without_link(part)
        return max(self._log_frequency(part), self._log_frequency(stem) if stem else -math.inf)

    def _log_frequency(self, word: str) -> float:
        count = self.frequencies.get(word, 0.0)
        return math.log(count) if count > 0 else -math.inf
