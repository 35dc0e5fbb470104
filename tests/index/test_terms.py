import math
import string
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.questions import _letters
from index.terms import TermIndex, fold, stopwords, terms, words

TEXTS = ("huur huur woning", "woning tuin", "zorg")


def lucene_bm25(frequency: int, length: int, n_with: int, n: int = 3, average: float = 2.0) -> float:
    """Robertson's BM25 as Lucene computes it: k1 = 1.5, b = 0.75, no idf below 0."""
    idf = math.log(1 + (n - n_with + 0.5) / (n_with + 0.5))
    return idf * frequency / (frequency + 1.5 * (1 - 0.75 + 0.75 * length / average))


def test_scores_are_those_of_a_hand_worked_example() -> None:
    index = TermIndex.build(TEXTS)
    expected = [lucene_bm25(2, 3, 1), 0, 0]
    assert index.scores("huur").tolist() == pytest.approx(expected)
    assert index.scores("huur")[0] == pytest.approx(0.4828, abs=1e-4)  # 0.9808 x 2 / (2 + 2.0625)
    expected = [lucene_bm25(2, 3, 1) + lucene_bm25(1, 3, 2), lucene_bm25(1, 2, 2), 0]
    assert index.scores("de huur van woningen").tolist() == pytest.approx(expected)


def test_no_known_term_scores_zero() -> None:
    index = TermIndex.build(TEXTS)
    for query in ("", "de het een", "?!", "xyzzy", "0123456789"):
        scores = index.scores(query)
        assert scores.tolist() == [0, 0, 0]
        assert scores.dtype == np.float32


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("huurtoeslg", "huurtoeslag"), ("huurtoeslaag", "huurtoeslag"), ("eenzamheid", "eenzaamheid")],
)
def test_typos_are_mended(typed: str, meant: str) -> None:
    index = TermIndex.build(("huurtoeslag", "eenzaamheid", "tuin"))
    assert index.query_terms(typed) == terms(meant)
    np.testing.assert_array_equal(index.scores(typed), index.scores(meant))


@pytest.mark.parametrize("typed", ["tuim", "bakfiets", "12345", "huur"])
def test_short_and_foreign_words_and_numbers_are_not_mended(typed: str) -> None:
    index = TermIndex.build(("huurtoeslag", "eenzaamheid", "tuin", "12346"))
    assert index.query_terms(typed) == []


def test_stop_words_go_but_negation_stays() -> None:
    assert terms("de het een van the of") == []
    for negation in ("niet", "geen", "zonder", "nooit", "not", "no", "without", "never"):
        assert terms(negation), negation


def test_stop_words_are_folded_words() -> None:
    assert all(words(word) == [word] for word in stopwords())


def test_an_apostrophe_does_not_divide() -> None:
    assert words("Herstartstudio's, mama’s en ’t") == ["herstartstudios", "mamas", "en", "t"]


def test_inflections_share_a_term() -> None:
    assert terms("woning") == terms("woningen")
    assert terms("BEWONER") == terms("bewoners")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bjørn ØSTERGAARD", "bjorn ostergaard"),
        ("Skæve Æ œuvre Œ", "skaeve ae oeuvre oe"),
        ("Straße GROẞE", "strasse grosse"),
        ("Łódź", "lodz"),
        ("Đorđe", "dorde"),
        ("Ðað Þór", "dad thor"),
        ("Işık", "isik"),
        ("ǿ ǽ", "o ae"),
    ],
)
def test_letters_that_unicode_does_not_take_apart_divide_no_word(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert words(text) == folded.split()


def test_a_letter_that_becomes_two_keeps_its_place_in_the_text() -> None:
    assert _letters("Straße 5") == ("strasse5", [0, 1, 2, 3, 4, 4, 5, 7])


def test_each_thread_has_a_stemmer_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyStemmer: "only a single thread should access the instance at any given time"."""
    users: list[tuple[object, int]] = []
    both = threading.Barrier(2)

    class Stems:
        def __init__(self, language: str) -> None:
            self.language = language

        def stemWords(self, given: list[str]) -> list[str]:  # noqa: N802 - as PyStemmer has it
            users.append((self, threading.get_ident()))
            both.wait(10)  # so that no thread ends, and hands on its number, before the other began
            return given

    monkeypatch.setattr("index.terms.Stemmer.Stemmer", Stems)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(terms, ["huur", "tuin"])) == [["huur"], ["tuin"]]
    (one, first), (other, second) = users
    assert one is not other
    assert first != second


def test_a_text_without_terms_is_indexed_all_the_same() -> None:
    index = TermIndex.build(("de het", "", "tuin"))
    assert len(index) == 3
    assert index.scores("tuin").argmax() == 2
    assert index.scores("- de het").tolist() == [0, 0, 0]


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    built = TermIndex.build(TEXTS)
    built.save(tmp_path / "terms")
    loaded = TermIndex.load(tmp_path / "terms")
    assert len(loaded) == len(built) == 3
    for query in ("huur woning", "woningg", "zorg", "niets"):
        np.testing.assert_array_equal(built.scores(query), loaded.scores(query))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any(unicodedata.combining(character) for character in fold(text))


@given(st.text())
def test_words_are_small_letters_and_digits(text: str) -> None:
    allowed = set(string.ascii_lowercase + string.digits)
    assert all(word and set(word) <= allowed for word in words(text))
    assert words(" ".join(words(text))) == words(text)


@given(st.text(alphabet=string.ascii_letters + "éèëïöüÉç '-.,"))
def test_capitals_and_accents_make_no_difference(text: str) -> None:
    assert words(text) == words(text.upper()) == words(fold(text))


@given(st.text())
def test_terms_are_stems_of_words_that_are_no_stop_words(text: str) -> None:
    assert len(terms(text)) == len([word for word in words(text) if word not in stopwords()])
    assert all(terms(text))


@given(st.text(alphabet=string.ascii_letters + " 0123456789ëé'"))
def test_every_query_gets_finite_scores(query: str) -> None:
    scores = INDEX.scores(query)
    assert scores.shape == (3,)
    assert np.all(np.isfinite(scores))
    assert np.all(scores >= 0)


INDEX = TermIndex.build(TEXTS)
