from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.build import SearchIndex
from index.retrieve import LEGS, Retrieved, Retriever, Scores, standardise
from index.store import VectorStore
from ingest.handbook import Handbook
from tests.index.examples import ranked

QUERIES = ("Wie betaalt de huur?", "wat kost een maltijd", "leertuin", "What does a meal cost?", "zzz", "?!")

numbers = st.floats(-1000, 1000, width=32)
scores = arrays(np.float32, st.integers(1, 60), elements=numbers)


@given(scores)
def test_standard_scores_have_mean_0_and_deviation_1(values: Scores) -> None:
    found = standardise(values)
    assert found.dtype == np.float32
    assert found.shape == values.shape
    assert abs(float(found.mean(dtype=np.float64))) < 1e-4
    assert float(found.std(dtype=np.float64)) == pytest.approx(1, abs=1e-4) or not found.any()


@given(scores)
def test_standard_scores_keep_the_order(values: Scores) -> None:
    found = standardise(values)
    order = np.argsort(values, kind="stable")
    assert np.all(np.diff(found[order]) >= 0)


@given(scores, st.floats(0.5, 8), st.floats(-8, 8))
def test_scale_and_shift_do_not_matter(values: Scores, scale: float, shift: float) -> None:
    if values.std() > 0.1:
        moved = (values * np.float32(scale) + np.float32(shift)).astype(np.float32)
        np.testing.assert_allclose(standardise(moved), standardise(values), atol=0.01)


@given(numbers, st.integers(1, 1000))
def test_scores_that_are_all_the_same_say_nothing(value: float, n: int) -> None:
    same = np.full(n, value, np.float32)
    assert not standardise(same).any()
    assert not standardise(np.nextafter(same, np.float32(2000), where=np.arange(n) % 2 == 0, out=same.copy())).any()


def retrieved(**legs: list[float]) -> Retrieved:
    return Retrieved(np.zeros(2, np.float32), {name: np.array(leg, np.float32) for name, leg in legs.items()}, ())


def test_fusion_is_the_weighted_sum_of_standard_scores() -> None:
    found = retrieved(dense=[1, 3], questions=[0, 0], terms=[4, 0]).fused()
    assert LEGS == {"dense": 1.0, "questions": 1.0, "terms": 0.5}
    assert found.tolist() == [-1 + 0.5, 1 - 0.5]  # of two, the standard scores are -1 and 1
    assert retrieved(dense=[1, 3], questions=[0, 0], terms=[4, 0]).fused({"terms": 2.0}).tolist() == [2, -2]
    assert retrieved(dense=[1, 3]).fused({}).tolist() == [0, 0]


@given(arrays(np.float32, (3, 20), elements=numbers))
def test_fusion_equals_the_sum_leg_by_leg(table: Scores) -> None:
    legs = dict(zip(LEGS, table, strict=True))
    expected = sum(LEGS[name] * standardise(leg).astype(np.float64) for name, leg in legs.items())
    np.testing.assert_allclose(Retrieved(table[0], legs, ()).fused(), expected, atol=1e-4)


def with_questions(index: SearchIndex, cosines: list[float], passages: list[int]) -> Retriever:
    """A retriever whose written questions have those cosines, exact in half precision, with the query (1, 0, 0 ...)."""
    vectors = np.zeros((len(cosines), index.encoder.dim), np.float32)
    vectors[:, 0] = cosines
    places = np.array([(passage, 0, 1) for passage in passages], np.int64).reshape(-1, 3)
    return Retriever(replace(index, questions=VectorStore(vectors), places=places))


def question_leg(retriever: Retriever) -> Scores:
    query = np.eye(1, retriever.index.encoder.dim, dtype=np.float32)[0]
    return retriever._question_scores(*retriever.index.questions.search(query, 400))


def test_a_passage_counts_its_best_four_questions(mini_index: SearchIndex) -> None:
    cosines, passages = [0.875, 0.8125, 0.6875, 0.625, 0.5, 0.9375, 0.125], [0, 0, 0, 0, 0, 1, 2]
    leg = question_leg(with_questions(mini_index, cosines, passages))
    assert leg[0] == pytest.approx((0.875 + 0.8125 + 0.6875 + 0.625) / 4)
    assert leg[1] == pytest.approx((0.9375 + 3 * 0.125) / 4)  # what is missing counts as the least that was found
    assert leg[2] == pytest.approx(0.125)
    assert leg[3:] == pytest.approx(np.full(len(leg) - 3, 0.125))


def test_only_the_nearest_questions_count(mini_index: SearchIndex) -> None:
    cosines, passages = [0.875] * 400 + [0.25] * 50, [0] * 400 + [1] * 50
    leg = question_leg(with_questions(mini_index, cosines, passages))
    assert leg.tolist() == pytest.approx([0.875] * len(leg))


@given(st.lists(st.tuples(st.floats(-1, 1, width=16), st.integers(0, 22)), min_size=1, max_size=80))
def test_the_question_leg_equals_its_definition(mini: Handbook, pairs: list[tuple[float, int]]) -> None:
    nowhere = np.empty((0, 3), np.int64)
    none = (None,) * 5
    index = SearchIndex(mini, (), INDEX_ENCODER, EMPTY, (), EMPTY, EMPTY, nowhere, *none)  # type: ignore[arg-type]
    leg = question_leg(with_questions(index, [c for c, _ in pairs], [p for _, p in pairs]))
    least = min(c for c, _ in pairs)
    for passage, score in enumerate(leg):
        own = sorted((c for c, p in pairs if p == passage), reverse=True)[:4]
        assert score == pytest.approx((sum(own) + least * (4 - len(own))) / 4, abs=1e-6)


def test_without_written_questions_their_leg_says_nothing(mini_index: SearchIndex) -> None:
    retriever = with_questions(mini_index, [], [])
    found = retriever.score("huur")
    assert not found.legs["questions"].any()
    assert found.neighbours == ()


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_gets_finite_scores_for_all_passages(mini_index: SearchIndex, query: str) -> None:
    found = Retriever(mini_index).score(query)
    for leg in (*found.legs.values(), found.fused()):
        assert leg.shape == (len(mini_index.handbook.chunks),)
        assert leg.dtype == np.float32
        assert np.all(np.isfinite(leg))
    cosines = [cosine for _, cosine in found.neighbours]
    assert cosines == sorted(cosines, reverse=True)
    assert len(cosines) == len(mini_index.questions)


def test_a_written_question_finds_its_passage(mini_index: SearchIndex) -> None:
    assert ranked(mini_index, "Wie betaalt de huur van de Pollepel?")[0].section_id == "practice/pollepel/financien"


class _Encoder:
    dim = 4


INDEX_ENCODER = _Encoder()
EMPTY = VectorStore(np.empty((0, 4), np.float32))
