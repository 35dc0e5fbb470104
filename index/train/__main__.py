"""`python -m index.train`: train the shipped encoder again from its data files."""

import argparse
import dataclasses
import json
import logging
import sys
from pathlib import Path

from index.paths import CORPUS, QUESTIONS
from index.train.recipe import Options, Sources, train_encoder, write_figures
from ingest.errors import WaaierError


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m index.train",
        description="Distil a Dutch-English table of subword vectors from all-MiniLM-L6-v2, fine-tune it on the "
        "written questions, and write a SentenceTransformer folder and a JSON of figures.",
    )
    files = parser.add_argument_group("files to learn from")
    files.add_argument(
        "--pairs", nargs="+", type=Path, required=True, metavar="TSV", help="[tag TAB] Dutch TAB English"
    )
    files.add_argument("--domain", nargs="*", type=Path, default=[], metavar="TSV", help="the same, of the field")
    files.add_argument("--frequencies", type=Path, required=True, metavar="TXT", help="Dutch word BLANK count")
    files.add_argument("--handbook", type=Path, default=CORPUS, help="default: %(default)s")
    files.add_argument("--questions", type=Path, default=QUESTIONS, help="default: %(default)s")
    files.add_argument("--sick", type=Path, metavar="TXT", help="SICK_NL.txt, only to measure with")
    files.add_argument("--cache", type=Path, metavar="FOLDER", help="keeps the teacher's vectors between runs")
    parser.add_argument("--out", type=Path, default=Path("index/encoder"), help="folder to write; default: %(default)s")
    parser.add_argument("--figures", type=Path, metavar="JSON", help="file for sizes, times and measures")
    parser.add_argument("--epochs", type=int, nargs=2, metavar=("DISTIL", "FINETUNE"), help="default: 4 12")
    parser.add_argument("--threads", type=int, default=Options().threads, help="default: %(default)s")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Train by the command line; returns the exit status."""
    parsed = build_parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options = Options(threads=parsed.threads)
    if parsed.epochs:
        distil, finetune = parsed.epochs
        options = dataclasses.replace(
            options,
            distill=dataclasses.replace(options.distill, epochs=distil),
            finetune=dataclasses.replace(options.finetune, epochs=finetune),
        )
    sources = Sources(
        parsed.pairs, parsed.domain, parsed.frequencies, parsed.handbook, parsed.questions, parsed.sick, parsed.cache
    )
    try:
        figures = train_encoder(sources, parsed.out, options)
    except WaaierError as fault:
        print(fault, file=sys.stderr)
        return 1
    if parsed.figures:
        write_figures(figures, parsed.figures)
    print(json.dumps({"sick_nl_spearman": figures.sick_nl_spearman, "held_out": figures.held_out}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
