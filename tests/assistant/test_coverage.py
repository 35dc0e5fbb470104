"""Coverage: which words of a question a passage speaks of, by an encoder whose words are alike only when the same."""

from pathlib import Path

import pytest

from assistant.aspects import AspectBook
from assistant.coverage import Coverage, CoverageMeter, WordEncoder
from assistant.understand import Query, understand
from index.build import SearchIndex, open_index
from index.names import NameBook
from tests.index.examples import HashEncoder, mini_corpus

NOTHING = Coverage()


class WordHashes(HashEncoder):
    """The hashing encoder in so many dimensions that two words are hardly alike; it gives vectors of words, too."""

    dim = 512
    word_vectors = HashEncoder.encode_query


def opened(encoder: HashEncoder, folder: Path, monkeypatch: pytest.MonkeyPatch) -> SearchIndex:
    monkeypatch.setattr("index.build.load_encoder", lambda name: encoder)
    return open_index(mini_corpus(folder / "corpus"), folder / "home")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SearchIndex:
    return opened(WordHashes(), tmp_path, monkeypatch)


@pytest.fixture
def garden(index: SearchIndex) -> list[int]:
    """The passage on the Leertuin: a kitchen garden where people learn to grow and cook."""
    return [at for at, chunk in enumerate(index.handbook.chunks) if "moestuin waar mensen" in chunk.text]


@pytest.fixture
def asked(mini_names: NameBook, mini_aspects: AspectBook):  # type: ignore[no-untyped-def]
    def asking(question: str) -> Query:
        return understand(question, mini_names, mini_aspects)

    return asking


def test_words_of_the_passage_are_covered(index, garden, asked):
    found = CoverageMeter(index).measure(asked("Waar leren mensen telen in de moestuin?"), garden)
    assert found.worst == pytest.approx(0, abs=1e-5)
    assert found.mean == pytest.approx(0, abs=1e-5)
    assert found.novel == 0


def test_a_word_that_only_another_passage_has_is_missing_but_not_foreign(index, garden, asked):
    found = CoverageMeter(index).measure(asked("leren afzuiging"), garden)
    assert found.worst > 0.5
    assert found.foreign == pytest.approx(0, abs=1e-5)
    assert found.second == pytest.approx(found.worst / 2, abs=1e-5)
    assert found.novel == 0


def test_a_word_that_the_handbook_has_not_is_foreign_and_novel(index, garden, asked):
    found = CoverageMeter(index).measure(asked("leren trampoline"), garden)
    assert found.worst >= found.foreign > 0.5
    assert found.novel == 1


def test_rare_words_count_more(index, garden, asked):
    meter = CoverageMeter(index)
    assert meter.measure(asked("buren"), garden).worst_rare < meter.measure(asked("afzuiging"), garden).worst_rare


def test_a_misspelling_is_not_novel(index, garden, asked):
    assert CoverageMeter(index).measure(asked("moestuinn"), garden).novel == 0


def test_a_word_of_one_question_is_novel_and_of_two_is_not(index, garden, asked):
    meter = CoverageMeter(index)
    assert meter.measure(asked("mopperen"), garden).novel == 1
    assert meter.measure(asked("maaltijd"), garden).novel == 0


def test_a_word_counts_once(index, garden, asked):
    meter = CoverageMeter(index)
    assert meter.measure(asked("tram tram tram"), garden) == meter.measure(asked("tram"), garden)


@pytest.mark.parametrize("question", ["", "?", "en de Pollepel?", "waar is het?", "2024", "Pollepel en Lange Tafel"])
def test_names_numbers_and_function_words_do_not_count(question, index, garden, asked):
    assert CoverageMeter(index).measure(asked(question), garden) == NOTHING


def test_an_encoder_without_words_measures_nothing(tmp_path, monkeypatch, asked):
    index = opened(HashEncoder(), tmp_path, monkeypatch)
    assert not isinstance(index.encoder, WordEncoder)
    assert CoverageMeter(index).measure(asked("leren trampoline"), [0]) == NOTHING


def test_measuring_leaves_the_meter_as_it_was(index, garden, asked):
    meter = CoverageMeter(index)
    before = meter.measure(asked("leren afzuiging"), garden)
    meter.measure(asked("trampoline"), garden)
    assert meter.measure(asked("leren afzuiging"), garden) == before
