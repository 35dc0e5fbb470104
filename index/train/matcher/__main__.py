"""`python -m index.train.matcher`: learn the shipped answer matcher again."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from index.build import open_index
from index.matcher import SHIPPED, WordEncoder
from index.paths import CORPUS, HOME
from index.static import UnusableEncoder
from index.train.matcher.material import gather
from index.train.matcher.network import MatcherOptions, save, train
from ingest.errors import WaaierError


def main(arguments: Sequence[str] | None = None) -> int:
    """Train by the command line; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m index.train.matcher",
        description="Learn how well a sentence answers a question, from the written questions (23 minutes on 2 cores).",
    )
    parser.add_argument("--handbook", type=Path, default=CORPUS, help="default: %(default)s")
    parser.add_argument("--home", type=Path, default=HOME, help="folder of the index; default: %(default)s")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="file to write; default: %(default)s")
    parser.add_argument("--epochs", type=int, default=MatcherOptions().epochs, help="default: %(default)s")
    parsed = parser.parse_args(arguments)
    try:
        index = open_index(parsed.handbook, parsed.home)
        if not isinstance(index.encoder, WordEncoder):
            raise UnusableEncoder("The encoder knows no vectors of words.")
        weights = train(gather(index, index.encoder), MatcherOptions(epochs=parsed.epochs))
        save(weights, index.encoder, parsed.out)
    except WaaierError as fault:
        print(fault, file=sys.stderr)
        return 1
    print(parsed.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
