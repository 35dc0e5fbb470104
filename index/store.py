"""The vector store: exhaustive inner-product search with FAISS. The only module that imports it.

On disk are the vectors alone, as a numpy file: FAISS's own reader is not made for damaged files (of 315 damaged ones it
loaded 173 without a word), and a flat index is its vectors.
"""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

faiss.omp_set_num_threads(1)  # one query at a time: threads cost more than they save


class VectorStore:
    """Vectors in the order in which they were given; rows are L2-normalised, so a score is a cosine in [-1, 1]."""

    def __init__(self, vectors: Vectors) -> None:
        """Store `vectors`, float32 (n, dim); n may be 0."""
        self._vectors: Vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        # every vector is compared, in half precision: for one query five times as fast as IndexFlatIP
        half = faiss.ScalarQuantizer.QT_fp16
        self._index = faiss.IndexScalarQuantizer(self.dim, half, faiss.METRIC_INNER_PRODUCT)
        self._index.add(self._vectors)

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return int(self._vectors.shape[1])

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorStore":
        """Store `vectors`, float32 (n, dim)."""
        return cls(vectors)

    def search(self, query: Vectors, k: int) -> tuple[Vectors, NDArray[np.int64]]:
        """Scores and positions of the `k` nearest vectors of one query (dim,), best first; all where `k` is more."""
        k = min(k, len(self))
        if k <= 0:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        scores, positions = self._index.search(np.ascontiguousarray(query[None, :], dtype=np.float32), k)
        return scores[0], positions[0]

    def scores(self, query: Vectors) -> Vectors:
        """Score of every vector, in the order in which they are stored: shape (n,)."""
        scores: Vectors = self._vectors @ query.astype(np.float32, copy=False)
        return scores

    def save(self, path: Path) -> None:
        """Write the vectors as a .npy file."""
        with path.open("wb") as file:
            np.save(file, self._vectors, allow_pickle=False)

    @classmethod
    def load(cls, path: Path) -> "VectorStore":
        """Read a file of `save`, whose checksum the manifest has confirmed.

        Raises:
            ValueError: the file is no matrix of float32.
        """
        vectors = np.load(path, allow_pickle=False)
        if vectors.ndim != 2 or vectors.dtype != np.float32:
            raise ValueError(f"{path}: not a matrix of float32")
        return cls(vectors)
