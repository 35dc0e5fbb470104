"""The property that a question asks for: the one whose three nearest ways to ask are most like it."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.cues import without_cues
from assistant.properties import PropertyBook
from index.encode import load_encoder
from index.terms import terms
from ingest.handbook import Handbook
from ingest.properties import Property, read_properties
from tests.conftest import DATA
from tests.index.examples import HashEncoder

WORDS = ("soep", "straat", "banken", "brood", "oven", "schoolgebouw", "welke", "voorbeelden", "plek", "de")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
PROPERTIES = st.lists(st.tuples(TEXTS, TEXTS, st.lists(TEXTS, max_size=4)), min_size=1, max_size=5)


def property_(at: int, nl: str, en: str, questions: Sequence[str] = ()) -> Property:
    return Property(f"p{at}", {"nl": nl, "en": en}, tuple(questions), {})


@pytest.fixture(scope="module")
def properties(mini: Handbook) -> tuple[Property, ...]:
    return read_properties(mini.sections, replace(mini.profile, folder=DATA, properties="mini.properties.jsonl"))


@pytest.fixture(scope="module")
def book(properties: tuple[Property, ...]) -> PropertyBook:
    return PropertyBook(properties, load_encoder())


def closest(book: PropertyBook, question: str) -> tuple[str, float]:
    found = book.closest(question)
    return found[0].id, found[1]


def test_each_way_to_ask_finds_its_property(book: PropertyBook, properties: tuple[Property, ...]) -> None:
    for one in properties:
        for asked in (*one.title.values(), *one.questions):
            assert closest(book, asked)[0] == one.id, asked


@pytest.mark.parametrize(
    ("question", "identity"),
    [
        ("Bij welke voorbeelden eten ze buiten op straat?", "outdoors"),
        ("Which examples are out on a square?", "outdoors"),
        ("welke voorbeelden zitten er in een oude school?", "old-building"),
        ("welke soorten keuken kent de gids?", "concepts"),
        ("Ik schrijf een verhaal over eten. Welke voorbeelden zitten in een oud gebouw?", "old-building"),
        ("Welke voorbeelden zitten in een oud gebouw? Ik schrijf een verhaal over eten.", "old-building"),
    ],
)
def test_other_words_find_it_too(question: str, identity: str, book: PropertyBook) -> None:
    assert closest(book, question)[0] == identity


def test_a_sentence_of_a_question_counts_as_it_would_alone(book: PropertyBook) -> None:
    asked = "Welke voorbeelden zitten in een oud gebouw?"
    alone = closest(book, asked)[1]
    talk = "Mijn tante heeft drie katten; die heten Jip, Janneke en Takkie. "
    identity, score = closest(book, talk + asked)
    assert identity == "old-building"
    assert score == pytest.approx(alone, abs=1e-6)
    assert closest(book, (talk + asked).replace(". ", " ").replace("; ", " "))[1] < alone


def test_words_that_ask_for_a_list_do_not_count() -> None:
    book = PropertyBook([property_(0, "banken", "benches"), property_(1, "een oven", "an oven")], HashEncoder())
    for question in ("banken", "Welke voorbeelden banken?", "noem alle projecten banken", "banken, alsjeblieft"):
        assert closest(book, question) == closest(book, "banken")


def test_a_property_that_is_nothing_but_such_words_is_found_by_them() -> None:
    book = PropertyBook(
        [property_(0, "een oven", "an oven"), property_(1, "voorbeelden", "voorbeelden")], HashEncoder()
    )
    assert closest(book, "voorbeelden")[0] == "p1"


def test_three_ways_that_fit_beat_one_that_is_the_same() -> None:
    one = property_(0, "soep brood banken", "oven", ["oven oven", "straat"])
    two = property_(1, "soep brood banken straat", "soep brood banken tuin", ["soep brood banken plek"])
    book = PropertyBook([one, two], HashEncoder())
    assert closest(book, "soep brood banken")[0] == "p1"


def test_of_ways_as_alike_the_one_with_the_rare_word_in_common_is_meant() -> None:
    """To this encoder all texts are the same; what is left are the words, of which the frequent one says little."""

    class Blind(HashEncoder):
        def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return np.full((len(texts), self.dim), 0.25, np.float32)

    known = [property_(0, "de soep", "the soup"), property_(1, "soep van banken", "soup"), property_(2, "soep", "soup")]
    assert closest(PropertyBook(known, Blind()), "soep banken")[0] == "p1"


def test_of_two_the_same_the_first_is_found() -> None:
    book = PropertyBook([property_(at, "soep", "brood") for at in range(3)], HashEncoder())
    assert closest(book, "soep")[0] == "p0"


def bare(text: str) -> str:
    return without_cues("generic", without_cues("list", text))


def core(text: str) -> str:
    return bare(text) if terms(bare(text)) else text


def shared(one: set[str], other: set[str], weight: dict[str, float], unknown: float) -> float:
    lengths = [math.sqrt(sum(weight.get(term, unknown) ** 2 for term in found)) for found in (one, other)]
    product = sum(weight.get(term, unknown) ** 2 for term in one & other)
    return product / (lengths[0] * lengths[1]) if product else 0.0


def scores_of(text: str, known: Sequence[Property]) -> list[tuple[float, float]]:
    """Score and cosine of each property, by the book's definition and one way after the other."""
    encoder = HashEncoder()
    ways = [[core(way) for way in (*one.title.values(), *one.questions)] for one in known]
    having = [set().union(*(terms(way) for way in of)) for of in ways]
    rare = {term: math.log(1 + len(known) / sum(term in one for one in having)) for term in set().union(*having)}
    vector = encoder.encode_query([text])[0]
    found = []
    for of in ways:
        cosines = (encoder.encode_query(of) @ vector).tolist()
        words = [shared(set(terms(text)), set(terms(way)), rare, math.log(1 + len(known))) for way in of]
        found.append([(cosine + 0.3 * word, cosine) for cosine, word in zip(cosines, words, strict=True)])
    least = tuple(min(pair[at] for of in found for pair in of) for at in (0, 1))
    nearest = [[*sorted(of, reverse=True)[:3], *[least] * (3 - len(of))] for of in found]
    return [tuple(np.mean(of, axis=0).tolist()) for of in nearest]


@settings(deadline=None, derandomize=True)
@given(PROPERTIES, st.lists(TEXTS, min_size=1, max_size=3))
def test_the_score_is_the_mean_of_the_three_nearest_ways(
    asked: list[tuple[str, str, list[str]]], sentences: list[str]
) -> None:
    known = [property_(at, nl, en, questions) for at, (nl, en, questions) in enumerate(asked)]
    question = ". ".join(sentences)
    parts = [part for part in re.split(r"\. ", question) if len(terms(bare(part))) > 1]
    texts = (question, *parts) if len(parts) > 1 else (question,)
    scores = [scores_of(core(text), known) for text in texts]
    best = max(score for of in scores for score, _ in of)
    identity, cosine = closest(PropertyBook(known, HashEncoder()), question)
    own = [of[int(identity[1:])] for of in scores]
    assert [one for one in own if one[0] == pytest.approx(best, abs=1e-5) and one[1] == pytest.approx(cosine, abs=1e-5)]


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_question_has_a_closest_property(book: PropertyBook, text: str) -> None:
    assert -1 - 1e-6 <= closest(book, text)[1] <= 1 + 1e-6


def test_each_way_to_ask_finds_the_members_in_the_real_handbook(wonen: Handbook) -> None:
    """Some properties are alike enough that one is taken for another; few of these have other members."""
    book = PropertyBook(wonen.properties, load_encoder())
    ways = [(text, one) for one in wonen.properties for text in (*one.title.values(), *one.questions)]
    found = [book.closest(text) for text, _ in ways]
    right = [set(got[0].members) == set(one.members) for got, (_, one) in zip(found, ways, strict=True)]
    titles = [hit for hit, (text, one) in zip(right, ways, strict=True) if text in one.title.values()]
    assert np.mean(right) > 0.95
    assert np.mean(titles) > 0.98
