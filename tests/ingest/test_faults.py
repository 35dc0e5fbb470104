"""Bad input of every kind gives exactly one line that says what, where, and what to do now."""

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, PdfObject, TextStringObject

from ingest import pdf
from ingest.errors import (
    EmptyHandbook,
    HandbookError,
    HandbookNotFound,
    ProfileError,
    UnreadablePdf,
    WaaierError,
    WrongEncoding,
)
from ingest.handbook import read_handbook
from ingest.profile import read_profile
from tests.conftest import DATA

GOOD_PDF = (DATA / "mini.pdf").read_bytes()
GOOD_PROFILE = (DATA / "mini.toml").read_text("utf-8")
TODO = re.compile(r"\b(Check|Give|Save|Get|Print|Split|Name|Add|Remove|Correct|Quote|needs|give)\b.{0,60}$")


def encrypted(user: str, owner: str, algorithm: str) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(GOOD_PDF)))
    writer.encrypt(user, owner, algorithm=algorithm)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def without_text() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    return written(writer)


def message(kind: type[WaaierError], path: Path) -> str:
    """The message of the error that reading `path` raises, once its form has been checked."""
    with pytest.raises(kind) as caught:
        read_handbook(path)
    assert type(caught.value) is kind
    text = str(caught.value)
    assert "\n" not in text
    assert TODO.search(text), text
    return text


BAD_FILES: list[tuple[str, bytes | Callable[[], bytes], type[HandbookError], str]] = [
    ("empty.txt", b"", EmptyHandbook, "the file is empty"),
    ("blank.txt", b" \n\t\r\n ", EmptyHandbook, "the file is empty"),
    ("signs.txt", "• • •\n\f12\n".encode(), EmptyHandbook, "no text found"),
    ("latin.txt", "Kop\n\ncliënten".encode("latin-1"), WrongEncoding, "line 3: not UTF-8"),
    ("utf16.txt", "Een gids".encode("utf-16"), WrongEncoding, "line 1: not UTF-8"),
    ("utf16-bare.txt", "Een gids".encode("utf-16-le"), WrongEncoding, "binary data"),
    ("binary.txt", bytes(range(256)) * 4, WrongEncoding, "not UTF-8"),
    ("zeros.txt", b"\x00" * 100, WrongEncoding, "binary data"),
    ("empty.pdf", b"", EmptyHandbook, "the file is empty"),
    ("text.pdf", b"Dit is tekst, geen PDF.", UnreadablePdf, "not a PDF"),
    ("header.pdf", b"%PDF-1.7\n", UnreadablePdf, "damaged or incomplete"),
    ("truncated.pdf", GOOD_PDF[: len(GOOD_PDF) // 2], UnreadablePdf, "damaged or incomplete"),
    ("headless.pdf", GOOD_PDF[2000:], UnreadablePdf, "not a PDF"),
    ("scan.pdf", without_text, EmptyHandbook, "OCR"),
    ("pages.pdf", lambda: written(PdfWriter()), EmptyHandbook, "no text found"),
    ("rc4.pdf", lambda: encrypted("geheim", "baas", "RC4-128"), UnreadablePdf, "password"),
    ("aes.pdf", lambda: encrypted("geheim", "baas", "AES-256"), UnreadablePdf, "password"),
]


@pytest.mark.parametrize(("name", "content", "kind", "says"), BAD_FILES, ids=[bad[0] for bad in BAD_FILES])
def test_bad_files(
    tmp_path: Path, name: str, content: bytes | Callable[[], bytes], kind: type[HandbookError], says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content())
    text = message(kind, path)
    assert says in text
    assert text.startswith(str(path))


def test_no_such_file(tmp_path: Path) -> None:
    assert "no such file" in message(HandbookNotFound, tmp_path / "weg.txt")
    assert "no such file" in message(HandbookNotFound, tmp_path / "weg.pdf")
    assert "no such profile" in message(ProfileError, tmp_path / "weg.toml")
    assert "no such file" in message(HandbookNotFound, DATA / "mini.txt" / "gids.txt")


def test_a_folder(tmp_path: Path) -> None:
    assert "this is a folder" in message(HandbookNotFound, tmp_path)
    (tmp_path / "map.toml").mkdir()
    assert "cannot be read" in message(ProfileError, tmp_path / "map.toml")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_with_an_empty_password_is_read(tmp_path: Path, algorithm: str) -> None:
    path = tmp_path / "mini.pdf"
    path.write_bytes(encrypted("", "baas", algorithm))
    assert read_handbook(path).sections == read_handbook(DATA / "mini.pdf").sections


def test_a_pdf_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "mini.txt"
    path.write_bytes(GOOD_PDF)
    assert read_handbook(path).sections == read_handbook(DATA / "mini.pdf").sections


def test_a_text_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "mini.txt"
    path.write_bytes(b"\xef\xbb\xbf" + (DATA / "mini.txt").read_bytes().replace(b"\n", b"\r\n"))
    told = [section.text for section in read_handbook(DATA / "mini.txt").sections]
    assert [section.text for section in read_handbook(path).sections] == told


def test_a_pdf_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    assert "0.01 s and was stopped" in message(UnreadablePdf, DATA / "mini.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no such limit")
def test_a_pdf_that_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    bomb = PdfWriter(PdfReader(BytesIO(GOOD_PDF)))
    stream = bomb.pages[0]["/Contents"].get_object()
    stream.set_data(b"(a) Tj " * 60_000_000)  # type: ignore[attr-defined]
    path = tmp_path / "bomb.pdf"
    compressed = bomb.pages[0]
    compressed.compress_content_streams()
    path.write_bytes(written(bomb))
    assert path.stat().st_size < 1_000_000
    message(UnreadablePdf, path)


def with_annotation(**entries: PdfObject) -> bytes:
    writer = PdfWriter(PdfReader(BytesIO(GOOD_PDF)))
    annotation = DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([annotation, NumberObject(3)])
    return written(writer)


def action(uri: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(uri)})


ALL_OF_THE_PAGE = ArrayObject(NumberObject(value) for value in (0, 0, 595, 842))


@pytest.mark.parametrize(
    "entries",
    [
        {"A": action("javascript:alert(1)"), "Rect": ALL_OF_THE_PAGE},
        {"A": action("file:///etc/passwd"), "Rect": ALL_OF_THE_PAGE},
        {"A": action("https://voorbeeld.example")},
        {"A": action("https://voorbeeld.example"), "Rect": ArrayObject([TextStringObject("a")] * 4)},
        {"A": NumberObject(1), "Rect": ALL_OF_THE_PAGE},
        {},
    ],
)
def test_links_that_cannot_be_followed_are_left_out(tmp_path: Path, entries: dict[str, PdfObject]) -> None:
    path = tmp_path / "mini.pdf"
    path.write_bytes(with_annotation(**entries))
    handbook = read_handbook(path)
    assert handbook.document.pages[0].links == ()
    assert [section.text for section in handbook.sections] == [
        section.text for section in read_handbook(DATA / "mini.pdf").sections
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(GOOD_PDF) - 1), st.integers(0, 255))
def test_a_damaged_pdf_is_read_or_refused(tmp_path: Path, at: int, byte: int) -> None:
    path = tmp_path / "mini.pdf"
    path.write_bytes(GOOD_PDF[:at] + bytes([byte]) + GOOD_PDF[at + 1 :])
    try:
        read_handbook(path)
    except HandbookError as fault:
        said = str(fault)
    else:
        said = ""
    assert "\n" not in said


FAULTS = [
    ("title = ", "Expected '='", 'title "'),
    ('handbook = "mini.txt"', "'handbook' is missing", ""),
    ('handbook = "mini.txt"', "no such file", 'handbook = "weg.txt"'),
    ('edition = "Verzonnen uitgave"', "'edition' must be a text", "edition = 3"),
    ("first_label = 1", "'first_label' must be a whole number", "first_label = true"),
    ("first_label = 1", "unknown key 'frist_label'", "frist_label = 1"),
    ('page_start = "^ "', "no regular expression", 'page_start = "("'),
    ('furniture_patterns = ["^Foto "]', "no regular expression", 'furniture_patterns = ["[a"]'),
    ('furniture_patterns = ["^Foto "]', "must be a list of texts", 'furniture_patterns = "^Foto "'),
    ('furniture_patterns = ["^Foto "]', "must be a list of texts", "furniture_patterns = [1]"),
    ('social = { Film = "film.example" }', "contact: 'social' must be a table of texts", "social = { Film = 1 }"),
    ('kind = "glossary"', "'kind' must be one of practice", 'kind = "woordenlijst"'),
    ('kind = "glossary"', "'kind' is missing", ""),
    ('name = "Eetkaart"', "'name' is missing", ""),
    ('name = "Eetkaart"', "heading 'Weetkaart' of glossary 'Weetkaart' not found from page 2", 'name = "Weetkaart"'),
    ('parts = "lesson"', "no table parts.les", 'parts = "les"'),
    (
        'facets = ["doel", "locatie", "financien"]',
        "has 3 bullets, but the profile gives 2",
        'facets = ["doel", "zorg"]',
    ),
    ('key = "Geld"', "parts, lesson 1 'Geld en middelen': 'key' is missing", 'title = "Geld"'),
    ('first = "• Pollepel"', "lines '• Polepel' to '• Lange Tafel' not found", 'first = "• Polepel"'),
    (
        'to = "concept/buurtkeuken/voorbeelden"',
        "no section 'concept/keuken/voorbeelden'",
        'to = "concept/keuken/voorbeelden"',
    ),
    ('after = "rooster; de bakker', "no line", 'after = "Rooster; de bakker'),
    ('[[section]]\nkind = "intro"\nname = "Samen aan tafel"\n', "'Samen aan tafel' stands in no section", ""),
    ('lost_breaks = ["Woordenlijst"]', "no line 'Woordelijst'", 'lost_breaks = ["Woordelijst"]'),
    ('label = "landelijke eetkaart"', "not the words 'eetkraat'", 'label = "eetkraat"'),
    ('url = "https://film.example/dag"', "no link 'https://film.example/nacht'", 'url = "https://film.example/nacht"'),
    ("first_label = 1", "no line 'Nieuwe alinea'", 'paragraph_starts = ["Nieuwe alinea"]'),
    ("first_label = 1", "conflicts: 'Soep.' is in no section", 'conflicts = [["De oogst gaat naar", "Soep."]]'),
    ("first_label = 1", "'conflicts' must be", 'conflicts = ["Soep."]'),
    ("[contact]", "contact: must be a table", 'contact = "x"\n[weg]'),
    ("[[link]]\npage = 1\n", "'page' is missing", "[[link]]\n"),
]


def corpus(folder: Path, profile: str, facts: str | None = None) -> Path:
    """A folder with the invented handbook, its profile and facts changed."""
    for name in ("mini.txt", "mini.facts.toml"):
        (folder / name).write_bytes((DATA / name).read_bytes())
    if facts is not None:
        (folder / "mini.facts.toml").write_text(facts, "utf-8")
    path = folder / "mini.toml"
    path.write_text(profile, "utf-8")
    return path


@pytest.mark.parametrize(("old", "says", "new"), FAULTS)
def test_faults_in_a_profile(tmp_path: Path, old: str, says: str, new: str) -> None:
    assert old in GOOD_PROFILE
    path = corpus(tmp_path, GOOD_PROFILE.replace(old, new))
    with pytest.raises((ProfileError, HandbookNotFound)) as caught:
        read_handbook(path)
    text = str(caught.value)
    assert says in text
    assert "mini.t" in text or "weg.txt" in text
    assert "\n" not in text
    assert TODO.search(text), text


@pytest.mark.parametrize(
    "line", ["section = 1", "section = [1]", "parts = 1", "parts = { a = 1 }", "parts = { a = [1] }"]
)
def test_tables_of_the_wrong_form(tmp_path: Path, line: str) -> None:
    path = tmp_path / "mini.toml"
    path.write_text(f'title = "x"\nhandbook = "mini.txt"\n{line}\n', "utf-8")
    assert "must be a" in message(ProfileError, path)


def test_a_profile_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "mini.toml"
    path.write_bytes(GOOD_PROFILE.replace("invented", "cliënt").encode("latin-1", "replace"))
    assert "cannot be read" in message(ProfileError, path)


FACTS = [
    ("[[sheet]]\nname = ", "cannot be read"),
    ("[[sheet]]\n", "sheet 1 has no name"),
    ("sheet = 3\n", "sheet 1 has no name"),
    ('[[sheet]]\nname = "Pollepel"\n[[sheet]]\nname = "Pollepel"\n', "sheet 2 has no name, or that of another"),
    ('[[sheet]]\nname = "Soeplepel"\n', "no practice 'Soeplepel'"),
    ('[[sheet]]\nname = "Pollepel"\nduur = []\n', "unknown field 'duur'"),
    ('[[sheet]]\nname = "Pollepel"\nemails = []\n', "unknown field 'emails'"),
    ('[[sheet]]\nname = "Pollepel"\nsize = "groot"\n', "'Pollepel', size: give each fact a 'quote'"),
    ('[[sheet]]\nname = "Pollepel"\nsize = [{ value = "groot" }]\n', "give each fact a 'quote'"),
    ('[[sheet]]\nname = "Pollepel"\nsize = [{ quote = "" }]\n', "give each fact a 'quote'"),
    ('[[sheet]]\nname = "Pollepel"\nsize = [{ quote = "keuken", waarde = "1" }]\n', "give each fact a 'quote'"),
    ('[[sheet]]\nname = "Pollepel"\nsize = [{ quote = "Het plein in Domburg." }]\n', "is not in its sections"),
]


@pytest.mark.parametrize(("facts", "says"), FACTS)
def test_faults_in_the_facts(tmp_path: Path, facts: str, says: str) -> None:
    text = message(ProfileError, corpus(tmp_path, GOOD_PROFILE, facts))
    assert says in text
    assert "mini.facts.toml" in text


def test_facts_that_are_not_there(tmp_path: Path) -> None:
    path = corpus(tmp_path, GOOD_PROFILE.replace("mini.facts.toml", "weg.toml"))
    assert "no such file of facts" in message(ProfileError, path)


def test_a_profile_without_sections_leaves_headings_to_be_detected(tmp_path: Path) -> None:
    path = corpus(tmp_path, 'title = "Gids"\nhandbook = "mini.txt"\n')
    assert read_profile(path).title == "Gids"
    assert ("Gids", "Leertuin") in {section.heading_path for section in read_handbook(path).sections}


SIGNS = st.text("aB1 .:-•\t\n\f\r\u00a0\ufffd\u0085\u2028éÉ/@", max_size=120)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=80), SIGNS.map(str.encode)))
def test_any_bytes_are_read_whole_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "gids.txt"
    path.write_bytes(b"x" + content if content.startswith(b"%PDF") else content)
    try:
        handbook = read_handbook(path)
    except HandbookError as fault:
        refused = str(fault)
    else:
        refused = ""
        lines = [line.number for page in handbook.document.pages for line in page.lines]
        assert sorted([*handbook.furniture, *(n for section in handbook.sections for n in section.lines)]) == lines
        assert all(
            handbook.section(chunk.section_id).text[chunk.start : chunk.end] == chunk.text for chunk in handbook.chunks
        )
    assert "\n" not in refused
