"""Wordings: questions that the handbook answers told from others, and what is learned kept as it is."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.names import NameBook, read_names
from index.questions import read_questions, read_unanswerable
from index.terms import words
from index.wording import BUCKETS, WordingClassifier, _buckets
from tests.conftest import DATA, ROOT
from tests.index.conftest import Opened

ANSWERED = (
    "wie kookt er in <practice>",
    "wat kost een maaltijd bij <practice>",
    "wie betaalt de huur van <practice>",
    "waar komt het eten van een <concept> vandaan",
    "wat gaat er goed bij <practice>",
    "which groups cook at <practice>",
)
OTHERS = (
    "wat is het telefoonnummer van <practice>",
    "hoe laat gaat <practice> open",
    "wie is de burgemeester van <place>",
    "kan ik hier parkeren",
    "what is the phone number of <practice>",
    "wat wordt het weer in <place>",
)
TEXTS = (*ANSWERED, *OTHERS)
LABELS = (True,) * len(ANSWERED) + (False,) * len(OTHERS)
UNANSWERABLE = "".join(f'{{"question": "{text}", "lang": "nl", "topic": "x"}}\n' for text in OTHERS)


@cache
def learned() -> WordingClassifier:
    return WordingClassifier.learn(TEXTS, LABELS)


def told(positive: Sequence[str], negative: Sequence[str]) -> WordingClassifier:
    return WordingClassifier.learn([*positive, *negative], [True] * len(positive) + [False] * len(negative))


def test_what_was_learned_is_told_apart() -> None:
    assert [learned().score(text) > 0 for text in TEXTS] == list(LABELS)


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("wie betaalt het eten van <practice>", True),
        ("maaaltijd", True),
        ("which groups cook", True),
        ("telefoonnumer", False),
        ("what is the phone number", False),
        ("parkeren", False),
    ],
)
def test_a_question_like_those_learned_is_told_too(text: str, answered: bool) -> None:
    assert (learned().score(text) > learned().score("")) == answered


def test_both_kinds_count_the_same_however_many_there_are() -> None:
    """The intercept has no penalty, so that the errors of the two kinds, each by its own average, cancel out."""
    uneven = told(ANSWERED * 7, OTHERS)
    error_yes = np.mean([1 / (1 + np.exp(uneven.score(text))) for text in ANSWERED])
    error_no = np.mean([1 / (1 + np.exp(-uneven.score(text))) for text in OTHERS])
    assert 0.001 < error_yes < 0.5
    assert error_yes == pytest.approx(error_no, rel=1e-2)


def test_what_both_kinds_say_is_undecided() -> None:
    same = told(ANSWERED * 3, ANSWERED)
    assert [same.score(text) for text in (*ANSWERED, "", "parkeren")] == pytest.approx([0] * (len(ANSWERED) + 2))


def test_the_opposite_labels_give_the_opposite_scores() -> None:
    opposite = WordingClassifier.learn(TEXTS, [not label for label in LABELS])
    for text in (*TEXTS, "", "soep"):
        assert opposite.score(text) == pytest.approx(-learned().score(text), abs=0.01)


def test_the_order_of_words_counts() -> None:
    order = told(["wie kookt"], ["kookt wie"])
    assert order.score("wie kookt") > 0 > order.score("kookt wie")


def test_words_never_seen_say_nothing() -> None:
    assert learned().score("qqqqq zzzzz") == learned().score("") == learned().score(" \n")


def test_blanks_do_not_count() -> None:
    assert learned().score("  wie   kookt\ter ") == learned().score("wie kookt er")


def test_a_mask_is_a_word_as_any() -> None:
    masks = told(["waar is <practice>"], ["waar is <place>"])
    assert masks.score("<practice>") > 0 > masks.score("<place>")


@pytest.mark.parametrize("label", [True, False])
def test_one_kind_alone_can_be_learned(label: bool) -> None:
    alone = WordingClassifier.learn(TEXTS, [label] * len(TEXTS))
    scores = [alone.score(text) for text in (*TEXTS, "")]
    assert np.isfinite(scores).all()
    assert all((score > 0) == label for score in scores)


def test_questions_without_a_word_can_be_learned() -> None:
    assert WordingClassifier.learn(["", ""], [True, False]).score("") == pytest.approx(0)


def test_learning_twice_gives_the_same() -> None:
    again = WordingClassifier.learn(TEXTS, LABELS)
    assert [again.score(text) for text in TEXTS] == [learned().score(text) for text in TEXTS]


@given(st.text(max_size=200))
def test_any_text_has_a_finite_score(text: str) -> None:
    assert np.isfinite(learned().score(text))


@given(st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=12).map(" ".join))
def test_saving_and_loading_gives_the_same_scores(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "wording.npz"
    if not path.exists():
        learned().save(path)
    loaded = WordingClassifier.load(path)
    assert loaded.score(text) == learned().score(text)


def test_saving_what_was_loaded_changes_nothing(tmp_path: Path) -> None:
    learned().save(tmp_path / "one.npz")
    WordingClassifier.load(tmp_path / "one.npz").save(tmp_path / "two.npz")
    two = WordingClassifier.load(tmp_path / "two.npz")
    assert [two.score(text) for text in TEXTS] == [learned().score(text) for text in TEXTS]


def test_no_more_than_the_last_questions_are_kept_in_memory() -> None:
    for text in TEXTS:
        learned().score(text)
    assert _buckets.cache_info().currsize <= 2


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wording.npz"
    np.savez(path, rarity=np.array([{}], dtype=object), weights=np.zeros(BUCKETS, np.float32), intercept=0.0)
    with pytest.raises(ValueError, match="pickle"):
        WordingClassifier.load(path)


def test_an_index_without_unanswerable_questions_knows_no_wording(opened: Opened) -> None:
    assert opened()[0].wording is None


def test_an_index_with_unanswerable_questions_knows_their_wording(opened: Opened, corpus: Path) -> None:
    (corpus.parent / "others.jsonl").write_text(UNANSWERABLE, "utf-8")
    corpus.write_text(f'unanswerable = "others.jsonl"\n{corpus.read_text("utf-8")}', "utf-8")
    built, stored = opened()[0], opened()[0]
    assert built.wording is not None
    assert stored.wording is not None
    assert [stored.wording.score(text) for text in TEXTS] == [built.wording.score(text) for text in TEXTS]
    answered = [built.wording.score(built.names.masked(one.question)) for one in built.written]
    others = [built.wording.score(built.names.masked(text)) for text in OTHERS]
    assert min(answered) > max(others)


def test_questions_on_the_real_handbook_that_were_not_learned_are_told_apart() -> None:
    """A pair of one question that the handbook answers and one that it does not is put in order four times in five."""
    corpus = ROOT / "corpus"
    names = NameBook(read_names(corpus / "names.toml"), words((corpus / "wonen-voor-iedereen.txt").read_text("utf-8")))
    answered = [names.masked(one.question) for one in read_questions(corpus / "questions.jsonl")[::16]]
    others = [names.masked(one.question) for one in read_unanswerable(corpus / "unanswerable.jsonl")[::16]]
    classifier = told(
        [text for at, text in enumerate(answered) if at % 4], [t for at, t in enumerate(others) if at % 4]
    )
    yes = np.array([classifier.score(text) for text in answered[::4]])
    no = np.array([classifier.score(text) for text in others[::4]])
    assert (yes[:, None] > no).mean() > 0.8


def test_an_index_with_properties_knows_how_lists_are_asked_for(opened: Opened, corpus: Path) -> None:
    assert opened()[0].listing is None
    shutil.copy(DATA / "mini.properties.jsonl", corpus.parent)
    corpus.write_text(f'properties = "mini.properties.jsonl"\n{corpus.read_text("utf-8")}', "utf-8")
    built, stored = opened()[0], opened()[0]
    assert built.listing is not None
    assert stored.listing is not None
    lists = [question for one in built.handbook.properties for question in one.questions]
    others = [question.question for question in built.written]
    scores = [[stored.listing.score(built.names.masked(text)) for text in texts] for texts in (lists, others)]
    assert min(scores[0]) > max(scores[1])
