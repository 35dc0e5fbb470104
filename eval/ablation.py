"""Ablation: what each leg and each feature of retrieval adds, alone and left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.schema import PassageView
from eval.runs import Retriever
from index.retrieve import LEGS


class Ablatable(Protocol):
    """An assistant whose retrieval can be run with some of its legs only."""

    @property
    def legs(self) -> Sequence[str]:
        """Names of the legs and features that can be left out."""
        ...

    def retrieve_only(self, question: str, legs: Sequence[str]) -> Sequence[PassageView]:
        """Return the passages that these legs alone rank, best first."""
        ...


@dataclass(frozen=True, slots=True)
class LegRetriever:
    """Retrieval with a choice of legs, as a retriever."""

    assistant: Ablatable
    legs: tuple[str, ...]

    def retrieve(self, question: str) -> Sequence[PassageView]:
        """Return the passages that these legs rank, best first."""
        return self.assistant.retrieve_only(question, self.legs)


def ablation_retrievers(assistant: Ablatable) -> dict[str, Retriever]:
    """A retriever for all legs, each leg alone and all but each, by tag: `all`, `only-<leg>`, `without-<leg>`.

    `plain` is the fused retrieval without names, aspects and parts.
    """
    legs = tuple(assistant.legs)
    chosen = {"all": legs}
    chosen |= {f"only-{leg}": (leg,) for leg in legs}
    chosen["plain"] = tuple(leg for leg in legs if leg in LEGS)
    chosen |= {f"without-{leg}": tuple(other for other in legs if other != leg) for leg in legs}
    return {tag: LegRetriever(assistant, some) for tag, some in chosen.items()}
