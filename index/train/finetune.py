"""Stage two: questions move towards the passage that answers them and towards its other questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from index.train.table import Pieces, Table, contrastive_loss, cut, drop_pieces
from index.vectors import Vectors


@dataclass(frozen=True, slots=True)
class FinetuneOptions:
    """Options of the fine-tuning.

    Attributes:
        epochs: times that every question is seen.
        batch: questions a step; the passages and questions of others are negatives.
        rate: step size of Adam, falling to zero along a line. Larger ones learn the questions better and harm
            passages without a question.
        temperature: of the contrastive loss.
        dropout: share of the pieces left out of a text.
        seed: of the order of questions and of the pieces left out.
    """

    epochs: int = 12
    batch: int = 256
    rate: float = 3e-3
    temperature: float = 0.03
    dropout: float = 0.1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions and what answers them: `questions[i]` is answered by `passages[answer[i]]`."""

    questions: Sequence[str]
    passages: Sequence[str]
    answer: NDArray[np.int64]

    def only(self, chosen: NDArray[np.bool_]) -> "Asked":
        """Return the same passages with the chosen questions; `chosen` is bool (n_questions,)."""
        kept = [question for question, keep in zip(self.questions, chosen, strict=True) if keep]
        return Asked(kept, self.passages, self.answer[chosen])


@dataclass(frozen=True, slots=True)
class Pool:
    """`Asked` in pieces: question i is answered by `passages[answer[i]]`."""

    questions: Sequence[Pieces]
    passages: Sequence[Pieces]
    answer: NDArray[np.int64]


def finetune(rows: Vectors, tokenizer: Tokenizer, asked: Asked, options: FinetuneOptions) -> Vectors:
    """Return the table, float32 (n_pieces, dim), trained on the questions.

    Loss of a batch: InfoNCE of question to passage, and of question to another question of the same passage; what
    belongs to the same passage is no negative. Pieces that occur in none of the texts keep their rows.

    Args:
        rows: the table to begin with, float32 (n_pieces, dim).
        tokenizer: whose pieces are the rows.
        asked: what to learn from.
        options: how to learn.
    """
    texts = Pool(cut(tokenizer, asked.questions), cut(tokenizer, asked.passages), asked.answer)
    used, texts = _renumber(texts)
    table = Table(rows[used])  # Adam moves only rows that have a gradient: leaving out the others saves their time
    generator = np.random.default_rng(options.seed)
    siblings = _siblings(asked.answer)
    batch = min(options.batch, len(texts.questions))
    steps = options.epochs * (len(texts.questions) // batch)
    optimizer = torch.optim.Adam(table.parameters(), lr=options.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    with tqdm(total=steps, desc="finetune", unit="step") as bar:
        for _ in range(options.epochs):
            order = generator.permutation(len(texts.questions))
            for start in range(0, len(order) - batch + 1, batch):
                loss = _loss(table, texts, order[start : start + batch], siblings, options, generator)
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]  # not annotated in torch
                optimizer.step()
                schedule.step()
                bar.update()
    trained = rows.copy()
    trained[used] = table.rows()
    return trained


def _loss(
    table: Table,
    texts: Pool,
    chosen: NDArray[np.int64],
    siblings: Mapping[int, NDArray[np.int64]],
    options: FinetuneOptions,
    generator: np.random.Generator,
) -> torch.Tensor:
    """Return the loss of the chosen questions, each with its passage and with another question of that passage."""
    groups = texts.answer[chosen]
    others = [generator.choice(siblings[passage]) for passage in groups]
    asking, sibling, answer = (
        table(drop_pieces(pieces, options.dropout, generator))
        for pieces in (
            [texts.questions[at] for at in chosen],
            [texts.questions[at] for at in others],
            [texts.passages[passage] for passage in groups],
        )
    )
    loss = contrastive_loss(asking, answer, groups, options.temperature)
    return loss + contrastive_loss(asking, sibling, groups, options.temperature)


def _siblings(answer: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """Return passage -> the questions that it answers."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for question, passage in enumerate(answer.tolist()):
        found[passage].append(question)
    return {passage: np.array(questions) for passage, questions in found.items()}


def _renumber(texts: Pool) -> tuple[NDArray[np.int64], Pool]:
    """Return the pieces that occur, ascending, and the texts with each piece replaced by its place among them."""
    used = np.unique(np.concatenate([np.array(pieces, np.int64) for pieces in (*texts.questions, *texts.passages)]))

    def place(part: Sequence[Pieces]) -> list[Pieces]:
        return [np.searchsorted(used, pieces).tolist() for pieces in part]

    return used, Pool(place(texts.questions), place(texts.passages), texts.answer)
