"""Chunks: spans in order, inside the section, leaving nothing but blanks out, within the length asked for."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import ChunkOptions, chunk_section, paragraph_spans, sentence_spans
from ingest.document import Kind, Section

WORDS = st.text("abcdeé.!?ABC1(", min_size=1, max_size=12)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
TEXTS = st.lists(st.tuples(st.sampled_from(["", "• ", "– "]), PARAGRAPHS).map("".join), max_size=8).map("\n".join)


def section(text: str) -> Section:
    return Section("section/x", Kind.SECTION, "x", None, None, ("x",), 1, "1", text)


@given(TEXTS, st.integers(5, 60), st.integers(60, 200))
def test_chunks_cover_the_text_in_order(text: str, target: int, longest: int) -> None:
    chunks = chunk_section(section(text), ChunkOptions(target, longest))
    at = 0
    for number, chunk in enumerate(chunks, 1):
        assert chunk.id == f"section/x#{number}"
        assert chunk.section_id == "section/x"
        assert chunk.text == text[chunk.start : chunk.end]
        assert chunk.text.strip()
        assert len(chunk.text) <= longest
        assert at <= chunk.start < chunk.end <= len(text)
        assert not text[at : chunk.start].strip()
        at = chunk.end
    assert not text[at:].strip()


@given(TEXTS)
def test_sentences_lie_in_their_paragraphs(text: str) -> None:
    paragraphs, sentences = paragraph_spans(text), sentence_spans(text)
    assert sentences == sorted(sentences)
    for start, end in sentences:
        assert any(first <= start <= end <= last for first, last in paragraphs)
    kept = "".join(text[start:end] for start, end in sentences)
    bare = "\n".join(text[start:end].removeprefix("• ").removeprefix("– ") for start, end in paragraphs)
    assert "".join(kept.split()) == "".join(bare.split())


def test_short_paragraphs_share_a_chunk_and_long_ones_do_not() -> None:
    text = "• Een.\n• Twee.\n" + "Drie. " * 20
    chunks = chunk_section(section(text.rstrip()), ChunkOptions(target=30, longest=60))
    assert chunks[0].text == "• Een.\n• Twee."
    assert all(chunk.text.startswith("Drie.") and len(chunk.text) <= 60 for chunk in chunks[1:])


def test_nested_bullets_stay_with_theirs() -> None:
    text = "• Let op de maat:\n– niet te groot;\n– niet te klein."
    assert len(chunk_section(section(text), ChunkOptions(target=20, longest=100))) == 1


def test_a_sentence_that_is_too_long_is_cut_at_a_blank() -> None:
    chunks = chunk_section(section("woord " * 50), ChunkOptions(target=40, longest=40))
    assert {word for chunk in chunks for word in chunk.text.split()} == {"woord"}
    assert max(len(chunk.text) for chunk in chunks) <= 40


def test_an_empty_section_has_no_chunks() -> None:
    assert chunk_section(section(""), ChunkOptions()) == ()
