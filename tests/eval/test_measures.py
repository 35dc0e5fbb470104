"""The measures against examples worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval import measures
from eval.questions import Source
from tests.eval.examples import HARBOUR, MILL, answer, citation, passage, question

HIT = passage(1, "Er zijn twaalf kamers.")
MISS = passage(2, "Er is een tuin.")
ELSEWHERE = passage(3, "Er zijn twaalf kamers.", Source("practice", "De Haven"))


def test_hit_needs_both_the_source_and_the_quote():
    assert measures.is_hit(question(), HIT)
    assert not measures.is_hit(question(), MISS)
    assert not measures.is_hit(question(), ELSEWHERE)


def test_hit_compares_on_letters_and_digits():
    assert measures.is_hit(question(quotes=("Twáálf ka-mers",)), HIT)


@pytest.mark.parametrize(("theme", "hit"), [("Financieel", True), ("Doelgroep(en)", False), (None, False)])
def test_source_with_a_theme_covers_that_theme_only(theme, hit):
    found = passage(1, "zorg voor geld", Source("lesson", "Samen wonen", theme))
    assert measures.is_hit(question(sources=(HARBOUR,), quotes=("voor geld",)), found) is hit


def test_source_without_a_theme_covers_all_themes():
    any_theme = question(sources=(Source("lesson", "Samen wonen"),), quotes=("voor geld",))
    assert measures.is_hit(any_theme, passage(1, "zorg voor geld", HARBOUR))


@pytest.mark.parametrize(
    ("ranking", "at_1", "at_5", "reciprocal"),
    [
        ([HIT, MISS], 1.0, 1.0, 1.0),
        ([MISS, HIT], 0.0, 1.0, 0.5),
        ([MISS] * 5 + [HIT], 0.0, 0.0, 1 / 6),
        ([MISS] * 10 + [HIT], 0.0, 0.0, 0.0),
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_retrieval_by_hand(ranking, at_1, at_5, reciprocal):
    said = answer(passages=tuple(ranking))
    assert measures.hit_at_1(question(), said) == at_1
    assert measures.hit_at_5(question(), said) == at_5
    assert measures.reciprocal_rank(question(), said) == pytest.approx(reciprocal)


@given(st.lists(st.sampled_from([HIT, MISS, ELSEWHERE]), max_size=12))
def test_retrieval_measures_are_ordered(ranking):
    said = answer(passages=tuple(ranking))
    one, five = measures.hit_at_1(question(), said), measures.hit_at_5(question(), said)
    reciprocal = measures.reciprocal_rank(question(), said)
    assert 0 <= one <= reciprocal <= 1
    assert one <= five


@given(st.lists(st.sampled_from([HIT, MISS, ELSEWHERE]), max_size=12), st.sampled_from([MISS, ELSEWHERE]))
def test_a_miss_on_top_never_helps(ranking, miss):
    before, after = answer(passages=tuple(ranking)), answer(passages=(miss, *ranking))
    assert measures.reciprocal_rank(question(), after) <= measures.reciprocal_rank(question(), before)


def test_measures_that_need_sources_do_not_apply_without_them():
    unanswerable = question(kind="unanswerable", sources=(), quotes=(), answer=())
    for name in ("R@1", "R@5", "RR@10", "first citation", "answer", "list F1", "choices"):
        assert measures.MEASURES[name](unanswerable, answer()) is None, name


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        ("Er zijn twaalf kamers met een bed.", True),  # holds the gold quote
        ("twaalf", True),  # lies within it
        ("Er is een tuin.", False),
    ],
)
def test_first_citation_by_its_quote(quote, right):
    said = answer(citations=(citation(quote, passage_id="none"),))
    assert measures.first_citation(question(), said) == float(right)


def test_first_citation_may_share_a_run_with_the_gold_quote():
    gold = question(quotes=("de bewoners betalen elke maand huur",))
    shared = answer(citations=(citation("bewoners betalen elke maand, zegt men", passage_id="none"),))
    short = answer(citations=(citation("de bewoners eten", passage_id="none"),))
    assert measures.first_citation(gold, shared) == 1.0
    assert measures.first_citation(gold, short) == 0.0


def test_first_citation_is_right_by_its_passage():
    tuin = citation("Er is een tuin.", passage_id=HIT.id)
    assert measures.first_citation(question(), answer(citations=(tuin,), passages=(HIT,))) == 1.0
    assert measures.first_citation(question(), answer(citations=(tuin,), passages=(MISS,))) == 0.0


def test_first_citation_from_another_source_is_wrong_even_with_the_quote():
    other = citation("Er zijn twaalf kamers.", Source("practice", "De Haven"))
    assert measures.first_citation(question(), answer(citations=(other,))) == 0.0


def test_first_citation_is_the_one_numbered_lowest():
    wrong, right = citation("Er is een tuin.", n=2, passage_id="none"), citation("twaalf kamers", n=1)
    assert measures.first_citation(question(), answer(citations=(wrong, right))) == 1.0
    assert measures.first_citation(question(), answer(citations=())) == 0.0


@pytest.mark.parametrize(
    ("gold", "text", "right"),
    [
        ({"answer": ("twaalf", "kamers")}, "twaalf kamers", 1.0),
        ({"answer": ("twaalf", "bad")}, "twaalf kamers", 0.0),
        ({"answer": (), "answer_any": ("dertien", "twaalf")}, "twaalf kamers", 1.0),
        ({"answer": ("kamers",), "answer_any": ("dertien",)}, "twaalf kamers", 0.0),
        ({"answer": ("info@molen.nl",)}, "mail info @molen.nl", 1.0),
    ],
)
def test_answer_by_hand(gold, text, right):
    assert measures.right_answer(question(**gold), answer(text, citations=())) == right


def test_answer_may_stand_in_a_citation():
    assert measures.right_answer(question(), answer("Zie [1].")) == 1.0


@pytest.mark.parametrize("status", ["not_in_handbook", "clarify"])
def test_answer_is_wrong_unless_answered(status):
    assert measures.right_answer(question(), answer(status=status)) == 0.0


def test_answer_without_strings_is_judged_by_members_or_citation():
    members = question(kind="list", answer=(), members=("De Molen", "De Haven"))
    assert measures.right_answer(members, answer(members=("De Molen",))) == pytest.approx(2 / 3)
    assert measures.right_answer(question(answer=()), answer()) == 1.0


@pytest.mark.parametrize(
    ("given_members", "value"),
    [(("de molen", "De Haven!"), 1.0), (("De Molen",), 2 / 3), (("De Molen", "De Haven", "X", "Y"), 2 / 3), ((), 0.0)],
)
def test_list_f1_by_hand(given_members, value):
    gold = question(kind="list", members=("De Molen", "De Haven"))
    assert measures.list_f1(gold, answer(members=given_members)) == pytest.approx(value)


@given(st.sets(st.sampled_from("abcdef"), min_size=1), st.sets(st.sampled_from("abcdef")))
def test_list_f1_is_the_harmonic_mean_of_precision_and_recall(gold, found):
    value = measures.list_f1(question(members=tuple(gold)), answer(members=tuple(found)))
    right = len(gold & found)
    precision, recall = right / len(found) if found else 0.0, right / len(gold)
    harmonic = 2 * precision * recall / (precision + recall) if right else 0.0
    assert value == pytest.approx(harmonic)


def test_refused_clarified_and_answered_by_status():
    for status, refused, clarified in (("answered", 0, 0), ("not_in_handbook", 1, 0), ("clarify", 0, 1)):
        assert measures.refused(question(), answer(status=status)) == refused
        assert measures.clarified(question(), answer(status=status)) == clarified
        assert measures.answered(question(), answer(status=status)) == (status == "answered")


def test_choices_offered_counts_at_most_four():
    five = question(group="clarify", kind="clarify", choices=("A1", "B2", "C3", "D4", "E5"))
    assert measures.choices_offered(five, answer("Welke?", status="clarify", choices=("A1?", "B2?"))) == 0.5
    assert measures.choices_offered(five, answer("A1 B2 C3 D4 E5", status="clarify")) == 1.0
    assert measures.choices_offered(five, answer("A1 B2 C3 D4")) == 0.0


def test_reply_is_the_right_kind_of_reply():
    unanswerable = question(kind="unanswerable", sources=(), quotes=(), answer=())
    unclear = question(group="clarify", kind="clarify", sources=(), quotes=(), answer=(), choices=("A",))
    assert measures.right_reply(unanswerable, answer(status="not_in_handbook")) == 1.0
    assert measures.right_reply(unanswerable, answer(status="clarify")) == 0.0
    assert measures.right_reply(unclear, answer(status="clarify")) == 1.0
    assert measures.right_reply(question(), answer()) == 1.0


def test_cited_reply_needs_the_citation_too():
    wrong = answer(citations=(citation("Er is een tuin.", passage_id="none"),))
    assert measures.right_reply(question(), wrong) == 1.0
    assert measures.right_cited_reply(question(), wrong) == 0.0
    assert measures.right_cited_reply(question(), answer()) == 1.0


def test_examples_are_what_they_say():
    assert MILL.covers("practice", "De Molen", None)
