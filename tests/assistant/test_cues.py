"""The cue files: folded as questions are, no cue twice, and each cue found where it stands."""

import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.aspects import AspectBook
from assistant.cues import asks_twice, has_cue, ordinal, phrase_pattern, tables, without_cues, without_passing
from index.terms import words
from tests.conftest import DATA, ROOT

CUES: dict[str, Any] = tomllib.loads((ROOT / "assistant" / "cues.toml").read_text("utf-8"))
FLAT = {key: value for key, value in CUES.items() if all(isinstance(cue, str) for cue in value)}
TYPES: list[dict[str, Any]] = CUES["answer_type"]
ASPECT_FILES = [ROOT / "corpus" / "aspects.toml", DATA / "mini_aspects.toml"]
ASPECTS = [
    (f"{path.stem}:{entry['key']}", entry["cues"])
    for path in ASPECT_FILES
    for entry in tomllib.loads(path.read_text("utf-8"))["aspect"]
]
LISTS = [*FLAT.items(), *((f"ordinals {n}", forms) for n, forms in enumerate(CUES["ordinals"], 1)), *ASPECTS]
LISTS += [(f"answer type {number}", entry["cues"]) for number, entry in enumerate(TYPES, 1)]


@pytest.mark.parametrize(("name", "cues"), LISTS, ids=[name for name, _ in LISTS])
def test_no_cue_stands_twice(name: str, cues: list[str]) -> None:
    """Compared as they are matched: "e-mail" and "e mail" are the same words."""
    forms = [(tuple(" ".join(words(part)) for part in cue.split("_")), cue.endswith("*")) for cue in cues]
    assert not sorted({form for form in forms if forms.count(form) > 1})


@pytest.mark.parametrize(("name", "cues"), LISTS, ids=[name for name, _ in LISTS])
def test_cues_are_in_small_letters_without_accents(name: str, cues: list[str]) -> None:
    for cue in cues:
        bare = cue.removesuffix("*")
        assert bare == bare.strip().casefold()
        assert bare.isascii()
        assert words(bare), cue
        assert "*" not in bare


@pytest.mark.parametrize(("kind", "cues"), FLAT.items(), ids=list(FLAT))
def test_every_cue_is_found_in_a_sentence(kind: str, cues: list[str]) -> None:
    for cue in cues:
        assert has_cue(kind, f"Zeg, {cue.removesuffix('*').upper()}, qqq")


def test_every_aspect_cue_is_found(aspect_book: AspectBook) -> None:
    for aspect in aspect_book.aspects:
        for cue in aspect.cues:
            found = {cued.aspect.key for cued in aspect_book.find(f"qqq {cue.removesuffix('*')} qqq")}
            assert aspect.key in found, cue


@pytest.mark.parametrize("entry", TYPES, ids=lambda entry: entry["cues"][0])
def test_an_answer_type_has_cues_and_a_pattern(entry: dict[str, Any]) -> None:
    assert set(entry) == {"cues", "pattern"}
    re.compile(entry["pattern"])


def test_an_ordinal_stands_in_one_place_only() -> None:
    forms = [form for forms in CUES["ordinals"] for form in forms]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("die eerste", 0),
        ("en de tweede?", 1),
        ("the third one", 2),
        ("de laatste", -1),
        ("the last one", -1),
        ("hoe", None),
    ],
)
def test_ordinals(text: str, position: int | None) -> None:
    assert ordinal(text) == position


def test_a_star_stands_for_any_ending_and_nothing_else_does() -> None:
    pattern = phrase_pattern(["kost*", "de een"])
    assert pattern.search("de kosten")
    assert not pattern.search("onkosten")
    assert pattern.search("de een")
    assert not pattern.search("de eenhoorn")


def test_the_longest_cue_is_taken() -> None:
    pattern = phrase_pattern(["a", "a b c", "a b"])
    match = pattern.search("x a b c")
    assert match is not None
    assert match[0] == "a b c"


def test_cues_are_taken_out_whole() -> None:
    assert without_cues("list", "Welke projecten hebben een tuin?") == "hebben een tuin"


def test_the_tables_are_those_of_the_file() -> None:
    assert tables() == CUES


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ("Wie betaalt de Pollepel en wie de Lange Tafel?", True),
        ("WAT kost de een, en wàt de ander?", True),
        ("wie kookt er met wie?", True),
        ("what is cheaper than what?", True),
        ("hoe duur is het een of hoe groot het ander", True),
        ("wie en wie", True),
        ("wie betaalt de Pollepel en waar is de Lange Tafel?", False),
        ("wie kookt er, wie betaalt er?", False),
        ("wie en ook wie", False),
        ("en wie?", False),
        ("een bord en een bord", False),
        ("wie met", False),
        ("", False),
    ],
)
def test_a_question_word_that_comes_again_asks_twice(text: str, twice: bool) -> None:
    assert asks_twice(text) == twice


@pytest.mark.parametrize("between", CUES["compare_between"])
@pytest.mark.parametrize("asking", CUES["question_words"])
def test_any_question_word_asks_twice_after_any_word_between(asking: str, between: str) -> None:
    assert asks_twice(f"{asking} qqq {between} {asking} xxx?")
    assert not asks_twice(f"qqq {between} {asking} xxx?")
    assert not asks_twice(f"{asking} qqq {between} xxx?")


@pytest.mark.parametrize(("text", "found"), [("waar staat btw voor", True), ("waar staat voor", False)])
def test_an_underscore_stands_for_any_one_word(text: str, found: bool) -> None:
    assert bool(phrase_pattern(["waar staat _ voor"]).search(text)) == found


@given(st.lists(st.sampled_from([*tables()["in_passing"], "waar", "en"]), max_size=5).map(" ".join))
def test_words_in_passing_are_blotted_out_one_by_one(text: str) -> None:
    folded = " ".join(words(text))
    rest = without_passing(folded)
    assert len(rest.split()) == len(folded.split())
    assert not has_cue("in_passing", rest)
