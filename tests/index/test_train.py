import hashlib
import json

import numpy as np
import pytest
import torch

from index.static import StaticEncoder, Table
from index.train import distill, recipe, teacher
from index.train.__main__ import build_parser, main
from index.train.augment import Lexicon, build_lexicon, sentences_of, vary_sentences
from index.train.distill import DistillOptions, ParallelPieces, distil, first_rows
from index.train.export import quantise, write_folder
from index.train.finetune import Asked, FinetuneOptions, finetune
from index.train.measure import SentencePair, hold_out, read_sick, retrieval, sick_spearman
from index.train.pairs import Pair, TrainingFileFault, count_words, fold_words, read_frequencies, read_pairs
from index.train.recipe import Options, Sources, train_encoder
from index.train.table import contrastive_loss, cut, drop_pieces, stress_negation
from index.train.vocabulary import END, VocabularyOptions, WordCounts, build_tokenizer
from ingest.handbook import read_handbook

WORDS = {"huis": "house", "straat": "street", "tuin": "garden", "huur": "rent", "buurt": "quarter", "brief": "letter"}
SENTENCES = [
    Pair("text", f"De {one} is bij een {two}", f"The {WORDS[one]} is near a {WORDS[two]}")
    for one in WORDS
    for two in WORDS
    if one != two
]
PAIRS = [Pair("dict", dutch, english) for dutch, english in WORDS.items()] + SENTENCES
DIM = 16


def pretend_vectors(texts, cache=None):
    """A stand-in for the teacher: a text is the sum of random vectors of its words, some of them heavier."""
    rows = []
    for text in texts:
        seeds = [int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) for word in fold_words(text)] or [0]
        row = sum((1 + seed % 7) * np.random.default_rng(seed).normal(size=DIM) for seed in seeds)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows, dtype=np.float32)


@pytest.fixture(scope="module")
def tokenizer():
    dutch = count_words(pair.dutch for pair in PAIRS)
    english = count_words(pair.english for pair in PAIRS)
    frequencies = {"huis": 900, "huur": 800, "straat": 700, "brief": 500}
    handbook = {"huurhuis": 3, "straatnaam": 1, "begin": 2}
    return build_tokenizer(WordCounts(dutch, english, frequencies, handbook), VocabularyOptions(400, 100))


@pytest.fixture(scope="module")
def parallel(tokenizer):
    english = [pair.english for pair in PAIRS]
    meaning = np.arange(len(PAIRS))
    dutch = cut(tokenizer, [pair.dutch for pair in PAIRS])
    return ParallelPieces(dutch, cut(tokenizer, english), pretend_vectors(english), meaning)


# pairs


def test_pairs_with_and_without_a_tag(tmp_path):
    (tmp_path / "terms.tsv").write_text("huis\thouse\n\ndict\ttuin\tgarden\n")
    assert read_pairs(tmp_path / "terms.tsv") == [Pair("terms", "huis", "house"), Pair("dict", "tuin", "garden")]


@pytest.mark.parametrize("line", ["huis", "a\tb\tc\td", "huis\t "])
def test_malformed_pairs_are_named_by_line(tmp_path, line):
    (tmp_path / "pairs.tsv").write_text(f"huis\thouse\n{line}\n")
    with pytest.raises(TrainingFileFault, match="line 2"):
        read_pairs(tmp_path / "pairs.tsv")


def test_missing_file_says_which(tmp_path):
    with pytest.raises(TrainingFileFault, match=r"none\.tsv"):
        read_pairs(tmp_path / "none.tsv")


def test_frequencies_are_folded_and_added(tmp_path):
    (tmp_path / "words.txt").write_text("één 5\nEen 3\nzo'n 2\n")
    assert read_frequencies(tmp_path / "words.txt") == {"een": 8, "zo": 2, "n": 2}
    (tmp_path / "words.txt").write_text("huis\n")
    with pytest.raises(TrainingFileFault, match="line 1"):
        read_frequencies(tmp_path / "words.txt")


# vocabulary


def test_compounds_are_cut_and_short_words_closed(tokenizer):
    assert tokenizer.encode("Huurhuis").tokens == ["huur", "huis"]
    assert tokenizer.encode("in begin, de buurt!").tokens[0].startswith("i")
    assert tokenizer.encode("De").tokens == [f"de{END}"]
    assert tokenizer.encode("?!").tokens == []


def test_vocabulary_is_the_same_each_time(tokenizer):
    dutch = count_words(pair.dutch for pair in PAIRS)
    counts = WordCounts(dutch, count_words(pair.english for pair in PAIRS), {"huis": 900}, {})
    first, second = (build_tokenizer(counts, VocabularyOptions(400, 100)).to_str() for _ in range(2))
    assert first == second


# augment


def test_varied_sentences_change_in_both_languages():
    lexicon = Lexicon({"tuin": frozenset({"garden"})}, {"garden": [("straat", "street")]})
    varied = vary_sentences([Pair("text", "De tuin ligt achter", "The garden lies behind")], lexicon, seed=0)
    assert varied == [Pair("variant", "De straat ligt achter", "The street lies behind")]


def test_sentences_are_denied_in_both_languages():
    varied = vary_sentences([Pair("text", "Dit is hier", "This is here")] * 8, Lexicon({}, {}), seed=0)
    assert set(varied) == {Pair("variant", "Dit is niet hier", "This is not here")}


def test_dictionary_entries_are_not_varied():
    assert sentences_of(PAIRS) == SENTENCES


def test_lexicon_aligns_words_and_finds_neighbours():
    english = sorted({pair.english for pair in PAIRS} | set(WORDS.values()))
    vectors = np.full((len(english), 2), 0.5, dtype=np.float32)  # all cosines are 0.5: related, not the same
    lexicon = build_lexicon(PAIRS, dict.fromkeys(WORDS, 5), english, vectors)
    assert lexicon.translations["tuin"] == {"garden"}
    assert ("huis", "house") in lexicon.neighbours["garden"]
    varied = vary_sentences(SENTENCES, lexicon, seed=1)
    assert varied == vary_sentences(SENTENCES, lexicon, seed=1)
    assert len(varied) > len(SENTENCES)


# teacher


def test_teacher_encodes_only_what_the_cache_has_not(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(teacher, "_encode", lambda texts: asked.extend(texts) or list(pretend_vectors(texts)))
    first = teacher.teacher_vectors(["b", "a"], tmp_path / "cache")
    second = teacher.teacher_vectors(["a", "c", "b"], tmp_path / "cache")
    assert asked == ["a", "b", "c"]
    assert np.allclose(first[[1, 0]], second[[0, 2]], atol=1e-3)


# table and losses


def test_contrastive_loss_by_hand():
    rows = torch.eye(2)
    loss = contrastive_loss(rows, rows, np.array([0, 1]), temperature=1.0)
    assert loss.item() == pytest.approx(np.log(1 + np.exp(-1.0)), abs=1e-6)
    masked = contrastive_loss(rows, rows, np.array([5, 5]), temperature=1.0)
    assert masked.item() == pytest.approx(0.0, abs=1e-6)


def test_dropped_texts_are_never_empty():
    generator = np.random.default_rng(0)
    assert drop_pieces([[1, 2, 3], [4]], 1.0, generator) == [[1, 2, 3], [4]]
    assert all(drop_pieces([[1, 2, 3, 4]] * 50, 0.5, generator))


def test_only_negations_are_stressed(tokenizer):
    rows = np.ones((tokenizer.get_vocab_size(), 2), dtype=np.float32)
    vocabulary = tokenizer.get_vocab()
    stressed = stress_negation(rows, tokenizer, 3.0)
    assert {piece for piece, at in vocabulary.items() if stressed[at, 0] != 1} <= {"niet▁", "geen▁", "no▁", "not▁"}
    assert rows.max() == 1


# distillation and fine-tuning


def mean_cosine(rows, texts, target):
    vectors = np.array([rows[pieces].sum(axis=0) for pieces in texts])
    return float((vectors / np.linalg.norm(vectors, axis=1, keepdims=True) * target).sum(axis=1).mean())


def test_first_rows_are_mean_targets():
    target = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    rows = first_rows(ParallelPieces([[0], [0, 1]], [[0], [1]], target, np.arange(2)), 3, centre=0.0)
    assert rows[0] == pytest.approx([2 / 2.5, 0.5 / 2.5])
    assert rows[1] == pytest.approx([0, 1])
    assert not rows[2].any()


def test_distillation_comes_near_to_the_teacher_and_repeats(parallel, tokenizer, monkeypatch):
    size = tokenizer.get_vocab_size()
    start = np.random.default_rng(0).normal(size=(size, DIM)).astype(np.float32)
    monkeypatch.setattr(distill, "first_rows", lambda *_: start / 10)
    options = DistillOptions(epochs=20, batch=12)
    rows = distil(parallel, size, options)
    assert mean_cosine(start, parallel.dutch, parallel.target) < 0.3
    assert mean_cosine(rows, parallel.dutch, parallel.target) > 0.8
    assert np.array_equal(rows, distil(parallel, size, options))


def test_finetuning_finds_passages_and_leaves_other_pieces_alone(tokenizer):
    generator = np.random.default_rng(0)
    rows = generator.normal(size=(tokenizer.get_vocab_size(), DIM)).astype(np.float32)
    asked = Asked(["huis?", "een huis", "tuin?", "de tuin"], ["straat brief", "huur buurt"], np.array([0, 0, 1, 1]))
    trained = finetune(rows, tokenizer, asked, FinetuneOptions(epochs=60, batch=4, rate=0.05, dropout=0.0))
    encoder = StaticEncoder("t", tokenizer, Table(*quantise(trained)), "")
    assert (encoder.encode_query(asked.questions) @ encoder.encode_document(asked.passages).T).argmax(
        axis=1
    ).tolist() == [0, 0, 1, 1]
    garden = tokenizer.get_vocab()["garden"]
    assert np.array_equal(trained[garden], rows[garden])


# measures


def test_spearman_counts_ties_by_mean_rank():
    vectors = {"a": [1, 0], "b": [1, 0], "c": [0, 1], "d": [0.6, 0.8]}
    pairs = [SentencePair("a", "b", 5.0), SentencePair("a", "d", 3.0), SentencePair("a", "c", 1.0)]
    assert sick_spearman(pairs, lambda texts: np.array([vectors[text] for text in texts])) == pytest.approx(1.0)
    tied = [*pairs, SentencePair("b", "c", 3.0)]
    ranks = np.corrcoef([3, 2, 0.5, 0.5], [3, 1.5, 0, 1.5])[0, 1]
    assert sick_spearman(tied, lambda texts: np.array([vectors[text] for text in texts])) == pytest.approx(ranks)


def test_sick_splits_are_kept_apart(tmp_path):
    header = "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tSemEval_set"
    (tmp_path / "sick.txt").write_text(f"{header}\n1\ta\tb\t4.5\tTRAIN\n2\tc\td\t2\tTEST\n")
    assert read_sick(tmp_path / "sick.txt", "TEST") == [SentencePair("c", "d", 2.0)]
    (tmp_path / "sick.txt").write_text("a\tb\n")
    with pytest.raises(TrainingFileFault):
        read_sick(tmp_path / "sick.txt", "TEST")


def test_held_out_parts_do_not_overlap():
    answer = np.repeat(np.arange(100), 10)
    split = hold_out(answer, 100)
    assert (split.train.astype(int) + split.questions + split.passages == 1).all()
    assert not set(answer[split.passages]) & set(answer[~split.passages])
    assert len(set(answer[split.passages])) == 15


def test_retrieval_measures_by_hand():
    vectors = {"q0": [1, 0], "q1": [0, 1], "known0": [1, 0], "known1": [0, 1], "p0": [1, 0], "p1": [0, 1]}
    answer = np.array([0, 0, 0, 1])
    asked = Asked(["q0", "q1", "known0", "known1"], ["p0", "p1"], answer)
    split = hold_out(answer, 2)
    split = type(split)(
        np.array([False, False, True, True]), np.array([True, True, False, False]), np.zeros(4, dtype=bool)
    )
    figures = retrieval(asked, split, lambda texts: np.array([vectors[text] for text in texts], dtype=np.float32))
    assert figures["questions"] == {"n": 2, "R@1": 0.5, "R@5": 1.0, "RR@10": 0.75}
    assert figures["passages"] == {"n": 0}


# export


def test_quantised_rows_are_off_by_half_a_step_at_most():
    rows = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    rows[3] = 0
    embeddings, factors = quantise(rows)
    assert np.abs(embeddings * factors[:, None] - rows).max() <= np.abs(rows).max() / 254 + 1e-6


def test_written_folder_is_replaced_whole_and_keeps_its_card(tokenizer, tmp_path):
    folder = tmp_path / "encoder"
    folder.mkdir()
    (folder / "README.md").write_text("card")
    (folder / "stale.json").write_text("{}")
    rows = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), DIM)).astype(np.float32)
    size = write_folder(rows, tokenizer, folder)
    assert size == sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert (folder / "README.md").read_text() == "card"
    assert not (folder / "stale.json").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["encoder"]
    assert StaticEncoder.load(folder).dim == DIM


# the recipe


@pytest.fixture
def sources(tmp_path, monkeypatch):
    monkeypatch.setattr(recipe, "teacher_vectors", pretend_vectors)
    text = "".join(f"Deel {word}\n\nOver {word} en {other}: de {word} is er.\n\n" for word, other in WORDS.items())
    (tmp_path / "handbook.txt").write_text(text)
    book = read_handbook(tmp_path / "handbook.txt")
    lines = [
        {"question": f"{opening} {word}", "lang": "nl", "quote": f"de {word} is er", "section": section.id}
        for word in WORDS
        for section in book.sections
        if f"de {word} is er" in section.text
        for opening in ("waar is", "wat is", "zoek")
    ]
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "pairs.tsv").write_text("".join(f"{p.source}\t{p.dutch}\t{p.english}\n" for p in PAIRS))
    (tmp_path / "domain.tsv").write_text("huurhuis\trental house\n")
    (tmp_path / "words.txt").write_text("huis 900\nhuur 800\n")
    header = "sentence_A\tsentence_B\trelatedness_score\tSemEval_set"
    rows = ["een huis\teen huis\t5\tTEST", "een huis\tde straat\t2\tTEST", "een tuin\tde brief\t1\tTEST"]
    (tmp_path / "sick.txt").write_text("\n".join([header, *rows]))
    return Sources(
        [tmp_path / "pairs.tsv"],
        [tmp_path / "domain.tsv"],
        tmp_path / "words.txt",
        tmp_path / "handbook.txt",
        tmp_path / "questions.jsonl",
        tmp_path / "sick.txt",
    )


def test_recipe_writes_folder_and_figures_and_repeats(sources, tmp_path):
    options = Options(
        VocabularyOptions(400, 100), DistillOptions(epochs=2, batch=16), FinetuneOptions(epochs=2, batch=8)
    )
    first = train_encoder(sources, tmp_path / "one", options)
    second = train_encoder(sources, tmp_path / "two", options)
    assert first.sick_nl_spearman == second.sick_nl_spearman
    assert first.held_out == second.held_out
    assert {"distilled", "finetuned"} <= set(first.sick_nl_spearman)
    assert first.sizes["pairs"] == len(PAIRS)
    one, two = StaticEncoder.load(tmp_path / "one"), StaticEncoder.load(tmp_path / "two")
    assert one.fingerprint == two.fingerprint


def command(sources, out):
    return [
        *("--pairs", str(sources.pairs[0]), "--domain", str(sources.domain[0])),
        *("--frequencies", str(sources.frequencies), "--handbook", str(sources.handbook)),
        *("--questions", str(sources.questions), "--sick", str(sources.sick)),
        *("--out", str(out / "encoder"), "--figures", str(out / "figures.json"), "--epochs", "1", "1"),
    ]


def test_command_line_writes_the_figures_file(sources, tmp_path, capsys):
    assert main(command(sources, tmp_path)) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert {"options", "sizes", "sick_nl_spearman", "held_out", "seconds"} == set(figures)
    assert json.loads(capsys.readouterr().out)["sick_nl_spearman"] == figures["sick_nl_spearman"]


def test_command_line_prints_faults_in_one_line(sources, tmp_path, capsys):
    sources.frequencies.unlink()
    assert main(command(sources, tmp_path)) == 1
    assert "words.txt" in capsys.readouterr().err


def test_every_argument_has_a_help_text():
    assert all(action.help for action in build_parser()._actions)
