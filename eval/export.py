"""Export for the field's own tools: a BEIR folder, TREC qrels and a TREC run.

Gold points at sections and quotes; here it is mapped to the passages that there are now, so an export belongs to one
way of chunking and is never read back.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.schema import PassageView
from eval.measures import is_hit
from eval.questions import Question
from eval.runs import Run, trec_lines

Qrels = Mapping[str, Sequence[str]]
"""Ids of the passages that are hits, by the id of the question; an unanswerable question has none."""


def map_qrels(questions: Iterable[Question], passages: Sequence[PassageView]) -> Qrels:
    """The passages that are a hit for each single question, all of relevance 1."""
    return {
        one.id: tuple(passage.id for passage in passages if is_hit(one, passage))
        for one in questions
        if one.group == "question"
    }


def write_export(part: str, questions: Sequence[Question], passages: Sequence[PassageView], run: Run, to: Path) -> None:
    """Write `corpus.jsonl`, `queries.jsonl`, `qrels/<part>.tsv`, `qrels.trec` and `run.trec` into the folder `to`."""
    qrels = map_qrels(questions, passages)
    (to / "qrels").mkdir(parents=True, exist_ok=True)
    _write_lines(to / "corpus.jsonl", (_json(_document(passage)) for passage in passages))
    _write_lines(to / "queries.jsonl", (_json(_query(one)) for one in questions if one.group == "question"))
    pairs = [(question, passage) for question, hits in qrels.items() for passage in hits]
    rows = [f"{question}\t{passage}\t1" for question, passage in pairs]
    _write_lines(to / "qrels" / f"{part}.tsv", ["query-id\tcorpus-id\tscore", *rows])
    _write_lines(to / "qrels.trec", (f"{question} 0 {passage} 1" for question, passage in pairs))
    _write_lines(to / "run.trec", trec_lines(run, "waaier"))


def _document(passage: PassageView) -> dict[str, Any]:
    title = " – ".join(filter(None, (passage.name, passage.theme, passage.facet)))
    metadata = {"kind": passage.kind, "page": passage.page}
    return {"_id": passage.id, "title": title, "text": passage.text, "metadata": metadata}


def _query(question: Question) -> dict[str, Any]:
    metadata = {"kind": question.kind, "lang": question.lang, "answerable": question.answerable}
    return {"_id": question.id, "text": question.question, "metadata": metadata}


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
