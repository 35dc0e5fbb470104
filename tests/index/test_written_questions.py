"""The written questions of the real handbook: whole, found in its text, and spread over all of it."""

from collections import Counter

import pytest

from index.questions import WrittenQuestion, locate, read_questions
from index.terms import words
from ingest.handbook import Handbook
from tests.conftest import ROOT

LONGEST = 300
WITHOUT = ("/praktijkvoorbeelden", "/gebaseerd-op")  # lists of practices, which ask nothing that the practices do not
NOTHING = {"• N.v.t."}


@pytest.fixture(scope="module")
def written() -> tuple[WrittenQuestion, ...]:
    return read_questions(ROOT / "corpus" / "questions.jsonl")


def test_every_quote_stands_in_its_section(written: tuple[WrittenQuestion, ...], wonen: Handbook) -> None:
    places = locate(written, wonen)
    lost = [(one.section, one.quote) for one, place in zip(written, places, strict=True) if place is None]
    assert lost == []


def test_no_question_stands_twice(written: tuple[WrittenQuestion, ...]) -> None:
    counts = Counter(" ".join(words(one.question)) for one in written)
    assert [question for question, count in counts.items() if count > 1] == []


def test_questions_are_of_a_length_that_people_type(written: tuple[WrittenQuestion, ...]) -> None:
    assert [one.question for one in written if len(one.question) > LONGEST or len(words(one.question)) < 1] == []


def test_every_section_that_says_something_is_asked_about(
    written: tuple[WrittenQuestion, ...], wonen: Handbook
) -> None:
    asked = {one.section for one in written}
    silent = [section for section in wonen.sections if section.id not in asked and section.text not in NOTHING]
    assert [section.id for section in silent if not section.id.endswith(WITHOUT)] == []


def test_both_languages_ask(written: tuple[WrittenQuestion, ...]) -> None:
    counts = Counter(one.lang for one in written)
    assert set(counts) == {"nl", "en"}
    assert counts["en"] >= len(written) / 10
