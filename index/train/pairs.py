"""Parallel text for distillation: Dutch-English pairs and word frequencies, read from tab-separated files."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import WaaierError

WORD_SOURCES = frozenset({"dict", "gloss"})
"""Tags of pairs that are dictionary entries, not running text."""

_WORD = re.compile(r"[^\W\d_]+")


class TrainingFileFault(WaaierError):  # noqa: N818 - named by situation, as all errors here
    """A file of training text is missing or malformed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One text in both languages; `source` is the tag of its origin, or the name of its file."""

    source: str
    dutch: str
    english: str


def read_lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 file that are not blank.

    Raises:
        TrainingFileFault: the file cannot be read.
    """
    try:
        return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError) as fault:
        raise TrainingFileFault(f"{path}: cannot be read ({fault}). Give a UTF-8 text file.") from fault


def read_pairs(path: Path) -> list[Pair]:
    """Read `source TAB Dutch TAB English` or `Dutch TAB English`, in the file's order.

    Raises:
        TrainingFileFault: the file cannot be read, or a line has other columns.
    """
    pairs = []
    for number, line in enumerate(read_lines(path), 1):
        columns = line.split("\t")
        if len(columns) not in (2, 3) or not all(column.strip() for column in columns):
            raise TrainingFileFault(f"{path}, line {number}: not [source TAB] Dutch TAB English. Correct the line.")
        pairs.append(Pair(columns[0] if len(columns) == 3 else path.stem, columns[-2].strip(), columns[-1].strip()))
    return pairs


def read_frequencies(path: Path) -> Counter[str]:
    """Read `word count` lines into folded word -> occurrences; words with other signs count for their parts.

    Raises:
        TrainingFileFault: the file cannot be read, or a line is not a word and a whole number.
    """
    frequencies: Counter[str] = Counter()
    for number, line in enumerate(read_lines(path), 1):
        word, _, count = line.rpartition(" ")
        if not count.isdigit():
            raise TrainingFileFault(f"{path}, line {number}: not a word and a count. Correct the line.")
        for part in fold_words(word):
            frequencies[part] += int(count)
    return frequencies


def fold_words(text: str) -> list[str]:
    """Return the words (runs of letters) of a text in order, lower-case and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return _WORD.findall("".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return folded word -> occurrences over all texts."""
    return Counter(word for text in texts for word in fold_words(text))
