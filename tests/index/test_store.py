from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.store import VectorStore
from index.vectors import Vectors

HALF = 2.0**-11 + 1e-6
"""How far a cosine may be off: half precision rounds each number by at most 2^-11 of it, and float32 sums add a bit."""


def unit_vectors(n: int, dim: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)  # type: ignore[no-any-return]


def halved(vectors: Vectors) -> Vectors:
    """The nearest vectors that half precision can tell exactly."""
    return vectors.astype(np.float16).astype(np.float32)


@given(st.integers(1, 300), st.integers(1, 48), st.integers(1, 400), st.integers(0, 10_000))
def test_ranking_equals_brute_force(n: int, dim: int, k: int, seed: int) -> None:
    vectors = halved(unit_vectors(n, dim, seed))
    query = np.random.default_rng(seed + 1).standard_normal(dim).astype(np.float32)  # of any length
    scores, positions = VectorStore(vectors).search(query, k)
    exact = vectors.astype(np.float64) @ query.astype(np.float64)
    assert len(positions) == len(set(positions.tolist())) == min(k, n)
    assert np.all(np.diff(scores) <= 0)
    np.testing.assert_allclose(scores, exact[positions], atol=1e-5)
    np.testing.assert_allclose(scores, np.sort(exact)[::-1][: min(k, n)], atol=1e-5)
    if np.diff(np.sort(exact)).min(initial=1) > 1e-5:  # no two are equal but for rounding
        assert positions.tolist() == np.argsort(-exact, kind="stable")[: min(k, n)].tolist()


@given(st.integers(1, 300), st.integers(1, 48), st.integers(1, 400), st.integers(0, 10_000))
def test_any_other_vector_scores_what_it_does_but_for_half_precision(n: int, dim: int, k: int, seed: int) -> None:
    vectors, query = unit_vectors(n, dim, seed), unit_vectors(1, dim, seed + 1)[0]
    scores, positions = VectorStore(vectors).search(query, k)
    exact = vectors.astype(np.float64) @ query.astype(np.float64)
    np.testing.assert_allclose(scores, exact[positions], rtol=0, atol=HALF)
    np.testing.assert_allclose(scores, np.sort(exact)[::-1][: min(k, n)], rtol=0, atol=HALF)


def test_ranking_equals_brute_force_on_many_vectors() -> None:
    vectors, queries = halved(unit_vectors(9000, 64, 1)), unit_vectors(20, 64, 2)
    store = VectorStore(vectors)
    for query in queries:
        exact = vectors @ query
        scores, positions = store.search(query, 400)
        np.testing.assert_allclose(scores, np.sort(exact)[::-1][:400], atol=1e-6)
        assert set(positions.tolist()) == set(np.argsort(-exact)[:400].tolist())
        np.testing.assert_allclose(store.scores(query), exact, atol=1e-6)


def test_one_vector() -> None:
    store = VectorStore(np.array([[0.6, 0.8]], np.float32))
    scores, positions = store.search(np.array([1, 0], np.float32), 10)
    assert positions.tolist() == [0]
    assert scores.tolist() == pytest.approx([0.6], rel=HALF)


def test_a_zero_vector_scores_zero() -> None:
    store = VectorStore(np.array([[0, 0], [0.6, 0.8]], np.float32))
    assert store.scores(np.array([0, 1], np.float32)).tolist() == pytest.approx([0, 0.8])
    scores, positions = store.search(np.zeros(2, np.float32), 2)
    assert scores.tolist() == [0, 0]
    assert sorted(positions.tolist()) == [0, 1]


def test_no_vectors() -> None:
    store = VectorStore(np.empty((0, 4), np.float32))
    scores, positions = store.search(np.ones(4, np.float32), 3)
    assert (len(store), len(scores), len(positions), store.dim) == (0, 0, 0, 4)
    assert store.scores(np.ones(4, np.float32)).shape == (0,)


def test_k_of_zero_finds_nothing() -> None:
    assert len(VectorStore(unit_vectors(3, 4, 0)).search(np.ones(4, np.float32), 0)[1]) == 0


@pytest.mark.parametrize("n", [0, 1, 50])
def test_saved_and_loaded_it_is_the_same(tmp_path: Path, n: int) -> None:
    vectors, query = unit_vectors(n, 8, 3), unit_vectors(1, 8, 4)[0]
    VectorStore(vectors).save(tmp_path / "v.npy")
    loaded = VectorStore.load(tmp_path / "v.npy")
    assert (len(loaded), loaded.dim) == (n, 8)
    for one, other in zip(VectorStore(vectors).search(query, 9), loaded.search(query, 9), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    "array",
    [np.zeros(4, np.float32), np.zeros((2, 2), np.float64), np.array([["a"]]), np.array([[{}]], dtype=object)],
    ids=["one row", "float64", "text", "pickle"],
)
def test_another_array_is_refused(tmp_path: Path, array: NDArray[np.generic]) -> None:
    np.save(tmp_path / "v.npy", array)
    with pytest.raises(ValueError, match=r"float32|pickle"):
        VectorStore.load(tmp_path / "v.npy")
