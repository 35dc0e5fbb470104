import pytest

from eval.errors import ReferenceFault
from eval.overlap import find_overlaps, overlap_lines, read_written
from tests.eval.examples import question


@pytest.mark.parametrize(
    ("other", "near"),
    [
        ("Hoeveel kamers heeft de molen??", True),
        ("de molen heeft hoeveel kamers", True),
        ("hoeveel kamrs heeft de molen", True),
        ("hoeveel ramen heeft het huis aan zee?", False),
    ],
)
def test_overlap_by_example(other, near):
    assert bool(find_overlaps([question()], [other])) is near


def test_follow_ups_may_be_alike():
    assert find_overlaps([question(group="follow_up")], [question().question]) == ()


def test_lines_do_not_show_the_reference_question():
    lines = overlap_lines(find_overlaps([question()], ["Hoeveel kamers heeft de molen??"]))
    assert lines == "100\te1\tHoeveel kamers heeft de molen??"
    assert overlap_lines(()) == "no overlaps"


def test_a_line_separator_within_a_written_question_divides_no_line(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "een\u2028twee"}\n{"question": "drie"}\n', "utf-8")
    assert read_written(path) == ("een\u2028twee", "drie")


def test_written_questions_that_cannot_be_read(tmp_path):
    with pytest.raises(ReferenceFault, match=r"questions\.jsonl"):
        read_written(tmp_path / "questions.jsonl")
