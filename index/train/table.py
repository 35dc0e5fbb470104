"""The table under training: subword pieces -> vectors, a text's vector being the normalised mean of its pieces'."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from index.vectors import Vectors

Pieces = list[int]
"""The piece ids of one text, in order."""

NEGATIONS = (
    *("geen▁", "niet▁", "zonder▁", "geen", "niet", "niemand", "niets", "nooit"),
    *("no▁", "not▁", "nobody", "nothing", "none", "never", "without"),
)
"""Pieces that deny; '▁' closes short words (index.train.vocabulary.END)."""


class Table(nn.Module):
    """Vectors of pieces; the length of a row is the weight of its piece in a text."""

    def __init__(self, rows: Vectors) -> None:
        """Start from float32 (n_pieces, dim) rows."""
        super().__init__()
        self.bag = nn.EmbeddingBag.from_pretrained(torch.from_numpy(rows.copy()), freeze=False, mode="mean")

    def forward(self, texts: Sequence[Pieces]) -> Tensor:
        """Return (n_texts, dim), rows L2-normalised; a text without pieces gives zeros."""
        lengths = [len(pieces) for pieces in texts]
        offsets = np.cumsum([0, *lengths[:-1]])
        flat = [piece for pieces in texts for piece in pieces]
        return functional.normalize(self.bag(torch.tensor(flat, dtype=torch.long), torch.from_numpy(offsets)), dim=1)

    def rows(self) -> Vectors:
        """Return the float32 (n_pieces, dim) table as it stands."""
        return np.asarray(self.bag.weight.detach().numpy(), dtype=np.float32)


def cut(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Pieces]:
    """Return the piece ids of each text."""
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def drop_pieces(texts: Sequence[Pieces], share: float, generator: np.random.Generator) -> list[Pieces]:
    """Return the texts with each piece left out by chance; texts of one or two pieces, or left empty, stay whole."""
    dropped = []
    for pieces in texts:
        if len(pieces) > 2:
            keep = generator.random(len(pieces)) >= share
            pieces = [piece for piece, kept in zip(pieces, keep, strict=True) if kept] or pieces
        dropped.append(pieces)
    return dropped


def contrastive_loss(left: Tensor, right: Tensor, groups: NDArray[np.int64], temperature: float) -> Tensor:
    """Return the symmetric InfoNCE loss of rows that belong together (van den Oord et al. 2018), a scalar.

    Args:
        left: (n, dim), rows L2-normalised.
        right: (n, dim); row i belongs to row i of `left`, all others are negatives.
        groups: (n,); rows of the same group are no negatives of each other.
        temperature: by which cosines are divided.
    """
    group = torch.from_numpy(groups)
    same = (group[:, None] == group[None, :]) & ~torch.eye(len(groups), dtype=torch.bool)
    scores = (left @ right.T / temperature).masked_fill(same, -1e4)
    target = torch.arange(len(groups))
    loss: Tensor = (functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)) / 2
    return loss


def stress_negation(rows: Vectors, tokenizer: Tokenizer, factor: float) -> Vectors:
    """Return the table with the rows of negations lengthened.

    In a mean of ten pieces one "niet" is lost, so that a sentence and its denial come out alike; the teacher, too,
    keeps them closer (cosine 0.92) than people do.
    """
    stressed = rows.copy()
    vocabulary = tokenizer.get_vocab()
    stressed[[vocabulary[piece] for piece in NEGATIONS if piece in vocabulary]] *= factor
    return stressed
