"""The vector store: exact inner-product search with FAISS. The only module that imports it."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged

Vectors = NDArray[np.float32]


class VectorStore:
    """Vectors in the order in which they were given; rows are L2-normalised, so a score is a cosine in [-1, 1]."""

    def __init__(self, index: "faiss.IndexFlatIP") -> None:
        """Wrap a FAISS index; use `build` or `load`."""
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @classmethod
    def build(cls, vectors: Vectors) -> "VectorStore":
        """Store `vectors`, float32 (n, dim)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    def search(self, query: Vectors, k: int) -> tuple[Vectors, NDArray[np.int64]]:
        """Scores and positions of the `k` nearest vectors of one query (dim,), best first; fewer where fewer are stored."""
        k = min(k, len(self))
        if not k:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        scores, positions = self._index.search(np.ascontiguousarray(query[None, :], dtype=np.float32), k)
        return scores[0], positions[0]

    def scores(self, query: Vectors) -> Vectors:
        """Score of every vector, in the order in which they are stored: shape (n,)."""
        found, positions = self.search(query, len(self))
        scores = np.empty(len(self), np.float32)
        scores[positions] = found
        return scores

    def save(self, path: Path) -> None:
        """Write the FAISS file."""
        path.write_bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def load(cls, path: Path) -> "VectorStore":
        """Read a FAISS file of our own, whose checksum the manifest has confirmed.

        Raises:
            IndexDamaged: the file is no flat inner-product index.
        """
        try:
            index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), np.uint8))
        except (RuntimeError, OSError, MemoryError):
            raise IndexDamaged(f"{path}: the index is damaged. Build it anew with: waaier index") from None
        if not isinstance(index, faiss.IndexFlatIP):
            raise IndexDamaged(f"{path}: not an index of this program. Build it anew with: waaier index")
        return cls(index)
