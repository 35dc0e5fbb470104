"""The subword vocabulary: a Unigram tokenizer that cuts Dutch compounds by itself.

Word pieces are whole words of both languages where the training text holds them often enough to learn a vector, and
the parts of compounds (huur + achter + stand) where it does not; Kudo's (2018) Unigram pieces fill the gaps. All of it
is in tokenizer.json, so any program that loads the folder cuts raw text in the same way.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.compounds import CompoundSplitter

UNKNOWN = "[UNK]"
END = "▁"
"""Closes a short word, so that it is another piece than the same letters inside a longer word (in / beg-in)."""

# fmt: off
SHORT_PARTS = frozenset((
    "arm", "bad", "bed", "bus", "dag", "dak", "gas", "ggz", "hof", "kas", "lab", "man", "pas", "rug", "set",
    "vak", "weg", "wet", "zus",
))
"""Nouns of three letters that compounds are made of."""

FUNCTION_WORDS = (
    "voor", "door", "over", "naar", "niet", "deze", "maar", "meer", "zijn", "haar", "heeft", "geen", "waar",
    "wordt", "worden", "kunnen", "zoals", "tegen", "onder", "tussen", "zonder", "veel", "alle", "ieder",
    "iets", "alleen", "zelf", "with", "from", "that", "this", "have", "what", "which", "where", "there",
    "they", "your",
)
# fmt: on
"""Words of four letters and more that are closed, too: as first part of a longer word they mean something else."""

_LONGEST_COUNT = 400  # the trainer reads a word at most so often: beyond it only the order of pieces matters
_TEXT_WEIGHT = 20  # one occurrence in the training text counts as much as so many in the frequency list (subtitles)


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Folded word -> occurrences: in the Dutch and English training text, of Dutch at large, and in the handbook."""

    dutch: Mapping[str, int]
    english: Mapping[str, int]
    frequencies: Mapping[str, int]
    handbook: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class VocabularyOptions:
    """Sizes of the vocabulary, in pieces.

    Attributes:
        size: most pieces in all.
        unigram: pieces that the Unigram trainer proposes; at least half of them find a place.
        seen: occurrences in the training text from which on a word or part is a piece of its own.
        compound: words from this length on, in letters, are cut at their seams.
    """

    size: int = 34_000
    unigram: int = 12_000
    seen: int = 3
    compound: int = 8


def build_tokenizer(counts: WordCounts, options: VocabularyOptions) -> Tokenizer:
    """Return the tokenizer for these words; it lower-cases, strips accents, drops punctuation and cuts compounds."""
    normalizer = build_normalizer()
    vocabulary = _choose_pieces(*_count_parts(counts, normalizer, options.compound), options)
    tokenizer = Tokenizer(models.Unigram(list(vocabulary.items()), unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(rf"\d{END}?|[^\W\d_]+{END}?"), "removed", invert=True)
    return tokenizer


def build_normalizer() -> normalizers.Sequence:
    """Return: NFKD, lower case, no accents, and END after words of up to three letters and after function words."""
    closed = "|".join([r"\b\w", r"\b\w\w", r"\b\w\w\w", *(rf"\b{word}" for word in FUNCTION_WORDS)])
    return normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.Lowercase(),
            normalizers.StripAccents(),
            normalizers.Replace(Regex(rf"(?<={closed})(?!\w)"), END),
        ]
    )


def _lexicon(counts: WordCounts) -> dict[str, float]:
    """Return the frequencies by which compounds are split: Dutch at large, with the training text's own words."""
    lexicon = {word: float(count) for word, count in counts.frequencies.items()}
    for word, count in counts.dutch.items():
        lexicon[word] = lexicon.get(word, 0.0) + _TEXT_WEIGHT * count
    return lexicon


def _count_parts(
    counts: WordCounts, normalizer: normalizers.Sequence, compound: int
) -> tuple[Counter[str], Counter[str]]:
    """Return piece -> weight (damped frequency), and piece -> occurrences in text that a vector is learned from."""
    splitter = CompoundSplitter(_lexicon(counts), short_parts=SHORT_PARTS)
    weights: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for word in sorted({*counts.dutch, *counts.frequencies, *counts.handbook}):
        in_text, in_handbook = counts.dutch.get(word, 0), counts.handbook.get(word, 0)
        total = _TEXT_WEIGHT * (in_text + in_handbook) + counts.frequencies.get(word, 0)
        parts = splitter.split(word) if len(word) >= compound else (word,)
        for part in parts if len(parts) > 1 else (normalizer.normalize_str(word),):
            weights[part] += max(1, round(math.sqrt(total)))
            seen[part] += in_text + 2 * in_handbook
    for word, count in sorted(counts.english.items()):
        piece = normalizer.normalize_str(word)
        weights[piece] += max(1, round(math.sqrt(_TEXT_WEIGHT * count)))
        seen[piece] += count
    return weights, seen


def _choose_pieces(weights: Counter[str], seen: Counter[str], options: VocabularyOptions) -> dict[str, float]:
    """Return piece -> log probability, the unknown piece first: whole words, then Unigram pieces, then signs."""
    total = sum(weights.values())
    words = [word for word in sorted(weights, key=lambda word: (-weights[word], word)) if seen[word] >= options.seen]
    vocabulary = {UNKNOWN: -20.0}
    for word in words[: options.size - options.unigram // 2]:
        vocabulary[word] = round(math.log(weights[word] / total), 4)
    for piece, score in _unigram_pieces(weights, options.unigram):
        if len(vocabulary) >= options.size:
            break
        vocabulary.setdefault(piece, score)
    for sign in f"abcdefghijklmnopqrstuvwxyz0123456789{END}":
        vocabulary.setdefault(sign, -16.0)
    for digit in "0123456789":
        vocabulary.setdefault(digit + END, -10.0)
    return vocabulary


def _unigram_pieces(weights: Counter[str], size: int) -> Sequence[tuple[str, float]]:
    """Return the pieces of a Unigram model trained on the parts, with their log probabilities, likeliest first."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=14,
        shrinking_factor=0.8,
        show_progress=False,
    )
    words = (" ".join([part] * min(weight, _LONGEST_COUNT)) for part, weight in sorted(weights.items()))
    tokenizer.train_from_iterator((line for line in words if END not in line), trainer)
    pieces = json.loads(tokenizer.to_str())["model"]["vocab"]
    # rounded before sorting: the trainer's last digits differ from run to run
    return sorted(((piece, round(score, 4)) for piece, score in pieces), key=lambda piece: (-piece[1], piece[0]))
