import json

from eval import commands
from eval.answers import read_answers
from eval.generate import ANSWERS, RUNS, ask_conversation, generate_answers
from eval.questions import Conversation, Reference
from eval.runs import read_run
from tests.eval.examples import WordAssistant, passage, question

ROOM, GARDEN = passage(1, "in de molen zijn twaalf kamers"), passage(2, "de tuin van het huis is open")
SINGLE = Conversation("e1", (question(question="hoeveel kamers?"),))
TALK = Conversation(
    "b1",
    (
        question(id="b1.1", group="opening", question="de tuin van het huis"),
        question(id="b1.2", group="follow_up", question="is open"),
    ),
)
UNCLEAR = Conversation("k1", (question(id="k1", group="clarify", kind="clarify", sources=(), choices=("A",)),))
REFERENCE = Reference("tuning", (SINGLE, TALK, UNCLEAR))


def test_each_turn_sees_those_before_it():
    first, second = ask_conversation(TALK, WordAssistant([ROOM, GARDEN]))
    assert first.resolved_question == "de tuin van het huis"
    assert second.resolved_question == "de tuin van het huis is open"


def test_answers_are_saved_in_the_form_of_the_batch(tmp_path):
    generate_answers(REFERENCE, WordAssistant([ROOM, GARDEN]), tmp_path)
    rows = [json.loads(line) for line in (tmp_path / ANSWERS).read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["e1", "b1", "k1"]
    assert rows[0]["schema"] == 1
    assert len(rows[1]["turns"]) == 2
    assert set(read_answers(tmp_path / ANSWERS)) == {"e1", "b1.1", "b1.2", "k1"}


def test_own_run_holds_single_questions_with_sources(tmp_path):
    generate_answers(REFERENCE, WordAssistant([ROOM, GARDEN]), tmp_path)
    assert list(read_run(tmp_path / RUNS, "waaier")) == ["e1"]


def test_whole_way_from_questions_to_report(tmp_path, monkeypatch):
    monkeypatch.setattr(commands, "read_reference", lambda part: REFERENCE)
    assistant = WordAssistant([ROOM, GARDEN])
    retrievers = {"bm25": type("Last", (), {"retrieve": lambda self, question: [GARDEN, ROOM]})()}
    assert "4 answers; 2 runs" in commands.generate("tuning", tmp_path, assistant, retrievers)
    printed = commands.print_scores("tuning", tmp_path)
    assert "R@1" in printed
    assert "bm25" in printed
    commands.report("tuning", tmp_path)
    page = (tmp_path / "tuning" / "report.html").read_text("utf-8")
    assert page.count("data:image/svg+xml;base64,") >= 3
    assert "http" not in page.replace("http-equiv", "")
    assert (tmp_path / "tuning" / "report.md").read_text("utf-8").startswith("# Waaier: evaluation, tuning part")
    commands.export("tuning", tmp_path, (ROOM, GARDEN))
    assert (tmp_path / "tuning" / "export" / "qrels" / "tuning.tsv").is_file()
    body = json.loads((tmp_path / "tuning" / "figures.json").read_text("utf-8"))
    assert body["figures"]["R@1"] == 1.0
    assert body["runs"]["bm25"]["R@1"] == 0.0
