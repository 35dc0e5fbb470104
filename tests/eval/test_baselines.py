from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.baselines import Bm25Baseline, DenseBaseline, handbook_passages, minilm_folder, titled_text
from ingest.handbook import read_handbook
from tests.eval.examples import HARBOUR, passage

ROOT = Path(__file__).parents[2]
PASSAGES = [passage(1, "In de molen zijn twaalf kamers."), passage(2, "De tuin is open."), passage(3, "Zorg.", HARBOUR)]


class LetterEncoder:
    """Counts the letters a to e."""

    name, dim, fingerprint = "letters", 5, ""

    def encode_query(self, texts: Sequence[str]) -> np.ndarray:
        counts = np.array([[text.lower().count(letter) for letter in "abcde"] for text in texts], dtype=np.float32)
        return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)

    encode_document = encode_query


def test_bm25_ranks_by_the_words_of_the_question():
    ranked = Bm25Baseline(PASSAGES).retrieve("hoeveel kamers?")
    assert ranked[0].id == PASSAGES[0].id
    assert ranked[0].score > ranked[1].score


def test_bm25_finds_nothing_where_no_word_occurs():
    assert Bm25Baseline(PASSAGES).retrieve("xylofoon") == []


def test_bm25_reads_the_title_too():
    assert titled_text(PASSAGES[2]) == "Samen wonen Financieel Zorg."
    assert Bm25Baseline(PASSAGES).retrieve("financieel")[0].id == PASSAGES[2].id


def test_dense_ranking_equals_brute_force():
    encoder = LetterEncoder()
    ranked = DenseBaseline(PASSAGES, encoder).retrieve("abba")
    cosines = [
        float(encoder.encode_query([titled_text(one)])[0] @ encoder.encode_query(["abba"])[0]) for one in PASSAGES
    ]
    assert [one.score for one in ranked] == sorted(cosines, reverse=True)


def test_passages_are_the_handbooks_chunks():
    handbook = read_handbook(ROOT / "corpus" / "handbook.toml")
    passages = handbook_passages(handbook)
    assert [one.id for one in passages] == [chunk.id for chunk in handbook.chunks]
    assert all(one.page > 0 and one.text for one in passages)


def test_minilm_folder_is_a_model_or_missing():
    folder = minilm_folder()
    assert folder is None or (folder / "model.safetensors").is_file()
