"""The shipped encoder without PyTorch: tokenizers + safetensors + numpy over the same SentenceTransformer folder.

A static encoder looks each subword piece up in a table and averages; no layer depends on the order of the words. So
the folder that `SentenceTransformer(path)` loads in seconds (the import of PyTorch) loads here in a tenth of a second,
and gives the same vectors (tests/index/test_static.py compares them over all written questions).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.vectors import Vectors
from ingest.errors import WaaierError

_STATIC = "StaticEmbedding"
_NORMALIZE = "Normalize"
_BATCH = 1024  # texts tokenised at a time: bounds memory, costs nothing in speed


class UnusableEncoder(WaaierError):  # noqa: N818 - named by situation, as all errors here
    """The folder is missing, damaged, or holds another model than a static one."""


@dataclass(frozen=True, slots=True)
class Table:
    """Vectors of pieces as stored: piece i is `rows[i] * factors[i]`.

    Only the rows of the pieces at hand become float32: turning all of them takes longer than loading the file.

    Attributes:
        rows: int8 or float (n_pieces, dim).
        factors: float32 (n_pieces,).
    """

    rows: NDArray[Any]
    factors: Vectors

    def total(self, pieces: Sequence[int]) -> Vectors:
        """Return float32 (dim,): the sum of the pieces' vectors."""
        total: Vectors = self.factors[pieces] @ self.rows[pieces].astype(np.float32)
        return total


class StaticEncoder:
    """Sentence encoder over a table of subword vectors; an `index.encode.Encoder`.

    A text's vector is the mean of its pieces' rows, L2-normalised. The rows' lengths carry the weights of the pieces
    (smooth inverse frequency: Arora et al. 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings").

    Attributes:
        name: name of the folder, as shown in figures and manifests.
        dim: numbers in a vector.
        fingerprint: SHA-256 (hex) over names and bytes of the folder's model files.
    """

    def __init__(self, name: str, tokenizer: Tokenizer, table: Table, fingerprint: str) -> None:
        """Keep the parts; `load` is the way in.

        Args:
            name: see the class.
            tokenizer: text -> piece ids, all of them in the table.
            table: the vectors of the pieces.
            fingerprint: see the class.
        """
        self.name = name
        self.dim = int(table.rows.shape[1])
        self.fingerprint = fingerprint
        self._tokenizer = tokenizer
        self._table = table

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a SentenceTransformer folder whose modules are StaticEmbedding and, or not, Normalize.

        Raises:
            UnusableEncoder: the folder is missing, incomplete or holds other modules.
        """
        try:
            modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
            static = folder / _static_path(modules, folder)
            tokenizer = Tokenizer.from_buffer((static / "tokenizer.json").read_bytes())
            table = read_table(load_file(static / "model.safetensors"))
        except (OSError, KeyError, ValueError, SafetensorError) as error:
            raise UnusableEncoder(
                f"No usable static encoder in {folder} ({error}). Reinstall Waaier, or train one: python -m index.train"
            ) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(folder.name, tokenizer, table, fingerprint(folder))

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n_texts, dim), rows L2-normalised; a text without any letter or digit gives zeros."""
        return self._encode(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n_texts, dim), rows L2-normalised: the same space and prompt (none) as queries."""
        return self._encode(texts)

    def word_vectors(self, words: Sequence[str]) -> Vectors:
        """Return float32 (n_words, dim), rows L2-normalised, for word-level MaxSim.

        A word's vector is the weighted sum of its pieces, which after normalising is the vector of the word as a text.
        """
        return self._encode(words)

    def pieces(self, text: str) -> list[str]:
        """Return the subword pieces of a text, lower-case and without accents, in order; '▁' ends a short word."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            # encode_batch_fast leaves out the character offsets, which nothing here needs
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for row, encoding in enumerate(encodings, start):
                if encoding.ids:
                    vectors[row] = self._table.total(encoding.ids)
        # the mean and the sum of the pieces have the same direction
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors


def read_table(weights: dict[str, NDArray[Any]]) -> Table:
    """Return the table of a StaticEmbedding's weights.

    Either `embedding.weight` (float), or the model2vec layout that sentence-transformers reads as well: `embeddings`
    (int8) with one factor a piece in `weights` and, or not, the row of each piece in `mapping`.

    Raises:
        KeyError: neither layout is there.
    """
    rows = weights["embedding.weight"] if "embedding.weight" in weights else weights["embeddings"]
    if "mapping" in weights:
        rows = rows[weights["mapping"].astype(np.int64)]
    factors = weights["weights"] if "weights" in weights else np.ones(len(rows))
    return Table(rows, factors.astype(np.float32))


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 (hex) over the relative names and bytes of a model folder's .json and .safetensors files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.suffix in {".json", ".safetensors"}:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _static_path(modules: list[dict[str, str]], folder: Path) -> str:
    """Return the subfolder of the StaticEmbedding module.

    Raises:
        ValueError: the modules are not StaticEmbedding and, or not, Normalize.
    """
    kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    if kinds[:1] != [_STATIC] or kinds[1:] not in ([], [_NORMALIZE]):
        raise ValueError(f"modules {kinds} in {folder / 'modules.json'} are not a static encoder's")
    return modules[0]["path"]
