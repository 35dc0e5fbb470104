from datetime import date

import pytest

from eval.compare import change_table, compare_figures
from eval.errors import BaselineMissing
from eval.figures import RULES, read_figures, summarise, write_figures
from eval.measures import MEASURES
from eval.refusal import refusal_curve
from eval.score import Outcome
from eval.table import figure_rows, markdown_table, plain_table, printed_table

DAY = date(2026, 1, 2)


def outcome(ident, group="question", kind="fact", lang="nl", answerable=True, confidence=None, **values):
    named = {name.replace("_", " ").replace("R1", "R@1"): value for name, value in values.items()}
    return Outcome(ident, group, kind, lang, "answered", answerable, named, 4.0, confidence)


OUTCOMES = (
    outcome("a", R1=1.0, answer=1.0, refused=0.0),
    outcome("b", R1=0.0, answer=1.0, refused=1.0, lang="en"),
    outcome("c", kind="contact", R1=1.0, answer=0.0, refused=0.0),
    outcome("d", kind="unanswerable", answerable=False, refused=1.0),
    outcome("e", group="follow_up", kind="follow_up", R1=0.0, reply=1.0),
)


def test_figures_by_hand():
    figures = summarise("tuning", OUTCOMES, today=DAY).figures
    assert figures["R@1"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["answer right"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["contact right"] == 0.0
    assert figures["answerable refused"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["unanswerable refused"] == 1.0
    assert figures["follow-up right"] == 1.0
    assert "lists F1" not in figures


def test_figures_have_the_documented_shape():
    body = summarise("tuning", OUTCOMES, {"bm25": {"R@1": 0.3}}, DAY).as_json()
    assert body["generated"] == "2026-01-02"
    assert (body["part"], body["questions"]) == ("tuning", 5)
    assert body["latency_ms"] == {"p50": 4.0, "p95": 4.0}
    assert body["counts"]["R@1"] == 3
    assert body["per_kind"]["fact"] == {"n": 2, "R@1": 0.5, "answer": 1.0, "refused": 0.5}
    assert body["per_language"].keys() == {"nl", "en"}
    assert body["runs"] == {"bm25": {"R@1": 0.3}}
    assert set(body["intervals"]) == set(body["figures"])


def test_every_rule_names_a_measure_and_no_name_twice():
    assert {rule.measure for rule in RULES} <= set(MEASURES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_figures_survive_saving(tmp_path):
    figures = summarise("tuning", OUTCOMES, today=DAY)
    write_figures(figures, tmp_path / "deep" / "figures.json")
    assert read_figures(tmp_path / "deep" / "figures.json") == figures


def test_missing_or_damaged_figures_are_refused(tmp_path):
    path = tmp_path / "figures.json"
    for text in (None, "{", "{}"):
        if text is not None:
            path.write_text(text, "utf-8")
        with pytest.raises(BaselineMissing, match=r"figures\.json"):
            read_figures(path)


def many(right, refused):
    return [outcome(str(at), R1=float(at < right), refused=float(at < refused)) for at in range(100)]


def worse(now):
    changes = compare_figures(summarise("tuning", many(80, 5)), summarise("tuning", now))
    return {change.name for change in changes if change.worse}


def test_compare_allows_what_lies_within_the_interval():
    assert worse(many(76, 7)) == set()


def test_compare_marks_a_fall_and_a_rise_of_what_should_be_low():
    assert worse(many(60, 5)) == {"R@1"}
    assert worse(many(80, 30)) == {"answerable refused"}
    assert worse(many(100, 0)) == set()


def test_compare_keeps_a_figure_at_the_goal_that_it_reached():
    reaching = summarise("tuning", many(90, 2))  # the goals: R@1 0.88, answerable refused 0.03
    for now, fallen in ((many(88, 3), set()), (many(87, 2), {"R@1"}), (many(90, 4), {"answerable refused"})):
        changes = {change.name: change for change in compare_figures(reaching, summarise("tuning", now))}
        for name, (low, high) in reaching.intervals.items():
            assert low <= changes[name].now <= high  # so that the interval alone marks nothing
        assert {name for name, change in changes.items() if change.worse} == fallen


def test_compare_marks_a_figure_that_is_gone():
    assert worse([outcome("a", refused=0.0)]) == {"R@1"}
    changes = compare_figures(summarise("tuning", many(80, 5)), summarise("tuning", many(60, 5)))
    assert "WORSE" in change_table(changes)


def test_table_tells_whether_goals_are_reached():
    rows = {row[0]: row for row in figure_rows(summarise("tuning", OUTCOMES, today=DAY))}
    assert rows["R@1"][-2:] == ["≥ 0.88", "no"]
    assert rows["unanswerable refused"][-2:] == ["≥ 0.95", "yes"]
    assert rows["answerable refused"][-2:] == ["≤ 0.03", "no"]


def test_tables_by_hand():
    rows = [["a", "long"], ["b|c", "x"]]
    assert plain_table(rows) == "a    long\nb|c  x"
    assert markdown_table(rows) == "| a | long |\n| --- | --- |\n| b\\|c | x |"


def test_printed_table_holds_runs_kinds_and_languages():
    runs = {"bm25": {"R@1": 0.3, "R@5": 0.5, "RR@10": 0.4, "R@1 low": 0.2, "R@1 high": 0.4}}
    text = printed_table(summarise("tuning", OUTCOMES, runs, DAY))
    for word in ("bm25", "contact", "language", "2026-01-02", "p50 4.0 ms"):
        assert word in text


def test_refusal_curve_by_hand():
    saved = [(0.9, True), (0.4, True), (0.6, False), (0.1, False)]
    curve = refusal_curve([outcome(str(at), answerable=one, confidence=sure) for at, (sure, one) in enumerate(saved)])
    assert [(point.threshold, point.false_answers, point.false_refusals) for point in curve] == [
        (0.1, 1.0, 0.0),
        (0.4, 0.5, 0.0),
        (0.6, 0.5, 0.5),
        (0.9, 0.0, 0.5),
        (float("inf"), 0.0, 1.0),
    ]


def test_refusal_curve_needs_confidences_of_both_kinds():
    assert refusal_curve(OUTCOMES) == ()
    assert refusal_curve([outcome("a", confidence=0.5)]) == ()
