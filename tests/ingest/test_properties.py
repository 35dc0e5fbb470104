"""Properties that practices share: read with the words that show them, or refused in one line that says where."""

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.document import Kind
from ingest.errors import ProfileError
from ingest.handbook import Handbook, read_handbook
from ingest.properties import Property, read_properties
from tests.conftest import DATA
from tests.ingest.test_faults import GOOD_PROFILE, TODO, corpus

FILE = "mini.properties.jsonl"
GOOD = {
    "id": "outdoors",
    "nl": "buiten",
    "en": "outdoors",
    "questions": ["Waar eten ze buiten?"],
    "members": [{"name": "Lange Tafel", "quote": "Het plein in Domburg."}],
}


def read(mini: Handbook, folder: Path, content: bytes) -> tuple[Property, ...]:
    (folder / FILE).write_bytes(content)
    return read_properties(mini.sections, replace(mini.profile, folder=folder, properties=FILE))


def line(**changes: Any) -> bytes:
    return json.dumps(GOOD | changes, ensure_ascii=False).encode()


def member(name: str, quote: str) -> list[dict[str, str]]:
    return [{"name": name, "quote": quote}]


def test_properties_come_in_the_order_of_the_file(mini: Handbook, tmp_path: Path) -> None:
    found = read(mini, tmp_path, (DATA / FILE).read_bytes())
    assert [one.id for one in found] == ["old-building", "outdoors", "partners", "concepts"]
    partners = found[2]
    assert partners.title == {
        "nl": "met partners die iets lenen of geven",
        "en": "with partners who lend or give things",
    }
    assert partners.questions == ("Welke voorbeelden krijgen hulp van een club of winkel?",)
    assert list(partners.members) == ["Pollepel", "Lange Tafel"]


def test_a_member_is_shown_where_it_says_so(mini: Handbook, tmp_path: Path) -> None:
    for one in read(mini, tmp_path, (DATA / FILE).read_bytes()):
        for name, source in one.members.items():
            section = mini.section(source.section_id)
            assert section.text[source.start : source.end] == source.quote
            assert section.name == name or name == "de krant van gisteren"
            assert (source.page, source.page_label) == section.page_at(source.start)


def test_a_member_that_no_section_is_named_after_may_stand_anywhere(mini: Handbook, tmp_path: Path) -> None:
    (one,) = read(mini, tmp_path, line(members=member("de krant van gisteren", "brood en groente van gisteren")))
    assert one.members["de krant van gisteren"].section_id == "lesson/buurtkeuken/geld"


def test_a_concept_is_quoted_from_its_own_section_before_another(mini: Handbook, tmp_path: Path) -> None:
    for name, section in (("Buurtkeuken", "concept/buurtkeuken"), ("Leertuin", "concept/leertuin")):
        (one,) = read(mini, tmp_path, line(members=member(name, "keuken" if name == "Buurtkeuken" else "moestuin")))
        assert one.members[name].section_id == section
    (one,) = read(mini, tmp_path, line(members=member("Leertuin", "De ijsclub leent banken uit.")))
    assert one.members["Leertuin"].section_id == "practice/lange-tafel/samenwerking"


def test_the_handbook_has_the_properties_that_its_profile_names(tmp_path: Path) -> None:
    shutil.copy(DATA / FILE, tmp_path)
    path = corpus(tmp_path, f'properties = "{FILE}"\n{GOOD_PROFILE}')
    assert [one.id for one in read_handbook(path).properties] == ["old-building", "outdoors", "partners", "concepts"]


def test_a_profile_without_properties_has_none(mini: Handbook) -> None:
    assert not mini.profile.properties
    assert mini.properties == ()


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"], ids=["no newline", "newline", "windows"])
def test_ends_of_the_file(mini: Handbook, tmp_path: Path, before: bytes, end: bytes) -> None:
    assert read(mini, tmp_path, before + line() + end) == read(mini, tmp_path, line())


def test_a_line_separator_within_a_question_is_no_end_of_line(mini: Handbook, tmp_path: Path) -> None:
    (one,) = read(mini, tmp_path, line(questions=["Waar\u2028eten\x85ze?"]))
    assert one.questions == ("Waar\u2028eten\x85ze?",)


def test_a_property_that_nobody_asks_for_by_another_word(mini: Handbook, tmp_path: Path) -> None:
    assert read(mini, tmp_path, line(questions=[]))[0].questions == ()


FAULTS = {
    "no JSON": b"{",
    "blank line": b"\n",
    "list": b"[]",
    "null": b"null",
    "deep": b"[" * 100_000,
    "missing key": json.dumps({key: value for key, value in GOOD.items() if key != "en"}).encode(),
    "unknown key": line(page=3),
    "id no text": line(id=3),
    "title no text": line(nl=None),
    "questions no list": line(questions="Waar?"),
    "question no text": line(questions=["Waar?", 3]),
    "members no list": line(members={"Lange Tafel": "Het plein in Domburg."}),
    "no members": line(members=[]),
    "member no object": line(members=["Lange Tafel"]),
    "member without quote": line(members=[{"name": "Lange Tafel"}]),
    "member with more": line(members=[{"name": "Lange Tafel", "quote": "Het plein", "page": "3"}]),
    "quote no text": line(members=[{"name": "Lange Tafel", "quote": 3}]),
    "empty quote": line(members=member("Lange Tafel", "")),
    "empty name": line(members=member("", "Het plein in Domburg.")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_line_that_is_no_property_is_told(mini: Handbook, tmp_path: Path, fault: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read(mini, tmp_path, line() + b"\n" + FAULTS[fault] + b"\n")
    keys = "['en', 'id', 'members', 'nl', 'questions']"
    assert str(caught.value) == f"{tmp_path / FILE}, line 2: not an object with {keys}, all filled in. Correct it."


@pytest.mark.parametrize(
    ("name", "quote"),
    [
        ("Lange Tafel", "De keuken van een oud schoolgebouw"),
        ("Pollepel", "een warme maaltijd"),
        ("Pollepel", "Buurtkeuken"),
        ("Pollepel", "De  keuken"),
        ("de maan", "nergens in het boek"),
    ],
    ids=["another practice's", "small letter", "a concept's", "two blanks", "nowhere"],
)
def test_a_quote_that_does_not_stand_there_is_told(mini: Handbook, tmp_path: Path, name: str, quote: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read(mini, tmp_path, line() + b"\n" + line(members=member(name, quote)))
    where = f"{tmp_path / FILE}, line 2"
    assert str(caught.value) == f"{where}: '{quote}' is not in the sections on '{name}'. Quote it as it stands."
    assert TODO.search(str(caught.value))


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "not UTF-8"])
def test_a_file_that_cannot_be_read_is_told(mini: Handbook, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ProfileError, match=r"the properties cannot be read .*Correct the file\.$") as caught:
        read_properties(mini.sections, replace(mini.profile, folder=tmp_path, properties=FILE))
    assert str(caught.value).startswith(str(tmp_path / FILE))
    assert "\n" not in str(caught.value)


@settings(deadline=None)
@given(st.data())
def test_any_stretch_of_a_practice_is_found_in_it(
    mini: Handbook, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    section = data.draw(st.sampled_from([one for one in mini.sections if one.kind is Kind.PRACTICE]))
    start = data.draw(st.integers(0, len(section.text) - 1))
    quote = section.text[start : data.draw(st.integers(start + 1, len(section.text)))]
    assume(any(map(str.isalnum, quote)))
    (one,) = read(mini, tmp_path_factory.getbasetemp(), line(members=member(section.name, quote)))
    source = one.members[section.name]
    found = mini.section(source.section_id)
    assert found.name == section.name
    assert found.text[source.start : source.end] == source.quote == quote


def test_the_properties_of_the_real_handbook(wonen: Handbook) -> None:
    ids = Counter(one.id for one in wonen.properties)
    assert ids
    assert [one for one, count in ids.items() if count > 1] == []
    order = [sheet.name for sheet in wonen.fact_sheets]
    for one in wonen.properties:
        practices = [name for name in one.members if name in order]
        assert practices in ([], sorted(one.members, key=[*order, *one.members].index)), one.id
        assert one.questions, one.id
        assert all(one.title.values()), one.id


def test_each_member_in_the_real_handbook_is_quoted_as_it_stands(wonen: Handbook) -> None:
    order = {sheet.name for sheet in wonen.fact_sheets}
    for one in wonen.properties:
        for name, source in one.members.items():
            section = wonen.section(source.section_id)
            assert section.text[source.start : source.end] == source.quote, (one.id, name)
            assert name not in order or section.name == name, (one.id, name)
