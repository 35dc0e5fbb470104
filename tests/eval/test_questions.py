import json

import pytest

from eval.errors import ReferenceFault
from eval.questions import Source, read_reference

SINGLE = {
    "id": "a1",
    "lang": "nl",
    "kind": "fact",
    "question": "?",
    "sources": [{"kind": "practice", "name": "De Molen"}],
}


def write(folder, name, *rows):
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "tuning.questions.jsonl", {**SINGLE, "quotes": ["twaalf kamers"], "answer": ["twaalf"]})
    turns = [{"question": "en de huur?"}, {"question": "telefoon?", "kind": "unanswerable"}]
    write(tmp_path, "tuning.conversations.jsonl", {"id": "b1", "lang": "en", "turns": turns})
    write(tmp_path, "tuning.clarify.jsonl", {"id": "k1", "lang": "nl", "question": "de molen?", "choices": ["A", "B"]})
    return tmp_path


def test_reads_questions_turns_and_unclear_questions(folder):
    reference = read_reference("tuning", folder)
    assert [one.id for one in reference.questions] == ["a1", "b1.1", "b1.2", "k1"]
    assert [one.group for one in reference.questions] == ["question", "opening", "follow_up", "clarify"]
    assert [one.kind for one in reference.questions] == ["fact", "opening", "unanswerable", "clarify"]
    assert [one.lang for one in reference.questions] == ["nl", "en", "en", "nl"]
    assert [one.answerable for one in reference.questions] == [True, True, False, False]


def test_reads_gold(folder):
    single = read_reference("tuning", folder).questions[0]
    assert single.sources == (Source("practice", "De Molen"),)
    assert (single.quotes, single.answer, single.answer_any) == (("twaalf kamers",), ("twaalf",), ())


def test_unclear_questions_may_be_missing(folder):
    (folder / "tuning.clarify.jsonl").unlink()
    assert len(read_reference("tuning", folder).questions) == 3


def test_a_line_separator_within_a_question_divides_no_line(folder):
    line = json.dumps({**SINGLE, "question": "een\u2028twee\x85drie"}, ensure_ascii=False)
    (folder / "tuning.questions.jsonl").write_text(line + "\n", "utf-8")
    assert read_reference("tuning", folder).questions[0].question == "een\u2028twee\x85drie"


def test_missing_part_is_refused(folder):
    with pytest.raises(ReferenceFault, match=r"test\.questions\.jsonl: no such file"):
        read_reference("test", folder)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({**SINGLE, "kind": "riddle"}, "unknown kind"),
        ({key: value for key, value in SINGLE.items() if key != "kind"}, "kind"),
        ({**SINGLE, "sources": [{"kind": "practice"}]}, "name"),
    ],
)
def test_bad_line_is_named(folder, row, what):
    write(folder, "tuning.questions.jsonl", SINGLE, {**row, "id": "a2"})
    with pytest.raises(ReferenceFault, match=rf"line 2: .*{what}"):
        read_reference("tuning", folder)


def test_an_id_that_stands_twice_is_refused(folder):
    write(folder, "tuning.questions.jsonl", SINGLE, SINGLE)
    with pytest.raises(ReferenceFault, match="'a1' stands there twice"):
        read_reference("tuning", folder)
