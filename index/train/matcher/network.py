"""The answer matcher as PyTorch trains it, and its training."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

from index.matcher import ENCODER, SHARPNESS, Weights, WordEncoder
from index.train.matcher.material import Material, Words
from index.vectors import Vectors

_DRAWN = 2
_SORTED = 50  # batches whose pairs are sorted by length together, so that little is padded
_FAR = -1e4


@dataclass(frozen=True, slots=True)
class MatcherOptions:
    """Options of the training.

    Attributes:
        epochs: times that every question is seen.
        batch: pairs a step.
        rate: highest step size of AdamW; it rises for a tenth of the steps and falls along a cosine.
        width: numbers a word in context.
        dropout: share of the numbers left out.
        others: weight of an answered question's pairs with other sentences, some of which answer it, too.
        seed: of the pairs drawn and of the first weights.
    """

    epochs: int = 8
    batch: int = 256
    rate: float = 3e-3
    width: int = 128
    dropout: float = 0.2
    others: float = 0.4
    seed: int = 0


class MatcherNetwork(nn.Module):
    """`index.matcher.AnswerMatcher` as PyTorch trains it."""

    def __init__(self, words: Vectors, options: MatcherOptions) -> None:
        """Describe words by the rows of `words`; row 0 is that of none."""
        super().__init__()
        width = options.width
        self.words = nn.Embedding.from_pretrained(torch.from_numpy(words), freeze=True)  # type: ignore[no-untyped-call]
        self.project = nn.Linear(words.shape[1], width)
        self.mix = nn.Conv1d(width, width, 3, padding=1)
        self.attend = nn.Linear(width, width)
        self.question = nn.Linear(4 * width, width)
        self.sentence = nn.Linear(4 * width, width)
        self.judge = nn.Linear(4 * width, width)
        self.decide = nn.Linear(width, 1)
        self.drop = nn.Dropout(options.dropout)

    def forward(self, questions: Tensor, sentences: Tensor) -> Tensor:
        """Log odds (n,) of pairs of word numbers (n, longest), 0 where a text is shorter."""
        asked, asking = self._read(questions)
        said, saying = self._read(sentences)
        likeness = self.attend(asked) @ said.transpose(1, 2) * (SHARPNESS / asked.shape[-1] ** 0.5)
        answers = torch.softmax(likeness + _FAR * (1 - saying)[:, None, :], -1) @ said
        asks = torch.softmax(likeness.transpose(1, 2) + _FAR * (1 - asking)[:, None, :], -1) @ asked
        mine = self._pooled(self.drop(torch.relu(self.question(_beside(asked, answers)))), asking)
        theirs = self._pooled(self.drop(torch.relu(self.sentence(_beside(said, asks)))), saying)
        judged = self.drop(torch.relu(self.judge(torch.cat([mine, theirs], -1))))
        decided: Tensor = self.decide(judged)[:, 0]
        return decided

    def _read(self, texts: Tensor) -> tuple[Tensor, Tensor]:
        there = (texts > 0).float()
        rows = self.drop(self.project(self.words(texts))) * there[..., None]
        mixed = rows + torch.relu(self.mix(rows.transpose(1, 2)).transpose(1, 2))
        return mixed * there[..., None], there

    def _pooled(self, rows: Tensor, there: Tensor) -> Tensor:
        largest = (rows + _FAR * (1 - there)[..., None]).max(1)[0]
        mean = (rows * there[..., None]).sum(1) / there.sum(1, keepdim=True).clamp(min=1)
        return torch.cat([largest, mean], -1)

    def weights(self) -> Weights:
        """What was learned, as `AnswerMatcher` multiplies with it."""
        learned: dict[str, Vectors] = {}
        for name in (one.name for one in fields(Weights) if not one.name.endswith("_bias")):
            layer = getattr(self, name)
            matrix = layer.weight.detach().numpy()
            learned[name] = matrix.transpose(2, 1, 0).reshape(-1, len(matrix)) if matrix.ndim > 2 else matrix.T
            learned[f"{name}_bias"] = layer.bias.detach().numpy()
        return Weights(**learned)


def _beside(words: Tensor, aligned: Tensor) -> Tensor:
    return torch.cat([words, aligned, words * aligned, (words - aligned).abs()], -1)


def train(material: Material, options: MatcherOptions) -> Weights:
    """Learn from all pairs."""
    torch.manual_seed(options.seed)
    generator = np.random.default_rng(options.seed)
    network = MatcherNetwork(material.words, options)
    steps = options.epochs * -(-len(_drawn(material, options, generator)) // options.batch) + options.epochs * _SORTED
    optimizer = torch.optim.AdamW([one for one in network.parameters() if one.requires_grad], weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=steps, pct_start=0.1)
    network.train()
    for epoch in range(options.epochs):
        batches = _batches(material, _drawn(material, options, generator), options.batch, generator)
        for batch in tqdm(batches, desc=f"epoch {epoch + 1}", unit="step"):
            questions, sentences, fits, weights = batch
            loss = (
                binary_cross_entropy_with_logits(network(questions, sentences), fits, reduction="none") * weights
            ).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # not annotated in torch
            optimizer.step()
            schedule.step()
    return network.weights()


Pair = tuple[int, int, float, float]
"""Question, sentence, whether they fit (1 or 0), weight."""


def _drawn(material: Material, options: MatcherOptions, generator: np.random.Generator) -> list[Pair]:
    """The pairs of one epoch."""
    pairs: list[Pair] = []
    for at, one in enumerate(material.asked):
        if one.answers:
            pairs.append((at, int(generator.choice(one.answers)), 1.0, 1.0))
            pairs += [(at, int(generator.choice(one.others)), 0.0, options.others)] if one.others else []
        else:
            drawn = generator.permutation(one.others[:-1] or one.others)[:_DRAWN]
            pairs += [(at, int(other), 0.0, 1.0) for other in drawn]
    return pairs


def _batches(
    material: Material, pairs: Sequence[Pair], size: int, generator: np.random.Generator
) -> list[tuple[Tensor, Tensor, Tensor, Tensor]]:
    """The pairs in batches of like length, in any order."""
    mixed = [pairs[at] for at in generator.permutation(len(pairs))]
    batches: list[list[Pair]] = []
    for start in range(0, len(mixed), size * _SORTED):
        part = sorted(mixed[start : start + size * _SORTED], key=lambda pair: len(material.sentences[pair[1]]))
        batches += [part[at : at + size] for at in range(0, len(part), size)]
    return [_tensors(material, batches[at]) for at in generator.permutation(len(batches))]


def _tensors(material: Material, batch: Sequence[Pair]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    questions, sentences, fits, weights = zip(*batch, strict=True)
    return (
        _padded([material.asked[at].question for at in questions]),
        _padded([material.sentences[at] for at in sentences]),
        torch.tensor(fits),
        torch.tensor(weights),
    )


def _padded(texts: Sequence[Words]) -> Tensor:
    padded: NDArray[np.int64] = np.zeros((len(texts), max(map(len, texts))), np.int64)
    for row, text in enumerate(texts):
        padded[row, : len(text)] = text
    return torch.from_numpy(padded)


def save(weights: Weights, encoder: WordEncoder, path: Path) -> None:
    """Write what was learned, as float16."""
    arrays = {one.name: np.ascontiguousarray(getattr(weights, one.name), np.float16) for one in fields(Weights)}
    save_file(arrays, path, metadata={ENCODER: encoder.fingerprint})
