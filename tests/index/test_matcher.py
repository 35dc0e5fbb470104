"""The answer matcher: the same numbers as PyTorch's, whatever else is compared, and what it was trained to tell."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from index.build import open_index
from index.encode import load_encoder
from index.matcher import (
    LONGEST_QUESTION,
    LONGEST_SENTENCE,
    N_KINDS,
    SHIPPED,
    AnswerMatcher,
    Weights,
    describe,
    tokens,
)
from index.paths import CORPUS, HOME
from index.static import UnusableEncoder
from index.train.matcher.__main__ import main
from index.train.matcher.material import Example, Material, gather
from index.train.matcher.network import MatcherNetwork, MatcherOptions, save, train
from ingest.errors import WaaierError
from tests.index.examples import HashEncoder, mini_corpus

WORDS = ("wie", "betaalt", "de", "huur", "gemeente", "<practice>", "3", "euro", "€", "kookt", "wekelijks", "18m2")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
SMALL = MatcherOptions(epochs=30, batch=8, width=16, dropout=0.0)


class WordHashes(HashEncoder):
    """The hashing encoder, which gives vectors of words, too."""

    word_vectors = HashEncoder.encode_query


ENCODER = WordHashes()


def numbered(text: str) -> torch.Tensor:
    return torch.tensor([[WORDS.index(word) + 1 for word in text.split()]])


@pytest.fixture(scope="module")
def network() -> MatcherNetwork:
    torch.manual_seed(3)
    nothing = np.zeros((1, ENCODER.dim + N_KINDS), np.float32)
    return MatcherNetwork(np.vstack([nothing, describe(WORDS, ENCODER)]), SMALL).eval()


@pytest.fixture(scope="module")
def matcher(network: MatcherNetwork) -> AnswerMatcher:
    return AnswerMatcher(ENCODER, network.weights())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wat kost Lola's kamer van 20m²?", ["wat", "kost", "lolas", "kamer", "van", "20m2"]),
        ("waar ligt <practice>", ["waar", "ligt", "<practice>"]),
        ("€ 2,50 of 50%: info@x.nl", ["€", "2", "50", "of", "50", "%", "info", "@", "x", "nl"]),
        ("?!", []),
    ],
)
def test_words_and_signs_that_tell_amounts_are_read(text: str, expected: list[str]) -> None:
    assert tokens(text, LONGEST_SENTENCE) == expected


def test_no_more_words_than_the_longest_are_read(matcher: AnswerMatcher) -> None:
    assert len(tokens("a " * 99, LONGEST_QUESTION)) == LONGEST_QUESTION
    assert len(matcher.read(["a " * 99], LONGEST_SENTENCE)[0]) == LONGEST_SENTENCE


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=5))
def test_the_scores_are_those_that_pytorch_gives(
    network: MatcherNetwork, matcher: AnswerMatcher, question: str, sentences: list[str]
) -> None:
    with torch.no_grad():
        expected = [float(network(numbered(question), numbered(sentence))) for sentence in sentences]
    found = matcher.scores(question, matcher.read(sentences, LONGEST_SENTENCE))
    assert found == pytest.approx(expected, abs=1e-4)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=5))
def test_padding_and_neighbours_in_a_batch_change_nothing(
    network: MatcherNetwork, question: str, sentences: list[str]
) -> None:
    longest = max(len(sentence.split()) for sentence in sentences)
    padded = torch.cat([torch.nn.functional.pad(one, (0, longest - one.shape[1])) for one in map(numbered, sentences)])
    asked = torch.nn.functional.pad(numbered(question), (0, 4)).repeat(len(sentences), 1)
    with torch.no_grad():
        alone = [float(network(numbered(question), numbered(sentence))) for sentence in sentences]
        assert network(asked, padded).tolist() == pytest.approx(alone, abs=1e-4)


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_any_texts_have_finite_scores(matcher: AnswerMatcher, question: str, sentences: list[str]) -> None:
    scores = matcher.scores(question, matcher.read(sentences, LONGEST_SENTENCE))
    assert scores.shape == (len(sentences),)
    assert np.isfinite(scores).all()


def test_what_was_saved_is_loaded_with_the_same_encoder_only(network: MatcherNetwork, tmp_path: Path) -> None:
    path = tmp_path / "matcher.safetensors"
    save(network.weights(), ENCODER, path)
    loaded = AnswerMatcher.load(ENCODER, path)
    assert loaded is not None
    sentences = ("de gemeente betaalt", "kookt wekelijks")
    expected = AnswerMatcher(ENCODER, network.weights())
    assert loaded.scores("wie betaalt", loaded.read(sentences, 9)) == pytest.approx(
        expected.scores("wie betaalt", expected.read(sentences, 9)), abs=0.02
    )
    assert AnswerMatcher.load(WordHashes("another"), path) is None
    assert AnswerMatcher.load(HashEncoder(), path) is None  # knows no words


@pytest.mark.parametrize("content", [None, b"", b"no safetensors"])
def test_a_missing_or_damaged_file_is_told(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "matcher.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnusableEncoder, match="answer matcher"):
        AnswerMatcher.load(ENCODER, path)


def test_training_learns_which_sentence_answers() -> None:
    """Each of six questions has its own sentence; the others are none of its answers."""
    words = [f"woord{at}" for at in range(12)]
    sentences = [(at + 1, 7) for at in range(6)]
    asked = [Example((at + 7,), (at,), [other for other in range(6) if other != at]) for at in range(6)]
    rows = np.vstack([np.zeros((1, ENCODER.dim + N_KINDS), np.float32), describe(words, ENCODER)])
    material = Material(asked * 8, sentences, rows)
    weights = train(material, replace(SMALL, others=1.0))
    matcher = AnswerMatcher(ENCODER, weights)
    read = matcher.read([f"woord{at} woord6" for at in range(6)], 9)
    assert [int(matcher.scores(f"woord{at + 6}", read).argmax()) for at in range(6)] == list(range(6))


def test_training_repeats_itself() -> None:
    rows = np.vstack([np.zeros((1, ENCODER.dim + N_KINDS), np.float32), describe(["a", "b", "c"], ENCODER)])
    material = Material([Example((1,), (0,), (1,)), Example((2,), (), (0, 1))] * 5, [(1, 2), (3,)], rows)
    one, two = (train(material, replace(SMALL, epochs=2)) for _ in range(2))
    assert all(np.array_equal(getattr(one, field.name), getattr(two, field.name)) for field in fields(Weights))


def test_the_material_is_the_written_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.build.load_encoder", lambda name: ENCODER)
    corpus = mini_corpus(tmp_path / "corpus")
    (corpus.parent / "others.jsonl").write_text(
        '{"question": "Wat kost de huur?", "lang": "nl", "topic": "x"}\n', "utf-8"
    )
    corpus.write_text(f'unanswerable = "others.jsonl"\n{corpus.read_text("utf-8")}', "utf-8")
    index = open_index(corpus, tmp_path / "home")
    material = gather(index, ENCODER)
    answered = [one for one in material.asked if one.answers]
    assert (len(answered), len(material.asked)) == (len(index.written), len(index.written) + 1)
    assert all(set(one.answers).isdisjoint(one.others) for one in material.asked)
    assert material.asked[-1].others
    assert max(max(text) for text in (*material.sentences, *(one.question for one in material.asked))) < len(
        material.words
    )


def test_the_command_writes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("index.build.load_encoder", lambda name: ENCODER)
    out = tmp_path / "matcher.safetensors"
    arguments = [
        "--handbook",
        str(mini_corpus(tmp_path / "corpus")),
        "--home",
        str(tmp_path / "home"),
        "--out",
        str(out),
    ]
    assert main([*arguments, "--epochs", "1"]) == 0
    assert str(out) in capsys.readouterr().out
    assert AnswerMatcher.load(ENCODER, out) is not None


def test_the_command_opens_the_index_that_all_others_open(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path, Path]] = []

    def opening(corpus: Path, home: Path) -> None:
        opened.append((corpus, home))
        raise WaaierError("enough")

    monkeypatch.setattr("index.train.matcher.__main__.open_index", opening)
    assert main([]) == 1
    assert opened == [(CORPUS, HOME)]
    assert (str(CORPUS), str(HOME)) == ("corpus/handbook.toml", ".waaier/index")


def test_the_command_tells_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--handbook", str(tmp_path / "none.toml"), "--out", str(tmp_path / "out")]) == 1
    assert "none.toml" in capsys.readouterr().err


def test_the_shipped_matcher_knows_an_answer_from_its_near_miss(shipped: None) -> None:
    matcher = AnswerMatcher.load(load_encoder(), SHIPPED)
    assert matcher is not None
    said = matcher.read(["doel Een tijdelijke woonplek van max. 1 jaar voor mensen vanaf 23 jaar."], LONGEST_SENTENCE)
    fits = [
        matcher.scores(text, said)[0] for text in ("hoe lang mag je maximaal blijven?", "vanaf welke leeftijd kan het?")
    ]
    misses = [matcher.scores(text, said)[0] for text in ("tot welke leeftijd kan het?", "wat kost het per maand?")]
    assert min(fits) > max(misses)
