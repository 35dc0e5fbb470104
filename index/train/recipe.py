"""The recipe as a whole: files -> vocabulary -> distilled table -> fine-tuned table -> folder and figures."""

import json
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.questions import locate, read_questions
from index.static import StaticEncoder, Table
from index.train.augment import build_lexicon, sentences_of, vary_sentences
from index.train.distill import DistillOptions, ParallelPieces, distil
from index.train.export import quantise, write_folder
from index.train.finetune import Asked, FinetuneOptions, finetune
from index.train.measure import Encode, hold_out, read_sick, retrieval, sick_spearman
from index.train.pairs import Pair, count_words, fold_words, read_frequencies, read_pairs
from index.train.table import cut, stress_negation
from index.train.teacher import teacher_vectors
from index.train.vocabulary import VocabularyOptions, WordCounts, build_tokenizer
from index.vectors import Vectors
from ingest.handbook import read_handbook

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to learn from.

    Attributes:
        pairs: Dutch-English text at large.
        domain: Dutch-English text of the handbook's field, which counts several times.
        frequencies: Dutch words with their occurrences.
        handbook: the handbook's profile or text.
        questions: its written questions.
        sick: SICK_NL.txt, to measure with; None leaves that figure out.
        cache: folder for the teacher's vectors, or None.
    """

    pairs: Sequence[Path]
    domain: Sequence[Path]
    frequencies: Path
    handbook: Path
    questions: Path
    sick: Path | None = None
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """All options of the recipe.

    Attributes:
        vocabulary: of the subword vocabulary.
        distill: of stage one.
        finetune: of stage two.
        domain_copies: times that a domain pair is in the pairs.
        negation: factor on the rows of negations after stage one.
        least_common: occurrences from which on a word may replace another in a varied sentence.
        threads: of PyTorch.
        seed: of the varied sentences.
    """

    vocabulary: VocabularyOptions = field(default_factory=VocabularyOptions)
    distill: DistillOptions = field(default_factory=DistillOptions)
    finetune: FinetuneOptions = field(default_factory=FinetuneOptions)
    domain_copies: int = 3
    negation: float = 3.0
    least_common: int = 150
    threads: int = 2
    seed: int = 0


@dataclass(slots=True)
class Figures:
    """What the recipe measured, as written to the figures file; `seconds` are wall-clock times of the parts."""

    options: dict[str, object]
    sizes: dict[str, int] = field(default_factory=dict)
    sick_nl_spearman: dict[str, float] = field(default_factory=dict)
    held_out: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Add the time that the block takes to `seconds`."""
        start = time.perf_counter()
        yield
        self.seconds[part] = round(time.perf_counter() - start, 1)
        logger.info("%s: %.0f s", part, self.seconds[part])


def train_encoder(sources: Sources, out: Path, options: Options) -> Figures:
    """Train the encoder from the files, write its folder, and return the figures.

    Raises:
        WaaierError: a file is missing or malformed.
    """
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    figures = Figures(asdict(options))
    asked = read_asked(sources.handbook, sources.questions)
    tokenizer, rows = distil_stage(sources, asked, options, figures)
    rows = finetune_stage(rows, tokenizer, asked, options, figures)
    if sources.sick:
        figures.sick_nl_spearman |= {"finetuned": _sick(sources.sick, encode_with(rows, tokenizer))}
    figures.sizes["bytes"] = write_folder(rows, tokenizer, out)
    return figures


def distil_stage(sources: Sources, asked: Asked, options: Options, figures: Figures) -> tuple[Tokenizer, Vectors]:
    """Return the tokenizer and the distilled table, float32 (n_pieces, 384), negations stressed."""
    general = [pair for path in sources.pairs for pair in read_pairs(path)]
    domain = [pair for path in sources.domain for pair in read_pairs(path)]
    frequencies = read_frequencies(sources.frequencies)
    with figures.timed("vocabulary"):
        texts = [*asked.questions, *asked.passages]
        counts = WordCounts(
            count_words(pair.dutch for pair in general + domain),
            count_words(pair.english for pair in general + domain),
            frequencies,
            count_words(texts),
        )
        tokenizer = build_tokenizer(counts, options.vocabulary)
    with figures.timed("teacher"):
        common = {word: count for word, count in frequencies.items() if count >= options.least_common}
        common |= {word: count for word, count in counts.dutch.items() if count >= 3}
        variants = _variants(general + domain, common, sources.cache, options.seed)
        pairs = general + options.domain_copies * domain + variants
        parallel = _parallel(pairs, tokenizer, sources.cache)
    with figures.timed("distil"):
        rows = distil(parallel, tokenizer.get_vocab_size(), options.distill)
    figures.sizes |= {"pairs": len(general), "domain_pairs": len(domain), "variants": len(variants)}
    figures.sizes |= {"pieces": rows.shape[0], "dim": rows.shape[1]}
    stressed = stress_negation(rows, tokenizer, options.negation)
    if sources.sick:
        plain = _sick(sources.sick, encode_with(rows, tokenizer))
        figures.sick_nl_spearman |= {"distilled_negation_not_stressed": plain}
        figures.sick_nl_spearman |= {"distilled": _sick(sources.sick, encode_with(stressed, tokenizer))}
    return tokenizer, stressed


def finetune_stage(rows: Vectors, tokenizer: Tokenizer, asked: Asked, options: Options, figures: Figures) -> Vectors:
    """Return the table fine-tuned on all questions; one trained without those held out gives the figures."""
    split = hold_out(asked.answer, len(asked.passages))
    figures.sizes |= {"questions": len(asked.questions), "passages": len(asked.passages)}
    with figures.timed("held_out"):
        part = finetune(rows, tokenizer, asked.only(split.train), options.finetune)
        figures.held_out = {
            "distilled": retrieval(asked, split, encode_with(rows, tokenizer)),
            "finetuned": retrieval(asked, split, encode_with(part, tokenizer)),
        }
    with figures.timed("finetune"):
        return finetune(rows, tokenizer, asked, options.finetune)


def read_asked(handbook: Path, questions: Path) -> Asked:
    """Return the written questions with the handbook's passages, each under its headings.

    Questions whose quote the handbook has not are left out.
    """
    book = read_handbook(handbook)
    headings = {section.id: " ".join(section.heading_path) for section in book.sections}
    written = read_questions(questions)
    places = zip(written, locate(written, book), strict=True)
    placed = [(question.question, place.passage) for question, place in places if place]
    return Asked(
        [question for question, _ in placed],
        [f"{headings[chunk.section_id]} {chunk.text}" for chunk in book.chunks],
        np.array([passage for _, passage in placed], dtype=np.int64),
    )


def encode_with(rows: Vectors, tokenizer: Tokenizer) -> Encode:
    """Return what encodes as the exported folder will: with the table as it comes back from int8."""
    return StaticEncoder("table", tokenizer, Table(*quantise(rows)), "").encode_query


def write_figures(figures: Figures, path: Path) -> None:
    """Write the figures as JSON."""
    path.write_text(json.dumps(asdict(figures), indent=2) + "\n", encoding="utf-8")


def _variants(pairs: Sequence[Pair], common: dict[str, int], cache: Path | None, seed: int) -> list[Pair]:
    """Return variants of the sentences among the pairs."""
    english = sorted({pair.english for pair in pairs})
    common = {word: count for word, count in common.items() if fold_words(word)}
    lexicon = build_lexicon(pairs, common, english, teacher_vectors(english, cache))
    return vary_sentences(sentences_of(pairs), lexicon, seed)


def _parallel(pairs: Sequence[Pair], tokenizer: Tokenizer, cache: Path | None) -> ParallelPieces:
    """Return the pairs in pieces, with the teacher's vectors."""
    english = sorted({pair.english for pair in pairs})
    place = {text: at for at, text in enumerate(english)}
    meaning = np.array([place[pair.english] for pair in pairs], dtype=np.int64)
    return ParallelPieces(
        cut(tokenizer, [pair.dutch for pair in pairs]),
        cut(tokenizer, [pair.english for pair in pairs]),
        teacher_vectors(english, cache)[meaning],
        meaning,
    )


def _sick(path: Path, encode: Encode) -> float:
    return round(sick_spearman(read_sick(path, "TEST"), encode), 4)
