"""Stage one: the table learns to place Dutch and English texts where the teacher places the English ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from index.train.table import Pieces, Table, contrastive_loss, drop_pieces
from index.vectors import Vectors


@dataclass(frozen=True, slots=True)
class DistillOptions:
    """Options of the distillation.

    Attributes:
        epochs: times that every pair is seen.
        batch: pairs a step; each is a negative of all others.
        rate: step size of Adam, falling to zero along a line.
        temperature: of the contrastive loss.
        dropout: share of the pieces left out of a text.
        centre: share of the mean teacher vector taken off the first rows.
        seed: of the order of pairs and of the pieces left out.
    """

    epochs: int = 4
    batch: int = 1024
    rate: float = 0.02
    temperature: float = 0.05
    dropout: float = 0.15
    centre: float = 0.7
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ParallelPieces:
    """Pairs as the table sees them: row i of `target` is the teacher's vector of pair i.

    `meaning` numbers the different English texts, so that two translations of one text are no negatives.
    """

    dutch: Sequence[Pieces]
    english: Sequence[Pieces]
    target: Vectors
    meaning: NDArray[np.int64]


def distil(pairs: ParallelPieces, size: int, options: DistillOptions) -> Vectors:
    """Return the trained table, float32 (size, dim of the teacher).

    Loss of a batch: cosine distance of both languages to the teacher, and InfoNCE of Dutch to teacher, English to
    teacher and Dutch to English.

    Args:
        pairs: what to learn from; at least one batch of them.
        size: pieces of the vocabulary.
        options: how to learn.
    """
    generator = np.random.default_rng(options.seed)
    table = Table(first_rows(pairs, size, options.centre))
    optimizer = torch.optim.Adam(table.parameters(), lr=options.rate)
    batch = min(options.batch, len(pairs.dutch))
    steps = options.epochs * (len(pairs.dutch) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    with tqdm(total=steps, desc="distil", unit="step") as bar:
        for _ in range(options.epochs):
            order = generator.permutation(len(pairs.dutch))
            for start in range(0, len(order) - batch + 1, batch):
                chosen = order[start : start + batch]
                loss = _loss(table, pairs, chosen, options, generator)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]  # not annotated in torch
                optimizer.step()
                schedule.step()
                bar.update()
            bar.set_postfix(loss=f"{float(loss.detach()):.3f}")
    return table.rows()


def first_rows(pairs: ParallelPieces, size: int, centre: float) -> Vectors:
    """Return the table to begin with: each piece's row is the mean target of the texts that hold it.

    A text counts for a piece by the piece's share of it; part of the mean target is taken off, which all texts have in
    common. Pieces that no text holds begin, and stay, at zero.
    """
    rows = np.zeros((size, pairs.target.shape[1]), dtype=np.float32)
    weights = np.zeros(size, dtype=np.float32)
    for texts in (pairs.dutch, pairs.english):
        for pieces, target in zip(texts, pairs.target, strict=True):
            if pieces:
                np.add.at(rows, pieces, target / len(pieces))
                np.add.at(weights, pieces, 1 / len(pieces))
    seen = weights > 0
    rows[seen] = rows[seen] / weights[seen, None] - centre * pairs.target.mean(axis=0)
    return rows


def _loss(
    table: Table,
    pairs: ParallelPieces,
    chosen: NDArray[np.int64],
    options: DistillOptions,
    generator: np.random.Generator,
) -> torch.Tensor:
    target = torch.from_numpy(pairs.target[chosen])
    dutch = table(drop_pieces([pairs.dutch[at] for at in chosen], options.dropout, generator))
    english = table(drop_pieces([pairs.english[at] for at in chosen], options.dropout, generator))
    distance = (1 - (dutch * target).sum(1)).mean() + (1 - (english * target).sum(1)).mean()
    groups = pairs.meaning[chosen]
    contrast = sum(
        contrastive_loss(left, right, groups, options.temperature)
        for left, right in ((dutch, target), (english, target), (dutch, english))
    )
    loss: torch.Tensor = distance + contrast / 3
    return loss
