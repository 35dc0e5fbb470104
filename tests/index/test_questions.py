import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionsFault
from index.questions import WrittenQuestion, locate, read_questions
from ingest.handbook import Handbook
from tests.index.examples import QUESTIONS, question_lines

GOOD = {"question": "Wat kost het?", "lang": "nl", "quote": "3 euro", "section": "a/b"}


def read(tmp_path: Path, content: bytes) -> tuple[WrittenQuestion, ...]:
    (tmp_path / "q.jsonl").write_bytes(content)
    return read_questions(tmp_path / "q.jsonl")


def test_questions_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, question_lines().encode())
    assert [(one.question, one.quote, one.section) for one in found] == list(QUESTIONS)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"], ids=["no newline", "newline", "windows"])
def test_ends_of_the_file(tmp_path: Path, before: bytes, end: bytes) -> None:
    assert read(tmp_path, before + json.dumps(GOOD).encode() + end) == (WrittenQuestion(**GOOD),)


def test_an_empty_file_has_no_questions(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == ()


def test_a_line_separator_within_a_question_is_no_end_of_line(tmp_path: Path) -> None:
    entry = GOOD | {"question": "Wat\u2028kost\x85het?"}
    assert read(tmp_path, json.dumps(entry, ensure_ascii=False).encode())[0].question == entry["question"]


FAULTS = {
    "no JSON": b"{",
    "blank line": b"\n\n",
    "list": b"[]",
    "number": b"3",
    "null": b"null",
    "deep": b"[" * 100_000,
    "missing key": json.dumps({k: v for k, v in GOOD.items() if k != "lang"}).encode(),
    "unknown key": json.dumps(GOOD | {"page": "3"}).encode(),
    "value no text": json.dumps(GOOD | {"quote": 3}).encode(),
    "language": json.dumps(GOOD | {"lang": "de"}).encode(),
    "empty question": json.dumps(GOOD | {"question": " ?"}).encode(),
    "empty quote": json.dumps(GOOD | {"quote": ""}).encode(),
    "half a character": json.dumps(GOOD | {"question": "wat \ud83d kost"}).encode(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_its_line(tmp_path: Path, fault: str) -> None:
    with pytest.raises(QuestionsFault, match=r"q\.jsonl, line 2: .*\.$") as raised:
        read(tmp_path, json.dumps(GOOD).encode() + b"\n" + FAULTS[fault])
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionsFault, match=r"q\.jsonl: .* cannot be read"):
        read_questions(tmp_path / "q.jsonl")


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    with pytest.raises(QuestionsFault, match=r"q\.jsonl: .* cannot be read"):
        read(tmp_path, b"\xff\xfe\x00")


def asking(quote: str, section: str) -> list[WrittenQuestion]:
    return [WrittenQuestion("Wat?", "nl", quote, section)]


@pytest.mark.parametrize(
    ("quote", "section"),
    [
        ("kookt wekelijks", "concept/leertuin"),
        ("kookt wekelijks", "concept/geen"),
        ("staat er niet", "concept/buurtkeuken"),
    ],
    ids=["another section's", "unknown section", "no such quote"],
)
def test_a_quote_that_is_not_there_has_no_place(mini: Handbook, quote: str, section: str) -> None:
    assert locate(asking(quote, section), mini) == [None]


@given(st.data())
def test_any_stretch_of_a_section_is_found(mini: Handbook, data: st.DataObject) -> None:
    section = data.draw(st.sampled_from(mini.sections))
    start = data.draw(st.integers(0, len(section.text) - 1))
    end = data.draw(st.integers(start + 1, len(section.text)))
    quote = section.text[start:end].upper().replace(" ", "  ")
    if not any(character.isascii() and character.isalnum() for character in quote):
        return
    (place,) = locate(asking(quote, section.id), mini)
    assert place is not None

    def plain(text: str) -> str:
        return "".join(character for character in text.lower() if character.isascii() and character.isalnum())

    if section.text.isascii():
        assert plain(section.text[place.start : place.end]) == plain(quote)
    chunk = mini.chunks[place.passage]
    assert chunk.section_id == section.id
    assert chunk.start < place.end
    assert place.start < chunk.end


def test_a_quote_over_two_passages_is_in_the_one_with_most_of_it(wonen: Handbook) -> None:
    pairs = zip(wonen.chunks, wonen.chunks[1:], strict=False)
    first, second = next((a, b) for a, b in pairs if a.section_id == b.section_id and len(b.text) > 100)
    text = wonen.section(first.section_id).text
    position = wonen.chunks.index(first)
    for before, after, expected in ((60, 20, position), (20, 60, position + 1)):
        quote = text[first.end - before : second.start + after]
        (place,) = locate(asking(quote, first.section_id), wonen)
        assert place is not None
        assert place.passage == expected
