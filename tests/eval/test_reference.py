"""The reference questions against the handbook: is the gold there, is every section asked for, are the parts apart?"""

from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from eval.baselines import handbook_passages
from eval.letters import letters
from eval.overlap import find_overlaps, read_written
from eval.questions import PARTS, Source, read_reference
from ingest.handbook import read_handbook

ROOT = Path(__file__).parents[2]
WRITTEN = ROOT / "corpus" / "questions.jsonl"
APART = 80.0
"""Questions of two parts may not be this similar (the written questions may, up to eval.overlap.NEAR)."""

REFERENCES = {part: read_reference(part) for part in PARTS}
QUESTIONS = [question for reference in REFERENCES.values() for question in reference.questions]


@pytest.fixture(scope="module")
def handbook():
    return read_handbook(ROOT / "corpus" / "handbook.toml")


@pytest.fixture(scope="module")
def passages(handbook):
    return handbook_passages(handbook)


@pytest.fixture(scope="module")
def texts(passages):
    """Reduced texts of the passages by their kind, name and theme."""
    by_source = {}
    for one in passages:
        by_source.setdefault((one.kind, one.name, one.theme), []).append(letters(one.text))
    return by_source


def covered(source, texts):
    return [text for key, some in texts.items() if source.covers(*key) for text in some]


def test_there_are_enough_questions():
    singles = [one for one in QUESTIONS if one.group == "question"]
    unanswerable = [one for one in REFERENCES["tuning"].questions if one.kind == "unanswerable"]
    conversations = [one for reference in REFERENCES.values() for one in reference.conversations if len(one.turns) > 1]
    assert len(singles) >= 400
    assert len(unanswerable) >= 150
    assert len(conversations) >= 40


def test_ids_are_unique_over_the_parts():
    ids = [one.id for one in QUESTIONS]
    assert len(set(ids)) == len(ids)


def test_sources_are_canonical(texts):
    unknown = [(one.id, source) for one in QUESTIONS for source in one.sources if not covered(source, texts)]
    assert unknown == []


def test_every_quote_stands_in_a_passage_of_its_sources(texts):
    missing = []
    for one in QUESTIONS:
        found = [text for source in one.sources for text in covered(source, texts)]
        missing += [(one.id, quote) for quote in one.quotes if not any(letters(quote) in text for text in found)]
    assert missing == []


def test_every_source_holds_a_quote(texts):
    missing = []
    for one in QUESTIONS:
        quotes = [letters(quote) for quote in one.quotes]
        for source in one.sources:
            if not any(quote in text for quote in quotes for text in covered(source, texts)):
                missing.append((one.id, source))
    assert missing == []


def test_every_answer_string_stands_in_the_sources(texts):
    missing = []
    for one in QUESTIONS:
        names = [letters(source.name) for source in one.sources]
        found = names + [text for source in one.sources for text in covered(source, texts)]
        strings = (*one.answer, *one.answer_any)
        missing += [(one.id, string) for string in strings if not any(letters(string) in text for text in found)]
    assert missing == []


def test_members_and_choices_are_names_of_the_handbook(texts, handbook):
    """Of a section, or of what has one of the known properties: the themes, the makers."""
    names = {name for _, name, _ in texts} | {name for one in handbook.properties for name in one.members}
    unknown = [(one.id, name) for one in QUESTIONS for name in (*one.members, *one.choices) if name not in names]
    assert unknown == []


def test_gold_is_whole():
    for one in QUESTIONS:
        gold = bool(one.sources), bool(one.quotes)
        assert gold == (one.answerable, one.answerable), one.id
        assert bool(one.choices) == (one.group == "clarify"), one.id
        assert one.question.strip() == one.question != "", one.id


def test_every_section_has_a_question(texts):
    asked = {source for one in QUESTIONS for source in one.sources}
    without = [key for key in texts if not any(source.covers(*key) for source in asked)]
    assert without == []


def test_no_question_stands_in_two_parts():
    tuning, test = ([one for one in REFERENCES[part].questions if one.group != "follow_up"] for part in PARTS)
    pairs = find_overlaps(tuning, [one.question for one in test], APART)
    assert [(pair.id, pair.similarity) for pair in pairs] == []


def test_no_written_question_is_nearly_a_reference_question():
    if not WRITTEN.is_file():
        pytest.skip("there are no written questions yet")
    pairs = find_overlaps(QUESTIONS, read_written(WRITTEN))
    assert [(pair.id, pair.other) for pair in pairs] == [], "take them out: python -m eval overlap"


def test_no_single_question_stands_twice_in_its_part():
    for part in PARTS:
        singles = [one.question.lower() for one in REFERENCES[part].questions if one.group == "question"]
        scores = process.cdist(singles, singles, scorer=fuzz.ratio, score_cutoff=95)
        doubles = [(singles[a], singles[b]) for a, b in zip(*scores.nonzero(), strict=True) if a < b]
        assert doubles == []


def test_fields_are_described():
    readme = (ROOT / "eval" / "reference" / "README.md").read_text("utf-8")
    fields = ("id", "lang", "kind", "type", "question", "sources", "quotes", "answer", "answer_any", "members", "note")
    assert [field for field in (*fields, "choices") if f"| `{field}` |" not in readme] == []
    for part in PARTS:
        counts = [
            len(path.read_text("utf-8").splitlines()) for path in (ROOT / "eval/reference").glob(f"{part}.*.jsonl")
        ]
        assert all(f"| {count} |" in readme for count in counts)


def test_source_of_the_examples_is_not_the_handbooks(texts):
    assert not covered(Source("practice", "De Molen"), texts)
