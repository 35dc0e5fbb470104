"""Spans: the sentences of the passages, and where a stretch of text lies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spans import Span, passage_sentences, span_at
from ingest.handbook import Handbook


def test_each_passage_has_its_sentences_in_order(mini: Handbook) -> None:
    found = passage_sentences(mini)
    assert len(found) == len(mini.chunks)
    for position, (inside, chunk) in enumerate(zip(found, mini.chunks, strict=True)):
        assert inside
        assert [one.start for one in inside] == sorted(one.start for one in inside)
        for one in inside:
            assert (one.section.id, one.passage) == (chunk.section_id, position)
            assert one.start < chunk.end
            assert one.end > chunk.start
            assert one.text == one.section.text[one.start : one.end] == one.text.strip()
            assert one.headed == f"{one.section.heading_path[-1]} {one.text}"


def test_every_word_of_every_passage_is_in_a_sentence(wonen: Handbook) -> None:
    for inside, chunk in zip(passage_sentences(wonen), wonen.chunks, strict=True):
        said = " ".join(one.text for one in inside)
        missing = [word for word in chunk.text.split() if word not in said and any(map(str.isalnum, word))]
        assert not missing, chunk.id


def test_a_span_lies_in_the_passage_in_which_it_begins(mini: Handbook) -> None:
    for position, chunk in enumerate(mini.chunks):
        section = mini.section(chunk.section_id)
        assert span_at(mini, section, chunk.start, chunk.end) == Span(section, position, chunk.start, chunk.end)
        assert span_at(mini, section, chunk.end - 1, chunk.end).passage == position


@pytest.mark.parametrize("gap", [0, 1])
def test_spans_that_only_touch_do_not_overlap(mini: Handbook, gap: int) -> None:
    span = Span(mini.sections[0], 0, 10, 20)
    assert not span.meets(20 + gap, 30)
    assert not span.meets(0, 10 - gap)


@given(st.integers(0, 30), st.integers(1, 9), st.integers(0, 30), st.integers(1, 9))
def test_spans_overlap_where_they_share_a_character(
    mini: Handbook, first: int, length: int, second: int, other: int
) -> None:
    section, elsewhere = mini.sections[:2]
    shared = set(range(first, first + length)) & set(range(second, second + other))
    span = Span(section, 0, first, first + length)
    assert span.overlaps(Span(section, 1, second, second + other)) == bool(shared)
    assert not span.overlaps(Span(elsewhere, 0, first, first + length))
