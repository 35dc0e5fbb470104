"""Runs and exports, and our retrieval measures against those of ir-measures."""

import json
import random

import ir_measures
import pytest
from ir_measures import RR, Success

from eval.ablation import LegRetriever, ablation_retrievers
from eval.errors import AnswersMissing
from eval.export import map_qrels, write_export
from eval.runs import read_run, retrieve_run, run_figures, saved_tags, write_run
from index.retrieve import LEGS
from tests.eval.examples import HARBOUR, WordAssistant, passage, question

PASSAGES = tuple(passage(number, f"zaal {number} van de molen") for number in range(30))
QUESTIONS = tuple(question(id=f"e{number}", quotes=(f"zaal {number} van",)) for number in range(20))
UNANSWERABLE = question(id="x1", kind="unanswerable", sources=(), quotes=(), answer=())


def shuffled_run(seed):
    chance = random.Random(seed)
    return {one.id: tuple(chance.sample(PASSAGES, 10)) for one in QUESTIONS}


def test_run_survives_saving(tmp_path):
    run = shuffled_run(1)
    write_run(run, tmp_path, "waaier")
    assert read_run(tmp_path, "waaier") == {ident: list(ranked) for ident, ranked in run.items()}
    assert saved_tags(tmp_path) == ["waaier"]


def test_run_with_a_line_separator_in_a_passage_survives_saving(tmp_path):
    odd = passage(1, "zaal\u2028twee")
    write_run({"e1": (odd,)}, tmp_path, "waaier")
    assert read_run(tmp_path, "waaier") == {"e1": [odd]}


def test_run_is_a_trec_file(tmp_path):
    write_run({"e1": (PASSAGES[3], PASSAGES[1])}, tmp_path, "bm25")
    first, second = (tmp_path / "bm25.run").read_text("utf-8").splitlines()
    assert first == "e1 Q0 practice/de-molen#3 1 1.000000 bm25"
    assert second == "e1 Q0 practice/de-molen#1 2 0.500000 bm25"


def test_missing_run_says_what_to_do(tmp_path):
    with pytest.raises(AnswersMissing, match="run bm25 cannot be read"):
        read_run(tmp_path, "bm25")


@pytest.mark.parametrize("seed", range(5))
def test_measures_agree_with_ir_measures(tmp_path, seed):
    run = shuffled_run(seed)
    write_export("tuning", [*QUESTIONS, UNANSWERABLE], PASSAGES, run, tmp_path)
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.trec")))
    ranked = list(ir_measures.read_trec_run(str(tmp_path / "run.trec")))
    theirs = ir_measures.calc_aggregate([Success @ 1, Success @ 5, RR @ 10], qrels, ranked)
    ours = run_figures(run, [*QUESTIONS, UNANSWERABLE])
    assert ours["R@1"] == pytest.approx(theirs[Success @ 1], abs=1e-4)
    assert ours["R@5"] == pytest.approx(theirs[Success @ 5], abs=1e-4)
    assert ours["RR@10"] == pytest.approx(theirs[RR @ 10], abs=1e-4)


def test_question_that_a_run_lacks_counts_as_missed():
    figures = run_figures({"e0": (PASSAGES[0],)}, QUESTIONS[:2])
    assert (figures["R@1"], figures["RR@10"]) == (0.5, 0.5)


def test_retrieval_is_measured_over_single_questions_with_sources():
    follow_up = question(id="b1.2", group="follow_up")
    assert run_figures({}, [follow_up, UNANSWERABLE]) == {}


def test_qrels_map_quotes_to_passages():
    twice = question(id="e1", quotes=("zaal 1 van", "zaal 2 van"))
    elsewhere = question(id="e2", sources=(HARBOUR,), quotes=("zaal 1 van",))
    assert map_qrels([twice, elsewhere], PASSAGES) == {
        "e1": ("practice/de-molen#1", "practice/de-molen#2"),
        "e2": (),
    }


def test_export_is_a_beir_folder(tmp_path):
    write_export("tuning", [*QUESTIONS, UNANSWERABLE], PASSAGES, shuffled_run(0), tmp_path)
    corpus = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text("utf-8").splitlines()]
    queries = [json.loads(line) for line in (tmp_path / "queries.jsonl").read_text("utf-8").splitlines()]
    qrels = (tmp_path / "qrels" / "tuning.tsv").read_text("utf-8").splitlines()
    assert corpus[0].keys() == {"_id", "title", "text", "metadata"}
    assert [one["_id"] for one in queries if not one["metadata"]["answerable"]] == ["x1"]
    assert qrels[0] == "query-id\tcorpus-id\tscore"
    assert {line.split("\t")[1] for line in qrels[1:]} <= {one["_id"] for one in corpus}
    assert not any(line.startswith("x1") for line in qrels)


def test_ablation_runs_all_legs_each_alone_and_all_but_each():
    retrievers = ablation_retrievers(WordAssistant(PASSAGES))
    assert set(retrievers) == {"all", "plain", "only-words", "only-history", "without-words", "without-history"}
    run = retrieve_run(retrievers["only-words"], [question(id="e1", question="zaal 7")])
    assert run["e1"][0].id == "practice/de-molen#7"
    assert len(run["e1"]) == 10


def test_plain_fusion_has_the_legs_of_retrieval_only():
    assistant = WordAssistant(PASSAGES)
    assistant.legs = (*LEGS, "names")
    assert ablation_retrievers(assistant)["plain"] == LegRetriever(assistant, tuple(LEGS))
