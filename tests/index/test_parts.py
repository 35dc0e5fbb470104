from pathlib import Path

import numpy as np
import pytest

from index.parts import PartClassifier, part_of
from ingest.document import Kind, Section


def section(kind: Kind, theme: str | None, facet: str | None) -> Section:
    return Section("a/b", kind, "B", theme, facet, ("A", "B"), 1, "1", "Tekst.")


@pytest.mark.parametrize(
    ("kind", "theme", "facet", "part"),
    [
        (Kind.LESSON, "Geld", None, "theme:Geld"),
        (Kind.PRACTICE, None, "doel", "practice:doel"),
        (Kind.GLOSSARY, None, None, "glossary"),
    ],
)
def test_the_part_of_a_section(kind: Kind, theme: str | None, facet: str | None, part: str) -> None:
    assert part_of(section(kind, theme, facet)) == part


def test_separable_questions_are_told_apart_without_a_fault() -> None:
    rng = np.random.default_rng(0)
    centres = np.eye(8, dtype=np.float32)
    labels = [f"part {number % 8}" for number in range(400)]
    vectors = np.array([centres[number % 8] for number in range(400)]) + rng.normal(0, 0.1, (400, 8))
    learned = PartClassifier.learn(vectors.astype(np.float32), labels)
    for vector, label in zip(vectors.astype(np.float32), labels, strict=True):
        scores = learned.scores(vector)
        assert max(scores, key=lambda part: scores[part]) == label


def test_the_weights_solve_the_ridge_equations() -> None:
    vectors = np.array([[1, 0], [0, 1], [1, 1]], np.float32)
    learned = PartClassifier.learn(vectors, ["a", "b", "a"])
    inputs = np.hstack([vectors, np.ones((3, 1))])
    weights = np.array([list(learned.scores(np.array(v, np.float32)).values()) for v in ([1, 0], [0, 1], [0, 0])])
    intercept = weights[2]
    found = np.vstack([weights[0] - intercept, weights[1] - intercept, intercept])
    targets = np.array([[1, 0], [0, 1], [1, 0]])
    gradient = inputs.T @ (inputs @ found - targets) + 1.0 * found
    np.testing.assert_allclose(gradient, 0, atol=1e-5)


def test_one_label_and_labels_with_accents_survive_saving(tmp_path: Path) -> None:
    for labels in (["theme:Zorg en begeleiding"] * 2, ["financiën", "practice:doel"]):
        learned = PartClassifier.learn(np.eye(2, dtype=np.float32), labels)
        learned.save(tmp_path / "parts.npz")
        loaded = PartClassifier.load(tmp_path / "parts.npz")
        assert loaded.labels == learned.labels == tuple(sorted(set(labels)))
        vector = np.array([0.6, 0.8], np.float32)
        assert loaded.scores(vector) == learned.scores(vector)


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "parts.npz", labels=np.array([{}], dtype=object), weights=np.zeros((1, 1), np.float32))
    with pytest.raises(ValueError, match="pickle"):
        PartClassifier.load(tmp_path / "parts.npz")
