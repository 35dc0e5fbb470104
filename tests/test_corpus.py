"""The corpus card says what is so: checksum, counts, and every key that a file of the corpus may have."""

import hashlib
from dataclasses import fields

import pytest

from ingest.factsheet import FIELDS
from ingest.handbook import Handbook
from ingest.profile import ContactRule, FanRule, LinkRule, Move, Part, Profile, SectionRule
from tests.conftest import ROOT

CARD = (ROOT / "corpus" / "README.md").read_text("utf-8")
ELSEWHERE = {"folder", "sections", "moves", "links", "fan", "contact"}
ELSEWHERE |= {"websites", "emails", "social_media", "other_contacts"}


def test_the_checksum_is_that_of_the_text() -> None:
    text = (ROOT / "corpus" / "wonen-voor-iedereen.txt").read_bytes()
    assert f"`{hashlib.sha256(text).hexdigest()}`" in CARD
    assert f"{len(text):,} bytes" in CARD


def test_the_counts_are_right(wonen: Handbook) -> None:
    lines = {line.number: line.text for page in wonen.document.pages for line in page.lines}
    blank = sum(not text.strip() for text in lines.values())
    furniture = sum(bool(lines[number].strip()) for number in wonen.furniture)
    assert f"{len(lines):,} lines of which {furniture} are printed furniture and {blank} are blank" in CARD
    assert f"| {sum(len(page.targets) for page in wonen.document.pages)} lines |" in CARD
    assert f"{len(wonen.document.pages)} page starts" in CARD


@pytest.mark.parametrize(
    "kind", [Profile, SectionRule, Part, Move, LinkRule, FanRule, ContactRule], ids=lambda kind: kind.__name__
)
def test_every_key_of_the_profile_is_described(kind: type[Profile]) -> None:
    assert not [field.name for field in fields(kind) if f"`{field.name}`" not in CARD and field.name not in ELSEWHERE]


def test_every_field_of_the_facts_is_described() -> None:
    assert not [field for field in FIELDS if f"`{field}`" not in CARD and field not in ELSEWHERE]


def test_every_file_of_the_corpus_is_described() -> None:
    files = {path.name for path in (ROOT / "corpus").iterdir() if not path.name.startswith(".")}
    assert not [name for name in files - {"README.md"} if f"`{name}`" not in CARD]
