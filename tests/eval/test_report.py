from eval.figures import summarise
from eval.report import Part, html_report, markdown_report, report_parts, wrong_rows
from eval.score import Outcome

SAID = {"R@1": 0.0, "first citation": 1.0, "answer": 1.0, "reply": 1.0}
WRONG = Outcome("a", "question", "fact", "nl", "answered", True, SAID, 3.0, 0.4)
RIGHT = Outcome("b", "question", "fact", "nl", "answered", True, {**SAID, "R@1": 1.0}, 5.0, 0.8)
REFUSED = Outcome(
    "c", "question", "unanswerable", "en", "not_in_handbook", False, {"reply": 1.0, "refused": 1.0}, 2.0, 0.1
)
ALL = (WRONG, RIGHT, REFUSED)
RUNS = {"waaier": {"R@1": 0.5, "R@5": 0.5, "RR@10": 0.5, "R@1 low": 0.1, "R@1 high": 0.9}}


def headings(outcomes, questions, runs=RUNS):
    return [part.heading for part in report_parts(summarise("tuning", outcomes, runs), outcomes, questions)]


def test_report_has_every_part():
    assert headings(ALL, {"a": "?"}) == [
        "Figures",
        "Kinds of question",
        "Languages",
        "Runs and ablation",
        "Refusals",
        "Latency",
        "What went wrong",
    ]


def test_parts_without_anything_to_show_are_left_out():
    silent = [Outcome(one.id, one.group, one.kind, one.lang, one.status, one.answerable, one.values) for one in ALL]
    assert headings(silent, {}, {}) == ["Figures", "Kinds of question", "Languages"]


def test_failures_are_listed_only_for_questions_that_are_given():
    assert wrong_rows(ALL, {"a": "hoeveel?", "b": "?"})[1:] == [["a", "fact", "hoeveel?", "answered", "R@1"]]
    assert len(wrong_rows(ALL, {})) == 1


def test_html_escapes_and_needs_nothing_else():
    page = html_report("A & B", [Part("<h>", "x < y", [["<b>"], ["&"]], "<svg/>", 'a "plot"')])
    assert "<b>" not in page.split("</style>")[1].replace("<body>", "")
    assert "A &amp; B" in page
    assert "x &lt; y" in page
    assert 'alt="a &quot;plot&quot;"' in page
    assert "<script" not in page
    assert "<link" not in page


def test_markdown_has_headings_and_tables():
    text = markdown_report("Title", [Part("One", "words", [["a"], ["b"]])])
    assert text == "# Title\n\n## One\n\nwords\n\n| a |\n| --- |\n| b |\n"
