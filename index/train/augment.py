"""More parallel sentences from those at hand: aligned words exchanged in both languages, and sentences denied.

Dictionaries make up three quarters of the pairs, and whole sentences teach a table other things than words do: how
heavy a word is among others. Each sentence gets a few variants with another word in the same place ("a small flat" ->
"a small studio"), in Dutch and in English alike; the teacher then says how much that changed the meaning.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.train.pairs import WORD_SOURCES, Pair, fold_words
from index.vectors import Vectors

VARIANTS = 2
"""Most variants of one sentence."""

DENIALS = (
    (" is ", " is niet ", " is ", " is not "),
    (" een ", " geen ", " a ", " no "),
    (" zijn ", " zijn niet ", " are ", " are not "),
    (" was ", " was niet ", " was ", " was not "),
)
"""(Dutch, denied, English, denied): applied where both stand exactly once."""

_SUFFIXES = ("ing", "en", "er", "s", "t", "d", "e")  # a crude likeness of word forms
_TOKENS = re.compile(r"\w+|\W+")
_SHORTEST, _LONGEST = 3, 14  # words of a sentence that is varied
_LEAST_DICE = 0.45  # of words that occur in the same sentence pairs
_NEIGHBOURS = 60
_NEAR, _SAME = 0.25, 0.85  # cosines of words that may stand for each other without meaning the same


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What may replace what.

    Attributes:
        translations: Dutch word -> English words.
        neighbours: English word -> (Dutch, English) word pairs of related meaning.
    """

    translations: Mapping[str, frozenset[str]]
    neighbours: Mapping[str, Sequence[tuple[str, str]]]


def sentences_of(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs of running text that are short enough to vary, in order."""
    return [
        pair
        for pair in pairs
        if pair.source not in WORD_SOURCES and _SHORTEST <= len(fold_words(pair.dutch)) <= _LONGEST
    ]


def build_lexicon(
    pairs: Sequence[Pair], common: Mapping[str, int], english: Sequence[str], vectors: Vectors
) -> Lexicon:
    """Return the lexicon of the pairs: single-word entries, and words that keep occurring together in sentences.

    Args:
        pairs: dictionary entries and sentences.
        common: folded Dutch word -> occurrences; only words in it replace others.
        english: English texts, some of them single words.
        vectors: float32 (n_english, dim), their teacher vectors, rows L2-normalised.
    """
    translations = _single_words(pairs)
    for dutch, word in _aligned_words(sentences_of(pairs)).items():
        translations[dutch].add(word)
    position = {text: at for at, text in enumerate(english)}
    candidates = [
        (dutch, word)
        for dutch in sorted(translations)
        for word in sorted(translations[dutch])
        if word in position and common.get(dutch, 0) and len(dutch) > 2
    ]
    words = sorted({word for translated in translations.values() for word in translated if word in position})
    return Lexicon(
        {dutch: frozenset(translated) for dutch, translated in translations.items()},
        dict(zip(words, _near(words, candidates, position, vectors), strict=True)) if candidates else {},
    )


def vary_sentences(sentences: Sequence[Pair], lexicon: Lexicon, seed: int) -> list[Pair]:
    """Return up to VARIANTS variants of each sentence, in the order of the sentences."""
    chance = random.Random(seed)
    varied: list[Pair] = []
    for pair in sentences:
        variants = {variant for _ in range(VARIANTS + 1) if (variant := _exchange(pair, lexicon, chance))}
        if chance.random() < 0.5 and (denied := _deny(pair)):
            variants.add(denied)
        texts = sorted(variants)
        chosen = texts if len(texts) <= VARIANTS else chance.sample(texts, VARIANTS)
        varied.extend(Pair("variant", dutch, english) for dutch, english in chosen)
    return varied


def _exchange(pair: Pair, lexicon: Lexicon, chance: random.Random) -> tuple[str, str] | None:
    """Return the pair with one or two aligned words exchanged, None where nothing can be."""
    dutch, english = _TOKENS.findall(pair.dutch), _TOKENS.findall(pair.english)
    lower = [token.lower() for token in english]
    slots = [
        (at, lower.index(word))
        for at, token in enumerate(dutch)
        if dutch.count(token) == 1
        for word in sorted(lexicon.translations.get(token.lower(), ()))
        if lower.count(word) == 1
    ]
    exchanged = False
    for at, there in chance.sample(slots, min(len(slots), 1 if chance.random() < 0.6 else 2)):
        neighbours = lexicon.neighbours.get(lower[there])
        if neighbours:
            alike = [pair for pair in neighbours if _suffix(pair[0]) == _suffix(dutch[at].lower())]
            dutch[at], english[there] = chance.choice(alike or list(neighbours))
            exchanged = True
    return ("".join(dutch), "".join(english)) if exchanged else None


def _deny(pair: Pair) -> tuple[str, str] | None:
    for dutch, dutch_denied, english, english_denied in DENIALS:
        if pair.dutch.count(dutch) == 1 and pair.english.count(english) == 1:
            return pair.dutch.replace(dutch, dutch_denied), pair.english.replace(english, english_denied)
    return None


def _suffix(word: str) -> str:
    return next((suffix for suffix in _SUFFIXES if word.endswith(suffix)), "")


def _single_words(pairs: Sequence[Pair]) -> defaultdict[str, set[str]]:
    """Return Dutch word -> English words of the entries that are one lower-case word in both languages."""
    translations: defaultdict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        words = (pair.dutch, pair.english)
        if pair.source != "gloss" and all(word.isalpha() and word.islower() for word in words):
            translations[pair.dutch].add(pair.english)
    return translations


def _aligned_words(sentences: Sequence[Pair]) -> dict[str, str]:
    """Return Dutch word -> the English word that shares most sentence pairs with it, by the Dice coefficient."""
    dutch_count: Counter[str] = Counter()
    english_count: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    for pair in sentences:
        dutch = {word for word in fold_words(pair.dutch) if len(word) > 3}
        english = {word for word in fold_words(pair.english) if len(word) > 3}
        dutch_count.update(dutch)
        english_count.update(english)
        together.update((left, right) for left in dutch for right in english)
    best: dict[str, tuple[float, str]] = {}
    for (left, right), count in together.items():
        dice = 2 * count / (dutch_count[left] + english_count[right])
        if count >= 3 and dice > _LEAST_DICE:
            best[left] = max(best.get(left, (0.0, "")), (dice, right))
    return {left: right for left, (_, right) in best.items()}


def _near(
    words: Sequence[str], candidates: Sequence[tuple[str, str]], position: Mapping[str, int], vectors: Vectors
) -> list[list[tuple[str, str]]]:
    """Return for each English word the candidates nearest to it, those of the very same meaning left out."""
    pool = vectors[[position[word] for _, word in candidates]]
    near = []
    for start in range(0, len(words), 512):
        cosines = vectors[[position[word] for word in words[start : start + 512]]] @ pool.T
        for row in cosines:
            best = np.argsort(-row, kind="stable")[:_NEIGHBOURS]
            near.append([candidates[at] for at in best if _NEAR < row[at] < _SAME])
    return near
