"""Runs: what a retriever ranked for each question, as a TREC file beside a file of the passages themselves."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

from assistant.schema import Answer, PassageView
from eval.bootstrap import bootstrap_interval
from eval.errors import AnswersMissing
from eval.lines import read_lines
from eval.measures import hit_at, rank_of_hit
from eval.questions import Question

DEPTH = 10
"""Passages kept for each question."""

Run = Mapping[str, Sequence[PassageView]]
"""Ranked passages, best first, by the id of the question."""


class Retriever(Protocol):
    """Anything that ranks passages for a question."""

    def retrieve(self, question: str) -> Sequence[PassageView]:
        """Return passages, best first; empty where nothing is found."""
        ...


def retrieve_run(retriever: Retriever, questions: Iterable[Question]) -> Run:
    """Ask the retriever every single question that has sources; the first DEPTH passages of each are kept."""
    return {one.id: tuple(retriever.retrieve(one.question)[:DEPTH]) for one in retrievable(questions)}


def retrievable(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions over which retrieval is measured: single ones with sources. Turns need their history."""
    return tuple(one for one in questions if one.group == "question" and one.sources)


def answers_run(questions: Iterable[Question], answers: Mapping[str, Answer]) -> Run:
    """The run that the assistant's own answers hold."""
    return {one.id: answers[one.id].passages[:DEPTH] for one in retrievable(questions)}


def write_run(run: Run, folder: Path, tag: str) -> None:
    """Write `<folder>/<tag>.run` as TREC lines (qid Q0 docid rank score tag) and `<tag>.passages.jsonl`.

    Scores are replaced by 1 / rank, so that they order as the ranks do whatever the retriever's scale.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{tag}.run").write_text("".join(f"{line}\n" for line in trec_lines(run, tag)), "utf-8")
    passages = {passage.id: passage for ranked in run.values() for passage in ranked}
    lines = (json.dumps(asdict(passage), ensure_ascii=False) + "\n" for passage in passages.values())
    (folder / f"{tag}.passages.jsonl").write_text("".join(lines), "utf-8")


def trec_lines(run: Run, tag: str) -> list[str]:
    """A run as TREC lines, ranks from 1."""
    return [
        f"{question} Q0 {passage.id} {rank} {1 / rank:.6f} {tag}"
        for question, ranked in run.items()
        for rank, passage in enumerate(ranked, 1)
    ]


def read_run(folder: Path, tag: str) -> Run:
    """Read a run that `write_run` wrote.

    Raises:
        AnswersMissing: a file is missing or damaged.
    """
    try:
        rows = map(json.loads, read_lines(folder / f"{tag}.passages.jsonl"))
        passages = {row["id"]: PassageView(**row) for row in rows}
        run: dict[str, list[PassageView]] = defaultdict(list)
        for line in read_lines(folder / f"{tag}.run"):
            question, _, passage, *_ = line.split()
            run[question].append(passages[passage])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise AnswersMissing(f"{folder}: run {tag} cannot be read ({fault!r}). Run: python -m eval generate") from None
    return dict(run)


def saved_tags(folder: Path) -> list[str]:
    """The tags of the runs in a folder, in alphabetical order."""
    return sorted(path.name.removesuffix(".run") for path in folder.glob("*.run"))


def run_figures(run: Run, questions: Iterable[Question]) -> dict[str, float]:
    """R@1, R@5 and RR@10 of a run with the ends of R@1's interval; a question that it does not answer counts as 0."""
    chosen = retrievable(questions)
    ranked = [(one, run.get(one.id, ())) for one in chosen]
    first = [hit_at(one, passages, 1) or 0.0 for one, passages in ranked]
    if not first:
        return {}
    five = [hit_at(one, passages, 5) or 0.0 for one, passages in ranked]
    ranks = [rank_of_hit(one, passages[:DEPTH]) for one, passages in ranked]
    low, high = bootstrap_interval(first)
    figures = {
        "R@1": sum(first) / len(first),
        "R@5": sum(five) / len(five),
        "RR@10": sum(1 / rank for rank in ranks if rank) / len(ranks),
        "R@1 low": low,
        "R@1 high": high,
    }
    return {name: round(value, 4) for name, value in figures.items()}
