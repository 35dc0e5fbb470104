"""Coverage: which words of a question a passage speaks of, by an encoder whose words are alike only when the same."""

from pathlib import Path

import pytest

from assistant.aspects import AspectBook
from assistant.coverage import Coverage, CoverageMeter
from assistant.understand import Query, understand
from index.build import SearchIndex, open_index
from index.matcher import WordEncoder
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
    assert found.near == pytest.approx(0, abs=1e-5)
    assert found.anywhere == pytest.approx(0, abs=1e-5)


def test_a_word_that_only_another_passage_has_is_missing_but_not_foreign(index, garden, asked):
    found = CoverageMeter(index).measure(asked("afzuiging"), garden)
    assert found.near > 0.5
    assert found.anywhere == pytest.approx(0, abs=1e-5)


def test_a_word_that_the_handbook_has_not_is_foreign(index, garden, asked):
    found = CoverageMeter(index).measure(asked("trampoline"), garden)
    assert found.near >= found.anywhere > 0.5


@pytest.mark.parametrize("missing", ["afzuiging", "trampoline"])
def test_a_word_that_is_covered_makes_less_of_one_that_is_missing(missing, index, garden, asked):
    """Of two words that are as rare, each is half of the question."""
    meter = CoverageMeter(index)
    alone, beside = meter.measure(asked(missing), garden), meter.measure(asked(f"telen {missing}"), garden)
    assert 0.4 * alone.near < beside.near < 0.7 * alone.near
    assert beside.anywhere <= beside.near


def test_rare_words_count_more(index, garden, asked):
    meter = CoverageMeter(index)
    common, rare = (meter.measure(asked(f"telen {word}"), garden) for word in ("buren", "afzuiging"))
    assert 0.1 < common.near < rare.near - 0.05


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
