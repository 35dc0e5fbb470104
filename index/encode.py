"""Text -> vectors: the `Encoder` protocol, the shipped encoder, and any sentence-transformers model by name.

The only module that imports sentence-transformers, and only when a model other than a static one is asked for: its
import takes seconds, the shipped encoder (index/static.py) needs none of it.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index.static import StaticEncoder, UnusableEncoder, fingerprint
from index.vectors import Vectors
from ingest.errors import WaaierError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED = Path(__file__).with_name("encoder")
"""Folder of the encoder that comes with the package (package data, see its README.md)."""

E5_PROMPTS = ("query: ", "passage: ")
"""What the E5 models were trained with; their configuration does not say so (Wang et al. 2024, arXiv:2402.05672)."""


class EncoderNotFound(WaaierError):  # noqa: N818 - named by situation, as all errors here
    """The model is neither a folder, nor in the local cache, nor to be had from the hub."""


@runtime_checkable
class Encoder(Protocol):
    """Anything that turns texts into vectors whose dot product is their cosine similarity, in [-1, 1]."""

    name: str
    """As shown in figures and manifests."""
    dim: int
    """Numbers in a vector."""
    fingerprint: str
    """Changes whenever the vectors may: an index built under another fingerprint is stale."""

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 (n_texts, dim), rows L2-normalised, in the order of the texts."""
        ...

    def encode_document(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 (n_texts, dim), rows L2-normalised, in the order of the texts."""
        ...


class SentenceTransformerEncoder:
    """A sentence-transformers model, by folder or by name on the hub, with its query and document prompts.

    Attributes: see `Encoder`. The fingerprint of a folder is that of its files (index.static.fingerprint), of a hub
    model the SHA-256 of its name and revision.
    """

    def __init__(self, name: str, batch_size: int = 32) -> None:
        """Load the model: safetensors only, no code from the model's repository.

        Args:
            name: a folder, or a name such as "intfloat/multilingual-e5-small".
            batch_size: texts that the model reads at once.

        Raises:
            EncoderNotFound: no such folder, and the model is neither cached nor to be downloaded.
        """
        self.name = name
        self._batch_size = batch_size
        self._model = _load_model(name)
        self.dim = int(self._model.encode(["dim"], show_progress_bar=False).shape[1])
        self._query_prompt: str | None = None  # None: as the model's own configuration says
        self._document_prompt: str | None = None
        if _is_e5(name):
            self._query_prompt, self._document_prompt = E5_PROMPTS
        revision = self._model.model_card_data.base_model_revision
        is_folder = Path(name).is_dir()
        self.fingerprint = (
            fingerprint(Path(name)) if is_folder else hashlib.sha256(f"{name}@{revision}".encode()).hexdigest()
        )

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n_texts, dim), rows L2-normalised, encoded with the model's prompt for queries."""
        vectors = self._model.encode_query(
            list(texts),
            prompt=self._query_prompt,
            batch_size=self._batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dim)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (n_texts, dim), rows L2-normalised, encoded with the model's prompt for documents."""
        vectors = self._model.encode_document(
            list(texts),
            prompt=self._document_prompt,
            batch_size=self._batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dim)


def load_encoder(name: str | None = None) -> Encoder:
    """Return the shipped encoder, or the model of that name.

    Args:
        name: None for the shipped encoder; a folder (a static one loads without PyTorch); or a name on the hub.

    Raises:
        UnusableEncoder: the shipped folder is missing or damaged.
        EncoderNotFound: the model is not to be found.
    """
    if name is None:
        return StaticEncoder.load(SHIPPED)
    if Path(name).is_dir():
        try:
            return StaticEncoder.load(Path(name))
        except UnusableEncoder:
            pass  # not a static model: sentence-transformers knows the other architectures
    return SentenceTransformerEncoder(name)


def _load_model(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, model_kwargs={"use_safetensors": True}, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise EncoderNotFound(
            f"Encoder {name!r} cannot be loaded: no such folder, and not in the local model cache or not to be "
            "downloaded. Check the name and the network, or leave out --encoder to use the shipped encoder."
        ) from error


def _is_e5(name: str) -> bool:
    """Whether a model expects the E5 prompts; the instruct variants have prompts of their own."""
    base = Path(name).name.lower()
    return base.startswith(("e5-", "multilingual-e5-")) and not base.endswith("instruct")
