"""Aspects: what a question asks for, told by cue words that are data."""

from pathlib import Path

import pytest

from assistant.aspects import AspectBook, read_aspects
from ingest.errors import ProfileError
from ingest.factsheet import FIELDS
from tests.conftest import DATA


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("wat is het mailadres van de pollepel?", "email"),
        ("E-MAIL?", "email"),
        ("heb je een site", "website"),
        ("wat kost dat", "resident_pays"),
        ("how much is it", "resident_pays"),
        ("where is it", "district"),
        ("wat gaat er mis", "obstacles"),
        ("vertel er iets over", None),
        ("", None),
    ],
)
def test_the_aspect_that_a_cue_asks_for(text: str, first: str | None, mini_aspects: AspectBook) -> None:
    found = mini_aspects.find(text)
    assert (found[0].aspect.key if found else None) == first


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("wat is hun e-mailadres", "email"),
        ("hebben ze een website", "website"),
        ("zitten ze op instagram", "social"),
        ("kunnen ze huurtoeslag krijgen", "housing_benefit"),
        ("can they get housing benefit", "housing_benefit"),
        ("wie financiert dat", "funding"),
        ("who pays for it", "funding"),
    ],
)
def test_cues_of_the_real_handbook(text: str, key: str, aspect_book: AspectBook) -> None:
    assert key in [cued.aspect.key for cued in aspect_book.find(text)]


def test_the_longest_cue_comes_first(mini_aspects: AspectBook) -> None:
    found = mini_aspects.find("waar? en wat gaat er mis")
    assert [cued.aspect.key for cued in found] == ["obstacles", "district"]
    assert (found[0].start, found[0].end) == (2, 6)


def test_cues_are_taken_out_of_a_text(mini_aspects: AspectBook) -> None:
    aspect = mini_aspects.aspect("resident_pays")
    assert aspect is not None
    assert aspect.without_cues("Wat kost de soep?") == "de soep"
    assert mini_aspects.aspect("nothing") is None


def test_each_aspect_of_the_real_handbook_is_whole(aspect_book: AspectBook) -> None:
    keys = [aspect.key for aspect in aspect_book.aspects]
    assert len(keys) == len(set(keys))
    for aspect in aspect_book.aspects:
        assert set(aspect.title) == set(aspect.ask) == {"nl", "en"}
        assert all(ask.count("{name}") == 1 for ask in aspect.ask.values())
        assert aspect.cues
        assert set(aspect.fields) <= set(FIELDS)


def test_an_ask_is_found_by_its_own_aspect(aspect_book: AspectBook) -> None:
    """A suggestion or choice is a question that can be asked as it is: its own words must cue it."""
    for aspect in aspect_book.aspects:
        for ask in aspect.ask.values():
            assert aspect.key in [cued.aspect.key for cued in aspect_book.find(ask.format(name="Qqq"))], ask


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('fields = ["district"]', 'fields = ["colour"]'), ", aspect 'district': unknown field 'colour'. Correct it."),
        (('fields = ["district"]', 'fields = "district"'), ", aspect 4 'district': 'fields' must be a list of texts."),
        (('cues = ["waar", "where"]', 'cues = "waar"'), ", aspect 4 'district': 'cues' must be a list of texts."),
        (('cues = ["waar", "where"]', ""), ", aspect 4 'district': 'cues' is missing. Add it."),
        (('key = "district"', 'key = "district"\nweak = 1'), ", aspect 4 'district': 'weak' must be true or false."),
        (
            ('{ nl = "plek", en = "place" }', '{ nl = "plek" }'),
            ", aspect 4 'district': 'title' must be a table of texts: nl, en.",
        ),
        (('{ nl = "plek", en = "place" }', '{ nl = "plek", en = 1 }'), ", aspect 4 'district': 'title' must be"),
        (('{ nl = "plek", en = "place" }', '"plek"'), ", aspect 4 'district': 'title' must be"),
        (
            ('{ nl = "Waar is {name}?", en', '{ nl = "Waar is {name}?", de = "Wo?", en'),
            ", aspect 4 'district': 'ask' must",
        ),
        (('kind = "obstacle"', 'kind = "obstakel"'), ", aspect 5 'obstacles': 'kind' must be one of contact, "),
        (
            ('key = "district"', 'other = "district"'),
            ", aspect 4: unknown key 'other'. Remove it or correct its spelling.",
        ),
        (("[[aspect]]", "[[aspect"), ": cannot be read ("),
    ],
)
def test_a_faulty_file_of_aspects_is_told_in_one_line(change: tuple[str, str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "aspects.toml"
    text = (DATA / "mini_aspects.toml").read_text("utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), "utf-8")
    with pytest.raises(ProfileError) as fault:
        read_aspects(path)
    assert str(fault.value).startswith(f"{path}{message}")
    assert "\n" not in str(fault.value)


def test_a_file_of_aspects_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "aspects.toml"
    path.write_text((DATA / "mini_aspects.toml").read_text("utf-8"), "utf-8-sig")
    assert read_aspects(path) == read_aspects(DATA / "mini_aspects.toml")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("hoe is het contact met de buren?", ["community"]),
        ("hoe kom ik in contact met Pollepel?", ["contact"]),
        ("is there contact between the residents? and what is the website", ["community", "website"]),
    ],
)
def test_a_cue_within_a_longer_one_of_another_aspect_does_not_count(
    text: str, keys: list[str], aspect_book: AspectBook
) -> None:
    assert [cued.aspect.key for cued in aspect_book.find(text)] == keys


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ik heb een ouder aan de telefoon, welke voorbeelden zijn er voor gezinnen?", "phone"),
        ("How many days a week are they on site?", "website"),
    ],
)
def test_words_in_passing_ask_for_nothing(text: str, key: str, aspect_book: AspectBook) -> None:
    assert key not in [cued.aspect.key for cued in aspect_book.find(text)]
    alone = {"phone": "heb je een telefoon?", "website": "hebben ze een site?"}[key]
    assert key in [cued.aspect.key for cued in aspect_book.find(alone)]
