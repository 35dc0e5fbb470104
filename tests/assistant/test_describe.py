"""Descriptions of practices: read or refused, and the words that only describe told from those that ask."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.describe import Describer, Description, read_descriptions
from index.errors import QuestionsFault
from index.terms import terms, words
from ingest.handbook import Handbook
from tests.conftest import DATA, ROOT
from tests.index.examples import QUESTIONS

FILE = DATA / "mini.descriptions.jsonl"
ASKED = [question for question, _, _ in QUESTIONS]
DESCRIBER = Describer(read_descriptions(FILE), ASKED)
GOOD = {"description": "dat feestmaal", "lang": "nl", "name": "Lange Tafel"}
SAID = [*words(FILE.read_text("utf-8")), *words(" ".join(ASKED)), "niet", "Café", "l'été", "2019"]
TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(SAID), max_size=15).map(" ".join))
NAMES = st.sampled_from(["Pollepel", "Lange Tafel", "Leertuin", ""])


def describing(*texts: str) -> list[Description]:
    return [Description(text, "nl", "Pollepel") for text in texts]


@pytest.mark.parametrize(
    ("text", "practice", "rest"),
    [
        ("Wat kost een bord in dat oude schoolgebouw?", "Pollepel", "wat kost een bord in dat"),
        ("Wat kost een bord in dat oude schoolgebouw?", "Lange Tafel", "wat kost een bord in dat oude schoolgebouw"),
        ("Wie mag er naar het FEESTMAAL op straat?", "Lange Tafel", "wie mag er naar het op"),
        ("who may come to the feast?", "Lange Tafel", "who may come to the"),
        ("Wat kost een bord?", "Leertuin", "wat kost een bord"),
        ("oude schoolgebouwen", "Pollepel", ""),
        ("", "Pollepel", ""),
    ],
)
def test_what_is_left_without_the_words_that_describe(text: str, practice: str, rest: str) -> None:
    assert DESCRIBER.rest(text, practice) == rest


@pytest.mark.parametrize(
    ("text", "practice", "count"),
    [
        ("dat oude schoolgebouw", "Pollepel", 2),
        ("oude, OUDE schoolgebouwen en dat schoolgebouw", "Pollepel", 2),
        ("dat oude schoolgebouw", "Lange Tafel", 0),
        ("dat oude schoolgebouw", "Leertuin", 0),
        ("wie betaalt de huur", "Pollepel", 0),
        ("", "Pollepel", 0),
    ],
)
def test_how_many_words_describe(text: str, practice: str, count: int) -> None:
    assert DESCRIBER.count(text, practice) == count


def test_the_names_are_those_described() -> None:
    assert set(DESCRIBER.names) == {"Pollepel", "Lange Tafel"}
    assert not Describer((), ASKED).names


def test_a_word_that_questions_use_as_much_does_not_describe() -> None:
    described = describing("de soep", "soep en brood")
    assert Describer(described, ["wie eet mee?"] * 50).rest("soep", "Pollepel") == ""
    assert Describer(described, ["wie maakt de soep?"] * 50).rest("soep", "Pollepel") == "soep"


def test_a_word_counts_once_a_question() -> None:
    described = describing("de soep", "soep en brood", "soep op tafel")
    asked = ["wie eet er mee?"] * 40 + ["wie maakt soep, soep, soep en soep?"] * 10
    assert Describer(described, asked).rest("soep", "Pollepel") == ""


def test_a_word_of_one_description_in_many_does_not_describe() -> None:
    many = describing(*["het oude schoolgebouw"] * 9, "die oven")
    assert Describer(many, ()).rest("oven van het oude schoolgebouw", "Pollepel") == "oven van het"


def test_function_words_never_describe() -> None:
    assert Describer(describing(*["dat van de"] * 9), ()).rest("dat van de", "Pollepel") == "dat van de"


@given(TEXTS, NAMES)
def test_the_rest_is_a_part_of_the_folded_words_in_order(text: str, practice: str) -> None:
    left = iter(words(text))
    assert all(word in left for word in DESCRIBER.rest(text, practice).split())


@given(TEXTS, NAMES)
def test_nothing_in_the_rest_describes(text: str, practice: str) -> None:
    rest = DESCRIBER.rest(text, practice)
    assert DESCRIBER.count(rest, practice) == 0
    assert DESCRIBER.rest(rest, practice) == rest
    assert len(set(terms(rest))) == len(set(terms(text))) - DESCRIBER.count(text, practice)


def read(folder: Path, content: bytes) -> tuple[Description, ...]:
    (folder / "d.jsonl").write_bytes(content)
    return read_descriptions(folder / "d.jsonl")


def test_descriptions_come_in_the_order_of_the_file() -> None:
    found = read_descriptions(FILE)
    assert found[0] == Description("dat oude schoolgebouw waar op donderdag soep is", "nl", "Pollepel")
    assert [(one.name, one.lang) for one in found] == [
        (name, lang) for name in ("Pollepel", "Lange Tafel") for lang in ("nl", "nl", "en")
    ]


def test_an_empty_file_has_no_descriptions(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == ()


FAULTS = {
    "no JSON": b"{",
    "blank line": b"\n",
    "missing key": json.dumps({key: value for key, value in GOOD.items() if key != "name"}).encode(),
    "unknown key": json.dumps(GOOD | {"page": "3"}).encode(),
    "value no text": json.dumps(GOOD | {"description": 3}).encode(),
    "language": json.dumps(GOOD | {"lang": "de"}).encode(),
    "half a character": json.dumps(GOOD | {"description": "dat \ud83d"}).encode(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path: Path, fault: str) -> None:
    with pytest.raises(QuestionsFault, match=r"d\.jsonl, line 2: .*Correct it\.$") as raised:
        read(tmp_path, json.dumps(GOOD).encode() + b"\n" + FAULTS[fault] + b"\n")
    assert str(raised.value).startswith(str(tmp_path))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "d.jsonl").write_bytes(content)
    with pytest.raises(QuestionsFault, match=r"d\.jsonl: .* cannot be read .*Correct the file\.$"):
        read_descriptions(tmp_path / "d.jsonl")


def test_the_descriptions_of_the_real_handbook_are_of_all_its_practices(wonen: Handbook) -> None:
    descriptions = read_descriptions(ROOT / "corpus" / "descriptions.jsonl")
    assert {one.name for one in descriptions} == {sheet.name for sheet in wonen.fact_sheets}
    for name in {one.name for one in descriptions}:
        own = [one for one in descriptions if one.name == name]
        assert {one.lang for one in own} == {"nl", "en"}, name
        assert all(terms(one.description) for one in own), name
    texts = [" ".join(words(one.description)) for one in descriptions]
    assert len(set(texts)) == len(texts)
