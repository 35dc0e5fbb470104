"""The sentences of the passages."""

from index.sentences import passage_sentences
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
