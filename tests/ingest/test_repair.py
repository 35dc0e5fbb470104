"""Repair: lines become paragraphs; broken words are joined, and no letter is lost, doubled or moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Line
from ingest.repair import LineEnds, join_lines, join_paragraphs, marks_word_ends, normalise

MARKED = LineEnds(marked=True, hyphen_before=frozenset({"en", "of"}))
PLAIN = LineEnds(marked=False, hyphen_before=frozenset({"en", "of"}))
TEXTS = st.text("abcdefgABC éü.,;:!?-–•\ufffd\t\u00a0()12/", max_size=30)


def lines(*texts: str) -> list[Line | None]:
    return [Line(number, 1, "1", text) if text else None for number, text in enumerate(texts)]


def join(ends: LineEnds, *texts: str) -> list[str]:
    return [paragraph.text for paragraph in join_lines(lines(*texts), ends)]


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@given(st.lists(TEXTS, max_size=12), st.booleans())
def test_no_letter_is_lost_or_doubled(texts: list[str], marked: bool) -> None:
    given_lines = lines(*texts)
    joined, starts = join_paragraphs(join_lines(given_lines, LineEnds(marked, frozenset({"en"}))))
    assert letters(joined) == letters("".join(texts))
    assert [line for _, line in starts] == sorted((line for _, line in starts), key=lambda line: line.number)
    used = {line.number for _, line in starts}
    assert all(line.number in used for line in given_lines if line and letters(line.text))


@given(st.lists(TEXTS, min_size=1, max_size=12), st.booleans())
def test_each_line_begins_where_it_is_said_to(texts: list[str], marked: bool) -> None:
    joined, starts = join_paragraphs(join_lines(lines(*texts), LineEnds(marked)))
    ends = [*(offset for offset, _ in starts[1:]), len(joined)]
    for (offset, line), end in zip(starts, ends, strict=False):
        assert letters(joined[offset:end]) == letters(line.text)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("alter", "natieven zijn "), ["alternatieven zijn"]),
        (("een ", "vraag"), ["een vraag"]),
        (("deze\u00a0concepten ", "en"), ["deze concepten en"]),
        (("sloop- ", "en renovatie"), ["sloop- en renovatie"]),
        (("Wmo- ", "maatwerk"), ["Wmo-maatwerk"]),
        (("in Nieuw-", "West en"), ["in Nieuw-West en"]),
        (("gebouw - ", "buiten"), ["gebouw - buiten"]),
        (("en/", "of niet"), ["en/of niet"]),
        (("Klaar.", "Nieuw."), ["Klaar.", "Nieuw."]),
        (("Kop", "Tekst"), ["Kop", "Tekst"]),
        (("terug", "", "keer naar"), ["terugkeer naar"]),
        (("de Wet ", "", "langdurige zorg"), ["de Wet langdurige zorg"]),
        (("Klaar.", "", "• Een", "•\tTwee", "\t- drie"), ["Klaar.", "• Een", "• Twee", "– drie"]),
        (("Eerst", "•", "los"), ["Eerst", "• los"]),
        (("\t\ufffd Kader",), ["• Kader"]),
        (("en selectie.Samen met ",), ["en selectie. Samen met"]),
        (("N.v.t. o.b.v. www.voorbeeld.nl",), ["N.v.t. o.b.v. www.voorbeeld.nl"]),
        (("jan.jansen@voorbeeld.nl www.Voorbeeld.nl",), ["jan.jansen@voorbeeld.nl www.Voorbeeld.nl"]),
    ],
)
def test_lines_whose_blanks_mark_word_ends(texts: tuple[str, ...], expected: list[str]) -> None:
    assert join(MARKED, *texts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("een", "vraag"), ["een vraag"]),
        (("We gaan naar", "Amsterdam."), ["We gaan naar Amsterdam."]),
        (("de zorg-", "instelling"), ["de zorginstelling"]),
        (("de zorg\u00ad", "instelling"), ["de zorginstelling"]),
        (("woon-", "en zorg"), ["woon- en zorg"]),
        (("HVO-", "Querido"), ["HVO-Querido"]),
        (("Klaar.", "Nieuw."), ["Klaar.", "Nieuw."]),
        (("Een kop", "", "Tekst"), ["Een kop", "Tekst"]),
    ],
)
def test_lines_that_end_in_whole_words(texts: tuple[str, ...], expected: list[str]) -> None:
    assert join(PLAIN, *texts) == expected


def test_a_paragraph_may_begin_though_the_line_before_runs_on() -> None:
    ends = LineEnds(paragraph_starts=frozenset({"Gemengd wonen"}))
    assert join(ends, "Recepten, Valente ", "Gemengd wonen ", "lessen") == ["Recepten, Valente", "Gemengd wonen lessen"]


def test_marks_are_told_from_the_lines_themselves() -> None:
    assert marks_word_ends([Line(0, 1, "", "een "), Line(1, 1, "", "lange "), Line(2, 1, "", "zin")])
    assert not marks_word_ends([Line(0, 1, "", "een"), Line(1, 1, "", "lange"), Line(2, 1, "", "zin")])
    assert not marks_word_ends([])


def test_normalise_makes_every_run_of_white_space_one_blank() -> None:
    assert normalise(" \u00a0een\t\ttwee\u00a0 \ufeff drie\n") == "een twee drie"
    assert normalise("een\x1b[31m twee\x07") == "een [31m twee"
