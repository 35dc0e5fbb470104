"""The invented handbook: the same steps on other names, headings and themes, from text and from PDF."""

from pathlib import Path

import pytest

from ingest.document import Kind, Link
from ingest.handbook import Handbook, read_handbook
from tests.conftest import DATA


def from_pdf(folder: Path) -> Handbook:
    """The invented handbook read from its PDF, whose annotations tell what the text's profile has to."""
    profile = (DATA / "mini.toml").read_text("utf-8").split("\n[[link]]")[0]
    (folder / "mini.toml").write_text(profile.replace("mini.txt", "mini.pdf"), "utf-8")
    for name in ("mini.pdf", "mini.facts.toml"):
        (folder / name).write_bytes((DATA / name).read_bytes())
    return read_handbook(folder / "mini.toml")


def test_sections_are_found_by_the_profile(mini: Handbook) -> None:
    assert [section.id for section in mini.sections] == [
        "intro/samen-aan-tafel",
        "concept/buurtkeuken/voorbeelden",
        "concept/buurtkeuken",
        "concept/leertuin",
        "lesson/buurtkeuken/gebaseerd-op",
        "lesson/buurtkeuken/geld",
        "lesson/buurtkeuken/mensen",
        "glossary/eetkaart",
        "glossary/kookploeg",
        "practice/pollepel/kenmerken",
        "practice/pollepel/doel",
        "practice/pollepel/locatie",
        "practice/pollepel/financien",
        "practice/pollepel/samenwerking",
        "practice/pollepel/meer-info",
        "practice/pollepel/wat-werkt",
        "practice/pollepel/belemmeringen",
        "practice/lange-tafel/doel",
        "practice/lange-tafel/locatie",
        "practice/lange-tafel/financien",
        "practice/lange-tafel/samenwerking",
        "practice/lange-tafel/meer-info",
        "colofon/colofon",
    ]
    lesson = mini.section("lesson/buurtkeuken/geld")
    assert (lesson.kind, lesson.name, lesson.theme, lesson.facet) == (Kind.LESSON, "Buurtkeuken", "Geld", None)
    assert mini.section("practice/pollepel/doel").heading_path == (
        "Voorbeelden",
        "Buurtkeuken",
        "Pollepel",
        "In het kort: doel",
    )


def test_text_is_mended(mini: Handbook) -> None:
    assert mini.section("concept/leertuin").text.endswith("en naar de voedselbank in de wijk.")
    assert mini.section("practice/pollepel/samenwerking").text.endswith(
        "de bakker levert brood aan de keuken. De wijkverpleegkundige schuift aan."
    )
    assert mini.section("practice/pollepel/wat-werkt").text == "• De tafel is lang: niemand zit alleen."
    assert "– Haal het op vóór sluitingstijd;\n– Weeg" in mini.section("lesson/buurtkeuken/geld").text
    assert "vrijwilligers- en beroepskoks" in mini.section("glossary/kookploeg").text


def test_pages_and_labels(mini: Handbook) -> None:
    ids = ("concept/leertuin", "lesson/buurtkeuken/geld", "glossary/eetkaart", "practice/pollepel/doel")
    assert [(mini.section(one).page, mini.section(one).page_label) for one in ids] == [
        (1, "1"),
        (2, "2"),
        (2, "3"),
        (3, "4"),
    ]


def test_contacts_and_facts(mini: Handbook) -> None:
    pollepel, tafel = mini.fact_sheets
    assert [(fact.value, fact.link) for fact in pollepel.websites] == [
        ("pollepel.example", "https://pollepel.example/welkom")
    ]
    assert [fact.value for fact in pollepel.emails] == ["koken@pollepel.example"]
    assert [(fact.value, fact.link) for fact in pollepel.social_media] == [
        ("Film: Een dag in de keuken", "https://film.example/dag")
    ]
    assert [(fact.value, fact.source.section_id) for fact in pollepel.district] == [
        ("Zoutelande", "practice/pollepel/locatie")
    ]
    assert pollepel.duration[0].source.page_label == "4"
    assert (tafel.concept, tafel.emails, tafel.duration, tafel.landlord) == ("Buurtkeuken", (), (), ())
    assert [(fact.value, fact.link) for fact in tafel.other_contacts] == [
        ("Meer verhalen", "https://verhalen.example/tafel")
    ]


def test_the_pdf_gives_the_same_as_the_text(mini: Handbook, tmp_path: Path) -> None:
    pdf = from_pdf(tmp_path)
    told = [(s.id, s.text, s.heading_path, s.page, s.page_label, s.links) for s in mini.sections]
    assert [(s.id, s.text, s.heading_path, s.page, s.page_label, s.links) for s in pdf.sections] == told
    assert pdf.fact_sheets == mini.fact_sheets
    assert pdf.chunks == mini.chunks


@pytest.mark.parametrize("name", ["mini.txt", "mini.pdf"])
def test_without_a_profile_headings_are_detected(name: str) -> None:
    handbook = read_handbook(DATA / name)
    paths = {section.heading_path for section in handbook.sections}
    assert {("mini", "Leertuin"), ("mini", "Soorten keukens", "Buurtkeuken"), ("mini", "Colofon")} <= paths
    leertuin = handbook.section("section/leertuin")
    assert leertuin.text.startswith("Een leertuin is een moestuin")
    assert (leertuin.kind, leertuin.name, leertuin.page, leertuin.page_label) == (Kind.SECTION, "Leertuin", 1, "1")
    lines = [line.number for page in handbook.document.pages for line in page.lines]
    assert sorted([*handbook.furniture, *(n for section in handbook.sections for n in section.lines)]) == lines
    for chunk in handbook.chunks:
        assert handbook.section(chunk.section_id).text[chunk.start : chunk.end] == chunk.text


def test_without_a_profile_annotations_name_their_words() -> None:
    handbook = read_handbook(DATA / "mini.pdf")
    assert (
        Link("https://eetkaart.example/kaart", "landelijke eetkaart") in handbook.section("section/buurtkeuken").links
    )
    assert handbook.fact_sheets == ()
