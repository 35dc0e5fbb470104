"""Headings told from running text by their form, on texts of other makes than the handbook."""

from pathlib import Path

import pytest

from ingest.errors import EmptyHandbook
from ingest.handbook import Handbook, read_handbook


def read(folder: Path, text: str) -> Handbook:
    path = folder / "gids.txt"
    path.write_text(text, "utf-8")
    return read_handbook(path)


def test_numbered_headings_and_plain_line_ends(tmp_path: Path) -> None:
    handbook = read(
        tmp_path,
        "Gids voor buren\n\n1. Waarom samen eten\n\nWie samen eet, kent na een maand\nzijn buren. Dat is "
        "gezel-\nlig.\n\n1.1 De keuken\n\nDe keuken is van\nAmsterdam.\n",
    )
    assert [section.name for section in handbook.sections] == ["1. Waarom samen eten", "1.1 De keuken"]
    assert handbook.sections[0].heading_path == ("gids", "Gids voor buren", "1. Waarom samen eten")
    assert handbook.sections[0].text == "Wie samen eet, kent na een maand zijn buren. Dat is gezellig."
    assert handbook.sections[1].text == "De keuken is van Amsterdam."


def test_headings_close_to_their_text(tmp_path: Path) -> None:
    handbook = read(
        tmp_path,
        "1 Wat nodig is\nwie kookt, heeft een keuken nodig die groot genoeg is.\n\nOp te halen\n- brood van "
        "gisteren, dat winkels graag geven\n- groente\n\nDaarna komt een alinea die lang genoeg is om een regel "
        "te vullen.\nKoken\nDe koks beginnen om vier uur, want om zes uur gaan de deuren open.\n",
    )
    assert [section.name for section in handbook.sections] == ["1 Wat nodig is", "Op te halen", "Koken"]


def test_text_before_the_first_heading_is_named_after_the_file(tmp_path: Path) -> None:
    handbook = read(tmp_path, "dit is een brief zonder kop, die zomaar begint\nen eindigt.\n")
    assert [(section.id, section.heading_path) for section in handbook.sections] == [("section/gids", ("gids",))]


def test_running_heads_and_page_numbers_are_furniture(tmp_path: Path) -> None:
    pages = [f"Gids voor buren\n\nKop {word}\n\nDit is de tekst van {word}.\n\n{n}" for n, word in enumerate("abcd", 1)]
    handbook = read(tmp_path, "\f".join(pages))
    assert [section.name for section in handbook.sections] == ["Kop a", "Kop b", "Kop c", "Kop d"]
    assert [section.page for section in handbook.sections] == [1, 2, 3, 4]
    assert not any("Gids" in section.text for section in handbook.sections)


def test_a_section_runs_on_to_the_next_page(tmp_path: Path) -> None:
    handbook = read(tmp_path, "Kop\n\nDit is een zin die aan het\n\feinde van de pagina doorloopt.\n")
    (section,) = handbook.sections
    assert section.text == "Dit is een zin die aan het einde van de pagina doorloopt."
    assert section.page_at(0) == (1, "1")
    assert section.page_at(section.text.index("einde")) == (2, "2")


def test_headings_that_return_have_ids_of_their_own(tmp_path: Path) -> None:
    handbook = read(
        tmp_path, "\n\n".join(f"{kop}\n\nDit is tekst nummer {n}." for n, kop in enumerate(["Deel"] * 2 + ["Deel 2"]))
    )
    assert [section.id for section in handbook.sections] == ["section/deel", "section/deel-2", "section/deel-2-2"]


@pytest.mark.parametrize("text", ["•\n•\n", "???", "\f\f", "12\n\n13"])
def test_signs_without_a_word_are_no_text(tmp_path: Path, text: str) -> None:
    with pytest.raises(EmptyHandbook):
        read(tmp_path, text)


def test_pages_that_hold_nothing_but_running_heads_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(EmptyHandbook):
        read(tmp_path, "\f".join(["Gids voor buren\n"] * 4))


@pytest.mark.parametrize("text", ["Hallo", "Hallo\n\nDaar", "- a"])
def test_a_scrap_of_text_is_not_lost(tmp_path: Path, text: str) -> None:
    handbook = read(tmp_path, text)
    printed = "".join("".join(section.heading_path[1:]) + section.text for section in handbook.sections)
    letters = [c for c in text if c.isalpha()]
    assert [c for c in printed if c.isalpha() and c in letters][: len(letters)] == letters
    assert handbook.chunks
