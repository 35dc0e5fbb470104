"""The lexical leg: Dutch terms and BM25 (bm25s) over passages."""

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

STEMMER = "dutch"
"""Snowball's Dutch stemmer; since Snowball 3.0 that is Kraaij-Pohlmann, not the older dutch_porter."""

_WORD = re.compile(r"[a-z0-9]+")
_FIRST_MARK = "\u0300"  # of all combining characters
# letters that Unicode does not take apart, once they are small
_WHOLE = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TYPO_SHORTEST = 5
_TYPO_SCORE = 82.0


def fold(text: str) -> str:
    """`text` in small letters without diacritics; it may become longer (ß -> ss)."""
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKD", text).lower()  # in this order: a letterlike sign may hide a capital
    plain = "".join([sign for sign in small if sign < _FIRST_MARK or not unicodedata.combining(sign)])
    return plain.translate(_WHOLE)


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order; an apostrophe does not divide (herstartstudio's -> herstartstudios)."""
    return _WORD.findall(fold(text).replace("'", "").replace("’", ""))


@cache
def stopwords() -> frozenset[str]:
    """Dutch and English function words; negations are no stop words (stopwords.txt)."""
    return frozenset((resources.files("index") / "stopwords.txt").read_text("utf-8").split())


class _Own(threading.local):
    """What each thread has for itself: PyStemmer wants one stemmer to be used by one thread at a time."""

    def __init__(self) -> None:
        self.stemmer = Stemmer.Stemmer(STEMMER)


_OWN = _Own()


def terms(text: str) -> list[str]:
    """Index terms of `text`: stems of its words, function words left out."""
    stems: list[str] = _OWN.stemmer.stemWords([word for word in words(text) if word not in stopwords()])
    return stems


class TermIndex:
    """BM25 over passages. A query term that no passage has is replaced by the most similar one that has (a typo)."""

    def __init__(self, model: bm25s.BM25) -> None:
        """Wrap a built model; use `build` or `load`."""
        self._model = model
        self._vocabulary = [term for term in model.vocab_dict if len(term) >= _TYPO_SHORTEST]
        self._mended = lru_cache(maxsize=4096)(self._nearest)

    def __len__(self) -> int:
        return int(self._model.scores["num_docs"])

    @classmethod
    def build(cls, texts: Sequence[str]) -> "TermIndex":
        """Index `texts` in order."""
        model = bm25s.BM25()
        model.index([terms(text) or ["-"] for text in texts], show_progress=False)
        return cls(model)

    def save(self, folder: Path) -> None:
        """Write the model as numpy and JSON files."""
        self._model.save(folder, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "TermIndex":
        """Read what `save` wrote."""
        return cls(bm25s.BM25.load(folder, allow_pickle=False, show_progress=False))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of every passage, shape (n_passages,), 0 where no term matches."""
        found = self.query_terms(query)
        if not found:
            return np.zeros(len(self), dtype=np.float32)
        scores: NDArray[np.float32] = self._model.get_scores(found)
        return scores

    def query_terms(self, query: str) -> list[str]:
        """The terms of a query that some passage has, after mending of typos."""
        known = (term if term in self._model.vocab_dict else self._mended(term) for term in terms(query))
        return [term for term in known if term]

    def _nearest(self, term: str) -> str:
        if len(term) < _TYPO_SHORTEST or term.isdigit():
            return ""
        match = process.extractOne(term, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_SCORE)
        return match[0] if match else ""
